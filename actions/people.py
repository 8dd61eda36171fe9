"""People to talk to: for who wants a person, for who is in distress, for whoever the guide cannot help."""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import contact_lines
from actions.asking import DATE_CHECK
from actions.england_only import EnglandOnly, say_england_only
from actions.feelings import response_of, urgent
from actions.guarded import GuardedAction
from actions.listening import declined_of
from actions.memory import council_of, facts_of, payload, slots_of
from actions.turn import Turn, take_in
from actions.wording import shown

_RINGS = r"(?:ring|phone|call|contact|speak (?:to|with)|talk (?:to|with)|get in touch with|e-?mail|tell)"
_BODY = r"(?:(?:any|some|no) ?(?:one|body)|them|(?:the |a |an |my )?(?:(?:mediation )?advis[eo]r|mediators?|mediation))"
# "Do I need to ring anyone?", "I can't phone them today": of the call to the adviser, and no wish for a person.
_SPEAKS_OF_RINGING = re.compile(
    rf"\b(?:do|does|did|must|should|shall|need|have) (?:i|we|she|he|mum|dad|caller|they)\b(?: \w+){{0,3}} {_RINGS} {_BODY}\b"
    rf"|\b(?:can'?t|cannot|couldn'?t|can not|not able to|unable to|won'?t be able to)(?: \w+){{0,2}} {_RINGS} {_BODY}\b",
    re.I,
)
_WANTS_TO_TALK = re.compile(
    r"\b(?:want|wanna|like|need|can|could|may|rather|prefer)\b(?: \w+){0,4} (?:talk|speak|chat)\b(?!.{0,20}\badvis)"
    r"|\b(?:real|actual|human|living) (?:person|human|being)\b|\ba human\b|\bput me through\b",
    re.I,
)


def speaks_of_ringing(text: str) -> bool:
    """Whether a text asks if somebody has to be rung, or says that nobody can be."""
    return bool(_SPEAKS_OF_RINGING.search(text))


def wants_to_talk(text: str) -> bool:
    """Whether a text wishes for a person in so many words."""
    return bool(_WANTS_TO_TALK.search(text))


def say_people(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """The council's own contacts where its file has any, and the free advice that every area has."""
    council = council_of(facts_of(tracker))
    lines = contact_lines(council.contacts) if council else []
    if council and lines:
        contacts = "\n".join(f"• {line}" for line in lines)
        dispatcher.utter_message(response="utter_people_council", council=council.name, contacts=contacts)
    dispatcher.utter_message(response="utter_people")


def say_last_day(turn: Turn, dispatcher: CollectingDispatcher) -> None:
    """The last day, for who takes a breath: there may be no time to lose. Nothing while it is not certain."""
    appeal = turn.found.appeal
    if not turn.complete or appeal.last_day is None or (appeal.passed and turn.found.signpost):
        return
    if appeal.passed:
        dispatcher.utter_message(response="utter_people_last_day_passed", last_day=shown(appeal.last_day))
    else:
        dispatcher.utter_message(response="utter_people_last_day", last_day=shown(appeal.last_day))


class ActionPeople(EnglandOnly):
    """For who wants a person; also where such words are an answer, or a question about ringing the adviser."""

    def name(self) -> str:
        return "action_people"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Take up what was answered, or say whether anybody has to be rung, or name people to talk to."""
        text = tracker.latest_message.get("text") or ""
        turn = take_in(tracker)
        answered = bool(turn.declined - declined_of(tracker)) or bool(slots_of(turn.facts, facts_of(tracker)))
        if answered and not wants_to_talk(text):
            return [*turn.events, FollowupAction("disagreement_form")]
        if speaks_of_ringing(text) and turn.complete and turn.found.appeal.possible:
            needed = turn.found.certificate.needed
            if needed is not None and not turn.found.appeal.passed:
                known = "utter_known_certificate_needed" if needed else "utter_known_certificate_not_needed"
                dispatcher.utter_message(response=known)
            return [*turn.events, FollowupAction("action_next_step")]
        say_people(dispatcher, tracker)
        say_last_day(turn, dispatcher)
        return turn.events


class ActionComfort(GuardedAction):
    """For who is at the end of their tether: somebody to talk to comes first.

    Facts in the same message are kept. The form then goes on with them, or where somebody is in danger waits to be told so.
    """

    def name(self) -> str:
        return "action_comfort"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say whom to ring, now and about the case. Without facts nothing is asked."""
        turn = take_in(tracker)
        danger = urgent(tracker.latest_message)
        dispatcher.utter_message(response=response_of(danger) if danger else "utter_comfort")
        facts = bool(slots_of(turn.facts, facts_of(tracker))) and not turn.outside
        if danger:
            if facts:
                dispatcher.utter_message(response="utter_noted")
                dispatcher.utter_message(json_message=payload(turn.facts, turn.found))
            check = tracker.get_slot(DATE_CHECK)  # a day not yet asked about is asked for anew, not confirmed by a mere "go on"
            return [*turn.events, SlotSet(DATE_CHECK, check), *([FollowupAction("disagreement_form")] if facts else [])]
        for say in turn.problems:
            dispatcher.utter_message(response=say.response, **say.values)
        if not turn.outside and (facts or turn.problems or turn.check != tracker.get_slot(DATE_CHECK)):
            return [*turn.events, FollowupAction("disagreement_form")]
        if turn.outside:
            say_england_only(tracker, dispatcher)
            return turn.events
        say_people(dispatcher, tracker)
        say_last_day(turn, dispatcher)
        return turn.events
