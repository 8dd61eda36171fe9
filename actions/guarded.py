"""The base of our actions: one that fails tells the person so, and says nothing else.

Left to itself, the action server would answer a failure with the whole conversation in the body, and Rasa would log it.
"""

from __future__ import annotations

import logging
import traceback
from abc import ABC, abstractmethod

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.memory import ASKED

logger = logging.getLogger(__name__)


class GuardedAction(Action, ABC):
    """An action whose failure is logged by its place in the code alone, never with what was said."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Act; after a failure the person is told, and nothing is changed."""
        try:
            instead = self.instead(dispatcher, tracker)
            events = await self.act(dispatcher, tracker) if instead is None else instead
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            logger.error("%s failed: %s in %s, line %s", self.name(), type(error).__name__, place.name, place.lineno)
            dispatcher.messages.clear()
            dispatcher.utter_message(response="utter_trouble")
            return self.after_failure()
        if events or dispatcher.messages:
            return events
        # One that leaves neither words nor events is taken for one that failed (policies/guide_rule_policy.py).
        return [SlotSet(ASKED, tracker.get_slot(ASKED))]

    def after_failure(self) -> list[EventType]:
        """Events to go on with after a failure."""
        return []

    def instead(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Events of what is done in place of the action; None where it may act."""
        return None

    @abstractmethod
    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """What the action does: say something through the dispatcher, and return events. The form, if open, goes on after it."""
