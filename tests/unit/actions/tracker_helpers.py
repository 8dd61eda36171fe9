"""What the tests of the actions share: trackers as the action server gets them, made by hand."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

TODAY = date(2026, 5, 1)  # a Friday


def tracker(
    text: str = "",
    intent: str = "inform",
    entities: list[dict[str, Any]] | None = None,
    events: list[dict[str, Any]] | None = None,
    message: dict[str, Any] | None = None,
    **slots: Any,
) -> Tracker:
    """A conversation whose last message is this one; ``message`` adds what the pipeline found beside intent and entities."""
    said = {"text": text, "intent": {"name": intent}, "entities": entities or [], **(message or {})}
    loop = {"name": "disagreement_form"} if slots.get("requested_slot") else {}
    default_events = [{"event": "user", "parse_data": said}]
    return Tracker("someone", slots, said, default_events if events is None else events, False, None, loop, "action_listen")


def on(phrase: str, role: str | None = None, text: str = "") -> dict[str, Any]:
    """A date entity; its place is where the phrase stands in ``text``."""
    start = max(text.find(phrase), 0)
    entity = {"entity": "date", "value": phrase, "start": start, "end": start + len(phrase)}
    return {**entity, "role": role} if role else entity


def entity(name: str, value: str) -> dict[str, Any]:
    """An entity that is no date."""
    return {"entity": name, "value": value}


def run(action: Action, conversation: Tracker) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Run an action: its messages, and the slots that it sets."""
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, conversation, {}))
    return dispatcher.messages, {e["name"]: e["value"] for e in events if e["event"] == "slot"}


def responses(messages: list[dict[str, Any]]) -> list[str]:
    """The responses said, in order."""
    return [m["response"] for m in messages if m.get("response")]
