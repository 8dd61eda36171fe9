"""Times that name no day: "last week", "mid March". Each public function gives where its phrase at i ends."""

from __future__ import annotations

from nlu.dates import words
from nlu.dates.lookalikes import month_day_fits, number_ends, verb_may
from nlu.dates.numbers import month_day, year
from nlu.dates.relative import count, new_year
from nlu.dates.tokens import Text

_PERIODS = words.of("week wk month mth year yr term weekend")
_LASTS = words.of("last this next previous past following coming")
_PARTS = words.of("early mid late")
_EDGES = _PARTS | words.of("beginning start middle end back begining beggining")
_NEARNESS = words.of("just shortly right soon straight immediately long way")
#: Before "may" and "march" in small letters only these show that the month is meant.
_IN_MAY = words.of("in during since by until till til last mid early late")
_IN_MONTH = _IN_MAY | words.of("before after around about from b4 this next")
_IN_SEASON = _IN_MONTH - words.of("last this next mid early late") | words.of("over at through throughout round")
_DETERMINERS = words.of("the last this next previous his her their our my school all")


def set_phrase(text: Text, i: int) -> int | None:
    """ "recently", "the other day"."""
    return text.past(i, words.VAGUE)


def in_time(text: Text, i: int) -> int | None:
    """ "in March", "since Easter", "over the summer holidays", "in 2025"."""
    lead, j = text.low(i), i + 1
    month = _month(text, text.skip(j, *_PARTS), lead) if lead in _IN_MONTH else None
    if month or lead not in _IN_SEASON:
        return month
    season = _season(text, j)
    if season or lead not in ("in", "since", "during"):
        return season
    in_year = text.digits(j) == 4 and 1990 <= int(text.low(j)) <= 2099
    return j + 1 if in_year and number_ends(text, j + 1) and not text.glued(j + 1) else None


def last_period(text: Text, i: int) -> int | None:
    """ "last week", "this term", "the last few weeks", "last summer"."""
    if text.low(i) not in _LASTS:
        return None
    j = i + 1
    if text.low(j) in ("few", "couple"):
        j = text.skip(j + 1, "of")
        return j + 1 if text.low(j) in words.UNITS else None
    return j + 1 if text.low(j) in _PERIODS else _season(text, j)


def edge_of(text: Text, i: int) -> int | None:
    """ "mid March", "end of February", "beginning of the month", "first week of term"."""
    edge, j = text.low(i), i + 1
    numbered = edge in words.ORDINALS or edge in ("last", "1", "2", "3")
    if numbered:
        j = text.skip(j, *words.SUFFIXES)
        if (text.low(j) not in _PERIODS and text.low(j) not in words.WEEKDAYS) or text.low(j + 1) not in ("of", "in"):
            return None
        j += 2
    elif edge in _EDGES:
        if edge == "back" and text.low(j) != "end":
            return None  # "back in September" starts at "in"
        j = text.skip(text.skip(j, "end") if edge == "back" else j, "-", "–")
    else:
        return None
    joined = numbered or text.low(j) in ("of", "o")
    if not joined and edge not in _PARTS:
        return None
    j = text.skip(j if numbered else text.skip(j, "of", "o"), "the", "this", "last", "next")
    end = _month(text, j, "in") or _season(text, j)
    return j + 1 if end is None and text.low(j) in _PERIODS and (joined or edge == "mid") else end


def near_event(text: Text, i: int) -> int | None:
    """ "just before Easter", "the week before half term", "the Friday before Christmas", "week before last"."""
    j = text.skip(i, "the")
    counted = count(text, j)
    if counted and text.low(counted[0]) in words.UNITS:
        j = counted[0]
    low, side, told = text.low(j), text.low(j + 1), text.low(j + 2)
    timed = low in words.UNITS or low in words.WEEKDAYS or low in ("weekend", "night")
    if not (timed or low in _NEARNESS) or side not in ("before", "after", "around", "b4", "following"):
        return None
    if timed and told == "last" and side in ("before", "b4") and low in _PERIODS:
        return j + 3
    if timed and told in ("that", "this") and text.low(j + 3) not in _PERIODS:
        return j + 3
    return _season(text, j + 2) or _month(text, j + 2, side)


def the_weekday(text: Text, i: int) -> int | None:
    """ "the Tuesday", "the following Friday": a day told from an earlier one in the story, not from today."""
    j = text.skip(i, "the")
    k = j + 1 if text.low(j) in ("following", "previous", "same") or (j > i and text.low(j) in words.ORDINALS) else j
    if k == i or text.low(k) not in words.WEEKDAYS or text.low(k) in ("sun", "sat"):
        return None
    end = text.skip(k + 1, *words.DAY_PARTS)
    return None if text.low(end) in words.BEHIND_HABIT else end


def month_and_year(text: Text, i: int) -> int | None:
    """ "March 2025"."""
    end, written_year = year(text, i + 1)
    return end if text.low(i) in words.MONTHS and written_year and text.digits(end - 1) == 4 else None


def lone_period(text: Text, start: int, end: int) -> bool:
    """Whether a month or holiday is all there is, as an answer to "when?"."""
    return (end == start + 1 and text.low(start) in words.MONTHS) or _season(text, start) == end


def _month(text: Text, i: int, lead: str) -> int | None:
    """Past a month without a day at i, behind the word `lead`: "March", "March 2025"."""
    low = text.low(i)
    if low not in words.MONTHS or (low in ("may", "march", "mar") and text.small(i) and lead not in _IN_MAY):
        return None
    if low == "may" and (text.low(i + 1) in words.PRONOUNS or verb_may(text, i + 1)):
        return None
    named_day = month_day(text, i)
    if named_day and month_day_fits(text, i, named_day.end):
        return None
    return text.skip(year(text, i + 1)[0], "time")


def _season(text: Text, i: int) -> int | None:
    """Past a season, holiday or term at i, with "the" or "last" before it: "the summer holidays", "half term"."""
    j = text.skip(text.skip(i, *_DETERMINERS), *_DETERMINERS)
    low, after = text.low(j), text.low(j + 1)
    if low in words.SEASONS or low in words.MONTHS:
        if text.past(j + 1, words.HALF_TERM) > j + 1 or after in words.BREAKS:
            return text.skip(text.past(j + 1, words.HALF_TERM), *words.BREAKS)
        # "Christmas Eve" and "Easter Monday" name a day.
        named = low in words.MONTHS or after in ("eve", "day") or after in words.WEEKDAYS
        return None if named else year(text, j + 1)[0]
    if text.past(j, words.HALF_TERM) > j:
        return text.skip(text.past(j, words.HALF_TERM), "week", *words.BREAKS)
    if text.has(j, "bank", "holiday"):
        return text.skip(j + 2, *words.WEEKDAYS)
    past_new_year = new_year(text, j)
    if past_new_year is not None:
        return None if text.low(past_new_year) in ("eve", "day") else past_new_year
    end = text.past(j, words.SCHOOL_TIMES)
    return end if end > j else j + 1 if low == "term" and j > i else None
