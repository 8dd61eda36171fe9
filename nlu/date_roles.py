"""Which date is it? The words about a date phrase tell the letter's date from the certificate's, and both from other days."""

from __future__ import annotations

import re
from typing import Literal

from nlu.other_days import other_day, told_deadline
from nlu.phrase_rows import sentence

# "contact": the person rang or wrote to somebody whom the words do not name; "contacted": somebody rang them.
# "appeal_by", "contact_by": the day by which, as the council says, one has to appeal or to ring the adviser; "request": the
# day on which the council was asked; "proposal": of a draft, or of a letter that only says what the council means to do.
Role = Literal[
    "decision",
    "certificate",
    "adviser",
    "contact",
    "contacted",
    "received",
    "certificate_received",
    "appeal_by",
    "contact_by",
    "request",
    "proposal",
    "other",
]

_BODY = (
    r"(?:council|la|local authority|county|case ?worker|case ?officer|school|academy|nursery|college|senco|(?:head ?)?teacher"
    r"|tribunal|gp|doctor|nhs|camhs)"
)
_PHONED = r"(?:rang|ring|rung|phoned?|called|spoken?|talked|contacted)"
_NO_CERTIFICATE = r"no (?:mediation )?cert"
_REFUSED = r"(?:refus\w*|reject\w*|declin\w*|den(?:y|ied)|turned down|knocked back|(?:said|saying|says) no to)"
_OF_THE_COUNCIL = r"(?:an? |the |our |my |his |her )?(?:\w+ ){0,2}"
_REQUEST = r"(?:requests?|application)\b(?: (?:form|letter|was|is|went|in|off|sent|made|dated?))*"
_WILL_NOT = r"(?:(?:wo|ca|do|does|would|did)n'?t|will not|are not|is not|aren'?t|isn'?t|not going to|not to|cannot)"
_BETWEEN = r"(?:(?:have|has|had|just|then|only|already|finally|also) )*"
# "Is ringing me back on", with the day right behind: an appointment.
_ON_ITS_WAY = (
    r"(?<!tried )(?<!been )\b(?:ringing|calling|phoning|speaking|talking|seeing|visiting|sending|going|coming|meeting|moving"
    r"|leaving|travelling)\b[^.;!?]{0,18}$"
)
# In each clause the cue nearest to the date decides; of two equally near the earlier row.
_CUES: tuple[tuple[Role, str], ...] = (
    ("decision", rf"\b{_REFUSED} {_OF_THE_COUNCIL}{_REQUEST}"),
    ("certificate", r"certificates?|certif\w*|\bcert\b"),
    (
        "adviser",
        r"\b(?:rang|ring|rung|phoned?|called|spoke|spoken|contacted|emailed)\b[^.;!?]{0,40}\b(?:advis[eo]rs?|mediat\w+|meditation)"
        r"|(?:^\W*|\b(?:i|we|i'?ve|we'?ve) (?:have |just )?)(?:wrote|e-mailed|texted|messaged|sent)\b"
        r"[^.;!?]{0,25}\b(?:advis[eo]rs?|mediators?)\b"
        r"|\b(?:advis[eo]rs?|mediat(?:ion|ors?)|meditation)\b[^.;!?]{0,30}\b(?:rang|phoned?|called|spoke|spoken|contacted)\b",
    ),
    # "I asked for mediation" may have been said to the adviser, or to the council.
    ("contacted", r"\b(?:asked|applied|signed up|said yes) (?:for|to) (?:the |a )?(?:mediation|meditation)\b"),
    (
        "request",
        r"\b(?:i|we|(?:the |his |her |my |our )?(?:school|nursery|college|senco|mum|dad|head)) (?:have |had |first |only )*"
        r"(?:asked|requested|applied)\b(?! for (?:the |a |my |our )?(?:certif|cert\b|copy))"
        rf"|\b{_REQUEST}",
    ),
    ("other", _ON_ITS_WAY),
    # What was done with others than the adviser, or with the appeal itself, dates none of the papers.
    (
        "other",
        rf"\b(?:{_PHONED}|e-?mailed|messaged|wrote|written|told|asked) (?:to |with |up )?(?:the |my |our |his |her |their |a )?"
        rf"(?:(?!by )\w+ )?{_BODY}\b"
        rf"|\b{_BODY} (?:(?:lady|man|officer|team|person|people|worker) )?{_BETWEEN}{_PHONED}\b",
    ),
    (
        "other",
        r"\b(?:sent|sending|posted|put|handed|lodged|submitted|filed|made|e-?mailed) (?:in |off )?"
        r"(?:the |my |our |an? |his |her )?(?:\w+ )?(?:appeal|form|complaint)\b"
        r"|\bpanel\b[^.,;]{0,15}\b(?:decided|met|sat|agreed)\b"
        r"|\b(?:appealed|complained|panel|found out|verbally)\b|\b(?:on|over|by) (?:the )?(?:phone|telephone)\b",
    ),
    ("contacted", rf"\b(?:they|she|he|lady|man|someone|somebody|people) {_BETWEEN}{_PHONED}\b"),
    (
        "contact",
        rf"\b{_PHONED}\b|\b(?:i|we|i'?ve|we'?ve) {_BETWEEN}(?:e-?mailed|messaged|texted|wrote)\b"
        r"|\b(?:e-?mailed|messaged|texted|wrote to) (?:them|her|him)\b|\b(?:had|made) (?:a|the|my) (?:phone )?call\b"
        r"|\bgave (?:them|her|him) a (?:ring|call|bell)\b|\b(?:get|got) (?:in touch|hold of|through)\b"
        r"|\btried (?:to )?(?:ring|call|phon|contact|reach)\w*",
    ),
    (
        "other",
        r"\b(?:annual review|review|meeting|met|appointment|hearing|born|birthday|dob|starts?|started|starting|applied|"
        r"requested?|asked|half term|holidays?|tribunal date|assessed on|since|until|before|as of|up to|so far|"
        r"(?:away|busy|free|available)(?= (?:on|from|until|till?|all|that|the)\b)|"
        r"hospital|surgery|operation|funeral|wedding|exams?|moved|diagnosed|referred|turned \d+|"
        r"count(?:s|ed|ing)?|"
        r"booked|scheduled|arranged|(?<!\bfor )(?<!\bfor the )mediation (?:on|held|meeting)"
        r"|mediation (?:is|was|day|date|session|took place|happened)"
        r"|(?:had|did|done|tried|attended|been to|went to|after) (?:the |our |a |my )?(?:mediation|meditation))\b",
    ),
    (
        "received",
        r"\b(?:came|arrived|e-?mailed|posted|received|recieved|got|get|landed|turned up|through the door|in the post|"
        r"opened|had|envelope|stamped|postmark\w*)\b",
    ),
    (
        "decision",
        r"\b(?:dated?|date on(?: it| the letter)?|letter|e-?mail|decision|refus\w+|plan|ehcp|wrote|written|sent|issued|"
        r"(?<!\bi )(?<!\bwe )decided|finali[sz]ed|said no|turned\b[^.;!?]{0,20}\bdown|rejected|declined|ended|ceas\w+|told us"
        r"|ltr)\b"
        rf"|\b{_WILL_NOT} (?:\w+ )?(?:assess|reassess|issue|give|agree|change|amend|do|carry)\b"
        r"|\bno to (?:an? |the )?(?:assess|ehc|plan)",
    ),
)
# Before "rung", "spoken" and the like, it was not done.
_NOT_DONE = re.compile(
    r"(?:\b(?:not|never|no ?one|nobody|cannot|can'?t|couldn'?t|(?:have|has|had|did|do|does)n'?t)) "
    r"(?:(?:yet|even|actually|ever|really|have|has|had|been|able|to|managed?|get|got|round|a|chance) )*$",
    re.I,
)
_DONE = re.compile(
    rf"\b(?:{_PHONED}|speak|talk|call|contact|e-?mail(?:ed)?|messag(?:ed|e)|text(?:ed)?|wr(?:ote|itten|ite)|through|in touch"
    r"|hold of)\b",
    re.I,
)
_CAME = re.compile(r"\b(?:came|come|arrived?|received?|recieved?|got|get|had)\b", re.I)
_UNTIL = re.compile(r"\b(?:until|till?|before)(?: the| about| around)?\s*$", re.I)
_PLANNED = re.compile(r"\b(?:going to|gonna|will|i'?ll|plan(?:ning)? to|about to|want to|need to|have to|should)\b", re.I)
# "the last day is 5 May", "I have to appeal by 5 May": a deadline, never the date of a letter. Behind "missed the deadline"
# a letter may be named.
_NO_PAPER = r"(?:(?!\b(?:letter|ltr|dated?|cert\w*|refus\w*)\b)[^.;,])"
_DEADLINE = re.compile(
    rf"\b(?:deadline|last day|last date|until|till|no later than|expires?|runs out|time limit)\b{_NO_PAPER}{{0,25}}$"
    r"|\b(?:by|before)(?: (?:the|end|of|on|no|later|than|latest|around|about|midnight|noon|\d{1,2} ?[ap]m))*\s*$",
    re.I,
)
_SAYS_APPEAL = re.compile(
    r"\b(?:letter|ltr|decision|e-?mail|council|la)\b[^.;]{0,60}\b(?:says?|said|saying|gives?|states?|told|tells?)\b"
    r"[^.;]{0,80}\bappeal",
    re.I,
)
_NOT_YET = re.compile(
    r"\basked for|request|applied|waiting|\b(?:is|are|be|it'?s) coming\b|\b(?:will|did ?n'?t|did not|never|won'?t) come\b"
    r"|\b(?:hasn'?t|haven'?t|has not|have not|not yet)\b|\bnot (?:come|got|arrived)"
    r"|\bno certificate",
    re.I,
)
_OF_THE_NEXT = re.compile(
    r"\b(?:(?:letter|it)\s+)?(?:(?:is|was)\s+)?(?:dated|says)\s*$", re.I
)  # "came on Saturday, dated 16 April"
_CLAUSE = re.compile(
    r",\s*(?=(?:is|are|can|could|do|does|will|would|should|what|how|when|which|who|where)\b)"
    rf"|[.;!?\n]|,? (?:but|then|and then)\b|,? and (?=(?:no|not|i|we|they|he|she|it)\b)|(?=\b{_NO_CERTIFICATE})",
    re.I,
)


def role_of(message: str, start: int, end: int, others: list[tuple[int, int]]) -> Role | None:
    """What the date at ``start``:``end`` is the date of, None where its clause does not say.

    Args:
        message: the whole message.
        start, end: the date phrase's place in it.
        others: places of the other date phrases; a clause ends there.
    """
    left_edge = max([0] + [e for _, e in others if e <= start])
    right_edge = min([len(message)] + [s for s, _ in others if s >= end])
    left = message[max(left_edge, start - 90) : start]
    breaks = [m.end() for m in _CLAUSE.finditer(left)]
    left = left[breaks[-1] :] if breaks else left
    right = (
        _OF_THE_NEXT.sub("", message[end : min(right_edge, end + 40)]) if right_edge < len(message) else message[end : end + 40]
    )
    stop = _CLAUSE.search(right)
    right = right[: stop.start()] if stop else right
    if _DEADLINE.search(left):
        if _UNTIL.search(left) and _undone(left):
            return "contact"  # "I did not ring until the 20th": on that day it was done
        if _SAYS_APPEAL.search(message[max(0, start - 160) : start]):
            return "appeal_by"
        return told_deadline(message[slice(*_own_sentence(message, start, end, others))]) or "other"
    if day := other_day(left, right):
        return day
    cues = _cues(left, True)
    role = _settle(cues or _cues(right, False), left, right)
    if role is None:
        return "other" if _undone(left) or _undone(left, _CAME) else None
    deed = {"adviser": _DONE, "contact": _DONE, "contacted": _DONE, "received": _CAME}.get(role)
    return "other" if deed and _undone(left if cues else right, deed) else role


def _own_sentence(message: str, start: int, end: int, others: list[tuple[int, int]]) -> tuple[int, int]:
    """The sentence about a date, without the dates before and behind it."""
    first, last = sentence(message, start, end)
    return max([first, *(e for _, e in others if e <= start)]), min([last, *(s for s, _ in others if s >= end)])


def _undone(text: str, deed: re.Pattern[str] = _DONE) -> bool:
    """Whether the last call or message that a text speaks of was not made: "I have not rung anyone"."""
    done = list(deed.finditer(text))
    return bool(done) and bool(_NOT_DONE.search(text[: done[-1].start()]))


def _cues(text: str, nearest_last: bool) -> list[tuple[int, Role]]:
    found = []
    for role, pattern in _CUES:
        for match in re.finditer(pattern, text, re.I):
            found.append((len(text) - match.end() if nearest_last else match.start(), role))
    return sorted(found, key=lambda cue: cue[0])


def _settle(cues: list[tuple[int, Role]], left: str, right: str) -> Role | None:
    if not cues:
        return None
    clause = left + " " + right
    roles = [role for _, role in cues]
    if _PLANNED.search(left) and roles[0] != "decision":
        return "other"
    if "adviser" in roles:
        return "adviser"
    if (
        "contact" in roles[:2]
        and "certificate" in roles[:2]
        and not re.search(r"dated?|issued|says|\bgot\b|came|sent|arrived", clause, re.I)
    ):
        return "contact"  # "I rang them about the certificate"
    if "certificate" in roles:
        if _NOT_YET.search(clause):
            return "other"
        dated = re.search(r"dated?|issued|says", clause, re.I)
        return "certificate_received" if "received" in roles and not dated else "certificate"
    nearest = roles[0]
    if (
        nearest == "decision"
        and "received" in roles
        and not re.search(r"\bdated?\b|sent|wrote|issued|refus|decision", clause, re.I)
    ):
        return "received"
    return nearest
