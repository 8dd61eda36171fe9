"""Where people stand ("our mediation was cancelled") and how they speak (anger, hearsay), beside what a message is about."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("situations.yml")
OUTPUT = "situations"  # key of a message


@dataclass(frozen=True)
class Situation:
    """A row of ``situations.yml``."""

    name: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: str
    instead_of: tuple[str, ...]


@functools.cache
def situations() -> tuple[Situation, ...]:
    """The rows of the file.

    Raises:
        re.error: a pattern is not a regular expression.
    """
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        Situation(
            name,
            re.compile("|".join(row["patterns"]), re.I),
            re.compile(row["unless"], re.I) if "unless" in row else None,
            row.get("needs", ""),
            tuple(row.get("instead_of", ())),
        )
        for name, row in rows.items()
    )


def read_situations(text: str) -> list[str]:
    """The names of the situations that a text speaks of, in the order of the file."""
    low = text.lower()
    return [
        s.name
        for s in situations()
        if s.needs in low and (found := s.pattern.search(low)) and not (s.unless and s.unless.search(_around(low, found)))
    ]


def _around(text: str, found: re.Match[str]) -> str:
    """The sentence in which it was found."""
    start = max((text.rfind(mark, 0, found.start()) for mark in ".?!;"), default=-1) + 1
    ends = [end for mark in ".?!;" if (end := text.find(mark, found.end())) >= 0]
    return text[start : min(ends, default=len(text))]
