"""Reads where people stand and how they speak: key ``situations`` of a message, names of rows of ``situations.yml``."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.situations import OUTPUT, read_situations

_SMALL_TALK = ("greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "out_of_scope", "do_not_know", "why_asked")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SituationReader(GraphComponent):
    """Sets the message's output ``situations``: names of rows of ``situations.yml``."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SituationReader:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message. Anger taken for small talk counts as not understood, and so is met with words of its own."""
        for message in messages:
            found = read_situations(message.get(TEXT) or "")
            message.set(OUTPUT, found, add_to_output=True)
            if "anger" in found and (message.get(INTENT) or {}).get("name") in _SMALL_TALK:
                message.set(INTENT, {"name": "nlu_fallback", "confidence": 1.0}, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to learn."""
        return training_data
