"""People at the page's door, many at once, each from an address of their own as behind a web server; and how long they wait."""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.patience import ANSWER
from tools import serve
from tools.player.guide_server import GuideServer

BASE = "/send-guide"
TODAY = "2026-04-23"
HELP = ("SENDIASS", "decision letter")  # in each answer that says why there is none
TURNS = (
    "The council has refused to assess my son.",
    "The letter is dated 3 March 2026",
    "What is the mediation certificate?",
    "I have not got one",
    "How long do I have?",
    "Do I have to go to mediation?",
    "Is it about the school",
    "Who can help me?",
    "The letter is dated 10 March 2026",
    "What happens next?",
)


def guide(**settings: str) -> GuideServer:
    """A guide as it comes, with the limits that it comes with, told of a web server in front."""
    secret = "a secret that is only for these tests"
    return GuideServer(GUIDE_TODAY=TODAY, GUIDE_SECRET=secret, SANIC_REAL_IP_HEADER="x-real-ip", **settings)


@dataclass
class Waits:
    """How long answers took, in seconds, and what they were."""

    seconds: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def part(self, share: float) -> float:
        """The wait that a share of all answers did not exceed (0.95: the 95th percentile)."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(share * len(self.seconds)))]

    @property
    def line(self) -> str:
        """The figures in one line."""
        counted = ", ".join(f"{self.statuses.count(status)} × {status}" for status in sorted(set(self.statuses)))
        middle = statistics.median(self.seconds) * 1000
        return f"{len(self.seconds)} answers ({counted}), half within {middle:.0f} ms, 95% within {self.part(0.95) * 1000:.0f} ms"


@dataclass(frozen=True)
class Answer:
    """What came back; status 0: nobody answered."""

    status: int
    text: str
    wait: str | None


class Parent:
    """Somebody with a browser, at an address of their own."""

    _people = 0

    def __init__(self, port: int, waits: Waits | None = None, address: str | None = None) -> None:
        Parent._people += 1
        self.waits = waits if waits is not None else Waits()
        self.origin = f"http://{serve.HOST}:{port}"
        self._from = address or f"10.{Parent._people >> 16 & 255}.{Parent._people >> 8 & 255}.{Parent._people & 255}"
        self._http: aiohttp.ClientSession | None = None
        self.token = ""

    async def __aenter__(self) -> Parent:
        jar = aiohttp.CookieJar(unsafe=True)  # for an address in numbers
        headers = {"X-Real-IP": self._from, "Origin": self.origin}
        self._http = aiohttp.ClientSession(self.origin, cookie_jar=jar, headers=headers, timeout=aiohttp.ClientTimeout(ANSWER))
        await self.look()
        return self

    async def __aexit__(self, *trouble: object) -> None:
        assert self._http
        await self._http.close()

    async def look(self) -> str:
        """Open the page."""
        assert self._http
        async with self._http.get(BASE) as reply:
            page = await reply.text()
        if found := re.search(r'name="token"[^>]*value="([0-9a-f]+)"', page):
            self.token = found[1]
        return page

    async def say(self, text: str, path: str = "say") -> Answer:
        """Write something, and wait for the answer."""
        return await self.post({"message": text}, path)

    async def post(self, body: Any, path: str = "say") -> Answer:
        """Send JSON; the time until the answer is counted."""
        assert self._http
        how = {"data": body} if isinstance(body, bytes) else {"json": body}
        headers = {"X-Guide-Token": self.token, "Content-Type": "application/json"}
        started = time.monotonic()
        try:
            async with self._http.post(f"{BASE}/{path}", headers=headers, **how) as reply:
                answer = Answer(reply.status, await reply.text(), reply.headers.get("Retry-After"))
        except (aiohttp.ClientError, ConnectionError, TimeoutError) as error:
            answer = Answer(0, type(error).__name__, None)
        self.waits.seconds.append(time.monotonic() - started)
        self.waits.statuses.append(answer.status)
        return answer


def said_on(page: str) -> list[str]:
    """What "You" have said, as the page shows it."""
    turns = re.findall(r'<div class="guide-turn guide-turn--you.*?</div>', page, re.S)
    return [re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", turn)).strip() for turn in turns]


async def all_of(work: Iterable[Any]) -> list[Any]:
    """Do many things at once."""
    return list(await asyncio.gather(*work))
