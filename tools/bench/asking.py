"""Many messages to a running bot, and how long each reply took."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles

from tools import serve
from tools.bench.bots import BenchError, Running

CLIENTS = 8
_TIMEOUT = 120  # seconds


@dataclass(frozen=True)
class Asked:
    """What a number of messages took: each reply (seconds), all of them by the clock, and Rasa's processor time a message."""

    replies: list[float]
    elapsed: float
    cpu: float

    def share(self, percent: int) -> float:
        """The time within which that share of the replies came, in milliseconds."""
        return quantiles(self.replies, n=100, method="inclusive")[percent - 1] * 1000

    @property
    def a_second(self) -> float:
        """Messages answered a second."""
        return len(self.replies) / self.elapsed


class Client:
    """One person's connection to a bot, kept open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(serve.HOST, port, timeout=_TIMEOUT)

    def ask(self, sender: str, text: str) -> float:
        """Say something; the seconds until the reply was there.

        Raises:
            BenchError: the bot said nothing, or the connection broke.
        """
        body = json.dumps({"sender": sender, "message": text})
        began = time.perf_counter()
        try:
            self._connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
            reply = self._connection.getresponse()
            said = json.loads(reply.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise BenchError(f"a message was not answered ({type(error).__name__})") from error
        if reply.status != 200 or not isinstance(said, list):
            raise BenchError(f"a message was answered with status {reply.status}")
        return time.perf_counter() - began


def new_senders() -> Iterator[str]:
    """Names of people who have not written before."""
    while True:
        yield uuid.uuid4().hex


def ask(bot: Running, messages: Iterable[tuple[str, str]], clients: int = 1) -> Asked:
    """Send (sender, text) pairs, each client the next one as soon as it has its reply."""
    todo = list(messages)
    shares = [todo[start::clients] for start in range(clients)]

    def one(share: list[tuple[str, str]]) -> list[float]:
        client = Client(bot.port)
        return [client.ask(sender, text) for sender, text in share]

    cpu, began = bot.cpu_seconds(), time.perf_counter()
    with ThreadPoolExecutor(clients) as people:
        replies = [seconds for share in people.map(one, shares) for seconds in share]
    elapsed = time.perf_counter() - began
    return Asked(replies, elapsed, (bot.cpu_seconds() - cpu) / len(todo))
