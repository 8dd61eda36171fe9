"""The running guide for the tests of the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tools.player.guide_server import GuideServer

TODAY = "2026-04-23"


@contextmanager
def page_guide_with(**settings: str) -> Iterator[GuideServer]:
    """Start a guide, and end it: on one day throughout, and nobody is stopped for writing too often."""
    server = GuideServer(
        GUIDE_TODAY=TODAY,
        GUIDE_RATE_SESSION="100000/minute",
        GUIDE_RATE_ADDRESS="100000/minute",
        GUIDE_SECRET="a secret that is only for these tests",
        GUIDE_DESK_PASSWORD="only for these tests",
        **settings,
    )
    try:
        server.start(TODAY)
        yield server
    finally:
        server.stop()
