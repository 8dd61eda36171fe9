"""When the guide is not sure what was meant: ask which, then ask for other words, then name people."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import changed_facts, fact_lines
from actions.choosing import none_of_these, say_choice_again, subject_choices, which_of
from actions.clock import today
from actions.england_only import EnglandOnly
from actions.feelings import say_feeling
from actions.listening import GOT_IT_WRONG
from actions.memory import MISSED, TOLD, payload
from actions.people import say_people
from actions.plan_in_words import has_a_plan
from actions.rules import Facts
from actions.situations import say_situations
from actions.so_far import say_so_far
from actions.turn import Turn, take_in
from actions.understood_after_all import UnderstoodAfterAll
from actions.wording import has, meaning, meaning_name
from nlu.other_language import is_other_language

CHOICES = 3
WORTH_OFFERING = 0.04  # of certainty; below, a guess is noise
_NOT_UNDERSTOOD = "nlu_fallback"
NONE_OF_THESE = "none_of_these"


def times_in_a_row(events: list[dict[str, Any]]) -> int:
    """How many messages in a row, the last one included, were not understood."""
    count = 0
    for event in reversed(events):
        if event["event"] != "user":
            continue
        name = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
        if name != _NOT_UNDERSTOOD:
            break
        count += 1
    return count


def missed(tracker: Tracker) -> int:
    """How many messages in a row before the last one were met with "I did not understand".

    One with an unsure label that was answered all the same is none.
    """
    return int(tracker.get_slot(MISSED) or 0) if times_in_a_row(tracker.events) > 1 else 0


def choices(message: dict[str, Any]) -> list[dict[str, str]]:
    """Suggested answers for what was most likely meant, at most three."""
    buttons = []
    planned = has_a_plan(message.get("text") or "")
    for row in message.get("label_ranking") or []:
        label = row["name"]
        if label == NONE_OF_THESE or (label == "school_admission" and planned):
            continue  # the one is always offered, the other is for children without a plan
        if row["confidence"] < WORTH_OFFERING or not has(meaning_name(label)):
            continue
        kind, _, topic = label.partition("/")
        payload = f'/faq{{"topic": "{topic}"}}' if topic else f"/{kind}"
        buttons.append({"title": meaning(label), "payload": payload})
    return buttons[:CHOICES]


class ActionMisunderstood(EnglandOnly):
    """First time: "Did you mean …?", or please say it in other words. Second: people, with what has been found so far."""

    def name(self) -> str:
        return "action_misunderstood"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Answer what was understood all the same; else according to how often in a row it happened."""
        turn = take_in(tracker)
        missed_before = missed(tracker)
        turn.events += [SlotSet(MISSED, missed_before), *say_feeling(tracker, dispatcher)]
        understood = UnderstoodAfterAll(turn, tracker, dispatcher).events()
        if understood is not None:
            return [*turn.events, *understood]
        turn.events.append(SlotSet(MISSED, missed_before + 1))
        first = missed_before == 0
        if first and tracker.active_loop and (turn.check or turn.letter or turn.matter.check):
            dispatcher.utter_message(response="utter_not_an_answer")  # the form asks the question that is open again
            return turn.events
        changed = changed_facts(turn.facts, turn.told["facts"])
        if first and changed and (lines := fact_lines(turn.facts, changed, Facts.from_text(turn.told["facts"]))):
            dispatcher.utter_message(response="utter_understood", facts=lines)
            turn.events.append(SlotSet(TOLD, {**turn.told, "facts": turn.facts.to_dict()}))
        _ask_what_was_meant(turn, tracker, dispatcher, first)
        if changed:
            dispatcher.utter_message(json_message=payload(turn.facts, turn.found))
        return turn.events


def _ask_what_was_meant(turn: Turn, tracker: Tracker, dispatcher: CollectingDispatcher, first: bool) -> None:
    """Which of some guesses, other words, or people: ``first`` is whether it is the first miss in a row."""
    if turn.matter.likely:
        dispatcher.utter_message(response=which_of(turn.likely), buttons=subject_choices(turn.likely))
    elif first and len(buttons := choices(tracker.latest_message)) > 1:
        dispatcher.utter_message(response="utter_did_you_mean", buttons=[*buttons, none_of_these()])
    elif first:
        foreign = is_other_language(tracker.latest_message.get("text") or "")
        dispatcher.utter_message(response="utter_say_it_in_english" if foreign else "utter_say_it_differently")
    else:
        dispatcher.utter_message(response="utter_still_not_understood")
        say_so_far(turn, dispatcher)
        say_people(dispatcher, tracker)


class ActionGoOn(EnglandOnly):
    """A yes or "I don't know" where nothing was asked: the person is to go on, or still to choose."""

    def name(self) -> str:
        return "action_go_on"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Help to choose where there was a choice, else ask to go on."""
        turn = take_in(tracker, listen=False)
        if not say_choice_again(tracker, turn.facts, dispatcher, today()):
            dispatcher.utter_message(response="utter_go_on")
        return turn.events


class ActionNothingElse(EnglandOnly):
    """A no where nothing was asked: goodbye, unless it is to a choice, or says that something was understood wrongly."""

    def name(self) -> str:
        return "action_nothing_else"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say goodbye, or help to choose, or ask what is wrong."""
        turn = take_in(tracker, listen=False)
        if say_choice_again(tracker, turn.facts, dispatcher, today()):
            return turn.events
        if GOT_IT_WRONG not in (tracker.latest_message.get("situations") or []):
            dispatcher.utter_message(response="utter_goodbye")
            return turn.events
        say_situations(tracker.latest_message, turn.facts, dispatcher)
        say_so_far(turn, dispatcher)
        return turn.events
