"""What is measured, in which order. The bots take turns in every round, so that a busy machine is as busy for both."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import cycle, islice
from statistics import median
from typing import Any

from tools.bench.asking import CLIENTS, Asked, ask, new_senders
from tools.bench.bots import ACTION, PLAIN, Bot, Guide, Running, Stock

KINDS = {"plain": PLAIN, "action": ACTION}
NEAR = 8  # messages from a turn on, or conversations, that one point of a curve is made of


@dataclass(frozen=True)
class Extent:
    """How much is measured."""

    rounds: int
    messages: int  # of one client in a round
    many_messages: int  # of all clients in a round
    starts: int
    talks: int  # long conversations
    train: bool
    stored: tuple[int, ...]
    turns: tuple[int, ...] = (1, 10, 100, 300)

    @property
    def memory_at(self) -> int:
        """The number of stored conversations after which the memory is read."""
        return min(1000, max(self.stored))


FULL = Extent(3, 100, 320, 3, 3, True, (10, 100, 1000))
LONG = Extent(3, 100, 320, 3, 3, True, (10, 100, 1000, 10_000))
QUICK = Extent(3, 25, 80, 1, 1, False, (10, 100))


@dataclass
class Figures:
    """What came out for one bot. Times of replies in milliseconds, other times in seconds, memory in MB."""

    name: str
    store: str
    training: float | None = None
    cold_starts: list[float] = field(default_factory=list)
    rounds: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    memory_fresh: tuple[float, float] = (0, 0)
    memory: tuple[float, float] = (0, 0)
    by_stored: dict[int, float] = field(default_factory=dict)
    turns: dict[int, list[float]] = field(default_factory=dict)

    def of(self, kind: str, what: str) -> float:
        """A figure of the rounds: of ``plain`` or ``action`` turns; p50, p95, cpu, p50_many, p95_many or a_second."""
        return median(row[what] for row in self.rounds[kind])

    @property
    def cold_start(self) -> float:
        """From nothing to the first reply."""
        return median(self.cold_starts)

    @property
    def by_turn(self) -> dict[int, float]:
        """Reply time at turns of one conversation."""
        return {turn: median(times) for turn, times in self.turns.items()}

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def measure(extent: Extent, retrain: bool) -> tuple[Figures, Figures]:
    """Everything, for the stock bot and for the guide."""
    stock, guide = Stock(), Guide()
    bots: tuple[Bot, Bot] = (stock, guide)
    figures = tuple(Figures(bot.name, bot.store) for bot in bots)
    figures[0].training = None if retrain else stock.trained()
    if figures[0].training is None:
        _say("training the stock bot (one to three minutes)")
        figures[0].training = stock.train()
    if extent.train:
        _say("training the guide (one to three minutes)")
        figures[1].training = guide.train()
    for number in range(extent.starts - 1):
        for bot, found in zip(bots, figures, strict=True):
            _say(f"cold start {number + 1} of {extent.starts}: {bot.name}")
            with bot.running() as running:
                found.cold_starts.append(running.cold_start)
    with ExitStack() as stack:
        pairs = []
        for bot, found in zip(bots, figures, strict=True):
            _say(f"cold start {extent.starts} of {extent.starts}: {bot.name}")
            running = stack.enter_context(bot.running())
            found.cold_starts.append(running.cold_start)
            pairs.append((running, found))
        _measure_running(extent, pairs)
    return figures[0], figures[1]


def _measure_running(extent: Extent, pairs: list[tuple[Running, Figures]]) -> None:
    for running, found in pairs:
        _say(f"warming up: {found.name}")
        ask(running, _of_strangers(PLAIN, 8))
        ask(running, _of_strangers(ACTION, 8))
        found.memory_fresh = running.megabytes()
    _measure_stored(extent, pairs)
    for number in range(extent.rounds):
        for kind, text in KINDS.items():
            for running, found in pairs:
                _say(f"round {number + 1} of {extent.rounds}, {kind} turns: {found.name}")
                one = ask(running, _of_strangers(text, extent.messages))
                many = ask(running, _of_strangers(text, extent.many_messages), CLIENTS)
                found.rounds.setdefault(kind, []).append(_row(one, many))
    _measure_turns(extent, pairs)


def _row(one: Asked, many: Asked) -> dict[str, float]:
    return {
        "p50": one.share(50),
        "p95": one.share(95),
        "cpu": many.cpu * 1000,
        "p50_many": many.share(50),
        "p95_many": many.share(95),
        "a_second": many.a_second,
    }


def _measure_stored(extent: Extent, pairs: list[tuple[Running, Figures]]) -> None:
    """Replies to newcomers, with more and more conversations stored; and the memory."""
    stored = {id(running): 17 for running, _ in pairs}  # the first one and those of the warming up
    for number in extent.stored:
        for running, found in pairs:
            _say(f"{number:,} stored conversations: {found.name}")
            if (missing := number - stored[id(running)]) > 0:
                ask(running, _talks(missing), CLIENTS)
                stored[id(running)] += missing
            if number == extent.memory_at:
                found.memory = running.megabytes()
            found.by_stored[number] = _typical(running, _talks(NEAR))
            stored[id(running)] += NEAR


def _measure_turns(extent: Extent, pairs: list[tuple[Running, Figures]]) -> None:
    """Replies at turns of long conversations, in which plain turns and turns with an action alternate."""
    for number, sender in enumerate(islice(new_senders(), extent.talks), 1):
        texts, at = cycle(KINDS.values()), 0
        for turn in extent.turns:
            part = [(sender, text) for text in islice(texts, max(0, turn - 1 - at))]
            near = [(sender, text) for text in islice(texts, NEAR)]
            for running, found in pairs:
                _say(f"long conversation {number} of {extent.talks}, turn {turn}: {found.name}")
                if part:
                    ask(running, part)
                found.turns.setdefault(turn, []).append(_typical(running, near))
            at += len(part) + len(near)


def _typical(running: Running, messages: list[tuple[str, str]]) -> float:
    """Half of what a plain turn and a turn with an action take, in milliseconds: the medians of each."""
    replies = ask(running, messages).replies
    kinds = [[seconds for (_, said), seconds in zip(messages, replies, strict=True) if said == text] for text in KINDS.values()]
    return sum(map(median, kinds)) / len(kinds) * 1000


def _of_strangers(text: str, number: int) -> Iterator[tuple[str, str]]:
    return ((sender, text) for sender in islice(new_senders(), number))


def _talks(number: int) -> list[tuple[str, str]]:
    """Conversations of two messages, a plain one and one with an action."""
    senders = list(islice(new_senders(), number))
    return [(sender, text) for text in KINDS.values() for sender in senders]


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)
