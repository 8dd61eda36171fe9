"""Who is the opponent: of the bodies a message names, the one that the person disagrees with (entity ``counterparty``).

"The school backs us, the council said no" names two bodies. Each mention is judged by the words about it, the label of the
message and the other mentions, with weights learnt from messages in which only the opponent is marked.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

ENTITY = "counterparty"
WINDOW = 4


def describe_mentions(doc: Any, label: str) -> Iterator[tuple[Any, list[str]]]:
    """Each mention of a body in a spaCy doc, with what can be said of it (feature names)."""
    mentions = [span for span in doc.ents if span.label_ == ENTITY]
    bodies = [span.ent_id_ for span in mentions]
    for place, span in enumerate(mentions):
        body = span.ent_id_
        features = [
            f"body={body}",
            f"label={label}",
            f"label+body={label}+{body}",
            f"words={span.text.lower()}",
            f"mentions={min(len(mentions), 4)}",
            f"bodies={len(set(bodies))}",
            f"times={min(bodies.count(body), 3)}",
        ]
        features += [name for name, true in (("first", place == 0), ("last", place == len(mentions) - 1)) if true]
        features += [f"beside={other}" for other in set(bodies) - {body}]
        left = [token.lower_ for token in doc[max(0, span.start - WINDOW) : span.start]]
        right = [token.lower_ for token in doc[span.end : span.end + WINDOW]]
        features += [f"left={word}" for word in left] + [f"right={word}" for word in right]
        features += [f"left1={left[-1] if left else '^'}", f"right1={right[0] if right else '$'}"]
        features += [f"left2={' '.join(left[-2:])}", f"right2={' '.join(right[:2])}"]
        yield span, features


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class OpponentReader(GraphComponent):
    """Adds ``counterparty`` entities for the opponent's mentions, and plain entities for the vocabulary's other words.

    Stands after the classifier: the label of a message says much about who its opponent is.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [SpacyNLP]

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy", "sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Shares of certainty from which a mention counts as the opponent, and the weight of errors ``C``.

        ``threshold_if_usual`` holds for labels whose messages mostly name an opponent when they name a body at all.
        """
        return {"threshold": 0.5, "threshold_if_usual": 0.3, "C": 1.0, "random_seed": 42}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage, self._resource = model_storage, resource
        self._weights: dict[str, float] = {}
        self._bias = 0.0
        self._usual: list[str] = []

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OpponentReader:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> OpponentReader:
        """Load the weights that ``train`` wrote."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            kept = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
        component._weights, component._bias, component._usual = kept["weights"], kept["bias"], kept["usual"]
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the messages that name a body: marked mentions are the opponent, the others are not."""
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression

        rows: list[dict[str, int]] = []
        truth: list[bool] = []
        named: dict[str, list[bool]] = {}
        for message in training_data.intent_examples:
            doc = message.get(SPACY_DOCS[TEXT])
            marked = [(e["start"], e["end"]) for e in message.get(ENTITIES, []) if e["entity"] == ENTITY]
            label = message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)
            mentions = list(describe_mentions(doc, label)) if doc is not None else []
            if mentions:
                named.setdefault(label, []).append(bool(marked))
            for span, features in mentions:
                rows.append({name: 1 for name in features})
                truth.append(any(start < span.end_char and span.start_char < end for start, end in marked))
        if any(truth) and not all(truth):
            names = DictVectorizer()
            model = LogisticRegression(C=self._config["C"], max_iter=500, random_state=self._config["random_seed"])
            model.fit(names.fit_transform(rows), truth)
            self._weights = {
                n: round(float(w), 4) for n, w in zip(names.feature_names_, model.coef_[0], strict=True) if abs(w) > 1e-4
            }
            self._bias = float(model.intercept_[0])
        self._usual = sorted(label for label, marks in named.items() if sum(marks) > len(marks) / 2)
        with self._storage.write_to(self._resource) as folder:
            kept = {"weights": self._weights, "bias": self._bias, "usual": self._usual}
            (folder / "weights.json").write_text(json.dumps(kept), encoding="utf-8")
        return self._resource

    def _certainty(self, features: list[str]) -> float:
        return 1 / (1 + math.exp(-self._bias - sum(self._weights.get(name, 0.0) for name in features)))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message."""
        for message in messages:
            doc = message.get(SPACY_DOCS[TEXT])
            if doc is None:
                continue
            ranking = message.get("label_ranking") or [{"name": ""}]
            found = self._opponents(doc, ranking[0]["name"])
            found += [_entity(span, 1.0) for span in doc.ents if span.label_ != ENTITY and span.ent_id_]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _opponents(self, doc: Any, label: str) -> list[dict[str, Any]]:
        judged = [(span, self._certainty(features)) for span, features in describe_mentions(doc, label)]
        threshold = self._config["threshold_if_usual" if label in self._usual else "threshold"]
        sure = [(span, certainty) for span, certainty in judged if certainty >= threshold]
        if not sure:
            return []
        best = max(sure, key=lambda pair: pair[1])[0].ent_id_
        return [_entity(span, certainty) for span, certainty in sure if span.ent_id_ == best]


def _entity(span: Any, certainty: float) -> dict[str, Any]:
    return {
        "entity": span.label_,
        "value": span.ent_id_,
        "start": span.start_char,
        "end": span.end_char,
        "confidence_entity": round(certainty, 3),
        "extractor": "OpponentReader",
    }
