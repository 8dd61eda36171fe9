"""A suggested answer that is typed: its number or its words."""

from __future__ import annotations

from typing import Any

import pytest
from tracker_helpers import responses, run, tracker

from actions.starting_over import ActionStartOver
from actions.typed_choice import place_named, typed_choice

BUTTONS = [
    {"title": "Refused to assess", "payload": "/refusal_to_assess"},
    {"title": "Only the school or college", "payload": '/inform{"placement_only": "yes"}'},
    {"title": "How do I appeal?", "payload": '/faq{"topic": "appeal_how"}'},
]


def chosen(text: str, buttons: list[dict[str, str]] | None = None) -> Any:
    said = {"event": "bot", "data": {"buttons": BUTTONS if buttons is None else buttons}}
    return typed_choice(tracker(text, events=[{"event": "user"}, said, {"event": "user"}]))


@pytest.mark.parametrize(
    ("text", "place"),
    [("1", 0), ("the second one", 1), ("number 3", 2), ("the last one", -1), ("First.", 0), ("option 2 please", 1), ("no. 8", 7)],
)
def test_a_number_names_a_place(text: str, place: int) -> None:
    assert place_named(text) == place


@pytest.mark.parametrize("text", ["3 march", "11", "the first letter", "no", "second", "one", "my first son", "2 weeks", ""])
def test_what_is_no_place(text: str) -> None:
    assert place_named(text) == (1 if text == "second" else None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("1", "refusal_to_assess"),
        ("only the school or college", "inform"),
        ("the last one", "faq"),
        ("refused to assess.", "refusal_to_assess"),
    ],
)
def test_a_typed_answer_is_the_tapped_one(text: str, intent: str) -> None:
    assert chosen(text).intent == intent


def test_its_values_come_with_it() -> None:
    assert chosen("the second one").value("placement_only") == "yes"
    assert chosen("3").value("topic") == "appeal_how"


@pytest.mark.parametrize("text", ["4", "the school", "/deny"])
def test_what_is_not_there_is_not_chosen(text: str) -> None:
    assert chosen(text) is None


def test_without_suggested_answers_nothing_is_chosen() -> None:
    assert chosen("1", []) is None


def test_the_first_one_wipes_nothing() -> None:
    messages, slots = run(ActionStartOver(), tracker("the first one", "start_over", subject="refusal_to_assess"))
    assert "utter_started_over" not in responses(messages)
    assert slots.get("subject", "refusal_to_assess") == "refusal_to_assess"
