"""Things to take away: a summary, a calendar file, a letter; each said and given as data."""

from __future__ import annotations

from typing import Any

import pytest
from tracker_helpers import run, tracker

from actions.taking_away import ActionTakeAway, letter_asked_for

KNOWN = {"subject": "refusal_to_assess", "decision_date": "2026-03-03"}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_TODAY", "2026-04-23")


def given(intent: str, text: str = "", entities: list[dict[str, Any]] | None = None, **slots: Any) -> list[dict[str, Any]]:
    """What the action says."""
    messages, _ = run(ActionTakeAway(), tracker(text, intent, entities, **slots))
    return messages


def taken(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """What there is to take away in the messages."""
    found: dict[str, Any] = messages[-1]["custom"]["guide"]["take_away"]
    return found


def test_a_summary_is_said_and_given() -> None:
    messages = given("ask_summary", **KNOWN)
    assert "Tuesday 5 May 2026" in taken(messages)["summary"]
    assert "\n\n" not in messages[0]["summary"]  # Rasa would make several messages of it


def test_without_a_matter_there_is_nothing_to_sum_up() -> None:
    messages = given("ask_summary")
    assert [m.get("response") for m in messages] == ["utter_take_nothing_yet"]


def test_the_calendar_holds_the_last_day() -> None:
    calendar = taken(given("ask_calendar", **KNOWN))["calendar"]
    assert calendar["name"].endswith(".ics")
    assert "20260505" in calendar["text"]


@pytest.mark.parametrize("slots", [{}, {"subject": "refusal_to_assess"}, {"subject": "exclusion"}])
def test_without_dates_there_is_no_calendar(slots: dict[str, str]) -> None:
    assert [m.get("response") for m in given("ask_calendar", **slots)] == ["utter_take_no_dates"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("write me a letter to ask for the certificate", "ask_for_certificate"),
        ("what do I write to chase mediation", "chase_mediation"),
        ("a letter because they broke the mediation agreement", "agreement_not_kept"),
        ("help me write why my appeal is late", "late_appeal_reasons"),
        ("draft a complaint for me", "first_stage_complaint"),
        ("an e-mail about the missing decision letter", "ask_for_decision_letter"),
        ("write me a letter", None),
    ],
)
def test_which_letter_is_asked_for(text: str, key: str | None) -> None:
    assert letter_asked_for({"text": text}) == key


def test_a_suggested_letter_counts_before_the_words() -> None:
    assert (
        letter_asked_for({"text": "complaint", "entities": [{"entity": "letter", "value": "chase_mediation"}]})
        == "chase_mediation"
    )


def test_the_letter_is_given() -> None:
    letters = taken(given("ask_letter", "draft a complaint", **KNOWN))["letters"]
    assert [letter["key"] for letter in letters] == ["first_stage_complaint"]


def test_where_it_is_open_letters_are_offered() -> None:
    messages = given("ask_letter", "write something for me", **KNOWN)
    assert messages[0]["response"] == "utter_take_which_letter"
    assert all(b["payload"].startswith('/ask_letter{"letter"') for b in messages[0]["buttons"])


def test_a_letter_that_does_not_exist_is_not_made_up() -> None:
    messages = given("ask_letter", entities=[{"entity": "letter", "value": "to_the_king"}], **KNOWN)
    assert messages[0]["response"] == "utter_take_which_letter"
