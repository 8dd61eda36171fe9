"""The classifier on small made-up data: it learns, its confidences are shares, and what is kept is what was learnt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from nlu.label_classifier import LabelClassifier, LinearLabels, _set_outputs

CONFIG = {**LabelClassifier.get_default_config()}
LABELS = ["apple", "bear", "faq/cost", "faq/time"]
EACH = 12


def made_up(seed: int = 0) -> tuple[list[Any], np.ndarray[Any, Any], list[str]]:
    """Counts of two featurizers, dense vectors and labels: each label has its own words and its own direction."""
    random = np.random.default_rng(seed)
    labels = [label for label in LABELS for _ in range(EACH)]
    places = np.repeat(np.arange(len(LABELS)), EACH)
    words = random.poisson(0.3, (len(labels), 20))
    words[np.arange(len(labels)), places * 5] += 3
    letters = random.poisson(1.0, (len(labels), 30))
    letters[np.arange(len(labels)), places * 7] += 4
    dense = random.normal(0, 0.3, (len(labels), 8))
    dense[np.arange(len(labels)), places] += 1.0
    return [sparse.csr_matrix(words), sparse.csr_matrix(letters)], dense.astype(np.float32), labels


@pytest.fixture(scope="module")
def trained() -> LinearLabels:
    model = LinearLabels(CONFIG)
    model.fit(*made_up())
    return model


def test_it_learns_what_it_is_shown(trained: LinearLabels) -> None:
    counts, dense, labels = made_up(seed=1)
    guessed = [trained.labels[i] for i in trained.confidences(counts, dense).argmax(axis=1)]
    assert np.mean([a == b for a, b in zip(guessed, labels, strict=True)]) > 0.95


def test_where_there_is_nothing_to_learn_it_does_not_pretend(trained: LinearLabels) -> None:
    counts, dense, labels = made_up()
    model = LinearLabels(CONFIG)
    model.fit(counts, dense, list(np.random.default_rng(5).permutation(labels)))
    fresh_counts, fresh_dense, fresh = made_up(seed=1)
    shares = model.confidences(fresh_counts, fresh_dense)
    guessed = [model.labels[i] for i in shares.argmax(axis=1)]
    assert np.mean([a == b for a, b in zip(guessed, fresh, strict=True)]) < 0.6
    assert shares.max(axis=1).mean() < 0.6 < 0.9 < trained.confidences(fresh_counts, fresh_dense).max(axis=1).mean()


def test_confidences_add_up_to_1(trained: LinearLabels) -> None:
    counts, dense, labels = made_up(seed=2)
    shares = trained.confidences(counts, dense)
    assert shares.shape == (len(labels), len(LABELS))
    assert np.allclose(shares.sum(axis=1), 1)
    assert (shares >= 0).all()


def test_what_is_kept_gives_the_same_confidences(trained: LinearLabels, tmp_path: Path) -> None:
    np.savez(tmp_path / "weights.npz", **trained.arrays())
    restored = LinearLabels(CONFIG)
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as arrays:
        restored.restore(trained.labels, arrays)
    counts, dense, _ = made_up(seed=4)
    assert np.array_equal(restored.confidences(counts, dense), trained.confidences(counts, dense))


def test_training_twice_gives_the_same(trained: LinearLabels) -> None:
    again = LinearLabels(CONFIG)
    again.fit(*made_up())
    assert all(np.array_equal(value, again.arrays()[name]) for name, value in trained.arrays().items())


def test_a_label_with_one_message_is_no_obstacle() -> None:
    counts, dense, labels = made_up()
    model = LinearLabels(CONFIG)
    model.fit(counts, dense, [*labels[:-1], "lonely"])
    assert model.labels == sorted([*LABELS, "lonely"])


# ---------------------------------------------------------------- the component


RANKING = [
    {"name": "faq/cost", "confidence": 0.5},
    {"name": "bear", "confidence": 0.3},
    {"name": "faq/time", "confidence": 0.15},
    {"name": "apple", "confidence": 0.05},
]


def test_the_outputs_have_rasas_shape() -> None:
    message = Message({TEXT: "x"})
    _set_outputs(message, RANKING)
    assert message.get(INTENT) == {"name": "faq", "confidence": 0.5}
    assert message.get("intent_ranking") == [
        {"name": "faq", "confidence": 0.5},
        {"name": "bear", "confidence": 0.3},
        {"name": "apple", "confidence": 0.05},
    ]
    assert message.get("label_ranking") == RANKING
    assert message.get("response_selector") == {
        "all_retrieval_intents": ["faq"],
        "faq": {
            "response": {"confidence": 0.5, "intent_response_key": "faq/cost", "utter_action": "utter_faq/cost"},
            "ranking": [
                {"confidence": 0.5, "intent_response_key": "faq/cost"},
                {"confidence": 0.15, "intent_response_key": "faq/time"},
            ],
        },
    }
    assert {INTENT, "intent_ranking", "label_ranking", "response_selector"} <= message.output_properties


def test_without_a_retrieval_intent_there_is_none_to_select() -> None:
    message = Message({TEXT: "x"})
    _set_outputs(message, [{"name": "no_words", "confidence": 1.0}])
    assert message.get(INTENT) == {"name": "no_words", "confidence": 1.0}
    assert message.get("response_selector") == {"all_retrieval_intents": []}


def test_rankings_are_short() -> None:
    message = Message({TEXT: "x"})
    _set_outputs(message, [{"name": f"intent{n}", "confidence": 1 / (n + 1)} for n in range(40)])
    assert len(message.get("intent_ranking")) == len(message.get("label_ranking")) == 10


def messages(seed: int = 0) -> list[Message]:
    """The made-up data as messages with features, as the featurizers leave them."""
    (words, letters), dense, labels = made_up(seed)
    found = []
    for row, label in enumerate(labels):
        message = Message({TEXT: f"some words of {label.replace('/', ' ')}", INTENT: label.split("/")[0]})
        if "/" in label:
            message.set(INTENT_RESPONSE_KEY, label)
        for origin, values in (("words", words[row]), ("letters", letters[row]), ("dense", dense[row : row + 1])):
            message.add_features(Features(values, FEATURE_TYPE_SENTENCE, TEXT, origin))
        found.append(message)
    return found


def test_the_component_trains_keeps_and_loads_itself(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    storage, resource = LocalModelStorage(tmp_path / "store"), Resource("labels")
    component = LabelClassifier(CONFIG, storage, resource)
    component.train(TrainingData(messages()))
    loaded = LabelClassifier.load(CONFIG, storage, resource, None)  # type: ignore[arg-type]
    before, after = component.process(messages(seed=1)), loaded.process(messages(seed=1))
    assert [m.get("label_ranking") for m in before] == [m.get("label_ranking") for m in after]
    right = [m.get("label_ranking")[0]["name"] == label for m, label in zip(after, np.repeat(LABELS, EACH), strict=True)]
    assert np.mean(right) > 0.95
    with storage.read_from(resource) as folder:
        kept = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        assert kept["labels"] == LABELS
        assert sorted(path.name for path in folder.iterdir()) == ["labels.json", "weights.npz"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "😀"])
def test_a_message_without_words_has_its_own_label(text: str, tmp_path: Path) -> None:
    component = LabelClassifier(CONFIG, LocalModelStorage(tmp_path), Resource("labels"))
    (message,) = component.process([Message({TEXT: text})])
    assert message.get(INTENT) == {"name": "no_words", "confidence": 1.0}
