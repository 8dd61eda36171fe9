"""What the matter is where words settle it, however sure the label is: "refused to issue", "section F", "only the school"."""

from __future__ import annotations

import re
from typing import Any

from actions.plan_in_words import plan_refused
from nlu.matters import tells_of

_ONLY_SCHOOL = re.compile(
    r"\b(?:only|just)\b (?:\w+ ){0,2}?(?:wrong )?(?:school|college|placement"
    r"|section i)\b(?! (?:nurse|that|which|helps?|is helping|gives))"
    r"|\bwrong (?:school|college|placement) (?:named )?(?:only|that'?s all|nothing else)\b"
    r"|\b(?:school|college|placement|section i) (?:is wrong )?only\b",
    re.I,
)
_NOT_ONLY = re.compile(r"\bnot (?:only|just)\b", re.I)
_IS_WRONG = re.compile(r"\b(?:wrong|disagree\w*|unhappy|section i|named?|object\w*|appeal\w*|final|amended)\b", re.I)
_HELP_SECTION = re.compile(r"\bsec(?:tion|t)?s? ?[bf]\b|\b[bf] (?:and|&|\+) [bf]\b|\b(?:just|only) [bf]\b", re.I)
_SCHOOL_SECTION = re.compile(r"\bsec(?:tion|t)? ?i\b", re.I)
_A_PLAN = re.compile(r"\b(?:final\w*|amended)\b", re.I)
_NOT_GIVEN = re.compile(
    r"\bnot (?:\w+ )?(?:given|getting|got|gets?|delivered|provided|followed|happening|done"
    r"|put in place|in place|met)\b|\bnobody\b"
    r"|\bno one\b|\b(?:isn'?t|aren'?t|hasn'?t|haven'?t|won'?t|doesn'?t|don'?t|never|stopped|without|none of|ignor\w+)\b",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?:refus(?:ed|es|ing|e|al)|declin(?:ed|es|ing)) to (?:(re-? ?assess)|(assess)|(issue))\b(?P<what>(?: \w+){0,4})", re.I
)
_ASSESSMENTS = ("refusal_to_assess", "refusal_to_reassess")
_WILL_NOT_ASSESS = re.compile(
    r"\b(?:council|la|local authority|county|panel|they) (?:just |still |now )?(?:won'?t|will not|wouldn'?t|are not going to)"
    r" (?:do an? |carry out an? )?(?:ehc )?(?:(re-? ?assess)|assess)\w*",
    re.I,
)
_DID_ASSESS = re.compile(
    r"\b(?:they|council|la|county|he|she|it) (?:did|have|has|had|was|were)(?: already| been| all)*"
    r" (?:do |done |an? |the )*ass?es+",
    re.I,
)
_NOT_IN_A_SECTION = re.compile(
    r"(?:\bnot|n'?t|\bmissing|\bleft out|\bleft it out|\bnothing|\bnowhere)\b"
    r"[^.;]{0,20}\b(?:in|from|of) (?:sections?|sect?) ?[bf]\b",
    re.I,
)
_STOPPED = re.compile(
    r"\b(?:stopp\w*|ended|withdr[ae]w\w*|pulled|cancel\w*|ran out|never (?:came|started|happened|gets?|got))\b"
    r"|(?:\bnot|n'?t)\b(?: \w+){0,2} (?:get\w*|got|giv\w*|deliver\w*|provid\w*|com\w+|happen\w*)\b",
    re.I,
)
_IN_SECTION_F = re.compile(r"\bsec(?:tion|t)? ?f\b", re.I)
_IN_THE_PLAN = re.compile(r"\b(?:in|on) (?:the|his|her|their|our|my) (?:ehc )?(?:plan|ehcp)\b|\b(?:plan|ehcp) says\b", re.I)
_BY_THE_NHS = re.compile(r"\b(?:nhs|camhs|icb|ccg|hospital|health (?:service|visitor|board)|gp|trust|clinic)\b", re.I)
_THERAPY = re.compile(r"\b(?:therap\w+|salt|slt|ot|physio\w*)\b", re.I)
_NO_FINAL_PLAN = re.compile(r"\b(?:draft|proposed)\b", re.I)
_NOT_REFUSED = re.compile(
    r"(?:\bnot|n'?t|\bnever|\bif|\bmight|\bmay|\bwhen|\bbefore|\bcan|\bcould|\bwhy|\bafraid)\b[^.;]{0,25}$", re.I
)
_ANOTHER_PAPER = re.compile(r"\b(?:certificate|letter|final|amended|draft|notice|report)\b", re.I)
_AGAIN = re.compile(r"\bagain\b|\b(?:has|got|had|have) (?:a|an|the|his|her|already a) (?:\w+ )?(?:plan|ehcp)\b", re.I)
_DRAFT_PLAN = re.compile(
    r"\bdraft (?:ehc )?(?:plan|ehcp|version)\b|\b(?:plan|ehcp) is (?:only |just |still )?(?:a )?draft\b", re.I
)
_OURS = re.compile(r"\b(?:got|have|has|had|our|my|his|her|sent|received|came|arrived|given|issued|here)\b", re.I)
_APPEAL = re.compile(r"\bappeal\w*\b|\btribunal\b", re.I)
_CONTENTS = re.compile(r"\bplan contents?\b|\bcontents? of (?:the|his|her|our|my) (?:final |amended )?(?:plan|ehcp)\b", re.I)
_NO_TO_ASSESS = re.compile(
    r"\b(?:council|la|local authority|county|panel) (?:has |have |had )?said no to (?:an? |the |doing an? )?"
    r"(?:ehc )?(?:needs )?ass?es+\w*",
    re.I,
)
_AN_ASSESSMENT = re.compile(
    r"^\W*(?:no )?(?:(?:it'?s|its|to|about|for|just|only) )*(?:an? |the |his |her |my |our )?(?:ehc |ehcp |needs )*"
    r"(?:ass?es+ments?|ehcna)(?: request| of (?:him|her|my \w+))?\W*$",
    re.I,
)
_NOT_FINAL = re.compile(
    r"\bproposed (?:\w+ ){0,2}(?:plan|ehcp|version|amend\w*|changes)\b|\bproposals? to amend\b"
    r"|\bpropos\w+ to (?:amend|change)\b"
    r"|\bamendment notice\b|\bnotice of (?:\w+ )?amendments?\b|\bworking (?:document|copy|draft)\b"
    r"|\bdraft amended\b|\bamended draft\b",
    re.I,
)
_REFUSED_PROPOSAL = re.compile(
    r"\b(?:refus\w+|reject\w+|turned down|declin\w+|sa(?:id|ys) no|won'?t|will not"
    r"|ignor\w+)\b.{0,40}\b(?:propos\w+|amendments?)\b"
    r"|\b(?:we|i|school) propos\w+|\b(?:my|our|school'?s) propos\w+",
    re.I,
)
_FINAL = re.compile(r"\bfinal\w*\b|\bwent ahead\b", re.I)
_NOT_SENT = re.compile(
    r"(?:\bnot|\bnever|n'?t)\W+(?:\w+ )?(?:sent|send|issued|had|got|received|come|arrived|made)\b"
    r"|\b(?:late|overdue|waiting)\b",
    re.I,
)
_GOOD_NEWS = re.compile(
    r"\b(?:backed down|back(?:ing)? down|gave in|given in|conceded|overturned|changed (?:their|its) mind|u-?turn\w*)\b"
    r"|\b(?:agreed|agreeing|agree) to (?:assess|re-?assess|issue|give|do|carry out|write|make)\b"
    r"|\b(?:now|finally) (?:said|says?|saying) (?:yes|they will)\b|\bwill (?:now )?(?:assess|issue"
    r"|give)\b.{0,20}\b(?:now|after all)\b",
    re.I,
)
_REFUSAL_AFTER = re.compile(
    r"\b(?:refus\w+|declin\w+|won'?t|wont|will not|sa(?:id|ys) no|turned down|rejected|disagree\w*"
    r"|wrong|appeal|if|hope\w*|might)\b",
    re.I,
)
_NOT_HONOURED = re.compile(
    r"\bmov(?:ed|ing)\b.{0,80}(?:\bwon'?t|\bwill not|\bnot|n't|\brefus\w+ to|\bignor\w+)\W+(?:\w+ )?"
    r"(?:honou?r\w*|follow\w*|keep to|accept\w*|recogni[sz]\w*|deliver\w*|carry (?:on|out)|put)\b.{0,30}\b(?:plan|ehcp)\b",
    re.I,
)
_STILL_WAITING = re.compile(
    r"\b(?:but|and|yet|still)\b.{0,40}\b(?:haven'?t|havent|hasn'?t|hasnt|not|never|nothing|no sign"
    r"|waiting|didn'?t|didnt)\b",
    re.I,
)


def matter_in_words(text: str, asked: str | None, question: bool) -> dict[str, Any]:
    """The facts that the words settle: ``subject``, and with it ``plan_stage`` or ``placement_only``; empty where they do not.

    Args:
        text: the message.
        asked: the fact that was asked for.
        question: whether it was taken for a question, which may speak of no case at all.
    """
    if asked == "subject" and _AN_ASSESSMENT.search(text):
        return {"subject": "refusal_to_assess"}
    if _DRAFT_PLAN.search(text) and _APPEAL.search(text) and not _FINAL.search(text) and _OURS.search(text):
        return {"subject": "plan_contents", "plan_stage": "draft"}
    if question and not _A_PLAN.search(text):
        return {}
    if refused := _refused(text):
        return {"subject": refused}
    return _section(text)


def _refused(text: str) -> str | None:
    found = {
        "refusal_to_reassess"
        if match[1] or (match[2] and _AGAIN.search(text))
        else "refusal_to_issue_plan"
        if match[3]
        else "refusal_to_assess"
        for match in _REFUSED.finditer(text)
        if not _NOT_REFUSED.search(text[: match.start()]) and not (match[3] and _ANOTHER_PAPER.search(_object(match)))
    }
    # With a final plan beside it, it is another child's, or of before.
    found |= {subject for subject in _ASSESSMENTS if tells_of(f"{subject}_outright", text) and not _A_PLAN.search(text)}
    if will_not := _WILL_NOT_ASSESS.search(text):
        found.add("refusal_to_reassess" if will_not[1] or _AGAIN.search(text) else "refusal_to_assess")
    if (of_plan := plan_refused(text)) and len(of_plan) == 1:
        found.add(of_plan[0])
    return found.pop() if len(found) == 1 else None


def _object(refused: re.Match[str]) -> str:
    """What is not issued: "a plan", not what is said after it ("letter dated …")."""
    words = refused["what"].split()
    return " ".join(words[:3]) if words and words[0].lower() in ("a", "an", "the", "his", "her", "our", "my", "any") else ""


def _section(text: str) -> dict[str, Any]:
    if _NOT_IN_A_SECTION.search(text) and not _STOPPED.search(text):
        return {"subject": "plan_contents"}  # it was left out of the plan, which is not the same as not being given
    if _NOT_GIVEN.search(text):
        return {}
    help_too = bool(_HELP_SECTION.search(text))
    only_school = _ONLY_SCHOOL.search(text) and not _NOT_ONLY.search(text)
    if not help_too and only_school and _IS_WRONG.search(text):
        return {"subject": "placement", "placement_only": True}
    if (help_too and _A_PLAN.search(text)) or _CONTENTS.search(text):
        return {"subject": "plan_contents"}
    if _SCHOOL_SECTION.search(text) and _A_PLAN.search(text):
        return {"subject": "placement"}
    return {}


def council_refused(text: str) -> str | None:
    """Which refusal of the council the words name for certain, whatever else is told; None for none."""
    return _refused(text) or ("refusal_to_assess" if _NO_TO_ASSESS.search(text) else None)


def is_not_final(text: str) -> bool:
    """Whether a plan that is spoken of is only proposed (an amendment notice, a working document): there is no appeal yet."""
    proposed = _NOT_FINAL.search(text) and not _REFUSED_PROPOSAL.search(text)
    return bool(proposed) and not _FINAL.search(text) and not _NOT_SENT.search(text)


def did_assess(text: str) -> bool:
    """Whether an assessment that was taken as refused is said to have been made."""
    found = _DID_ASSESS.search(text)
    return bool(found) and not re.search(r"\b(?:not|never|refus\w*)\b|n'?t\b", text, re.I)


def stopped_in_the_plan(text: str) -> dict[str, Any] | None:
    """Other facts of help that is in the plan and no longer comes, None where it is no such help.

    What section F has, the council must secure, whoever gives it (section 42). A therapy alone names no health body.
    """
    if not _STOPPED.search(text) or _NO_FINAL_PLAN.search(text):
        return None
    if not _IN_SECTION_F.search(text) and not (_THERAPY.search(text) and _IN_THE_PLAN.search(text)):
        return None
    return {} if _BY_THE_NHS.search(text) or not _THERAPY.search(text) else {"counterparty": "local_authority"}


def is_not_honoured(text: str) -> bool:
    """Whether a plan is spoken of that the council of a new home does not carry out."""
    return bool(_NOT_HONOURED.search(text))


def good_news(text: str) -> str | None:
    """ "waiting" where the council has agreed and nothing comes of it, "agreed" where it has agreed; None for no such news."""
    found = _GOOD_NEWS.search(text)
    if not found or _NOT_REFUSED.search(text[: found.start()]) or _REFUSAL_AFTER.search(text[found.end() :]):
        return None
    return "waiting" if _STILL_WAITING.search(text[found.end() :]) else "agreed"
