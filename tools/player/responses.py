"""Which responses of ``domain.yml`` were spoken.

A whole message names its response (``utter_action``, which Rasa puts beside it). Names of facts, lines of lists and the like are
responses too, put into the values of messages: they are found where a value, or a line of one, reads as their text reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.player.stored import Event, bot_events

DOMAIN = Path("domain.yml")
PARTS = ("utter_fact_", "utter_value_", "utter_missing_", "utter_meaning_", "utter_contact_", "utter_aim_", "utter_days_")
_AMONG_OTHER_WORDS = "utter_contact_"  # several stand in one line
_TITLES = "utter_did_you_mean"  # its suggested answers are titled with parts
_PLACE = re.compile(r"\{(\w+)\}")


class Responses:
    """The responses of a domain, and how their texts read."""

    def __init__(self, texts: dict[str, list[str]]) -> None:
        self.names = set(texts)
        self._whole = {name: [_pattern(text) for text in variants] for name, variants in texts.items()}
        self._parts = {name: variants for name, variants in self._whole.items() if name.startswith(PARTS)}
        self._among = {
            name: [re.compile(rf"(?:^|(?<=[ •])){pattern.pattern}(?= |$)", re.S) for pattern in variants]
            for name, variants in self._parts.items()
            if name.startswith(_AMONG_OTHER_WORDS)
        }

    @classmethod
    def of_domain(cls, path: Path = DOMAIN) -> Responses:
        """Those of a domain file."""
        responses: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
        return cls({name: [str(variant.get("text", "")) for variant in variants] for name, variants in responses.items()})

    def spoken(self, events: Iterable[Event]) -> set[str]:
        """The names of the responses spoken in a conversation."""
        found: set[str] = set()
        for event in bot_events(events):
            name = (event.get("metadata") or {}).get("utter_action")
            if name not in self.names:
                continue
            found.add(name)
            for value in _values(self._whole[name], (event.get("text") or "").strip()):
                found |= set(self._parts_in(value))
            if name == _TITLES:
                for button in (event.get("data") or {}).get("buttons") or ():
                    found |= set(self._parts_in(button["title"]))
        return found

    def _parts_in(self, value: str) -> Iterator[str]:
        for line in {value, *value.splitlines()}:
            words = line.removeprefix("• ").strip()
            for name, patterns in self._parts.items():
                if any(pattern.fullmatch(words) for pattern in patterns):
                    yield name
                    for inner in _values(patterns, words):
                        if inner != words:
                            yield from self._parts_in(inner)
            for name, patterns in self._among.items():
                if any(pattern.search(words) for pattern in patterns):
                    yield name


def _pattern(text: str) -> re.Pattern[str]:
    """How a response's text reads once its values are filled in."""
    pieces = _PLACE.split(text.strip())
    literal, places = pieces[::2], pieces[1::2]
    read = re.escape(literal[0])
    for place, words in zip(places, literal[1:], strict=True):
        first = f"(?P<{place}>" not in read
        read += (f"(?P<{place}>.*?)" if first else f"(?P={place})") + re.escape(words)
    return re.compile(read, re.S)


def _values(patterns: list[re.Pattern[str]], words: str) -> list[str]:
    for pattern in patterns:
        if match := pattern.fullmatch(words):
            return list(match.groupdict().values())
    return []
