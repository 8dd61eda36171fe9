"""What of the guide the conversations reach, and what they do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from tools.player import branches, rules
from tools.player.responses import Responses
from tools.player.stored import Event

NOT_REACHED = Path("tests/conversations/facts/not_reached.yml")
_DATES = ("utter_answer_dates", "utter_answer_passed", "utter_answer_claim_")


@dataclass(frozen=True)
class Part:
    """One part of the guide: all there is to reach, and what was reached."""

    title: str
    all: frozenset[str]
    reached: frozenset[str]

    @property
    def missed(self) -> list[str]:
        """What was not reached."""
        return sorted(self.all - self.reached)


def coverage(conversations: Iterable[list[Event]]) -> list[Part]:
    """What the stored conversations reach."""
    spoken: set[str] = set()
    fired: set[str] = set()
    reached: set[str] = set()
    responses, all_rules = Responses.of_domain(), rules.read_rules()
    for events in conversations:
        spoken |= responses.spoken(events)
        fired |= rules.fired(all_rules, events)
        reached |= branches.reached(events)
    dates = frozenset(name for name in responses.names if name.startswith(_DATES))
    return [
        Part("responses", frozenset(responses.names), frozenset(spoken)),
        Part("rules", frozenset(unit for rule in all_rules for unit in rule.units()), frozenset(fired)),
        Part("branches", branches.possible(), frozenset(reached)),
        Part("dates", dates, frozenset(spoken) & dates),
    ]


@dataclass(frozen=True)
class Reason:
    """Why something (a name, or a pattern with *) is not reached."""

    part: str
    pattern: str
    why: str

    def explains(self, part: str, name: str) -> bool:
        """Whether it is about that."""
        return part == self.part and fnmatchcase(name, self.pattern)


def read_reasons(path: Path = NOT_REACHED) -> list[Reason]:
    """The reasons written down for what no conversation reaches."""
    written: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return [Reason(part, pattern, why) for part, rows in written.items() for pattern, why in (rows or {}).items()]


def unexplained(parts: Iterable[Part], reasons: list[Reason]) -> list[str]:
    """What is not reached though no reason is written down."""
    return [
        f"{part.title}: {name}"
        for part in parts
        for name in part.missed
        if not any(r.explains(part.title, name) for r in reasons)
    ]


def outdated(parts: list[Part], reasons: list[Reason]) -> list[str]:
    """Reasons for what is reached by now, or does not exist."""
    missed = [(part.title, name) for part in parts for name in part.missed]
    return [f"{r.part}: {r.pattern}" for r in reasons if not any(r.explains(title, name) for title, name in missed)]
