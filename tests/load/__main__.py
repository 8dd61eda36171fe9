"""Run as ``python -m tests.load``: everything at full size against a guide of its own, with figures. A few minutes."""

from __future__ import annotations

import asyncio
import os
import sys
import time

from tests.load import scenes, trouble
from tests.load.crowd import TODAY, guide


async def play() -> int:
    """Play all scenes; how many of them did not go as they should."""
    server = guide()
    wrong = 0

    def tell(what: str, well: bool, *lines: str) -> None:
        nonlocal wrong
        wrong += not well
        print(f"{what}: {'well' if well else 'NOT WELL'}", *lines, sep="\n  ", flush=True)

    try:
        started = time.monotonic()
        server.be_on(TODAY)
        server.start()
        print(f"Started in {time.monotonic() - started:.0f} s. Load of the machine: {os.getloadavg()[0]:.1f}", flush=True)
        many = await scenes.crowd(server, 50, 10)
        rate = f"{len(many.waits.seconds) / many.seconds:.0f} a second, {many.lost} lost"
        tell("50 people, 10 turns each", set(many.waits.statuses) == {200} and not many.lost, many.waits.line, rate)
        for what, sessions, each, allowed in (("one session", 1, 300, 20), ("one address", 30, 10, 120)):
            flood = await scenes.flood(server, sessions, each)
            answered = f"{flood.taken} of {len(flood.answers)} messages answered in {flood.seconds:.0f} s, the rest to wait"
            well = (
                flood.within(allowed)
                and all(a.status == 429 and a.wait for a in flood.refused)
                and set(flood.others.statuses) == {200}
            )
            tell(f"A flood from {what}", well, answered, f"others: {flood.others.line}")
        heavy = await scenes.heavy(server, 10)
        ratio = f"95% within {heavy.ratio:.2f} times what it was"
        tell(
            "10 MB bodies and texts of 200 KB",
            heavy.ratio <= 1.5,
            f"huge: {heavy.huge.line}",
            f"others: {heavy.during.line}",
            ratio,
        )
        for what, scene in (
            ("The action server killed", trouble.actions_killed),
            ("Rasa killed", trouble.rasa_killed),
            ("The disk full", trouble.disk_full),
            ("The store read-only", trouble.store_read_only),
            ("The clock set back", trouble.clock_set_back),
        ):
            if scene is trouble.store_read_only and not trouble.can_be_fixed(server.folder):
                print(f"{what}: not tried, no file can be made immutable here", flush=True)
                continue
            found = await scene(server, 10)
            tell(what, found.right == len(found.first) == 10 and not found.without_words, found.line)
    finally:
        server.stop()
    return wrong


if __name__ == "__main__":
    sys.exit(min(1, asyncio.run(play())))
