"""How long tests wait. Nobody waits longer than needed: these are bounds for a machine that does much else."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 180.0  # seconds for what must come in the end: a server's start, a program's end
ANSWER = 90.0  # seconds for an answer over HTTP: more than the 60 after which the guides of the tests give up
QUICK = 30.0  # seconds within which comes what is quick; what waits for something to give up takes longer
LONGEST = 2.0  # seconds of a thread's own time for one input: some 100 times what it takes, and far below work that explodes
_PAUSE = 0.05


def wait_until(holds: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait until something holds.

    Raises:
        AssertionError: it did not come to hold in time; ``what`` is said.
    """
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} seconds: {what}"
        time.sleep(_PAUSE)
