"""The base of actions that speak of the law: to a family outside England they do not."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.england import lives_outside
from actions.guarded import GuardedAction
from actions.memory import OUTSIDE
from actions.turn import take_in


def say_england_only(tracker: Tracker, dispatcher: CollectingDispatcher) -> None:
    """That only the law of England is known: at length the first time."""
    told = bool(tracker.get_slot(OUTSIDE))
    dispatcher.utter_message(response="utter_outside_england_still" if told else "utter_outside_england")


class EnglandOnly(GuardedAction):
    """An action that is not taken for a family outside England. What they tell is kept, for who lives in England after all."""

    def instead(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Outside England: keep what was told, and say that no date here holds there."""
        if not lives_outside(tracker):
            return None
        turn = take_in(tracker)
        say_england_only(tracker, dispatcher)
        return turn.events
