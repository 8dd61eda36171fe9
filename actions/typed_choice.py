"""A suggested answer that is typed instead of tapped: its number ("2", "the second one", "the last"), or its very words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

_NUMBERS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL = re.compile(
    rf"^\W*(?:the |it'?s (?:the )?|i (?:choose|pick|mean|want) (?:the )?)?(?:(?:number|no\.?|nr\.?|option|answer|choice) ?)?"
    rf"(?:(?P<digits>10|[1-9])(?:st|nd|rd|th)?|(?P<word>{'|'.join(_NUMBERS)})|(?P<ends>last|bottom|top))"
    rf"(?: (?:one|option|answer|choice))?(?: (?:please|pls|thanks))?\W*$",
    re.I,
)


@dataclass(frozen=True)
class Choice:
    """What the suggested answer sends: its intent and its entities."""

    intent: str
    entities: list[dict[str, Any]]

    def value(self, entity: str) -> Any:
        """The value of an entity, None where it has none."""
        return next((e["value"] for e in self.entities if e["entity"] == entity), None)


def place_named(text: str) -> int | None:
    """Which of a list a text names, from 0, -1 for the last; None where it says anything else."""
    match = _ORDINAL.match(text)
    if not match:
        return None
    if match["ends"]:
        return 0 if match["ends"].lower() == "top" else -1
    return int(match["digits"]) - 1 if match["digits"] else _NUMBERS.index(match["word"].lower())


def typed_choice(tracker: Tracker) -> Choice | None:
    """The suggested answer of the reply before that the last message names; None where it names none."""
    text = (tracker.latest_message.get("text") or "").strip()
    offered = offered_before(tracker.events)
    if not offered or text.startswith("/"):
        return None
    place = place_named(text)
    if place is not None:
        return _choice(offered[place]) if place < len(offered) else None
    same = [button for button in offered if button.get("title", "").lower().strip(" .") == text.lower().strip(" .")]
    return _choice(same[0]) if same else None


def offered_before(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The suggested answers of the reply before the last message."""
    before_it = False
    for event in reversed(events):
        if event["event"] == "user":
            if before_it:
                return []
            before_it = True
        elif before_it and event["event"] == "bot" and (buttons := (event.get("data") or {}).get("buttons")):
            return list(buttons)
    return []


def _choice(button: dict[str, Any]) -> Choice | None:
    payload = re.match(r"/(\w+)(\{.*\})?$", button.get("payload") or "")
    if not payload:
        return None
    values = json.loads(payload[2]) if payload[2] else {}
    return Choice(payload[1], [{"entity": name, "value": value} for name, value in values.items()])
