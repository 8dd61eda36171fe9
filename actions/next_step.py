""" "What do I do now?": the next steps of this case, in order and with their dates; where that is open, what is missing."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import changed_facts, fact_lines, missing_facts, sources, whom
from actions.clock import today
from actions.guarded import GuardedAction
from actions.memory import council_of
from actions.next_steps import Mediation, next_steps
from actions.rules import Facts
from actions.say import Say
from actions.turn import Turn, take_in
from nlu.situations import OUTPUT

_SENT = "appeal_sent"
# Where people stand, as the question says, that the next step hangs on. The adviser has been contacted in all of them but one.
_ON_THE_WAY = (
    "mediation_booked",
    "mediation_cancelled",
    "mediation_past_30_days",
    "waiting_for_certificate",
    "adviser_not_answering",
)
_TOOK_PLACE = re.compile(
    r"\bmediation\b.{0,40}\b(?:fail\w*|done|over|finished|ended|broke down|fell apart|took place|came to nothing|no deal"
    r"|no agreement|didn'?t (?:work|agree)|was (?:a waste|useless|yesterday|last))\b"
    r"|\b(?:had|tried|done|did|been to|went to) (?:\w+ )?mediation\b",
    re.I,
)
_NOT_YET = re.compile(r"\b(?:if|when|until|before|once|suppose|haven'?t|hasn'?t|never|not (?:had|been|done|tried))\b", re.I)


def said_before(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is known of the messages since the talk began or began again, the last one included: their labels."""
    said: list[dict[str, Any]] = []
    for event in events:
        if event["event"] in ("reset_slots", "restart", "session_started"):
            said = []
        elif event["event"] == "user" and event.get("parse_data"):
            said.append(event["parse_data"])
    return said


def stands(message: dict[str, Any]) -> tuple[str | None, Mediation | None]:
    """Where the person stands by the question itself: a situation that the next step hangs on, and how far mediation is.

    Of earlier messages an action knows the labels alone (``engine/action_calls.py``).
    """
    found = [name for name in message.get(OUTPUT) or [] if name in (*_ON_THE_WAY, _SENT)]
    text = message.get("text") or ""
    over: Mediation | None = "over" if _TOOK_PLACE.search(text) and not _NOT_YET.search(text) else None
    if not found:
        return None, over
    return found[-1], over if found[-1] == _SENT else "under_way"


def times_said(events: list[dict[str, Any]]) -> int:
    """How often it was asked in a row before the last message, with nothing else said in between."""
    said = [(message.get("intent") or {}).get("name") for message in said_before(events)]
    return len(list(takewhile(lambda name: name == "ask_next_step", reversed(said[:-1]))))


class ActionNextStep(GuardedAction):
    """For the intent ``ask_next_step``. Facts in the question are taken in; with new ones the form gives the whole answer."""

    def name(self) -> str:
        return "action_next_step"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say the steps; or what is known, and let the form ask; or what the guide needs to know."""
        turn = take_in(tracker)
        for say in turn.problems:
            dispatcher.utter_message(response=say.response, **say.values)
        known = [name for name, value in turn.facts.to_dict().items() if value is not None and name != "council"]
        if not known and not turn.check and not turn.letter:
            dispatcher.utter_message(response="utter_next_tell_me")
            return turn.events
        to_the_form: list[EventType] = [] if tracker.active_loop else [FollowupAction("disagreement_form")]
        news = set(changed_facts(turn.facts, turn.told["facts"])) - {"council"}
        if turn.complete and not news:
            self._say_steps(turn, tracker, dispatcher)
            return turn.events
        if not news:
            _say_what_is_known(turn, dispatcher)
        return [*turn.events, *to_the_form]

    def _say_steps(self, turn: Turn, tracker: Tracker, dispatcher: CollectingDispatcher) -> None:
        situation, mediation = stands(tracker.latest_message)
        council = council_of(turn.facts)
        steps = next_steps(turn.facts, turn.found, turn.declined, mediation, today())
        says: list[Say] = []
        if situation and turn.found.appeal.possible and not turn.found.signpost:
            certified = turn.facts.certificate_date is not None or turn.found.certificate.needed is False
            if situation == _SENT or not certified:
                says.append(Say(f"utter_situation_{situation}"))
            if situation == _SENT:
                steps = []
        text = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
        times = times_said(tracker.events) if steps else 0
        if times:
            says = [Say("utter_next_still", {"step": steps[0]}), *([Say("utter_again_people")] if times > 1 else [])]
        elif steps:
            says.append(Say("utter_next_steps", {"steps": text}))
            says += whom(turn.facts, turn.found, council) if council else []
        elif not says:
            says.append(Say("utter_answer_commissioning"))
        if not times:
            says += missing_facts(turn.found, turn.declined)
            says += [sources(turn.found, brief=True)] if turn.found.why else []
        for say in says:
            dispatcher.utter_message(response=say.response, **say.values)


def _say_what_is_known(turn: Turn, dispatcher: CollectingDispatcher) -> None:
    """In one line, before the form asks on."""
    names = [name for name, value in turn.facts.to_dict().items() if value is not None]
    lines = fact_lines(turn.facts, names, Facts())
    if not lines:
        dispatcher.utter_message(response="utter_next_after_this")
        return
    facts = "; ".join(line.removeprefix("• ") for line in lines.splitlines())
    dispatcher.utter_message(response="utter_next_so_far", facts=facts)
