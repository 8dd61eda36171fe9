"""What the tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)

# A property is tried on as many examples as it says, however long each takes: the first of them may read files, and the
# machine may be busy. Where a test is about time it measures it itself.
settings.register_profile("guide", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("guide")

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


@pytest.fixture(scope="session")
def page_guide() -> Iterator[GuideServer]:
    """The running guide for the tests of the page: on one day throughout, and no test is stopped for writing too often."""
    server = GuideServer(
        GUIDE_TODAY="2026-04-23",
        GUIDE_RATE_SESSION="100000/minute",
        GUIDE_RATE_ADDRESS="100000/minute",
        GUIDE_SECRET="a secret that is only for these tests",
        GUIDE_DESK_PASSWORD="only for these tests",
    )
    try:
        server.be_on("2026-04-23")
        server.start()
        yield server
    finally:
        server.stop()
