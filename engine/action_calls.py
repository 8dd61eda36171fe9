"""Calls to the action server: one connection, a reply checked by a schema that is read once, and of the talk what is read there.

The connection is kept for ``IDLE`` seconds, less than the 5 after which the action server closes it, so that no call meets a
closed one. After a restart of the action server, or in another event loop, a new one is made.
"""

from __future__ import annotations

import asyncio
import copy
import dataclasses
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import takewhile
from typing import Any

import aiohttp
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import DEFAULT_REQUEST_TIMEOUT, EndpointConfig

from engine.cut import Cut

IDLE = 3.0  # seconds
_LABEL = "_guide_label"

_sessions: dict[int, tuple[asyncio.AbstractEventLoop, EndpointConfig, aiohttp.ClientSession]] = {}


def schema_read_once(original: Callable[..., bool]) -> Any:
    """Rasa checks its constant schema against the schema of schemas for each reply, and each event against all 23 forms.

    That is most of the time of a turn with an action. Of the forms only the one with the event's own name can fit.
    """
    schema = RemoteAction.action_response_format_spec()
    reader = validator_for(schema)
    reader.check_schema(schema)
    whole = _without(schema, "events")
    plain = _without(schema["properties"]["events"]["items"], "oneOf")
    kinds = Counter(_kind(form) for form in schema["properties"]["events"]["items"]["oneOf"])
    forms = {_kind(form): reader(form) for form in schema["properties"]["events"]["items"]["oneOf"] if kinds[_kind(form)] == 1}
    whole_reader, plain_reader = reader(whole), reader(plain)

    def fits(event: Any) -> bool:
        form = forms.get(str(event.get("event"))) if isinstance(event, dict) else None
        return form is not None and plain_reader.is_valid(event) and form.is_valid(event)

    def validate(self: RemoteAction, result: Any) -> bool:
        events = result.get("events", []) if isinstance(result, dict) else None
        if isinstance(events, list) and all(map(fits, events)) and whole_reader.is_valid(result):
            return True
        return original(self, result)  # which says what is wrong

    return validate


def _without(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """A schema less one of its properties or keywords."""
    less = {key: value for key, value in schema.items() if key != name}
    if "properties" in less:
        less["properties"] = {key: value for key, value in less["properties"].items() if key != name}
    return less


def _kind(form: dict[str, Any]) -> str:
    """The name of the one kind of event that a form in the schema allows."""
    kind: str = form["properties"]["event"]["const"]
    return kind


def one_connection(original: Callable[[EndpointConfig], aiohttp.ClientSession]) -> Any:
    """Rasa opens a session, and so a connection, for each call, and closes it."""

    @asynccontextmanager
    async def session(self: EndpointConfig) -> AsyncIterator[aiohttp.ClientSession]:
        yield _session_of(self)

    return session


def _session_of(endpoint: EndpointConfig) -> aiohttp.ClientSession:
    loop = asyncio.get_running_loop()
    kept = _sessions.get(id(endpoint))
    if kept and kept[0] is loop and kept[1] is endpoint and not kept[2].closed:
        return kept[2]
    if kept:
        _drop(id(endpoint))
    auth = aiohttp.BasicAuth(endpoint.basic_auth["username"], endpoint.basic_auth["password"]) if endpoint.basic_auth else None
    session = aiohttp.ClientSession(
        headers=endpoint.headers,
        auth=auth,
        timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
        connector=aiohttp.TCPConnector(keepalive_timeout=IDLE),
        cookie_jar=aiohttp.DummyCookieJar(),  # a session for one call remembers none either
    )
    _sessions[id(endpoint)] = (loop, endpoint, session)
    return session


def _drop(key: int) -> None:
    """Let go of a session whose loop has ended: its connector can no longer be awaited."""
    _, _, session = _sessions.pop(key)
    if session.connector is not None and not session.connector.closed:
        session.connector._close()
    session.detach()


async def close() -> None:
    """Close the connections of this event loop, and let go of those of others."""
    for key, (loop, _, session) in list(_sessions.items()):
        if loop is asyncio.get_running_loop():
            await session.close()
            _sessions.pop(key)
        else:
            _drop(key)


def what_actions_read(original: Callable[..., dict[str, Any]]) -> Any:
    """With each call Rasa sends every event of the conversation, in full; here what actions read of them (``events_read``).

    To a form's validation it sends the domain as well, 150 KB, which our actions are not even given (``GuardedAction``).
    """

    def action_call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        call = original(self, _WithoutEvents(tracker), domain)
        call["tracker"]["events"] = events_read(tracker)
        if self._is_selective_domain_enabled():
            call.pop("domain", None)
        return call

    return action_call_format


class _WithoutEvents:
    """A tracker that tells its state without the events, and without a copy of the message that opened the form."""

    def __init__(self, tracker: DialogueStateTracker) -> None:
        self.sender_id = tracker.sender_id
        self._tracker = copy.copy(tracker)
        if tracker.active_loop is not None:
            self._tracker.active_loop = dataclasses.replace(tracker.active_loop, trigger_message=None)

    def current_state(self, event_verbosity: EventVerbosity) -> dict[str, Any]:
        state: dict[str, Any] = self._tracker.current_state(EventVerbosity.NONE)
        return state


def events_read(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """Of each message its label, what the last one could choose from, and all that came after it.

    The last message in full is ``latest_message``.
    """
    turn = [event.as_dict() for event in takewhile(lambda event: type(event) is not UserUttered, reversed(tracker.events))]
    messages = [event for event in tracker.events if type(event) is UserUttered]
    labels = [_label_of(message) for message in messages]
    return [*labels[:-1], *_offered_before(tracker), *labels[-1:], *reversed(turn)]


def _offered_before(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The suggested answers before the last message, as ``actions.typed_choice`` reads them."""
    messages = 0
    for event in reversed(tracker.events):
        messages += type(event) is UserUttered
        if messages > 1:
            break
        if messages and type(event) is BotUttered and (buttons := event.data.get("buttons")):
            return [{"event": event.type_name, "data": {"buttons": buttons}}]
    return []


def _label_of(message: UserUttered) -> dict[str, Any]:
    """A message as ``actions.questions.topic_of`` and ``actions.misunderstanding.times_in_a_row`` read it."""
    label: dict[str, Any] | None = message.__dict__.get(_LABEL)
    if label is None:
        read = message.parse_data or {}
        name = (read.get("intent") or {}).get("name")
        parse_data: dict[str, Any] = {"intent": {"name": name}}
        if topics := [entity for entity in read.get("entities") or [] if entity.get("entity") == "topic"]:
            parse_data["entities"] = topics
        found = (read.get("response_selector") or {}).get(name) or {}
        if key := (found.get("response") or {}).get("intent_response_key"):
            parse_data["response_selector"] = {name: {"response": {"intent_response_key": key}}}
        label = message.__dict__[_LABEL] = {"event": message.type_name, "parse_data": parse_data}
    return label


CUTS = (
    Cut(RemoteAction, "_validate_action_result", schema_read_once),
    Cut(RemoteAction, "_action_call_format", what_actions_read),
    Cut(EndpointConfig, "session", one_connection),
)
