"""Where the family lives, as they said it: only the law of England is known here."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from actions.memory import OUTSIDE
from nlu.england import OUTPUT

_SHORT = 6  # words; an English council named in so few is where they live


def lives_outside(tracker: Tracker) -> bool:
    """Whether the family lives outside England, after the last message: what was said holds until it is taken back."""
    message = tracker.latest_message
    if (message.get("intent") or {}).get("name") == OUTSIDE:
        return True
    where = _where(message)
    told = bool(tracker.get_slot(OUTSIDE))
    if where in ("outside", "inside"):
        return where == "outside"
    return told and not _names_a_council(message)


def _where(message: dict[str, Any]) -> str | None:
    tapped = (e.get("value") for e in message.get("entities") or [] if e.get("entity") == OUTPUT)
    return next(tapped, message.get(OUTPUT))


def _names_a_council(message: dict[str, Any]) -> bool:
    """Whether a short message names an English council, and no more."""
    named = any(e.get("entity") == "council" for e in message.get("entities") or [])
    return named and len((message.get("text") or "").split()) <= _SHORT and message.get(OUTPUT) is None
