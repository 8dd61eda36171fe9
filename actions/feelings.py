"""What is felt, met before anything else is said: urgent help, kind words, or one kind sentence."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.memory import KIND_WORDS
from nlu.feelings import OUTPUT, Feeling, feelings

MOST = 2  # kind sentences in a conversation; more would be a habit


def feeling_of(message: dict[str, Any]) -> Feeling | None:
    """What a message says of the person's state (``nlu/feelings.py``)."""
    return next((feeling for feeling in feelings() if feeling.name == message.get(OUTPUT)), None)


def urgent(message: dict[str, Any]) -> Feeling | None:
    """The danger that a message speaks of, None where it speaks of none."""
    feeling = feeling_of(message)
    return feeling if feeling and feeling.strength == "urgent" else None


def say_feeling(tracker: Tracker, dispatcher: CollectingDispatcher) -> list[EventType]:
    """The kind words that fit, before an answer; those for mere weariness at most ``MOST`` times in a conversation."""
    feeling = feeling_of(tracker.latest_message)
    times = tracker.get_slot(KIND_WORDS) or 0
    if feeling is None or (feeling.strength == "mild" and times >= MOST):
        return []
    dispatcher.utter_message(response=response_of(feeling))
    return [SlotSet(KIND_WORDS, times + 1)] if feeling.strength == "mild" else []


def response_of(feeling: Feeling) -> str:
    """The response that meets a feeling."""
    return f"utter_feeling_{feeling.name}"
