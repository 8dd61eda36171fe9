"""Names of English councils in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from councils import councils

NAMES_FILE = Path(__file__).with_name("councils_of_england.yml")
_KIND = r"(?: (?:county|city|borough|metropolitan borough|mb|district|unitary|london borough))? council| mbc| city| la\b| lea\b"


def key_of(name: str) -> str:
    """A name as a key: "St Helens" → "st-helens"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    listed = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))
    keys = {name.lower(): key_of(name) for name in listed["names"]}
    keys.update({name.lower(): council.key for council in councils().values() for name in council.called})
    longest_first = sorted(keys, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w'-])({'|'.join(map(re.escape, longest_first))})(?P<kind>{_KIND})?(?![\w-])", re.I)
    return pattern, keys, frozenset(word.lower() for word in listed["ordinary_words"])


def find_councils(text: str) -> list[tuple[int, int, str]]:
    """Start, end and key of each council named in a text."""
    pattern, keys, ordinary = _names()
    found = []
    for match in pattern.finditer(text):
        name = match[1]
        if name.lower() in ordinary and not match["kind"] and not (name[0].isupper() and match.start() > 0):
            continue
        found.append((match.start(), match.end(), keys[name.lower()]))
    return found


def council_name(key: str) -> str:
    """A council's name as people read it, by its key."""
    if key in councils():
        return councils()[key].name
    listed = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))["names"]
    return next((name for name in listed if key_of(name) == key), key)


def council_keys() -> frozenset[str]:
    """The keys of all councils that are recognised."""
    return frozenset(_names()[1].values())
