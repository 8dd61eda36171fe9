"""Rows of phrases in YAML files: what a text may speak of, and what in the same sentence takes it back."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_WORDS = "words"  # key of a file: named parts of its patterns, none of them a row
_WORD = re.compile(r"%(\w+)%")
_CAPITAL = re.compile(r"(?<!\\)(?<!\(\?)[A-Z]")  # "\W" and "(?P" are none


@dataclass(frozen=True)
class Phrases:
    """One of ``patterns`` has to be found, whatever the case; ``unless``, in the same sentence, takes that place back.

    The patterns are in small letters, and looked for in the text's small letters: to have them ignore the case takes Python three
    times as long, and there are dozens for each message.
    """

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> Phrases:
        """The phrases of a row.

        Raises:
            re.error: a pattern is not a regular expression.
            ValueError: a pattern has a capital letter, so that it would never be found.
        """
        return cls(_compiled("|".join(row["patterns"])), _compiled(row["unless"]) if "unless" in row else None)

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where a text speaks of it: start and end of each place."""
        places = []
        low = small_letters(text)
        for found in self.pattern.finditer(low):
            start, end = sentence(low, found.start(), found.end())
            if not (self.unless and self.unless.search(low[start:end])):
                places.append((found.start(), found.end()))
        return places


def _compiled(pattern: str) -> re.Pattern[str]:
    if capital := _CAPITAL.search(pattern):
        raise ValueError(f"{pattern[max(capital.start() - 20, 0) : capital.end() + 20]!r}: phrases are written in small letters")
    return re.compile(pattern)


@functools.lru_cache(maxsize=8)
def small_letters(text: str) -> str:
    """A text in small letters, each in its place: the few that would become two stay as they are."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(sign if len(sign.lower()) > 1 else sign.lower() for sign in text)


def read_rows(path: Path) -> dict[str, dict[str, Any]]:
    """The rows of a file by name, in its order, with ``%name%`` in a pattern replaced by that part of the file's ``words``.

    Raises:
        KeyError: a pattern names a part that the file has not got.
    """
    rows: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    words = rows.pop(_WORDS, {})
    for row in rows.values():
        if "patterns" in row:
            row["patterns"] = [_written_out(pattern, words) for pattern in row["patterns"]]
        if "unless" in row:
            row["unless"] = _written_out(row["unless"], words)
    return rows


def _written_out(pattern: str, words: dict[str, Any]) -> str:
    """A pattern with its named parts, which may name others, written out."""
    while _WORD.search(pattern):
        pattern = _WORD.sub(lambda found: words[found[1]], pattern)
    return pattern


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence about a place."""
    first = max((text.rfind(mark, 0, start) for mark in ".?!;"), default=-1) + 1
    ends = [at for mark in ".?!;" if (at := text.find(mark, end)) >= 0]
    return first, min(ends, default=len(text))
