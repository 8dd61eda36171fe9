"""How often a session and an address may write."""

from __future__ import annotations

import ipaddress
import math
import time

import limits
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from channels.web.settings import Settings


class RateLimits:
    """Counts messages by session and by address. What was counted is forgotten when its time is over."""

    def __init__(self, settings: Settings, session_rate: str | None = None) -> None:
        """``session_rate``: another rate for a session than the settings have."""
        self._limiter = SlidingWindowCounterRateLimiter(storage_from_string(settings.rate_store))
        self._session, self._address = limits.parse(session_rate or settings.session_rate), limits.parse(settings.address_rate)

    def wait(self, session: str, address: str) -> int:
        """Count one message. Seconds to wait where it is one too many, else 0.

        What a session has too many of does not count against others at its address.
        """
        for rate, kind, key in ((self._session, "session", session), (self._address, "address", network_of(address))):
            if not self._limiter.hit(rate, kind, key):
                left = self._limiter.get_window_stats(rate, kind, key).reset_time - time.time()
                return max(1, math.ceil(left))
        return 0


def network_of(address: str) -> str:
    """What one household has: an IPv4 address, or the first half of an IPv6 address."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))
