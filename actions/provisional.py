"""What already follows while a question is open: the dates that no answer takes away, and those that hang on one answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.answering import is_near
from actions.rules import Determination, Facts, determine
from actions.say import Say
from actions.wording import shown


def holds_back(check: dict[str, Any] | None, facts: Facts) -> bool:
    """Whether a date that is to be confirmed keeps back the answer: the letter's own, or any while no letter's is known.

    A day of the certificate or of the call can only make the time longer (rule 20(1)(c)(ii)): the letter's 2 months stand.
    """
    return check is not None and (check["fact"] == "decision_date" or facts.decision_date is None)


def hanging_dates(facts: Facts, missing: list[str], now: date) -> list[Say]:
    """The dates on a condition, where one answer alone is missing; nothing where more is.

    Args:
        facts: what is known.
        missing: what decides the answer and is not known, next first.
        now: today.
    """
    if missing == ["adviser_contacted_on"]:
        ring_by = determine(facts, now).certificate.contact_adviser_by
        in_time = determine(facts.with_(adviser_contacted_on=ring_by), now)
        if ring_by and ring_by <= now and in_time.appeal.last_day and not in_time.appeal.passed:
            return [Say("utter_answer_if_contacted", {"ring_by": shown(ring_by), "last_day": shown(in_time.appeal.last_day)})]
    if facts.subject is None and facts.decision_date and facts.certificate_date is None:
        refused = determine(facts.with_(subject="refusal_to_issue_plan"), now)
        if is_near(refused):
            return [Say("utter_answer_if_decision", _of_the_letter(refused))]
    return []


def _of_the_letter(found: Determination) -> dict[str, str]:
    """Last day and last day to contact the adviser, in words."""
    by, last_day = found.certificate.contact_adviser_by, found.appeal.last_day
    return {"last_day": shown(last_day) if last_day else "", "ring_by": shown(by) if by else ""}
