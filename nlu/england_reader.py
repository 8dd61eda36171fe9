"""Reads where the family lives: key ``where`` of a message, "outside" or "inside" England, "not_theirs" or None."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME as FALLBACK
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.england import OUTPUT, names_a_country, read_where
from nlu.letter_reader import COUNCIL_LETTER
from nlu.plain_component import PlainComponent

ELSEWHERE = "outside_england"
_SAYS_LITTLE = ("greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "out_of_scope", FALLBACK)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EnglandReader(PlainComponent):
    """Sets the message's output ``where``, and mends a label that goes against it."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message. A letter's addresses are not the family's."""
        for message in messages:
            label = (message.get(INTENT) or {}).get("name") or ""
            where = read_where(message.get(TEXT) or "") if label != COUNCIL_LETTER else None
            message.set(OUTPUT, where, add_to_output=True)
            if where == "outside" and label in _SAYS_LITTLE:
                message.set(INTENT, {"name": ELSEWHERE, "confidence": 1.0}, add_to_output=True)
            elif label == ELSEWHERE and where is None and not names_a_country(message.get(TEXT) or ""):
                message.set(INTENT, {"name": FALLBACK, "confidence": 1.0}, add_to_output=True)  # a guess at an unknown word
            elif (where == "inside" and label in (*_SAYS_LITTLE, ELSEWHERE)) or (where == "not_theirs" and label == ELSEWHERE):
                message.set(INTENT, {"name": "inform", "confidence": 1.0}, add_to_output=True)
        return messages
