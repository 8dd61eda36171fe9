"""Idle conversations are deleted when their time is up, by a clock of our own; trouble ends nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from engine import expiry, metrics
from engine.expiry import Expiry
from engine.store import GuideTrackerStore, StoreTrouble
from tests.patience import PATIENCE

HOUR = 3600.0


@pytest.fixture
def store(tmp_path: Path, domain: Domain) -> GuideTrackerStore:
    return GuideTrackerStore(domain, db=str(tmp_path / "c.db"))


def test_a_conversation_lives_for_its_hours_after_the_last_word(
    store: GuideTrackerStore, talk: Callable[..., DialogueStateTracker]
) -> None:
    now = [1_000_000.0]
    job = Expiry(store, 24, clock=lambda: now[0])

    async def days() -> list[tuple[int, list[str]]]:
        await store.save(talk("early", at=1_000_000.0))
        await store.save(talk("late", at=1_000_000.0 + 10 * HOUR))
        seen = []
        for hours in (23.9, 24.0, 24.1, 33.9, 34.1):
            now[0] = 1_000_000.0 + hours * HOUR
            seen.append((await job.round(), sorted(await store.keys())))
        return seen

    both, late = ["early", "late"], ["late"]
    assert asyncio.run(days()) == [(0, both), (0, both), (1, late), (0, late), (1, [])]


def test_where_people_stopped_is_counted_without_a_name_from_outside(
    store: GuideTrackerStore, talk: Callable[..., DialogueStateTracker], domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics.NAMES, "questions", frozenset({"decision_date"}))

    def counted() -> dict[str, float]:
        names = ("decision_date", "none", "other", "zebrafinch")
        return {
            name: metrics.REGISTRY.get_sample_value("guide_conversations_expired_total", {"question": name}) or 0
            for name in names
        }

    before = counted()
    for number, asked in enumerate(("decision_date", "decision_date", None, "zebrafinch")):
        asyncio.run(store.save(talk(f"s{number}", asked=asked)))
    assert asyncio.run(Expiry(store, 1, clock=lambda: 10_000_000.0).round()) == 4
    assert {name: value - before[name] for name, value in counted().items()} == {
        "decision_date": 2,
        "none": 1,
        "other": 1,
        "zebrafinch": 0,
    }


def test_the_rounds_go_on_after_trouble(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    tries: list[float] = []

    class Shaky:
        async def delete_idle(self, before: float, seen: Any) -> int:
            tries.append(before)
            if len(tries) == 1:
                raise StoreTrouble("The conversations cannot be read or written now (OperationalError).")
            if len(tries) == 2:
                raise RuntimeError("zebrafinch")
            return 2

    async def some_rounds() -> None:
        job = asyncio.create_task(Expiry(Shaky(), 24, clock=lambda: 100_000.0).run(pause=0.01))  # type: ignore[arg-type]
        while len(tries) < 4:
            await asyncio.sleep(0.01)
        job.cancel()

    caplog.set_level("INFO", logger=expiry.__name__)
    asyncio.run(asyncio.wait_for(some_rounds(), PATIENCE))
    assert tries[0] == 100_000.0 - 24 * HOUR
    assert "OperationalError" in caplog.text and "Idle conversations deleted: 2." in caplog.text
    assert "RuntimeError" in caplog.text and "zebrafinch" not in caplog.text


def test_start_begins_at_once(store: GuideTrackerStore, talk: Callable[..., DialogueStateTracker]) -> None:
    async def begin() -> list[str]:
        await store.save(talk("old"))
        task = expiry.start(store)
        while await store.exists("old"):
            await asyncio.sleep(0.01)
        task.cancel()
        return list(await store.keys())

    assert asyncio.run(asyncio.wait_for(begin(), PATIENCE)) == []
