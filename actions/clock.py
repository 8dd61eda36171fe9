"""Today, in England; ``GUIDE_TODAY=2026-05-05`` in the environment freezes it for tests and demonstrations."""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """The day to count from.

    Raises:
        ValueError: ``GUIDE_TODAY`` is set, but is no ISO 8601 date.
    """
    frozen = os.environ.get("GUIDE_TODAY")
    if not frozen:
        return datetime.now(ZoneInfo("Europe/London")).date()
    try:
        return date.fromisoformat(frozen)
    except ValueError:
        raise ValueError(f"GUIDE_TODAY: {frozen!r} is not a date like 2026-05-05") from None
