"""Deadlines: from the dates on paper to the last day in law, with every step of the sum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from actions.rules.determination import Step
from actions.rules.law import law
from actions.rules.working_days import (
    BankHolidaysUnpublished,
    add_months,
    last_working_day,
    next_working_day,
    why_not_working,
)


@dataclass(frozen=True)
class Deadline:
    """``bare_date``: where the months end. ``last_day`` and ``aim_for`` are None where bank holidays are not published."""

    bare_date: date
    last_day: date | None
    aim_for: date | None
    steps: tuple[Step, ...]
    rules: tuple[str, ...]


def contact_adviser_by(decision_date: date) -> date:
    """Last day to contact the mediation adviser: 2 months on, never moved by a weekend, August or Christmas.

    Source: SEND Regulations 2014, regulation 33.
    """
    return add_months(decision_date, law("certificate.contact_adviser", decision_date).values["months"])


def appeal_deadline(decision_date: date, certificate_date: date | None) -> Deadline:
    """The time to start an appeal.

    Args:
        decision_date: the date on the decision letter.
        certificate_date: the date on the certificate, only where it counts (needed, and the adviser contacted in time).

    Source: Tribunal Procedure Rules 2008, rule 20(1)(c) and rule 12.
    """
    months = law("appeal.two_months", decision_date).values["months"]
    bare = add_months(decision_date, months)
    steps = [Step("letter", decision_date, bare, months=months)]
    rules = ["appeal.two_months", "appeal.month_counting"]
    if certificate_date is not None:
        month = law("appeal.certificate_month", decision_date).values["months"]
        from_certificate = add_months(certificate_date, month)
        steps.append(Step("certificate", certificate_date, from_certificate, months=month))
        rules.append("appeal.certificate_month")
        bare = max(bare, from_certificate)
        steps.append(Step("later", min(steps[0].end, from_certificate), bare))
    last_day, moves, move_rules = _roll(bare)
    steps += moves
    rules += move_rules
    rules.append("appeal.five_pm" if last_day else "appeal.bank_holidays_unpublished")
    return Deadline(bare, last_day, _aim(bare) if last_day else None, tuple(steps), tuple(rules))


def claim_deadline(happened_on: date) -> Deadline:
    """The time for a discrimination claim against a school: 6 months that start with the day itself, so one day less.

    No August, Christmas or weekend extension is counted.
    Source: Equality Act 2010, schedule 17, paragraph 4.
    """
    months = law("claim.discrimination", happened_on).values["months"]
    corresponding = add_months(happened_on, months)
    last_day = corresponding - timedelta(days=1)
    steps = (Step("happened", happened_on, corresponding, months=months), Step("less_a_day", corresponding, last_day))
    return Deadline(last_day, last_day, _aim(last_day), steps, ("claim.discrimination", "claim.no_extension"))


def _aim(bare: date) -> date | None:
    try:
        return last_working_day(bare)
    except BankHolidaysUnpublished:
        return None


def _roll(bare: date) -> tuple[date | None, list[Step], list[str]]:
    """Rule 12(2) and (3)(a): where a time that ends on ``bare`` ends in law."""
    try:
        if bare.month == 8:
            end = next_working_day(date(bare.year, 9, 1))
            return end, [Step("august", bare, end)], ["appeal.august", "appeal.working_days"]
        if (bare.month, bare.day) >= (12, 25) or (bare.month, bare.day) == (1, 1):
            year = bare.year + 1 if bare.month == 12 else bare.year
            end = next_working_day(date(year, 1, 2))
            return end, [Step("christmas", bare, end)], ["appeal.christmas", "appeal.working_days"]
        end = next_working_day(bare)
        if end == bare:
            return end, [], []
        reasons = [why_not_working(bare + timedelta(days=n)) or "" for n in range((end - bare).days)]
        step = Step("not_working", bare, end, because=", then ".join(reasons))
        return end, [step], ["appeal.next_working_day", "appeal.working_days"]
    except BankHolidaysUnpublished:
        return None, [], []
