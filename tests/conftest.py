"""What the tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)

from tools.player.guide_server import GuideServer  # noqa: E402


@pytest.fixture(scope="session")
def guide() -> Iterator[GuideServer]:
    """The running guide."""
    server = GuideServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()
