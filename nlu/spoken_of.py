"""What a message names ("mediation", "the certificate"), for a later message that only points at it ("how do I ask for it?")."""

from __future__ import annotations

import functools
from pathlib import Path

from nlu.phrase_rows import Phrases, read_rows

FILE = Path(__file__).with_name("spoken_of.yml")


@functools.cache
def things() -> dict[str, Phrases]:
    """The rows of ``spoken_of.yml`` by name."""
    return {name: Phrases.of(row) for name, row in read_rows(FILE).items()}


def spoken_of(text: str) -> str | None:
    """The name of the thing that a text names last, None where it names none."""
    places = [(start, name) for name, phrases in things().items() for start, _ in phrases.find(text)]
    return max(places)[1] if places else None
