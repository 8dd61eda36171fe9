"""What stands beside the talk, on the page and on the desk: the facts so far, the dates, and what there is to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from actions.answering import fact_label, fact_words, shown_facts
from actions.memory import council_of
from actions.rules.describe import sum_line
from actions.rules.facts import DATES
from actions.rules.law import all_law
from actions.rules.working_days import BankHolidaysUnpublished, why_not_working
from actions.takeaways import take_away
from actions.takeaways.key_dates import KeyDate, is_to_ring, key_dates
from actions.turn import Turn, take_in
from actions.wording import has, phrase, shown


class Slots(Protocol):
    """A conversation's memory: Rasa's tracker, or the action server's."""

    get_slot: Callable[[str], Any]


@dataclass(frozen=True)
class ShownFact:
    """A fact in words. ``can_change``: whether the guide can ask for it again."""

    name: str
    label: str
    value: str
    can_change: bool


@dataclass(frozen=True)
class ShownDate:
    """A date that matters: ``day`` in words, ``iso`` as ISO 8601, ``days_left`` from today (below 0 once passed).

    ``now``: it is to be done today, and ``day`` is only as long as the law allows; ``note`` says more about that day.
    """

    name: str
    label: str
    day: str
    iso: str
    days_left: int
    when: str
    passed: bool
    now: bool = False
    note: str = ""

    @property
    def at(self) -> int:
        """Where it stands among the dates: days from today."""
        return 0 if self.now else self.days_left


@dataclass(frozen=True)
class Beside:
    """``sum`` is how the last day comes about, a line each; ``take`` as in ``actions.takeaways.take_away``."""

    facts: tuple[ShownFact, ...]
    dates: tuple[ShownDate, ...]
    sum: tuple[str, ...]
    take: dict[str, Any] | None


def asks_date_of(asked: str | None, slots: Slots | None) -> str | None:
    """What the date is called that is being asked for, None where none is.

    Args:
        asked: the slot that is being asked for.
        slots: the conversation's memory.
    """
    if asked not in DATES or slots is None:
        return None
    return fact_label(asked, take_in(slots, listen=False).facts)


def beside(slots: Slots | None, today: date) -> Beside:
    """What is known and what follows. Dates are there once nothing is missing that decides them, as in the talk.

    Args:
        slots: the conversation's memory, None before it begins.
        today: the day it is.
    """
    if slots is None:
        return Beside((), (), (), None)
    turn = take_in(slots, listen=False)
    facts = tuple(
        ShownFact(name, label, fact_words(name, getattr(turn.facts, name), turn.facts, turn.young), has(f"utter_ask_{name}"))
        for name, label in shown_facts(turn.facts, turn.young)
    )
    if turn.facts.subject is None or turn.outside:
        return Beside(facts, (), (), None)
    dates = dates_of(turn, today)
    steps = tuple(sum_line(step) for step in turn.found.appeal.sum) if dates else ()
    take = take_away(turn.facts, turn.found, council_of(turn.facts), turn.declined, today, turn.young)
    return Beside(facts, dates, steps, {**take, "calendar": take["calendar"] if dates else None})


def law_rows() -> list[dict[str, str]]:
    """What is in force of the law, each section once: its title, its link, and in words the day it was last read."""
    rows = {row.section: row for rows in all_law().values() for row in rows if row.until is None}
    return [{"title": row.section, "link": str(row.link), "checked_on": shown(row.checked_on)} for row in rows.values()]


def dates_of(turn: Turn, today: date) -> tuple[ShownDate, ...]:
    """The dates of a case in the order in which they come, one a day; none while something is missing that decides them."""
    if not turn.complete:
        return ()
    shown_dates: list[ShownDate] = []
    for key in key_dates(turn.facts, turn.found, today):
        date_shown = _shown_date(key, today)
        before = shown_dates[-1] if shown_dates else None
        if before and before.iso == date_shown.iso and not before.now:
            shown_dates[-1] = replace(date_shown, label=f"{before.label}. {date_shown.label}")
        else:
            shown_dates.append(date_shown)
    return tuple(shown_dates)


def _shown_date(key: KeyDate, today: date) -> ShownDate:
    left = (key.day - today).days
    now = is_to_ring(key, today)
    label = phrase("utter_beside_ring_now") if now else phrase(f"utter_beside_{key.name}")
    note = phrase("utter_beside_ring_before" if left and _is_day_off(key.day) else "utter_beside_ring_never_extended")
    return ShownDate(
        key.name, label, shown(key.day), key.day.isoformat(), left, when(left), left < 0, now=now, note=note if now else ""
    )


def _is_day_off(day: date) -> bool:
    """Whether it is known to be no working day."""
    try:
        return why_not_working(day) is not None
    except BankHolidaysUnpublished:
        return False


def when(days: int) -> str:
    """How far off a day is, in words: days from today, below 0 once it has passed."""
    if days < 0:
        return phrase("utter_beside_passed")
    if days < 2:
        return phrase("utter_beside_tomorrow" if days else "utter_beside_today")
    return phrase("utter_beside_coming", days=days)
