"""Whether there is a plan, and whether one was refused, where the words say so: no label counts against them, however sure."""

from __future__ import annotations

import re

ASSESS_OR_ISSUE = ("refusal_to_assess", "refusal_to_issue_plan")

_PLAN = r"(?:ehc )?(?:plan|ehcps?|echp)\b(?! (?:review|change|amend\w*|meeting|officer|team|for the))"
_WHOSE = r"(?:an? |the |any |our |my |his |her |their )?"
_CHILD = r"(?:son|daughter|lad|boy|girl|child|kid)"
_WHOM = rf"(?:(?:him|her|them|us|me|my \w+|our \w+|{_CHILD}) )?"
_REFUSED = r"(?:refus(?:ed|es|e|ing)|denied|reject(?:ed|s|ing)|declined|turn(?:ed|s) down|knocked back)"
_SAID_NO = r"\bsa(?:id|ys|y) no\b|\bunsuccessful\b"
_COUNCIL = r"(?:they|council|la|local authority|county|panel|letter)"
_SOMEBODY = r"(?:i'?m|i am|(?:he|she)(?:'?s| is)|(?:we|they)(?:'?re| are)|my \w+(?:'?s| is))"
# "Refused a plan": the council assessed first, as the word goes.
_A_PLAN_REFUSED = re.compile(
    rf"\brefused (?:to give )?{_WHOM}an? (?:ehc )?plan\b(?! (?:review|change|amend\w*|meeting))"
    rf"|\b{_COUNCIL} (?:\w+ )?(?:say(?:s|ing)?|said|decided) (?:on )?no (?:ehc )?plan\b",
    re.I,
)
# These may as well be said of the assessment.
_REQUEST_REFUSED = re.compile(
    rf"\b{_REFUSED} {_WHOM}(?:for )?{_WHOSE}{_PLAN}"
    rf"|\bturn(?:ed|s)? {_WHOM}down for {_WHOSE}{_PLAN}"
    rf"|\b{_PLAN} (?:application |request )?(?:was |is |has been |have been |been |got |just )*{_REFUSED}"
    rf"|\b(?:application|request|applied|asked) for {_WHOSE}{_PLAN}.{{0,60}}(?:\b{_REFUSED}|{_SAID_NO})"
    rf"|\b(?:sa(?:id|ys|y)|gave|got) (?:us )?(?:a )?no (?:to|for) {_WHOSE}{_PLAN}"
    rf"|\b(?:council|la|they|panel|letter) (?:\w+ )?(?:says?|said)(?: that)? {_SOMEBODY} not (?:getting|having|going to get)"
    rf" {_WHOSE}{_PLAN}",
    re.I,
)
_NOT_SO = re.compile(
    r"(?:\bnot|n'?t|\bnever|\bif|\bmight|\bmay|\bwhen|\bbefore|\bcan|\bcould|\bwhy|\bother)\b[^.;,]{0,25}$", re.I
)
# What else may be refused, and by whom.
_SOMETHING_ELSE = re.compile(
    rf"\b(?:school|academy|college|nursery|head|trust|i|we|i'?ve|we'?ve) (?:has |have |just )*{_REFUSED}"
    r"|\b(?:draft|final|amended|respite|transport|budget|funding|place|end(?:ed|ing)|stop\w*|ceas\w*)\b",
    re.I,
)
_ASSESSED = re.compile(
    r"\b(?:after|following|despite) (?:\w+ ){0,3}ass?es+\w*|\b(?:was|were|been|they|and|did|have|has|had|fully) ass?es+ed\b"
    r"|\b(?:did|done|finished|completed|had) (?:\w+ ){0,2}ass?es+ment",
    re.I,
)
_HAS_A_PLAN = re.compile(
    rf"\b(?:has|have|had|got|with|under|on|there'?s|there is) (?:already )?(?:got )?(?:an?|his|her|the|their) (?:\w+ )?{_PLAN}"
    rf"|\b(?:has|got|with) {_PLAN}|\b(?:his|her|my {_CHILD}'?s) (?:\w+ )?(?:plan|ehcp)\b",
    re.I,
)
_HAS_ONE = re.compile(
    r"^\W*(?:(?:yes|yeah|but|oh|and|actually|well)\W+)*(?:there is|he has|she has|they have)(?: got)?(?: one)?\W*$", re.I
)
_NO_PLAN = re.compile(
    r"\b(?:no|without|any|no have|no got) (?:an? )?(?:ehc )?(?:plan|ehcp)\b"
    r"|\b(?:has|have|had|does|do|is|are)(?:n'?t| not) (?:\w+ ){0,3}(?:plan|ehcp)\b"
    r"|\bnot (?:got|have|on) (?:\w+ ){0,2}(?:plan|ehcp)\b"
    r"|\b(?:waiting|asked|applied|apply\w*|asking|if|should|trying)\b[^.;,]{0,30}\b(?:plan|ehcp)\b"
    r"|\b(?:wants?|needs?|refused) (?:\w+ )?(?:an? )?(?:ehc )?(?:plan|ehcp)\b",
    re.I,
)
_A_SIBLING = re.compile(
    rf"\b(?:other|older|younger|eldest|youngest) (?:{_CHILD}|one)\b|\b(?:this|that) one\b"
    r"|\b(?:brother|sister|sibling|friend|twin)s?\b",
    re.I,
)
_WILL_NOT = r"(?:refus\w+ to|won'?t|will not|wouldn'?t|declin\w+ to|not going to|not willing to)"
_NHS = r"(?:camhs|nhs|autis\w+|asd|adhd|diagnos\w+|paediatric\w*|therap\w+|salt|physio\w*)"
_NHS_WAIT = re.compile(
    rf"\b(?:wait|waits|waiting|waited)\b.{{0,60}}\b{_NHS}\b|\b{_NHS}\b.{{0,40}}\b(?:wait|waits|waiting|queue|backlog)\b", re.I
)
_SCHOOL_PLACE = re.compile(
    r"\b(?:reception|primary|secondary|sixth form|year \d+|y\d+|catchment|oversubscribed|admissions?|places?)\b", re.I
)
_MOVED = re.compile(r"\bmov(?:ed|ing)\b", re.I)
_NOT_KEPT = re.compile(
    rf"(?:{_WILL_NOT}|\bnot) (?:keep|maintain|continue|carry on|go on)(?: with| on)? {_WHOSE}(?:\w+ )?(?:plan|ehcp)\b", re.I
)


def plan_refused(text: str) -> tuple[str, ...]:
    """The refusals that the words may mean, one or two, where they say that a plan was refused; empty where they do not."""
    settled = _A_PLAN_REFUSED.search(text)
    found = settled or _REQUEST_REFUSED.search(text)
    if not found or _SOMETHING_ELSE.search(text) or _NOT_SO.search(text[: found.start()]):
        return ()
    if _HAS_A_PLAN.search(text[: found.start()]) or _HAS_A_PLAN.search(text[found.end() :]):
        return ()
    return ASSESS_OR_ISSUE[1:] if settled or _ASSESSED.search(text) else ASSESS_OR_ISSUE


def has_a_plan(text: str, asked: bool = False) -> bool:
    """Whether the words say that the child has a plan. ``asked``: whether the person was told to say so if there is one."""
    if asked and _HAS_ONE.search(text):
        return True
    return bool(_HAS_A_PLAN.search(text)) and not _NO_PLAN.search(text) and not _A_SIBLING.search(text)


def has_no_plan(text: str) -> bool:
    """Whether the words say that there is none, or none yet."""
    return bool(_NO_PLAN.search(text))


def waits_for_the_nhs(text: str) -> bool:
    """Whether what is waited for is the health service, and no school place."""
    return bool(_NHS_WAIT.search(text)) and not _SCHOOL_PLACE.search(text)


def is_not_kept_after_a_move(text: str) -> bool:
    """Whether the council of a new home will not keep the plan: it may mean to end it, or not to carry it out."""
    return bool(_MOVED.search(text) and _NOT_KEPT.search(text))
