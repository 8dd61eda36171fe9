"""Which responses of ``domain.yml`` were spoken.

A whole message names its response (``utter_action``, which Rasa puts beside it). Names of facts, lines of lists, titles of
choices and the like are responses too, put into the values of messages: they are found where a value, or a line of one, reads
as their text reads; a longer text also where it stands among other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tools.player.stored import Event, bot_events

DOMAIN = Path("domain.yml")
_LONG = 20  # letters of a text's own, from which on it is not met by chance
_AMONG_OTHER_WORDS = "utter_contact_"  # short ones, several of which stand in one line
_PLACE = re.compile(r"\{(\w+)\}")
_MARK = re.compile(r"^(?:• |\d\. )")  # of a line of a list


@dataclass(frozen=True)
class Text:
    """One wording of a response."""

    response: str
    words: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """How it reads once its values are filled in."""
        pieces = _PLACE.split(self.words.strip())
        read = re.escape(pieces[0])
        for place, words in zip(pieces[1::2], pieces[2::2], strict=True):
            group = f"(?P={place})" if f"(?P<{place}>" in read else f"(?P<{place}>.*?)"
            read += group + re.escape(words)
        return re.compile(read, re.S)

    @cached_property
    def among(self) -> re.Pattern[str] | None:
        """How it reads among other words; None for a text so short that it would be met by chance."""
        own = _PLACE.sub("", self.words)
        if not self.response.startswith(_AMONG_OTHER_WORDS) and sum(c.isalpha() for c in own) < _LONG:
            return None
        return re.compile(rf"(?:^|(?<=\W)){self.pattern.pattern}(?=\W|$)", re.S)

    @cached_property
    def key(self) -> str:
        """Its longest words of its own, which must be there in any case."""
        return max(_PLACE.split(self.words.strip())[::2], key=len)

    def values(self, words: str) -> list[str] | None:
        """The values filled in, where the words are this text; None where they are not."""
        if self.key not in words or not (match := self.pattern.fullmatch(words)):
            return None
        return list(match.groupdict().values())


class Responses:
    """The responses of a domain, and how their texts read."""

    def __init__(self, responses: dict[str, list[dict[str, Any]]]) -> None:
        self.names = set(responses)
        self._texts = [
            Text(name, words) for name, variants in responses.items() for v in variants if (words := str(v.get("text") or ""))
        ]
        self._titles = {
            name: {b["title"] for v in variants for b in v.get("buttons") or ()} for name, variants in responses.items()
        }
        self._known: dict[str, frozenset[str]] = {}

    @classmethod
    def of_domain(cls, path: Path = DOMAIN) -> Responses:
        """Those of a domain file."""
        return cls(yaml.safe_load(path.read_text(encoding="utf-8"))["responses"])

    def spoken(self, events: Iterable[Event]) -> set[str]:
        """The names of the responses spoken in a conversation."""
        found: set[str] = set()
        for event in bot_events(events):
            name = (event.get("metadata") or {}).get("utter_action")
            if name in self.names:
                found.add(name)
            for value in self._put_together(name, event):
                found |= self._parts_of(value)
        return found

    def _put_together(self, name: str | None, event: Event) -> Iterator[str]:
        """What of a message the code put together: the values of its text, titles that are not its own, and data beside it."""
        words = (event.get("text") or "").strip()
        for text in self._texts:
            if text.response == name:
                yield from text.values(words) or ()
        data = event.get("data") or {}
        own = self._titles.get(name or "", set())
        yield from (button["title"] for button in data.get("buttons") or () if button["title"] not in own)
        guide = (data.get("custom") or {}).get("guide") or {}
        yield from _strings({key: value for key, value in guide.items() if key not in ("facts", "determination")})

    def _parts_of(self, value: str) -> frozenset[str]:
        if value not in self._known:
            self._known[value] = frozenset(self._parts(value))
        return self._known[value]

    def _parts(self, value: str) -> Iterator[str]:
        wholes = {words for line in (value, *value.splitlines()) if (words := _MARK.sub("", line).strip())}
        for text in self._texts:
            if text.key not in value or not any(c.isalpha() for c in text.key):
                continue  # a text of values alone reads like anything
            for words in wholes:
                inner = text.values(words)
                if inner is not None:
                    yield text.response
                    for deeper in inner:
                        if deeper != words:
                            yield from self._parts_of(deeper)
            if text.among and text.among.search(value):
                yield text.response


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
