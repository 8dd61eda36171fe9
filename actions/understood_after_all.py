"""A message with an unsure label that is understood all the same: by its words, its dates, or the question that was open."""

from __future__ import annotations

from dataclasses import dataclass

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import changed_facts
from actions.asking import DATE_CHECK, MATTER_CHECK
from actions.case_answers import say_case_answers
from actions.hearing_subject import question_beside
from actions.letter_reading import told_days
from actions.listening import declined_of
from actions.questions import say_question_beside, say_topic_before_the_form
from actions.rules.facts import DATES
from actions.say import Say
from actions.situations import say_situations, situations_of
from actions.so_far import say_so_far
from actions.turn import Turn, say_second_matter
from actions.wording import has
from nlu.other_language import is_other_language

_FORM = "disagreement_form"


@dataclass(frozen=True)
class UnderstoodAfterAll:
    """The ways in which it may be understood, to be tried in the order of ``events``."""

    turn: Turn
    tracker: Tracker
    dispatcher: CollectingDispatcher

    def events(self) -> list[EventType] | None:
        """Answers it, and gives what follows beside the turn's own events; None where it is not understood."""
        ways = (self._another_matter, self._answer_to_the_form, self._told_day, self._said_of_the_case, self._day_alone)
        return next((events for way in ways if (events := way()) is not None), None)

    @property
    def changed(self) -> list[str]:
        """The facts that it changes."""
        return changed_facts(self.turn.facts, self.turn.told["facts"])

    def _another_matter(self) -> list[EventType] | None:
        matter = self.turn.matter
        if not (matter.aside or matter.back or matter.check not in (None, self.tracker.get_slot(MATTER_CHECK))):
            return None
        self._say_situations()
        say_second_matter(self.turn, self.dispatcher)
        if matter.back:
            say_so_far(self.turn, self.dispatcher)
        return self._then_the_form(matter.check is not None and not self.tracker.active_loop)

    def _answer_to_the_form(self) -> list[EventType] | None:
        """An answer, or something else that the form goes on with."""
        turn = self.turn
        new_check = turn.check is not None and turn.check != self.tracker.get_slot(DATE_CHECK)
        heard = self.changed or turn.problems or new_check or turn.declined - declined_of(self.tracker)
        if not (self.tracker.active_loop and heard):
            return None
        needless = (self._say_case_answers() or set()) | self._say_situations()
        self._say(turn.problems)
        say_question_beside(turn, self.tracker, self.dispatcher, needless)
        return []

    def _told_day(self) -> list[EventType] | None:
        """A deadline that they were told, and nothing besides."""
        says = told_days(self.turn.letter_says, self.turn.found) if self.turn.letter_says_more and not self.changed else []
        self._say(says)
        return [] if says else None

    def _said_of_the_case(self) -> list[EventType] | None:
        """What it asks or says of the case in known words, or which matter it is about."""
        turn, message = self.turn, self.tracker.latest_message
        answered = self._say_case_answers()
        situated = bool(situations_of(message, turn.facts)) or answered is not None
        needless = self._say_situations() | (answered or set())
        if turn.facts.subject and turn.facts.subject != self.tracker.get_slot("subject"):
            topic = question_beside(message)
            if topic and topic not in needless and has(f"utter_faq/{topic}"):
                say_topic_before_the_form(topic, turn, self.dispatcher)  # a disagreement and a question in one message
            say_second_matter(turn, self.dispatcher)
            return self._then_the_form(True)
        if turn.matter.agreed or (turn.matter.noted and not situated and not self.tracker.active_loop):
            self._say(turn.problems)
            return []
        return self._then_the_form(bool(self.changed or turn.check)) if situated else None

    def _day_alone(self) -> list[EventType] | None:
        """A date, where nothing is asked: what is open about it is asked next."""
        given = {event.get("name") for event in self.turn.events} & set(DATES)
        dated = self.turn.check or (given and not self.turn.likely)
        foreign = is_other_language(self.tracker.latest_message.get("text") or "")
        return self._then_the_form(True) if dated and not foreign and not self.tracker.active_loop else None

    def _say(self, says: list[Say]) -> None:
        for say in says:
            self.dispatcher.utter_message(response=say.response, **say.values)

    def _say_situations(self) -> set[str]:
        return say_situations(self.tracker.latest_message, self.turn.facts, self.dispatcher)

    def _say_case_answers(self) -> set[str] | None:
        return say_case_answers(self.tracker.latest_message, self.turn, self.dispatcher)

    def _then_the_form(self, goes_on: bool) -> list[EventType]:
        return [FollowupAction(_FORM)] if goes_on else []
