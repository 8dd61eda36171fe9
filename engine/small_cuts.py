"""Cuts that need no more than a cached value."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from graphlib import TopologicalSorter
from types import SimpleNamespace
from typing import Any

import rasa.core.actions.action
import rasa.core.actions.forms
import rasa.core.policies.rule_policy
import rasa.core.processor
import rasa.shared.core.trackers
from rasa.core.actions.action import Action
from rasa.core.actions.forms import FormAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.nlu.constants import ACTION_NAME, INTENT
from rasa.utils.endpoints import EndpointConfig

from engine.cut import Cut

_UNIQUE = "_guide_unique_mappings"
_ORDERS = "_guide_orders"
_BY_LAST_STATE = "_guide_rules_by_last_state"


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


def slots_copied_plainly(original: Any) -> Any:
    """A tracker copies each slot when it is made, some five times in a turn, by the roundabout way of ``copy.copy``."""

    def copy_(value: Any) -> Any:
        return slot_copied(value) if isinstance(value, Slot) else copy.copy(value)

    return SimpleNamespace(copy=copy_, deepcopy=copy.deepcopy)


def slot_copied(slot: Slot) -> Slot:
    """``copy.copy`` of a slot, which has no ``__copy__`` of its own nor ``__slots__``."""
    twin: Slot = slot.__class__.__new__(slot.__class__)
    twin.__dict__.update(slot.__dict__)
    return twin


def empty_domain_made_once(original: Callable[[Domain], bool]) -> Any:
    """For each message Rasa asks whether the domain is empty, and makes an empty one to compare."""
    nothing = copy.deepcopy(Domain.empty().as_dict())

    def is_empty(self: Domain) -> bool:
        return bool(self.as_dict() == nothing)

    return is_empty


def default_actions_made_once(original: Callable[..., list[Action]]) -> Any:
    """To find one action by its name Rasa makes all of its own, four times in a turn. They hold nothing but the endpoint."""
    made: tuple[EndpointConfig | None, list[Action]] | None = None

    def default_actions(action_endpoint: EndpointConfig | None = None) -> list[Action]:
        nonlocal made
        if made is None or made[0] is not action_endpoint:
            made = action_endpoint, original(action_endpoint)
        return made[1].copy()

    return default_actions


class _ByLastState:
    """Rules by the action and the intent that their last state asks for; None where it asks for none."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = frozenset(keys)
        self._found: dict[tuple[str | None, str | None], list[str]] = {}
        for key in self.keys:
            self._found.setdefault(_asks_for((json.loads(key) or [{}])[-1]), []).append(key)

    def that_may_fit(self, state: dict[str, Any]) -> Iterator[str]:
        """The rules whose last state does not ask for another action or intent."""
        action = (state.get(PREVIOUS_ACTION) or {}).get(ACTION_NAME)
        intent = (state.get(USER) or {}).get(INTENT)
        for place in {(a, i) for a in (action, None) for i in (intent, None)}:
            yield from self._found.get(place, ())


def _asks_for(state: dict[str, Any]) -> tuple[str | None, str | None]:
    """The action and the intent that a rule's state asks for. A conversation's first state asks for nothing."""
    if not state.get(PREVIOUS_ACTION):
        return None, None
    return _value(state[PREVIOUS_ACTION].get(ACTION_NAME)), _value(state.get(USER, {}).get(INTENT))


def _value(asked: Any) -> str | None:
    return asked if isinstance(asked, str) and asked and asked != SHOULD_NOT_BE_SET else None


def rules_by_their_last_state(original: Callable[..., set[str]]) -> Any:
    """For each prediction Rasa tries all rules; here those that ask for the last action and intent, or for none."""

    def get_possible_keys(self: RulePolicy, lookup: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
        if not states:
            return original(self, lookup, states)
        indexes: dict[int, _ByLastState] = self.__dict__.setdefault(_BY_LAST_STATE, {})
        index = indexes.get(id(lookup))
        if index is None or index.keys != lookup.keys():
            index = indexes[id(lookup)] = _ByLastState(lookup)
        return original(self, {key: lookup[key] for key in index.that_may_fit(states[-1])}, states)

    return get_possible_keys


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
    Cut(RulePolicy, "_get_possible_keys", rules_by_their_last_state),
    Cut(rasa.shared.core.trackers, "copy", slots_copied_plainly),
    Cut(Domain, "is_empty", empty_domain_made_once),
    Cut(rasa.core.actions.action, "default_actions", default_actions_made_once),
)
