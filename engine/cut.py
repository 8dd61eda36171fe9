"""One function of Rasa's, replaced by a quicker one that says the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_ABSENT = object()


@dataclass(frozen=True)
class Cut:
    """``name`` in ``owner`` (a class or a module) becomes ``make(original)``."""

    owner: Any
    name: str
    make: Callable[[Any], Any]

    def put_in_place(self) -> Any:
        """Replace the function; what stood there, for ``take_away``."""
        kept = vars(self.owner).get(self.name, _ABSENT)
        setattr(self.owner, self.name, self.make(getattr(self.owner, self.name)))
        return kept

    def take_away(self, kept: Any) -> None:
        """Put back what ``put_in_place`` gave."""
        if kept is _ABSENT:
            delattr(self.owner, self.name)
        else:
            setattr(self.owner, self.name, kept)
