"""People to talk to: the last day with them, each contact once, and what only looks like a wish for a person."""

from __future__ import annotations

from typing import Any

import pytest
from tracker_helpers import TODAY, responses, run, tracker

from actions.answering import contact_lines
from actions.next_step import asks_what_follows
from actions.people import ActionComfort, ActionPeople, speaks_of_ringing, wants_to_talk
from councils import councils

CASE = {"subject": "refusal_to_assess", "counterparty": "local_authority"}
PLACEMENT = {"subject": "placement", "counterparty": "local_authority", "plan_stage": "final", "placement_only": True}


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_TODAY", TODAY.isoformat())
    monkeypatch.delenv("GUIDE_COUNCIL", raising=False)


def asked(text: str, **slots: Any) -> list[str]:
    """What is said to that message, taken for a wish for a person."""
    return responses(run(ActionPeople(), tracker(text, "speak_to_person", **slots))[0])


def test_the_last_day_is_named_beside_the_people() -> None:
    assert asked("can I talk to someone", decision_date="2026-03-10", **CASE) == ["utter_people", "utter_people_last_day"]
    messages, _ = run(ActionPeople(), tracker("a person please", "speak_to_person", decision_date="2026-03-10", **CASE))
    assert messages[-1]["last_day"] == "Monday 11 May 2026"


def test_a_last_day_that_has_passed_is_named_as_such() -> None:
    said = asked("can I talk to someone", decision_date="2026-01-12", **CASE)
    assert said == ["utter_people", "utter_people_last_day_passed"]


def test_without_a_certain_last_day_none_is_named() -> None:
    assert asked("can I talk to someone", **CASE) == ["utter_people"]


def test_who_is_worn_out_hears_the_last_day_too_and_who_is_in_danger_does_not() -> None:
    slots = {**CASE, "decision_date": "2026-03-10"}
    tired = tracker("i cant cope", "distress", **slots)
    assert responses(run(ActionComfort(), tired)[0]) == ["utter_comfort", "utter_people", "utter_people_last_day"]
    danger = tracker("i want to die", "distress", message={"feeling": "danger_self"}, **slots)
    assert responses(run(ActionComfort(), danger)[0]) == ["utter_feeling_danger_self"]


@pytest.mark.parametrize("text", ["no never rang anyone", "i not call nobody", "no one told me to ring them"])
def test_an_answer_to_the_open_question_is_no_wish_for_a_person(text: str) -> None:
    slots = {**CASE, "decision_date": "2026-03-10", "requested_slot": "adviser_contacted_on"}
    messages, after = run(ActionPeople(), tracker(text, "speak_to_person", **slots))
    assert messages == []
    assert "not_contacted" in after["declined"]


def test_a_wish_in_so_many_words_is_met_even_beside_an_answer() -> None:
    slots = {**CASE, "decision_date": "2026-03-10", "requested_slot": "adviser_contacted_on"}
    assert "utter_people" in asked("no never rang anyone, can I speak to somebody", **slots)


def test_whether_anybody_has_to_be_rung_is_answered() -> None:
    dated = {"decision_date": "2026-03-10"}
    assert asked("do i need to ring anyone", **PLACEMENT, **dated) == ["utter_known_certificate_not_needed"]
    assert asked("do i need to ring anyone", **CASE, **dated) == ["utter_known_certificate_needed"]
    assert asked("i cant ring anyone today", **CASE, **dated) == ["utter_known_certificate_needed"]
    assert asked("do i need to ring anyone") == ["utter_people"]


@pytest.mark.parametrize(
    "text",
    [
        "do i need to ring anyone",
        "must I phone somebody first",
        "should we contact the adviser",
        "i can't call them today",
        "do I have to speak to a mediator",
        "not able to phone anybody before monday",
    ],
)
def test_speaks_of_ringing(text: str) -> None:
    assert speaks_of_ringing(text)


@pytest.mark.parametrize("text", ["is there anyone I can ring", "who can I phone", "give me a number", "can you ring me"])
def test_a_wish_for_a_number_is_one(text: str) -> None:
    assert not speaks_of_ringing(text)


@pytest.mark.parametrize("text", ["can i talk to a person", "I'd rather speak to somebody", "i want a human", "a real person"])
def test_wants_to_talk(text: str) -> None:
    assert wants_to_talk(text)


@pytest.mark.parametrize("text", ["no never rang anyone", "i did not speak to the adviser", "nobody told me to talk to them"])
def test_wants_nobody(text: str) -> None:
    assert not wants_to_talk(text)


def test_each_contact_is_named_once() -> None:
    for council in councils().values():
        text = "\n".join(contact_lines(council.contacts))
        phones = {contact.phone for contact in council.contacts if contact.phone}
        assert all(text.count(phone) == 1 for phone in phones)
        assert contact_lines(council.contacts)


@pytest.mark.parametrize("text", ["and after that?", "then what", "what comes next after that", "and then?"])
def test_asks_what_follows(text: str) -> None:
    assert asks_what_follows(text)


@pytest.mark.parametrize("text", ["what do I do now", "what now", "what should I do next"])
def test_asks_for_the_next_step_itself(text: str) -> None:
    assert not asks_what_follows(text)
