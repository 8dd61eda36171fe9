"""Outside England no date is worked out and nothing is asked; what was told is kept, and one sentence takes it back."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from tracker_helpers import TODAY, entity, on, responses, run, tracker

from actions.beside import beside
from actions.desk.result import dates_of, result
from actions.explaining import ActionExplain
from actions.form import ValidateDisagreementForm
from actions.misunderstanding import ActionMisunderstood, ActionNothingElse
from actions.next_step import ActionNextStep
from actions.people import ActionComfort, ActionPeople
from actions.questions import ActionAnswerQuestion
from actions.taking_away import ActionTakeAway
from actions.turn import next_questions, take_in

CASE = {"subject": "refusal_to_assess", "counterparty": "local_authority", "decision_date": "2026-04-01"}
TEXT = "in Wales, they refused to assess him, letter dated 1 April 2026"


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_TODAY", TODAY.isoformat())
    monkeypatch.delenv("GUIDE_COUNCIL", raising=False)


def says(text: str, intent: str, where: str | None = None, **slots: Any) -> Tracker:
    """A conversation whose last message was read as saying that."""
    return tracker(text, intent, message={"where": where}, **slots)


def test_the_first_time_it_is_said_at_length_and_what_was_told_is_kept() -> None:
    dated = [on("1 April 2026", "decision", TEXT)]
    messages, slots = run(
        ValidateDisagreementForm(),
        tracker(TEXT, "refusal_to_assess", dated, message={"where": "outside"}, subject="refusal_to_assess"),
    )
    assert responses(messages) == ["utter_outside_england"]
    assert slots["outside_england"] is True
    assert slots["decision_date"] == "2026-04-01"
    assert slots["requested_slot"] == "choice"


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        (ValidateDisagreementForm, "inform"),
        (ActionAnswerQuestion, "faq"),
        (ActionExplain, "why_asked"),
        (ActionNextStep, "ask_next_step"),
        (ActionTakeAway, "ask_calendar"),
        (ActionMisunderstood, "nlu_fallback"),
        (ActionPeople, "speak_to_person"),
        (ActionNothingElse, "deny"),
    ],
)
def test_no_action_speaks_of_english_law_afterwards(action: Any, intent: str) -> None:
    messages, _ = run(action(), says("so is it 2 months", intent, outside_england=True, **CASE))
    assert responses(messages) == ["utter_outside_england_still"]


def test_after_another_action_it_is_not_said_twice() -> None:
    conversation = says("so is it 2 months", "faq", outside_england=True, **CASE)
    conversation.events.append({"event": "action", "name": "action_answer_question"})
    messages, slots = run(ValidateDisagreementForm(), conversation)
    assert messages == []
    assert slots["requested_slot"] == "choice"


def test_comfort_is_for_everybody_and_english_services_are_not() -> None:
    messages, _ = run(ActionComfort(), says("i cant cope", "distress", outside_england=True, **CASE))
    assert responses(messages) == ["utter_comfort", "utter_outside_england_still"]


@pytest.mark.parametrize(
    "conversation",
    [
        says("no we live in Chester", "inform", "inside", outside_england=True, **CASE),
        tracker("", "inform", [entity("where", "inside")], outside_england=True, **CASE),
        tracker("leeds council", "inform", [entity("council", "leeds")], outside_england=True, **CASE),
    ],
    ids=["said", "tapped", "an English council"],
)
def test_it_is_taken_back_and_the_answer_comes_at_once(conversation: Tracker) -> None:
    messages, slots = run(ValidateDisagreementForm(), conversation)
    assert slots["outside_england"] is None
    assert any(name.startswith("utter_answer_dates") for name in responses(messages))


def test_a_council_named_in_passing_takes_nothing_back() -> None:
    text = "my friend got hers from leeds council in only six weeks"
    conversation = tracker(text, "inform", [entity("council", "leeds")], outside_england=True, **CASE)
    messages, _ = run(ValidateDisagreementForm(), conversation)
    assert responses(messages) == ["utter_outside_england_still"]


def test_nothing_stands_beside_the_talk_nor_on_the_desk() -> None:
    conversation = tracker(outside_england=True, **CASE)
    aside, turn = beside(conversation, TODAY), take_in(conversation, listen=False)
    assert (aside.dates, aside.sum, aside.take) == ((), (), None)
    assert (dates_of(turn), result(turn), next_questions(turn)) == ({}, [], [])
    assert beside(tracker(**CASE), TODAY).dates
