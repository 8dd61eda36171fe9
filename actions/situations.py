"""Where people stand and how they speak ("our mediation was cancelled", anger): said before anything else is."""

from __future__ import annotations

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import in_place_of_an_appeal
from actions.clock import today
from actions.rules import Facts, determine
from actions.rules.determine import counts_from
from actions.rules.facts import SUBJECTS
from actions.say import Say
from nlu.situations import OUTPUT, situations

_ABOUT_A_MATTER = (*SUBJECTS, "unclear_disagreement", "no_education", "nlu_fallback", "inform", "correct")
_ABOUT_AN_APPEAL = (
    "belief_in_days",
    "posted_or_arrived",
    "only_the_family_appeals",
    "lost_certificate",
    "no_letter_yet",
    "council_does_not_reply",
)
_BEFORE_A_LETTER = ("before_decision", "no_letter_yet")
_HEALTH_AND_CARE = ("health_provision", "social_care_provision")
_OF_A_PLAN = ("plan_contents", "placement")


def situations_of(message: dict[str, Any], facts: Facts) -> list[str]:
    """The situations of a message that make sense in this case."""
    intent = (message.get("intent") or {}).get("name")
    found = [name for name in message.get(OUTPUT) or [] if name != "anger" or intent != "distress"]
    if intent not in _ABOUT_A_MATTER or facts.subject in _HEALTH_AND_CARE:
        found = [name for name in found if name not in ("two_children", "council_and_school")]
    if facts.subject not in (*_HEALTH_AND_CARE, *_OF_A_PLAN) or facts.plan_stage == "draft":
        found = [name for name in found if name != "health_and_education"]
    if facts.decision_date:
        found = [name for name in found if name not in _BEFORE_A_LETTER]
    if counts_from(facts.subject) == "letter" and facts.subject:
        found = [name for name in found if name != "bullied"]
    if facts.subject and counts_from(facts.subject) != "letter":
        found = [name for name in found if name not in _ABOUT_AN_APPEAL]
    kept = intent in SUBJECTS and intent != facts.subject  # "it is because of his autism, can I not go to the Tribunal?"
    if "appeal_this" in found and (facts.subject is None or not (kept or intent in ("nlu_fallback", "faq"))):
        found = [name for name in found if name != "appeal_this"]
    if facts.plan_stage == "draft":
        found = [name for name in found if name not in ("hearsay", "belief_in_days")]  # the days are those to comment in
    if "belief_in_days" in found:
        found = [name for name in found if name != "hearsay"]  # which says the same, less exactly
    return found


def say_situations(message: dict[str, Any], facts: Facts, dispatcher: CollectingDispatcher) -> set[str]:
    """Say what fits where the person stands; the topics whose general answer is then not needed."""
    found = situations_of(message, facts)
    for name in found:
        if name == "appeal_this":
            _say_whether_it_can_be_appealed(facts, dispatcher)
        elif name == "health_and_education" and facts.subject in _OF_A_PLAN:
            dispatcher.utter_message(response="utter_case_tribunal_both")
        else:
            dispatcher.utter_message(response=f"utter_situation_{name}")
    return {topic for situation in situations() if situation.name in found for topic in situation.instead_of}


def _say_whether_it_can_be_appealed(facts: Facts, dispatcher: CollectingDispatcher) -> None:
    """ "Can I appeal that?": yes with the form, or no with what there is in its place; nothing where the stage decides it."""
    found = determine(facts, today())
    if found.signpost == "disability_discrimination":
        in_tribunal = Say("utter_known_claim_time", {"form": found.appeal.form})
        says = [in_tribunal if found.appeal.possible else Say("utter_answer_county_court")]
    elif found.appeal.possible:
        says = [Say("utter_known_can_appeal", {"form": found.appeal.form})]
    elif found.appeal.possible is None:
        says = [Say("utter_answer_stage_unknown")]
    elif facts.plan_stage == "draft":
        says = [Say("utter_known_draft")]
    else:
        says = [Say("utter_situation_appeal_this"), *in_place_of_an_appeal(facts, found)]
    for say in says:
        dispatcher.utter_message(response=say.response, **say.values)
