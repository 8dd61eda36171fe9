"""Days counted from today and days with a name: "yesterday", "three weeks ago", "a week on Monday", "Boxing Day"."""

from __future__ import annotations

from typing import NamedTuple

from nlu.dates import days, words
from nlu.dates.hit import Hit, fits_anywhere
from nlu.dates.lookalikes import today_fits
from nlu.dates.numbers import year
from nlu.dates.tokens import Text

_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_UNIT_MONTHS = {"month": 1, "year": 12}
_CARRIES_ON_BACK = words.CARRIES_ON - words.of("at to from with the w by and as")  # "two days back at school"
_ANCHORS = {"today": 0, "yesterday": 1, "tomorrow": -1, "2day": 0}


class Length(NamedTuple):
    """A length of time that ends before token ``end``.

    Loose: "two or three weeks". Long: too long to count back to a day.
    """

    end: int
    days: int
    months: int
    loose: bool
    long: bool


def shift(text: Text, i: int) -> Hit | None:
    """ "today", "yesterday morning", "day before yesterday"."""
    found = text.phrase(i, words.DAYS_BACK)
    if not found or (found[0] == "2" and not text.glued(i + 1)):
        return None
    back, end = words.DAYS_BACK[found], text.skip(i + len(found), *words.DAY_PARTS)
    if text.low(end) == "week" and found in (("today",), ("tomorrow",)):
        return Hit(end + 1, days.shifted(back - 7))
    return Hit(end, days.shifted(back), fits_anywhere if back else today_fits)


def count(text: Text, i: int) -> tuple[int, int, bool] | None:
    """ "3", "three", "a couple of", "two or three", "2-3": where it ends, the number, and whether it is loose."""
    j = text.skip(text.skip(i, "a"), "good")
    if text.low(j) in ("couple", "cple", "coupla", "few", "several"):
        return text.skip(j + 1, "of", "o"), 0, True
    first = words.CARDINALS.get(text.low(i)) or text.number(i, 3)
    if first is None:
        return None
    if text.low(i + 1) in ("-", "–", "/", "or", "to"):
        second = words.CARDINALS.get(text.low(i + 2)) or text.number(i + 2)
        if second is not None and second > 1:
            return i + 3, 0, True
    return (i + 4, 0, True) if text.has(i + 1, "and", "a", "half") else (i + 1, first, False)


def length(text: Text, i: int) -> Length | None:
    """ "three weeks", "a fortnight", "week"."""
    j, number, loose = count(text, i) or (i, 1, False)
    unit = words.UNITS.get(text.low(j))
    if unit is None or (j == i and text.low(i)[-1] == "s"):
        return None
    days, months = number * _UNIT_DAYS.get(unit, 0), number * _UNIT_MONTHS.get(unit, 0)
    end = text.past(j + 1, words.OR_SO)
    return Length(end, days, months, loose or end > j + 1, unit == "year" or days > 366 or months > 12)


def ago(text: Text, i: int) -> Hit | None:
    """ "three weeks ago", "a fortnight ago yesterday", "a week last Friday", "a week on Monday"."""
    found = length(text, i)
    if found is None:
        return None
    if _says_ago(text, found.end):
        if found.long:
            return Hit(found.end + 1, days.vague)
        if found.loose or not (found.days or found.months):
            return Hit(found.end + 1, days.approximate)
        return _ago_anchored(text, found) or Hit(found.end + 1, days.shifted(found.days, found.months))
    whole_weeks = not found.loose and found.days % 7 == 0 and 0 < found.days <= 366
    return _weeks_from(text, found) if whole_weeks else None


def _says_ago(text: Text, i: int) -> bool:
    """ "ago", or "back" where it does not lead on to a place."""
    if text.low(i) == "back":
        return text.closed(i + 1) or text.low(i + 1) in _CARRIES_ON_BACK
    return text.low(i) in ("ago", "agoo", "agao")


def _weekday_behind(text: Text, i: int, *leads: str) -> tuple[int, str, int] | None:
    """A weekday, perhaps behind a word that leads to it: where it ends, that word, and the weekday."""
    lead = text.low(i) if text.low(i) in leads else ""
    j = i + 1 if lead else i
    weekday = words.WEEKDAYS.get(text.low(j))
    return None if weekday is None else (j + 1, lead, weekday)


def _ago_anchored(text: Text, found: Length) -> Hit | None:
    """What may follow "a week ago": "today", "yesterday", "Friday", "last Friday", "on Friday"."""
    j = found.end + 1
    if text.low(j) in _ANCHORS:
        return Hit(j + 1, days.shifted(found.days + _ANCHORS[text.low(j)], found.months))
    behind = _weekday_behind(text, j, "on", "last", "this", "past")
    if behind is None or found.months or found.days % 7 or text.low(j) == "sat":
        return None
    end, lead, weekday = behind
    # "A week ago Friday" is a set phrase, counted from Friday; "two weeks ago on Friday" leaves the week open.
    return Hit(end, days.weekday(weekday, "ago on" if lead in ("on", "this") else "gone", found.days // 7))


def _weeks_from(text: Text, found: Length) -> Hit | None:
    """ "a week last Friday" (past), "a week on Friday" (ahead), "a fortnight yesterday", "a week today"."""
    j = found.end
    anchor = _ANCHORS.get(text.low(j))
    if anchor is not None:
        return Hit(j + 1, days.shifted(found.days + 1) if anchor == 1 else days.either_side(found.days, anchor))
    behind = _weekday_behind(text, j, "last", "past", "this", "on", "from", "next")
    if behind is None or text.low(j) in ("sat", "sun"):
        return None
    end, lead, weekday = behind
    return Hit(end, days.weekday(weekday, "gone" if lead in ("last", "past") else "ahead", found.days // 7))


def new_year(text: Text, i: int) -> int | None:
    """Past "New Year's", "new years", "new year" at i."""
    if text.low(i) != "new" or text.low(i + 1) not in ("year", "years"):
        return None
    if text.low(i + 2) in ("'", "‘", "`") and text.low(i + 3) == "s":
        return i + 4
    return text.skip(i + 2, "'")


def named(text: Text, i: int) -> Hit | None:
    """Boxing Day, New Year's Eve, Good Friday 2025."""
    j = new_year(text, i) or i + 1
    word = "newyear" if j > i + 1 else text.low(i)
    name = f"{'christmas' if word in ('xmas', 'chrismas', 'crimbo') else word} {text.low(j)}"
    end, written_year = year(text, j + 1)
    if name in words.NAMED_DAYS:
        return Hit(end, days.numbered(*words.NAMED_DAYS[name], written_year))
    return Hit(end, days.around_easter(words.EASTER_DAYS[name], written_year)) if name in words.EASTER_DAYS else None
