"""People to talk to: for who wants a person, for who is in distress, for whoever the guide cannot help."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import contact_line
from actions.asking import DATE_CHECK
from actions.feelings import response_of, urgent
from actions.guarded import GuardedAction
from actions.memory import council_of, facts_of, payload, slots_of
from actions.turn import take_in


def say_people(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """The council's own contacts where its file has any, and the free advice that every area has."""
    council = council_of(facts_of(tracker))
    lines = dict.fromkeys(contact_line(c) for c in council.contacts) if council else {}
    if council and lines:
        contacts = "\n".join(f"• {line}" for line in lines)
        dispatcher.utter_message(response="utter_people_council", council=council.name, contacts=contacts)
    dispatcher.utter_message(response="utter_people")


class ActionPeople(GuardedAction):
    """For who wants a person."""

    def name(self) -> str:
        return "action_people"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Name people to talk to."""
        say_people(dispatcher, tracker)
        return []


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
        facts = bool(slots_of(turn.facts, facts_of(tracker)))
        if danger:
            if facts:
                dispatcher.utter_message(response="utter_noted")
                dispatcher.utter_message(json_message=payload(turn.facts, turn.found))
            check = tracker.get_slot(DATE_CHECK)  # a day not yet asked about is asked for anew, not confirmed by a mere "go on"
            return [*turn.events, SlotSet(DATE_CHECK, check), *([FollowupAction("disagreement_form")] if facts else [])]
        for say in turn.problems:
            dispatcher.utter_message(response=say.response, **say.values)
        if facts or turn.problems or turn.check != tracker.get_slot(DATE_CHECK):
            return [*turn.events, FollowupAction("disagreement_form")]
        say_people(dispatcher, tracker)
        return turn.events
