"""Rasa without TensorFlow. Run as ``python -m engine.lean run --model …`` in place of ``python -m rasa run --model …``.

Rasa loads TensorFlow whatever the model is made of: half of its memory and a third of its start, for components that the guide
does not have. Here Rasa's modules find a stand-in, in which every name is an empty class: enough to define the components that
nobody makes. Once they are loaded, TensorFlow seems not to be installed. Where the model has one of those components, or with
another release of Rasa, or with ``GUIDE_PLAIN_RASA=1``, TensorFlow is loaded.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import sys
import tarfile
import zlib
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.release import RELEASE, is_switched_off

PACKAGES = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "keras")
# What a model may be made of. Anything else may need TensorFlow.
LEAN = (
    "rasa.core.featurizers.precomputation.",
    "rasa.core.policies.ensemble.",
    "rasa.core.policies.memoization.",
    "rasa.core.policies.rule_policy.",
    "rasa.graph_components.",
    "rasa.nlu.classifiers.fallback_classifier.",
    "rasa.nlu.classifiers.keyword_intent_classifier.",
    "rasa.nlu.classifiers.logistic_regression_classifier.",
    "rasa.nlu.classifiers.regex_message_handler.",
    "rasa.nlu.classifiers.sklearn_intent_classifier.",
    "rasa.nlu.extractors.",
    "rasa.nlu.featurizers.sparse_featurizer.",
    "rasa.nlu.featurizers.dense_featurizer.spacy_featurizer.",
    "rasa.nlu.tokenizers.",
    "rasa.nlu.utils.spacy_utils.",
    "nlu.",
    "policies.",
)


class _Empty(type):
    """A class all of whose names are empty classes again; called, it gives one of itself."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Empty(name, (), {})

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        # A decorator gives back what it decorates.
        if len(arguments) == 1 and callable(arguments[0]) and not named:
            return arguments[0]
        return super().__call__()


class _StandIn(ModuleType):
    """A module with every name."""

    __path__: list[str] = []  # noqa: RUF012  (a module's own attribute: it may have submodules)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = _Empty(name, (), {})
        setattr(self, name, found)
        return found


class StandInFinder(MetaPathFinder, Loader):
    """Finds the stand-in for ``PACKAGES`` and all that is in them; after ``hide`` it finds them missing."""

    def __init__(self) -> None:
        self._hidden = False

    def hide(self) -> None:
        """From now on ``PACKAGES`` are not installed, for whoever only uses them where they are (spaCy's parts)."""
        self._hidden = True
        for name in [name for name in sys.modules if _is_left_out(name)]:
            del sys.modules[name]

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """A spec for a stand-in, None for any other module.

        Raises:
            ModuleNotFoundError: it is one of ``PACKAGES``, and these are hidden.
        """
        if not _is_left_out(fullname):
            return None
        if self._hidden:
            raise ModuleNotFoundError(f"{fullname} is left out: the model does not need it ({__name__})", name=fullname)
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty module that has every name."""
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def _is_left_out(module: str) -> bool:
    return module.partition(".")[0] in PACKAGES


def components(model: Path) -> set[str]:
    """The classes that answering with a model takes, as ``module.Class``.

    Raises:
        OSError, KeyError, ValueError, tarfile.TarError: it is not a model of Rasa's.
    """
    with tarfile.open(model) as archive:
        metadata = archive.extractfile("metadata.json")
        if metadata is None:
            raise KeyError("metadata.json")
        nodes = json.load(metadata)["predict_schema"]["nodes"]
    return {node["uses"] for node in nodes.values()}


def is_lean(model: Path) -> bool:
    """Whether all that the model is made of does without TensorFlow."""
    try:
        return all(used.startswith(LEAN) for used in components(model))
    except (OSError, EOFError, KeyError, ValueError, tarfile.TarError, zlib.error):
        return False  # Rasa will say what is wrong with it


def _model(arguments: Sequence[str]) -> Path | None:
    """The file after ``--model``."""
    named = dict(pairwise(arguments))
    path = Path(named.get("--model") or named.get("-m") or "")
    return path if path.is_file() else None


def leave_out_tensorflow(arguments: Sequence[str]) -> bool:
    """Load Rasa's modules with the stand-in if, called with these arguments, it can do without; whether it was so."""
    model = _model(arguments)
    if is_switched_off() or importlib.metadata.version("rasa") != RELEASE or arguments[:1] != ["run"]:
        return False
    if model is None or not is_lean(model) or "tensorflow" in sys.modules:
        return False
    finder = StandInFinder()
    sys.meta_path.insert(0, finder)
    for module in ("rasa.core.run", "rasa.server", "rasa.engine.recipes.default_components"):
        importlib.import_module(module)
    finder.hide()
    return True


def main() -> None:
    """Rasa's command line."""
    # One message at a time is read, with small matrices: a second thread of NumPy's only takes a core from somebody else.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Nobody reads a line for each request, whose level is silent anyway; Sanic would put its parts together first.
    os.environ.setdefault("SANIC_ACCESS_LOG", "false")
    leave_out_tensorflow(sys.argv[1:])
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
