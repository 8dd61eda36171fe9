"""Which rules of ``data/rules.yml`` fired.

Rasa does not store the name of the rule that it followed, but it stores what a rule decides: the intent, whether the form was
open, the actions in their order, and whether the form was open after each. A rule fired in a turn in which all is as it says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tools.player.stored import Event

RULES = Path("data/rules.yml")
ANY = "any"  # a form's state that a rule does not ask for
_RASAS_OWN = ("action_listen", "action_extract_slots", "action_session_start")


@dataclass
class Step:
    """An action, and the form that is open after it (None: no form; ANY: whichever)."""

    action: str
    loop: str | None = ANY

    def fits(self, done: Step) -> bool:
        """Whether what was done is what this step of a rule asks for."""
        return self.action == done.action and self.loop in (ANY, done.loop)


@dataclass
class Rule:
    """A rule: the form that must be open before, the intents it answers (none: it goes on within a turn), its steps."""

    name: str
    loop: str | None = ANY
    intents: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def units(self) -> list[str]:
        """What is counted: a rule for several intents counts once for each."""
        return [f"{self.name} ({intent})" for intent in self.intents] if len(self.intents) > 1 else [self.name]

    def fired(self, turn: Turn) -> str | None:
        """What of ``units`` fired in a turn, None where the rule did not."""
        if not self.intents:
            return self.name if any(self._fits(turn, start) for start in range(len(turn.steps))) else None
        # While a form is open the form itself goes on; a rule that would open it is not asked.
        opens_what_is_open = turn.loop is not None and self.steps[0].action == turn.loop
        if turn.intent not in self.intents or opens_what_is_open or not self._fits(turn, 0):
            return None
        return f"{self.name} ({turn.intent})" if len(self.intents) > 1 else self.name

    def _fits(self, turn: Turn, start: int) -> bool:
        before = turn.steps[start - 1].loop if start else turn.loop
        done = turn.steps[start : start + len(self.steps)]
        fits = len(done) == len(self.steps) and all(step.fits(d) for step, d in zip(self.steps, done, strict=True))
        return fits and self.loop in (ANY, before)


@dataclass
class Turn:
    """What happened after a message: its intent, the form that was open, and the actions with the form open after each."""

    intent: str
    loop: str | None
    steps: list[Step] = field(default_factory=list)


def read_rules(path: Path = RULES) -> list[Rule]:
    """The rules of a rules file."""
    return [_rule(row) for row in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]]


def _rule(row: dict[str, Any]) -> Rule:
    rule = Rule(row["rule"])
    for condition in row.get("condition") or ():
        if "active_loop" in condition:
            rule.loop = condition["active_loop"]
    for step in row["steps"]:
        if "or" in step:
            rule.intents += [one["intent"] for one in step["or"]]
        elif "intent" in step:
            rule.intents.append(step["intent"])
        elif "action" in step:
            rule.steps.append(Step(step["action"]))
        elif "active_loop" in step:
            rule.steps[-1].loop = step["active_loop"]
    return rule


def turns_of(events: Iterable[Event]) -> list[Turn]:
    """The turns of a stored conversation."""
    turns: list[Turn] = []
    loop: str | None = None
    for event in events:
        kind, name = event["event"], event.get("name")
        if kind in ("restart", "session_started"):
            loop = None
        elif kind == "user":
            intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name") or ""
            turns.append(Turn(intent, loop))
        elif kind == "active_loop":
            loop = name
            if turns and turns[-1].steps:
                turns[-1].steps[-1].loop = loop
        elif kind == "action" and turns and name not in _RASAS_OWN:
            turns[-1].steps.append(Step(str(name), loop))
    return turns


def fired(rules: Iterable[Rule], events: Iterable[Event]) -> set[str]:
    """What fired in a stored conversation."""
    turns = turns_of(events)
    return {unit for rule in rules for turn in turns if (unit := rule.fired(turn))}
