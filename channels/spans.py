"""A piece of a text that is to be replaced."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Characters ``start`` to before ``end``, and the words that stand there instead."""

    start: int
    end: int
    instead: str
