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
# machine may be busy. Where a test is about time it measures it itself. A run tries what the run before tried, so that a
# failure is the change's; HYPOTHESIS_PROFILE=explore looks for new examples.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("guide", settings.get_profile("explore"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "guide"))

from tests.page_guide import page_guide_with  # noqa: E402
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
    """The running guide for the tests of the page."""
    with page_guide_with() as server:
        yield server
