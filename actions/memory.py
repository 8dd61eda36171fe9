"""Between slots and facts: what the conversation has established so far."""

from __future__ import annotations

import os
from dataclasses import fields
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.asking import CHOICE, PAUSE
from actions.rules import Determination, Facts, FactsError
from councils import Council, councils
from nlu.council_names import council_keys

FACT_NAMES = tuple(field.name for field in fields(Facts))
DECLINED = "declined"  # facts that the person was asked for and does not have
TOLD = "told"  # what the person has been told: {"facts": …, "answer": …, "lately": the date given last}
KIND_WORDS = "kind_words"  # how often weariness was met with a kind sentence
OTHER_MATTER = "other_matter"  # a second subject that was named and left for later
YOUNG_SPEAKER = "young_speaker"  # True once the young person is known to be the one who writes
STANDING = "standing"  # where the person stands, as ``actions.standing`` has it
ASKED = "asked"  # the fact asked for before a breath or a choice
ASKED_TO_FORGET = "asked_to_forget"  # whether it was asked if everything is to be forgotten
OUTSIDE = "outside_england"  # True once the family said that they live outside England; also the intent that says so
START_OVER = "start_over"  # the intent after which that is asked
NOT_THE_PARENT = "not_the_parent"  # True once somebody other than a parent writes; also the situation that says so
SPOKEN_OF = "spoken_of"  # what was named last, as ``nlu.spoken_of`` has it
COUNCIL_ASKED = "council_asked"  # True once the council was asked for
MISSED = "missed"  # how many messages in a row were met with "I did not understand"
LETTER_SAYS = "letter_says"  # deadlines that a confirmed letter gives: {"appeal_by": ISO date or None, "contact_adviser_by": …}
# Slot LETTER_CHECK holds a letter to be confirmed, as nlu/letter.py reads it.
# Slot DATE_CHECK holds a date to be confirmed: {"fact": …, "days": [ISO dates], "reason": …}, with "then" the one after it


def facts_of(tracker: Tracker) -> Facts:
    """The facts in the slots. A council that the installation is for (``GUIDE_COUNCIL``) stands in where none was named."""
    values = {name: value for name in FACT_NAMES if possible(name, value := tracker.get_slot(name))}
    values["council"] = values.get("council") or os.environ.get("GUIDE_COUNCIL") or None
    return Facts.from_text(values)


def possible(name: str, value: Any) -> bool:
    """Whether a fact can have that value: a typed "/inform{…}" may put anything into a slot."""
    if value is None:
        return True
    if name == "council":
        return isinstance(value, str) and (value in councils() or value in council_keys())
    try:
        Facts.from_text({name: value})
    except FactsError:
        return False
    return True


def asked_of(tracker: Tracker) -> str | None:
    """The fact that was asked for last, also where a breath or a choice came in between."""
    requested: str | None = tracker.get_slot("requested_slot")
    return tracker.get_slot(ASKED) if requested in (PAUSE, CHOICE) else requested


def last_given(tracker: Tracker) -> str | None:
    """The date among the facts that was told last, None where none was, or several at once."""
    told: dict[str, Any] = tracker.get_slot(TOLD) or {}
    return told.get("lately")


def facts_told(tracker: Tracker) -> dict[str, Any]:
    """The facts that the person was told last, by name; empty before the first."""
    return (tracker.get_slot(TOLD) or {}).get("facts") or {}


def subject_told(tracker: Tracker) -> str | None:
    """The subject that the person was told last, None before the first."""
    return facts_told(tracker).get("subject")


def council_of(facts: Facts) -> Council | None:
    """The council's file, None where no council is known or it has no file."""
    return councils().get(facts.council or "")


def slots_of(facts: Facts, before: Facts) -> list[EventType]:
    """Slot events for the facts that changed."""
    old, new = before.to_dict(), facts.to_dict()
    return [SlotSet(name, value) for name, value in new.items() if value != old[name]]


def payload(facts: Facts, found: Determination) -> dict[str, Any]:
    """The result as data, for any door: ``{"guide": {"facts": …, "determination": …}}``."""
    determination = found.to_dict() if facts.subject else None
    return {"guide": {"facts": facts.to_dict(), "determination": determination}}


def said_since_start(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is known of the messages since everything was to be forgotten, the last one included.

    Of earlier messages an action knows the labels alone (``engine/action_calls.py``).
    """
    said = [event["parse_data"] for event in events if event["event"] == "user" and event.get("parse_data")]
    starts = [place for place, message in enumerate(said) if (message.get("intent") or {}).get("name") == START_OVER]
    return said[starts[-1] + 1 :] if starts else said
