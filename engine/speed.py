"""What Rasa works out anew on every turn, worked out once. Called when a channel opens; no file of Rasa's is edited.

Each cut says the same as Rasa's own code, only sooner (tests/unit/engine/test_speed.py holds both side by side). They are written
against the insides of one release, so with any other release nothing is changed. ``GUIDE_PLAIN_RASA=1`` switches them off.
What each is worth: docs/performance.md.
"""

from __future__ import annotations

import logging
from typing import Any

import rasa

from engine import action_calls, long_talks, small_cuts
from engine.cut import Cut
from engine.release import RELEASE, SWITCH, is_switched_off

CUTS: tuple[Cut, ...] = (*small_cuts.CUTS, *action_calls.CUTS, *long_talks.CUTS)

logger = logging.getLogger(__name__)
_kept: dict[Cut, Any] = {}


def prepare() -> bool:
    """Put the cuts in place, once; whether they are. False for another release of Rasa, or where they are switched off."""
    if is_switched_off():
        logger.info("Rasa runs as it comes (%s is set).", SWITCH)
        return False
    if rasa.__version__ != RELEASE:
        logger.warning("Rasa runs as it comes: the cuts are written for %s, and this is %s.", RELEASE, rasa.__version__)
        return False
    for cut in CUTS:
        if cut not in _kept:
            _kept[cut] = cut.put_in_place()
    long_talks.remember(True)
    return True


def undo() -> None:
    """Give Rasa back its own functions. For tests."""
    while _kept:
        cut, original = _kept.popitem()
        cut.take_away(original)
    long_talks.remember(False)


async def close() -> None:
    """Close the connection to the action server: for a channel's ``before_server_stop``."""
    await action_calls.close()
