"""What the last message says of the facts: dates, the stage, yes and no, "I don't know"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rasa_sdk import Tracker

from actions.asking import DATE_CHECK, LETTER_CHECK, MATTER_CHECK, NOT_CONTACTED
from actions.cues import asks_what_it_is, is_on_its_way, says_never_contacted, says_no_certificate, was_not_told
from actions.letter_reading import DEADLINES, deadlines_in, facts_in
from actions.matter import Matter, matter_of
from actions.memory import DECLINED, FACT_NAMES, LETTER_SAYS, TOLD, asked_of, facts_of, last_given, possible
from actions.rules import Facts
from actions.rules.facts import DATES, PLAN_STAGES, SUBJECTS
from actions.rules.law import known_from
from actions.typed_choice import typed_choice
from actions.which_fact import OF_WHAT, Said, doubt_about, fact_of, read_as
from actions.wording import has
from nlu.dates import Reading, find_vague, read

YES_NO = ("placement_only", "in_ehc_process")
_LAST_SCHOOL_AGE = 16  # at 17 compulsory school age is over for certain; 16 may be either
INTENTION = "utter_answer_intention"  # said of a letter that decides nothing yet
# What a door's own fields send, never typed: {"facts": {fact: value or None}, "without": [facts that the person has not got]},
# and {"fact": name} to be asked for again.
SET_FACTS, CHANGE_FACT = "set_facts", "change_fact"
_EXPLAINED = {"certificate_date": "certificate", "adviser_contacted_on": "mediation_adviser"}
_ANSWERS = ("affirm", "deny", "do_not_know", "inform", "nlu_fallback")
_SAYS_FACTS = ("inform", "correct", "unclear_disagreement")
# Of certainty; below, a subject beside facts, or beside a question (which may only suppose it), is a guess.
_SUBJECT_SHARE, _SUBJECT_IN_A_QUESTION, _SUBJECT_LEAD = 0.08, 0.2, 0.6
# A day or a stage in the message explains that it was taken for facts; without one, a subject of less than half is only offered.
_SUBJECT_UNEXPLAINED, _WORTH_NAMING = 0.5, 0.01
_SURE_BESIDE = 0.7  # of certainty, for a part of a message that was read by itself
_SURE_IN_DISTRESS = 0.4  # of certainty, for the matter beside a feeling
_MATTER_WORDS = re.compile(
    r"\b(?:refus\w*|turned (?:him|her|us|me) down|letter|dated|plan|ehcp?|assess\w*|appeal\w*|tribunal)\b", re.I
)
_TWO_THINGS = 0.6  # of certainty that a message is one of two labels, and so perhaps both
# The final plan, which is not the end of one.
_FINAL = re.compile(r"\bfinal(?:i[sz]ed)?\b", re.I)
_ENDS = re.compile(
    r"\b(?:ceas\w*|end\w*|stop\w*|no longer|withdraw\w*|cancel\w*|tak\w+ away|away|discontinu\w*|remov\w*|terminat\w*)\b", re.I
)
_NO_CERTIFICATE = re.compile(
    r"\b(?:haven'?t|have not|hasn'?t|don'?t have|not|no|never)\b[^.;]{0,20}\b(?:certificate|cert)\b", re.I
)
_UNDER_WAY = re.compile(
    r"\b(?:assessment|review|new plan|plan)\b.{0,40}\b(?:going on|under ?way|happening|right now|at the moment|in progress)\b"
    r"|\b(?:in the middle of|halfway through|mid)[ -](?:(?:the|an|our|his|her|my|ehcp?|needs) )*(?:assessment|review)\b",
    re.I,
)
_OLD, _HALF_A_YEAR = timedelta(days=2 * 365), timedelta(days=182)
_NO = re.compile(
    r"\b(?:no|not|nope|nah|none|never|nothing|haven'?t|havent|hasn'?t|hasnt|don'?t|dont|didn'?t|didnt|without)\b", re.I
)
_HAS_NOT = re.compile(
    r"\b(?:no|not|none|never|haven'?t|have not|hasn'?t|don'?t|didn'?t|did not|without)\b.{0,25}"
    r"\b(?:certificate|letter|date|one|it|yet|got|have|know|contact\w*|ring|rang|rung|call\w*|spoke\w*|phoned?|them)\b"
    r"|\bnot yet\b|\bnone\b",
    re.I,
)
_INTENDS = re.compile(
    r"\b(?:intend\w*|intention|propos\w+|consider\w*|thinking of|thinking about|planning to|may end"
    r"|(?:wants?|asks? for|asking for|asked for) (?:our|my) views)\b",
    re.I,
)
_DECIDED = re.compile(r"\b(?:ha(?:s|ve) (?:now )?(?:decided|ended|ceased|stopped)|decided to|ended|stopped)\b", re.I)
_SUPPOSED = re.compile(r"\b(?:if|suppose|would|when they|in case)\b", re.I)
_A_REVIEW = r"(?:annual |early |proper |yearly )?(?:reviews?|re-?assessment|ar)\b"
_NO_REVIEW = re.compile(
    rf"\b(?:no|without|without an?|never had an?|not had an?) {_A_REVIEW}(?! (?:for|in|since)\b)"
    r"|\b(?:hasn'?t|has not|haven'?t|have not|didn'?t|did not|wasn'?t|was not|never) (?:\w+ ){0,2}"
    rf"(?:been|had|have|held|done|hold) (?:\w+ ){{0,2}}{_A_REVIEW}"
    rf"|\b{_A_REVIEW} (?:\w+ ){{0,2}}(?:not|never|didn'?t|hasn'?t|wasn'?t) (?:\w+ )?(?:happen\w*|held|done|been)",
    re.I,
)
_AFTER_REVIEW = re.compile(rf"\b(?:after|following|at|since) (?:the |our |his |her |their |an? |my )?{_A_REVIEW}", re.I)
_TAKEN_BACK = re.compile(
    r"(?:\bnot|\binstead of|\brather than|n't|\b(?:isnt|wasnt|dont|didnt))\s+(?:on\s+|the\s+|dated\s+)*$", re.I
)
_ONLY = re.compile(r"\b(?:only|just|nothing else|no other|the rest is fine)\b", re.I)
_NOT_ONLY = re.compile(r"\bnot (?:only|just)\b", re.I)
_MORE = re.compile(r"\b(?:both|also|as well|too|everything|all of it|sections? [bf]\b|[bf] and|the help|provision|needs)\b", re.I)
_REST_IS_FINE = re.compile(
    r"\b(?:everything else|the rest|other sections?|rest of (?:it|the plan))\b.{0,25}\b(?:fine|ok|okay|good|right|happy|agree)"
    r"|\bhappy with (?:the rest|everything else)"
    r"|\bit'?s (?:only|just) (?:the|about the) (?:school|college|placement)\b|\bonly thing\b.{0,30}\b(?:disagree|wrong|unhappy)"
    r"|\bonly (?:disagree|unhappy|appealing|arguing|object)\w*.{0,25}\b(?:school|college|placement)",
    re.I,
)
_HELP_TOO = re.compile(
    r"\b(?:school|college|placement|section i)\b.{0,60}\b(?:and|also|as well|plus)\b.{0,40}"
    r"\b(?:help|therapy|hours|provision|needs|support|sections? [bf])\b"
    r"|\bsections? [bf]\b.{0,20}\b(?:also|as well|too)\b|\b(?:also|as well)\b.{0,30}\bsections? [bf]\b"
    r"|\b(?:help|therapy|hours|provision|needs|sections? [bf])\b.{0,40}\b(?:and|also|as well as|plus)\b.{0,30}"
    r"\b(?:school|college|placement)\b",
    re.I,
)
# Beside what the plan says of needs and help, the school or college in it is wrong too.
_TOO = r"\b(?:and|also|as well as|plus|too)\b"
_A_SETTING = r"\b(?:school|college|setting|nursery)"
_NAMED = (
    r"\b(?:section i|placement|(?:named|wrong|different|which) (?:school|college|setting))\b"
    rf"|{_A_SETTING} (?:that )?(?:they|the council|it|he is|she is)\b.{{0,8}} ?(?:name[ds]?|put|chose\w*|picked|gave)\b"
    rf"|{_A_SETTING} named\b"
    rf"|{_A_SETTING}(?: is| are|'s)? (?:also |just )?wrong\b|\bf and i\b|\bf, i\b"
)
_IN_IT = r"\b(?:sections? [bf]|help|therapy|hours|provision|needs)\b"
_PLACEMENT_TOO = re.compile(rf"{_TOO}.{{0,40}}(?:{_NAMED})|(?:{_NAMED}).{{0,40}}{_TOO}.{{0,30}}{_IN_IT}|\bb, f and i\b", re.I)
_PLACEMENT_FINE = re.compile(
    rf"(?:{_A_SETTING}|\bplacement|\bsection i)\b.{{0,30}}\b(?:fine|ok|okay|good|right|happy|agree\w*|no problem)\b"
    rf"|\b(?:happy|fine|agree|no quarrel|not) (?:about |with )?(?:the )?(?:named )?(?:{_A_SETTING}|placement|section i)\b",
    re.I,
)
_SECTION_B_OR_F = re.compile(r"\bsec(?:tions?|s)?\.? ?(?:[bf]\b|[b-i] ?(?:and|&|,|/) ?[bf]\b)|\bjust [bf]\b", re.I)
_NOT_DONE = re.compile(
    r"\b(?:deliver\w*|provid\w*|given|giving|gets?|getting|got nothing|happen\w*|follow\w*|stopped|late|delay\w*|overdue|draft"
    r"|proposed|in place|review|school (?:isn|won|not))\b",
    re.I,
)
_AGE = re.compile(
    r"\b(?:i'?m|i am|he'?s|he is|she'?s|she is|they'?re|aged?|son is|daughter is|yp)\s+(?:now\s+)?(1[7-9]|2[0-4])\b",
    re.I,
)

# A young person speaks of themselves; a parent says "he's 17", "his plan".
_OF_ONESELF = re.compile(
    r"\b(?:i'?m|i am)\s+(?:now |only |nearly |almost |just )?(?:1[5-9]|2[0-4])\b(?! (?:weeks?|days?|months?))"
    r"|\b(?:re-?)?assess me\b|\bmy (?:ehcp|ehc plan)\b(?! (?:request|application|appeal))"
    r"|\b(?:in|on|of|end(?:ed|ing)?|stop(?:ped|ping)?|amend|change[sd]?) my (?:own )?plan\b"
    r"|\bmy plan (?:says|names|ends|came|ended|stops)\b"
    r"|\b(?:help|teach|support|exclud\w+|suspended) me at (?:college|school|sixth form)\b",
    re.I,
)


@dataclass
class Heard:
    """What a message changes.

    ``facts`` holds the new values by fact name; ``declined`` the facts the person has not got; ``check`` a date to be
    confirmed; ``letter`` a letter to be confirmed, ``letter_says`` the deadlines of one that was; ``problems`` what to say
    of dates that cannot be used: response name and its values; ``young`` whether it is the young person who speaks; ``matter``
    which matter it is about; ``likely`` the two likeliest ones where none is sure.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    declined: set[str] = field(default_factory=set)
    check: dict[str, Any] | None = None
    letter: dict[str, Any] | None = None
    letter_says: dict[str, Any] | None = None
    problems: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    young: bool = False
    matter: Matter = field(default_factory=lambda: Matter(None))
    likely: list[str] = field(default_factory=list)


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
        heard.check = None if check and check["fact"] in _named(entities) else check
        _hear_fields(heard, entities, before, today)
        return heard
    if intent == "faq" and _SUPPOSED.search(text):
        heard.check, heard.letter = check, pending
        return heard  # "what if they refuse": nothing is said of this case
    before = _hear_matter(heard, tracker, message, asked, in_slots)
    if heard.matter.check or (tracker.get_slot(MATTER_CHECK) and intent in ("affirm", "deny")):
        heard.check, heard.letter = check, pending
        return heard  # what else was said may belong to the other matter
    upset = intent == "distress"
    entities = _hear_in_distress(heard, message, before) if upset else _of_first_matter(message, heard.matter.also)
    said = Said(text, intent, asked, before, bool(check), last_given(tracker))
    _hear_dates(heard, entities, said, today)
    _hear_letters_own_day(heard, entities, tracker.get_slot(LETTER_SAYS), today)
    _hear_what_there_is_not(heard, message, said)
    if before.subject == "ceasing_plan" and intent != "faq" and intends_only(text):
        heard.facts.pop("decision_date", None)  # the letter of an intention starts no clock
        heard.problems.append((INTENTION, {}))
    dated = bool(heard.facts.keys() & set(DATES) or heard.check or heard.problems)
    if check and not dated:
        _hear_about_check(heard, check, intent, before, today)
        dated = dated or bool(heard.facts)
    if intent != "faq" and "plan_stage" not in heard.matter.facts:
        _hear_stage(heard, entities, asked, intent)
    _hear_changes(heard, text, intent, asked, before)
    if before.subject is None and intent in _SAYS_FACTS:
        ranking = message.get("label_ranking") or []
        if _FINAL.search(text) and not _ENDS.search(text):
            ranking = [row for row in ranking if row["name"] != "ceasing_plan"]
        explained = any(entity.get("entity") in ("date", "plan_stage") for entity in entities)
        _hear_subject(heard, ranking, _SUBJECT_SHARE if explained else _SUBJECT_UNEXPLAINED)
        heard.likely = [] if "subject" in heard.facts else _likely(ranking)
    if before.subject is None and intent == "nlu_fallback" and question_beside(message):
        _hear_subject(heard, message.get("label_ranking") or [], _SUBJECT_IN_A_QUESTION)
    if before.subject is None and intent == "faq":
        _hear_subject(heard, message.get("label_ranking") or [], _SUBJECT_IN_A_QUESTION)
        _hear_subject(heard, _statement_beside(message), _SURE_BESIDE)
    unsettled = before.subject is None or (
        before.subject == intent == "carrying_out_duties"
    )  # "never rang" may mislead the label
    if unsettled and intent != "faq" and _disputes_the_plan(text, message.get("entities") or []):
        heard.facts["subject"] = "plan_contents"
    if intent != "faq" and (age := _AGE.search(text)):
        heard.facts["young_person"] = int(age[1]) > _LAST_SCHOOL_AGE or None
    heard.young = bool(_OF_ONESELF.search(text))
    if pending:
        _hear_about_letter(heard, pending, intent, before, today)
    elif not dated and has_no_certificate(tracker):
        heard.declined.add("certificate_date")
    elif asked and not dated and not check and intent in _ANSWERS:
        _hear_answer(heard, asked, intent, text, before)
    heard.facts = {name: value for name, value in heard.facts.items() if value != getattr(in_slots, name)}
    return heard


def intends_only(text: str) -> bool:
    """Whether a text speaks of what a council means to do, and not of what it decided."""
    return bool(_INTENDS.search(text)) and not _DECIDED.search(text)


def _hear_in_distress(heard: Heard, message: dict[str, Any], before: Facts) -> list[dict[str, Any]]:
    """What it is about, where a message of distress says that too, and the entities that belong to that.

    Where the feeling was parted from the matter (``nlu/feeling_reader.py``), the matter counts as if it had been said alone.
    Where it was not, only what says of itself what it is: the date of a letter, not "last night".
    """
    entities = message.get("entities") or []
    matter = message.get("beside")
    if not matter or matter.get("question"):
        ranking = [row for row in message.get("label_ranking") or [] if _MATTER_WORDS.search(message.get("text") or "")]
        if before.subject is None:
            _hear_subject(heard, ranking, _SUBJECT_IN_A_QUESTION)
        entities = [e for e in entities if e.get("entity") != "date" or e.get("role") in ("decision", "certificate", "adviser")]
    elif matter["name"] in SUBJECTS and matter["confidence"] >= _SURE_IN_DISTRESS:
        heard.facts["subject"] = matter["name"]
    elif matter["name"] in _SAYS_FACTS and before.subject is None:
        _hear_subject(heard, message.get("label_ranking") or [], _SUBJECT_SHARE)
    body = next((e["value"] for e in entities if e.get("entity") == "counterparty"), None)
    if body and heard.facts.get("subject", before.subject):
        heard.facts["counterparty"] = body
    return entities


def _as_if_tapped(tracker: Tracker) -> dict[str, Any]:
    """The last message; where it names a suggested answer ("the second one"), as if that had been tapped."""
    choice = typed_choice(tracker)
    if choice is None:
        return dict(tracker.latest_message)
    return {"text": f"/{choice.intent}", "intent": {"name": choice.intent}, "entities": choice.entities}


def _hear_matter(heard: Heard, tracker: Tracker, message: dict[str, Any], asked: str | None, in_slots: Facts) -> Facts:
    """Which matter the message is about; the facts with that matter in place of what the label alone would have it."""
    intent = (message.get("intent") or {}).get("name") or ""
    was = ((tracker.get_slot(TOLD) or {}).get("facts") or {}).get("subject")
    old = in_slots.with_(subject=was)
    said_of_old = Said(message.get("text") or "", intent, asked, old, bool(tracker.get_slot(DATE_CHECK)), last_given(tracker))
    answers = asked in DATES and any(
        fact_of(entity.get("role"), said_of_old) == asked
        for entity in message.get("entities") or []
        if entity.get("entity") == "date"
    )
    tapped = str(message.get("text")).startswith("/") and intent in SUBJECTS
    now = intent if tapped else in_slots.subject
    # "There is an assessment going on" answers whether care is around one; it is no other matter.
    answers |= was in ("health_provision", "social_care_provision") and bool(_UNDER_WAY.search(message.get("text") or ""))
    heard.matter = matter_of(message, now, was, asked, tracker.get_slot(MATTER_CHECK), answers)
    said = {"subject": heard.matter.subject, **heard.matter.facts}
    heard.facts = {name: value for name, value in said.items() if value != getattr(in_slots, name)}
    return in_slots.with_(subject=heard.matter.subject)


def _of_first_matter(message: dict[str, Any], also: str | None) -> list[dict[str, Any]]:
    """The entities less the days of a second matter in the same message, unless they are said of a letter."""
    entities = message.get("entities") or []
    second = next((row for row in message.get("matters") or [] if row["name"] == also), None)
    if second is None:
        return entities
    return [
        entity
        for entity in entities
        if entity.get("entity") != "date" or entity.get("role") or not second["start"] <= entity["start"] < second["end"]
    ]


def _likely(ranking: list[dict[str, Any]]) -> list[str]:
    """The two likeliest subjects, where there is something in the first."""
    subjects = [row for row in ranking if row["name"] in SUBJECTS and row["confidence"] >= _WORTH_NAMING]
    return [row["name"] for row in subjects[:2]] if len(subjects) > 1 and subjects[0]["confidence"] >= _SUBJECT_SHARE else []


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
                _take_day(heard, name, fact, before.with_(**heard.facts), today, confirmed=None)
            else:
                heard.facts[name] = fact
    heard.facts = {name: value for name, value in heard.facts.items() if value != getattr(before, name)}


def to_be_changed(message: dict[str, Any]) -> str | None:
    """The fact that a message asks to be put right, None where it names none that can be asked for."""
    named = [e.get("value") for e in message.get("entities") or [] if e.get("entity") == "fact"]
    return next((str(name) for name in named if name in FACT_NAMES and has(f"utter_ask_{name}")), None)


def _hear_dates(heard: Heard, entities: list[dict[str, Any]], said: Said, today: date) -> None:
    by_fact: dict[str, list[tuple[dict[str, Any], Reading]]] = {}
    for entity in entities:
        if entity.get("entity") != "date" or _TAKEN_BACK.search(said.text[: entity.get("start") or 0]):
            continue
        fact = fact_of(entity.get("role"), said)
        reading = read_as(fact, str(entity["value"]), said, today)
        if fact is OF_WHAT:
            if reading.day and reading.day not in (said.before.decision_date, said.before.certificate_date):
                heard.problems.append(("utter_date_of_what", {"day": reading.day}))
        elif fact:
            by_fact.setdefault(fact, []).append((entity, reading))
    for fact, readings in by_fact.items():
        now = getattr(said.before, fact)
        fresh = [pair for pair in readings if pair[1].day is None or pair[1].day != now] or readings
        # Of a letter's own date and the day it came, its own counts; of two dates in a correction, the last.
        own = [pair for pair in fresh if pair[0].get("role") not in ("received", "certificate_received")]
        own = [pair for pair in own if pair[1].day] or own  # "about three weeks ago, it is dated 31 March": the exact one counts
        came = not own and said.before.subject != "disability_discrimination" and fact != "adviser_contacted_on"
        if came and now is not None and said.intent != "correct":
            heard.problems.append(("utter_date_printed_counts", {}))
            continue
        days = sorted({pair[1].day for pair in own if pair[1].day})
        if len(days) > 1 and said.intent != "correct":
            heard.check = _check(fact, days[:2], "which")
            continue
        entity, reading = (own or fresh)[-1 if said.intent == "correct" else 0]
        _take_date(heard, fact, entity, reading, came, said, today)


def _take_date(heard: Heard, fact: str, entity: dict[str, Any], reading: Reading, came: bool, said: Said, today: date) -> None:
    day, words = reading.day, str(entity["value"])
    doubt = doubt_about(fact, entity, day, said)
    if reading.kind == "ambiguous":
        if reading.candidates:
            heard.check = _check(fact, list(reading.candidates[:2]), reading.reason or "which")
        else:
            heard.problems.append(("utter_date_approximate", {"words": words}))
    elif day is None:
        heard.problems.append((f"utter_date_{reading.reason or 'unreadable'}", {"words": words}))
    elif came and day <= today:
        heard.check = _check(fact, [day], "came")
    elif doubt == "instead" and fact == "adviser_contacted_on" and (first := said.before.adviser_contacted_on) and day >= first:
        pass  # "I rang them again": the first call counts
    else:
        _take_day(heard, fact, day, said.before, today, confirmed=None, doubt=doubt)


def _take_day(
    heard: Heard, fact: str, day: date, before: Facts, today: date, confirmed: str | None, doubt: str | None = None
) -> None:
    """Take a day as a fact, unless it cannot be, or has to be confirmed first (and was not, for that reason)."""
    if day > today:
        heard.problems.append(("utter_date_future", {"day": day}))
    elif day < known_from():
        heard.problems.append(("utter_date_before_law", {"day": day}))
    elif day < today - _OLD and confirmed != "long_ago":
        heard.check = _check(fact, [day], "long_ago")
    elif fact != "decision_date" and before.decision_date and day < before.decision_date:
        # A certificate or a call from before the decision belongs to another one.
        heard.problems.append(("utter_date_before_letter", {"day": day, "letter": before.decision_date}))
    elif fact == "certificate_date" and day == before.decision_date and confirmed != "same_day":
        heard.check = _check(fact, [day], "same_day")  # more likely the letter's date once more
    elif doubt and getattr(before, fact) != day:
        heard.check = _check(fact, [day], doubt)
    else:
        heard.facts[fact] = day


def _check(fact: str, days: list[date], reason: str) -> dict[str, Any]:
    return {"fact": fact, "days": [day.isoformat() for day in days], "reason": reason}


def _hear_about_check(heard: Heard, check: dict[str, Any], intent: str, before: Facts, today: date) -> None:
    """The answer to "is that the date?". Anything but yes drops the date, and the fact is asked for again."""
    if intent == "affirm" and len(check["days"]) == 1:
        day = date.fromisoformat(check["days"][0])
        _take_day(heard, check["fact"], day, before, today, confirmed=check["reason"])
    elif intent == "do_not_know":
        heard.declined.add(check["fact"])
    elif intent not in ("deny", "inform", "correct"):
        heard.check = check  # something else was said; the question stays open


def _hear_about_letter(heard: Heard, letter: dict[str, Any], intent: str, before: Facts, today: date) -> None:
    """The answer to "is that what the letter says?". What is put right in the same breath counts before the letter."""
    put_right = bool(heard.facts) or heard.check is not None
    if intent == "affirm" or (put_right and intent != "faq"):
        said = facts_in(letter)
        day = said.pop("decision_date", None)
        if day and "decision_date" not in heard.facts and not heard.check:
            _take_day(heard, "decision_date", day, before, today, confirmed=None)
        heard.facts = {**said, **heard.facts}
        heard.letter_says = deadlines_in(letter)
        if letter.get("intends"):
            heard.problems.append((INTENTION, {}))
    elif intent == "deny":
        heard.problems.append(("utter_pasted_not_right", {}))
    else:
        heard.letter = letter  # something else was said; the question stays open


def _hear_letters_own_day(heard: Heard, entities: list[dict[str, Any]], known: dict[str, Any] | None, today: date) -> None:
    """The day by which the council's letter says one has to appeal: no fact, but to be kept to where it is the earlier."""
    for entity in entities:
        if entity.get("entity") == "date" and entity.get("role") == "appeal_by":
            reading = read(str(entity["value"]), today)
            day = reading.day or next(iter(reading.candidates), None)
            if day and day < today - _HALF_A_YEAR and not re.search(r"\d{4}", str(entity["value"])):
                day = day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)  # it lies ahead
            if day:
                heard.letter_says = {**dict.fromkeys(DEADLINES), **(known or {}), "appeal_by": day.isoformat()}


def _hear_what_there_is_not(heard: Heard, message: dict[str, Any], said: Said) -> None:
    """That there is no certificate, or that nobody was contacted: said at any time, and then not asked for."""
    text, before = said.text, said.before
    no_date = not any(e.get("entity") == "date" for e in message.get("entities") or [])
    answered = said.no and said.intent != "faq" and not no_date
    certified = before.certificate_date or heard.facts.get("certificate_date")
    contacted = before.adviser_contacted_on or heard.facts.get("adviser_contacted_on") or heard.check
    never = says_never_contacted(text) or (said.asked == "adviser_contacted_on" and (answered or was_not_told(text)))
    if never and not certified and not contacted:
        heard.declined |= {"certificate_date", "adviser_contacted_on", NOT_CONTACTED}
    coming = said.asked == "certificate_date" and is_on_its_way(text)
    if not certified and (says_no_certificate(text) or coming or (answered and said.asked == "certificate_date")):
        heard.declined.add("certificate_date")
    if coming and not certified and "waiting_for_certificate" not in (message.get("situations") or []):
        heard.problems.append(("utter_situation_waiting_for_certificate", {}))


def _hear_stage(heard: Heard, entities: list[dict[str, Any]], asked: str | None, intent: str) -> None:
    stages = [e["value"] for e in entities if e.get("entity") == "plan_stage" and e.get("value") in PLAN_STAGES]
    if stages and (len(set(stages)) == 1 or asked == "plan_stage" or intent == "correct"):
        heard.facts["plan_stage"] = stages[-1]
    for entity in entities:
        if entity.get("entity") in YES_NO and entity.get("value") in ("yes", "no"):
            heard.facts[entity["entity"]] = entity["value"] == "yes"


def _hear_changes(heard: Heard, text: str, intent: str, asked: str | None, before: Facts) -> None:
    """What is said without being asked for, also against what was said before."""
    if before.subject == "placement" and asked != "placement_only":
        if _HELP_TOO.search(text):
            heard.facts["placement_only"] = False
        elif _REST_IS_FINE.search(text):
            heard.facts["placement_only"] = True
    elif before.subject == "plan_contents" and not before.placement_only and _speaks_of_placement_too(text, intent):
        heard.facts["placement_only"] = False
    if before.subject == "refusal_to_amend" and intent != "faq":
        if _NO_REVIEW.search(text):
            heard.facts["after_review"] = False
        elif before.after_review is False and _AFTER_REVIEW.search(text):
            heard.facts["after_review"] = True
    if before.certificate_date and "certificate_date" not in heard.facts and _NO_CERTIFICATE.search(text) and intent != "faq":
        heard.facts["certificate_date"] = None
        heard.declined.add("certificate_date")
    about_care = before.subject in ("health_provision", "social_care_provision")
    if about_care and not before.in_ehc_process and intent != "faq" and _UNDER_WAY.search(text) and not _NO.search(text):
        heard.facts["in_ehc_process"] = True


def _speaks_of_placement_too(text: str, intent: str) -> bool:
    """Whether what is wrong with a plan's contents comes with a school or college that is wrong as well."""
    return intent != "faq" and bool(_PLACEMENT_TOO.search(text)) and not _PLACEMENT_FINE.search(text)


def second_question(message: dict[str, Any]) -> str | None:
    """The topic of a question that stands beside a statement and was read by itself (``nlu/two_things.py``); None without one."""
    beside = message.get("beside") or {}
    sure = beside.get("question") and beside["confidence"] >= _SURE_BESIDE
    return str(beside["name"].partition("/")[2]) if sure and beside["name"].startswith("faq/") else None


def has_no_certificate(tracker: Tracker) -> bool:
    """Whether the last message says, in whatever words, that there is no certificate, where one was asked for."""
    text = tracker.latest_message.get("text") or ""
    return asked_of(tracker) == "certificate_date" and bool(_NO_CERTIFICATE.search(text)) and "?" not in text


def question_beside(message: dict[str, Any]) -> str | None:
    """The topic of a question where neither it nor the disagreement beside it wins the message; None for others."""
    if topic := second_question(message):
        return topic
    best = (message.get("label_ranking") or [])[:2]
    topics = [row["name"].partition("/")[2] for row in best if row["name"].startswith("faq/")]
    subjects = [row for row in best if row["name"] in SUBJECTS]
    sure = sum(row["confidence"] for row in best) >= _TWO_THINGS
    return topics[0] if len(topics) == len(subjects) == 1 and sure else None


def _statement_beside(message: dict[str, Any]) -> list[dict[str, Any]]:
    """A ranking of one: what a statement beside a question was taken for, where that is sure."""
    beside = message.get("beside") or {}
    sure = beside and not beside["question"] and beside["confidence"] >= _SURE_BESIDE
    return [beside] if sure else []


def _hear_subject(heard: Heard, ranking: list[dict[str, Any]], least: float) -> None:
    """What it is about, where a message was taken for facts or a question alone but has one subject in it."""
    subjects = [row for row in ranking if row["name"] in SUBJECTS]
    total = sum(row["confidence"] for row in subjects)
    if subjects and subjects[0]["confidence"] >= least and subjects[0]["confidence"] >= _SUBJECT_LEAD * total:
        heard.facts["subject"] = subjects[0]["name"]


def _disputes_the_plan(text: str, entities: list[dict[str, Any]]) -> bool:
    """Whether a message names section B or F of a final plan beside the date of its letter, and nothing that was not done."""
    final = any(e.get("entity") == "plan_stage" and e.get("value") in ("final", "amended") for e in entities)
    dated = any(e.get("entity") == "date" and e.get("role") == "decision" for e in entities)
    return final and dated and bool(_SECTION_B_OR_F.search(text)) and not _NOT_DONE.search(text)


def _hear_answer(heard: Heard, asked: str, intent: str, text: str, before: Facts) -> None:
    """An answer without a date to the fact asked for."""
    if asked in heard.facts or (asked in ("subject", "counterparty", "council") and intent not in ("do_not_know", "deny")):
        return
    no = intent in ("deny", "do_not_know") or (intent == "inform" and bool(_HAS_NOT.search(text)))
    if asked in YES_NO:
        _hear_yes_no(heard, asked, intent, text)
    elif asked in _EXPLAINED and asks_what_it_is(text):
        heard.problems.append((f"utter_faq/{_EXPLAINED[asked]}", {}))
    elif asked == "subject":
        heard.problems.append(("utter_subject_help", {}))
    elif asked == "decision_date" and find_vague(text) and intent != "do_not_know":
        heard.problems.append(("utter_date_vague", {}))
    elif asked in ("certificate_date", "adviser_contacted_on") and intent == "affirm":
        heard.problems.append((f"utter_need_{asked}", {}))
    elif intent == "do_not_know" or (no and asked in (*DATES, "council")):
        heard.declined.add(asked)
        if asked == "adviser_contacted_on" and intent != "do_not_know":
            heard.declined.add(NOT_CONTACTED)


def _hear_yes_no(heard: Heard, asked: str, intent: str, text: str) -> None:
    if intent == "do_not_know":
        heard.declined.add(asked)
    elif asked == "placement_only":
        # "Only …? Or also …?": the words count; a bare yes or no says nothing, and is asked again.
        only, more = bool(_ONLY.search(text)), bool(_MORE.search(text))
        if only != more:
            heard.facts[asked] = only
        elif _NOT_ONLY.search(text):
            heard.facts[asked] = False
    elif intent in ("affirm", "deny"):
        heard.facts[asked] = intent == "affirm"


def declined_of(tracker: Tracker) -> set[str]:
    """Facts that the person was asked for and has not got."""
    return set(tracker.get_slot(DECLINED) or ())
