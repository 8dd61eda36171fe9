"""A feeling and a matter in one message ("I can't do this any more. They refused to assess him"): each is understood by itself.

``FeelingSplitter`` stands after the tidier. It blanks the feeling out, in place, where a matter stands beside it.
``FeelingGatherer`` stands last. It puts the text back and, where help has to come first, makes the message one of distress with
the matter beside it (output ``beside``, as in ``nlu/two_things.py``). Output ``feeling``: the name of a row of ``feelings.yml``.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.rules.facts import SUBJECTS
from nlu.feelings import OUTPUT, feelings, read_feeling, without_feelings
from nlu.letter_reader import COUNCIL_LETTER
from nlu.plain_component import PlainComponent
from nlu.two_things import BESIDE

WHOLE_MESSAGE = "text_with_feeling"
DISTRESS = "distress"
# A message with these labels is answered as what it is, with the kind words before it.
_ANSWERED = (
    COUNCIL_LETTER,
    "inform",
    "correct",
    "unclear_disagreement",
    "no_education",
    "faq",
    "ask_summary",
    "ask_calendar",
    "ask_letter",
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class FeelingSplitter(PlainComponent):
    """Sets the message's output ``feeling``, and blanks the feeling out where there is a matter beside it."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message, in place."""
        for message in messages:
            text = message.get(TEXT) or ""
            feeling = read_feeling(text)
            message.set(OUTPUT, feeling.name if feeling else None, add_to_output=True)
            if rest := without_feelings(text):
                message.set(WHOLE_MESSAGE, text)
                message.set(TEXT, rest, add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class FeelingGatherer(PlainComponent):
    """Puts the text back, and puts help first where somebody is in danger, or where what is beside it is no matter of ours."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Settle each message, in place."""
        strength = {feeling.name: feeling.strength for feeling in feelings()}
        for message in messages:
            parted = message.get(WHOLE_MESSAGE)
            label = (message.get(INTENT) or {}).get("name") or ""
            if label == COUNCIL_LETTER:
                message.set(OUTPUT, None, add_to_output=True)  # somebody else's words
            if parted is not None:
                message.set(TEXT, parted, add_to_output=True)
            felt = strength.get(message.get(OUTPUT) or "")
            if felt == "urgent" or (felt == "deep" and parted is not None and not _is_answered(label)):
                if parted is not None and message.get(BESIDE) is None:
                    best = (message.get("label_ranking") or [{"name": "", "confidence": 0.0}])[0]
                    message.set(BESIDE, {"name": best["name"], "confidence": best["confidence"], "question": False}, True)
                message.set(INTENT, {"name": DISTRESS, "confidence": 1.0}, add_to_output=True)
        return messages


def _is_answered(label: str) -> bool:
    return label in _ANSWERED or label in SUBJECTS
