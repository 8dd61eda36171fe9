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
from actions.england_only import EnglandOnly
from actions.memory import council_of, said_since_start
from actions.next_steps import next_steps
from actions.rules import Facts
from actions.say import Say
from actions.standing import SENT, mediation_so_far, standing_of
from actions.turn import Turn, take_in

_AFTER_THAT = re.compile(
    r"\b(?:after (?:that|this|it|them|those)|and then|then what|what then|wh?at(?:'?s)? (?:comes |happens )?(?:after|next after)"
    r"|once (?:that'?s|i'?ve|we'?ve) done|when (?:that'?s|i'?ve) done|the (?:second|next) step)\b",
    re.I,
)


def times_said(events: list[dict[str, Any]]) -> int:
    """How often it was asked in a row before the last message, with nothing else said in between."""
    said = [(message.get("intent") or {}).get("name") for message in said_since_start(events)]
    return len(list(takewhile(lambda name: name == "ask_next_step", reversed(said[:-1]))))


def asks_what_follows(text: str) -> bool:
    """ "And after that?": what comes behind the first step, and not that step again."""
    return bool(_AFTER_THAT.search(text))


class ActionNextStep(EnglandOnly):
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
        said_now = standing_of(tracker.latest_message)
        council = council_of(turn.facts)
        steps = next_steps(turn.facts, turn.found, turn.declined, mediation_so_far(turn.standing), today())
        says: list[Say] = []
        if turn.standing and turn.found.appeal.possible and not turn.found.signpost:
            certified = turn.facts.certificate_date is not None or turn.found.certificate.needed is False
            if turn.standing == SENT or (said_now and not certified):
                says.append(Say(f"utter_situation_{turn.standing}"))
            if turn.standing == SENT:
                steps = []
        text = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
        times = times_said(tracker.events) if steps else 0
        if times and asks_what_follows(tracker.latest_message.get("text") or ""):
            says = _what_follows(steps, times, turn)
        elif times:
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


def _what_follows(steps: list[str], times: int, turn: Turn) -> list[Say]:
    """The steps behind the first one; when asked on, what comes after the last."""
    rest = [f"{number}. {step}" for number, step in enumerate(steps[1:], 2)]
    last = [Say("utter_next_last")] if turn.found.appeal.possible else [Say("utter_again_people")]
    return [Say("utter_next_after_that", {"steps": "\n".join(rest)})] if rest and times == 1 else last


def _say_what_is_known(turn: Turn, dispatcher: CollectingDispatcher) -> None:
    """In one line, before the form asks on."""
    names = [name for name, value in turn.facts.to_dict().items() if value is not None]
    lines = fact_lines(turn.facts, names, Facts())
    if not lines:
        dispatcher.utter_message(response="utter_next_after_this")
        return
    facts = "; ".join(line.removeprefix("• ") for line in lines.splitlines())
    dispatcher.utter_message(response="utter_next_so_far", facts=facts)
