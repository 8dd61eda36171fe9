"""Which sections of a plan a text names: "section F", "sections B and F", "speech therapy in F", "F changed"."""

from __future__ import annotations

import re

EDUCATION, HEALTH_AND_CARE = frozenset("BFI"), frozenset("CDGH")
_JOINED = r"\s*(?:,|and|&|\+|/)\s*(?:sec(?:tion|t)?s?\.? ?)?"
_NAMED = re.compile(rf"\bsec(?:tion|t)?s?\.? ?([b-i](?:{_JOINED}[b-i])*)\b", re.I)
# Without the word "section": capitals, but "I" is the person who writes.
_IN = re.compile(rf"\b(?:in|with|change|both|want) ([B-H](?:{_JOINED}[B-I])*)\b")
_CHANGED = re.compile(rf"\b([B-H](?:{_JOINED}[B-I])*) (?:changed|wrong|(?:is|are) (?:wrong|vague|not))\b")


def sections_named(text: str) -> frozenset[str]:
    """The letters of the sections, in capitals; empty where a text names none."""
    lists = [found[1] for pattern in (_NAMED, _IN, _CHANGED) for found in pattern.finditer(text)]
    return frozenset(letter.upper() for named in lists for letter in re.findall(r"\b[b-i]\b", named, re.I))
