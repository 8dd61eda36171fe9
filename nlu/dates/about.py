"""Doubt about a day, before it and behind it: "about three weeks ago", "the day after Boxing Day", "3rd March-ish"."""

from __future__ import annotations

from dataclasses import replace

from nlu.dates import days, words
from nlu.dates.hit import Hit
from nlu.dates.numbers import dated, day_only
from nlu.dates.relative import ago, count, named
from nlu.dates.tokens import Text
from nlu.dates.weekdays import weekday_alone, weekday_and_number

_DAYS = (ago, dated, weekday_and_number, weekday_alone, named, day_only)


def about(text: Text, i: int) -> Hit | None:
    """ "about three weeks ago", "around 3 March", "the week after the 3rd of March"."""
    said = text.phrase(i, words.ABOUT) or text.phrase(i, words.ABOUT_A_LENGTH)
    j = i + len(said) if said else _past_side(text, i)
    if j is None:
        return None
    j = text.skip(text.past(j, words.ABOUT), "the", "on")
    parsers = (ago,) if said in words.ABOUT_A_LENGTH else _DAYS
    hits = [hit for parser in parsers if (hit := parser(text, j)) and not hit.vague and hit.fits(text, j, hit.end)]
    return Hit(max(hit.end for hit in hits), days.approximate) if hits else None


def _past_side(text: Text, i: int) -> int | None:
    """Past "the week after", "two days before", "Monday following", "w/c"."""
    if text.past(i, words.WEEK_WITH) > i:
        return text.past(i, words.WEEK_WITH)
    counted = count(text, i)
    j = counted[0] if counted and text.low(counted[0]) in words.UNITS else i
    if text.low(j) not in words.UNITS and text.low(j) not in words.WEEKDAYS and text.low(j) != "weekend":
        return None
    return j + 2 if text.low(j + 1) in ("before", "after", "following", "b4") else None


def softened(text: Text, hit: Hit) -> Hit:
    """The same match with the doubt behind it, if any: "3rd March-ish", "a week ago or so"."""
    j = text.skip(hit.end, "-")
    end = j + 1 if text.low(j) == "ish" else text.past(hit.end, words.ABOUT_BEHIND)
    return hit if hit.vague or end == hit.end else replace(hit, end=end, resolve=days.approximate)
