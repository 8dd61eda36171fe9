"""What a message is about: by its label, by its words, beside a question, or beside a feeling."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker

from actions.asking import DATE_CHECK, MATTER_CHECK
from actions.heard import Heard
from actions.matter import matter_of
from actions.memory import OTHER_MATTER, facts_told, last_given
from actions.rules import Facts
from actions.rules.facts import DATES, SUBJECTS
from actions.which_fact import Said, fact_of
from nlu.replies import replies_with
from nlu.sections import sections_named

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
UNDER_WAY = re.compile(
    r"\b(?:assessment|review|new plan|plan)\b.{0,40}\b(?:going on|under ?way|happening|right now|at the moment|in progress)\b"
    r"|\b(?:in the middle of|halfway through|mid)[ -](?:(?:the|an|our|his|her|my|ehcp?|needs) )*(?:assessment|review)\b",
    re.I,
)
_JUST_B_OR_F = re.compile(r"\bjust [bf]\b", re.I)
_NOT_DONE = re.compile(
    r"\b(?:deliver\w*|provid\w*|given|giving|gets?|getting|got nothing|happen\w*|follow\w*|stopped|late|delay\w*|overdue|draft"
    r"|proposed|in place|review|school (?:isn|won|not))\b",
    re.I,
)


def hear_matter(heard: Heard, tracker: Tracker, message: dict[str, Any], asked: str | None, in_slots: Facts) -> Facts:
    """Which matter the message is about; the facts with that matter in place of what the label alone would have it."""
    intent = (message.get("intent") or {}).get("name") or ""
    told = facts_told(tracker)
    was = told.get("subject")
    old = in_slots.with_(subject=was)
    said_of_old = Said(message.get("text") or "", intent, asked, old, bool(tracker.get_slot(DATE_CHECK)), last_given(tracker))
    answers = asked in DATES and any(
        fact_of(entity, said_of_old) == asked for entity in message.get("entities") or [] if entity.get("entity") == "date"
    )
    tapped = str(message.get("text")).startswith("/") and intent in SUBJECTS
    now = intent if tapped else in_slots.subject
    # "There is an assessment going on" answers whether care is around one; it is no other matter.
    answers |= was in ("health_provision", "social_care_provision") and bool(UNDER_WAY.search(message.get("text") or ""))
    answers |= asked == "in_ehc_process" and replies_with("none_under_way", message.get("text") or "")
    heard.matter = matter_of(message, now, was, asked, tracker.get_slot(MATTER_CHECK), answers, tracker.get_slot(OTHER_MATTER))
    said = {"subject": heard.matter.subject, **heard.matter.facts}
    if heard.matter.kept:
        said["counterparty"] = told.get("counterparty")  # a body in a detail is not the opponent
    heard.facts = {name: value for name, value in said.items() if value != getattr(in_slots, name)}
    return in_slots.with_(subject=heard.matter.subject)


def hear_subject(heard: Heard, message: dict[str, Any], entities: list[dict[str, Any]], before: Facts) -> None:
    """What it is about, where that is not settled by the label alone. ``entities``: those of the first matter."""
    intent = (message.get("intent") or {}).get("name") or ""
    text = message.get("text") or ""
    if heard.matter.likely:
        heard.likely = list(heard.matter.likely)
        return  # the words leave it open, so no label settles it
    if before.subject is None and intent in _SAYS_FACTS:
        ranking = message.get("label_ranking") or []
        if _FINAL.search(text) and not _ENDS.search(text):
            ranking = [row for row in ranking if row["name"] != "ceasing_plan"]
        explained = any(entity.get("entity") in ("date", "plan_stage") for entity in entities)
        _take_subject(heard, ranking, _SUBJECT_SHARE if explained else _SUBJECT_UNEXPLAINED)
        heard.likely = [] if "subject" in heard.facts else likely_subjects(ranking)
    if before.subject is None and intent == "nlu_fallback" and question_beside(message):
        _take_subject(heard, message.get("label_ranking") or [], _SUBJECT_IN_A_QUESTION)
    if before.subject is None and intent == "faq":
        _take_subject(heard, message.get("label_ranking") or [], _SUBJECT_IN_A_QUESTION)
        _take_subject(heard, _statement_beside(message), _SURE_BESIDE)
    misled = before.subject == intent == "carrying_out_duties"  # "never rang" may mislead the label
    if (before.subject is None or misled) and intent != "faq" and _disputes_the_plan(text, message.get("entities") or []):
        heard.facts["subject"] = "plan_contents"


def of_first_matter(message: dict[str, Any], also: str | None) -> list[dict[str, Any]]:
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


def hear_in_distress(heard: Heard, message: dict[str, Any], before: Facts) -> list[dict[str, Any]]:
    """What it is about, where a message of distress says that too, and the entities that belong to that.

    Where the feeling was parted from the matter (``nlu/feeling_reader.py``), the matter counts as if it had been said alone.
    Where it was not, only what says of itself what it is: the date of a letter, not "last night".
    """
    entities = message.get("entities") or []
    matter = message.get("beside")
    if not matter or matter.get("question"):
        ranking = [row for row in message.get("label_ranking") or [] if _MATTER_WORDS.search(message.get("text") or "")]
        if before.subject is None:
            _take_subject(heard, ranking, _SUBJECT_IN_A_QUESTION)
        entities = [e for e in entities if e.get("entity") != "date" or e.get("role") in ("decision", "certificate", "adviser")]
    elif matter["name"] in SUBJECTS and matter["confidence"] >= _SURE_IN_DISTRESS:
        heard.facts["subject"] = matter["name"]
    elif matter["name"] in _SAYS_FACTS and before.subject is None:
        _take_subject(heard, message.get("label_ranking") or [], _SUBJECT_SHARE)
    body = next((e["value"] for e in entities if e.get("entity") == "counterparty"), None)
    if body and heard.facts.get("subject", before.subject):
        heard.facts["counterparty"] = body
    return entities


def second_question(message: dict[str, Any]) -> str | None:
    """The topic of a question that stands beside a statement and was read by itself (``nlu/two_things.py``); None without one."""
    asked = message.get("asked_beside") or {}
    sure = asked and asked["confidence"] >= _SURE_BESIDE
    return str(asked["name"].partition("/")[2]) if sure and asked["name"].startswith("faq/") else None


def question_is_lost(message: dict[str, Any]) -> bool:
    """Whether a question stands beside a statement and nobody knows what it asks."""
    answered = second_question(message) or message.get("case_questions") or message.get("situations")
    return bool(message.get("asked_beside")) and not answered


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


def _take_subject(heard: Heard, ranking: list[dict[str, Any]], least: float) -> None:
    """What it is about, where a message was taken for facts or a question alone but has one subject in it."""
    subjects = [row for row in ranking if row["name"] in SUBJECTS]
    total = sum(row["confidence"] for row in subjects)
    if subjects and subjects[0]["confidence"] >= least and subjects[0]["confidence"] >= _SUBJECT_LEAD * total:
        heard.facts["subject"] = subjects[0]["name"]


def likely_subjects(ranking: list[dict[str, Any]]) -> list[str]:
    """The two likeliest subjects, where there is something in the first."""
    subjects = [row for row in ranking if row["name"] in SUBJECTS and row["confidence"] >= _WORTH_NAMING]
    return [row["name"] for row in subjects[:2]] if len(subjects) > 1 and subjects[0]["confidence"] >= _SUBJECT_SHARE else []


def _disputes_the_plan(text: str, entities: list[dict[str, Any]]) -> bool:
    """Whether a message names section B or F of a final plan beside the date of its letter, and nothing that was not done."""
    final = any(e.get("entity") == "plan_stage" and e.get("value") in ("final", "amended") for e in entities)
    dated = any(e.get("entity") == "date" and e.get("role") == "decision" for e in entities)
    named = bool(sections_named(text) & {"B", "F"}) or bool(_JUST_B_OR_F.search(text))
    return final and dated and named and not _NOT_DONE.search(text)
