"""A summary, the dates for a calendar, a letter to adapt: said, and given as data so that any door can make files of them."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.clock import today
from actions.england_only import EnglandOnly
from actions.memory import council_of, payload
from actions.takeaways import Letter, calendar, letters, summary
from actions.takeaways.calendar import FILE_NAME
from actions.turn import Turn, take_in

OFFERED = 4  # letters offered at a time, those that fit the case first
# Which letter is asked for, by its words; the first that is found counts.
_WHICH = (
    ("agreement_not_kept", r"agree(?:d|ment)|broke|promis|not kept"),
    ("late_appeal_reasons", r"\blate\b|missed|out of time|reasons?"),
    ("chase_mediation", r"chas\w+|30 days|thirty days|arrang\w+|mediation (?:date|meeting)|waiting"),
    ("ask_for_certificate", r"certificat\w+|\bcert\b"),
    ("ask_for_decision_letter", r"decision letter|missing|right of appeal|appeal rights|in writing"),
    ("first_stage_complaint", r"complain\w*"),
)


def letter_asked_for(message: dict[str, Any]) -> str | None:
    """The letter's key: of a suggested answer, else by the words of the message; None where it is open."""
    for entity in message.get("entities") or []:
        if entity.get("entity") == "letter":
            return str(entity["value"])
    text = (message.get("text") or "").lower()
    return next((key for key, pattern in _WHICH if re.search(pattern, text)), None)


class ActionTakeAway(EnglandOnly):
    """For the intents ``ask_summary``, ``ask_calendar`` and ``ask_letter``."""

    def name(self) -> str:
        return "action_take_away"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Give what was asked for, or say what is needed for it first."""
        turn = take_in(tracker, listen=False)
        wanted = (tracker.latest_message.get("intent") or {}).get("name")
        if wanted == "ask_calendar":
            _give_calendar(turn, dispatcher)
        elif wanted == "ask_letter":
            _give_letter(turn, tracker.latest_message, dispatcher)
        else:
            _give_summary(turn, dispatcher)
        return []


def _give(turn: Turn, dispatcher: CollectingDispatcher, **what: Any) -> None:
    result = payload(turn.facts, turn.found)
    result["guide"]["take_away"] = what
    dispatcher.utter_message(json_message=result)


def _give_summary(turn: Turn, dispatcher: CollectingDispatcher) -> None:
    if turn.facts.subject is None:
        dispatcher.utter_message(response="utter_take_nothing_yet")
        return
    text = summary(turn.facts, turn.found, council_of(turn.facts), turn.declined, today(), turn.young)
    dispatcher.utter_message(response="utter_take_summary", summary=_in_one(text))
    _give(turn, dispatcher, summary=text)


def _give_calendar(turn: Turn, dispatcher: CollectingDispatcher) -> None:
    text = calendar(turn.facts, turn.found, today()) if turn.complete else None
    if text is None:
        dispatcher.utter_message(response="utter_take_no_dates")
        return
    dispatcher.utter_message(response="utter_take_calendar")
    _give(turn, dispatcher, calendar={"name": FILE_NAME, "text": text})


def _give_letter(turn: Turn, message: dict[str, Any], dispatcher: CollectingDispatcher) -> None:
    there = letters(turn.facts, turn.found, council_of(turn.facts), today())
    key = letter_asked_for(message)
    chosen = [letter for letter in there if letter.key == key]
    if not chosen:
        dispatcher.utter_message(response="utter_take_which_letter", buttons=[_button(letter) for letter in there[:OFFERED]])
        return
    text = _in_one(chosen[0].text)
    dispatcher.utter_message(response="utter_take_letter", key=chosen[0].key, title=chosen[0].title, letter=text)
    _give(turn, dispatcher, letters=[{"key": chosen[0].key, "title": chosen[0].title, "text": chosen[0].text}])


def _in_one(text: str) -> str:
    """The text as one message: Rasa makes a new one of what follows an empty line."""
    return text.replace("\n\n", "\n \n")


def _button(letter: Letter) -> dict[str, str]:
    return {"title": letter.title, "payload": f'/ask_letter{{"letter": "{letter.key}"}}'}
