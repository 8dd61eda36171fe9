"""Whether a council speaks in a text, to a parent or young person, or somebody else."""

from __future__ import annotations

import re

from nlu.letter_parts import Parts
from nlu.letter_phrases import COUNCIL_SPEAKS, OTHERS_SPEAK, PARENT_SPEAKS

#: Points that a council's letter has at least, and how many times those of a parent's own words.
ENOUGH = 9
_GREETING_POINTS = 3
_TIMES_PARENT = 2


def is_from_council(parts: Parts) -> bool:
    """Whether the letter, what stands above it aside, is in a council's words."""
    if parts.greeted == "others":
        return False
    words = parts.body.replace("\n", " ")
    if any(pattern.search(words) for pattern in OTHERS_SPEAK):
        return False
    parent = _points(words, PARENT_SPEAKS)
    if parts.greeted == "nobody" and (parent or "?" in words):
        return False  # a piece of a letter is hard to tell from a message that speaks of one
    council = _points(words, COUNCIL_SPEAKS) + (_GREETING_POINTS if parts.greeted == "parents" and parts.signed else 0)
    return council >= ENOUGH and council >= _TIMES_PARENT * parent


def _points(words: str, speaks: tuple[tuple[int, re.Pattern[str]], ...]) -> int:
    total = 0
    for points, pattern in speaks:
        first = pattern.search(words)
        if first:
            total += points * (2 if pattern.search(words, first.end()) else 1)
    return total
