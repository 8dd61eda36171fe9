"""Where people stand ("our mediation was cancelled") and how they speak (anger, hearsay), beside what the message is about."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

FILE = Path(__file__).with_name("situations.yml")
OUTPUT = "situations"
_SMALL_TALK = ("greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "out_of_scope", "do_not_know", "why_asked")


@dataclass(frozen=True)
class Situation:
    """A row of ``situations.yml``."""

    name: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: str
    instead_of: tuple[str, ...]


@functools.cache
def situations() -> tuple[Situation, ...]:
    """The rows of the file.

    Raises:
        re.error: a pattern is not a regular expression.
    """
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        Situation(
            name,
            re.compile("|".join(row["patterns"]), re.I),
            re.compile(row["unless"], re.I) if "unless" in row else None,
            row.get("needs", ""),
            tuple(row.get("instead_of", ())),
        )
        for name, row in rows.items()
    )


def read_situations(text: str) -> list[str]:
    """The names of the situations that a text speaks of, in the order of the file."""
    low = text.lower()
    return [
        s.name
        for s in situations()
        if s.needs in low and (found := s.pattern.search(low)) and not (s.unless and s.unless.search(_around(low, found)))
    ]


def _around(text: str, found: re.Match[str]) -> str:
    """The sentence in which it was found."""
    start = max((text.rfind(mark, 0, found.start()) for mark in ".?!;"), default=-1) + 1
    ends = [end for mark in ".?!;" if (end := text.find(mark, found.end())) >= 0]
    return text[start : min(ends, default=len(text))]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SituationReader(GraphComponent):
    """Sets the message's output ``situations``: names of rows of ``situations.yml``."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SituationReader:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message. Anger taken for small talk counts as not understood, and so is met with words of its own."""
        for message in messages:
            found = read_situations(message.get(TEXT) or "")
            message.set(OUTPUT, found, add_to_output=True)
            if "anger" in found and (message.get(INTENT) or {}).get("name") in _SMALL_TALK:
                message.set(INTENT, {"name": "nlu_fallback", "confidence": 1.0}, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to learn."""
        return training_data
