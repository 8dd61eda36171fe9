"""Reads a council's letter in a message: key ``letter`` as in ``nlu.letter.Letter.to_dict``; its intent is ``council_letter``."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.clock import today
from nlu.letter import read_letter
from nlu.plain_component import PlainComponent
from nlu.tidy import WHOLE

COUNCIL_LETTER = "council_letter"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LetterReader(PlainComponent):
    """Adds what a pasted decision letter says. A message that is no such letter stays as it was."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``letter`` on each message that is one."""
        for message in messages:
            letter = read_letter(message.get(WHOLE) or message.get(TEXT) or "", today())
            if letter:
                message.set("letter", letter.to_dict(), add_to_output=True)
                message.set(INTENT, {"name": COUNCIL_LETTER, "confidence": 1.0}, add_to_output=True)
        return messages
