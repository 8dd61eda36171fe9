"""A day that is put as a question ("so 8th of May?"): which day is meant, and how it lies to the days of this case."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from actions.rules import Determination, Facts
from actions.turn import Turn
from actions.wording import phrase, shown
from nlu.case_questions import days_asked_about
from nlu.dates import read_near

_OR = re.compile(r"\W+or\W+(?:the )?", re.I)
_NOT = re.compile(r"\bnot\W+(?:(?:on|by|until|till?|the)\W+)*$", re.I)


@dataclass(frozen=True)
class AskedDays:
    """The days that a message asks about.

    ``days`` each in all its readings, the likeliest first; ``words`` how they are named in an answer; ``denied``: "so not …?".
    """

    days: tuple[tuple[date, ...], ...]
    words: str
    denied: bool


def asked_days(text: str, now: date, near: date | None) -> AskedDays:
    """The days that a text asks about; of a day without a year the one nearest to ``near`` (today where it is not known)."""
    places = days_asked_about(text)
    phrases = [part for start, end in places for part in _OR.split(text[start:end])]
    days = [read_near(words, now, near or now) for words in phrases]
    readable = tuple(readings for readings in days if readings)
    joined = f" {phrase('utter_asked_or')} ".join(
        shown(readings[0]) if readings else words for words, readings in zip(phrases, days, strict=True)
    )
    return AskedDays(readable, joined, bool(places) and bool(_NOT.search(text[: places[0][0]])))


def asked_of_the_case(asked: AskedDays, turn: Turn) -> dict[str, bool]:
    """How the days asked about lie to those of the case, by the names that ``case_answers.yml`` uses."""
    facts, found = turn.facts, turn.found
    last, ring_by, aim = found.appeal.last_day, found.certificate.contact_adviser_by, found.appeal.aim_for
    checked = [date.fromisoformat(day) for day in turn.check["days"]] if turn.check else []
    several = len(asked.days) > 1
    return {
        "asked_several": several,
        "asked_not": asked.denied,
        "asked_plain": not several and not asked.denied,
        "checks_the_letter": turn.check is not None and turn.check["fact"] == "decision_date",
        "asked_the_check": any(day in readings for readings in asked.days for day in checked),
        "asked_last_day": _is_among(last, asked),
        "asked_start": not several and _is_among(facts.decision_date, asked),
        "asked_certificate": not several and _is_among(facts.certificate_date, asked),
        "asked_ring_by": not several and _to_ring(facts, found) and _is_among(ring_by, asked),
        "asked_aim": not several and _is_among(aim, asked),
        "asked_after": last is not None and _all(asked, lambda day: day > last),
        "asked_before": last is not None and _all(asked, lambda day: day < last),
    }


def _is_among(day: date | None, asked: AskedDays) -> bool:
    return day is not None and any(day in readings for readings in asked.days)


def _all(asked: AskedDays, holds: Callable[[date], bool]) -> bool:
    return bool(asked.days) and all(holds(day) for readings in asked.days for day in readings)


def _to_ring(facts: Facts, found: Determination) -> bool:
    return facts.certificate_date is None and found.certificate.needed is not False
