"""Words that say something of a date or a paper without giving one: a no, a correction, "no certificate", "never rang"."""

from __future__ import annotations

import re

_STARTS_WITH_NO = re.compile(
    r"^\W*(?:no|nope|nah|not yet|not|never|none|nothing)\b(?! (?:idea|clue|sure))"
    r"|^\W*(?:i |we )?(?:(?:still )?haven'?t|have not|hasn'?t|don'?t have|did ?n'?t|never)\b",
    re.I,
)
_PUTS_RIGHT = re.compile(
    r"\b(?:oops|whoops|typo|mistake|mistyped|misread|meant|mean|correction|wrong|instead|rather|should (?:be|have been|say)"
    r"|i said|not the|changed?|mixed up)\b|(?:\bnot|n't) (?:the )?\d",
    re.I,
)
_SORRY_IT_IS = re.compile(
    r"^\W*(?:sorry|actually|wait|hang on)\b\W*(?:it'?s|it is|it was|that'?s|that was|make (?:it|that))\b", re.I
)
_NO_BUT = re.compile(r"^\W*(?:oh |um |er )?(?:no|nope|nah)\b", re.I)
_SORRY = re.compile(r"^\W*(?:oh|ah|argh)\b|\b(?:sorry|apolog\w+|oops|whoops|actually|wait|hang on|hold on)\b", re.I)
_YES = re.compile(r"^\W*(?:yes|yeah|yep|yup)\b", re.I)
_MAY_PUT_RIGHT = re.compile(r"\b(?:sorry|actually|wait|hang on|hold on|apolog\w+|no,? it'?s)\b", re.I)
_NAMES_ITS_PAPER = re.compile(
    r"\bdated?\b|\bdate on\b|\b(?:letter|ltr|decision|notice|plan|certificate|cert)\b.{0,20}\b(?:is|was|says|said|should)\b", re.I
)
# How a question begins: "is the …", "can we …", "what do I …". Not "was dated 3 March", which answers one.
_IS = r"(?:is|isn'?t|are|aren'?t|was|wasn'?t|were|does|doesn'?t)"
_CAN = r"(?:can|can'?t|could|couldn'?t|do|don'?t|may|might|should|shouldn'?t|shall|would|will|won'?t|must|am|have|has|haven'?t)"
_SOMEBODY = (
    r"(?:i|we|you|he|she|they|it|that|this|these|any ?one|any ?body|some ?one|my|our|his|her|their|the council|the tribunal)"
)
_STATES = r"(?:on|from|as|today|yesterday|last|(?:the )?\d|printed|marked|sent|\w+ed)\b"
_WHAT = (
    r"(?:what|when|where|who|why|which|how|wot)(?:'?s\b| (?:is|are|was|do|does|did|can|could|should|shall|would|will|must|am|if"
    r"|about|happens?|long|many|much|late|far|to|date|day|time|one)\b)"
)
_LEADS_IN = (
    r"(?:(?:and|but|so|ok|okay|please|also|hi|hello|er|um|well|right|omg|sorry|then|now|thanks|cos|or|yes|no|yeah|if not)\W+)*"
)
_ASKS = re.compile(
    rf"^\W*{_LEADS_IN}(?:{_IS} (?!{_STATES})\w|did (?:i|we|you|they|he|she|the|anyone)\b|{_CAN} {_SOMEBODY}\b|{_WHAT}"
    r"|(?:can|could|would|should|will)(?: the)?\W*$)",
    re.I,
)
# The same further on in a sentence without marks: "haven't rung anyone is it today".
_ASKS_WITHIN = re.compile(
    r"\b(?:can|could|do|does|should|shall|would|will|must|am) (?:i|we|you)\b"
    r"|\bhow (?:long|many|much|late)\b|\bwhat (?:if|is|do)\b"
    r"|\bis (?:it|that|this)(?: (?:still|due|by|on|from|the|only|really|too late))*\W*$|\bis today\b",
    re.I,
)
_SENTENCE = re.compile(r"[.?!;\n]+")
_TO_CHANGE = re.compile(r"\b(?:change|correct|alter|edit|update|amend|make|put) (?:it|that|this|the|my)\b", re.I)
_NOT_REACHED = re.compile(
    r"\b(?:no ?-?one|no ?body) (?:\w+ )?(?:answer\w*|pick(?:ed|ing|s)? up)\b"
    r"|\b(?:did|do|does|would|could)(?: ?n'?t| not) (?:\w+ )?(?:answer|pick up|get through|reach)\b"
    r"|\b(?:no answer|no reply|voice ?mail|answer ?phone|engaged|tried (?:to |and )?(?:ring|call|phone|contact|get|reach)\w*)\b",
    re.I,
)
_WROTE = re.compile(r"\b(?:e-?mail\w*|wrote|written|messag\w*|text(?:ed)?)\b", re.I)

_PAPER = r"(?:(?:mediation|med) )?cert(?:s|ificates?|if\w*)?\b"
_NO_CERTIFICATE = re.compile(
    rf"\b(?:no|without|without (?:a|any|the)) {_PAPER}(?!,? (?:is |was )?(?:needed|required|necessary|number|date))"
    rf"|\b(?:haven'?t|have not|hasn'?t|has not|don'?t|do not|didn'?t|not|never) (?:yet |even |actually )?"
    rf"(?:got|had|have|received|recieved|been (?:sent|given|issued)|seen|get)\b(?: \w+){{0,3}} {_PAPER}"
    rf"|\b{_PAPER}[^.;,?!]{{0,15}}\b(?:not|hasn'?t|has not|never|isn'?t) (?:yet |even |still )?"
    r"(?:come|arrived|here|got|been|turned|yet)\b"
    rf"|\b{_PAPER}[:,]? (?:no|none|nope|not yet)\b"
    rf"|\b(?:waiting|wait|waited) (?:\w+ ){{0,2}}(?:for|on) (?:\w+ ){{0,2}}{_PAPER}",
    re.I,
)
# Before it in its sentence, these make it no statement of the person's own: "do I need …", "they say I need no certificate".
_NOT_OF_ONESELF = re.compile(
    r"\b(?:if|can|could|do|does|what|how|when|should|would|will|may|must|needs?|appeal)\b"
    r"|\b(?:says?|said|told|tells?)(?: \w+)?\s*$",
    re.I,
)
_NEVER = r"(?:never|not|haven'?t|have not|hasn'?t|has not|didn'?t|did not)"
_RANG = (
    r"(?:spoken?|speak|talk(?:ed)?|rang|rung|ring|phoned?|call(?:ed)?|contact(?:ed)?|e-?mail(?:ed)?|been in touch|got in touch)"
)
_ADVISER = r"(?:(?:the |an |any |a |my )?(?:mediat\w+|meditation|advis[eo]rs?)|them|any ?one|any ?body|no ?one|no ?body)\b"
_NEVER_CONTACTED = re.compile(
    rf"\b{_NEVER} (?:yet |even |actually )?(?:have )?{_RANG}(?: (?:to|with|up))?"
    rf"(?: {_ADVISER}|\s*(?:[.,;!?]|$)| (?:yet|and|but)\b)"
    rf"|\bno contact with {_ADVISER}",
    re.I,
)
_NOT_TOLD = re.compile(r"(?:\b(?:no ?-?one|nobody|never|not)|n't)\b.{0,12}\btold\b|\bdidn'?t know (?:i|we) had to\b", re.I)
_OTHERS = re.compile(
    r"\b(?:they|it|he|who|council|la|school|advis[eo]rs?|mediation|lady|man|nobody|no one)(?:'ve|'s| have| has)?\s*$", re.I
)
_WHAT_IS_IT = re.compile(
    r"\bwh?at(?:'?s| is| are)? (?:that|it|this|one|an? |the )?\s*(?:mediation )?(?:cert\w*|advis[eo]r|that|this|it|one)?\s*"
    r"(?:is|means?)?\W*$",
    re.I,
)
_SEND_IT = r"(?:e-?mail|send|post)(?:ing)? (?:it|one|me)\b"
_ON_ITS_WAY = re.compile(
    rf"\b(?:they|she|he)(?:'?ll|'?d| will| would|'?re| are) (?:\w+ )?{_SEND_IT}|\b(?:on its way|it'?s coming|in the post)\b", re.I
)


def answers_no(text: str) -> bool:
    """Whether an answer begins with a no: whatever day follows, it is not that of the thing that was asked for."""
    return bool(_STARTS_WITH_NO.search(text))


def puts_right(text: str, intent: str) -> bool:
    """Whether a message puts right what was said. "Sorry" alone may be mere politeness; then the label decides."""
    return bool(_PUTS_RIGHT.search(text)) or (intent == "correct" and bool(_MAY_PUT_RIGHT.search(text)))


def sorry_it_is(text: str) -> bool:
    """Whether a message begins like a correction, but may as well be an answer that was waited for: "sorry, it's the 7th"."""
    return bool(_SORRY_IT_IS.search(text))


def takes_back(text: str) -> bool:
    """Whether an answer that is a day alone may put another one right: "no the 3rd", "3 March sorry", "actually the 3rd"."""
    return not _YES.search(text) and bool(_NO_BUT.search(text) or _SORRY.search(text))


def surely_takes_back(text: str) -> bool:
    """ "No, sorry, …": the day told before is wrong, also where the new one cannot be read."""
    return bool(_NO_BUT.search(text) and _SORRY.search(text))


def may_put_right(text: str) -> bool:
    """Whether a message that names its date outright sounds like a correction of it: "sorry", "I first rang them"."""
    return bool(_MAY_PUT_RIGHT.search(text) or re.search(r"\bfirst\b", text, re.I))


def names_its_paper(text: str) -> bool:
    """Whether the words say outright what a date is printed on: "the letter is dated"."""
    return bool(_NAMES_ITS_PAPER.search(text))


def in_a_question(text: str, start: int, end: int | None = None) -> bool:
    """Whether what stands at ``start``:``end`` is part of a question: "can I count from the …", "the 17th?".

    A question that only follows is another: in "letter dated 3 March, how long have I got?" the date is told.
    """
    if opens_a_question(text[:start]):
        return True
    behind = text[start if end is None else end :]
    mark = _SENTENCE.search(behind)
    closed_by = mark[0][0] if mark else ""
    follows = behind[: mark.start()] if mark else behind
    return closed_by == "?" and not _ASKS.search(re.sub(r"^[^,]*,", "", follows)) and not _ASKS_WITHIN.search(follows)


def opens_a_question(before: str) -> bool:
    """Whether the last sentence of what stands before a date has begun a question."""
    sentence = _SENTENCE.split(before)[-1]
    return bool(_ASKS.search(sentence) or _ASKS_WITHIN.search(sentence))


def asks_to_change(text: str) -> bool:
    """ "Can you change it to the 5th": a question that puts something right."""
    return bool(_TO_CHANGE.search(text))


def was_not_reached(text: str) -> bool:
    """Whether a call was made that perhaps nobody answered. What was written has arrived all the same."""
    return bool(_NOT_REACHED.search(text)) and not _WROTE.search(text)


def says_no_certificate(text: str) -> bool:
    """Whether a message says that there is no certificate, without being asked: not whether one is needed, nor that none is."""
    return _said(_NO_CERTIFICATE, text, _NOT_OF_ONESELF)


def says_never_contacted(text: str) -> bool:
    """Whether a message says that nobody was contacted about mediation: not that the council never rang."""
    return _said(_NEVER_CONTACTED, text, _OTHERS)


def was_not_told(text: str) -> bool:
    """ "No one told me I had to", said of the call to the adviser."""
    return bool(_NOT_TOLD.search(text))


def asks_what_it_is(text: str) -> bool:
    """ "No idea what that is", said of what was asked for."""
    return bool(_WHAT_IS_IT.search(text))


def is_on_its_way(text: str) -> bool:
    """ "They said they'd email it", said of the certificate."""
    return bool(_ON_ITS_WAY.search(text))


def _said(pattern: re.Pattern[str], text: str, unless_before: re.Pattern[str]) -> bool:
    for sentence in re.split(r"(?<=[.?!;\n,])", text):
        found = pattern.search(sentence)
        if found and not unless_before.search(sentence[: found.start()]) and not in_a_question(sentence, *found.span()):
            return True
    return False
