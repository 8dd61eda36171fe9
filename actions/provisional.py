"""What already follows while a question is open: the dates that no answer takes away, and those that hang on one answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.answering import is_near
from actions.rules import Facts, determine
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
        last_day, by = refused.appeal.last_day, refused.certificate.contact_adviser_by
        if is_near(refused) and last_day and by:
            return [Say("utter_answer_if_decision", {"last_day": shown(last_day), "ring_by": shown(by)})]
    return []
