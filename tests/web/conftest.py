"""What the tests of the page's door share: people who visit it, and what the store and the log hold of them."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

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
    def rows(self) -> str:
        """All that is stored, as one text."""
        with sqlite3.connect(self._guide.stored) as store:
            return "\n".join(row[0] for row in store.execute("SELECT data FROM events ORDER BY id"))

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
