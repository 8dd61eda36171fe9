"""Days by number: "3rd March", "March the third", "03/04/26" (day first, so 3 April), "the 5th"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from nlu.dates import days, words
from nlu.dates.hit import Fits, Hit
from nlu.dates.lookalikes import day_month_fits, digits_fit, full_date_fits, month_day_fits, number_ends, ordinal_fits, pair_fits
from nlu.dates.tokens import Text

_TENS = {"twenty": 20, "thirty": 30}


class Day(NamedTuple):
    """A day number that ends before token ``end``."""

    end: int
    number: int
    ordinal: bool


@dataclass(frozen=True)
class Numbered:
    """A day and month that end before token ``end``; the year as ``days.numbered`` takes it."""

    end: int
    day: int
    month: int
    year: int | None
    fits: Fits

    def hit(self, weekday: int | None = None) -> Hit:
        """The match, checked against a weekday that stands beside it."""
        return Hit(self.end, days.numbered(self.day, self.month, self.year, weekday), self.fits)


def _within(slips: int, left: str, right: str) -> bool:
    """Whether so many slips at most lie between two words: letters missing, added, wrong or swapped."""
    if left[:1] == right[:1]:
        return not left or _within(slips, left[1:], right[1:])
    if not slips:
        return False
    swapped = left[:2] == right[1::-1] and _within(slips - 1, left[2:], right[2:])
    pairs = ((left[1:], right), (left, right[1:]), (left[1:], right[1:]))
    return swapped or any(_within(slips - 1, *pair) for pair in pairs)


@lru_cache(maxsize=1024)
def _misspelt_month(word: str) -> int | None:
    """The month that a slightly misspelt word of 4 letters or more stands for. It must start with the right letter."""
    if not 4 <= len(word) <= 11 or word in words.NOT_MONTHS:
        return None
    for name in words.MONTH_NAMES:
        if len(name) >= 4 and word[0] == name[0] and _within(2 if len(name) >= 7 else 1, word, name):
            return words.MONTHS[name]
    return None


def _month(text: Text, i: int) -> int | None:
    """The month at i, misspellings included: only for a word with a day number beside it."""
    return words.MONTHS.get(text.low(i)) or _misspelt_month(text.low(i))


def day(text: Text, i: int) -> Day | None:
    """A day number at i, in figures or as an ordinal word."""
    value = text.number(i)
    if value is not None:
        suffix = text.low(i + 1)
        ordinal = suffix in words.SUFFIXES and (text.glued(i + 1) or suffix != "st")  # "3 St Mary's" is an address
        return Day(i + 2 if ordinal else i + 1, value, ordinal)
    word = text.low(i)
    if word in _TENS:
        j = text.skip(i + 1, "-", "‑", "–")
        unit = words.ORDINALS.get(text.low(j), 99)
        return Day(j + 1, _TENS[word] + unit, True) if unit < 10 else None
    return Day(i + 1, words.ORDINALS[word], True) if word in words.ORDINALS else None


def year(text: Text, i: int) -> tuple[int, int | None]:
    """A year at i, behind a day and month: where it ends, and the year. No year: (i, None)."""
    if text.low(i) in ("last", "this") and text.low(i + 1) in ("year", "yr"):
        return i + 2, -1 if text.low(i) == "last" else 0
    j = text.skip(i, ",", "of", "in", ".")
    if text.digits(j) == 4 and int(text.low(j)) in days.YEARS and number_ends(text, j + 1):
        return j + 1, int(text.low(j))
    if j > i and text.low(i) != ".":
        return i, None  # "3 March, 20 of us"
    j = text.skip(j, "'", "‘")
    # Two digits that cannot be a recent or coming year are something else ("3 March 05" is too rare to guess).
    if text.digits(j) == 2 and 10 <= int(text.low(j)) <= 49 and number_ends(text, j + 1):
        return j + 1, 2000 + int(text.low(j))
    return i, None


def _full_year(text: Text, i: int) -> int | None:
    """The year in an all-number date: four digits, or two in this century. Year 0 is kept apart from "this year"."""
    if text.digits(i) == 4:
        return int(text.low(i)) or 1
    return 2000 + int(text.low(i)) if text.digits(i) == 2 else None


def _separator(text: Text, i: int) -> str | None:
    """The mark between the numbers of a date. A full stop must touch both, or it ends a sentence."""
    mark = words.SEPARATORS.get(text.low(i))
    return None if mark == "." and not (text.glued(i) and text.glued(i + 1)) else mark


def _all_numbers(text: Text, i: int) -> Numbered | None:
    """3/4/26, 03.04.2026, 3 - 4 - 26, 2026-04-03, and 03 04 26 with every number in full."""
    mark, month = _separator(text, i + 1), text.number(i + 2)
    if mark and mark == _separator(text, i + 3) and month is not None:
        year_first = text.digits(i) == 4 and int(text.low(i)) in days.YEARS
        day_number = text.number(i + 4 if year_first else i)
        year = _full_year(text, i if year_first else i + 4)
        if day_number is not None and year is not None:
            return Numbered(i + 5, day_number, month, year, full_date_fits)
    alone = not text.digits(i - 1) and not text.digits(i + 3)
    if alone and text.digits(i) == 2 == text.digits(i + 1) and text.digits(i + 2) in (2, 4):
        day_number, month, year = int(text.low(i)), int(text.low(i + 1)), _full_year(text, i + 2)
        if year in range(2010, 2050) and day_number <= 31 and month <= 12:
            return Numbered(i + 3, day_number, month, year, full_date_fits)
    return _spaced(text, i) if alone else None


def _spaced(text: Text, i: int) -> Numbered | None:
    """14 4 26: only by itself, or behind "dated", "on" or the like, with nothing counted behind it."""
    number, month, year = text.number(i) or 0, text.number(i + 1) or 0, _full_year(text, i + 2) or 0
    marked = any(text.glued(place) for place in (i + 1, i + 2))
    led = i == 0 or text.low(i - 1) in words.LEADS_TO_DAY or text.low(i - 1) in ("letter", "ltr", "certificate", "cert")
    if marked or not led or not text.closed(i + 3) or not (1 <= number <= 31 and 1 <= month <= 12 and 2014 <= year <= 2049):
        return None
    return Numbered(i + 3, number, month, year, full_date_fits)


def _run_together(text: Text, i: int) -> Numbered | None:
    """140426 or 14042026, day first, in the years of decisions that can still matter."""
    written = text.low(i)
    if text.digits(i) not in (6, 8):
        return None
    day_number, month, year = int(written[:2]), int(written[2:4]), int(written[4:])
    year = year if year > 99 else 2000 + year
    if not (1 <= day_number <= 31 and 1 <= month <= 12 and 2014 <= year <= 2049):
        return None
    return Numbered(i + 1, day_number, month, year, digits_fit)


def _year_month_day(text: Text, i: int) -> Numbered | None:
    """2026 March 3."""
    month, found = words.MONTHS.get(text.low(i + 1)), day(text, i + 2)
    if text.digits(i) != 4 or int(text.low(i)) not in days.YEARS or not month or not found:
        return None
    return Numbered(found.end, found.number, month, int(text.low(i)), full_date_fits)


def _pair(text: Text, i: int) -> Numbered | None:
    """6/11, with no year."""
    number, month = text.number(i) or 0, text.number(i + 2) or 0
    if text.low(i + 1) != "/" or not (1 <= number <= 31 and 1 <= month <= 12):
        return None
    return Numbered(i + 3, number, month, None, pair_fits)


def _day_month(text: Text, i: int) -> Numbered | None:
    """3rd March, third of March, 3 mar 26, 3-Mar-2026."""
    found = day(text, i)
    if found is None:
        return None
    j = found.end
    mark = words.SEPARATORS.get(text.low(j))
    spaced = mark is not None and not (text.glued(j) and text.glued(j + 1))
    if text.low(j) in ("of", "o") or mark or (text.low(j) == "," and found.ordinal):
        j = text.skip(j + 1, "'", "`") if text.low(j) == "o" else j + 1
    month, end = _month(text, j), j + 1
    if month is None:
        return None
    written_year = _full_year(text, end + 1) if mark and mark == words.SEPARATORS.get(text.low(end)) else None
    # "Year 3. May I ask" and "60 may come" are no dates; "3. March 2026" and "32nd March" are meant as dates.
    if (spaced or (found.number > 31 and not found.ordinal)) and year(text, end)[1] is None:
        return None
    end, written_year = (end + 2, written_year) if written_year is not None else year(text, end)
    fits = day_month_fits if written_year is None else full_date_fits
    return Numbered(end, found.number, month, written_year, fits)


def month_day(text: Text, i: int) -> Numbered | None:
    """March 3rd, March the third, Mar 3, 2026."""
    abbreviated = text.low(i) in words.MONTHS and len(text.low(i)) < 5
    j = text.skip(i + 1, ".") if abbreviated else i + 1
    found = day(text, text.skip(j, "the"))
    if found is None or not 1 <= found.number <= 31 or not (found.ordinal or number_ends(text, found.end)):
        return None
    month = _month(text, i)
    end, written_year = year(text, found.end)
    return Numbered(end, found.number, month, written_year, month_day_fits) if month else None


def by_number(text: Text, i: int) -> Numbered | None:
    """The longest day and month at i."""
    shapes = (_all_numbers, _run_together, _year_month_day, _day_month, _pair) if text.digits(i) else (_day_month, month_day)
    found = (shape(text, i) for shape in shapes)
    return max((one for one in found if one), key=lambda one: one.end, default=None)


def dated(text: Text, i: int) -> Hit | None:
    """A day and month, perhaps with the weekday in brackets behind: "3 March (Tuesday)"."""
    found = by_number(text, i)
    if found is None:
        return None
    weekday = words.WEEKDAYS.get(text.low(found.end + 1))
    if weekday is not None and text.low(found.end) == "(" and text.low(found.end + 2) == ")":
        return Hit(found.end + 3, found.hit(weekday).resolve, found.fits)
    return found.hit()


def either(text: Text, i: int) -> Hit | None:
    """ "3rd or 4th of March", "3/4 March", "the 3rd or the 4th": one of two days, so neither."""
    first = day(text, i)
    if first is None or text.low(first.end) not in ("or", "/", "-", "–"):
        return None
    j = first.end + 1
    if text.low(first.end) != "or" and not (text.glued(j) and text.glued(j - 1)):
        return None
    j = text.skip(j, "the")
    second = _day_month(text, j)
    if second and 1 <= first.number <= 31:
        return Hit(second.end, days.approximate, second.fits)
    lone = day_only(text, j) if first.ordinal else None
    return Hit(lone.end, days.approximate, ordinal_fits) if lone else None


def which_month(text: Text, i: int) -> tuple[int, int | None]:
    """ "of last month" behind a day: where it ends, and how many months back; (i, None) where it is not said."""
    j = text.skip(i, "of")
    if text.low(j) == "the" and text.low(j + 1) in ("previous", "last"):
        j += 1
    back = {"last": 1, "previous": 1, "this": 0, "next": -1}.get(text.low(j))
    return (j + 2, back) if back is not None and text.low(j + 1) in ("month", "mth") else (i, None)


def day_only(text: Text, i: int) -> Hit | None:
    """A bare "5th", or "20th of last month"."""
    found = day(text, i)
    if found is None or not 1 <= found.number <= 31:
        return None
    end, months_back = which_month(text, found.end)
    if months_back is not None:
        return Hit(end, days.day_of_month(found.number, None, months_back))
    if not found.ordinal or text.low(i) in ("first", "second", "third") or (text.digits(i) and not text.glued(i + 1)):
        return None
    end += 3 if text.has(end, "of", "the", "month") else 0
    return Hit(end, days.day_of_month(found.number, None, None), ordinal_fits)
