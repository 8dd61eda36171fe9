"""Rows of phrases in YAML files: what a text may speak of, and what in the same sentence takes it back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


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
    """The rows of a file by name, in its order."""
    rows: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rows


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence about a place."""
    first = max((text.rfind(mark, 0, start) for mark in ".?!;"), default=-1) + 1
    ends = [at for mark in ".?!;" if (at := text.find(mark, end)) >= 0]
    return first, min(ends, default=len(text))
