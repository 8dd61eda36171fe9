"""What the last message says of the facts, in the light of what was asked."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from rasa_sdk import Tracker

from actions.asking import DATE_CHECK, LETTER_CHECK, MATTER_CHECK, NOT_CONTACTED
from actions.doubtful_answer import is_doubtful_answer
from actions.heard import INTENTION, Heard
from actions.hearing_answers import has_no_certificate, hear_answer, hear_changes, hear_stage, hear_what_there_is_not
from actions.hearing_checks import hear_about_check
from actions.hearing_dates import hear_dates, hear_letters_own_day, take_day
from actions.hearing_subject import hear_in_distress, hear_matter, hear_subject, of_first_matter
from actions.letter_reading import deadlines_in, facts_in
from actions.matter import Matter, tells_more
from actions.memory import DECLINED, FACT_NAMES, LETTER_SAYS, asked_of, facts_of, last_given, possible, subject_told
from actions.rules import Facts
from actions.rules.facts import DATES
from actions.two_decisions import REASON as TWO
from actions.two_decisions import chosen, two_decisions
from actions.typed_choice import typed_choice
from actions.which_fact import Said, one_day
from actions.wording import has
from nlu.ages import is_over_school_age, is_supposed, speaks_of_oneself

# What a door's own fields send, never typed: {"facts": {fact: value or None}, "without": [facts that the person has not got]},
# and {"fact": name} to be asked for again.
SET_FACTS, CHANGE_FACT = "set_facts", "change_fact"
UNDATED = "letter_undated"  # a situation: the letter has no date
GOT_IT_WRONG = "got_it_wrong"  # a situation: what was understood is wrong, and nothing more is said
_ANSWERS = ("affirm", "deny", "do_not_know", "inform", "nlu_fallback")
_INTENDS = re.compile(
    r"\b(?:intend\w*|intention|propos\w+|consider\w*|thinking of|thinking about|planning to|may end"
    r"|(?:wants?|asks? for|asking for|asked for) (?:our|my) views)\b",
    re.I,
)
_DECIDED = re.compile(r"\b(?:ha(?:s|ve) (?:now )?(?:decided|ended|ceased|stopped)|decided to|ended|stopped)\b", re.I)
_SUPPOSED = re.compile(r"\b(?:if|suppose|would|when they|in case)\b", re.I)


def hear(tracker: Tracker, today: date) -> Heard:
    """Read the last message in the light of what was asked.

    Args:
        tracker: the conversation; its ``requested_slot`` is the fact last asked for.
        today: the day that "yesterday" and dates without a year count from.
    """
    message = _as_if_tapped(tracker)
    intent = (message.get("intent") or {}).get("name") or ""
    text = message.get("text") or ""
    in_slots = before = facts_of(tracker)
    check = tracker.get_slot(DATE_CHECK)
    asked = check["fact"] if check else asked_of(tracker)
    heard = Heard()
    entities = message.get("entities") or []
    if letter := message.get("letter"):
        heard.letter = letter  # nothing is taken from it before it is confirmed
        return heard
    pending = tracker.get_slot(LETTER_CHECK)
    if intent in (SET_FACTS, CHANGE_FACT):
        heard.letter = pending
        heard.check = check.get("then") if check and check["fact"] in _named(entities) else check
        _hear_fields(heard, entities, before, today)
        return heard
    if intent == "faq" and _SUPPOSED.search(text):
        heard.check, heard.letter = check, pending
        return heard  # "what if they refuse": nothing is said of this case
    if check and check["reason"] == TWO:
        if hear_which_decision(heard, check, message, in_slots, today):
            return heard
    elif both := two_decisions(message, today):
        heard.check, heard.letter = both, pending
        heard.matter = Matter(subject_told(tracker))
        heard.facts = {} if in_slots.subject == heard.matter.subject else {"subject": heard.matter.subject}
        return heard  # what was said belongs to two matters
    before = hear_matter(heard, tracker, message, asked, in_slots)
    answered = tracker.get_slot(MATTER_CHECK) and (intent in ("affirm", "deny") or heard.matter.back)
    if heard.matter.check or heard.matter.aside or heard.matter.kept or answered:
        heard.check, heard.letter = check, pending
        return heard  # what else was said may belong to the other matter
    if GOT_IT_WRONG in (message.get("situations") or []) and not check and not pending:
        return heard  # no answer, for all that it begins with a no
    upset = intent == "distress"
    entities = hear_in_distress(heard, message, before) if upset else of_first_matter(message, heard.matter.also)
    undated = UNDATED in (message.get("situations") or []) or bool(check and check["reason"] == "sent")
    doubtful = is_doubtful_answer(text, asked, before, today)
    said = Said(text, intent, asked, before, bool(check), last_given(tracker), doubtful, one_day(entities), undated)
    given = hear_dates(heard, entities, said, today)
    hear_letters_own_day(heard, entities, tracker.get_slot(LETTER_SAYS), today)
    hear_what_there_is_not(heard, message, said)
    if before.subject == "ceasing_plan" and intent != "faq" and intends_only(text):
        heard.facts.pop("decision_date", None)  # the letter of an intention starts no clock
        heard.problems.append((INTENTION, {}))
    if check and check["reason"] == "came" and UNDATED in (message.get("situations") or []) and not given:
        heard.check = {**check, "reason": "sent"}  # nothing is printed on it, so the day of sending is asked for
    elif check:
        hear_about_check(heard, check, given, intent, text, before, today)
    dated = bool(heard.facts.keys() & set(DATES) or heard.check or heard.problems)
    if (intent != "faq" or tells_more(message)) and "plan_stage" not in heard.matter.facts:
        hear_stage(heard, entities, said)
    hear_changes(heard, text, intent, asked, before)
    hear_subject(heard, message, entities, before)
    if is_over_school_age(text) and not (intent == "faq" and is_supposed(text)):
        heard.facts["young_person"] = True
    heard.young = speaks_of_oneself(text)
    if pending:
        _hear_about_letter(heard, pending, intent, before, today)
    elif not dated and has_no_certificate(tracker):
        heard.declined.add("certificate_date")
    elif asked and not dated and not check and intent in _ANSWERS and not heard.matter.likely:
        hear_answer(heard, asked, intent, text, before)
    heard.facts = {name: value for name, value in heard.facts.items() if value != getattr(in_slots, name)}
    return heard


def hear_which_decision(heard: Heard, check: dict[str, Any], message: dict[str, Any], in_slots: Facts, today: date) -> bool:
    """Take the one of two decisions that a message names, with what was said of it; False where it names neither."""
    which = chosen(check, message, today)
    if which is None:
        return False
    given = check["given"][which]
    heard.matter = Matter(given.get("subject", in_slots.subject))
    heard.facts = {name: value for name, value in given.items() if value != getattr(in_slots, name)}
    take_day(heard, "decision_date", date.fromisoformat(check["days"][which]), in_slots, today, confirmed=None)
    return True


def intends_only(text: str) -> bool:
    """Whether a text speaks of what a council means to do, and not of what it decided."""
    return bool(_INTENDS.search(text)) and not _DECIDED.search(text)


def _as_if_tapped(tracker: Tracker) -> dict[str, Any]:
    """The last message; where it names a suggested answer ("the second one"), as if that had been tapped."""
    choice = typed_choice(tracker)
    if choice is None:
        return dict(tracker.latest_message)
    return {"text": f"/{choice.intent}", "intent": {"name": choice.intent}, "entities": choice.entities}


def _named(entities: list[dict[str, Any]]) -> set[str]:
    """The facts that a door's fields speak of."""
    found: set[str] = set()
    for entity in entities:
        value = entity.get("value")
        found |= set(value) if isinstance(value, dict) else {str(value)}
    return found


def _hear_fields(heard: Heard, entities: list[dict[str, Any]], before: Facts, today: date) -> None:
    """Facts from fields: each is taken as it stands, None takes it back; dates are looked at as if they had been said."""
    for entity in entities:
        given = entity.get("value")
        if entity.get("entity") == "without" and given in (*DATES, NOT_CONTACTED, "council"):
            fact = "adviser_contacted_on" if given == NOT_CONTACTED else given
            heard.facts[fact] = None
            heard.declined |= {given, fact}
        if entity.get("entity") != "facts" or not isinstance(given, dict):
            continue
        for name, value in given.items():
            if name not in FACT_NAMES or not possible(name, value):
                continue
            fact = getattr(Facts.from_text({name: value}), name)
            if name in DATES and fact is not None:
                take_day(heard, name, fact, before.with_(**heard.facts), today, confirmed=None)
            else:
                heard.facts[name] = fact
    heard.facts = {name: value for name, value in heard.facts.items() if value != getattr(before, name)}


def to_be_changed(message: dict[str, Any]) -> str | None:
    """The fact that a message asks to be put right, None where it names none that can be asked for."""
    named = [e.get("value") for e in message.get("entities") or [] if e.get("entity") == "fact"]
    return next((str(name) for name in named if name in FACT_NAMES and has(f"utter_ask_{name}")), None)


def _hear_about_letter(heard: Heard, letter: dict[str, Any], intent: str, before: Facts, today: date) -> None:
    """The answer to "is that what the letter says?". What is put right in the same breath counts before the letter."""
    put_right = bool(heard.facts) or heard.check is not None
    if intent == "affirm" or (put_right and intent != "faq"):
        said = facts_in(letter)
        day = said.pop("decision_date", None)
        if day and "decision_date" not in heard.facts and not heard.check:
            take_day(heard, "decision_date", day, before, today, confirmed=None)
        heard.facts = {**said, **heard.facts}
        heard.letter_says = deadlines_in(letter)
        if letter.get("intends"):
            heard.problems.append((INTENTION, {}))
    elif intent == "deny":
        heard.problems.append(("utter_pasted_not_right", {}))
    else:
        heard.letter = letter  # something else was said; the question stays open


def declined_of(tracker: Tracker) -> set[str]:
    """Facts that the person was asked for and has not got."""
    return set(tracker.get_slot(DECLINED) or ())
