"""The wording of ``domain.yml`` where a reply is put together from parts: names of facts, lines of a list."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.rules.describe import long_date

DOMAIN_FILE = Path(__file__).parents[1] / "domain.yml"


@lru_cache(maxsize=1)
def _responses() -> dict[str, list[dict[str, Any]]]:
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load(DOMAIN_FILE.read_text(encoding="utf-8"))["responses"]
    return loaded


def has(response: str) -> bool:
    """Whether ``domain.yml`` has that response."""
    return response in _responses()


def phrase(response: str, **values: Any) -> str:
    """The text of a response with its values filled in.

    Raises:
        KeyError: no such response, or a value is not given.
    """
    text: str = _responses()[response][0]["text"]
    return text.strip().format(**values)


def buttons(response: str) -> list[dict[str, str]]:
    """The suggested answers of a response, each with ``title`` and ``payload``.

    Raises:
        KeyError: no such response.
    """
    given = _responses()[response][0].get("buttons") or []
    return [{name: text.format() for name, text in button.items()} for button in given]


def meaning_name(label: str) -> str:
    """The response that says what a label means."""
    return f"utter_meaning_{label.replace('/', '_')}"


def meaning(label: str, young: bool = False) -> str:
    """What a label means, in a person's words: the title of a suggested answer. ``young``: as said to the young person."""
    name = f"{meaning_name(label)}_young"
    return phrase(name if young and has(name) else meaning_name(label))


def shown(value: Any) -> str:
    """A fact's value as people read it: dates in full, other values by their names in ``domain.yml``."""
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, bool):
        return phrase("utter_value_yes" if value else "utter_value_no")
    return phrase(f"utter_value_{value}") if has(f"utter_value_{value}") else str(value)
