"""Finds names of English councils in a message: entity ``council``, with the council's key as its value."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.council_names import find_councils
from nlu.plain_component import PlainComponent


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CouncilReader(PlainComponent):
    """Adds ``council`` entities."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add an entity for each council named."""
        for message in messages:
            text = message.get(TEXT) or ""
            entities = [
                {"entity": "council", "value": key, "start": start, "end": end, "extractor": type(self).__name__}
                for start, end, key in find_councils(text)
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages
