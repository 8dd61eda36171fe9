"""The word lists of ``words.yml``, ready to look words up in. What each list does is said there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

Phrases = frozenset[tuple[str, ...]]

_LISTS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))


def of(listed: str) -> frozenset[str]:
    """Words parted by spaces."""
    return frozenset(listed.split())


def _phrases(listed: str) -> Phrases:
    return frozenset(tuple(phrase.split()) for phrase in listed.split(","))


def _numbered(lines: Iterable[str], start: int) -> dict[str, int]:
    return {word: number for number, line in enumerate(lines, start) for word in line.split()}


MONTHS = _numbered(_LISTS["months"], 1)
MONTH_NAMES = tuple(line.split()[0] for line in _LISTS["months"])
NOT_MONTHS = of(_LISTS["not_months"])
WEEKDAYS = _numbered(_LISTS["weekdays"], 0)
ORDINALS = _numbered(_LISTS["ordinals"], 1)
CARDINALS = _numbered(_LISTS["cardinals"], 1)
#: Word -> the name of its unit.
UNITS: dict[str, str] = {word: unit for unit, listed in _LISTS["units"].items() for word in listed.split()}
DAY_PARTS = of(_LISTS["day_parts"])

#: Phrase -> days back from today.
DAYS_BACK: dict[tuple[str, ...], int] = {
    phrase: back for back, listed in _LISTS["days_back"].items() for phrase in _phrases(listed)
}
NAMED_DAYS: dict[str, tuple[int, int]] = {name: tuple(day) for name, day in _LISTS["named_days"].items()}
EASTER_DAYS: dict[str, int] = _LISTS["easter_days"]
VAGUE = _phrases(_LISTS["vague"])
ABOUT = _phrases(_LISTS["about"])
ABOUT_A_LENGTH = _phrases(_LISTS["about_a_length"])
ABOUT_BEHIND = _phrases(_LISTS["about_behind"])
OR_SO = _phrases(_LISTS["or_so"])
WEEK_WITH = _phrases(_LISTS["week_with"])
SEASONS = of(_LISTS["seasons"])
BREAKS = of(_LISTS["breaks"])
HALF_TERM = _phrases(_LISTS["half_term"])
SCHOOL_TIMES = _phrases(_LISTS["school_times"])

COUNTED = of(_LISTS["counted"])
LABELS = of(_LISTS["labels"])
STRONG_LABELS = of(_LISTS["strong_labels"])
LEADS_TO_DAY = of(_LISTS["leads_to_day"])
CARRIES_ON = of(_LISTS["carries_on"])
CARRIES_ON_STRICTLY = of(_LISTS["carries_on_strictly"])
BEFORE_LONE_ORDINAL = of(_LISTS["before_lone_ordinal"])
BEFORE_HABIT = of(_LISTS["before_habit"])
BEHIND_HABIT = of(_LISTS["behind_habit"])
BEHIND_VERB_MAY = of(_LISTS["behind_verb_may"])
BEHIND_MAY_I = of(_LISTS["behind_may_i"])

PRONOUNS = of("i we he she they you it")
SUFFIXES = of("st nd rd th")
#: The marks between the numbers of a date, and which of them are alike.
SEPARATORS = {"/": "/", ".": ".", "-": "-", "–": "-", "—": "-", "‑": "-"}
