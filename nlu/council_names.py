"""Names of English councils in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from councils import councils

NAMES_FILE = Path(__file__).with_name("councils_of_england.yml")
_PERSON = re.compile(r"\b(?:mr|mrs|ms|miss|dr|prof|professor|sir|doctor)\.? $", re.I)
_PLACE = re.compile(
    r" (?:west |east |north |south )?(?:academy|school|college|primary|high|grammar|hospital|infirmary|road|street)\b", re.I
)
_KIND = r"(?: (?:county|city|borough|metropolitan borough|mb|district|unitary|london borough))? council| mbc| city| la\b| lea\b"


def key_of(name: str) -> str:
    """A name as a key: "St Helens" → "st-helens"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    listed = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))
    keys = {_plain(name): key_of(name) for name in listed["names"]}
    keys.update({_plain(other): key_of(name) for other, name in listed["also_called"].items()})
    keys.update({_plain(name): council.key for council in councils().values() for name in council.called})
    longest_first = sorted(keys, key=len, reverse=True)
    spelt = "|".join(re.escape(name).replace(r"\ ", r"[ .-]{1,2}") for name in longest_first)
    pattern = re.compile(rf"(?<![\w'-])({spelt})(?P<kind>{_KIND})?(?![\w-])", re.I)
    return pattern, keys, frozenset(word.lower() for word in listed["ordinary_words"])


def find_councils(text: str) -> list[tuple[int, int, str]]:
    """Start, end and key of each council named in a text."""
    pattern, keys, ordinary = _names()
    found = []
    for match in pattern.finditer(text):
        name = _plain(match[1])
        if name in ordinary and not match["kind"] and not _stands_as_a_name(text, match):
            continue
        if _PERSON.search(text[: match.start()]) or _PLACE.match(text[match.end() :]):
            continue
        found.append((match.start(), match.end(), keys[name]))
    return found


def _plain(name: str) -> str:
    return re.sub(r"[ .-]+", " ", name.lower()).strip()


def _stands_as_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether an everyday word is meant as a name: alone, or with a capital inside a sentence."""
    if match[0] == text.strip(" .!?,"):
        return True
    return match[0][0].isupper() and bool(re.search(r"[\w,]\s+$", text[: match.start()]))


def council_name(key: str) -> str:
    """A council's name as people read it, by its key."""
    return council_key_names().get(key, key)


@lru_cache(maxsize=1)
def council_key_names() -> dict[str, str]:
    """The names of all councils that are recognised, by key."""
    listed = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))["names"]
    return {key_of(name): name for name in listed} | {key: council.name for key, council in councils().items()}


def council_keys() -> frozenset[str]:
    """The keys of all councils that are recognised."""
    return frozenset(_names()[1].values())
