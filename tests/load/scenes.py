"""What may happen to the guide: many people, floods, huge bodies, killed servers, a full disk. Each scene gives its figures."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.load.crowd import HELP, TURNS, Answer, Parent, Waits, all_of, said_on
from tools.player.guide_server import GuideServer

LAST_DAY = "Tuesday 5 May 2026"  # for a letter of 3 March 2026
_SMALL = 4_096  # bytes: with files of no more, nothing can be kept


# Many people.


@dataclass(frozen=True)
class Crowd:
    """``lost``: messages that were answered and are not on the page afterwards, or the other way round."""

    waits: Waits
    lost: int
    seconds: float


async def crowd(guide: GuideServer, people: int, turns: int) -> Crowd:
    """So many people talk at once, each so many turns."""
    waits = Waits()

    async def talk() -> int:
        async with Parent(guide.port, waits) as parent:
            answered = [text for text in TURNS[:turns] if (await parent.say(text)).status == 200]
            return abs(len(answered) - len(said_on(await parent.look())))

    started = asyncio.get_running_loop().time()
    lost = sum(await all_of(talk() for _ in range(people)))
    return Crowd(waits, lost, asyncio.get_running_loop().time() - started)


@dataclass(frozen=True)
class Flood:
    """What somebody got who wrote without end, and what others got in the meantime."""

    answers: list[Answer]
    others: Waits

    @property
    def taken(self) -> int:
        """How many of the messages were answered."""
        return sum(answer.status == 200 for answer in self.answers)

    @property
    def refused(self) -> list[Answer]:
        """The messages that were refused."""
        return [answer for answer in self.answers if answer.status != 200]


async def flood(guide: GuideServer, sessions: int, each: int) -> Flood:
    """From one address, in so many sessions, so many messages; five others talk as ever."""
    others = Waits()

    async def attack(parent: Parent) -> list[Answer]:
        async with parent:
            return [await parent.say("hello") for _ in range(each)]

    async def talk() -> None:
        async with Parent(guide.port, others) as parent:
            for text in TURNS[:4]:
                await parent.say(text)

    address = f"192.0.2.{sessions}"
    attacks = [attack(Parent(guide.port, address=address)) for _ in range(sessions)]
    found = await all_of([*attacks, *(talk() for _ in range(5))])
    return Flood([answer for answers in found[:sessions] for answer in answers], others)


@dataclass(frozen=True)
class Heavy:
    """Bystanders' waits without and with huge bodies, and what the huge ones got."""

    before: Waits
    during: Waits
    huge: Waits

    @property
    def ratio(self) -> float:
        """How many times longer the slowest twentieth waited."""
        return self.during.part(0.95) / self.before.part(0.95)


async def heavy(guide: GuideServer, turns: int) -> Heavy:
    """Three people talk; then they talk on while bodies of 10 MB and letters of 200 KB come in without end."""
    found = Heavy(Waits(), Waits(), Waits())
    over = asyncio.Event()
    bodies = (b"x" * 10_000_000, json.dumps({"message": "the council refused " * 10_000}).encode())

    async def talk(waits: Waits) -> None:
        async with Parent(guide.port, waits) as parent:
            for number in range(turns):
                await parent.say(TURNS[number % len(TURNS)])

    async def weigh(body: bytes, path: str) -> None:
        async with Parent(guide.port, found.huge) as parent:
            while not over.is_set():
                await parent.post(body, path)
                await asyncio.sleep(0.05)

    await all_of(talk(found.before) for _ in range(3))
    weights = [asyncio.create_task(weigh(body, path)) for body in bodies for path in ("say", "letter")]
    await all_of(talk(found.during) for _ in range(3))
    over.set()
    await all_of(weights)
    return found


# Trouble.


def kill(server: object) -> None:
    """End a process of the guide without a warning."""
    pid: int = server.pid  # type: ignore[attr-defined]
    os.killpg(pid, signal.SIGKILL)
    server.wait()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Trouble:
    """What people were answered during the trouble, and after it. ``first``: what the page shows of what they said before."""

    during: list[Answer]
    after: list[Answer]
    first: list[str]

    @property
    def without_words(self) -> list[Answer]:
        """Answers that neither answer nor say where help is. Where nobody answers (0), the page's script finds the words."""
        return [each for each in self.during if each.status not in (0, 200) and not all(word in each.text for word in HELP)]

    @property
    def right_after(self) -> int:
        """How many people got the right last day in the end: what they said first is known."""
        return sum(LAST_DAY in answer.text for answer in self.after)


async def _through(people: int, guide: GuideServer, begin: object, end: object) -> Trouble:
    """People tell what it is about; while they write on, ``begin``; after ``end`` they give the date."""
    parents = [Parent(guide.port) for _ in range(people)]
    for parent in parents:
        await parent.__aenter__()
    try:
        await all_of(parent.say(TURNS[0]) for parent in parents)
        under_way = [asyncio.create_task(parent.say(TURNS[2])) for parent in parents]
        await asyncio.sleep(0.05)
        await asyncio.to_thread(begin)  # type: ignore[arg-type]
        during = await all_of(under_way)
        if guide.answers:
            during += await all_of(parent.say("What is mediation?") for parent in parents)
        await asyncio.to_thread(end)  # type: ignore[arg-type]
        first = [(said_on(await parent.look()) or [""])[0] for parent in parents]
        return Trouble(during, await all_of(parent.say(TURNS[1]) for parent in parents), first)
    finally:
        for parent in parents:
            await parent.__aexit__()


