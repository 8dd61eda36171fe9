"""The form's validation: what was said becomes facts, facts become an answer, and the next question is chosen."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import DATE_CHECK
from actions.guarded import GuardedAction
from actions.memory import council_of
from actions.turn import check_message, next_questions, say_news, take_in

_COMFORTED = "distress"
_PART_OF_THE_FORM = ("action_listen", "action_extract_slots", "action_session_start", "disagreement_form")


def question_in_between(tracker: Tracker) -> bool:
    """Whether the last message has been dealt with by another action, and the form only takes up its thread."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action" and event["name"] not in _PART_OF_THE_FORM:
            return True
    return False


class ValidateDisagreementForm(GuardedAction):
    """Runs at each turn of ``disagreement_form``. An answer is spoken here, where its facts are checked, and nowhere else."""

    def name(self) -> str:
        return "validate_disagreement_form"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Take the message in, say what is new, and set the slot to ask for (None closes the form)."""
        in_between = question_in_between(tracker)
        turn = take_in(tracker, listen=not in_between)
        intent = (tracker.latest_message.get("intent") or {}).get("name")
        asked_before = tracker.get_slot("requested_slot")
        say_news(turn, dispatcher)
        questions = next_questions(turn, pause=in_between and intent == _COMFORTED)
        question = questions[0] if questions else None
        if question == DATE_CHECK and turn.check:
            say = check_message(turn.check)
            dispatcher.utter_message(response=say.response, **say.values)
        elif question == "subject" and intent == "no_education":
            dispatcher.utter_message(response="utter_no_education")
        elif question and question == asked_before and not in_between and not dispatcher.messages:
            dispatcher.utter_message(response="utter_not_an_answer")
        elif asked_before == "council" and question is None and council_of(turn.facts) is None and not dispatcher.messages:
            dispatcher.utter_message(response="utter_council_unknown")
        return [*turn.events, SlotSet("requested_slot", question)]
