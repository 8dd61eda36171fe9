"""Days of a phrase that may lie ahead: people ask whether their last day is "8 May", and not only tell of days gone by."""

from __future__ import annotations

import re
from datetime import date, timedelta

from nlu.dates import words
from nlu.dates.reading import bare_day, read

_YEAR = re.compile(r"\d{4}|[-/.]\d\d\b(?=\W*$)")
_LETTERS = re.compile(r"[a-z]+", re.I)
_WEEK = timedelta(days=7)


def read_near(phrase: str, today: date, near: date) -> tuple[date, ...]:
    """The days that a phrase may name, the likeliest first; nothing where it names none.

    Args:
        phrase: as found in a message.
        today: what "tomorrow" counts from.
        near: of a day without a year, or without a month, the one nearest to this day is meant.
    """
    number = bare_day(phrase)
    if number is not None:
        return _nearest([_moved(near, months, number) for months in (-1, 0, 1)], near)
    reading = read(phrase, today)
    days = (reading.day,) if reading.day else reading.candidates
    said = [word.lower() for word in _LETTERS.findall(phrase)]
    if len(said) == 1 and said[0] in words.WEEKDAYS and not re.search(r"\d", phrase):
        return tuple(dict.fromkeys(day + _WEEK if day < today else day for day in days))  # "is it Monday": the one to come
    if _YEAR.search(phrase) or not any(word in words.MONTHS for word in said):
        return tuple(days)
    return tuple(one for day in days for one in _nearest([_in_year(day, near.year + years) for years in (-1, 0, 1)], near))


def _nearest(days: list[date | None], near: date) -> tuple[date, ...]:
    found = [day for day in days if day]
    return (min(found, key=lambda day: abs(day - near)),) if found else ()


def _moved(near: date, months: int, number: int) -> date | None:
    """The day of that number in a month so many months on, None where that month has none."""
    year, month = divmod(near.year * 12 + near.month - 1 + months, 12)
    return _day(year, month + 1, number)


def _in_year(day: date, year: int) -> date | None:
    return _day(year, day.month, day.day)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
