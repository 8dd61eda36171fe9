"""Conversations in which nobody has said anything for a day are deleted, without anybody asking."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from engine import long_talks, metrics
from engine.settings import keep_hours
from engine.store import GuideTrackerStore, StoreTrouble

ROUND_SECONDS = 300.0  # so a conversation outlives its time by five minutes at most

logger = logging.getLogger(__name__)


class Expiry:
    """Deletes idle conversations, round after round."""

    def __init__(self, store: GuideTrackerStore, hours: int, clock: Callable[[], float] = time.time) -> None:
        """``clock`` gives seconds since 1970, as the events' own time."""
        self._store, self._seconds, self._clock = store, hours * 3600.0, clock

    async def round(self) -> int:
        """Delete what is idle now; how many conversations.

        Raises:
            StoreTrouble: the store does not work. What is left is deleted in a later round.
        """
        long_talks.make_room()
        return await self._store.delete_idle(self._clock() - self._seconds, metrics.expired)

    async def run(self, pause: float = ROUND_SECONDS) -> None:
        """A round at once and then one every ``pause`` seconds, whatever happens, until cancelled."""
        while True:
            try:
                if count := await self.round():
                    logger.info("Idle conversations deleted: %d.", count)
            except StoreTrouble as trouble:
                logger.warning("Idle conversations could not be deleted. %s", trouble)
            except Exception as error:
                logger.error("Idle conversations could not be deleted (%s).", type(error).__name__)
            await asyncio.sleep(pause)


def start(store: GuideTrackerStore) -> asyncio.Task[None]:
    """Begin to delete idle conversations, in the running event loop. Keep the task; cancel it to end.

    Raises:
        ValueError: the setting is wrong.
    """
    return asyncio.create_task(Expiry(store, keep_hours()).run(), name="expiry")
