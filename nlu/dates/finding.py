"""Date phrases and vague times in a message."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from nlu.dates import days, vague
from nlu.dates.about import about, softened
from nlu.dates.hit import Hit
from nlu.dates.lookalikes import number_starts
from nlu.dates.numbers import dated, day_only, either
from nlu.dates.relative import ago, named, shift
from nlu.dates.tokens import Text
from nlu.dates.weekdays import last_week_on, weekday_alone, weekday_and_number

# Of two matches of the same length the earlier row's is taken: a named day wins over a vague time.
_DAYS = (shift, ago, weekday_and_number, weekday_alone, last_week_on, named, dated, day_only, either, about)
_VAGUE = (
    vague.set_phrase,
    vague.in_time,
    vague.last_period,
    vague.edge_of,
    vague.near_event,
    vague.the_weekday,
    vague.month_and_year,
)


@dataclass(frozen=True)
class DatePhrase:
    """A phrase as written. start and end are character offsets in the message, end exclusive."""

    text: str
    start: int
    end: int


def find_phrases(message: str) -> list[DatePhrase]:
    """Every phrase that names a day, exactly or with some doubt, in order and without overlaps. Never raises."""
    return [phrase for phrase, is_vague in _scanned(message) if not is_vague]


def find_vague(message: str) -> list[DatePhrase]:
    """Every phrase of time that names no day ("last week", "mid March"), in order. Never raises."""
    return [phrase for phrase, is_vague in _scanned(message) if is_vague]


@functools.lru_cache(maxsize=4)
def _scanned(message: str) -> list[tuple[DatePhrase, bool]]:
    """``scan`` of a message: several readers ask for the phrases of the same one."""
    return scan(Text(message))


def hits_at(text: Text, i: int) -> list[Hit]:
    """Every match at token i, doubt behind it included, whatever stands around it."""
    if text.digits(i) and not number_starts(text, i):
        return []
    hits = [softened(text, hit) for parser in _DAYS if (hit := parser(text, i))]
    return hits + [Hit(end, days.vague) for parser in _VAGUE if (end := parser(text, i) or i) > i]


def content_end(text: Text) -> int:
    """The end of the phrase without the marks behind it. A bracket stays: "3 March (Tuesday)"."""
    end = text.size
    while end and not (text.digits(end - 1) or text.is_word(end - 1) or text.low(end - 1) == ")"):
        end -= 1
    return end


def scan(text: Text) -> list[tuple[DatePhrase, bool]]:
    """All phrases, each with whether it is vague. Where two overlap the longer stays, then the earlier."""
    found = [(i, hit) for i in range(text.size) if (hit := _longest(text, i))]
    end = content_end(text)
    if end and vague.lone_period(text, 0, end):
        found.append((0, Hit(end, days.vague)))
    found.sort(key=lambda item: (text.spans[item[0]][0] - text.spans[item[1].end - 1][1], item[0]))
    taken = bytearray(text.size)
    chosen: list[tuple[DatePhrase, bool]] = []
    for i, hit in found:
        if not any(taken[i : hit.end]):
            taken[i : hit.end] = b"\1" * (hit.end - i)
            start, end = text.spans[i][0], text.spans[hit.end - 1][1]
            chosen.append((DatePhrase(text.message[start:end], start, end), hit.vague))
    return sorted(chosen, key=lambda item: item[0].start)


def _longest(text: Text, i: int) -> Hit | None:
    """The longest match at token i that the words around it allow."""
    if text.low(i - 1) == "'" and text.glued(i) and text.glued(i - 1) and text.is_word(i - 2):
        return None  # "c'mon"
    fitting = (hit for hit in hits_at(text, i) if hit.fits(text, i, hit.end))
    return max(fitting, key=lambda hit: hit.end, default=None)
