"""Start again: everything that was said is forgotten. Where something is known, that is asked first."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import DATE_CHECK, LETTER_CHECK
from actions.clock import today
from actions.guarded import GuardedAction
from actions.memory import ASKED_TO_FORGET, FACT_NAMES, START_OVER, payload
from actions.rules import Facts, determine
from actions.turn import take_in
from actions.typed_choice import place_named

# What a yes or a no means where nothing is asked, as in data/rules.yml.
_TO_NOTHING = {"affirm": "action_go_on", "deny": "action_nothing_else"}


def something_known(tracker: Tracker) -> bool:
    """Whether anything would be lost: a fact, or a letter or date that is to be confirmed."""
    return any(tracker.get_slot(name) is not None for name in (*FACT_NAMES, DATE_CHECK, LETTER_CHECK))


def asked_last(events: list[dict[str, Any]]) -> bool:
    """Whether the last message answers the question: the one before it was the wish to start again."""
    said = [event.get("parse_data") or {} for event in events if event["event"] == "user"]
    return len(said) > 1 and (said[-2].get("intent") or {}).get("name") == START_OVER


class ActionStartOver(GuardedAction):
    """Asks, once, whether everything is to be forgotten; a yes (or the same wish again) clears the facts and closes the form."""

    def name(self) -> str:
        return "action_start_over"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Ask, or clear, or go on as it was; "the first one" chooses among answers, and clears nothing."""
        if place_named((tracker.latest_message.get("text") or "").strip()) is not None:
            return [*take_in(tracker).events, FollowupAction("disagreement_form")]
        intent = (tracker.latest_message.get("intent") or {}).get("name")
        asked = tracker.get_slot(ASKED_TO_FORGET) is True and asked_last(tracker.events)
        if intent != START_OVER and not asked:
            # Something was said in between ("thank you"), so this is no answer to that question any more.
            return [SlotSet(ASKED_TO_FORGET, None), FollowupAction(_TO_NOTHING.get(intent or "", "action_go_on"))]
        if intent == "deny":
            dispatcher.utter_message(response="utter_nothing_forgotten")
            return [SlotSet(ASKED_TO_FORGET, None)]
        if not asked and something_known(tracker):
            dispatcher.utter_message(response="utter_forget_everything")
            return [SlotSet(ASKED_TO_FORGET, True)]
        dispatcher.utter_message(response="utter_started_over")
        dispatcher.utter_message(json_message=payload(Facts(), determine(Facts(), today())))
        return [AllSlotsReset(), ActiveLoop(None)]
