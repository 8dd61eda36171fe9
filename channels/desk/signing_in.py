"""Who may use the desk: whoever knows its password, and does not guess at it."""

from __future__ import annotations

import hmac
import math
import os
import time

import limits
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from channels.web.limiting import network_of

VARIABLE = "GUIDE_DESK_PASSWORD"
SHORTEST = 12  # characters
SHIFT = 12 * 3600  # seconds, after which staff sign in again
GUESSES = "5 per 15 minutes"  # from one address
GUESSES_IN_ALL = "300 per 15 minutes"


def desk_password() -> str | None:
    """The desk's password, None where the desk is off.

    Raises:
        ValueError: it is too short to be one.
    """
    given = os.environ.get(VARIABLE) or None
    if given is not None and len(given) < SHORTEST:
        raise ValueError(f"{VARIABLE}: shorter than {SHORTEST} characters")
    return given


class SigningIn:
    """Compares what is typed with the password, and locks out who guesses."""

    def __init__(self, password: str, rate_store: str) -> None:
        self._password = password.encode()
        self._limiter = FixedWindowRateLimiter(storage_from_string(rate_store))
        self._rates = ((limits.parse(GUESSES), "address"), (limits.parse(GUESSES_IN_ALL), "all"))

    def locked_for(self, address: str) -> int:
        """Minutes until an address may try again, 0 where it may now."""
        for rate, kind in self._rates:
            key = network_of(address) if kind == "address" else ""
            if not self._limiter.test(rate, "desk", kind, key):
                left = self._limiter.get_window_stats(rate, "desk", kind, key).reset_time - time.time()
                return max(1, math.ceil(left / 60))
        return 0

    def is_password(self, typed: str, address: str) -> bool:
        """Whether the password is right; a wrong one is counted."""
        if hmac.compare_digest(typed.encode(), self._password):
            return True
        for rate, kind in self._rates:
            self._limiter.hit(rate, "desk", kind, network_of(address) if kind == "address" else "")
        return False
