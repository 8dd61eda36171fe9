"""Cuts that need no more than a cached value."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from graphlib import TopologicalSorter
from types import SimpleNamespace
from typing import Any

import rasa.core.actions.forms
import rasa.core.policies.rule_policy
import rasa.core.processor
from rasa.core.actions.forms import FormAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.constants import PREVIOUS_ACTION
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event

from engine.cut import Cut

_UNIQUE = "_guide_unique_mappings"
_ORDERS = "_guide_orders"


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


def mappings_counted_once(original: Callable[..., set[str]]) -> Any:
    """For each slot at each message Rasa works out which entities belong to one slot of a form alone; the domain says it once."""

    def create_unique_entity_mappings(self: FormAction, domain: Domain) -> set[str]:
        known: dict[str, set[str]] = domain.__dict__.setdefault(_UNIQUE, {})
        if self.name() not in known:
            known[self.name()] = original(self, domain)
        return known[self.name()]

    return create_unique_entity_mappings


def order_of_nodes_once(original: Callable[..., dict[str, Any]]) -> Any:
    """For each run the graph of components is cut out and sorted anew, by dask; its order never changes while it serves."""

    def run(self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        if any(isinstance(value, str) for value in (inputs or {}).values()):
            return original(self, inputs, targets)  # which may confuse it with a node's name, and says so
        wanted = tuple(targets or self._graph_schema.target_names)
        orders = self.__dict__.setdefault(_ORDERS, {})
        if wanted not in orders:
            nodes = self._graph_schema.minimal_graph_schema(list(wanted)).nodes
            needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
            orders[wanted] = [(name, needs[name]) for name in TopologicalSorter(needs).static_order() if name in needs]
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name, needed in orders[wanted]:
                if name not in done:
                    done[name] = self._instantiated_nodes[name](*(done.get(other, other) for other in needed))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(done[name] for name in wanted)

    return run


CUTS = (
    Cut(Event, "resolve_by_type", event_class_once),
    *(
        Cut(module, "copy", no_copies_for_the_log)
        for module in (rasa.core.processor, rasa.core.policies.rule_policy, rasa.core.actions.forms)
    ),
    Cut(FormAction, "_create_unique_entity_mappings", mappings_counted_once),
    Cut(DaskGraphRunner, "run", order_of_nodes_once),
    Cut(RulePolicy, "_is_rule_applicable", rules_reversed_once),
)
