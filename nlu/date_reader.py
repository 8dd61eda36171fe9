"""Finds date phrases in a message: entity ``date``, as written, with what it is the date of as its role."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.date_roles import role_of
from nlu.dates import find_phrases
from nlu.plain_component import PlainComponent


def read_entities(text: str) -> list[dict[str, Any]]:
    """The date entities of a text. The value is the phrase as written: which day it names depends on today."""
    phrases = find_phrases(text)
    places = [(phrase.start, phrase.end) for phrase in phrases]
    entities = []
    for phrase in phrases:
        entity = {
            "entity": "date",
            "value": phrase.text,
            "start": phrase.start,
            "end": phrase.end,
            "extractor": "DateReader",
        }
        role = role_of(text, phrase.start, phrase.end, [place for place in places if place != (phrase.start, phrase.end)])
        if role:
            entity["role"] = role
        entities.append(entity)
    return entities


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DateReader(PlainComponent):
    """Adds ``date`` entities."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add an entity for each date phrase."""
        for message in messages:
            found = read_entities(message.get(TEXT) or "")
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
