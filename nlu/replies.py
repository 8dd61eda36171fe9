"""Short messages that answer the guide, or add a detail ("he has autism", "only that"), by their words: ``replies.yml``."""

from __future__ import annotations

import functools
from pathlib import Path

from nlu.phrase_rows import Phrases, read_rows

FILE = Path(__file__).with_name("replies.yml")
LONGEST = 120  # characters; longer ones tell more than a detail


@functools.cache
def _rows() -> dict[str, Phrases]:
    return {name: Phrases.of(row) for name, row in read_rows(FILE).items()}


def replies_with(name: str, text: str) -> bool:
    """Whether a text is that row of ``replies.yml``; one longer than ``LONGEST`` is none.

    Raises:
        KeyError: no such row.
    """
    return len(text) <= LONGEST and bool(_rows()[name].find(text.lower()))
