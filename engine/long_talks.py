"""A long conversation answered as quickly as a short one.

Rasa reads all events of a conversation anew for each message, replays them for each action (some ten times in a turn), and works
out the state after each of them for each prediction. Here what was replayed stays replayed, and only what came since is added.
"""

from __future__ import annotations

import copy
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import is_
from typing import Any

from rasa.core.actions.forms import FormAction
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    UserUtteranceReverted,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import AnySlotDict, DialogueStateTracker

from engine.cut import Cut
from engine.small_cuts import slot_copied

LONG = 60  # rows; a shorter conversation is read as quickly as it is remembered
REMEMBERED = 20_000  # rows in all, some 20 MB
IDLE_SECONDS = 900  # after which a conversation is no longer held in memory
TAIL = 100  # latest events that a form may still undo

_APPLIED = "_guide_applied"
_REPLAYED = "_guide_replayed"
_START = "_guide_start"
_LONGEST = "_guide_longest_rule"
_FOUND = "_guide_last_states"


# Copies


def copied(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """A copy of the state as it stands; events are shared, as in Rasa's own copies."""
    twin = DialogueStateTracker.__new__(type(tracker))
    twin.__dict__.update(tracker.__dict__)
    twin.events = copy.copy(tracker.events)
    twin.slots = {name: slot_copied(slot) for name, slot in tracker.slots.items()}
    twin.active_loop = copy.copy(tracker.active_loop)
    return twin


def copy_of_what_was_replayed(original: Callable[[DialogueStateTracker], DialogueStateTracker]) -> Any:
    """``DialogueStateTracker.copy`` replays all events; here those since the last copy."""

    def copy_(self: DialogueStateTracker) -> DialogueStateTracker:
        if isinstance(self.slots, AnySlotDict):
            return original(self)
        replayed = self.__dict__.get(_REPLAYED)
        if replayed is None or not _begins_with(self, replayed):
            replayed = original(self)
        elif len(replayed.events) < len(self.events):
            new = _since(self, len(replayed.events))
            replayed = copied(replayed)
            for event in new:
                replayed.update(event)
        twin = copied(replayed)
        # Never changed from here on, so both may start their next copy from it.
        self.__dict__[_REPLAYED] = twin.__dict__[_REPLAYED] = replayed
        return twin

    return copy_


def _begins_with(tracker: DialogueStateTracker, earlier: DialogueStateTracker) -> bool:
    """Whether the tracker's events are the earlier ones and perhaps more: events are only ever added."""
    count = len(earlier.events)
    return bool(count and count <= len(tracker.events) and tracker.events[count - 1] is earlier.events[-1])


def _since(tracker: DialogueStateTracker, count: int) -> list[Event]:
    return list(islice(tracker.events, count, None))


def form_from_a_copy(original: Callable[..., DialogueStateTracker]) -> Any:
    """For each validation a form replays all events, and then a few; here the few are added to a copy."""

    def temporary_tracker(
        self: FormAction, current_tracker: DialogueStateTracker, additional_events: list[Event], domain: Domain
    ) -> DialogueStateTracker:
        if Restarted in map(type, current_tracker.events):
            return original(self, current_tracker, additional_events, domain)
        tracker = current_tracker.copy()
        few = original(self, _NoEvents(current_tracker), additional_events, domain).events
        for event in few:
            tracker.update(event)
        return tracker

    return temporary_tracker


class _NoEvents:
    """A tracker without its past."""

    def __init__(self, tracker: DialogueStateTracker) -> None:
        self.sender_id = tracker.sender_id
        self._tracker = tracker

    def events_after_latest_restart(self) -> list[Event]:
        return []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tracker, name)


# Events that count


@dataclass(frozen=True)
class _Applied:
    """The first ``count`` events, the last of them, the forms named in them, and those of them that count."""

    count: int
    last: Event
    forms: frozenset[str]
    events: list[Event]


def events_that_count(original: Callable[[DialogueStateTracker], list[Event]]) -> Any:
    """``applied_events`` sorts out from the first event on which ones were undone; here from where it last stood."""

    def applied_events(self: DialogueStateTracker) -> list[Event]:
        if not self.events:
            return []
        known: _Applied | None = self.__dict__.get(_APPLIED)
        if known and (known.count > len(self.events) or self.events[known.count - 1] is not known.last):
            known = None
        new = _since(self, known.count if known else 0)
        forms = _forms_in(new) | (known.forms if known else frozenset())
        if known and forms != known.forms:
            # The name of a form that was not seen before: its earlier runs count otherwise now.
            known, new = None, list(self.events)
        events = known.events.copy() if known else []
        for event in new:
            _apply(self, event, forms, events)
        self.__dict__[_APPLIED] = _Applied(len(self.events), self.events[-1], forms, events)
        return events.copy()

    return applied_events


def _forms_in(events: Iterable[Event]) -> frozenset[str]:
    return frozenset(event.name for event in events if isinstance(event, ActiveLoop) and event.name)


def _apply(tracker: DialogueStateTracker, event: Event, forms: frozenset[str], events: list[Event]) -> None:
    """Add an event to those that count, or take away what it undoes."""
    if isinstance(event, (Restarted, SessionStarted)):
        events.clear()
    elif isinstance(event, ActionReverted):
        tracker._undo_till_previous(ActionExecuted, events)
    elif isinstance(event, UserUtteranceReverted):
        tracker._undo_till_previous(UserUttered, events)
        tracker._undo_till_previous(ActionExecuted, events)
    elif _is_next_run_of_a_form(tracker, event, forms, events):
        tracker._undo_till_previous_loop_execution(event.action_name, events)
    else:
        events.append(event)


def _is_next_run_of_a_form(tracker: DialogueStateTracker, event: Event, forms: frozenset[str], events: list[Event]) -> bool:
    if not isinstance(event, ActionExecuted) or event.action_name not in forms:
        return False
    return not tracker._first_loop_execution_or_unhappy_path(event.action_name, events)


# What the rules look at


def as_far_as_rules_look(original: Callable[..., list[Any]]) -> Any:
    """The rules are matched against the conversation's state after every action; here after as many as the longest rule has."""

    def prediction_states(
        self: RulePolicy,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[Any]:
        if getattr(self.featurizer, "max_history", None) or isinstance(tracker.slots, AnySlotDict) or not tracker.events:
            return original(self, tracker, domain, use_text_for_last_user_input, rule_only_data)
        longest = self.__dict__.get(_LONGEST)
        if longest is None:
            keys = (key for kind in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH) for key in self.lookup[kind])
            longest = self.__dict__[_LONGEST] = max((len(json.loads(key)) for key in keys), default=0)
        # One more, so that none seems to be the conversation's first. Each prediction after a message asks for them twice: what
        # follows from its text, and what from its label.
        found: _Found | None = tracker.__dict__.get(_FOUND)
        if found is None or not found.holds(tracker, domain, longest + 1):
            states = last_states(tracker, domain, longest + 1)
            found = tracker.__dict__[_FOUND] = _Found(len(tracker.events), tracker.events[-1], domain, longest + 1, states)
        states = [{part: dict(values) for part, values in state.items()} for state in found.states]
        self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
        return states

    return prediction_states


@dataclass(frozen=True)
class _Found:
    """The last ``number`` states after so many events, the last of them."""

    count: int
    last: Event
    domain: Domain
    number: int
    states: list[Any]

    def holds(self, tracker: DialogueStateTracker, domain: Domain, number: int) -> bool:
        same = self.count == len(tracker.events) and self.last is tracker.events[-1]
        return same and self.domain is domain and self.number == number


def last_states(tracker: DialogueStateTracker, domain: Domain, number: int) -> list[Any]:
    """The last ``number`` (or fewer, where there are not as many) of ``tracker.past_states(domain)``."""
    events = tracker.applied_events()
    start: _Start | None = tracker.__dict__.get(_START)
    if start and start.begins(events) and _actions(events[len(start.events) :]) + 1 >= number:
        past, events = copied(start.tracker), events[len(start.events) :]
    else:
        past = tracker.init_copy()
    skipped = _actions(events) + 1 - number
    states: list[Any] = []
    for event in events:
        if isinstance(event, ActionExecuted):
            if skipped <= 0:
                states.append(domain._clean_state(domain.get_active_state(past)))
            skipped -= 1
        past.update(event)
    states.append(domain._clean_state(domain.get_active_state(past)))
    return states


def _actions(events: Sequence[Event]) -> int:
    return sum(isinstance(event, ActionExecuted) for event in events)


@dataclass(frozen=True)
class _Start:
    """The state after some events that count."""

    events: list[Event]
    tracker: DialogueStateTracker

    def begins(self, events: Sequence[Event]) -> bool:
        return len(self.events) <= len(events) and all(map(is_, self.events, events))


def _moved_on(start: _Start | None, tracker: DialogueStateTracker) -> _Start:
    """The start, for states to come, up to ``TAIL`` events before the end."""
    events = tracker.applied_events()[:-TAIL]
    if start and start.begins(events):
        past, new = copied(start.tracker), events[len(start.events) :]
    else:
        past, new = tracker.init_copy(), events
    for event in new:
        past.update(event)
    return _Start(events, past)


# Reading what is stored


@dataclass
class _Remembered:
    rows: list[str]
    tracker: DialogueStateTracker
    used: float


_talks: OrderedDict[str, _Remembered] = OrderedDict()
_remembering = False


def remember(on: bool) -> None:
    """Whether long conversations are held in memory from now on."""
    global _remembering
    _remembering = on
    if not on:
        _talks.clear()


def tracker_of(sender_id: str, rows: list[str], slots: list[Slot]) -> DialogueStateTracker:
    """The conversation that stored rows tell (JSON, in order), as ``DialogueStateTracker.from_dict`` gives it.

    A long one is remembered with its rows, so that next time only the new ones are read. Rows that are no longer the same, or
    gone, are noticed by their text.
    """
    if not _remembering or len(rows) < LONG:
        return DialogueStateTracker.from_dict(sender_id, [json.loads(row) for row in rows], slots)
    talk = _talks.pop(sender_id, None)
    if talk is None or talk.rows != rows[: len(talk.rows)] or not _same_slots(talk.tracker, slots):
        talk = _Remembered([], DialogueStateTracker(sender_id, slots), 0.0)
    for event in deserialise_events([json.loads(row) for row in rows[len(talk.rows) :]]):
        talk.tracker.update(event)
    talk.rows, talk.used = rows, time.monotonic()
    _talks[sender_id] = talk
    make_room()
    talk.tracker.__dict__[_START] = _moved_on(talk.tracker.__dict__.get(_START), talk.tracker)
    given = copied(talk.tracker)
    given.__dict__[_REPLAYED] = copied(talk.tracker)
    return given


def _same_slots(tracker: DialogueStateTracker, slots: list[Slot]) -> bool:
    return {slot.name for slot in slots} == set(tracker.slots)


def make_room() -> None:
    """Let go of what has not been used for long, and of the least recently used where it is too much."""
    count = sum(len(talk.rows) for talk in _talks.values())
    for sender_id, talk in list(_talks.items()):
        if count <= REMEMBERED and talk.used > time.monotonic() - IDLE_SECONDS:
            return
        count -= len(talk.rows)
        del _talks[sender_id]


def forget(sender_id: str) -> None:
    """Let go of a conversation that is deleted."""
    _talks.pop(sender_id, None)


CUTS = (
    Cut(DialogueStateTracker, "copy", copy_of_what_was_replayed),
    Cut(DialogueStateTracker, "applied_events", events_that_count),
    Cut(FormAction, "_temporary_tracker", form_from_a_copy),
    Cut(RulePolicy, "_prediction_states", as_far_as_rules_look),
)
