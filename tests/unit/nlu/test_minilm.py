"""The sentence embedding's graph says what BERT's formulas say, and the 8-bit one nearly the same."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from nlu.build import EMBEDDING
from nlu.minilm import graph_of
from nlu.sentence_embedding import Embedder

Array = np.ndarray[Any, Any]
WORDS, WIDTH, WIDE, LAYERS, HEADS = 30, 8, 16, 2, 2
_ERF = np.vectorize(math.erf)
SENTENCES = (
    "the council refused to assess my son",
    "they won't do an assessment",
    "is mediation free",
    "hello",
    "My daughter's plan names a school that is fourteen miles away, and the taxi was refused as well.",
)


def made_up_weights() -> dict[str, Array]:
    """Weights of a small model, under the published names."""
    chance = np.random.default_rng(3)

    def some(*shape: int) -> Array:
        return chance.normal(0, 0.5, shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": some(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": some(20, WIDTH),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            weights |= {f"{layer}.{part}.weight": some(WIDTH, WIDTH), f"{layer}.{part}.bias": some(WIDTH)}
        weights |= {f"{layer}.intermediate.dense.weight": some(WIDE, WIDTH), f"{layer}.intermediate.dense.bias": some(WIDE)}
        weights |= {f"{layer}.output.dense.weight": some(WIDTH, WIDE), f"{layer}.output.dense.bias": some(WIDTH)}
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
    for name in norms:
        weights |= {f"{name}.weight": some(WIDTH), f"{name}.bias": some(WIDTH)}
    return weights


def by_formula(weights: dict[str, Array], ids: list[int]) -> Array:
    """BERT's states of one text, step by step."""

    def dense(states: Array, name: str) -> Array:
        return states @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def normed(states: Array, name: str) -> Array:
        middle, spread = states.mean(axis=1, keepdims=True), states.var(axis=1, keepdims=True)
        return (states - middle) / np.sqrt(spread + 1e-12) * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    tables = [weights[f"embeddings.{kind}_embeddings.weight"] for kind in ("word", "position", "token_type")]
    states = normed(tables[0][ids] + tables[1][: len(ids)] + tables[2][0], "embeddings.LayerNorm")
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        query, key, value = (dense(states, f"{layer}.attention.self.{part}") for part in ("query", "key", "value"))
        heads = []
        for head in np.split(np.arange(WIDTH), HEADS):
            scores = np.exp(query[:, head] @ key[:, head].T / math.sqrt(WIDTH // HEADS))
            heads.append(scores / scores.sum(axis=1, keepdims=True) @ value[:, head])
        seen = dense(np.concatenate(heads, axis=1), f"{layer}.attention.output.dense")
        states = normed(states + seen, f"{layer}.attention.output.LayerNorm")
        wide = dense(states, f"{layer}.intermediate.dense")
        wide = wide * (1 + _ERF(wide / math.sqrt(2))) / 2
        states = normed(states + dense(wide, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
    return states


@pytest.mark.parametrize("ids", [[5], [1, 2, 3], [29, 0, 7, 7, 12, 3, 1]])
def test_the_graph_does_what_the_formulas_say(ids: list[int]) -> None:
    weights = made_up_weights()
    graph = graph_of(weights, LAYERS, HEADS).SerializeToString()
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    given = np.array([ids], dtype=np.int32)
    states = session.run(None, {"input_ids": given, "token_type_ids": np.zeros_like(given)})[0][0]
    assert np.allclose(states, by_formula(weights, ids), atol=1e-4)


def test_a_weight_that_is_missing_is_named() -> None:
    weights = made_up_weights()
    del weights["encoder.layer.1.output.dense.bias"]
    with pytest.raises(KeyError, match=r"encoder\.layer\.1\.output\.dense\.bias"):
        graph_of(weights, LAYERS, HEADS)


def embedded(precision: str) -> Array:
    """The sentences' vectors."""
    embedder = Embedder(Path(EMBEDDING), precision, 160)
    return np.array([embedder.embed(text) for text in SENTENCES])


def test_eight_bits_say_nearly_the_same() -> None:
    assert np.all((embedded("full") * embedded("int8")).sum(axis=1) > 0.95)


def test_what_means_the_same_is_near() -> None:
    vectors = embedded("int8")
    refused, wont, free, *_ = vectors
    assert refused @ wont > refused @ free + 0.2
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
