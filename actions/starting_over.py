"""Start again: everything that was said is forgotten."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset, EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.clock import today
from actions.guarded import GuardedAction
from actions.memory import payload
from actions.rules import Facts, determine
from actions.turn import take_in
from actions.typed_choice import place_named


class ActionStartOver(GuardedAction):
    """Clears the facts and closes the form."""

    def name(self) -> str:
        return "action_start_over"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say so, and clear; "the first one" chooses among answers, and clears nothing."""
        if place_named((tracker.latest_message.get("text") or "").strip()) is not None:
            return [*take_in(tracker).events, FollowupAction("disagreement_form")]
        dispatcher.utter_message(response="utter_started_over")
        dispatcher.utter_message(json_message=payload(Facts(), determine(Facts(), today())))
        return [AllSlotsReset(), ActiveLoop(None)]
