""" "Why do you ask?" and "how do you get that date?"."""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import sources
from actions.england_only import EnglandOnly
from actions.memory import TOLD, asked_of
from actions.rules.describe import sum_line
from actions.say import Say
from actions.turn import take_in
from actions.wording import has


def _say(dispatcher: CollectingDispatcher, say: Say) -> None:
    dispatcher.utter_message(response=say.response, **say.values)


class ActionExplain(EnglandOnly):
    """While something is asked: why. Otherwise: the sum of the date, and the sources of the answer."""

    def name(self) -> str:
        return "action_explain"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Explain the open question, else the answer given, else what the guide is."""
        turn = take_in(tracker, listen=False)
        asked = asked_of(tracker)
        text = (tracker.latest_message.get("text") or "").lower()
        why_asked = asked is not None and re.search(r"\bwhy\b.*\b(?:ask|asking|need|want|know)\b", text)
        about_answer = not why_asked and re.search(
            r"\b(?:date|day|work\w*|calculat\w*|get that|com\w* from|sources?|law|sum)\b", text
        )
        answered = (tracker.get_slot(TOLD) or {}).get("answer")
        if answered and turn.found.appeal.sum and (about_answer or not asked):
            lines = "\n".join(sum_line(step) for step in turn.found.appeal.sum)
            dispatcher.utter_message(response="utter_answer_sum", sum=lines)
            _say(dispatcher, sources(turn.found))
        elif asked and has(f"utter_why_{asked}"):
            dispatcher.utter_message(response=f"utter_why_{asked}")
        elif answered and turn.found.why:
            _say(dispatcher, sources(turn.found))
        else:
            dispatcher.utter_message(response="utter_why_general")
        return [SlotSet(TOLD, tracker.get_slot(TOLD))]
