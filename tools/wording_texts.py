"""The texts that people are shown: the responses of domain.yml, the words of the rules, the law in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.rules.describe import WORDS_FILE, words
from actions.rules.law import LAW_FILE, read_law, read_yaml

ROOT = Path(__file__).parents[1]
DOMAIN_FILE = ROOT / "domain.yml"


@dataclass(frozen=True)
class Text:
    """One text and where it stands.

    ``past``: it speaks of what was, as a row of the law that has ended. ``line``: it is one of several lines that are shown
    together, so that its reading age is that of them all.
    """

    file: str
    name: str
    words: str
    past: bool = False
    line: bool = False


def shown_texts() -> list[Text]:
    """Every text, each once (a suggested answer that several responses share stands under the first)."""
    texts = [
        *domain_texts(read_yaml(DOMAIN_FILE)["responses"], _file(DOMAIN_FILE)),
        *word_texts(words(), _file(WORDS_FILE)),
        *law_texts(),
    ]
    return list(dict.fromkeys(texts))


def domain_texts(responses: dict[str, list[dict[str, Any]]], file: str) -> Iterator[Text]:
    """The variations of each response, and the titles of its suggested answers."""
    for name, variations in responses.items():
        for variation in variations:
            yield Text(file, name, _plain(variation.get("text", "")))
            for button in variation.get("buttons", []):
                yield Text(file, name, _plain(button["title"]))


def word_texts(part: dict[str, Any], file: str, above: str = "") -> Iterator[Text]:
    """The words of the rules, named by their path: ``answer.mediation.yes``."""
    for key, value in part.items():
        name = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            yield from word_texts(value, file, name)
        else:
            yield Text(file, name, _plain(value), line=True)


def law_texts() -> Iterator[Text]:
    """What each row of the law says: `python -m actions.rules` and the helpline print it as the reason."""
    for rows in read_law(LAW_FILE).values():
        for row in rows:
            yield Text(_file(LAW_FILE), row.id, _plain(row.says), past=row.until is not None, line=True)


def passages(texts: list[Text]) -> list[Text]:
    """The texts as they are read: a response by itself, the lines of a file together."""
    lines: dict[str, list[str]] = {}
    for text in texts:
        if text.line:
            lines.setdefault(text.file, []).append(text.words)
    return [text for text in texts if not text.line] + [Text(file, "all lines", "\n".join(said)) for file, said in lines.items()]


def law_links() -> set[str]:
    """The addresses that the law is read at."""
    return {str(row.link) for rows in read_law(LAW_FILE).values() for row in rows}


def _plain(text: str) -> str:
    return text.replace("’", "'").strip()


def _file(path: Path) -> str:
    return str(path.relative_to(ROOT))
