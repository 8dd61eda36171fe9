"""The form's validation: what was said becomes facts, facts become an answer, and the next question is chosen."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import changed_facts, is_near
from actions.asking import CHOICE, DATE_CHECK, LETTER_CHECK, MATTER_CHECK, PAUSE
from actions.case_answers import say_case_answers
from actions.choosing import say_choice_again, subject_choices, which_of
from actions.clock import today
from actions.england_only import EnglandOnly
from actions.feelings import say_feeling, urgent
from actions.heard import INTENTION
from actions.letter_reading import read_out
from actions.listening import CHANGE_FACT, to_be_changed
from actions.memory import ASKED, COUNCIL_ASKED, OUTSIDE, START_OVER, asked_of, council_of
from actions.questions import asked_whom_to_ring, in_this_case, say_question_beside, say_topic_before_the_form
from actions.say import Say
from actions.situations import say_situations
from actions.turn import check_message, matter_buttons, next_questions, say_news, take_in
from actions.typed_choice import typed_choice
from actions.wording import has

# After these nothing is asked at once: a breath, or the choice among "Did you mean …?".
_BREATHERS = {
    "distress": PAUSE,
    "speak_to_person": PAUSE,
    "nlu_fallback": CHOICE,
    START_OVER: CHOICE,
    "goodbye": CHOICE,
    "outside_england": CHOICE,
    "out_of_scope": CHOICE,
}
_BARE = ("affirm", "deny", "do_not_know")  # they choose none of several matters
_NOT_READY_YET = ("thank", "greet", "goodbye")  # after a breath: no sign to go on
_PART_OF_THE_FORM = ("action_listen", "action_extract_slots", "action_session_start", "disagreement_form")


def question_in_between(tracker: Tracker) -> bool:
    """Whether the last message has been dealt with by another action, and the form only takes up its thread."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action" and event["name"] not in _PART_OF_THE_FORM:
            return True
    return False


def _still_rests(tracker: Tracker, intent: str) -> bool:
    """Whether the form waits for somebody who has just been in distress, and who has not said to go on."""
    return tracker.get_slot("requested_slot") == PAUSE and intent in _NOT_READY_YET


def _names_a_council(tracker: Tracker) -> bool:
    entities = tracker.latest_message.get("entities") or []
    return {entity.get("entity") for entity in entities} == {"council"}


def said_since(tracker: Tracker) -> list[str]:
    """The responses said since the last message."""
    said: list[str] = []
    for event in reversed(tracker.events):
        if event["event"] == "user":
            break
        if event["event"] == "bot":
            said.append((event.get("metadata") or {}).get("utter_action") or "")
    return said


class ValidateDisagreementForm(EnglandOnly):
    """Runs at each turn of ``disagreement_form``. An answer is spoken here, where its facts are checked, and nowhere else."""

    def name(self) -> str:
        return "validate_disagreement_form"

    def after_failure(self) -> list[EventType]:
        """Ask nothing after the apology; the form stays open."""
        return [SlotSet("requested_slot", CHOICE)]

    def instead(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Outside England nothing is asked; where another action has said why, it is not said again."""
        if question_in_between(tracker):
            said: list[EventType] | None = [] if tracker.get_slot(OUTSIDE) else None
        else:
            said = super().instead(dispatcher, tracker)
        return None if said is None else [*said, SlotSet("requested_slot", CHOICE)]

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Take the message in, say what is new, and set the slot to ask for (None closes the form)."""
        in_between = question_in_between(tracker)
        turn = take_in(tracker, listen=not in_between)
        intent = (tracker.latest_message.get("intent") or {}).get("name") or ""
        asked_before = asked_of(tracker)
        rested = tracker.get_slot("requested_slot") == PAUSE  # "go on" answers nothing
        if in_between and (urgent(tracker.latest_message) or _still_rests(tracker, intent)):
            # What was noted waits; a "yes" then means "go on", and answers no question of before.
            new = changed_facts(turn.facts, turn.told["facts"])
            return [*turn.events, SlotSet(ASKED, None if new else asked_before), SlotSet("requested_slot", PAUSE)]
        needless: set[str] = set()
        near = turn.complete and is_near(turn.found)
        if not in_between:
            turn.events += say_feeling(tracker, dispatcher)
            needless = say_case_answers(tracker.latest_message, turn, dispatcher) or set()  # what is asked comes first
        if near:
            say_news(turn, dispatcher)  # a last day that is near comes before what holds for everybody
        if not in_between:
            needless |= say_situations(tracker.latest_message, turn.facts, dispatcher)
        choice = typed_choice(tracker)
        topic = choice.value("topic") if choice else None
        if topic and topic not in needless and has(f"utter_faq/{topic}"):
            say_topic_before_the_form(topic, turn, dispatcher)
        elif not choice and intent != "faq" and not in_between:
            say_question_beside(turn, tracker, dispatcher, needless)
        if not near:
            say_news(turn, dispatcher)
        questions = next_questions(turn)
        question = questions[0] if questions else None
        if intent == CHANGE_FACT and not in_between:
            question = to_be_changed(tracker.latest_message) or question
            return [*turn.events, SlotSet(ASKED, question), SlotSet("requested_slot", question)]
        events = [*turn.events, SlotSet(ASKED, question)]
        if question == "council":
            if tracker.get_slot(COUNCIL_ASKED) and (dispatcher.messages or said_since(tracker)):  # never silence
                return [*events, SlotSet("requested_slot", CHOICE)]  # asked once; it waits for whoever likes to say it
            events.append(SlotSet(COUNCIL_ASKED, True))
        if question == "decision_date" and any(say.response == INTENTION for say in turn.problems):
            return [*events, SlotSet("requested_slot", CHOICE)]  # the letter of the decision is still to come
        open_choice = intent != "nlu_fallback" or "utter_did_you_mean" in said_since(tracker)
        breathes = in_between and intent in _BREATHERS and open_choice and not dispatcher.messages
        if question and breathes and (intent == START_OVER or question not in (DATE_CHECK, LETTER_CHECK, MATTER_CHECK)):
            return [*events, SlotSet("requested_slot", _BREATHERS[intent])]
        if question == LETTER_CHECK and turn.letter:
            fresh = tracker.latest_message.get("letter")
            for say in read_out(turn.letter) if fresh else [Say("utter_pasted_right")]:
                dispatcher.utter_message(response=say.response, **say.values)
        elif question == MATTER_CHECK:
            dispatcher.utter_message(response="utter_matter_changes", buttons=matter_buttons(turn))
        elif question == "subject" and turn.matter.agreed:
            return [*events, SlotSet("requested_slot", CHOICE)]  # nothing is refused; what comes next is the person's to say
        elif question == "subject" and intent == "inform" and asked_whom_to_ring(tracker.events) and _names_a_council(tracker):
            for say in in_this_case("contact", turn):
                dispatcher.utter_message(response=say.response, **say.values)
            return [*events, SlotSet("requested_slot", CHOICE)]
        elif (
            question == "subject"
            and intent in _BARE
            and not in_between
            and say_choice_again(tracker, turn.facts, dispatcher, today())
        ):
            return [*events, SlotSet("requested_slot", CHOICE)]  # the choice is still open
        elif question == "subject" and turn.likely and not in_between:
            dispatcher.utter_message(response=which_of(turn.likely), buttons=subject_choices(turn.likely))
            return [*events, SlotSet("requested_slot", CHOICE)]
        elif question == DATE_CHECK and turn.check:
            say = check_message(turn.check, turn.facts)
            dispatcher.utter_message(response=say.response, **say.values)
        elif question == "subject" and intent == "no_education":
            dispatcher.utter_message(response="utter_no_education")
        elif question and question == asked_before and not in_between and not rested and not dispatcher.messages:
            dispatcher.utter_message(response="utter_not_an_answer")
        elif asked_before == "council" and question is None and council_of(turn.facts) is None and not dispatcher.messages:
            dispatcher.utter_message(response="utter_council_not_said")
        return [*events, SlotSet("requested_slot", question)]
