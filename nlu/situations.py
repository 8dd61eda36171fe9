"""Where people stand ("our mediation was cancelled") and how they speak (anger, hearsay), beside what a message is about."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from nlu.phrase_rows import Phrases, read_rows

FILE = Path(__file__).with_name("situations.yml")
OUTPUT = "situations"  # key of a message


@dataclass(frozen=True)
class Situation:
    """A row of ``situations.yml``."""

    name: str
    phrases: Phrases
    needs: str
    instead_of: tuple[str, ...]


@functools.cache
def situations() -> tuple[Situation, ...]:
    """The rows of the file."""
    return tuple(
        Situation(name, Phrases.of(row), row.get("needs", ""), tuple(row.get("instead_of", ())))
        for name, row in read_rows(FILE).items()
    )


def read_situations(text: str) -> list[str]:
    """The names of the situations that a text speaks of, in the order of the file."""
    low = text.lower()
    return [s.name for s in situations() if s.needs in low and s.phrases.find(low)]
