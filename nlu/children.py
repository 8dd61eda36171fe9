"""Which child a place in a message is about, as far as the words tell two children apart: "my daughter …, and my son …"."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from nlu.phrase_rows import Phrases, read_rows

FILE = Path(__file__).with_name("children.yml")
_APART = (frozenset({"daughter", "son"}), frozenset({"older", "younger"}))
_BEHIND = re.compile(r"^\W*(?:is |was |it'?s )?(?:for|about|of) (?:my |our |the )?(?:\w+ )?$", re.I)


@functools.cache
def _rows() -> dict[str, Phrases]:
    return {name: Phrases.of(row) for name, row in read_rows(FILE).items()}


def children_in(text: str) -> list[tuple[int, str]]:
    """Where children are named, and by which kind of name, in order; a second "one" is another child."""
    found = sorted((start, name) for name, phrases in _rows().items() for start, _ in phrases.find(text.lower()))
    first = next((start for start, name in found if name == "one"), None)
    return [(start, "other" if name == "one" and start != first else name) for start, name in found]


def child_at(text: str, start: int, end: int) -> set[str]:
    """The kinds of name for the child that ``start``:``end`` is about: right behind it ("for my son"), else the last before."""
    named = children_in(text)
    behind = [name for at, name in named if at >= end and _BEHIND.search(text[end:at])]
    if behind:
        return {behind[0]}
    before = [(at, name) for at, name in named if at < start]
    if not before:
        return set()
    last = before[-1][0]
    return {name for at, name in before if last - at < 12}  # "my older boy" has two


def apart(one: set[str], another: set[str]) -> bool:
    """Whether two such names are those of two children."""
    other = bool(one and another) and ("other" in one) != ("other" in another)
    return other or any(pair & one and pair & another and pair & one != pair & another for pair in _APART)
