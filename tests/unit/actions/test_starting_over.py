"""Start again: asked first where something would be lost, and taken for an answer only where it is one."""

from __future__ import annotations

from typing import Any

import pytest
from tracker_helpers import responses, run, tracker

from actions.misunderstanding import choices
from actions.starting_over import ActionStartOver, asked_last

KNOWN = {"subject": "refusal_to_assess"}
WISH: dict[str, Any] = {"event": "user", "parse_data": {"intent": {"name": "start_over"}}}
USER: dict[str, Any] = {"event": "user", "parse_data": {}}
ASKED = [WISH, USER]


def after(intent: str, events: list[dict[str, Any]] | None = None, **slots: Any) -> tuple[list[str], dict[str, Any]]:
    """What is said, and the slots that are set."""
    messages, changed = run(ActionStartOver(), tracker("", intent, events=events or [USER], **slots))
    return responses(messages), changed


@pytest.mark.parametrize(
    "slots",
    [KNOWN, {"decision_date": "2026-03-03"}, {"young_person": False}, {"date_check": {"fact": "decision_date", "days": []}}],
)
def test_where_something_is_known_it_is_asked(slots: dict[str, Any]) -> None:
    assert after("start_over", **slots) == (["utter_forget_everything"], {"asked_to_forget": True})


def test_where_nothing_is_known_it_starts_at_once() -> None:
    assert after("start_over")[0] == ["utter_started_over"]


@pytest.mark.parametrize("intent", ["affirm", "start_over"])
def test_yes_or_the_same_wish_again_clears(intent: str) -> None:
    assert after(intent, ASKED, **KNOWN, asked_to_forget=True)[0] == ["utter_started_over"]


def test_no_keeps_everything() -> None:
    assert after("deny", ASKED, **KNOWN, asked_to_forget=True) == (["utter_nothing_forgotten"], {"asked_to_forget": None})


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_after_something_else_a_yes_or_no_is_no_answer_to_it(intent: str) -> None:
    events = [WISH, USER, USER]
    assert after(intent, events, **KNOWN, asked_to_forget=True) == ([], {"asked_to_forget": None})


def test_a_wish_of_long_ago_is_asked_about_anew() -> None:
    events = [WISH, USER, USER]
    assert after("start_over", events, **KNOWN, asked_to_forget=True)[0] == ["utter_forget_everything"]


@pytest.mark.parametrize(("events", "asked"), [([], False), ([WISH], False), ([USER, USER], False), (ASKED, True)])
def test_what_was_asked_last(events: list[dict[str, Any]], asked: bool) -> None:
    assert asked_last(events) is asked


def test_a_mere_guess_may_be_start_again_as_it_is_asked_about_first() -> None:
    ranking = [{"name": name, "confidence": 0.3} for name in ("start_over", "ask_next_step")]
    assert [b["payload"] for b in choices({"label_ranking": ranking})] == ["/start_over", "/ask_next_step"]
