"""What already follows while a question is open, and what must wait for the answer."""

from __future__ import annotations

from datetime import date

import pytest

from actions.provisional import hanging_dates, holds_back
from actions.rules import Facts

TODAY = date(2026, 4, 23)
LETTER = Facts(subject="refusal_to_issue_plan", decision_date=date(2026, 3, 4))


@pytest.mark.parametrize(
    ("fact", "facts", "held"),
    [
        ("certificate_date", LETTER, False),
        ("adviser_contacted_on", LETTER, False),
        ("decision_date", LETTER, True),
        ("certificate_date", Facts(subject="refusal_to_issue_plan"), True),
    ],
)
def test_only_a_day_of_the_letter_holds_the_answer_back(fact: str, facts: Facts, held: bool) -> None:
    assert holds_back({"fact": fact, "days": ["2026-04-20"], "reason": "meant"}, facts) is held


def test_nothing_open_holds_nothing_back() -> None:
    assert not holds_back(None, LETTER)


def test_the_certificates_month_hangs_on_the_call() -> None:
    facts = Facts(subject="plan_contents", plan_stage="final", decision_date=date(2026, 1, 20), certificate_date=date(2026, 4, 1))
    (say,) = hanging_dates(facts, ["adviser_contacted_on"], TODAY)
    assert say.response == "utter_answer_if_contacted"
    assert say.values == {"ring_by": "Friday 20 March 2026", "last_day": "Friday 1 May 2026"}
    assert hanging_dates(facts, ["plan_stage", "adviser_contacted_on"], TODAY) == []
    assert hanging_dates(facts, ["adviser_contacted_on"], date(2026, 5, 2)) == []


def test_a_letter_whose_time_is_nearly_up_is_not_kept_back_by_the_subject() -> None:
    (say,) = hanging_dates(Facts(decision_date=date(2026, 2, 24)), ["subject"], TODAY)
    assert say.response == "utter_answer_if_decision"
    assert say.values == {"ring_by": "Friday 24 April 2026", "last_day": "Friday 24 April 2026"}


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 1, 5)])
def test_a_letter_with_time_left_or_none_waits_for_the_subject(day: date) -> None:
    assert hanging_dates(Facts(decision_date=day), ["subject"], TODAY) == []
