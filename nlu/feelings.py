"""How hard it is for the person who writes, or that somebody is in danger, beside what a message is about."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nlu.phrase_rows import Phrases, read_rows

FILE = Path(__file__).with_name("feelings.yml")
FEWEST_WORDS = 3  # of a matter; fewer say nothing by themselves
OUTPUT = "feeling"  # key of a message
# What a message that is all feeling does not speak of: a decision, a paper, a way to put it right. A school alone says little.
_MATTERS = re.compile(
    r"\b(?:refus\w*|reject\w*|turned (?:us|me|him|her|it) down|sa(?:id|ys|ying) no|won'?t|will not|dated|letters?|ltr|draft"
    r"|final\w*"
    r"|ehcp?|plan|assess\w*|re-?assess\w*|provision|tribunal|appeal\w*|mediat\w*|certificate|section|named|council|transport"
    r"|exclu\w+|suspend\w*|deadline|ceas\w+|amend\w*)\b",
    re.I,
)
_CLAUSE = re.compile(r"[.?!;\n]+|,|\s(?:and|but|so|because|since|as|cos|coz)\s", re.I)


@dataclass(frozen=True)
class Feeling:
    """A row of ``feelings.yml``; a feeling may have several."""

    name: str
    strength: Literal["urgent", "deep", "mild"]
    phrases: Phrases


@functools.cache
def feelings() -> tuple[Feeling, ...]:
    """The rows of the file, most urgent first."""
    return tuple(Feeling(name.partition("/")[0], row["strength"], Phrases.of(row)) for name, row in read_rows(FILE).items())


def read_feeling(text: str) -> Feeling | None:
    """The most urgent feeling that a text speaks of, None where it has none."""
    return next((feeling for feeling in feelings() if feeling.phrases.find(text)), None)


def without_feelings(text: str) -> str | None:
    """The text with what is felt blanked out, of the same length; None where there is no such feeling, or nothing beside it.

    A clause goes as a whole where another one has the matter. Mild ones stay: they do not get in the way.
    """
    places = [place for feeling in feelings() if feeling.strength != "mild" for place in feeling.phrases.find(text)]
    if not places:
        return None
    for spans in ([_clause(text, *place) for place in places], places):
        rest = text
        for start, end in spans:
            rest = rest[:start] + " " * (end - start) + rest[end:]
        if len(re.findall(r"\w+", rest)) >= FEWEST_WORDS and _MATTERS.search(rest):
            return rest
    return None


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause about a place, without the mark or word that ends it."""
    first = max((stop.end() for stop in _CLAUSE.finditer(text, 0, start)), default=0)
    after = _CLAUSE.search(text, end)
    return first, after.start() if after else len(text)
