"""Which matter a message is about: the one before, another, or a second one beside it. An unclear change is asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from actions.matter_in_words import (
    council_refused,
    did_assess,
    good_news,
    is_not_final,
    is_not_honoured,
    matter_in_words,
    stopped_in_the_plan,
)
from actions.plan_in_words import (
    has_a_plan,
    has_no_plan,
    is_not_kept_after_a_move,
    plan_refused,
    waits_for_the_nhs,
)
from actions.rules.determine import counts_from
from actions.rules.facts import SUBJECTS
from nlu.case_questions import OUTPUT as CASE_QUESTIONS
from nlu.matters import tells_of
from nlu.replies import replies_with
from nlu.sections import EDUCATION, sections_named
from nlu.situations import OUTPUT

_REFUSALS = ("refusal_to_assess", "refusal_to_reassess", "refusal_to_issue_plan", "refusal_to_amend")
_SAID_OF_A_PLAN = ("plan_contents", "placement")
_HELP = {"carrying_out_duties", "sen_provision"}  # the same ways are open for both: help in the plan, and help without one
_CARE = ("health_provision", "social_care_provision")
# Of these it may be news that there is a plan.
_WITHOUT_A_PLAN = ("refusal_to_assess", "refusal_to_issue_plan", "sen_provision", "school_admission")
_ANSWERED_AS_IT_IS = {"no_money", "in_section_f"}  # questions and remarks on help that does not come
_UNSURE = ("inform", "correct", "unclear_disagreement", "nlu_fallback")
_PLAIN_SHARE = 0.9  # of certainty, from one appeal to another without a word that puts something right
_SURE_OF_A_PART = 0.6  # of certainty, as for a whole message
_BEHIND_CORRECT, _LEAD = 0.003, 0.6  # "correct" takes nearly all certainty; what is left still tells which matter
_PUTS_RIGHT = re.compile(
    r"\b(?:actually|wait|hang on|hold on|sorry|i mean|i meant|my mistake|oops|correction"
    r"|i was wrong|got (?:that|it) wrong|instead)\b",
    re.I,
)
_ALSO = re.compile(
    r"^\W*(?:(?:oh|and|ok|but|well|yes|no)\W+)*(?:also|plus|another thing|on top of that|as well as that|besides)\b", re.I
)
_BACK = re.compile(
    r"\b(?:back to|stick(?:ing)? with|still about|still on) (?:the |my |his |her )?"
    r"(?:plan|ehcp|first|letter|appeal|assessment|same)\b"
    r"|\bthe (?:first|same) (?:one|thing|matter)\b",
    re.I,
)
_THE_OTHER = re.compile(r"\b(?:the|that) (?:other|second) (?:one|thing|matter|issue|problem)\b", re.I)
_POINTS = re.compile(r"\?|^\W*(?:(?:and|ok|so|but|now)\W+)*(?:what about|how about|about|and|now)\b", re.I)
_PROMISED = re.compile(
    r"\b(?:plan|ehcp|section [fgh]|annual review|review|deadline|weeks|council|la|local authority|assess\w*)\b", re.I
)
_IN_THE_TRIBUNAL = re.compile(r"\b(?:appeal\w*|tribunal)\b", re.I)
_OF_A_MATTER = re.compile(
    r"assess|\bplan\b|ehcp|school|college|section|exclu|suspen|transport|taxi|\bbus\b|therap|amend|review|discriminat", re.I
)


@dataclass(frozen=True)
class Matter:
    """``subject`` as it is taken; ``check`` another one to be confirmed first; ``also`` a second one that is only named.

    ``facts`` are other facts that the same words settle; ``agreed``: the council has said yes, so there is no refusal;
    ``likely``: where the words leave it between two, those; ``aside``: the one named before, asked about while this one is kept;
    ``back``: the person has turned back to this one from the one that was to be confirmed; ``kept``: it is kept, as the message
    only adds a detail that a label may take for another matter; ``noted``: nothing else is said to that detail.
    """

    subject: str | None
    check: str | None = None
    also: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    agreed: bool = False
    likely: tuple[str, ...] = ()
    aside: str | None = None
    back: bool = False
    kept: bool = False
    noted: bool = False


def matter_of(
    message: dict[str, Any],
    now: str | None,
    was: str | None,
    asked: str | None,
    pending: str | None,
    answers: bool,
    other: str | None = None,
) -> Matter:
    """Judge the last message.

    Args:
        message: as the pipeline read it.
        now: the subject as the message's label would have it, else the one before.
        was: the subject that the person was told last, None before the first.
        asked: the fact that was asked for.
        pending: another subject that the person was asked about.
        answers: whether the message has a date that answers what was asked.
        other: a second subject that was named before, and left for later.
    """
    intent = (message.get("intent") or {}).get("name") or ""
    text = message.get("text") or ""
    if text.startswith("/"):
        if pending and intent in ("affirm", "deny"):
            return Matter(pending if intent == "affirm" else was)
        return Matter(now)
    if pending and was and _BACK.search(text):
        return Matter(was, back=True)
    if other and was and _asks_of_the_other(text, intent, was, other):
        return Matter(was, aside=other)
    if pending and intent not in SUBJECTS:
        kept = None if intent in ("affirm", "deny", "inform", "correct") else pending
        return Matter(pending if intent == "affirm" else was, check=kept)
    if was and (detail := _detail(message, text, intent, was, asked)):
        return detail
    question = intent == "faq" and not tells_more(message)
    found = (
        _beside_each_other(message, was)
        or _of_a_plan(message, intent, was)
        or _nothing_heard(text, intent, was, asked)
        or _by_words(message, intent, now, was, asked, question)
    )
    if found:
        return found
    if intent == "correct" and counts_from(was) and was and not _has(message, "date", "plan_stage"):
        return _put_right(message, text, was)
    if intent not in SUBJECTS or was is None or now is None or now == was or pending == now:
        return Matter(now)
    return _changed(message, text, now, was, asked, answers)


def _asks_of_the_other(text: str, intent: str, was: str, other: str) -> bool:
    """Whether the message turns to the matter that was left for later, which is answered without giving up one with a time."""
    if counts_from(was) is None or _urgency(other) <= _urgency(was):
        return False
    return bool(_THE_OTHER.search(text)) or (intent == other and bool(_POINTS.search(text)))


def _detail(message: dict[str, Any], text: str, intent: str, was: str, asked: str | None) -> Matter | None:
    """A detail of the matter that is known: a diagnosis, that there is a plan, which child it is, why help does not come."""
    if _ANSWERED_AS_IT_IS.intersection(message.get(CASE_QUESTIONS) or []) and intent != "faq":
        return Matter(was, kept=True, noted=was not in _HELP)
    if asked != "counterparty" and intent in (*SUBJECTS, "inform") and replies_with("names_a_phase", text):
        return Matter(was, kept=True, noted=True)
    if intent not in (*SUBJECTS, "nlu_fallback", "affirm"):
        return None
    names = ["names_a_child", "diagnosis", *([] if was in _WITHOUT_A_PLAN else ["there_is_a_plan"])]
    return Matter(was, kept=True, noted=True) if any(replies_with(name, text) for name in names) else None


def tells_more(message: dict[str, Any]) -> bool:
    """Whether a message taken for a question tells of a case as well: the day of a letter, or a statement beside it."""
    dated = any(e.get("entity") == "date" and e.get("role") == "decision" for e in message.get("entities") or [])
    beside = message.get("beside") or {}
    return dated or (bool(beside) and not beside.get("question"))


def _of_a_plan(message: dict[str, Any], intent: str, was: str | None) -> Matter | None:
    """What the words say of a plan, where the label would have it otherwise, or is unsure."""
    text = message.get("text") or ""
    unsure = intent in _UNSURE or (intent == "faq" and was is None and tells_more(message))
    if was == "school_admission" and (unsure or intent in ("affirm", "placement", was)):
        there_is = has_a_plan(text, asked=True) or (_has(message, "plan_stage") and not has_no_plan(text))
        return Matter("placement") if there_is else None
    if was is not None:
        return _assessed_after_all(text, intent, was)
    will_not_ask = "school_will_not_ask" in (message.get(OUTPUT) or [])
    if will_not_ask and (unsure or intent in ("school_admission", "carrying_out_duties", "refusal_to_assess")):
        return Matter("sen_provision")
    if (unsure or intent == "refusal_to_amend") and tells_of("plan_to_end", text):
        return Matter("ceasing_plan")
    if (unsure or intent in _CARE) and (education := _education_in(message, text)):
        return Matter(education)
    if unsure or intent in ("school_admission", "ceasing_plan"):
        found = plan_refused(text)
        if found:
            return Matter(found[0]) if len(found) == 1 else Matter(None, likely=found)
    if (unsure or intent == "school_admission") and waits_for_the_nhs(text):
        return Matter("health_provision", facts={"counterparty": "health_commissioner"})
    if (unsure or intent in ("carrying_out_duties", "ceasing_plan")) and is_not_kept_after_a_move(text):
        return Matter(None, likely=("ceasing_plan", "carrying_out_duties"))
    if intent == "school_admission" and (has_a_plan(text) or (_has(message, "plan_stage") and not has_no_plan(text))):
        return Matter("placement")
    top = next((row["name"] for row in message.get("label_ranking") or []), intent)
    if (top if intent == "nlu_fallback" else intent) in ("health_provision", "carrying_out_duties"):
        facts = stopped_in_the_plan(text)
        return Matter("carrying_out_duties", facts=facts) if facts is not None else None
    return None


def _education_in(message: dict[str, Any], text: str) -> str | None:
    """Health or care in a final plan beside needs, help or the school in it: the education part can be appealed."""
    named = sections_named(text)
    if not named & EDUCATION or not named - EDUCATION or not _has(message, "plan_stage"):
        return None
    if is_not_final(text) or stopped_in_the_plan(text) is not None:
        return None
    return "plan_contents" if named & EDUCATION != {"I"} else "placement"


def _assessed_after_all(text: str, intent: str, was: str) -> Matter | None:
    """ "But they did assess": then it may be the plan that was refused."""
    if was == "refusal_to_assess" and intent in ("nlu_fallback", "deny", "inform", was) and did_assess(text):
        return Matter(was, check="refusal_to_issue_plan")
    return None


def _nothing_heard(text: str, intent: str, was: str | None, asked: str | None) -> Matter | None:
    """ "Asked in January, still nothing", where it was asked what it is about: an answer may be late, or be a refusal."""
    told = was is None and asked == "subject" and intent in (*_UNSURE, "deny", "do_not_know", "carrying_out_duties")
    return (
        Matter(None, likely=("carrying_out_duties", "refusal_to_assess"))
        if told and replies_with("nothing_heard", text)
        else None
    )


def _by_words(
    message: dict[str, Any], intent: str, now: str | None, was: str | None, asked: str | None, question: bool
) -> Matter | None:
    text = message.get("text") or ""
    news = good_news(text)
    if news == "waiting" and intent in (*_REFUSALS, *_UNSURE, "carrying_out_duties") and was in (None, *_REFUSALS):
        return Matter("carrying_out_duties")
    if news == "agreed" and intent in (*_REFUSALS, *_UNSURE, "faq"):
        return Matter(was, agreed=True)
    if was is None and intent in (*_UNSURE, "ceasing_plan") and is_not_honoured(text):
        return Matter("carrying_out_duties")
    if is_not_final(text) and intent in (*_UNSURE, *_SAID_OF_A_PLAN, "refusal_to_amend") and was in (None, *_SAID_OF_A_PLAN):
        return Matter(now if now in _SAID_OF_A_PLAN else "plan_contents", facts={"plan_stage": "draft"})
    if was is None and intent in (*_UNSURE, "faq"):
        said = matter_in_words(text, asked, question)
        return Matter(said.pop("subject"), facts=said) if said else None
    if was is None and intent in ("exclusion", "sen_provision") and _has_role(message, "decision"):
        refused = council_refused(text)  # the school's doing is told beside it, and has no 2 months
        return Matter(refused, also=intent) if refused else None
    if was is None and intent == "refusal_to_amend" and _has_role(message, "proposal") and _has(message, "plan_stage"):
        return Matter("plan_contents")  # changes were proposed, and the changed plan has come
    if intent == "placement" and was in (None, "placement"):
        said = matter_in_words(text, asked, False)
        return Matter("placement", facts={"placement_only": True}) if said.get("placement_only") else None
    return None


def _beside_each_other(message: dict[str, Any], was: str | None) -> Matter | None:
    """Of two matters in one message the one with a time limit goes first."""
    text = message.get("text") or ""
    names = [subject_of_part(row, text) for row in message.get("matters") or []]
    if was is not None or len(names) != 2 or not all(names) or set(names) & {"health_provision", "social_care_provision"}:
        return None  # health and care beside education are one appeal
    first, second = sorted((str(name) for name in names), key=_urgency)
    return Matter(first, also=second) if _urgency(first) < _urgency(second) else None


def subject_of_part(part: dict[str, Any], text: str) -> str | None:
    """The subject of one of two statements, None where it is none for certain."""
    said = matter_in_words(text[part["start"] : part["end"]], None, False)
    sure = part["name"] in SUBJECTS and part["confidence"] >= _SURE_OF_A_PART
    return said.get("subject") or (part["name"] if sure else None)


def _urgency(subject: str) -> int:
    """An appeal's 2 months before a claim's 6, before what has no time of ours."""
    return ("letter", "happening", None).index(counts_from(subject))


def _put_right(message: dict[str, Any], text: str, was: str) -> Matter:
    """A correction that names another matter: the likeliest one behind the label "correct"."""
    subjects = [row for row in message.get("label_ranking") or [] if row["name"] in SUBJECTS]
    total = sum(row["confidence"] for row in subjects)
    if not subjects or subjects[0]["name"] == was or not _OF_A_MATTER.search(text):
        return Matter(was)
    if subjects[0]["confidence"] < max(_BEHIND_CORRECT, _LEAD * total):
        return Matter(was)
    new = subjects[0]["name"]
    return Matter(new) if counts_from(new) == counts_from(was) else Matter(was, check=new)


def _changed(message: dict[str, Any], text: str, now: str, was: str, asked: str | None, answers: bool) -> Matter:
    """Another matter's label while one is known: taken, asked about, or only named."""
    if counts_from(was) is None:
        return _from_one_without_a_time(text, now, was, answers)
    if _ALSO.search(text) and _urgency(now) > _urgency(was):
        return Matter(was, also=now)
    plain = bool(_PUTS_RIGHT.search(text)) and not _has(message, "date")
    share = next((row["confidence"] for row in message.get("label_ranking") or [] if row["name"] == now), 1.0)
    told = share >= _PLAIN_SHARE and tells_of(now, text)
    same_clock = counts_from(now) == counts_from(was)
    # Where nothing was asked, it answers nothing.
    if plain or (told and (asked is None or same_clock)) or {now, was} <= {*_SAID_OF_A_PLAN}:
        return Matter(now)
    return Matter(was) if answers else Matter(was, check=now)


def _from_one_without_a_time(text: str, now: str, was: str, answers: bool) -> Matter:
    """Another matter's label, while the known one has no time limit of ours: taken where the words tell of it too."""
    if now == "disability_discrimination" and _IN_THE_TRIBUNAL.search(text):
        return Matter(was, check=now)  # "it is because of his autism, so can I go to the Tribunal?"
    if answers:
        return Matter(was)
    if _PUTS_RIGHT.search(text):
        return Matter(now)
    if {now, was} == _HELP:
        return Matter(now if _is_of_the_other_help(text, now) else was)
    return Matter(now) if tells_of(now, text) else Matter(was, check=now)


def _is_of_the_other_help(text: str, now: str) -> bool:
    """Whether help is plainly help without a plan, or what a plan or the law promises. Else more is told of the same."""
    return has_no_plan(text) if now == "sen_provision" else bool(_PROMISED.search(text))


def _has_role(message: dict[str, Any], role: str) -> bool:
    """Whether a date of the message has this role."""
    return any(entity.get("entity") == "date" and entity.get("role") == role for entity in message.get("entities") or [])


def _has(message: dict[str, Any], *names: str) -> bool:
    return any(entity.get("entity") in names for entity in message.get("entities") or [])
