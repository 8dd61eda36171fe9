"""A pasted letter: read out, confirmed or put right, and compared with what the law gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tracker_helpers import tracker

from actions.letter_reading import facts_in, other_deadlines, read_out, told_days
from actions.listening import hear
from actions.rules import Facts, determine

TODAY = date(2026, 4, 23)
ALL_TOLD = dict.fromkeys(("right_of_appeal", "time_limit", "mediation", "adviser_contact"), True)
LETTER: dict[str, Any] = {
    "subject": "refusal_to_assess",
    "dated": "2026-03-03",
    "plan_stage": None,
    "intends": False,
    "sections": [],
    "appeal_by": None,
    "contact_adviser_by": None,
    "tells": ALL_TOLD,
}


def heard(intent: str, entities: list[dict[str, Any]] | None = None, text: str = "", **slots: Any) -> Any:
    """What is heard of a message."""
    return hear(tracker(text, intent, entities, **slots), TODAY)


def test_nothing_is_taken_from_a_letter_before_it_is_confirmed() -> None:
    found = hear(tracker(intent="council_letter", message={"letter": LETTER}), TODAY)
    assert (found.facts, found.letter) == ({}, LETTER)


def test_yes_takes_its_facts() -> None:
    found = heard("affirm", letter_check=LETTER)
    assert found.facts == {"subject": "refusal_to_assess", "decision_date": date(2026, 3, 3)}
    assert found.letter is None


def test_no_puts_it_aside_and_says_so() -> None:
    found = heard("deny", letter_check=LETTER)
    assert (found.facts, found.letter) == ({}, None)
    assert [name for name, _ in found.problems] == ["utter_pasted_not_right"]


def test_what_is_put_right_counts_before_the_letter() -> None:
    date_entity = {"entity": "date", "value": "5 March 2026", "start": 3, "end": 15, "role": "decision"}
    found = heard("correct", [date_entity], "no 5 March 2026", letter_check=LETTER)
    assert found.facts == {"subject": "refusal_to_assess", "decision_date": date(2026, 3, 5)}


def test_a_question_leaves_it_open() -> None:
    assert heard("faq", text="is mediation free?", letter_check=LETTER).letter == LETTER


def test_a_letter_with_a_plan_does_not_say_what_is_disputed() -> None:
    assert facts_in({**LETTER, "subject": "plan_contents", "plan_stage": "final"}) == {
        "plan_stage": "final",
        "decision_date": date(2026, 3, 3),
    }


def test_no_time_runs_from_an_intention() -> None:
    letter = {**LETTER, "subject": "ceasing_plan", "intends": True}
    assert "decision_date" not in facts_in(letter)
    found = heard("affirm", letter_check=letter)
    assert [name for name, _ in found.problems] == ["utter_answer_intention"]


def test_a_date_to_come_is_not_taken() -> None:
    found = heard("affirm", letter_check={**LETTER, "dated": "2026-12-03"})
    assert "decision_date" not in found.facts
    assert [name for name, _ in found.problems] == ["utter_date_future"]


@pytest.mark.parametrize("missing", sorted(ALL_TOLD))
def test_what_the_letter_leaves_out_is_named(missing: str) -> None:
    says = read_out({**LETTER, "tells": {**ALL_TOLD, missing: False}})
    assert [say.response for say in says] == ["utter_pasted_read", "utter_pasted_untold", "utter_pasted_right"]
    assert says[1].values["lines"].count("•") == 1


@pytest.mark.parametrize("letter", [LETTER, {**LETTER, "intends": True, "tells": {}}, {**LETTER, "subject": None, "tells": {}}])
def test_nothing_is_missed_in_a_whole_letter_or_in_one_that_decides_nothing(letter: dict[str, Any]) -> None:
    assert [say.response for say in read_out(letter)] == ["utter_pasted_read", "utter_pasted_right"]


@pytest.mark.parametrize(
    ("says", "responses"),
    [
        (None, []),
        ({"appeal_by": "2026-05-05", "contact_adviser_by": "2026-05-03"}, []),
        ({"appeal_by": "2026-05-01", "contact_adviser_by": None}, ["utter_pasted_appeal_by_earlier"]),
        ({"appeal_by": "2026-05-12", "contact_adviser_by": None}, ["utter_pasted_appeal_by_later"]),
        ({"appeal_by": None, "contact_adviser_by": "2026-05-01"}, ["utter_pasted_contact_adviser_by_earlier"]),
    ],
)
def test_of_two_deadlines_the_earlier_is_to_be_kept(says: dict[str, Any] | None, responses: list[str]) -> None:
    """The council may give more or less time than the law; only the law's own day is safe, or an earlier one."""
    found = determine(Facts(subject="refusal_to_assess", decision_date=date(2026, 3, 3)), TODAY)
    assert [say.response for say in other_deadlines(says, found)] == responses


@pytest.mark.parametrize(
    ("told", "today", "responses"),
    [
        ("2026-05-05", TODAY, ["utter_told_day_same"]),
        ("2026-05-01", TODAY, ["utter_pasted_appeal_by_earlier"]),
        ("2026-05-12", date(2026, 5, 6), ["utter_pasted_appeal_by_later_passed"]),
        (None, TODAY, []),
    ],
)
def test_a_deadline_told_by_itself_is_always_answered(told: str | None, today: date, responses: list[str]) -> None:
    found = determine(Facts(subject="refusal_to_assess", decision_date=date(2026, 3, 3)), today)
    assert [say.response for say in told_days({"appeal_by": told, "contact_adviser_by": None}, found)] == responses


def test_a_deadline_is_kept_until_there_is_a_day_to_compare_it_with() -> None:
    says = {"appeal_by": "2026-05-01", "contact_adviser_by": None}
    assert [say.response for say in told_days(says, determine(Facts(), TODAY))] == ["utter_told_day_kept"]
    assert told_days(says, determine(Facts(subject="sen_provision", counterparty="school"), TODAY)) == []
