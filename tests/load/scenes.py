"""Many people, floods, huge bodies: what the guide then does, in figures."""

from __future__ import annotations

import asyncio
import json
import math
from dataclasses import dataclass

from tests.load.crowd import TURNS, Answer, Parent, Waits, all_of, said_on
from tools.player.guide_server import GuideServer

_MOST_MESSAGES = 300  # from one session


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
    seconds: float

    @property
    def taken(self) -> int:
        """How many of the messages were answered."""
        return sum(answer.status == 200 for answer in self.answers)

    @property
    def refused(self) -> list[Answer]:
        """The messages that were refused."""
        return [answer for answer in self.answers if answer.status != 200]

    def within(self, rate: int) -> bool:
        """Whether no more were answered than a rate allows, in messages a minute.

        A slow machine takes longer over a flood, and each second more is a message or two more that may be answered.
        """
        return 0 < self.taken <= math.ceil(rate * (1 + self.seconds / 60))


async def flood(guide: GuideServer, sessions: int, each: int) -> Flood:
    """From one address, in so many sessions, so many messages; five others talk as ever.

    On a machine so slow that none of the messages is one too many, more follow until one is.
    """
    others = Waits()
    refused: list[Answer] = []

    async def attack(parent: Parent) -> list[Answer]:
        said: list[Answer] = []
        async with parent:
            while len(said) < each or (not refused and len(said) < _MOST_MESSAGES):
                said.append(await parent.say("hello"))
                refused.extend(answer for answer in said[-1:] if answer.status != 200)
        return said

    async def talk() -> None:
        async with Parent(guide.port, others) as parent:
            for text in TURNS[:4]:
                await parent.say(text)

    address = f"192.0.2.{sessions}"
    attacks = [attack(Parent(guide.port, address=address)) for _ in range(sessions)]
    started = asyncio.get_running_loop().time()
    found = await all_of([*attacks, *(talk() for _ in range(5))])
    seconds = asyncio.get_running_loop().time() - started
    return Flood([answer for answers in found[:sessions] for answer in answers], others, seconds)


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
