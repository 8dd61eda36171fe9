"""Whether the words of a message tell of a matter themselves, whatever its label: the rows of ``matters.yml``."""

from __future__ import annotations

import functools
from pathlib import Path

from nlu.phrase_rows import Phrases, read_rows

FILE = Path(__file__).with_name("matters.yml")


@functools.cache
def _rows() -> dict[str, Phrases]:
    return {subject: Phrases.of(row) for subject, row in read_rows(FILE).items()}


def tells_of(subject: str, text: str) -> bool:
    """Whether a text has the words by which that matter is told: what was refused, is wrong or was not done.

    Raises:
        KeyError: no such subject.
    """
    return bool(_rows()[subject].find(text.lower()))
