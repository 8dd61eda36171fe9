"""Finds names of English councils in a message: entity ``council``, with the council's key as its value."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from councils import councils

NAMES_FILE = Path(__file__).with_name("councils_of_england.yml")
_KIND = r"(?: (?:county|city|borough|metropolitan borough|mb|district|unitary|london borough))? council| mbc| city| la\b| lea\b"


def key_of(name: str) -> str:
    """A name as a key: "St Helens" → "st-helens"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    listed = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))
    keys = {name.lower(): key_of(name) for name in listed["names"]}
    keys.update({name.lower(): council.key for council in councils().values() for name in council.called})
    longest_first = sorted(keys, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w'-])({'|'.join(map(re.escape, longest_first))})(?P<kind>{_KIND})?(?![\w-])", re.I)
    return pattern, keys, frozenset(word.lower() for word in listed["ordinary_words"])


def find_councils(text: str) -> list[tuple[int, int, str]]:
    """Start, end and key of each council named in a text."""
    pattern, keys, ordinary = _names()
    found = []
    for match in pattern.finditer(text):
        name = match[1]
        if name.lower() in ordinary and not match["kind"] and not (name[0].isupper() and match.start() > 0):
            continue
        found.append((match.start(), match.end(), keys[name.lower()]))
    return found


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CouncilReader(GraphComponent):
    """Adds ``council`` entities."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> CouncilReader:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add an entity for each council named."""
        for message in messages:
            text = message.get(TEXT) or ""
            entities = [
                {"entity": "council", "value": key, "start": start, "end": end, "extractor": type(self).__name__}
                for start, end, key in find_councils(text)
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages
