"""One linear classifier over all labels: the intents, and the topics of the retrieval intent ``faq``."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

NO_WORDS = "no_words"
UNKNOWN_WORDS = 0.3  # a message of mostly unknown words is a guess, however sure the margins look
RANKING_LENGTH = 10
CALIBRATION_SHARE = 0.25  # of the messages, set aside once to fit the temperature
# A long story touches on many labels, so its best one is asked about ("Did you mean …?") unless it is far ahead.
LONG_STORY, OF_A_LONG_STORY = 600, 0.5  # characters, factor
MANY_MESSAGES = 2_000  # from which on learning in several processes is worth their start
Matrix = Any  # scipy's CSR matrix


class LinearLabels:
    """Weighted features → linear support vector machine → calibrated confidences.

    Sparse counts become tf-idf weights (each featurizer's part scaled to length 1), dense features are appended. The
    confidences are a softmax of the margins; its temperature is fitted on margins of messages that were held out.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self.labels: list[str] = []
        self._idf: list[np.ndarray[Any, Any]] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)
        self._temperature = 1.0

    def fit(self, counts: list[Matrix], dense: np.ndarray[Any, Any], labels: list[str]) -> None:
        """Learn from one row a message: ``counts`` one matrix a sparse featurizer, ``dense`` of shape (messages, size)."""
        from sklearn.model_selection import train_test_split

        target = np.array(labels)
        self.labels = sorted(set(labels))
        if min(Counter(labels).values()) > 1 and len(labels) * CALIBRATION_SHARE >= len(self.labels):
            kept, aside = train_test_split(
                np.arange(len(labels)),
                test_size=CALIBRATION_SHARE,
                stratify=target,
                random_state=self._config["random_seed"],
            )
            self._fit_once([c[kept] for c in counts], dense[kept], target[kept])
            margins = self._margins([c[aside] for c in counts], dense[aside])
            self._temperature = _fit_temperature(margins, np.searchsorted(self.labels, target[aside]))
        self._fit_once(counts, dense, target)

    def _fit_once(self, counts: list[Matrix], dense: np.ndarray[Any, Any], target: np.ndarray[Any, Any]) -> None:
        from joblib import Parallel, delayed

        self._idf = [np.log((1 + c.shape[0]) / (1 + (c > 0).sum(axis=0).A1)) + 1 for c in counts]
        matrix = self._matrix(counts, dense).astype(np.float64)  # once; the solver would do it for each label
        # In processes: threads would share the solver's random numbers, and each training would end a little differently.
        workers = (os.cpu_count() or 1) if len(target) >= MANY_MESSAGES else 1
        parts = Parallel(n_jobs=workers, max_nbytes=None)(
            delayed(_separate)(matrix, target, self.labels[place::workers], self._config["C"], self._config["random_seed"])
            for place in range(workers)
        )
        planes = {label: plane for part in parts for label, plane in part.items()}
        self._weights = np.stack([planes[label][0] for label in self.labels], axis=1)
        self._bias = np.array([planes[label][1] for label in self.labels], dtype=np.float32)

    def _matrix(self, counts: list[Matrix], dense: np.ndarray[Any, Any]) -> Matrix:
        parts = []
        for block, idf in zip(counts, self._idf, strict=True):
            weighted = sparse.csr_matrix(block, dtype=np.float32, copy=True)
            weighted.data = 1 + np.log(weighted.data)
            weighted = weighted.multiply(idf).tocsr()
            length = np.sqrt(weighted.multiply(weighted).sum(axis=1)).A1
            parts.append(sparse.diags(1 / np.maximum(length, 1e-9)) @ weighted)
        return sparse.hstack([*parts, sparse.csr_matrix(dense * self._config["dense_weight"])]).tocsr()

    def _margins(self, counts: list[Matrix], dense: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        margins: np.ndarray[Any, Any] = self._matrix(counts, dense) @ self._weights + self._bias
        return margins

    def confidences(self, counts: list[Matrix], dense: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """One row a message, one column a label; rows add up to 1."""
        margins = self._margins_of_one(counts, dense) if len(dense) == 1 else self._margins(counts, dense)
        return _softmax(margins * self._temperature)

    def _margins_of_one(self, counts: list[Matrix], dense: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """``_margins`` for one message without building matrices: a fifth of the time."""
        margins: np.ndarray[Any, Any] = (
            self._bias + (dense * self._config["dense_weight"]) @ self._weights[len(self._weights) - dense.shape[1] :]
        )
        start = 0
        for block, idf in zip(counts, self._idf, strict=True):
            block = block.tocoo()  # itself, as it comes from the featurizers
            values = ((1 + np.log(block.data)) * idf[block.col]).astype(np.float32)  # as the weights: no copy of them
            length = max(float(np.linalg.norm(values)), 1e-9)
            margins = margins + (values / length) @ self._weights[start + block.col]
            start += len(idf)
        return margins

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """What has to be kept."""
        idf = {f"idf{number}": values for number, values in enumerate(self._idf)}
        return {"weights": self._weights, "bias": self._bias, "temperature": np.array(self._temperature), **idf}

    def restore(self, labels: list[str], arrays: Any) -> None:
        """Take back what ``arrays`` gave."""
        self.labels = labels
        self._weights, self._bias = arrays["weights"], arrays["bias"]
        self._temperature = float(arrays["temperature"])
        self._idf = [arrays[f"idf{number}"] for number in range(sum(name.startswith("idf") for name in arrays.files))]


def _separate(
    matrix: Matrix, target: np.ndarray[Any, Any], labels: list[str], errors: float, seed: int
) -> dict[str, tuple[np.ndarray[Any, Any], float]]:
    """Weights and bias of the plane between each label and the rest."""
    from sklearn.svm import LinearSVC

    planes = {}
    for label in labels:
        model = LinearSVC(C=errors, tol=1e-3, random_state=seed).fit(matrix, target == label)
        planes[label] = (model.coef_[0].astype(np.float32), float(model.intercept_[0]))
    return planes


def _softmax(margins: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    powers = np.exp(margins - margins.max(axis=1, keepdims=True))
    share: np.ndarray[Any, Any] = powers / powers.sum(axis=1, keepdims=True)
    return share


def _fit_temperature(margins: np.ndarray[Any, Any], truth: np.ndarray[Any, Any]) -> float:
    from scipy.optimize import minimize_scalar

    def surprise(log_temperature: float) -> float:
        share = _softmax(margins * np.exp(log_temperature))[np.arange(len(truth)), truth]
        return float(-np.log(np.maximum(share, 1e-12)).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-2, 4), method="bounded").x))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LabelClassifier(IntentClassifier, GraphComponent):
    """Sets the intent, its ranking and, as Rasa's ResponseSelector would, ``response_selector`` for retrieval intents.

    ``label_ranking`` carries the labels themselves (``faq/certificate``), so that "Did you mean …?" can name topics.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``C``: weight of errors in training; ``dense_weight``: weight of the embedding beside the words."""
        return {"C": 1.0, "dense_weight": 1.0, "random_seed": 42}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._model = LinearLabels(config)
        self._origins: list[str] = []
        self._words: frozenset[str] = frozenset()
        self._storage, self._resource = model_storage, resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LabelClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LabelClassifier:
        """Load what ``train`` wrote: plain arrays and names, no code."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            names = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
                component._model.restore(names["labels"], arrays)
        component._origins, component._words = names["origins"], frozenset(names["words"])
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all messages that have a label."""
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        self._origins = sorted({f.origin for f in examples[0].features if f.is_sparse() and _of_text(f)})
        labels = [e.get(INTENT_RESPONSE_KEY) or e.get(INTENT) for e in examples]
        self._model.fit(*self._features(examples), labels)
        with self._storage.write_to(self._resource) as folder:
            self._words = frozenset().union(*(words_of(e.get(TEXT)) for e in examples))
            names = {"labels": self._model.labels, "origins": self._origins, "words": sorted(self._words)}
            (folder / "labels.json").write_text(json.dumps(names), encoding="utf-8")
            np.savez(folder / "weights.npz", **self._model.arrays())
        return self._resource

    def _features(self, messages: list[Message]) -> tuple[list[Matrix], np.ndarray[Any, Any]]:
        by_origin = [{f.origin: f.features for f in m.features if _of_text(f)} for m in messages]
        counts = [
            sparse.vstack([found[o] for found in by_origin]).tocsr() if len(messages) > 1 else by_origin[0][o]
            for o in self._origins
        ]
        dense = [
            np.hstack([np.zeros((1, 0)), *(f.features for f in m.features if f.is_dense() and _of_text(f))]) for m in messages
        ]
        return counts, np.vstack(dense).astype(np.float32)

    def process(self, messages: list[Message]) -> list[Message]:
        """Label each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            if any(c.isalnum() for c in text):
                counts, dense = self._features([message])
                shares = self._model.confidences(counts, dense)[0]
                words = words_of(text)
                if len(words & self._words) < len(words) / 2:
                    shares = shares * UNKNOWN_WORDS
                if len(text) > LONG_STORY:
                    shares = shares * OF_A_LONG_STORY
                order = np.argsort(-shares)
                ranked = zip(order.tolist(), shares[order].tolist(), strict=True)
                ranking = [{"name": self._model.labels[place], "confidence": share} for place, share in ranked]
            else:
                ranking = [{"name": NO_WORDS, "confidence": 1.0}]
            _set_outputs(message, ranking)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training messages keep their own labels."""
        return training_data


def words_of(text: str) -> frozenset[str]:
    """The words of a text, in lower case."""
    return frozenset(re.findall(r"\w+", text.lower()))


def _of_text(feature: Any) -> bool:
    return bool(feature.attribute == TEXT and feature.type == FEATURE_TYPE_SENTENCE)


def _set_outputs(message: Message, ranking: list[dict[str, Any]]) -> None:
    intents: dict[str, float] = {}
    for row in ranking:
        intents.setdefault(row["name"].split("/")[0], row["confidence"])
    intent_ranking = [{"name": name, "confidence": confidence} for name, confidence in intents.items()]
    message.set(INTENT, intent_ranking[0], add_to_output=True)
    message.set("intent_ranking", intent_ranking[:RANKING_LENGTH], add_to_output=True)
    message.set("label_ranking", ranking[:RANKING_LENGTH], add_to_output=True)
    selector: dict[str, Any] = {"all_retrieval_intents": sorted({r["name"].split("/")[0] for r in ranking if "/" in r["name"]})}
    for retrieval in selector["all_retrieval_intents"]:
        topics = [
            {"confidence": row["confidence"], "intent_response_key": row["name"]}
            for row in ranking
            if row["name"].startswith(f"{retrieval}/")
        ]
        selector[retrieval] = {
            "response": {**topics[0], "utter_action": f"utter_{topics[0]['intent_response_key']}"},
            "ranking": topics[:RANKING_LENGTH],
        }
    message.set("response_selector", selector, add_to_output=True)
