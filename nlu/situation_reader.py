"""Reads where people stand and how they speak: key ``situations`` of a message, names of rows of ``situations.yml``."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME as FALLBACK
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.plain_component import PlainComponent
from nlu.situations import OUTPUT, read_situations

# What is met with words of its own, whatever small talk it was taken for.
_HAS_ITS_OWN_WORDS = ("anger", "opening_hours", "council_does_not_reply")
_SMALL_TALK = ("greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "out_of_scope", "do_not_know", "why_asked")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SituationReader(PlainComponent):
    """Sets the message's output ``situations``: names of rows of ``situations.yml``."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message. Anger, say, taken for small talk counts as not understood, and so is met with words of its own."""
        for message in messages:
            found = read_situations(message.get(TEXT) or "")
            message.set(OUTPUT, found, add_to_output=True)
            label = (message.get(INTENT) or {}).get("name")
            # "You got that wrong" may be a no, to a question that is open; it is no goodbye.
            wrong = "got_it_wrong" in found and label != "deny"
            if label in _SMALL_TALK and (wrong or any(name in found for name in _HAS_ITS_OWN_WORDS)):
                message.set(INTENT, {"name": FALLBACK, "confidence": 1.0}, add_to_output=True)
        return messages
