"""What the tests of the page's door share: people who visit it, and what the store and the log hold of them."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from client import Visitor

from tools import serve
from tools.player.guide_server import GuideServer

NewVisitor = Callable[[], Visitor]


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


@pytest.fixture(scope="session")
def address(page_guide: GuideServer) -> str:
    """Where the running guide answers."""
    return f"http://{serve.HOST}:{page_guide.port}"


@pytest.fixture
def new_visitor(address: str) -> NewVisitor:
    """``new_visitor()``: a person who has opened the page."""

    def arrive() -> Visitor:
        visitor = Visitor(address)
        visitor.visit()
        return visitor

    return arrive


@pytest.fixture
def parent(new_visitor: NewVisitor) -> Visitor:
    """A person who has opened the page."""
    return new_visitor()


@pytest.fixture
def kept(page_guide: GuideServer) -> Kept:
    """What the running guide has written down."""
    return Kept(page_guide)
