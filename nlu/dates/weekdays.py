"""Days by weekday: "Tuesday", "last Tuesday", "Monday of last week", "Tues 3 March 26", "Friday the 6th"."""

from __future__ import annotations

from dataclasses import replace

from nlu.dates import days, words
from nlu.dates.hit import Hit
from nlu.dates.lookalikes import pair_fits, weekday_fits
from nlu.dates.numbers import by_number, day, which_month
from nlu.dates.relative import length
from nlu.dates.tokens import Text

_WEEK = ("week", "weeks", "wk", "wks")
_LED: dict[str, days.Said] = {"last": "last", "past": "gone", "this": "this", "next": "next"}
_WEEKS_BACK = {"last": 1, "this": 0, "next": -1}


def weekday_and_number(text: Text, i: int) -> Hit | None:
    """A weekday with a number: "Tues 3 March 26", "last Friday the 6th"."""
    j = text.skip(i, "last", "this", "next")
    weekday = words.WEEKDAYS.get(text.low(j))
    if weekday is None:
        return None
    j = text.skip(text.skip(j + 1, ",", ".", "-", "–"), "the")
    found = by_number(text, j)
    if found and (found.fits is not pair_fits or pair_fits(text, j, found.end)):
        return Hit(found.end, found.hit(weekday).resolve)
    lone = day(text, j)
    if not (lone and lone.ordinal and text.digits(j) and text.glued(j + 1) and 1 <= lone.number <= 31):
        return None
    end, months_back = which_month(text, lone.end)
    if months_back is None and not (text.closed(end) or text.low(end) in words.CARRIES_ON):
        return None  # "Tuesday 2nd time this week"
    return Hit(end, days.day_of_month(lone.number, weekday, months_back))


def weekday_alone(text: Text, i: int) -> Hit | None:
    """A weekday without a number: "Tuesday", "last Tuesday", "Monday of last week"."""
    lead = text.low(i) if text.low(i) in ("last", "this", "next", "past") else ""
    j = i + 1 if lead else i
    if lead == "this" and text.low(j) in ("past", "last", "coming", "next"):
        lead, j = text.low(j).replace("coming", "next"), j + 1
    weekday = words.WEEKDAYS.get(text.low(j))
    if weekday is None:
        return None
    end = text.skip(j + 1, *words.DAY_PARTS)
    tail = _which_week(text, end, weekday)
    if tail:
        # "he sat last week", "we wed last week"
        return replace(tail, fits=weekday_fits) if not lead and text.low(j) in ("sat", "sun", "wed") else tail
    if text.low(end) == "or" and text.low(end + 1) in words.WEEKDAYS:
        return Hit(text.skip(end + 2, *words.DAY_PARTS), days.approximate, weekday_fits)
    if lead:
        return Hit(end, days.weekday(weekday, _LED[lead]))
    return Hit(end, days.weekday(weekday, "bare"), weekday_fits)


def _which_week(text: Text, j: int, weekday: int) -> Hit | None:
    """What follows a weekday and says which week: "just gone", "of last week", "before last", "two weeks ago"."""

    def ends(i: int) -> bool:
        return text.closed(i) or text.low(i) in words.CARRIES_ON

    k = text.skip(j, "just")
    if text.low(k) in ("gone", "past") and (k > j or ends(k + 1)):
        return Hit(k + 1, days.weekday(weekday, "gone"))
    if text.low(j) in ("before", "b4") and text.low(j + 1) == "last":
        return Hit(j + 2, days.weekday(weekday, "last", 1))
    k = text.skip(j, "of", "in", ",")
    if text.low(k) in _WEEKS_BACK and text.low(k + 1) in _WEEK:
        return Hit(k + 2, days.weekday(weekday, "of week", _WEEKS_BACK[text.low(k)]))
    k = text.skip(k, "the")
    if text.low(k) in _WEEK and text.low(k + 1) in ("before", "b4") and text.low(k + 2) == "last":
        return Hit(k + 3, days.weekday(weekday, "of week", 2))
    if text.low(j) == "last" and ends(j + 1):
        return Hit(j + 1, days.weekday(weekday, "last"))
    if text.low(j) in ("week", "fortnight") and text.low(j + 1) != "ago":
        return Hit(j + 1, days.weekday(weekday, "ahead", 1 if text.low(j) == "week" else 2))
    span = length(text, j)
    if span and text.low(span.end) == "ago" and span.days and span.days % 7 == 0:
        return Hit(span.end + 1, days.weekday(weekday, "ago on", span.days // 7))
    return None


def last_week_on(text: Text, i: int) -> Hit | None:
    """ "last week on Tuesday"."""
    if text.low(i) not in ("last", "this") or text.low(i + 1) not in _WEEK:
        return None
    j = text.skip(i + 2, "on", ",")
    weekday = words.WEEKDAYS.get(text.low(j))
    if weekday is None or (text.low(j) == "sat" and text.low(j - 1) != "on"):
        return None
    return Hit(j + 1, days.weekday(weekday, "of week", _WEEKS_BACK[text.low(i)]))
