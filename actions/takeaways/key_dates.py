"""The dates that matter to somebody: which of the determination's are still theirs to keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.rules import Determination, Facts


@dataclass(frozen=True)
class KeyDate:
    """``name``: "ring_by" (contact the adviser), "aim_for", "last_day"; of a claim "claim_aim_for", "claim_last_day"."""

    name: str
    day: date


def every_date(facts: Facts, found: Determination) -> list[KeyDate]:
    """The dates of a determination in the order of their steps, passed ones too; none where it gives none.

    The day to contact the adviser is left out where that is done: the adviser was contacted in time, or there is a certificate.
    """
    contact_by = found.certificate.contact_adviser_by
    if facts.certificate_date or found.certificate.contacted_in_time:
        contact_by = None
    claim = "claim_" if found.signpost else ""
    days = {"ring_by": contact_by, f"{claim}aim_for": found.appeal.aim_for, f"{claim}last_day": found.appeal.last_day}
    return [KeyDate(name, day) for name, day in days.items() if day]


def key_dates(facts: Facts, found: Determination, today: date) -> list[KeyDate]:
    """The dates in the order in which they come, with no day to aim for where that is the last day itself.

    The adviser is to be rung at once, whatever day the law allows for it: while that is still to come, it is first.

    Args:
        facts: what is known.
        found: what follows from it.
        today: the day it is.
    """
    dates = every_date(facts, found)
    dates = [key for key in dates if not key.name.endswith("aim_for") or key.day != found.appeal.last_day]
    return sorted(dates, key=lambda key: today if is_to_ring(key, today) else key.day)


def is_to_ring(key: KeyDate, today: date) -> bool:
    """Whether it is the call to the adviser, which is still in time."""
    return key.name == "ring_by" and key.day >= today
