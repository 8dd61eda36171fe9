"""People to talk to: for who wants a person, for who is in distress, for whoever the guide cannot help."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import contact_line
from actions.guarded import GuardedAction
from actions.memory import council_of, facts_of


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
    """For who is at the end of their tether: somebody to talk to comes first, and nothing is asked."""

    def name(self) -> str:
        return "action_comfort"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say whom to ring, now and about the case."""
        dispatcher.utter_message(response="utter_comfort")
        say_people(dispatcher, tracker)
        return []
