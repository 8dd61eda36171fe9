"""A match of the grammar in a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nlu.dates.days import Resolve, vague
from nlu.dates.tokens import Text

#: Whether the words around a match from token i to before token end allow it.
Fits = Callable[[Text, int, int], bool]


def fits_anywhere(text: Text, i: int, end: int) -> bool:
    return True


@dataclass(frozen=True)
class Hit:
    """A match that ends before token ``end``, what it says, and the check that it must still pass."""

    end: int
    resolve: Resolve
    fits: Fits = fits_anywhere

    @property
    def vague(self) -> bool:
        """Whether it names no day, not even with some doubt."""
        return self.resolve is vague
