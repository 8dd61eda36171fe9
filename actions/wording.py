"""The wording of ``domain.yml`` where a reply is put together from parts: names of facts, lines of a list."""

from __future__ import annotations

import re
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


def _variation(response: str, channel: str | None) -> dict[str, Any]:
    """The first variation for a channel, else the first that is for all."""
    variations = _responses()[response]
    return next((one for one in variations if channel and one.get("channel") == channel), variations[0])


def on_channel(response: str, channel: str) -> str:
    """The text of a response without values as it is said on a channel.

    Raises:
        KeyError: no such response.
    """
    text: str = _variation(response, channel)["text"]
    return text.strip()


def buttons(response: str, channel: str | None = None) -> list[dict[str, str]]:
    """The suggested answers of a response (on a channel), each with ``title`` and ``payload``.

    Raises:
        KeyError: no such response.
    """
    given = _variation(response, channel).get("buttons") or []
    return [{name: text.format() for name, text in button.items()} for button in given]


def laid_out(response: str) -> dict[str, Any]:
    """How a response is laid out on a page, its ``metadata``: ``headline`` (its first line matters most), ``fold`` (the rest of
    it is shown when it is opened); empty where it says nothing, or there is no such response."""
    found: dict[str, Any] = _responses().get(response, [{}])[0].get("metadata") or {}
    return found


def topics() -> list[str]:
    """The topics that there are answers to."""
    return [match[1] for name in _responses() if (match := re.fullmatch(r"utter_faq/(\w+)", name))]


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
