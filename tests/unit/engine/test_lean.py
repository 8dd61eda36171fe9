"""Rasa without TensorFlow: only where the model needs none, and then all else works."""

from __future__ import annotations

import importlib.metadata
import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from engine import lean
from engine.release import SWITCH
from tests.patience import PATIENCE

OURS = [
    "nlu.label_classifier.LabelClassifier",
    "policies.guide_rule_policy.GuideRulePolicy",
    "rasa.nlu.utils.spacy_utils.SpacyNLP",
]
NEEDS = [
    "rasa.nlu.classifiers.diet_classifier.DIETClassifier",
    "rasa.nlu.selectors.response_selector.ResponseSelector",
    "rasa.core.policies.ted_policy.TEDPolicy",
    "rasa.core.policies.unexpected_intent_policy.UnexpecTEDIntentPolicy",
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer.LanguageModelFeaturizer",
    "somebody.elses.Component",
]


def _model(folder: Path, uses: list[str]) -> Path:
    """A model's archive, as far as it is read here."""
    metadata = json.dumps({"predict_schema": {"nodes": {str(n): {"uses": name} for n, name in enumerate(uses)}}}).encode()
    path = folder / "model.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("metadata.json")
        entry.size = len(metadata)
        archive.addfile(entry, io.BytesIO(metadata))
    return path


def test_a_model_of_our_components_is_lean(tmp_path: Path) -> None:
    assert lean.is_lean(_model(tmp_path, OURS))


@pytest.mark.parametrize("component", NEEDS)
def test_a_model_with_another_component_is_not(component: str, tmp_path: Path) -> None:
    assert not lean.is_lean(_model(tmp_path, [*OURS, component]))


def test_what_is_no_model_is_left_to_rasa(tmp_path: Path) -> None:
    (tmp_path / "text.tar.gz").write_text("no model")
    (tmp_path / "empty.tar.gz").write_bytes(b"")
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz"):
        pass
    assert not any(lean.is_lean(tmp_path / name) for name in ("text.tar.gz", "empty.tar.gz", "other.tar.gz", "missing.tar.gz"))


def test_tensorflow_stays_where_it_may_be_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(sys.meta_path)
    model = str(_model(tmp_path, OURS))
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    assert not lean.leave_out_tensorflow(["train", "--model", model])
    assert not lean.leave_out_tensorflow(["run"])
    assert not lean.leave_out_tensorflow(["run", "--model", str(tmp_path / "missing.tar.gz")])
    monkeypatch.setenv(SWITCH, "1")
    assert not lean.leave_out_tensorflow(["run", "--model", model])
    monkeypatch.delenv(SWITCH)
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "3.6.22")
    assert not lean.leave_out_tensorflow(["run", "--model", model])
    assert sys.meta_path == before


_IN_ITS_OWN_PROCESS = """
import sys
from engine import lean
assert lean.leave_out_tensorflow(["run", "--model", sys.argv[1]])
import spacy, sklearn, rasa.core.agent
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
assert not [name for name in sys.modules if name.partition(".")[0] in lean.PACKAGES], "a stand-in is left"
assert spacy.blank("en")("some words").text == "some words"
for name in ("tensorflow", "tensorflow.keras", "tensorflow_addons"):
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        assert "left out" in str(error)
    else:
        raise AssertionError(name)
print("as it should be")
"""


def test_rasa_and_spacy_load_without_it(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", _IN_ITS_OWN_PROCESS, str(_model(tmp_path, OURS))]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, SWITCH: ""}, timeout=PATIENCE)
    assert done.stdout.strip() == "as it should be", done.stderr[-2000:]
