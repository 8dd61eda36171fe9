"""The figures as a table for people (Markdown) and as data (JSON)."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rasa

from tools.bench.asking import CLIENTS
from tools.bench.measuring import Extent, Figures

FOLDER = Path("reports")


@dataclass(frozen=True)
class Target:
    """What a ratio guide/stock (or turn 300 / turn 1) should be, and what it must not miss."""

    aim: float
    floor: float
    more_is_better: bool = False

    def verdict(self, ratio: float) -> str:
        """In words."""
        sign = -1 if self.more_is_better else 1
        if sign * ratio <= sign * self.aim:
            return f"aim {self.aim:g} met"
        return (
            f"floor {self.floor:g} met, aim {self.aim:g} not"
            if sign * ratio <= sign * self.floor
            else f"floor {self.floor:g} NOT met"
        )


REPLY, RATE, MEMORY, START = Target(0.4, 0.6), Target(4, 2.5, True), Target(0.55, 0.7), Target(0.5, 0.6)
LAST_TURN = Target(2, 2)


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    what: str
    stock: float | None
    guide: float | None
    unit: str
    target: Target | None = None

    @property
    def ratio(self) -> float | None:
        """Guide over stock."""
        return self.guide / self.stock if self.stock and self.guide else None


def rows(stock: Figures, guide: Figures, extent: Extent) -> Iterator[Row]:
    """The lines of the first table."""
    names = {"plain": "plain turn", "action": "turn with a custom action"}
    for kind, name in names.items():

        def row(what: str, key: str, unit: str, target: Target | None = None, kind: str = kind, name: str = name) -> Row:
            return Row(f"{name}: {what}", stock.of(kind, key), guide.of(kind, key), unit, target)

        yield row("reply, one client, p50", "p50", "ms")
        yield row("reply, one client, p95", "p95", "ms", REPLY)
        yield row(f"reply, {CLIENTS} clients, p50", "p50_many", "ms")
        yield row(f"reply, {CLIENTS} clients, p95", "p95_many", "ms", REPLY)
        yield row(f"messages a second, {CLIENTS} clients", "a_second", "/s", RATE)
        yield row("processor time of Rasa a message", "cpu", "ms")
    yield Row("memory of Rasa after the first messages", stock.memory_fresh[0], guide.memory_fresh[0], "MB")
    yield Row(f"memory of Rasa after {extent.memory_at:,} conversations", stock.memory[0], guide.memory[0], "MB", MEMORY)
    yield Row("the same with the action server", sum(stock.memory), sum(guide.memory), "MB")
    yield Row("start to first reply", stock.cold_start, guide.cold_start, "s", START)
    yield Row("training", stock.training, guide.training, "s")


def markdown(stock: Figures, guide: Figures, extent: Extent) -> str:
    """The report."""
    lines = [
        "# The guide beside the bot that `rasa init` makes",
        "",
        f"{time.strftime('%-d %B %Y, %H:%M')}. {machine()}",
        f"{extent.rounds} rounds in which the bots took turns, medians of the rounds; {extent.messages} messages a round by one "
        f"client, {extent.many_messages} by {CLIENTS}; each message of a round by somebody new. Both over REST, the same words. "
        f"Conversations are kept as each bot keeps them by default: {stock.store} (stock), {guide.store} (guide).",
        "",
        "| | stock | guide | guide / stock | target |",
        "|---|---:|---:|---:|---|",
    ]
    for row in rows(stock, guide, extent):
        verdict = row.target.verdict(row.ratio) if row.target and row.ratio else ""
        ratio = f"{row.ratio:.2f}" if row.ratio else ""
        lines.append(f"| {row.what} | {_number(row.stock, row.unit)} | {_number(row.guide, row.unit)} | {ratio} | {verdict} |")
    lines += ["", *_curve("Conversations stored", stock.by_stored, guide.by_stored)]
    lines += ["", *_curve("Turn of one conversation", stock.by_turn, guide.by_turn)]
    first, last = min(guide.by_turn), max(guide.by_turn)
    growth = {bot.name: bot.by_turn[last] / bot.by_turn[first] for bot in (stock, guide)}
    lines += [
        "",
        f"Turn {last} against turn {first}: stock {growth[stock.name]:.1f} times, guide {growth[guide.name]:.1f} times "
        f"({LAST_TURN.verdict(growth[guide.name])}).",
        "",
        "A plain turn is a greeting. A turn with a custom action is, for the guide, a whole reading of a case (a form and its "
        "validation); for the stock bot an action that says one sentence. In the curves a reply is the mean of both kinds.",
    ]
    return "\n".join(lines) + "\n"


def _curve(title: str, stock: dict[int, float], guide: dict[int, float]) -> list[str]:
    lines = [f"| {title} | stock | guide | guide / stock |", "|---:|---:|---:|---:|"]
    return lines + [
        f"| {at:,} | {_number(stock[at], 'ms')} | {_number(guide[at], 'ms')} | {guide[at] / stock[at]:.2f} |" for at in stock
    ]


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return "not measured"
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.1f} {unit}"


def machine() -> str:
    """The machine and how busy it was, in a sentence."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    kind = platform.machine()
    return f"{os.cpu_count()} processor cores ({kind}), load {load}, Python {platform.python_version()}, Rasa {rasa.__version__}."


def write(stock: Figures, guide: Figures, extent: Extent) -> str:
    """Write both reports; the one for people comes back."""
    FOLDER.mkdir(exist_ok=True)
    text = markdown(stock, guide, extent)
    (FOLDER / "bench.md").write_text(text, encoding="utf-8")
    table: list[dict[str, Any]] = [
        {"what": row.what, "stock": row.stock, "guide": row.guide, "unit": row.unit, "ratio": row.ratio}
        for row in rows(stock, guide, extent)
    ]
    data = {"machine": machine(), "table": table, "stock": stock.to_dict(), "guide": guide.to_dict()}
    (FOLDER / "bench.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return text
