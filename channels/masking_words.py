"""The word lists by which names are told from other words: those of ``masking.yml``, and what the training messages teach."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

_HERE = Path(__file__).parent
_MESSAGES = _HERE.parent / "data" / "nlu"
_MARK = re.compile(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\))")  # [the council](party) and [the council]{"entity": "party"}
# A word in small letters, or the end of "3rd".
_SMALL = re.compile(r"(?<![^\W\d])[a-z][a-zà-ÿ'’-]*(?!\w)")


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
    """Words that parents write to the guide, mistyped ones included: those in small letters in the training messages.

    First names are left out, but for those that are words as well ("grace").
    """
    found: set[str] = set()
    for path in _MESSAGES.glob("*.yml"):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            found.update(_SMALL.findall(_MARK.sub(r"\1", block["examples"])))
    plain = {word.replace("’", "'").removesuffix("'s") for word in found}
    return frozenset(plain - (words("first_names") - words("names_that_are_words")))
