"""What is felt, met before anything else is said: urgent help, kind words, or one kind sentence."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from nlu.feelings import OUTPUT, Feeling, feelings

MOST = 2  # kind sentences in a conversation; more would be a habit


def feeling_of(message: dict[str, Any]) -> Feeling | None:
    """What a message says of the person's state (``nlu/feelings.py``)."""
    return next((feeling for feeling in feelings() if feeling.name == message.get(OUTPUT)), None)


def urgent(message: dict[str, Any]) -> Feeling | None:
    """The danger that a message speaks of, None where it speaks of none."""
    feeling = feeling_of(message)
    return feeling if feeling and feeling.strength == "urgent" else None


def say_feeling(tracker: Tracker, dispatcher: CollectingDispatcher) -> None:
    """The kind words that fit, before an answer; those for mere weariness at most ``MOST`` times in a conversation."""
    feeling = feeling_of(tracker.latest_message)
    if feeling and (feeling.strength != "mild" or _times_said(tracker.events, response_of(feeling)) < MOST):
        dispatcher.utter_message(response=response_of(feeling))


def response_of(feeling: Feeling) -> str:
    """The response that meets a feeling."""
    return f"utter_feeling_{feeling.name}"


def _times_said(events: list[dict[str, Any]], response: str) -> int:
    return sum(e["event"] == "bot" and (e.get("metadata") or {}).get("utter_action") == response for e in events)
