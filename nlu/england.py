"""Whether a message says that the family lives in England, or elsewhere."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

from nlu.phrase_rows import Phrases, read_rows

FILE = Path(__file__).with_name("england.yml")
OUTPUT = "where"  # key of a message
Where = Literal["outside", "inside", "not_theirs"]


@functools.cache
def _rows() -> dict[str, Phrases]:
    return {name: Phrases.of(row) for name, row in read_rows(FILE).items()}


def read_where(text: str) -> Where | None:
    """Where a text says that they live: of ``outside`` and ``inside`` what is said last; ``not_theirs`` only where neither is."""
    last = {name: max((end for _, end in _rows()[name].find(text)), default=-1) for name in ("outside", "inside", "not_theirs")}
    if last["outside"] < 0 and last["inside"] < 0:
        return "not_theirs" if last["not_theirs"] >= 0 else None
    return "outside" if last["outside"] > last["inside"] else "inside"


def names_a_country(text: str) -> bool:
    """Whether a text names a country at all, or a place or plan of one that is not England."""
    return bool(_rows()["named"].find(text))
