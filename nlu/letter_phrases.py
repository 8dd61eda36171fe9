"""The phrases of ``letter.yml``, ready to look for. What each list does is said there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

Patterns = tuple[re.Pattern[str], ...]

_LISTS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("letter.yml").read_text(encoding="utf-8"))


def _one(phrase: str) -> re.Pattern[str]:
    return re.compile(phrase.replace("STAGE", _LISTS["stage_words"]), re.I)


def _lines(listed: str) -> Patterns:
    return tuple(_one(line) for line in listed.splitlines() if line)


def _by_name(listed: dict[str, str]) -> dict[str, Patterns]:
    return {name: _lines(lines) for name, lines in listed.items()}


def _weighed(listed: dict[int, str]) -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((points, pattern) for points, lines in listed.items() for pattern in _lines(lines))


NO_THEN_MATTER = _lines(_LISTS["no_then_matter"])
MATTER_THEN_NO = _lines(_LISTS["matter_then_no"])
MATTERS = _by_name(_LISTS["matters"])
SAID_OUTRIGHT = _by_name(_LISTS["said_outright"])
INTENDS = _lines(_LISTS["intends"])
NOT_A_DECISION = _lines(_LISTS["not_a_decision"])
RIGHTS_BEGIN = _lines(_LISTS["rights_begin"])
PLAN_SENT = _lines(_LISTS["plan_sent"])
PLAN_TO_COME = _one(_LISTS["plan_to_come"])
STAGES = {stage: _one(words) for stage, words in _LISTS["stages"].items()}
COUNCIL_SPEAKS = _weighed(_LISTS["council_speaks"])
PARENT_SPEAKS = _weighed(_LISTS["parent_speaks"])
OTHERS_SPEAK = _lines(_LISTS["others_speak"])
TO_OTHERS = _one(_LISTS["to_others"])
TO_PARENTS = _one(_LISTS["to_parents"])
SIGN_OFF = _one(_LISTS["sign_off"])
TELLS = _by_name(_LISTS["tells"])
ADVISER = _one(_LISTS["adviser"])
NOT_ADVISER = _one(_LISTS["not_adviser"])
CONTACT = _one(_LISTS["contact"])
DEADLINE = _one(_LISTS["deadline"])
APPEAL_WORDS = _one(_LISTS["appeal_words"])
ADVISER_WORDS = _one(_LISTS["adviser_words"])
NOT_DEADLINE_WORDS = _one(_LISTS["not_deadline_words"])
