"""A statement and a question in one message ("it is dated 5 March, is mediation free?"): both are understood.

``QuestionSplitter`` stands first and sends both parts through the pipeline beside the whole message; ``PartGatherer`` stands
last and writes what came of the part that the whole was not taken for (the statement of a question, else the question) into the
message's output ``beside``: {"name": label, "confidence": share, "question": whether the part is the question}. The question's
own reading is always the output ``asked_beside``. The parts' texts are not kept.

Two statements that are joined as two ("they refused to assess her and also stopped the taxi") are both read by themselves:
the output ``matters`` has {"name", "confidence", "start", "end"} for each, with places in the text.
"""

from __future__ import annotations

import re

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.plain_component import PlainComponent

FEWEST_WORDS = 3  # a part of fewer says nothing by itself ("3 March", "is it?"), or is read by its marks
_NO_PAPER = re.compile(
    r"^\W*(?:no|never|not|havent|haven't|didnt|didn't|hasnt|hasn't) \w+\W*$", re.I
)  # but "no certificate" does
LONGEST = 400  # characters; longer ones are stories, in which a question mark is often no question to us
PART, BESIDE, ASKED_BESIDE = "part_is_question", "beside", "asked_beside"
_OF_THE_STATEMENT = ("faq", "distress")  # labels of a whole message beside which its statement says more
PLACE, MATTERS = "part_place", "matters"
_QUESTION_WORD = (
    r"(?:how|what|when|where|(?:what|how|when|where|who)'?s|do (?:i|we)|does|can (?:i|we|they|the \w+|my \w+)|could (?:i|we)"
    r"|is (?:it|there|mediation)|are (?:there|they)|will|should (?:i|we)|must (?:i|we)|am i|have i)\b"
)
_BREAK = re.compile(
    rf"(?<=[.?!;])\s+|\s*[,;\n]\s*(?=(?:(?:and|but|so) )?{_QUESTION_WORD})|\s+(?:and|but|so|also|plus)\s+(?={_QUESTION_WORD})",
    re.I,
)
_ASKS = re.compile(rf"^(?:(?:and|but|so|also|plus|ok|please|pls)\s+)*{_QUESTION_WORD}", re.I)
# What a statement beside a question has to speak of: a day, a decision, a body, a paper. Other statements are mere background.
_MATTERS = re.compile(
    r"\d|\b(?:refus\w*|reject\w*|declin\w*|turned (?:us|me|him|her) down|sa(?:id|ys) no|won'?t|will not|end(?:ed|ing)"
    r"|stopp\w*|ceas\w*|dated|draft|final|yesterday|today|certificate|council|school|academy|nursery|college|nhs"
    r"|rang|rung|phoned|called|contacted|spoken?)\b",
    re.I,
)


_JOINED = re.compile(
    r"\s*[,;.]?\s+(?:and\s+also|also|plus|as\s+well\s+as|and)\s+(?=(?:(?:that"
    r"|now)\s+)?(?:the\s+)?(?:they|council|la|school|college|nursery|academy"
    r"|bus|taxi|transport|he|she|my\s+(?:son|daughter|other|younger|older|\w+\s+(?:son|daughter)))\b)"
    r"|\s*[,;.]?\s+(?:and\s+also|also|plus|as\s+well\s+as)\s+",
    re.I,
)
_BOTH = re.compile(r"\b(?:also|plus|too|as well)\b", re.I)
# Two decisions with a day each: of two children, or one after the other.
_A_CHILD = r"(?:(?:my|our|the)\s+(?:older|elder|eldest|oldest|younger|youngest|other|little|big|son|daughter|boy|girl|lad)|one)\b"
_JOINED_DATED = re.compile(
    rf"\s*[,;.]?\s+(?:(?:and|but)\s+(?:then\s+)?|then\s+)(?={_A_CHILD}|(?:the\s+)?(?:they|council|la)\b)"
    rf"|\s*[,;.]\s+(?={_A_CHILD})",
    re.I,
)


def split_matters(text: str) -> list[tuple[int, int]]:
    """The places of two statements that are joined as two matters; empty where there are not two."""
    if len(text) > LONGEST or "?" in text:
        return []
    joins = list(_JOINED.finditer(text)) if _BOTH.search(text) else []
    pairs = [[(0, join.start()), (join.end(), len(text))] for join in joins]
    dated = [[(0, join.start()), (join.end(), len(text))] for join in _JOINED_DATED.finditer(text)]
    pairs += [places for places in dated if all(any(mark.isdigit() for mark in text[start:end]) for start, end in places)]
    enough = (places for places in pairs if all(len(text[start:end].split()) >= FEWEST_WORDS for start, end in places))
    return next(enough, [])


def split(text: str) -> tuple[str, str] | None:
    """The statement ("no certificate" or longer) and the question of a text; None where it has not both."""
    if len(text) > LONGEST:
        return None
    sides: dict[bool, list[str]] = {True: [], False: []}
    for part in filter(None, (piece.strip() for piece in _BREAK.split(text))):
        sides[part.endswith("?") or bool(_ASKS.match(part))].append(part)
    statement, question = " ".join(sides[False]), " ".join(sides[True])
    if len(question.split()) < FEWEST_WORDS or (len(statement.split()) < FEWEST_WORDS and not _NO_PAPER.match(statement)):
        return None
    return statement, question


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class QuestionSplitter(PlainComponent):
    """Adds both parts of a message of two parts as messages of their own."""

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages, and after them the parts."""
        added = []
        for message in messages:
            if places := split_matters(message.get(TEXT) or ""):
                return messages + [Message({TEXT: message.get(TEXT)[start:end], PLACE: (start, end)}) for start, end in places]
            if parts := split(message.get(TEXT) or ""):
                statement, question = parts
                if _MATTERS.search(statement):
                    added += [Message({TEXT: statement, PART: False}), Message({TEXT: question, PART: True})]
        return messages + added[:2]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class PartGatherer(PlainComponent):
    """Takes the added parts away again, and writes down how they were labelled."""

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages without the parts."""
        whole = [m for m in messages if m.get(PART) is None and m.get(PLACE) is None]
        found = [
            {**m.get("label_ranking")[0], "start": m.get(PLACE)[0], "end": m.get(PLACE)[1]}
            for m in messages
            if m.get(PLACE) is not None and m.get("label_ranking")
        ]
        if found:
            whole[0].set(MATTERS, found, add_to_output=True)
        label = (whole[0].get(INTENT) or {}).get("name") if whole else None
        for part in (m for m in messages if m.get(PART) is not None):
            read = (part.get("label_ranking") or [{"name": "", "confidence": 0.0}])[0]
            if part.get(PART):
                whole[0].set(ASKED_BESIDE, read, add_to_output=True)
            if part.get(PART) != (label in _OF_THE_STATEMENT):
                whole[0].set(BESIDE, {**read, "question": part.get(PART)}, add_to_output=True)
        return whole
