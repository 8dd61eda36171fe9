"""Distress: kind words first, facts kept; in danger help comes first and alone, and the talk goes on when the person is ready."""

from __future__ import annotations

from typing import Any

import pytest
from tracker_helpers import TODAY, entity, on, responses, run, tracker

from actions.feelings import MOST
from actions.form import ValidateDisagreementForm
from actions.people import ActionComfort

REFUSED = {"name": "refusal_to_assess", "confidence": 0.95, "question": False}
TEXT = "They refused to assess him, letter dated 3 March 2026"


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_TODAY", TODAY.isoformat())
    monkeypatch.delenv("GUIDE_COUNCIL", raising=False)


def distressed(feeling: str | None, beside: dict[str, Any] | None = REFUSED, text: str = TEXT, **slots: Any) -> Any:
    """A conversation whose last message is one of distress, with a matter beside it."""
    entities = [on("3 March 2026", "decision", text), entity("counterparty", "local_authority")] if beside else []
    return tracker(text, "distress", entities, message={"feeling": feeling, "beside": beside}, **slots)


@pytest.mark.parametrize("feeling", ["danger_child", "danger_self", "danger_harm"])
def test_in_danger_help_comes_first_and_alone_and_the_facts_are_kept(feeling: str) -> None:
    messages, slots = run(ActionComfort(), distressed(feeling))
    assert responses(messages) == [f"utter_feeling_{feeling}", "utter_noted"]
    assert slots["subject"] == "refusal_to_assess"
    assert slots["decision_date"] == "2026-03-03"
    assert slots["counterparty"] == "local_authority"


def test_in_danger_without_facts_nothing_is_noted() -> None:
    messages, slots = run(ActionComfort(), distressed("danger_self", beside=None, text="I want to die"))
    assert responses(messages) == ["utter_feeling_danger_self"]
    assert "subject" not in slots


def test_in_danger_a_day_that_has_to_be_confirmed_is_not_left_open() -> None:
    text = "They refused him, it came on 3 March 2026"
    conversation = tracker(
        text, "distress", [on("3 March 2026", "received", text)], message={"feeling": "danger_self", "beside": REFUSED}
    )
    _, slots = run(ActionComfort(), conversation)
    assert slots["date_check"] is None
    assert "decision_date" not in slots


def test_despair_with_facts_is_met_kindly_and_the_facts_are_taken_up() -> None:
    messages, slots = run(ActionComfort(), distressed(None))
    assert responses(messages) == ["utter_comfort"]
    assert slots["subject"] == "refusal_to_assess"


def test_despair_without_facts_names_people() -> None:
    messages, slots = run(ActionComfort(), distressed(None, beside=None, text="I can't go on"))
    assert responses(messages) == ["utter_comfort", "utter_people"]
    assert "subject" not in slots


def test_last_night_is_no_date_of_a_letter() -> None:
    text = "he cut his arms again yesterday"
    conversation = tracker(
        text, "distress", [on("yesterday", None, text)], requested_slot="decision_date", subject="refusal_to_assess"
    )
    _, slots = run(ActionComfort(), conversation)
    assert "decision_date" not in slots


def test_an_unsure_matter_is_no_subject() -> None:
    _, slots = run(ActionComfort(), distressed("danger_self", beside={**REFUSED, "confidence": 0.3}))
    assert "subject" not in slots
    assert slots["decision_date"] == "2026-03-03"


def after_comfort(conversation: Any, *actions: str) -> Any:
    conversation.events.extend({"event": "action", "name": name} for name in ("action_comfort", *actions))
    return conversation


def test_after_danger_the_form_says_no_law_and_waits() -> None:
    noted = {"subject": "refusal_to_assess", "counterparty": "local_authority", "decision_date": "2026-03-03"}
    messages, slots = run(
        ValidateDisagreementForm(), after_comfort(distressed("danger_child", requested_slot="subject", **noted))
    )
    assert messages == []
    assert slots["requested_slot"] == "pause"
    assert slots["asked"] is None


def test_thanks_are_no_sign_to_go_on() -> None:
    conversation = tracker("thank you", "thank", subject="refusal_to_assess", requested_slot="pause")
    conversation.events.append({"event": "action", "name": "utter_welcome"})
    messages, slots = run(ValidateDisagreementForm(), conversation)
    assert messages == []
    assert slots["requested_slot"] == "pause"


def test_go_on_says_what_was_noted() -> None:
    conversation = tracker("", "inform", subject="refusal_to_assess", decision_date="2026-03-03", requested_slot="pause")
    messages, slots = run(ValidateDisagreementForm(), conversation)
    assert responses(messages)[:3] == ["utter_answer_dates_near_ring", "utter_answer_sum", "utter_understood"]
    assert slots["requested_slot"] == "certificate_date"


def weary(times: int) -> Any:
    feels = {"feeling": "worn_out"}
    return tracker("I'm fed up", "refusal_to_assess", message=feels, subject="refusal_to_assess", kind_words=times or None)


def test_weariness_gets_one_kind_sentence_before_the_answer() -> None:
    messages, _ = run(ValidateDisagreementForm(), weary(0))
    assert responses(messages)[0] == "utter_feeling_worn_out"


def test_the_kind_sentence_does_not_become_a_habit() -> None:
    assert "utter_feeling_worn_out" in responses(run(ValidateDisagreementForm(), weary(MOST - 1))[0])
    assert "utter_feeling_worn_out" not in responses(run(ValidateDisagreementForm(), weary(MOST))[0])


def test_go_on_with_nothing_new_just_asks_again() -> None:
    conversation = tracker("/inform", "inform", subject="refusal_to_assess", requested_slot="pause", asked="decision_date")
    conversation.slots["told"] = {"facts": {"subject": "refusal_to_assess", "counterparty": "local_authority"}, "answer": None}
    conversation.slots["counterparty"] = "local_authority"
    messages, slots = run(ValidateDisagreementForm(), conversation)
    assert "utter_not_an_answer" not in responses(messages)
    assert slots["requested_slot"] == "decision_date"
