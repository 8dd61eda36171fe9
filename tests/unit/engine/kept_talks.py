"""What is said in the conversations that the tests of the store keep."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


def message(text: str, at: float, intent: str = "inform", **parsed: Any) -> UserUttered:
    """A message as the pipeline leaves it: with much that only its own turn reads."""
    ranking = [{"name": f"label_{n}", "confidence": 0.01} for n in range(70)]
    data = {
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [{"entity": "date", "value": text[:8], "start": 0, "end": 8, "role": "decision"}],
        "text": text,
        "text_tokens": [[n, n + 1] for n in range(50)],
        "intent_ranking": ranking,
        "label_ranking": ranking,
        "letter": {"words": text},
        **parsed,
    }
    return UserUttered(text, data["intent"], data["entities"], data, timestamp=at, input_channel="rest")


def say(tracker: DialogueStateTracker, text: str, at: float, asked: str | None = None) -> None:
    """A turn more."""
    tracker.update(message(text, at))
    tracker.update(ActionExecuted("utter_ask", timestamp=at))
    tracker.update(BotUttered(f"You said: {text}", {"buttons": None}, {"utter_action": "utter_ask", "said": text}, at))
    tracker.update(SlotSet("requested_slot", asked, timestamp=at))
    tracker.update(ActionExecuted("action_listen", timestamp=at))
