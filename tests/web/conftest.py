"""What the tests of the page's door share: people who visit it, and what the store and the log hold of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from client import Visitor
from kept import Kept, NewVisitor

from tools import serve
from tools.player.guide_server import GuideServer


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
