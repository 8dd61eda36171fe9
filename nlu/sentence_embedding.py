"""Sentence embedding: all-MiniLM-L6-v2 through ONNX, as a Rasa dense featurizer."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

SIZE = 384


class Embedder:
    """The model itself: text to a vector of length 1.

    Raises:
        FileNotFoundError: the model has not been built (``python -m nlu.build``).
    """

    def __init__(self, folder: Path, precision: str, longest: int) -> None:
        import onnxruntime
        import tokenizers

        model = folder / f"{precision}.onnx"
        if not model.exists():
            raise FileNotFoundError(f"{model} is missing: run `make setup`")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(longest)
        self._tokenizer.no_padding()

    def embed(self, text: str) -> np.ndarray[Any, Any]:
        """The mean of the token states, scaled to length 1: shape (384,), float32."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int32)
        states = self._session.run(None, {"input_ids": ids, "token_type_ids": np.zeros_like(ids)})[0][0]
        mean: np.ndarray[Any, Any] = states.mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), 1e-9)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbedding(DenseFeaturizer, GraphComponent):
    """Adds one dense sentence feature of 384 numbers to each message."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``model``: the folder that ``nlu.build`` wrote; ``precision``: "int8" or "full"; ``longest``: tokens read."""
        return {
            **DenseFeaturizer.get_default_config(),
            "model": "build/sentence_embedding",
            "precision": "int8",
            "longest": 160,
        }

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._embedder = Embedder(Path(config["model"]), config["precision"], config["longest"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbedding:
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        if config["precision"] not in ("int8", "full"):
            raise ValueError(f"SentenceEmbedding: precision is {config['precision']!r}; it may be int8 or full")

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the feature to each message that has text."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                vector = self._embedder.embed(text).reshape(1, SIZE)
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the feature to each training message, several at a time."""
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            list(workers.map(lambda message: self.process([message]), training_data.training_examples))
        return training_data
