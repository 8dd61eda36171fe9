"""Start again: everything that was said is forgotten."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset, EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict


class ActionStartOver(Action):
    """Clears the facts and closes the form."""

    def name(self) -> str:
        return "action_start_over"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say so, and clear."""
        dispatcher.utter_message(response="utter_started_over")
        return [AllSlotsReset(), ActiveLoop(None)]
