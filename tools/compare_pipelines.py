"""Train several pipelines on the same messages and compare them on the held-out ones.

Run as ``python -m tools.compare_pipelines``; writes ``reports/pipelines.md``. Each is trained, then loaded and asked, in a
process of its own, so that time and memory are its own.
``--epochs`` is for a quick try: Rasa's own pipeline learns for 100, which takes an hour or more.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from actions.rules.facts import SUBJECTS

REPORT = Path("reports/pipelines.md")
WARM_UP = 20  # messages before the clock starts


def pipelines(epochs: int) -> dict[str, list[dict[str, Any]]]:
    """The pipelines to compare, by name; each stops at the label."""
    chosen: list[dict[str, Any]] = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))["pipeline"]
    end = next(i for i, step in enumerate(chosen) if step["name"].endswith("LabelClassifier"))
    chosen = chosen[: end + 1]
    stock: list[dict[str, Any]] = [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", "epochs": epochs, "constrain_similarities": True},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ]

    def without(name: str) -> list[dict[str, Any]]:
        kept = [step for step in chosen if name not in step["name"]]
        if len(kept) == len(chosen):
            raise ValueError(f"config.yml has no step called {name} that could be left out")
        return kept

    full = [{**step, "precision": "full"} if "SentenceEmbedding" in step["name"] else step for step in chosen]
    return {
        "chosen: words, characters and embedding (8 bits)": chosen,
        "the same, embedding at full precision": full,
        "spaCy tokens only: words and characters": without("SentenceEmbedding"),
        "embedding only (8 bits)": without("SentenceCounts"),
        f"stock `rasa init`: DIET and ResponseSelector, {epochs} epochs": stock,
    }


def train_one(config: str, folder: str) -> dict[str, Any]:
    """Train; seconds and peak memory (MiB) of this process."""
    from tools.learn import learn

    start = time.perf_counter()
    learn(folder, "model", data="data/nlu", nlu_only=True, config=config)
    return {"training seconds": time.perf_counter() - start, "training MiB": _peak()}


def ask_one(folder: str) -> dict[str, Any]:
    """Load and ask; accuracy, milliseconds a message and peak memory (MiB) of this process."""
    from tools.nlu_report import HELD_OUT, Listener, read_examples, share

    listener = Listener(Path(folder) / "model.tar.gz")
    examples = read_examples(HELD_OUT)
    for example in examples[:WARM_UP]:
        listener.parse(example.text)
    right, seconds = [], []
    for example in examples:
        start = time.perf_counter()
        parsed = listener.parse(example.text)
        seconds.append(time.perf_counter() - start)
        best = next((row["name"] for row in parsed["intent_ranking"] if row["name"] != "nlu_fallback"), None)
        if best == "faq":
            chosen = parsed["response_selector"].get("faq") or parsed["response_selector"]["default"]
            best = chosen["response"]["intent_response_key"]
        right.append((example.label, best == example.label))
    return {
        "label": share(ok for _, ok in right),
        "subject": share(ok for label, ok in right if label in SUBJECTS),
        "topic": share(ok for label, ok in right if label.startswith("faq/")),
        "ms p50": 1000 * statistics.median(seconds),
        "ms p95": 1000 * statistics.quantiles(seconds, n=20)[-1],
        "MiB": _peak(),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _in_own_process(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tools.compare_pipelines", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"error: {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Compare, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--train", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.train or arguments.ask:
        print(json.dumps(train_one(*arguments.train) if arguments.train else ask_one(arguments.ask)))
        return 0
    lines = [
        "| pipeline | label | subject | topic | ms p50 | ms p95 | MiB when asked | training s | training MiB |",
        "|---" * 9 + "|",
    ]
    print("\n".join(lines), flush=True)
    for name, pipeline in pipelines(arguments.epochs).items():
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder) / "config.yml"
            assistant = {
                "recipe": "default.v1",
                "assistant_id": "comparison",
                "language": "en",
                "pipeline": pipeline,
                "policies": [],
            }
            config.write_text(yaml.safe_dump(assistant), encoding="utf-8")
            found = _in_own_process("--train", str(config), folder) | _in_own_process("--ask", folder)
        shares = " | ".join(f"{found[measure]:.1%}" for measure in ("label", "subject", "topic"))
        times = f"{found['ms p50']:.1f} | {found['ms p95']:.1f} | {found['MiB']:.0f}"
        lines.append(f"| {name} | {shares} | {times} | {found['training seconds']:.0f} | {found['training MiB']:.0f} |")
        print(lines[-1], flush=True)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("# Pipelines compared\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
