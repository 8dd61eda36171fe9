"""Rows of phrases in YAML files: what a text may speak of, and what in the same sentence takes it back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_WORDS = "words"  # key of a file: named parts of its patterns, none of them a row
_WORD = re.compile(r"%(\w+)%")


@dataclass(frozen=True)
class Phrases:
    """One of ``patterns`` has to be found, whatever the case; ``unless``, in the same sentence, takes that place back."""

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> Phrases:
        """The phrases of a row.

        Raises:
            re.error: a pattern is not a regular expression.
        """
        return cls(re.compile("|".join(row["patterns"]), re.I), re.compile(row["unless"], re.I) if "unless" in row else None)

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where a text speaks of it: start and end of each place."""
        places = []
        for found in self.pattern.finditer(text):
            start, end = sentence(text, found.start(), found.end())
            if not (self.unless and self.unless.search(text[start:end])):
                places.append((found.start(), found.end()))
        return places


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
