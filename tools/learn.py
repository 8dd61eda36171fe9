"""Rasa's training without its training cache. Run by ``tools.train`` as ``python -m tools.learn FOLDER NAME``.

The cache takes a digest of all training data after every step, a third of the time with 12,000 messages, and is never read:
``tools.train`` knows by itself when the model is stale. Validation has its own command (``make lint``).
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from rasa.engine.graph import GraphNodeHook
from rasa.engine.training import graph_trainer


class NothingKept(GraphNodeHook):
    """Stands in for Rasa's ``TrainingHook``, which computes digests and fills the cache."""

    def __init__(self, **_: Any) -> None:
        pass

    def on_before_node(self, *_: Any, **__: Any) -> dict[str, Any]:
        """Nothing to note."""
        return {}

    def on_after_node(self, *_: Any, **__: Any) -> None:
        """Nothing to keep."""


def learn(folder: str, name: str | None, data: str = "data", nlu_only: bool = False, config: str = "config.yml") -> str | None:
    """Train from scratch; the model's path, or None where there is none."""
    from rasa.model_training import train, train_nlu

    graph_trainer.TrainingHook = NothingKept
    if nlu_only:
        model: str | None = train_nlu(config, data, folder, fixed_model_name=name, domain="domain.yml")
    else:
        model = train("domain.yml", config, [data], output=folder, force_training=True, fixed_model_name=name).model
    return model


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("rasa.engine.training.hooks").setLevel(logging.INFO)
    sys.exit(0 if learn(sys.argv[1], sys.argv[2]) else 1)
