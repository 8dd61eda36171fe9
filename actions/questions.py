"""Questions about how it works: the topic's answer, and what it means in this case where facts are known."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import changed_facts, contact_lines, contact_words, dates, in_place_of_an_appeal, whose_right
from actions.asking import DATE_CHECK
from actions.case_answers import only_asks, say_case_answers
from actions.choosing import subject_choices, which_of
from actions.clock import today
from actions.doubtful_answer import is_doubtful_answer
from actions.england_only import EnglandOnly
from actions.feelings import say_feeling
from actions.hearing_answers import has_no_certificate
from actions.hearing_subject import question_is_lost, second_question
from actions.letter_reading import other_deadlines
from actions.memory import asked_of, council_of, facts_of, payload, said_since_start
from actions.rules.facts import DATES
from actions.say import Say
from actions.situations import say_situations
from actions.turn import Turn, say_news, say_second_matter, take_in, will_answer
from actions.typed_choice import typed_choice
from actions.wording import has, shown
from nlu.council_names import council_name

_ABOUT_DATES = ("appeal_deadline", "appeal_late", "appeal_how", "certificate_timescale", "effect_on_appeal")
_ABOUT_MORE_TIME = ("effect_on_appeal", "certificate_timescale", "after_mediation")
_ABOUT_CERTIFICATE = ("certificate", "certificate_how", "mediation_required", "mediation_adviser")
_ABOUT_APPEALS = (*_ABOUT_DATES, *_ABOUT_CERTIFICATE)
_ABOUT_THE_TRIBUNAL = ("tribunal", "single_route_of_redress")  # "can it make them hurry up?"
_ABOUT_ROUTE = ("dr_or_mediation", "mediation_scope", "dr_scope", "mediation", "disagreement_resolution", "tribunal")


def topic_of(message: dict[str, Any]) -> str | None:
    """The topic asked about: of a suggested answer's payload, else of the classifier."""
    for entity in message.get("entities") or []:
        if entity.get("entity") == "topic":
            return str(entity["value"])
    key = ((message.get("response_selector") or {}).get("faq") or {}).get("response", {}).get("intent_response_key") or ""
    return key.partition("/")[2] or None


def in_this_case(topic: str, turn: Turn) -> list[Say]:
    """What the facts known so far add to a topic's answer."""
    facts, found = turn.facts, turn.found
    council = council_of(facts)
    if topic == "contact":
        purposes = ("mediation_adviser", "disagreement_resolution", "council_sen_team")
        known = contact_lines(c for p in purposes if council and (c := council.contact(p)))
        if council and known:
            lines = "\n".join(f"• {line}" for line in known)
            return [Say("utter_known_contacts", {"council": council.name, "contacts": lines})]
        if facts.council:
            return [Say("utter_known_no_contacts_named", {"council": council_name(facts.council)})]
        return [Say("utter_known_no_contacts")]
    if topic in ("certificate_how", "mediation_adviser") and council:
        return [Say("utter_answer_whom", {"contact": contact_words(council, "mediation_adviser")})]
    if topic in ("disagreement_resolution", "dr_independence") and council:
        return [Say("utter_answer_dr_how", {"contact": contact_words(council, "disagreement_resolution")})]
    if facts.subject is None or (found.appeal.possible is None and found.disagreement_resolution.applies is None):
        return [Say("utter_known_tell_me")] if topic in _ABOUT_DATES else []
    if topic in _ABOUT_MORE_TIME and facts.placement_only and found.appeal.possible:
        return [Say("utter_case_no_month_for_school"), *dates(facts, found, turn.declined, today())[:1]]
    if topic in _ABOUT_DATES and found.appeal.possible:
        if facts.decision_date and turn.complete:
            return dates(facts, found, turn.declined, today())[:1]
        return [Say("utter_known_need_date")] if facts.decision_date is None and not found.signpost else []
    if topic in _ABOUT_CERTIFICATE and found.appeal.possible and found.certificate.needed is None:
        return [Say("utter_answer_certificate_maybe")]
    if topic in _ABOUT_CERTIFICATE and found.appeal.possible:
        return [Say("utter_known_certificate_needed" if found.certificate.needed else "utter_known_certificate_not_needed")]
    if topic in _ABOUT_ROUTE and found.disagreement_resolution.kind == 4:
        return [Say("utter_answer_commissioning")]
    if topic in _ABOUT_ROUTE and found.mediation.applies is not None:
        return [Say(_route_response(found.mediation.applies, found.disagreement_resolution.applies))]
    if topic == "young_person" and facts.young_person:
        return [whose_right(turn.young)]
    return []


def first_of_all(topic: str, turn: Turn) -> list[Say]:
    """What has to be said before a topic's answer: that this matter is not one for an appeal."""
    if topic not in (*_ABOUT_APPEALS, *_ABOUT_THE_TRIBUNAL) or turn.facts.subject is None:
        return []
    if turn.found.signpost == "disability_discrimination":
        if not turn.found.appeal.possible:
            return [Say("utter_answer_county_court")]
        if topic in _ABOUT_DATES:
            return [Say("utter_known_claim_time", {"form": turn.found.appeal.form})]
        return [Say("utter_known_claim")]
    if turn.found.appeal.possible is False:
        return [Say("utter_known_draft" if turn.facts.plan_stage == "draft" else "utter_known_no_appeal")]
    return []


def fits(topic: str, turn: Turn) -> bool:
    """Whether a topic's own answer is true of this matter: the time and the way to appeal are only for what can be appealed."""
    return not (topic in _ABOUT_DATES and first_of_all(topic, turn))


def say_topic_before_the_form(topic: str, turn: Turn, dispatcher: CollectingDispatcher) -> None:
    """A topic's answer where a disagreement came in the same message: the form then says what it means in this case."""
    if topic in _ABOUT_DATES and will_answer(turn) and turn.found.appeal.possible:
        return
    itself = [Say(f"utter_faq/{topic}")] if fits(topic, turn) else []
    for say in [*first_of_all(topic, turn), *itself]:
        dispatcher.utter_message(response=say.response, **say.values)


def say_question_beside(turn: Turn, tracker: Tracker, dispatcher: CollectingDispatcher, needless: set[str]) -> None:
    """The answer to a question beside a statement; where it was not understood in the middle of a talk, that it was heard."""
    message = tracker.latest_message
    topic = second_question(message)
    if topic and topic not in needless and has(f"utter_faq/{topic}"):
        say_topic_before_the_form(topic, turn, dispatcher)
    elif question_is_lost(message) and turn.told["facts"].get("subject") and not will_answer(turn):
        dispatcher.utter_message(response="utter_question_missed")


def _tells_of_a_decision(turn: Turn) -> bool:
    """Whether a question gave a date as well, or may be about one of two matters, while it is not known what it is about."""
    if turn.facts.subject is not None:
        return False
    return bool(turn.likely) or any(name in DATES for name in changed_facts(turn.facts, turn.told["facts"]))


def asked_whom_to_ring(events: list[dict[str, Any]]) -> bool:
    """Whether the message before the last one asked whom to contact: a council named now asks it again, of that council."""
    said = said_since_start(events)
    return len(said) > 1 and _is_question(said[-2]) and topic_of(said[-2]) == "contact"


def times_asked_before(events: list[dict[str, Any]], topic: str) -> int:
    """How often a topic was asked about in this conversation before the last message."""
    asked = [topic_of(message) for message in said_since_start(events) if _is_question(message)]
    return max(0, asked.count(topic) - 1)


def _is_question(message: dict[str, Any]) -> bool:
    return (message.get("intent") or {}).get("name") == "faq"


def _topic_itself(topic: str, times: int) -> list[Say]:
    """A topic's answer: the whole one first, when asked again the gist of it, then also whom to ask."""
    if not times:
        return [Say(f"utter_faq/{topic}")]
    return [Say("utter_again"), Say(f"utter_gist_{topic}"), *([Say("utter_again_people")] if times > 1 else [])]


def _say_topic(topic: str, turn: Turn, dispatcher: CollectingDispatcher, times: int, needless: set[str]) -> None:
    """A topic's answer, with what it means in this case."""
    says: list[Say] = []
    if topic not in needless:
        says = first_of_all(topic, turn)
        says += _topic_itself(topic, times) if fits(topic, turn) else in_place_of_an_appeal(turn.facts, turn.found)
    for say in [*says, *in_this_case(topic, turn)]:
        dispatcher.utter_message(response=say.response, **{name: shown(v) for name, v in say.values.items()})


def _route_response(mediation: bool, resolution: bool | None) -> str:
    if mediation:
        return "utter_known_route_mediation_maybe" if resolution is None else "utter_known_route_mediation"
    return "utter_known_route_dr" if resolution else "utter_known_route_neither"


def answers_in_doubt(tracker: Tracker) -> bool:
    """Whether the last message answers the guide's question for a date with a day in doubt: "3 March?"."""
    check = tracker.get_slot(DATE_CHECK)
    asked = check["fact"] if check else asked_of(tracker)
    return is_doubtful_answer(tracker.latest_message.get("text") or "", asked, facts_of(tracker), today())


class ActionAnswerQuestion(EnglandOnly):
    """Answers the retrieval intent ``faq``. Facts in the question ("my letter is dated …, so how long …") are taken in first."""

    def name(self) -> str:
        return "action_answer_question"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say the topic's answer, then what it means in this case."""
        in_doubt = answers_in_doubt(tracker)
        if only_asks(tracker.latest_message) and not in_doubt:
            return self._answer_of_this_case(dispatcher, tracker)
        turn = take_in(tracker)
        topic = topic_of(tracker.latest_message)
        if has_no_certificate(tracker) and not in_doubt:
            say_question_beside(turn, tracker, dispatcher, say_case_answers(tracker.latest_message, turn, dispatcher) or set())
            say_news(turn, dispatcher)
            return [*turn.events, FollowupAction("disagreement_form")]
        if in_doubt or typed_choice(tracker):
            if not in_doubt:
                say_question_beside(turn, tracker, dispatcher, set())
            return [*turn.events, FollowupAction("disagreement_form")]  # an answer, for all that it was taken for a question
        if topic is None or not has(f"utter_faq/{topic}"):
            dispatcher.utter_message(response="utter_no_such_topic")
            return turn.events
        if turn.matter.aside:
            say_second_matter(turn, dispatcher)
            return turn.events
        for say in turn.problems:
            dispatcher.utter_message(response=say.response, **say.values)
        new_matter = turn.facts.subject and turn.facts.subject != turn.told["facts"].get("subject")
        turn.events += say_feeling(tracker, dispatcher)
        needless = say_situations(tracker.latest_message, turn.facts, dispatcher)
        answered = say_case_answers(tracker.latest_message, turn, dispatcher) or set()
        if new_matter and not tracker.active_loop:
            if topic not in needless | answered:
                say_topic_before_the_form(topic, turn, dispatcher)
            return [*turn.events, FollowupAction("disagreement_form")]
        if topic not in answered:
            _say_topic(topic, turn, dispatcher, times_asked_before(tracker.events, topic), needless)
        if turn.letter_says_more and turn.complete:
            for say in other_deadlines(turn.letter_says, turn.found):
                dispatcher.utter_message(response=say.response, **say.values)
        if _tells_of_a_decision(turn) and not tracker.active_loop:
            if turn.likely and turn.facts.subject is None:
                dispatcher.utter_message(response=which_of(turn.likely), buttons=subject_choices(turn.likely))
                dispatcher.utter_message(json_message=payload(turn.facts, turn.found))
                return turn.events
            return [*turn.events, FollowupAction("disagreement_form")]  # what was told beside the question is taken up
        known = turn.facts.to_dict()
        if known != turn.told["facts"] and any(value is not None for value in known.values()):
            dispatcher.utter_message(json_message=payload(turn.facts, turn.found))
        return turn.events

    def _answer_of_this_case(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """The answer to a message that only asks about this case; nothing in it is taken for a fact."""
        turn = take_in(tracker, listen=False)
        turn.events += say_feeling(tracker, dispatcher)
        say_situations(tracker.latest_message, turn.facts, dispatcher)
        say_case_answers(tracker.latest_message, turn, dispatcher)
        return turn.events
