"""Rasa with the cuts says what Rasa says without them."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import pkgutil
import time
from abc import ABC
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
import rasa
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import ValidationError
from rasa.core.actions import action as rasa_actions
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.featurizers.tracker_featurizers import MaxHistoryTrackerFeaturizer
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core import events as rasa_events
from rasa.shared.core import trackers
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action

import actions
from actions.form import question_in_between, said_since
from actions.guarded import GuardedAction
from actions.misunderstanding import times_in_a_row
from actions.questions import times_asked_before
from engine import action_calls, long_talks, speed
from engine.release import SWITCH
from tests.patience import QUICK
from tools.serve import free_port

FORM = "disagreement_form"
SIDE_BY_SIDE = settings(
    max_examples=60,
    suppress_health_check=[*settings.default.suppress_health_check, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load("domain.yml")


@pytest.fixture
def cuts() -> Iterator[None]:
    assert speed.prepare()
    yield
    speed.undo()


def _originals() -> dict[tuple[Any, str], Any]:
    return {(cut.owner, cut.name): vars(cut.owner).get(cut.name) for cut in speed.CUTS}


# Where the cuts are put in place


def test_they_are_put_in_place_once_and_taken_away_without_a_trace() -> None:
    before = _originals()
    assert speed.prepare()
    first = _originals()
    assert all(first[key] is not before[key] for key in before)
    assert speed.prepare() and _originals() == first
    speed.undo()
    assert _originals() == before


@pytest.mark.parametrize("release", ["3.6.20", "3.6.22", "3.7.0"])
def test_another_release_of_rasa_is_left_alone(release: str, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr(rasa, "__version__", release)
    before = _originals()
    assert not speed.prepare()
    assert _originals() == before
    assert len([r for r in caplog.records if r.name == "engine.speed" and release in r.getMessage()]) == 1


@pytest.mark.parametrize(("value", "plain"), [("1", True), ("yes", True), ("", False), ("0", False)])
def test_the_switch(value: str, plain: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, value)
    assert speed.prepare() is not plain
    speed.undo()


# Small cuts


def test_each_type_of_event_gives_the_same_class(cuts: None) -> None:
    names = {kind.type_name for kind in all_subclasses(Event)}
    patched = {name: Event.resolve_by_type(name) for name in names}
    again = {name: Event.resolve_by_type(name) for name in names}
    speed.undo()
    assert patched == again == {name: Event.resolve_by_type(name) for name in names}


def test_an_unknown_type_of_event_is_treated_as_before(cuts: None) -> None:
    assert Event.resolve_by_type("topic") is None
    assert Event.resolve_by_type("no such event", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="no such event"):
        Event.resolve_by_type("no such event")


class _Adds(GraphComponent):
    """A component of a toy graph."""

    calls: ClassVar[list[str]] = []

    @classmethod
    def create(cls, config: dict[str, Any], **kwargs: Any) -> _Adds:
        return cls(config["add"])

    def __init__(self, add: int) -> None:
        self._add = add

    def run(self, left: int, right: int = 0) -> int:
        _Adds.calls.append(str(self._add))
        if left < 0:
            raise RuntimeError("below zero")
        return left + right + self._add


def _runner() -> DaskGraphRunner:
    def node(needs: dict[str, str], add: int) -> SchemaNode:
        return SchemaNode(needs, _Adds, "create", "run", {"add": add}, eager=True)  # type: ignore[arg-type]

    nodes = {
        "one": node({"left": "start"}, 1),
        "ten": node({"left": "one"}, 10),
        "hundred": node({"left": "one", "right": "ten"}, 100),
        "beside": node({"left": "start"}, 1000),
    }
    return DaskGraphRunner.create(GraphSchema(nodes), None, ExecutionContext(GraphSchema(nodes)))  # type: ignore[arg-type]


@pytest.mark.parametrize("targets", [["hundred"], ["ten"], ["hundred", "beside"], None])
def test_the_graph_gives_the_same_and_runs_no_node_twice(targets: list[str] | None, cuts: None) -> None:
    runner = _runner()
    _Adds.calls.clear()
    patched = [runner.run({"start": number}, targets) for number in (1, 2)]
    calls = sorted(_Adds.calls)
    speed.undo()
    _Adds.calls.clear()
    assert patched == [runner.run({"start": number}, targets) for number in (1, 2)]
    assert calls == sorted(_Adds.calls)


def test_an_error_in_the_graph_comes_out_as_before(cuts: None) -> None:
    def error() -> tuple[type, str]:
        with pytest.raises(Exception) as caught:
            _runner().run({"start": -1}, ["ten"])
        return type(caught.value), str(caught.value)

    def clash() -> str:
        with pytest.raises(GraphRunError) as caught:
            _runner().run({"start": "ten"}, ["ten"])
        return str(caught.value)

    patched = error(), clash()
    speed.undo()
    assert patched == (error(), clash())


def test_a_copied_slot_is_a_slot_of_its_own(domain: Domain, cuts: None) -> None:
    def copied() -> list[dict[str, Any]]:
        tracker = DialogueStateTracker("anna", domain.slots)
        assert [type(slot) for slot in tracker.slots.values()] == [type(slot) for slot in domain.slots]
        tracker.slots["council"].value = "sefton"
        assert not any(slot is kept for slot, kept in zip(tracker.slots.values(), domain.slots, strict=True))
        return [{**vars(slot)} for slot in (*tracker.slots.values(), *domain.slots)]

    patched = copied()
    speed.undo()
    assert patched == copied() and [row["_value"] for row in patched].count("sefton") == 1


def test_what_is_no_slot_is_copied_as_before(cuts: None) -> None:
    kept = [["a"]]
    assert trackers.copy.copy(kept) == kept and trackers.copy.copy(kept) is not kept
    assert trackers.copy.deepcopy(kept)[0] is not kept[0]


def test_no_slot_has_its_own_way_to_be_copied() -> None:
    own = ("__copy__", "__slots__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__")
    for kind in all_subclasses(Slot):
        assert not [name for name in own if any(name in vars(parent) for parent in kind.__mro__ if parent not in (object, ABC))]


@pytest.mark.parametrize(
    "data", [{}, {"intents": ["greet"]}, {"slots": {"a": {"type": "any", "mappings": [{"type": "custom"}]}}}, {"version": "3.1"}]
)
def test_an_empty_domain_is_empty(data: dict[str, Any], cuts: None) -> None:
    patched = [Domain.from_dict(data).is_empty(), Domain.empty().is_empty()]
    speed.undo()
    assert patched == [Domain.from_dict(data).is_empty(), True]


def test_rasas_own_actions_are_the_same(domain: Domain, cuts: None) -> None:
    endpoints = [EndpointConfig("http://127.0.0.1:1/webhook"), EndpointConfig("http://127.0.0.1:2/webhook"), None]

    def actions() -> list[Any]:
        found = [
            rasa_actions.action_for_name_or_text(name, domain, endpoint)
            for endpoint in endpoints
            for name in ("action_listen", "action_extract_slots", "action_two_stage_fallback", "utter_greet", FORM)
        ]
        return [(type(action), vars(action)) for action in found]

    patched = actions()
    assert patched == actions()
    kept = rasa_actions.default_actions(endpoints[0])
    kept.clear()  # whoever changes the list changes his own
    assert rasa_actions.default_actions(endpoints[0])
    speed.undo()
    assert patched == actions()


def test_rasas_own_actions_remember_nothing() -> None:
    """They may be made once only as long as they hold no more than the endpoint."""
    for action in rasa_actions.default_actions(EndpointConfig("http://127.0.0.1:1/webhook")):
        assert all(isinstance(value, (EndpointConfig, str, bool, type(None))) for value in vars(action).values()), action.name()


def test_rules_that_have_changed_are_read_anew(domain: Domain, cuts: None) -> None:
    policy = _policy(1)
    states = [{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"}}]
    rules = policy.lookup[RULES]
    before = policy._get_possible_keys(rules, states)
    new = json.dumps([{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet", "entities": []}}])
    rules.pop(next(iter(before)))
    rules[new] = "utter_greet"
    assert new in policy._get_possible_keys(rules, states) != before


# Calls to the action server

GOOD: list[Any] = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": None, "timestamp": None}], "responses": [{"text": "x"}]},
    {"events": [{"event": "active_loop", "name": None}, {"event": "followup", "name": "x"}, {"event": "reset_slots"}]},
    {"events": [{"event": "bot", "text": "x", "data": {}, "metadata": {"a": 1}}], "anything": "else"},
]
BAD: list[Any] = [
    None,
    "text",
    [],
    {"events": None},
    {"events": "slot"},
    {"events": [None]},
    {"events": [{}]},
    {"events": [{"event": "no such event"}]},
    {"events": [{"event": 5}]},
    {"events": [{"event": ["slot"]}]},
    {"events": [{"event": "slot"}]},
    {"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": "noon"}]},
    {"events": [{"event": "slot", "name": "a", "value": 1, "metadata": []}]},
    {"events": [{"event": "slot", "name": "a", "value": 1}, {"event": "user", "parse_data": 5}]},
    {"events": [], "responses": {}},
    {"events": [], "responses": ["text"]},
]


def _verdict(result: Any) -> tuple[bool, str]:
    try:
        return RemoteAction("action_x", None)._validate_action_result(result), ""
    except ValidationError as error:
        return False, str(error)


def test_results_are_accepted_and_refused_in_the_same_words(cuts: None) -> None:
    patched = [_verdict(result) for result in (*GOOD, *BAD)]
    speed.undo()
    assert patched == [_verdict(result) for result in (*GOOD, *BAD)]
    assert [accepted for accepted, _ in patched[: len(GOOD)]] == [True] * len(GOOD)
    assert not any(accepted for accepted, _ in patched[len(GOOD) :])


_kinds_of_event = st.sampled_from(sorted({kind.type_name for kind in all_subclasses(Event) if kind.type_name}))
_anything = st.none() | st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=1) | st.just({})
_event_keys = st.sampled_from(["name", "value", "text", "parse_data", "timestamp", "metadata", "data", "policy", "entities"])


@SIDE_BY_SIDE
@given(st.lists(st.builds(lambda kind, more: {"event": kind, **more}, _kinds_of_event, st.dictionaries(_event_keys, _anything))))
def test_any_events_are_accepted_and_refused_alike(events: list[dict[str, Any]]) -> None:
    speed.prepare()
    patched = _verdict({"events": events})
    speed.undo()
    assert patched == _verdict({"events": events})


class _Server:
    """An action server that counts its connections. Where it is told to wait it does not answer before it ends."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._over = asyncio.Event()
        self.connections: set[int] = set()
        self.headers: list[dict[str, str]] = []

    async def __aenter__(self) -> _Server:
        app = web.Application()
        app.router.add_post("/webhook", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        return self

    async def __aexit__(self, *error: Any) -> None:
        self._over.set()
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        self.connections.add(id(request.transport))
        self.headers.append(dict(request.headers))
        if (await request.json()).get("wait"):
            await asyncio.wait_for(self._over.wait(), QUICK)
        reply = web.json_response({"events": []})
        reply.set_cookie("seen", "yes")
        return reply


def _endpoint(port: int) -> EndpointConfig:
    return EndpointConfig(f"http://127.0.0.1:{port}/webhook", headers={"X-Ours": "1"})


def test_calls_share_one_connection_and_nothing_else(cuts: None) -> None:
    async def talk() -> tuple[int, list[dict[str, str]]]:
        endpoint = _endpoint(port := free_port())
        async with _Server(port) as server:
            for _ in range(5):
                assert await endpoint.request(json={}) == {"events": []}
            await speed.close()
            return len(server.connections), server.headers

    connections, headers = asyncio.run(talk())
    assert connections == 1
    assert all(header["X-Ours"] == "1" and "Cookie" not in header for header in headers)


def test_a_restart_of_the_action_server_and_another_event_loop_cost_no_call(cuts: None) -> None:
    port = free_port()
    endpoint = _endpoint(port)

    async def call() -> Any:
        async with _Server(port):
            return await endpoint.request(json={})

    async def restart() -> None:
        for _ in range(3):
            assert await call() == {"events": []}

    asyncio.run(restart())
    asyncio.run(restart())
    asyncio.run(speed.close())
    assert not action_calls._sessions


def test_the_callers_time_limit_holds(cuts: None) -> None:
    async def slow() -> None:
        endpoint = _endpoint(port := free_port())
        async with _Server(port):
            with pytest.raises(asyncio.TimeoutError):
                await endpoint.request(json={"wait": True}, timeout=0.1)
            await speed.close()

    asyncio.run(slow())


def test_no_server_is_the_same_error(cuts: None) -> None:
    import aiohttp

    async def call() -> None:
        with pytest.raises(aiohttp.ClientConnectionError):
            await _endpoint(free_port()).request(json={})
        await speed.close()

    asyncio.run(call())


# Long conversations

_names = st.sampled_from(["action_listen", FORM, "action_answer", "utter_greet", "action_session_start"])
_intents = st.sampled_from(["faq", "nlu_fallback", "affirm", "greet"])
_topics = st.sampled_from(["certificate", "mediation"])


def _user(intent: str, topic: str, typed: bool) -> UserUttered:
    parse_data: dict[str, Any] = {"intent": {"name": intent, "confidence": 1.0}, "entities": [], "text": "words"}
    if intent == "faq" and typed:
        parse_data["response_selector"] = {"faq": {"response": {"intent_response_key": f"faq/{topic}"}, "ranking": [1, 2]}}
    elif intent == "faq":
        parse_data["entities"] = [{"entity": "topic", "value": topic}]
    return UserUttered("words", parse_data["intent"], parse_data["entities"], parse_data, input_channel="rest")


_events = st.one_of(
    st.builds(ActionExecuted, _names),
    st.builds(_user, _intents, _topics, st.booleans()),
    st.builds(DefinePrevUserUtteredFeaturization, st.booleans()),
    st.builds(SlotSet, st.sampled_from(["subject", "requested_slot"]), st.sampled_from([None, "refusal_to_assess", "council"])),
    st.builds(ActiveLoop, st.sampled_from([FORM, None])),
    st.builds(BotUttered, st.just("said"), metadata=st.just({"utter_action": "utter_greet"})),
    st.builds(ActionExecutionRejected, st.just(FORM)),
    st.builds(LoopInterrupted, st.booleans()),
    st.builds(FollowupAction, st.just("action_answer")),
    st.sampled_from([ActionReverted, UserUtteranceReverted, Restarted, SessionStarted, AllSlotsReset]).map(lambda kind: kind()),
)
_turns = st.lists(st.lists(_events, max_size=12), min_size=1, max_size=8)


def _state(tracker: DialogueStateTracker) -> dict[str, Any]:
    """All that makes up a tracker's state, events by identity."""
    state = {name: value for name, value in vars(tracker).items() if not name.startswith("_guide")}
    state["events"] = [id(event) for event in tracker.events]
    state["slots"] = {name: (slot.value, slot.has_been_set, type(slot)) for name, slot in tracker.slots.items()}
    state["latest_message"] = id(tracker.latest_message) if tracker.latest_message.text else None
    state["latest_bot_utterance"] = tracker.latest_bot_utterance.text if tracker.latest_bot_utterance else None
    return state


def _played(turns: list[list[Event]], domain: Domain) -> list[Any]:
    """What the trackers say after each turn; copies of copies too, some of which go their own way."""
    tracker = DialogueStateTracker("anna", domain.slots)
    seen: list[Any] = []
    for turn in turns:
        for event in turn:
            tracker.update(event)
        twin = tracker.copy()
        twin.update(rasa_events.SlotSet("council", "sefton"))
        second = twin.copy()
        formed = FormAction(FORM, None)._temporary_tracker(twin, [SlotSet("council", None)], domain)
        seen.append([_state(tracker), _without_last_ids(twin), _without_last_ids(second), _without_last_ids(formed)])
        seen.append([id(event) for event in tracker.applied_events()])
        seen.append([event.type_name for event in formed.applied_events()])
    return seen


def _without_last_ids(tracker: DialogueStateTracker) -> dict[str, Any]:
    """A tracker's state with its events by kind: those made while playing differ from one playing to the next."""
    return {**_state(tracker), "events": [event.type_name for event in tracker.events]}


@SIDE_BY_SIDE
@given(_turns)
def test_copies_and_what_counts_are_the_same(domain: Domain, turns: list[list[Event]]) -> None:
    speed.prepare()
    patched = _played(turns, domain)
    speed.undo()
    assert patched == _played(turns, domain)


def test_a_form_that_opens_late_counts_as_one_from_the_beginning(domain: Domain, cuts: None) -> None:
    tracker = DialogueStateTracker("anna", domain.slots)
    for event in (ActionExecuted(FORM), _user("faq", "certificate", True), ActionExecuted(FORM)):
        tracker.update(event)
    assert len(tracker.applied_events()) == 3  # nobody knows yet that it is a form
    tracker.update(ActiveLoop(FORM))
    patched = tracker.applied_events()
    speed.undo()
    assert patched == tracker.applied_events() and len(patched) < 4


def test_a_form_may_undo_what_the_state_was_worked_out_from(domain: Domain, short_is_long: None, cuts: None) -> None:
    """More happens between two runs of a form than ``TAIL``."""
    long = [ActionExecuted(FORM), ActiveLoop(FORM), _user("affirm", "certificate", True)]
    long += [SlotSet("subject", f"{number}") for number in range(12)]
    rows = [json.dumps(event.as_dict()) for event in long]
    _read(rows, domain)
    again = _read(
        [*rows, json.dumps(ActionExecuted(FORM).as_dict()), json.dumps(ActionExecuted("action_listen").as_dict())], domain
    )
    patched = long_talks.last_states(again, domain, 2)
    speed.undo()
    assert patched == again.past_states(domain)[-2:]


def _policy(rule_length: int) -> RulePolicy:
    """A rule policy that has learned rules of that length: only what is asked of them here."""
    policy = RulePolicy.__new__(RulePolicy)
    state = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": "faq"}}
    rules = [json.dumps([state] * number) for number in range(1, rule_length + 1)]
    rules += [json.dumps([{}, state]), json.dumps([{"prev_action": {"action_name": FORM}, "active_loop": {"name": FORM}}, state])]
    rules += [json.dumps([{"slots": {"subject": [1.0]}, "prev_action": {"action_name": "action_answer"}}])]
    not_set = {"prev_action": {"action_name": "should_not_be_set"}, "user": {"intent": "should_not_be_set"}}
    other = {**state, "user": {"intent": "greet"}}
    rules += [json.dumps([last]) for last in ({}, {"user": {"intent": "faq"}}, not_set, other, {**state, "user": {}})]
    rules += [json.dumps([{**state, "user": {"intent": "should_not_be_set"}}])]
    rules += [json.dumps([other, {"prev_action": {"action_name": "utter_greet"}, "user": {"intent": "greet"}}])]
    policy.lookup = {RULES: dict.fromkeys(rules, "action_answer"), RULES_FOR_LOOP_UNHAPPY_PATH: {}}
    policy.__dict__["_Policy__featurizer"] = MaxHistoryTrackerFeaturizer()
    return policy


def _decided_once(turns: list[list[Event]]) -> list[Event]:
    """All events, with one decision a message on whether its text or its label counts, as Rasa makes it.

    With two, Rasa's own states depend on how often they were asked for: it marks the message itself.
    """
    kept: list[Event] = []
    decided = False
    for event in (event for turn in turns for event in turn):
        again = decided and isinstance(event, DefinePrevUserUtteredFeaturization)
        decided = not isinstance(event, UserUttered) and (decided or isinstance(event, DefinePrevUserUtteredFeaturization))
        if not again:
            kept.append(event)
    return kept


@SIDE_BY_SIDE
@given(_turns, st.integers(1, 4), st.booleans())
def test_the_same_rules_apply(domain: Domain, turns: list[list[Event]], rule_length: int, by_text: bool) -> None:
    rows = [json.dumps(event.as_dict()) for event in _decided_once(turns)]
    speed.prepare()
    found: list[list[Any]] = []
    for plain in (False, True):
        found.append([])
        if plain:
            speed.undo()
        # Read three times, as it grows, so that what is remembered is used.
        for part in (len(rows) // 2, len(rows) - 1, len(rows)):
            if part > 0:
                tracker = _read(rows[:part], domain)
        if not rows:
            tracker = DialogueStateTracker("anna", domain.slots)
        policy = _policy(rule_length)
        for text_first in (by_text, not by_text, by_text):
            states = policy._prediction_states(tracker, domain, text_first)
            found[-1].append((policy._get_possible_keys(policy.lookup[RULES], states), states[-(rule_length + 1) :]))
            tracker.update(ActionExecuted("utter_greet"))
            tracker.update(_user("greet", "mediation", True))
            again = policy._prediction_states(tracker, domain, text_first)
            found[-1].append(again[-(rule_length + 1) :])
            again.clear()  # whoever changes what was found changes his own
    assert found[0] == found[1]


def _read(rows: list[str], domain: Domain) -> DialogueStateTracker:
    return long_talks.tracker_of("anna", rows, domain.slots)


@pytest.fixture
def short_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short conversations are remembered as if they were long."""
    monkeypatch.setattr(long_talks, "LONG", 1)
    monkeypatch.setattr(long_talks, "TAIL", 5)


test_the_same_rules_apply = pytest.mark.usefixtures("short_is_long")(test_the_same_rules_apply)


def _talk(turns: int, said: str = "words") -> list[str]:
    """The stored rows of a conversation."""
    rows: list[Event] = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
    for number in range(turns):
        rows += [UserUttered(f"{said} {number}", {"name": "affirm"}), SlotSet("subject", f"{said} {number}")]
        rows += [ActionExecuted("action_answer"), BotUttered("answer"), ActionExecuted("action_listen")]
    return [json.dumps(row.as_dict()) for row in rows]


def _plain(rows: list[str], domain: Domain) -> DialogueStateTracker:
    return DialogueStateTracker.from_dict("anna", [json.loads(row) for row in rows], domain.slots)


def _same(tracker: DialogueStateTracker, other: DialogueStateTracker) -> bool:
    return [e.as_dict() for e in tracker.events] == [e.as_dict() for e in other.events] and (
        tracker.current_slot_values() == other.current_slot_values()
    )


def test_a_conversation_is_read_as_it_is_stored(domain: Domain, cuts: None) -> None:
    rows = _talk(60)
    for count in (20, 100, 150, 151, 151, 303):
        assert _same(_read(rows[:count], domain), _plain(rows[:count], domain))
    other = _talk(60, "other words")
    assert _same(_read(other, domain), _plain(other, domain))  # the same name, another conversation
    assert _same(_read(rows[:150], domain), _plain(rows[:150], domain))  # rows are gone
    changed = [*rows[:80], rows[80].replace("words", "swords"), *rows[81:]]
    assert _same(_read(changed, domain), _plain(changed, domain))


def test_what_a_turn_that_failed_did_is_not_remembered(domain: Domain, cuts: None) -> None:
    rows = _talk(60)
    tracker = _read(rows, domain)
    tracker.update(SlotSet("subject", "never stored"))
    assert _same(_read(rows, domain), _plain(rows, domain))


def test_a_deleted_conversation_is_not_held_in_memory(domain: Domain, cuts: None) -> None:
    _read(_talk(60, "planted"), domain)
    assert "planted" in str([talk.rows for talk in long_talks._talks.values()])
    long_talks.forget("anna")
    long_talks.forget("nobody")
    assert not long_talks._talks


def test_memory_is_bounded_by_size_and_by_time(domain: Domain, cuts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_talks, "REMEMBERED", 1000)
    for number in range(10):
        long_talks.tracker_of(f"parent {number}", _talk(60), domain.slots)
    assert list(long_talks._talks) == ["parent 7", "parent 8", "parent 9"]
    later = time.monotonic() + long_talks.IDLE_SECONDS + 1
    monkeypatch.setattr(long_talks.time, "monotonic", lambda: later)
    long_talks.tracker_of("parent 10", _talk(60), domain.slots)
    assert list(long_talks._talks) == ["parent 10"]


def test_short_conversations_are_not_held_in_memory(domain: Domain, cuts: None) -> None:
    rows = _talk(5)
    assert _same(_read(rows, domain), _plain(rows, domain))
    assert not long_talks._talks


# What actions read


@SIDE_BY_SIDE
@given(_turns)
def test_actions_read_the_same_from_what_is_sent(domain: Domain, turns: list[list[Event]]) -> None:
    tracker = DialogueStateTracker("anna", domain.slots)
    for event in (event for turn in turns for event in turn):
        tracker.update(event)
    whole = [event.as_dict() for event in tracker.events]
    sent = action_calls.events_read(tracker)
    for topic in ("certificate", "mediation"):
        assert times_asked_before(sent, topic) == times_asked_before(whole, topic)
    assert times_in_a_row(sent) == times_in_a_row(whole)
    whole_talk, sent_talk = SimpleNamespace(events=whole), SimpleNamespace(events=sent)
    assert said_since(sent_talk) == said_since(whole_talk)  # type: ignore[arg-type]
    assert question_in_between(sent_talk) == question_in_between(whole_talk)  # type: ignore[arg-type]


def test_the_call_is_small_however_long_the_conversation(domain: Domain, cuts: None) -> None:
    endpoint = EndpointConfig("http://127.0.0.1/webhook", enable_selective_domain=True)
    action = RemoteAction("action_answer", endpoint)
    tracker = _plain(_talk(300), domain)
    patched = action._action_call_format(tracker, domain)
    speed.undo()
    plain = action._action_call_format(tracker, domain)
    assert {**patched["tracker"], "events": []} == {**plain["tracker"], "events": []}
    assert {key: value for key, value in patched.items() if key != "tracker"} == {
        key: value for key, value in plain.items() if key != "tracker"
    }
    assert len(json.dumps(patched)) < len(json.dumps(plain)) / 5


@pytest.mark.parametrize("selective", [True, False])
def test_the_domain_is_sent_only_where_it_is_always_wanted(selective: bool, domain: Domain, cuts: None) -> None:
    endpoint = EndpointConfig("http://127.0.0.1/webhook", enable_selective_domain=selective)
    tracker = _plain(_talk(1), domain)
    for name in (f"validate_{FORM}", "action_answer"):
        assert ("domain" in RemoteAction(name, endpoint)._action_call_format(tracker, domain)) is not selective
    speed.undo()
    assert "domain" in RemoteAction(f"validate_{FORM}", endpoint)._action_call_format(tracker, domain)


def test_no_action_reads_the_domain() -> None:
    """Which is why it need not be sent."""
    for module in pkgutil.walk_packages(actions.__path__, "actions."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    ours = [kind for kind in all_subclasses(Action) if kind.__module__.startswith("actions.") and kind is not GuardedAction]
    assert len(ours) > 5
    for kind in ours:
        assert issubclass(kind, GuardedAction)
        assert kind.run is GuardedAction.run
    assert "domain" not in inspect.getsource(GuardedAction.run).partition(":")[2].partition("->")[2]


def test_only_these_parts_of_the_actions_read_events() -> None:
    """Whoever reads more of the conversation in an action has to see to it that it is sent (``action_calls.events_read``)."""
    readers = {
        path.name
        for path in Path("actions").rglob("*.py")
        if "tracker.events" in path.read_text(encoding="utf-8") or "trigger_message" in path.read_text(encoding="utf-8")
    }
    readers_known = {"choosing.py", "form.py", "misunderstanding.py", "next_step.py", "questions.py", "starting_over.py"}
    assert readers == readers_known | {"typed_choice.py"}
