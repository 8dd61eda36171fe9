"""From what a phrase says to the day that it means, seen from today."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import Concatenate, Literal, ParamSpec

Kind = Literal["exact", "ambiguous", "none"]
Reason = Literal["which_week", "weekday_mismatch", "long_ago", "approximate", "vague", "impossible", "unreadable"]

#: Years that a letter or a birthday may have. Any other is a slip of the keys.
YEARS = range(1900, 2100)
#: A date without a year that lies further back than this many months is asked about again.
LONG_AGO_MONTHS = 10


@dataclass(frozen=True)
class Reading:
    """What a phrase says.

    day is set for "exact" only; candidates, the likeliest first, for "ambiguous" only, where they may be empty.
    """

    kind: Kind
    day: date | None
    candidates: tuple[date, ...]
    reason: Reason | None


Resolve = Callable[[date], Reading]
_P = ParamSpec("_P")


def _from_today(reading: Callable[Concatenate[date, _P], Reading]) -> Callable[_P, Resolve]:
    """Makes of ``reading(today, said)`` a function that is first called with what is said, and later with today."""

    @wraps(reading)
    def with_what_is_said(*args: _P.args, **kwargs: _P.kwargs) -> Resolve:
        return lambda today: reading(today, *args, **kwargs)

    return with_what_is_said


def exact(day: date) -> Reading:
    return Reading("exact", day, (), None)


def ambiguous(reason: Reason, *candidates: date) -> Reading:
    return Reading("ambiguous", None, candidates, reason)


def none(reason: Reason) -> Reading:
    return Reading("none", None, (), reason)


def approximate(today: date) -> Reading:
    """ "About 3 March"."""
    return ambiguous("approximate")


def vague(today: date) -> Reading:
    """ "Last week"."""
    return none("vague")


def _month_back(today: date, months: int) -> date:
    """The corresponding day so many months earlier; the month's last day where there is none."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def checked(day: date, weekday: int | None, today: date, year_given: bool) -> Reading:
    """A numbered day against the weekday written beside it and, without a year, against its age."""
    if weekday is not None and day.weekday() != weekday:
        return ambiguous("weekday_mismatch", day)
    if not year_given and day < _month_back(today, LONG_AGO_MONTHS):
        return ambiguous("long_ago", day)
    return exact(day)


@_from_today
def numbered(today: date, day: int, month: int, year: int | None, weekday: int | None = None) -> Reading:
    """A day and month. year 0 is this year and -1 last year; without a year the most recent past day is meant."""
    if year is None:
        both = (_calendar_day(today.year - back, month, day) for back in (0, 1))
        latest = next((one for one in both if one and _month_back(today, 12) <= one <= today), None)
        return checked(latest, weekday, today, False) if latest else none("impossible")
    found = _calendar_day(year if year > 0 else today.year + year, month, day)
    return checked(found, weekday, today, True) if found and (year in YEARS or year <= 0) else none("impossible")


@_from_today
def day_of_month(today: date, number: int, weekday: int | None, months_back: int | None) -> Reading:
    """A bare "the 5th": the most recent one, or the one in a month counted back from this one."""
    firsts = [_month_back(today.replace(day=1), n) for n in (range(12) if months_back is None else [months_back])]
    days = [day for first in firsts if (day := _calendar_day(first.year, first.month, number))]
    if months_back is None:
        days = [day for day in days if day <= today]
    if not days:
        return none("impossible")
    if weekday is None or days[0].weekday() == weekday:
        return exact(days[0])
    fitting = [day for day in days[:6] if day.weekday() == weekday]
    return ambiguous("weekday_mismatch", *fitting[:1], days[0])


@_from_today
def shifted(today: date, days: int, months: int = 0) -> Reading:
    """So many days and months back; negative days lie ahead."""
    return exact(_month_back(today, months) - timedelta(days=days))


@_from_today
def either_side(today: date, days: int, anchor: int) -> Reading:
    """ "A week today" is said of the past and of what is to come."""
    pivot, away = today - timedelta(days=anchor), timedelta(days=days)
    return ambiguous("which_week", pivot - away, pivot + away)


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm)."""
    century, rest = divmod(year, 100)
    epact = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    shift = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (year % 19 + 11 * epact + 22 * shift) // 451
    month, day = divmod(epact + shift - 7 * late + 114, 31)
    return date(year, month, day + 1)


@_from_today
def around_easter(today: date, offset: int, year: int | None) -> Reading:
    """A day counted from Easter Sunday; the year as in ``numbered``."""
    if year is not None:
        return exact(_easter(year if year > 0 else today.year + year) + timedelta(days=offset))
    # Easter moves, so last year's may lie more than a year back; the newest past one is meant all the same.
    past = (_easter(today.year - back) + timedelta(days=offset) for back in (0, 1))
    return checked(next(day for day in past if day <= today), None, today, False)


Said = Literal["bare", "last", "gone", "of week", "ago on", "this", "next", "ahead"]


@_from_today
def weekday(today: date, number: int, said: Said, weeks: int = 0) -> Reading:
    """A weekday, and so many weeks further away. Where two days may be meant, both are offered, the likelier first."""
    on_the_day = today.weekday() == number
    gone = today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    coming = gone + timedelta(weeks=2 if on_the_day else 1)
    # Weeks run from Monday.
    of_week = today - timedelta(days=today.weekday() - number, weeks=weeks)
    more, week = timedelta(weeks=weeks), timedelta(weeks=1)
    meant = {
        "bare": [today if on_the_day else gone, gone],
        "last": [gone - more, gone - more - week],  # the latest one, or the one of last week
        "gone": [gone - more],  # "Tuesday just gone", "a week last Tuesday"
        "of week": [of_week],  # "Tuesday of last week"
        "ago on": [of_week, gone - more],  # "two weeks ago on Friday": by calendar week, or counted from last Friday
        "this": [today, gone] if on_the_day else sorted([gone, coming], key=lambda day: abs(day - today)),
        "next": [coming, coming + week],
        "ahead": [coming + more],  # "a week on Monday"
    }[said]
    days = list(dict.fromkeys(meant))
    return exact(days[0]) if len(days) == 1 else ambiguous("which_week", *days)
