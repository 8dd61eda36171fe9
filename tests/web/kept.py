"""What the running guide has written down: the store and the log."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from typing import Any

from client import Visitor

from tools.player.guide_server import GuideServer

NewVisitor = Callable[[], Visitor]

_chance = random.Random(17)  # the same words in each run: what the classifier makes of a strange word is not to be left to chance


def secret_word() -> str:
    """A word that nobody else says, and that is no personal detail."""
    return "zu" + "".join(_chance.choices("bcdfghjkmpqrstvwxz", k=12))


class Kept:
    """What the running guide has written down."""

    def __init__(self, guide: GuideServer) -> None:
        self._guide = guide

    @property
    def senders(self) -> set[str]:
        """The conversations in the store."""
        with sqlite3.connect(self._guide.stored) as store:
            return {row[0] for row in store.execute("SELECT DISTINCT sender_id FROM events")}

    def senders_who_said(self, word: str) -> set[str]:
        """The conversations in which a word is stored."""
        with sqlite3.connect(self._guide.stored) as store:
            return {row[0] for row in store.execute("SELECT sender_id FROM events WHERE instr(data, ?)", (word,))}

    @property
    def last_sender(self) -> str:
        """The conversation in which something was said last."""
        with sqlite3.connect(self._guide.stored) as store:
            return str(store.execute("SELECT sender_id FROM events ORDER BY id DESC LIMIT 1").fetchone()[0])

    def events_of(self, sender: str) -> list[dict[str, Any]]:
        """The events of a conversation, as they are stored."""
        with sqlite3.connect(self._guide.stored) as store:
            rows = store.execute("SELECT data FROM events WHERE sender_id = ? ORDER BY id", (sender,))
            return [json.loads(row[0]) for row in rows]

    @property
    def files(self) -> bytes:
        """Every byte of the store's files."""
        return b"".join(path.read_bytes() for path in sorted(self._guide.stored.parent.glob(self._guide.stored.name + "*")))

    @property
    def log(self) -> str:
        """What the servers have printed."""
        return self._guide.log.read_text(errors="replace")
