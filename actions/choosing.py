"""Choices between likely matters, and what is said where a bare yes, no or "I don't know" names none of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.plan_in_words import ASSESS_OR_ISSUE
from actions.rules import Facts, determine
from actions.say import Say
from actions.typed_choice import offered_before
from actions.wording import meaning, shown


def subject_choices(subjects: list[str]) -> list[dict[str, str]]:
    """Suggested answers for matters that are likely and not sure."""
    return [*({"title": meaning(subject), "payload": f"/{subject}"} for subject in subjects), none_of_these()]


def which_of(subjects: list[str]) -> str:
    """The question before such choices."""
    return "utter_which_refusal" if tuple(subjects) == ASSESS_OR_ISSUE else "utter_did_you_mean"


def none_of_these() -> dict[str, str]:
    """The way out of every choice."""
    return {"title": meaning("none_of_these"), "payload": "/none_of_these"}


def choice_before(events: list[dict[str, Any]]) -> str | None:
    """The response with choices in the reply before the last message, by what it offered; None where that had none."""
    payloads = [button.get("payload") for button in offered_before(events)]
    if not payloads or payloads[-1] != none_of_these()["payload"]:
        return None
    return which_of([str(payload).removeprefix("/") for payload in payloads[:-1]])


def say_choice_again(tracker: Tracker, facts: Facts, dispatcher: CollectingDispatcher, today: date) -> bool:
    """What helps to choose, where a choice was asked for and the last message makes none; whether it was so.

    Args:
        tracker: the conversation; ``facts``: what is known.
        dispatcher: says it; ``today``: the day it is.
    """
    choice = choice_before(tracker.events)
    intent = (tracker.latest_message.get("intent") or {}).get("name")
    if choice is None:
        return False
    if choice == "utter_which_refusal":
        for say in same_for_both(facts, today):
            dispatcher.utter_message(response=say.response, **say.values)
        dispatcher.utter_message(response="utter_which_refusal_help", buttons=offered_before(tracker.events))
    elif intent == "affirm":
        dispatcher.utter_message(response="utter_choose_one", buttons=offered_before(tracker.events))
    else:
        dispatcher.utter_message(response="utter_say_it_differently")
    return True


def same_for_both(facts: Facts, today: date) -> list[Say]:
    """The last day, where it does not hang on which of the two refusals it is and has not passed."""
    both = [determine(facts.with_(subject=subject), today) for subject in ASSESS_OR_ISSUE]
    last_days = {found.appeal.last_day for found in both}
    ring_by = both[0].certificate.contact_adviser_by if not facts.adviser_contacted_on else None
    last_day = last_days.pop() if len(last_days) == 1 else None
    if last_day is None or last_day < today or facts.certificate_date:
        return []
    ring = [Say("utter_then_ring", {"ring_by": shown(ring_by)})] if ring_by and ring_by >= today else []
    return [Say("utter_which_refusal_date", {"last_day": shown(last_day)}), *ring]
