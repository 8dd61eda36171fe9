"""The word lists of ``masking.yml`` and ``ordinary_words.txt``. What each list does is said there."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

_HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def _listed() -> dict[str, frozenset[str]]:
    listed: dict[str, str] = yaml.safe_load((_HERE / "masking.yml").read_text(encoding="utf-8"))
    return {name: frozenset(text.split()) for name, text in listed.items()}


def words(name: str) -> frozenset[str]:
    """The words of the list so called, in small letters.

    Raises:
        KeyError: there is no such list.
    """
    return _listed()[name]


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Words that parents write to the guide, in small letters, mistyped ones included."""
    return frozenset((_HERE / "ordinary_words.txt").read_text(encoding="utf-8").split())
