"""What Rasa asks of a component that learns nothing and has no settings."""

from __future__ import annotations

from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData


class PlainComponent(GraphComponent):
    """Made without arguments; training data pass through it unchanged. A subclass writes ``process``."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> Self:
        """Rasa's way to make a component."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The data, unchanged."""
        return training_data
