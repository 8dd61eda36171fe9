"""Cuts that need no more than a cached value."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import rasa.core.actions.forms
import rasa.core.policies.rule_policy
import rasa.core.processor
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION
from rasa.shared.core.events import Event

from engine.cut import Cut


def event_class_once(original: Callable[..., Any]) -> Any:
    """``Event.resolve_by_type`` walks the whole tree of classes for every stored event; a class once found stays found."""
    found: dict[str, Any] = {}

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        if type_name in found:
            return found[type_name]
        event_class = original(type_name, default)
        if event_class is not None and event_class.type_name == type_name:
            found[type_name] = event_class
        return event_class

    return staticmethod(resolve_by_type)


def no_copies_for_the_log(original: Any) -> Any:
    """These modules deep-copy events and states for debug messages that nobody reads; they use ``copy`` for nothing else."""

    def deepcopy(value: Any) -> Any:
        return copy.deepcopy(value) if logging.getLogger().isEnabledFor(logging.DEBUG) else value

    return SimpleNamespace(deepcopy=deepcopy)


def rules_reversed_once(original: Callable[..., Any]) -> Any:
    """For each state, each rule is read and turned round; here a rule whose last state cannot match is left after one look."""
    turned: dict[str, list[Any]] = {}

    def is_rule_applicable(self: RulePolicy, rule_key: str, turn_index: int, conversation_state: dict[str, Any]) -> bool:
        states = turned.get(rule_key)
        if states is None:
            states = turned[rule_key] = list(reversed(self._rule_key_to_state(rule_key)))
        if turn_index >= len(states):
            return True
        now, then = conversation_state.get(PREVIOUS_ACTION), states[turn_index].get(PREVIOUS_ACTION)
        if not now or not then:
            return not now and not then
        return bool(self._does_rule_match_state(states[turn_index], conversation_state))

    return is_rule_applicable


CUTS = (
    Cut(Event, "resolve_by_type", event_class_once),
    *(
        Cut(module, "copy", no_copies_for_the_log)
        for module in (rasa.core.processor, rasa.core.policies.rule_policy, rasa.core.actions.forms)
    ),
    Cut(RulePolicy, "_is_rule_applicable", rules_reversed_once),
)
