"""Reads a council's decision letter that somebody pasted in: what it decides, its date, and what it tells of rights.

Only a letter from a council is read. A parent's own words, a letter to a council or a page of advice is None, and
whatever a letter leaves open is None too: a wrong fact taken from a letter is worse than one asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from nlu.letter_dates import deadlines, own_date
from nlu.letter_decision import decision_of
from nlu.letter_parts import take_apart
from nlu.letter_rights import sections, tells
from nlu.letter_voice import is_from_council

#: Characters that a letter has at least.
SHORTEST = 120


@dataclass(frozen=True)
class Letter:
    """What a decision letter says.

    subject: refusal_to_assess, refusal_to_reassess, refusal_to_issue_plan, refusal_to_amend, ceasing_plan, plan_contents
        (a plan is sent or issued), or None where it is unclear.
    dated: the letter's own date.
    plan_stage: draft, final or amended, for plan_contents only.
    intends: an intention or proposal is announced, not yet a decision.
    sections: letters of the plan's sections that are named, in order.
    appeal_by, contact_adviser_by: the last days that the letter itself gives. They may be wrong in law.
    tells: whether it tells of the right_of_appeal, the time_limit, mediation, and the adviser_contact.
    """

    subject: str | None
    dated: date | None
    plan_stage: str | None
    intends: bool
    sections: tuple[str, ...]
    appeal_by: date | None
    contact_adviser_by: date | None
    tells: dict[str, bool]

    def to_dict(self) -> dict[str, Any]:
        """The letter for JSON: dates as ISO 8601 text, sections as a list."""
        return {
            "subject": self.subject,
            "dated": _iso(self.dated),
            "plan_stage": self.plan_stage,
            "intends": self.intends,
            "sections": list(self.sections),
            "appeal_by": _iso(self.appeal_by),
            "contact_adviser_by": _iso(self.contact_adviser_by),
            "tells": dict(self.tells),
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def read_letter(text: str, today: date) -> Letter | None:
    """The letter, or None where the text is no decision letter from a council. Never raises.

    Args:
        text: what was pasted, line ends or not, personal details masked or not.
        today: the day to read dates from; a letter dated later has no date.
    """
    if len(text) < SHORTEST:
        return None
    parts = take_apart(text)
    if not is_from_council(parts):
        return None
    decision = decision_of(parts.body)
    told = tells(parts.text)
    if decision.subject is None and not told["right_of_appeal"] and not told["mediation"]:
        return None  # an acknowledgement, an invitation
    dated = own_date(parts, today)
    last_days = deadlines(parts.text, dated, today)
    told["time_limit"] = told["time_limit"] or any(last_days.values())
    return Letter(
        subject=decision.subject,
        dated=dated,
        plan_stage=decision.plan_stage,
        intends=decision.intends,
        sections=sections(parts.text),
        tells=told,
        **last_days,
    )
