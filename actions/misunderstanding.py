"""When the guide is not sure what was meant: ask which, then ask for other words, then name people."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import changed_facts, fact_lines
from actions.asking import DATE_CHECK, MATTER_CHECK
from actions.case_answers import say_case_answers
from actions.choosing import none_of_these, say_choice_again, subject_choices, which_of
from actions.clock import today
from actions.england_only import EnglandOnly
from actions.feelings import say_feeling
from actions.hearing_subject import question_beside
from actions.letter_reading import told_days
from actions.listening import GOT_IT_WRONG, declined_of
from actions.memory import MISSED, TOLD, payload
from actions.people import say_people
from actions.plan_in_words import has_a_plan
from actions.questions import say_question_beside, say_topic_before_the_form
from actions.rules import Facts
from actions.rules.facts import DATES
from actions.situations import say_situations, situations_of
from actions.turn import Turn, say_second_matter, take_in
from actions.wording import has, meaning, meaning_name, shown
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
        """Answer according to how often in a row it happened."""
        turn = take_in(tracker)
        changed = changed_facts(turn.facts, turn.told["facts"])
        missed_before = missed(tracker)
        turn.events += [SlotSet(MISSED, missed_before), *say_feeling(tracker, dispatcher)]
        if turn.matter.aside or turn.matter.back or turn.matter.check not in (None, tracker.get_slot(MATTER_CHECK)):
            say_situations(tracker.latest_message, turn.facts, dispatcher)
            say_second_matter(turn, dispatcher)
            if turn.matter.back:
                _say_so_far(turn, dispatcher)
            return [
                *turn.events,
                *([] if tracker.active_loop or turn.matter.check is None else [FollowupAction("disagreement_form")]),
            ]
        new_check = turn.check is not None and turn.check != tracker.get_slot(DATE_CHECK)
        if tracker.active_loop and (changed or turn.problems or new_check or turn.declined - declined_of(tracker)):
            needless = say_case_answers(tracker.latest_message, turn, dispatcher) or set()
            needless |= say_situations(tracker.latest_message, turn.facts, dispatcher)
            for say in turn.problems:
                dispatcher.utter_message(response=say.response, **say.values)
            say_question_beside(turn, tracker, dispatcher, needless)
            return turn.events  # an answer all the same: the form goes on with it
        if turn.letter_says_more and not changed and told_days(turn.letter_says, turn.found):
            for say in told_days(turn.letter_says, turn.found):
                dispatcher.utter_message(response=say.response, **say.values)
            return turn.events
        answered = say_case_answers(tracker.latest_message, turn, dispatcher)
        situated = bool(situations_of(tracker.latest_message, turn.facts)) or answered is not None
        needless = say_situations(tracker.latest_message, turn.facts, dispatcher) | (answered or set())
        if turn.facts.subject and turn.facts.subject != tracker.get_slot("subject"):
            topic = question_beside(tracker.latest_message)
            if topic and topic not in needless and has(f"utter_faq/{topic}"):
                say_topic_before_the_form(topic, turn, dispatcher)  # a disagreement and a question in one message
            say_second_matter(turn, dispatcher)
            return [*turn.events, FollowupAction("disagreement_form")]
        if turn.matter.agreed:
            for say in turn.problems:
                dispatcher.utter_message(response=say.response, **say.values)
            return turn.events
        if situated:
            # Facts that came with it are taken up by the form.
            return [*turn.events, *([FollowupAction("disagreement_form")] if changed or turn.check else [])]
        if turn.matter.noted and not tracker.active_loop:
            for say in turn.problems:
                dispatcher.utter_message(response=say.response, **say.values)
            return turn.events
        foreign = is_other_language(tracker.latest_message.get("text") or "")
        given = {event.get("name") for event in turn.events} & set(DATES)
        dated = turn.check or (given and not turn.likely)
        if not tracker.active_loop and dated and not foreign:
            return [*turn.events, FollowupAction("disagreement_form")]  # a date was understood: what is open about it is asked
        times = missed_before + 1
        turn.events.append(SlotSet(MISSED, times))
        if times <= 1 and tracker.active_loop and (turn.check or turn.letter or turn.matter.check):
            dispatcher.utter_message(response="utter_not_an_answer")  # the form asks the question that is open again
            return turn.events
        open_between = turn.matter.likely
        buttons = subject_choices(turn.likely)[:-1] if open_between else choices(tracker.latest_message)
        dated = set(changed) & set(DATES) and not is_other_language(tracker.latest_message.get("text") or "")
        if times <= 1 and len(buttons) <= 1 and dated and not open_between:
            return [*turn.events, FollowupAction("disagreement_form")]  # a day was understood: what it is about is asked next
        if times <= 1 and changed and (lines := fact_lines(turn.facts, changed, Facts.from_text(turn.told["facts"]))):
            dispatcher.utter_message(response="utter_understood", facts=lines)
            turn.events.append(SlotSet(TOLD, {**turn.told, "facts": turn.facts.to_dict()}))
        if open_between or (times <= 1 and len(buttons) > 1):
            question = which_of(turn.likely) if open_between else "utter_did_you_mean"
            dispatcher.utter_message(response=question, buttons=[*buttons, none_of_these()])
        elif times <= 1 and foreign:
            dispatcher.utter_message(response="utter_say_it_in_english")
        elif times <= 1:
            dispatcher.utter_message(response="utter_say_it_differently")
        else:
            dispatcher.utter_message(response="utter_still_not_understood")
            _say_so_far(turn, dispatcher)
            say_people(dispatcher, tracker)
        if changed:
            dispatcher.utter_message(json_message=payload(turn.facts, turn.found))
        return turn.events


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
        _say_so_far(turn, dispatcher)
        return turn.events


def _say_so_far(turn: Turn, dispatcher: CollectingDispatcher) -> None:
    """What has been found so far, for who goes on with a person."""
    known = [name for name, value in turn.facts.to_dict().items() if value is not None]
    if lines := fact_lines(turn.facts, known, Facts(), turn.young):
        dispatcher.utter_message(response="utter_so_far", facts=lines)
    if turn.complete and turn.found.appeal.last_day and not turn.found.appeal.passed:
        dispatcher.utter_message(response="utter_so_far_last_day", last_day=shown(turn.found.appeal.last_day))
