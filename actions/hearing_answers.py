"""Yes, no, a stage, and what is said without being asked for."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker

from actions.asking import NOT_CONTACTED
from actions.cues import asks_what_it_is, in_a_question, is_on_its_way, says_never_contacted, says_no_certificate, was_not_told
from actions.heard import Heard
from actions.hearing_subject import UNDER_WAY
from actions.memory import asked_of
from actions.rules import Facts
from actions.rules.facts import DATES, PLAN_STAGES
from actions.which_fact import Said
from nlu.dates import find_vague
from nlu.replies import replies_with

YES_NO = ("placement_only", "in_ehc_process")
_EXPLAINED = {"certificate_date": "certificate", "adviser_contacted_on": "mediation_adviser"}
_NO_CERTIFICATE = re.compile(
    r"\b(?:haven'?t|have not|hasn'?t|don'?t have|not|no|never)\b[^.;]{0,20}\b(?:certificate|cert)\b", re.I
)
_NO = re.compile(
    r"\b(?:no|not|nope|nah|none|never|nothing|haven'?t|havent|hasn'?t|hasnt|don'?t|dont|didn'?t|didnt|without)\b", re.I
)
_HAS_NOT = re.compile(
    r"\b(?:no|not|none|never|haven'?t|have not|hasn'?t|don'?t|didn'?t|did not|without)\b.{0,25}"
    r"\b(?:certificate|letter|date|one|it|yet|got|have|know|contact\w*|ring|rang|rung|call\w*|spoke\w*|phoned?|them)\b"
    r"|\bnot yet\b|\bnone\b",
    re.I,
)
_A_REVIEW = r"(?:annual |early |proper |yearly )?(?:reviews?|re-?assessment|ar)\b"
_NO_REVIEW = re.compile(
    rf"\b(?:no|without|without an?|never had an?|not had an?) {_A_REVIEW}(?! (?:for|in|since)\b)"
    r"|\b(?:hasn'?t|has not|haven'?t|have not|didn'?t|did not|wasn'?t|was not|never) (?:\w+ ){0,2}"
    rf"(?:been|had|have|held|done|hold) (?:\w+ ){{0,2}}{_A_REVIEW}"
    rf"|\b(?:wasn'?t|was not|isn'?t|weren'?t|were not) (?:\w+ ){{0,2}}{_A_REVIEW}|\bout of the blue\b"
    rf"|\b(?:not (?:at|in|after|part of)|outside(?: of)?) (?:an? |the |any )?{_A_REVIEW}"
    rf"|\b{_A_REVIEW} (?:\w+ ){{0,2}}(?:not|never|didn'?t|hasn'?t|wasn'?t) (?:\w+ )?(?:happen\w*|held|done|been)",
    re.I,
)
_AFTER_REVIEW = re.compile(rf"\b(?:after|following|at|since) (?:the |our |his |her |their |an? |my )?{_A_REVIEW}", re.I)
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


# Who has to do it is settled by law: plans in time, and their reviews, are the council's to see to.
_A_PLAN = r"(?:(?:a|an|the|his|her|our|my|final|draft|new|ehc) ){0,3}(?:ehcp|plan|draft)\b"
_COUNCILS_OWN = re.compile(
    rf"\b(?:annual|yearly|early) reviews?\b|\b(?:still no|no|waiting for|waited for|not (?:had|got|seen|sent)) {_A_PLAN}"
    rf"|\b{_A_PLAN} (?:is |are |was |has been |still )*(?:late|overdue|delayed|not (?:come|here|arrived))\b"
    r"|\bweeks (?:since|after) (?:we|i|they|the) (?:\w+ )?(?:asked|applied|request\w*)\b|\bphase transfer\b"
    rf"|\b{_A_PLAN} (?:should|was meant|was due|is due|was supposed)\b",
    re.I,
)


def hear_what_there_is_not(heard: Heard, message: dict[str, Any], said: Said) -> None:
    """That there is no certificate, or that nobody was contacted: said at any time, and then not asked for."""
    text, before = said.text, said.before
    no_date = not any(e.get("entity") == "date" for e in message.get("entities") or [])
    answered = said.no and not said.corrects and said.intent != "faq" and not no_date
    certified = before.certificate_date or heard.facts.get("certificate_date")
    contacted = before.adviser_contacted_on or heard.facts.get("adviser_contacted_on") or heard.check
    never = says_never_contacted(text) or (said.asked == "adviser_contacted_on" and (answered or was_not_told(text)))
    if never and not certified and not contacted:
        heard.declined |= {"certificate_date", "adviser_contacted_on", NOT_CONTACTED}
    situations = message.get("situations") or []
    if "no_letter_yet" in situations and not before.decision_date and not heard.facts.get("decision_date"):
        _hear_no_letter(heard, said)
    if said.undated and no_date and not said.checking and not before.decision_date:
        heard.declined.add("decision_date")  # what counts in its place is said
    coming = said.asked == "certificate_date" and is_on_its_way(text)
    if not certified and (says_no_certificate(text) or coming or (answered and said.asked == "certificate_date")):
        heard.declined.add("certificate_date")
    if coming and not certified and "waiting_for_certificate" not in (message.get("situations") or []):
        heard.problems.append(("utter_situation_waiting_for_certificate", {}))


def _hear_no_letter(heard: Heard, said: Said) -> None:
    """There is no letter yet: then the day of an e-mail, or of what came, is none of a letter."""
    news = heard.check is not None and heard.check["fact"] == "decision_date" and heard.check["reason"] in ("came", "email")
    if news and heard.check:
        heard.check = heard.check.get("then")
    if news or said.asked == "decision_date":
        heard.declined.add("decision_date")


def hear_stage(heard: Heard, entities: list[dict[str, Any]], said: Said) -> None:
    """The stage of a plan, where only one is named, and yes or no as a suggested answer sends it."""
    named = [e for e in entities if e.get("entity") == "plan_stage" and e.get("value") in PLAN_STAGES]
    doubtful = said.before.plan_stage is not None or said.intent == "faq"
    stages = [e["value"] for e in named if not (doubtful and _is_still_to_come(e, said.text))]
    roles = {e.get("role") for e in entities if e.get("entity") == "date"}
    if "proposal" in roles and roles & {"decision", "received"}:
        stages = [stage for stage in stages if stage != "draft"]  # which the plan was first, and has a day of its own
    if stages and (len(set(stages)) == 1 or said.asked == "plan_stage" or said.intent == "correct"):
        heard.facts["plan_stage"] = stages[-1]
    for entity in entities:
        if entity.get("entity") in YES_NO and entity.get("value") in ("yes", "no"):
            heard.facts[entity["entity"]] = entity["value"] == "yes"


def _is_still_to_come(stage: dict[str, Any], text: str) -> bool:
    """Whether a stage is only asked about, or is one that the plan will have: "and the final will be when?"."""
    start = stage.get("start") or 0
    asked_about = in_a_question(text, start, stage.get("end") or start + len(str(stage["value"])))
    return asked_about or (stage["value"] == "final" and replies_with("final_to_come", text))


def hear_changes(heard: Heard, text: str, intent: str, asked: str | None, before: Facts) -> None:
    """What is said without being asked for, also against what was said before."""
    if before.subject == "placement" and before.placement_only is None and _only_the_school(text):
        heard.facts["placement_only"] = True
    elif before.subject == "placement" and asked != "placement_only":
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
    if before.subject == "carrying_out_duties" and before.counterparty is None and _COUNCILS_OWN.search(text):
        heard.facts["counterparty"] = "local_authority"
    about_care = before.subject in ("health_provision", "social_care_provision")
    if about_care and asked == "in_ehc_process" and replies_with("none_under_way", text):
        heard.facts["in_ehc_process"] = False
    elif about_care and not before.in_ehc_process and intent != "faq" and UNDER_WAY.search(text) and not _NO.search(text):
        heard.facts["in_ehc_process"] = True


def _only_the_school(text: str) -> bool:
    """ "Only that", "section I changed only", said of the school or college in a plan."""
    return replies_with("only_the_school", text) and not _MORE.search(text) and not _NOT_ONLY.search(text)


def _speaks_of_placement_too(text: str, intent: str) -> bool:
    """Whether what is wrong with a plan's contents comes with a school or college that is wrong as well."""
    return intent != "faq" and bool(_PLACEMENT_TOO.search(text)) and not _PLACEMENT_FINE.search(text)


def hear_answer(heard: Heard, asked: str, intent: str, text: str, before: Facts) -> None:
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


def has_no_certificate(tracker: Tracker) -> bool:
    """Whether the last message says, in whatever words, that there is no certificate, where one was asked for."""
    text = tracker.latest_message.get("text") or ""
    asked = asked_of(tracker) in ("certificate_date", "adviser_contacted_on")
    return asked and bool(_NO_CERTIFICATE.search(text)) and "?" not in text
