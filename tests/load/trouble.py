"""Servers that are killed, a full disk, a clock that is set back: what people are told, and whether their talk goes on."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.load.crowd import HELP, TODAY, TURNS, Answer, Parent, all_of, said_on
from tools.player.guide_server import GuideServer

LAST_DAY = "Tuesday 5 May 2026"  # for a letter of 3 March 2026
SORRY = "something went wrong on our side"
_LARGEST = 4_096  # bytes of a file while the disk is full: the store's files are larger


@dataclass(frozen=True)
class Trouble:
    """What people were answered during the trouble, and after it.

    ``first`` is what each one's page shows, after the trouble, of what they had said before it.
    """

    during: list[Answer]
    after: list[Answer]
    first: list[str]

    @property
    def told(self) -> int:
        """How many were told that there is no answer now, and where help is."""
        return sum(SORRY in answer.text and all(word in answer.text for word in HELP) for answer in self.during)

    @property
    def without_words(self) -> list[Answer]:
        """Answers that are none and do not say so. Where nobody answers (status 0), the page's script says so."""
        return [each for each in self.during if each.status not in (0, 200) and not all(word in each.text for word in HELP)]

    @property
    def right(self) -> int:
        """How many got the right last day in the end, for which what they said before the trouble is needed."""
        return sum(LAST_DAY in answer.text for answer in self.after)

    @property
    def line(self) -> str:
        """The figures in one line."""
        silent = sum(answer.status == 0 for answer in self.during)
        answered = sum(answer.status == 200 and SORRY not in answer.text for answer in self.during)
        kept = f"{len(self.first)} talks kept, {self.right} of them went on to the right day"
        return f"{answered} answered, {self.told} told in words, {silent} with no server to answer; {kept}"


async def live_through(guide: GuideServer, people: int, begin: Callable[[], object], end: Callable[[], object]) -> Trouble:
    """People say what it is about. As they write on, trouble begins; they write again; when it has ended, they give the date."""
    async with AsyncExitStack() as stack:
        parents = [await stack.enter_async_context(Parent(guide.port)) for _ in range(people)]
        now = asyncio.get_running_loop().time
        started = now()
        await all_of(parent.say(TURNS[0]) for parent in parents)
        turn = now() - started
        under_way = [asyncio.create_task(parent.say(TURNS[2])) for parent in parents]
        await asyncio.sleep(turn / 3)  # in mid-turn, however slow the machine is
        await asyncio.to_thread(begin)
        during = await all_of(under_way)
        during += await all_of(parent.say("What is mediation?") for parent in parents)
        await asyncio.to_thread(end)
        first = [said[0] for parent in parents if (said := said_on(await parent.look()))]
        return Trouble(during, await all_of(parent.say(TURNS[1]) for parent in parents), first)


def kill(server: subprocess.Popen[bytes] | None) -> None:
    """End one of the guide's servers without a warning."""
    assert server
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


async def actions_killed(guide: GuideServer, people: int) -> Trouble:
    """The action server is killed, and started again."""
    return await live_through(guide, people, lambda: kill(guide._actions), lambda: guide.be_on(TODAY))


async def rasa_killed(guide: GuideServer, people: int) -> Trouble:
    """Rasa is killed, and started again."""
    return await live_through(guide, people, lambda: kill(guide._rasa), guide.start)


async def disk_full(guide: GuideServer, people: int) -> Trouble:
    """Nothing can be written any more, then there is room again."""

    def largest_file(size: int) -> None:
        assert guide._rasa
        resource.prlimit(guide._rasa.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return await live_through(guide, people, lambda: largest_file(_LARGEST), lambda: largest_file(resource.RLIM_INFINITY))


async def store_read_only(guide: GuideServer, people: int) -> Trouble:
    """The files of the conversations cannot be changed while the guide runs, then they can again."""

    def fixed(sign: str) -> None:
        # Not SQLite's -shm: it is memory to the system, which ends a program that may suddenly not write to it.
        files = [guide.stored, *guide.stored.parent.glob(f"{guide.stored.name}-wal")]
        subprocess.run(["chattr", f"{sign}i", *map(str, files)], check=True)

    return await live_through(guide, people, lambda: fixed("+"), lambda: fixed("-"))


def can_be_fixed(folder: Path) -> bool:
    """Whether files in the folder can be made immutable: the system must know how, and let us."""
    tried = folder / "immutable"
    tried.touch()
    try:
        return not any(subprocess.run(["chattr", f"{sign}i", str(tried)], capture_output=True).returncode for sign in "+-")
    except FileNotFoundError:
        return False


async def clock_set_back(guide: GuideServer, people: int) -> Trouble:
    """The action server's day is one before the letters were written, and then the right one again."""
    return await live_through(guide, people, lambda: guide.be_on("2026-02-01"), lambda: guide.be_on(TODAY))
