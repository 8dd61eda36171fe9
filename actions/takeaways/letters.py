"""Letters to adapt: which there are, in which order, and the frame they share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from actions.rules import Determination, Facts
from actions.rules.law import law
from actions.takeaways.letter_bodies import (
    Body,
    Case,
    agreement_not_kept,
    ask_for_certificate,
    ask_for_decision_letter,
    chase_mediation,
    first_stage_complaint,
    late_appeal_reasons,
)
from actions.wording import phrase, shown
from councils import Council

LETTERS: dict[str, Callable[[Case], Body]] = {
    "ask_for_certificate": ask_for_certificate,
    "chase_mediation": chase_mediation,
    "ask_for_decision_letter": ask_for_decision_letter,
    "agreement_not_kept": agreement_not_kept,
    "late_appeal_reasons": late_appeal_reasons,
    "first_stage_complaint": first_stage_complaint,
}


@dataclass(frozen=True)
class Letter:
    """``key`` names it, ``title`` is its subject line, ``text`` the whole letter with lines ended by a line feed.

    ``fits``: whether the case as it is known calls for it.
    """

    key: str
    title: str
    text: str
    fits: bool


def letters(facts: Facts, found: Determination, council: Council | None, today: date) -> list[Letter]:
    """All letters, each once: those that fit the case first, the most urgent of them first of all.

    Args:
        facts: what is known.
        found: what follows from it: ``determine(facts, today)``.
        council: the council's file, None where there is none.
        today: the date on the letters.
    """
    case = Case(facts, found, council, today)
    fitting = [key for key, fits in _MOST_URGENT_FIRST.items() if fits(case)]
    return [_letter(key, case, key in fitting) for key in (*fitting, *(key for key in LETTERS if key not in fitting))]


def _letter(key: str, case: Case, fits: bool) -> Letter:
    body = LETTERS[key](case)
    title = phrase(f"utter_letter_title_{key}", matter=case.matter)
    text = phrase(
        "utter_letter_frame",
        today=shown(case.today),
        to=body.to,
        title=title,
        case=body.about,
        body=body.text,
        clock="" if key == "late_appeal_reasons" else _clock(case),
    )
    # Parts that are not needed leave no gap.
    return Letter(key, title, re.sub(r"\n{3,}", "\n\n", text).strip(), fits)


def _clock(case: Case) -> str:
    """What the parent must not take the letter for."""
    last_day, passed = case.found.appeal.last_day, case.found.appeal.passed
    if not case.appealable or passed:
        return ""
    return phrase("utter_letter_clock_until", last_day=shown(last_day)) if last_day else phrase("utter_letter_clock")


def _no_letter(case: Case) -> bool:
    return case.facts.subject is not None and case.appealable and case.facts.decision_date is None


def _to_certify(case: Case) -> bool:
    appeal = case.found.appeal.possible and not case.claim
    return bool(appeal and case.found.certificate.needed is not False and case.facts.certificate_date is None)


def _overdue(case: Case) -> bool:
    """Whether mediation should have been arranged by now, if it was asked for when the adviser was contacted."""
    contacted = case.facts.adviser_contacted_on
    if not (case.found.mediation.applies and contacted) or case.facts.certificate_date:
        return False
    days = law("mediation.within_30_days", case.facts.decision_date or case.today).values["days"]
    return case.today > contacted + timedelta(days=days)


def _to_complain(case: Case) -> bool:
    return any(why.rule.startswith("complaint.") for why in case.found.why)


def _agreed(case: Case) -> bool:
    """Whether it may be about a mediation agreement: something that must be done and is not, and not by a school."""
    return case.facts.subject == "carrying_out_duties" and case.found.counterparty in (None, "local_authority")


_MOST_URGENT_FIRST: dict[str, Callable[[Case], bool]] = {
    "late_appeal_reasons": lambda case: bool(case.found.appeal.passed),
    "ask_for_decision_letter": _no_letter,
    "chase_mediation": _overdue,
    "ask_for_certificate": _to_certify,
    "first_stage_complaint": _to_complain,
    "agreement_not_kept": _agreed,
}
