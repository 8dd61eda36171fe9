"""How often a session and an address may write."""

from __future__ import annotations

import math
import time

import limits
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from channels.web.settings import Settings


class RateLimits:
    """Counts messages by session and by address."""

    def __init__(self, settings: Settings, session_rate: str | None = None) -> None:
        """``session_rate``: another rate for a session than the settings have."""
        self._limiter = MovingWindowRateLimiter(storage_from_string(settings.rate_store))
        self._session, self._address = limits.parse(session_rate or settings.session_rate), limits.parse(settings.address_rate)

    def wait(self, session: str, address: str) -> int:
        """Count one message. Seconds to wait where it is one too many, else 0."""
        for rate, kind, key in ((self._address, "address", address), (self._session, "session", session)):
            if not self._limiter.hit(rate, kind, key):
                left = self._limiter.get_window_stats(rate, kind, key).reset_time - time.time()
                return max(1, math.ceil(left))
        return 0
