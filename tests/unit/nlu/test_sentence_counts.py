"""Counted for the whole message alone, the features are those of Rasa's own featurizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.sentence_counts import SentenceCounts

LEARNT = ["the council said no", "the council, the school and the NHS", "is it free?", "no no no", "a b"]
ASKED = [*LEARNT, "the the council", "THE SCHOOL'S letter", "zzz", "?!", "", "café said nö", "no" * 50, "free it is"]
WORDS = {"analyzer": "word", "token_pattern": r"(?u)\b\w+\b", "min_ngram": 1, "max_ngram": 2}
LETTERS = {"analyzer": "char_wb", "min_ngram": 2, "max_ngram": 5, "min_df": 2}


def _messages(texts: list[str]) -> list[Message]:
    tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
    return tokenizer.process([Message({TEXT: text}) for text in texts])


def _features(kind: type[CountVectorsFeaturizer], config: dict[str, Any], folder: Path) -> list[Any]:
    """The features of all messages, after a way through the files that training leaves."""
    storage, resource = LocalModelStorage(folder), Resource("counts")
    made = {**kind.get_default_config(), **config}
    context = ExecutionContext(GraphSchema({}), node_name="counts")
    trained = kind.create(made, storage, resource, context)
    trained.train(TrainingData(_messages(LEARNT)))
    loaded = kind.load(made, storage, resource, context)
    return [message.features for message in loaded.process(_messages(ASKED))]


@pytest.mark.parametrize("config", [WORDS, LETTERS], ids=["words", "letters"])
def test_the_counts_are_rasas(config: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "rasa").mkdir()
    (tmp_path / "ours").mkdir()
    rasas = _features(CountVectorsFeaturizer, config, tmp_path / "rasa")
    ours = _features(SentenceCounts, config, tmp_path / "ours")
    for text, theirs, found in zip(ASKED, rasas, ours, strict=True):
        theirs = [feature for feature in theirs if feature.type == FEATURE_TYPE_SENTENCE]
        assert len(found) == len(theirs), text
        for one, other in zip(found, theirs, strict=True):
            assert (one.type, one.attribute, one.origin) == (other.type, other.attribute, other.origin)
            assert one.features.shape == other.features.shape
            # The same numbers in the same order: the classifier adds them up in that order.
            for part in ("row", "col", "data"):
                mine, wanted = getattr(one.features, part), getattr(other.features, part)
                assert mine.dtype == wanted.dtype and np.array_equal(mine, wanted), (text, part)
    assert any(found[0].features.nnz > 5 for found in ours if found)
