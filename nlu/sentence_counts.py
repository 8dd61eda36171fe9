"""Counts of words or letters in a message: Rasa's ``CountVectorsFeaturizer``, for the whole message alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.shared.nlu.constants import TEXT
from scipy import sparse


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceCounts(CountVectorsFeaturizer):
    """Rasa's also counts in each token by itself, which nothing of ours reads, and takes three times as long for it."""

    def _create_features(self, attribute: str, all_tokens: list[list[str]]) -> tuple[list[None], list[sparse.coo_matrix | None]]:
        """No features of tokens, and of each message its counts: shape (1, words known), in the order of the words."""
        vectorizer = (self.vectorizers or {}).get(attribute)
        if not vectorizer or attribute != TEXT:
            return [None] * len(all_tokens), [None] * len(all_tokens)
        pieces = vectorizer.build_analyzer()
        counted = [_counts(pieces, vectorizer.vocabulary_, " ".join(tokens)) if tokens else None for tokens in all_tokens]
        return [None] * len(all_tokens), counted


def _counts(pieces: Callable[[str], list[str]], vocabulary: dict[str, int], text: str) -> sparse.coo_matrix:
    """What ``CountVectorizer.transform`` gives for one text, without a matrix in between."""
    counts = Counter(vocabulary[piece] for piece in pieces(text) if piece in vocabulary)
    places: Any = np.array(sorted(counts), dtype=np.int32)
    numbers = np.array([counts[place] for place in places.tolist()], dtype=np.int64)
    return sparse.coo_matrix((numbers, (np.zeros_like(places), places)), shape=(1, len(vocabulary)))
