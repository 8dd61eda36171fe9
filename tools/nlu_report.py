"""What the guide understands, in figures. Run as ``python -m tools.nlu_report [--cross-validate]``; writes ``reports/nlu.md``.

Without a flag: the trained model on the held-out messages in ``tests/nlu/held_out/``. With ``--cross-validate``: besides,
5-fold cross-validation on the training messages (five trainings, some minutes).
"""

from __future__ import annotations

import argparse
import asyncio
import difflib
import functools
import itertools
import logging
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.rules.facts import SUBJECTS
from tools.train import MODEL

TRAINING = Path("data/nlu")
HELD_OUT = Path("tests/nlu/held_out")
REPORT = Path("reports/nlu.md")
PICTURE = Path("reports/calibration.svg")
THRESHOLDS = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)
BANDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
FOLDS = 5
FALLBACK = "nlu_fallback"


@dataclass
class Example:
    """A message with what is right: label, opponent (None where the message names none), date phrases, who speaks."""

    text: str
    label: str
    counterparty: str | None
    dates: list[tuple[int, int]]
    voice: str


@dataclass
class Outcome:
    """What was understood of an example, and how long it took (seconds)."""

    example: Example
    label: str
    acted_on: str
    confidence: float
    counterparty: str | None
    dates: list[tuple[int, int]]
    seconds: float

    @property
    def right(self) -> bool:
        """Whether the label is right."""
        return self.label == self.example.label


def read_examples(path: Path) -> list[Example]:
    """The examples of a Rasa training-data file or folder."""
    from rasa.shared.nlu.training_data.loading import load_data

    found = []
    for message in load_data(str(path)).intent_examples:
        marks = message.get("entities") or []
        found.append(
            Example(
                message.get("text"),
                message.get("intent_response_key") or message.get("intent"),
                next((m["value"] for m in marks if m["entity"] == "counterparty"), None),
                [(m["start"], m["end"]) for m in marks if m["entity"] == "date"],
                ((message.get("metadata") or {}).get("intent") or {}).get("voice", ""),
            )
        )
    return found


class Listener:
    """A trained model, asked what it understands."""

    def __init__(self, model: Path) -> None:
        from rasa.core.agent import Agent
        from rasa.utils.log_utils import configure_structlog

        logging.getLogger().setLevel(logging.WARNING)
        configure_structlog(logging.WARNING)
        self._agent = Agent.load(str(model))

    def parse(self, text: str) -> dict[str, Any]:
        """Rasa's parse of a message."""
        parsed: dict[str, Any] = asyncio.run(self._agent.parse_message(text))
        return parsed

    def hear(self, example: Example) -> Outcome:
        """What is understood of an example."""
        start = time.perf_counter()
        parsed = self.parse(example.text)
        seconds = time.perf_counter() - start
        best = parsed["label_ranking"][0]
        acted_on = FALLBACK if parsed["intent"]["name"] == FALLBACK else best["name"]
        entities = parsed["entities"]
        return Outcome(
            example,
            best["name"],
            acted_on,
            best["confidence"],
            next((e["value"] for e in entities if e["entity"] == "counterparty"), None),
            [(e["start"], e["end"]) for e in entities if e["entity"] == "date"],
            seconds,
        )


def share(outcomes: Iterable[bool]) -> float:
    """The share of true ones; 1 where there are none."""
    values = list(outcomes)
    return sum(values) / len(values) if values else 1.0


def figures(outcomes: list[Outcome]) -> dict[str, float]:
    """The measures by name: shares of 1, but ``ms p95`` in milliseconds."""
    marked = [o for o in outcomes if o.example.counterparty]
    phrases = [(o, place) for o in outcomes for place in o.example.dates]
    found = [any(s < e2 and s2 < e for s2, e2 in o.dates) for o, (s, e) in phrases]
    false_finds = [o for o in outcomes if any(not any(s < e2 and s2 < e for s2, e2 in o.example.dates) for s, e in o.dates)]
    return {
        "label": share(o.right for o in outcomes),
        "subject": share(o.right for o in outcomes if o.example.label in SUBJECTS),
        "topic": share(o.right for o in outcomes if o.example.label.startswith("faq/")),
        "opponent": share(o.counterparty == o.example.counterparty for o in marked),
        "dates found": share(found),
        "false dates": len(false_finds) / max(1, len(outcomes)),
        "asked back": share(o.acted_on == FALLBACK for o in outcomes),
        "wrong and acted on": share(o.acted_on not in (FALLBACK, o.example.label) for o in outcomes),
        "ms p95": 1000 * statistics.quantiles([o.seconds for o in outcomes], n=20)[-1] if len(outcomes) > 1 else 0.0,
    }


def report(title: str, outcomes: list[Outcome]) -> str:
    """A readable report in Markdown."""
    lines = [f"## {title}", "", f"{len(outcomes)} messages.", "", "| measure | |", "|---|---|"]
    for name, value in figures(outcomes).items():
        lines.append(f"| {name} | {value:.1f} |" if name.startswith("ms") else f"| {name} | {value:.1%} |")
    lines += ["", "| label | messages | right |", "|---|---|---|"]
    for label in sorted({o.example.label for o in outcomes}):
        own = [o for o in outcomes if o.example.label == label]
        lines.append(f"| {label} | {len(own)} | {share(o.right for o in own):.0%} |")
    lines += ["", "| threshold | wrong and acted on | asked back |", "|---|---|---|"]
    for threshold in THRESHOLDS:
        acted = [o for o in outcomes if o.confidence >= threshold]
        wrong = sum(not o.right for o in acted) / len(outcomes)
        lines.append(f"| {threshold} | {wrong:.1%} | {1 - len(acted) / len(outcomes):.1%} |")
    lines += ["", "| confidence | messages | mean confidence | right |", "|---|---|---|---|"]
    for low, high, own in bands(outcomes):
        mean = statistics.mean(o.confidence for o in own)
        lines.append(f"| {low} to {high} | {len(own)} | {mean:.1%} | {share(o.right for o in own):.1%} |")
    spelling = _spelling(outcomes)
    for name, slice_of in (("length", _length), ("spelling", spelling), ("voice", lambda o: o.example.voice)):
        groups = sorted({slice_of(o) for o in outcomes} - {""})
        if groups:
            lines += ["", f"| {name} | messages | right |", "|---|---|---|"]
        for group in groups:
            own = [o for o in outcomes if slice_of(o) == group]
            lines.append(f"| {group} | {len(own)} | {share(o.right for o in own):.1%} |")
    pairs = Counter((o.example.label, o.label) for o in outcomes if not o.right)
    lines += ["", "| is | taken for | times |", "|---|---|---|"]
    lines += [f"| {truth} | {taken} | {times} |" for (truth, taken), times in pairs.most_common(25)]
    lines += ["", "Wrong:", ""]
    lines += [f"- {o.example.label} → {o.label} ({o.confidence:.2f}): {o.example.text}" for o in outcomes if not o.right]
    return "\n".join(lines) + "\n"


def _length(outcome: Outcome) -> str:
    words = len(outcome.example.text.split())
    return "1 to 7 words" if words < 8 else "8 to 25 words" if words < 26 else "over 25 words"


def bands(outcomes: list[Outcome]) -> Iterator[tuple[float, float, list[Outcome]]]:
    """The outcomes by band of confidence (lowest, highest, outcomes); empty bands are left out."""
    for low, high in itertools.pairwise(BANDS):
        own = [o for o in outcomes if low <= o.confidence < high or (high == BANDS[-1] == o.confidence)]
        if own:
            yield low, high, own


def draw_calibration(parts: dict[str, list[Outcome]], target: Path) -> None:
    """The calibration curve as a picture (SVG): how often a confidence was right, against the confidence."""
    import matplotlib  # type: ignore[import-untyped,unused-ignore]

    matplotlib.use("svg")
    matplotlib.rcParams["svg.fonttype"] = "none"  # letters as text: small, and a screen reader finds them
    from matplotlib import pyplot  # type: ignore[import-untyped,unused-ignore]

    figure, axes = pyplot.subplots(figsize=(6, 6))
    axes.plot([0, 1], [0, 1], linestyle=":", color="grey", label="as sure as right")
    for title, outcomes in parts.items():
        found = [
            (statistics.mean(o.confidence for o in own), share(o.right for o in own), len(own)) for _, _, own in bands(outcomes)
        ]
        axes.plot([c for c, _, _ in found], [r for _, r, _ in found], marker="o", label=title)
        for confidence, right, count in found:
            axes.annotate(str(count), (confidence, right), textcoords="offset points", xytext=(4, -12), fontsize=8)
    axes.set(xlabel="confidence (mean of band)", ylabel="share that was right", xlim=(0, 1.02), ylim=(0, 1.02))
    axes.set_title("Calibration; the numbers are messages in the band")
    axes.legend(loc="upper left")
    figure.savefig(target, metadata={"Date": None})
    pyplot.close(figure)
    target.write_text(re.sub(r">\s+<", "><", target.read_text(encoding="utf-8")), encoding="utf-8")  # a fifth of the lines


def _spelling(outcomes: list[Outcome]) -> Callable[[Outcome], str]:
    """Sort by spelling: a slip is a rare word of five letters or more that looks like a frequent one of the training messages."""
    counts = Counter(word for e in read_examples(TRAINING) for word in _words(e.text))
    frequent = [word for word, times in counts.items() if times >= 15]

    @functools.cache
    def is_slip(word: str) -> bool:
        if counts[word] > 4 or any(word.startswith(other) or other.startswith(word) for other in frequent if len(other) > 3):
            return False
        return bool(difflib.get_close_matches(word, frequent, n=1, cutoff=0.85))

    return lambda outcome: "with a slip" if any(map(is_slip, _words(outcome.example.text))) else "without"


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", text.lower()) if len(word) > 4]


def cross_validate(folds: int = FOLDS) -> list[Outcome]:
    """Train on all folds but one and hear that one, for each fold in turn."""
    import numpy as np
    from rasa.shared.nlu.training_data.loading import load_data
    from sklearn.model_selection import StratifiedKFold

    from tools.learn import learn

    data = load_data(str(TRAINING))
    examples = read_examples(TRAINING)
    labels = np.array([e.label for e in examples])
    outcomes: list[Outcome] = []
    for number, (train, test) in enumerate(StratifiedKFold(folds, shuffle=True, random_state=0).split(labels, labels), 1):
        print(f"Fold {number} of {folds} …", flush=True)
        kept = set(train.tolist())
        part = data.filter_training_examples(lambda m, kept=kept: False)
        part.training_examples = [m for i, m in enumerate(data.intent_examples) if i in kept]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "nlu.yml"
            file.write_text(part.nlu_as_yaml(), encoding="utf-8")
            listener = Listener(Path(learn(folder, None, str(file), nlu_only=True) or ""))
            outcomes += [listener.hear(examples[i]) for i in test]
    return outcomes


def main() -> int:
    """Print the figures and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cross-validate", action="store_true", help="5-fold cross-validation on the training messages too")
    arguments = parser.parse_args()
    if not MODEL.exists():
        sys.exit("error: there is no trained model. Run `make train` first.")
    listener = Listener(MODEL)
    parts = {
        f"Held-out messages: {path.stem}": [listener.hear(example) for example in read_examples(path)]
        for path in sorted(HELD_OUT.glob("*.yml"))
    }
    if arguments.cross_validate:
        parts["Cross-validation"] = cross_validate()
    REPORT.parent.mkdir(exist_ok=True)
    draw_calibration(parts, PICTURE)
    head = f"# What the guide understands\n\n![Calibration]({PICTURE.name})\n\n"
    REPORT.write_text(head + "\n".join(report(*part) for part in parts.items()), encoding="utf-8")
    for title, outcomes in parts.items():
        values = {name: round(value, 4) for name, value in figures(outcomes).items()}
        print(f"{title} ({len(outcomes)}): {yaml.safe_dump(values, sort_keys=False, default_flow_style=True, width=500).strip()}")
    print(f"The whole report: {REPORT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
