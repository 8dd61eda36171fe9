"""The conversations' store: what it keeps, what it forgets, and what happens when the database does not work. Real databases."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from kept_talks import message, say
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from engine import store as store_module
from engine.store import GuideTrackerStore, StoreTrouble, forget, slim, without_fallback

Talk = Callable[..., DialogueStateTracker]
PLANTED = "zebrafinch"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "conversations.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, file: Path, domain: Domain) -> Iterator[GuideTrackerStore]:
    """The store on each database, empty."""
    if request.param == "sqlite":
        made = GuideTrackerStore(domain, db=str(file))
    else:
        settings = request.getfixturevalue("postgres")
        made = GuideTrackerStore(domain, db=f"t{uuid.uuid4().hex}", **settings)
    yield made
    made.engine.dispose()


@pytest.fixture
def sqlite(file: Path, domain: Domain) -> Iterator[GuideTrackerStore]:
    made = GuideTrackerStore(domain, db=str(file))
    yield made
    made.engine.dispose()


def run(work: Any) -> Any:
    return asyncio.run(work)


def bytes_of(file: Path) -> bytes:
    """Every byte of every file of an SQLite database."""
    return b"".join(path.read_bytes() for path in file.parent.glob(file.name + "*"))


# Keeping


def test_what_is_kept_comes_back(store: GuideTrackerStore, talk: Talk) -> None:
    tracker = talk("a", "the council refused")
    run(store.save(tracker))
    back = run(store.retrieve("a"))
    assert [type(e) for e in back.events] == [type(e) for e in tracker.events]
    assert back.get_slot("requested_slot") == tracker.get_slot("requested_slot") == "decision_date"
    assert back.latest_message.text == "the council refused"
    assert back.latest_message.intent == {"name": "inform", "confidence": 0.9}
    assert back.latest_message.entities == tracker.latest_message.entities
    assert run(store.exists("a")) and not run(store.exists("b"))
    assert list(run(store.keys())) == ["a"]


def test_a_turn_adds_its_events_once(store: GuideTrackerStore, talk: Talk) -> None:
    tracker = talk("a")
    run(store.save(tracker))
    run(store.save(tracker))
    again = run(store.retrieve("a"))
    say(again, "3 March 2026", 1010.0)
    run(store.save(again))
    assert len(run(store.retrieve("a")).events) == len(tracker.events) + 5


def test_a_new_session_starts_afresh_but_the_old_one_stays_on_record(store: GuideTrackerStore, talk: Talk) -> None:
    first = talk("a", "first", at=1000.0)
    run(store.save(first))
    for event in talk("a", "second", at=2000.0).events:
        first.update(event)
    run(store.save(first))
    latest, full = run(store.retrieve("a")), run(store.retrieve_full_tracker("a"))
    assert [e.text for e in latest.events if e.type_name == "user"] == ["second"]
    assert [e.text for e in full.events if e.type_name == "user"] == ["first", "second"]


def test_many_at_once_do_not_mix(store: GuideTrackerStore, talk: Talk) -> None:
    async def all_talk() -> list[str]:
        await asyncio.gather(*(store.save(talk(f"s{n}", f"words of {n}")) for n in range(40)))
        return [(await store.retrieve(f"s{n}")).latest_message.text for n in range(40)]

    assert run(all_talk()) == [f"words of {n}" for n in range(40)]


def test_a_file_of_rasas_own_store_is_taken_over(file: Path, domain: Domain, talk: Talk) -> None:
    run(SQLTrackerStore(domain, db=str(file)).save(talk("a", "from before")))
    mine = GuideTrackerStore(domain, db=str(file))
    back = run(mine.retrieve("a"))
    say(back, "and now", 1010.0)
    run(mine.save(back))
    assert [e.text for e in run(mine.retrieve("a")).events if e.type_name == "user"] == ["from before", "and now"]


def test_the_file_is_for_its_owner_alone(sqlite: GuideTrackerStore, file: Path, talk: Talk) -> None:
    run(sqlite.save(talk("a")))
    assert {path.stat().st_mode & 0o777 for path in file.parent.glob(file.name + "*")} == {0o600}


def test_a_row_is_less_than_half_of_rasas(
    file: Path, sqlite: GuideTrackerStore, domain: Domain, talk: Talk, tmp_path: Path
) -> None:
    rasas = tmp_path / "rasas.db"
    run(SQLTrackerStore(domain, db=str(rasas)).save(talk("a")))
    run(sqlite.save(talk("a")))
    sizes = [sqlite3.connect(path).execute("SELECT sum(length(data)) FROM events").fetchone()[0] for path in (file, rasas)]
    assert sizes[0] < 0.5 * sizes[1]


def test_slim_leaves_the_event_as_it_was_and_what_is_read_again() -> None:
    said = message(
        "when?",
        1.0,
        "faq",
        response_selector={"faq": {"response": {"intent_response_key": "faq/tribunal", "confidence": 1.0}, "ranking": [1]}},
    )
    before = json.dumps(said.as_dict())
    kept = slim(said.as_dict())
    assert json.dumps(said.as_dict()) == before
    assert set(kept["parse_data"]) == {"intent", "entities", "response_selector"}
    assert kept["parse_data"]["response_selector"] == {"faq": {"response": {"intent_response_key": "faq/tribunal"}}}
    again = Event.from_parameters(kept)
    assert again == said and again.parse_data["text"] == "when?"


def test_the_broker_hears_of_each_event_once_and_only_when_it_is_kept(sqlite: GuideTrackerStore, file: Path, talk: Talk) -> None:
    heard: list[dict[str, Any]] = []
    sqlite.event_broker = SimpleNamespace(publish=heard.append)  # type: ignore[assignment]
    tracker = talk("a")
    run(sqlite.save(tracker))
    run(sqlite.save(tracker))
    assert [e["event"] for e in heard] == [e.type_name for e in tracker.events]
    with sqlite3.connect(file) as other:
        other.execute("CREATE TRIGGER no BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no'); END")
    heard.clear()
    say(tracker, "more", 1010.0)
    with pytest.raises(StoreTrouble):
        run(sqlite.save(tracker))
    assert heard == []


# Forgetting


def test_a_deleted_conversation_is_gone_and_others_stay(store: GuideTrackerStore, talk: Talk) -> None:
    kept = talk("b", "stays")
    run(store.save(talk("a", "goes")))
    run(store.save(kept))
    assert run(store.delete("a")) == 8
    assert run(store.retrieve("a")) is None
    assert run(store.delete("a")) == 0
    assert len(run(store.retrieve("b")).events) == len(kept.events)


def test_idle_ones_are_deleted_and_the_last_question_of_each_is_told(store: GuideTrackerStore, talk: Talk) -> None:
    for n in range(120):  # more than a batch
        run(store.save(talk(f"old{n}", at=1000.0, asked="decision_date" if n % 2 else None)))
    lately = talk("lately", at=1000.0)
    say(lately, "again", 5000.0)
    run(store.save(lately))
    run(store.save(talk("on the hour", at=2000.0)))
    questions: list[str | None] = []
    assert run(store.delete_idle(2000.0, questions.append)) == 120
    assert sorted(run(store.keys())) == ["lately", "on the hour"]
    assert questions.count("decision_date") == questions.count(None) == 60
    assert run(store.delete_idle(2000.0)) == 0


def test_who_comes_back_as_their_talk_expires_keeps_it_whole(store: GuideTrackerStore, talk: Talk) -> None:
    """Expiry takes no lock: a turn that has read the talk writes all of it again."""
    run(store.save(talk("a", "the council refused", at=1000.0)))
    turn = run(store.retrieve("a"))
    before = len(turn.events)
    assert run(store.delete_idle(2000.0)) == 1
    say(turn, "3 March 2026", 3000.0)
    run(store.save(turn))
    back = run(store.retrieve("a"))
    assert len(back.events) == before + 5
    assert [e.text for e in back.events if e.type_name == "user"] == ["the council refused", "3 March 2026"]


def test_no_byte_of_what_is_deleted_is_left_in_any_file(sqlite: GuideTrackerStore, file: Path) -> None:
    """Many sizes of rows in random order: SQLite moves rows about, and what it moved away from must be gone too."""
    chance = random.Random(5)
    live: dict[str, DialogueStateTracker] = {}
    for _ in range(250):
        if live and chance.random() < 0.1:
            sender = chance.choice(sorted(live))
            del live[sender]
            run(sqlite.delete(sender))
            assert sender.encode() not in bytes_of(file)
        else:
            sender = chance.choice(sorted(live)) if live and chance.random() < 0.6 else f"{PLANTED}{chance.getrandbits(64):016x}"
            tracker = live.setdefault(sender, DialogueStateTracker(sender, []))
            for _ in range(chance.randint(1, 8)):
                say(tracker, f"{sender} " * chance.choice([1, 5, 40, 300]), 1000.0)
            run(sqlite.save(tracker))
    assert live
    assert PLANTED.encode() in bytes_of(file)
    run(sqlite.delete_idle(2000.0))
    assert PLANTED.encode() not in bytes_of(file)


def test_what_a_killed_guide_had_not_wiped_is_wiped_by_the_next_round(
    sqlite: GuideTrackerStore, file: Path, domain: Domain, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(sqlite.save(talk("a", PLANTED * 20)))
    monkeypatch.setattr(GuideTrackerStore, "_wipe", lambda self: None)
    run(sqlite.delete("a"))
    assert PLANTED.encode() in bytes_of(file)
    monkeypatch.undo()
    assert run(GuideTrackerStore(domain, db=str(file)).delete_idle(0.0)) == 0
    assert PLANTED.encode() not in bytes_of(file)


def test_while_another_program_reads_deleting_is_not_called_done(sqlite: GuideTrackerStore, file: Path, talk: Talk) -> None:
    run(sqlite.save(talk("a", PLANTED)))
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM events").fetchone()
    with pytest.raises(StoreTrouble, match="Another program"):
        run(sqlite.delete("a"))
    reader.execute("COMMIT")
    assert run(sqlite.delete("a")) == 0
    assert PLANTED.encode() not in bytes_of(file)


def test_forget_waits_for_the_turn_that_runs(sqlite: GuideTrackerStore, talk: Talk) -> None:
    """Else the turn's end would write the conversation again."""
    agent: Any = SimpleNamespace(tracker_store=FailSafeTrackerStore(sqlite), processor=None, lock_store=InMemoryLockStore())

    async def turn_and_forget() -> int:
        tracker = talk("a")
        await sqlite.save(tracker)
        started = asyncio.Event()

        async def turn() -> None:
            async with agent.lock_store.lock("a"):
                started.set()
                await asyncio.sleep(0.3)
                say(tracker, "more", 1010.0)
                await sqlite.save(tracker)

        running = asyncio.create_task(turn())
        await started.wait()
        deleted = await forget(agent, "a")
        await running
        return deleted

    assert run(turn_and_forget()) == 13
    assert run(sqlite.retrieve("a")) is None


# Trouble


def test_a_locked_file_ends_in_trouble_without_words_and_then_works_again(
    sqlite: GuideTrackerStore, file: Path, talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sqlite.engine.dispose()
    monkeypatch.setattr(store_module, "_PRAGMAS", ("PRAGMA busy_timeout = 100", *store_module._PRAGMAS[1:]))
    tracker = talk("a")
    run(sqlite.save(tracker))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    say(tracker, PLANTED, 1010.0)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(StoreTrouble) as trouble:
        run(sqlite.save(tracker))
    assert "OperationalError" in str(trouble.value)
    assert PLANTED not in str(trouble.value) + caplog.text
    other.execute("ROLLBACK")
    assert len(run(sqlite.retrieve("a")).events) == 8  # nothing of the turn
    run(sqlite.save(tracker))
    assert len(run(sqlite.retrieve("a")).events) == 13


def test_a_locked_file_does_not_stop_the_loop(
    sqlite: GuideTrackerStore, file: Path, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite.engine.dispose()
    monkeypatch.setattr(store_module, "_PRAGMAS", ("PRAGMA busy_timeout = 30000", *store_module._PRAGMAS[1:]))
    run(sqlite.save(talk("a")))
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    async def turns_meanwhile() -> int:
        saving = asyncio.create_task(sqlite.save(talk("b")))
        turns = 0
        while turns < 20 and not saving.done():
            await asyncio.sleep(0.01)
            turns += 1
        other.execute("ROLLBACK")
        await saving
        return turns

    assert run(turns_meanwhile()) == 20
    assert run(sqlite.exists("b"))


def test_a_full_disk_keeps_the_turn_out_whole(sqlite: GuideTrackerStore, talk: Talk) -> None:
    tracker = talk("a")
    run(sqlite.save(tracker))

    def limit(pages: int) -> None:
        with sqlite.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    limit(1)  # at most as many pages as there are: the next one is one too many, as on a full disk
    say(tracker, PLANTED * 5000, 1010.0)
    with pytest.raises(StoreTrouble) as trouble:
        run(sqlite.save(tracker))
    assert PLANTED not in str(trouble.value)
    assert len(run(sqlite.retrieve("a")).events) == 8
    limit(10**6)
    run(sqlite.save(tracker))
    assert len(run(sqlite.retrieve("a")).events) == 13


def test_a_file_that_cannot_be_written_for_a_while(
    sqlite: GuideTrackerStore, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = talk("a")
    run(sqlite.save(tracker))
    monkeypatch.setattr(store_module, "_PRAGMAS", (*store_module._PRAGMAS, "PRAGMA query_only = ON"))
    sqlite.engine.dispose()
    say(tracker, PLANTED, 1010.0)
    with pytest.raises(StoreTrouble):
        run(sqlite.save(tracker))
    monkeypatch.undo()
    run(sqlite.save(tracker))
    assert len(run(sqlite.retrieve("a")).events) == 13


def test_a_file_that_was_taken_away_is_made_anew(sqlite: GuideTrackerStore, file: Path, talk: Talk) -> None:
    run(sqlite.save(talk("a")))
    for path in file.parent.glob(file.name + "*"):
        path.unlink()
    run(sqlite.save(talk("b")))
    with sqlite3.connect(file) as other:
        assert other.execute("SELECT count(*) FROM events").fetchone()[0] == 8


def test_no_folder_for_the_file_is_said_at_once(domain: Domain, tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match=r"cannot be read or written now .*nowhere/c\.db"):
        GuideTrackerStore(domain, db=str(tmp_path / "nowhere" / "c.db"))


def test_a_server_that_does_not_come_up_is_given_up_without_its_password(monkeypatch: pytest.MonkeyPatch, domain: Domain) -> None:
    monkeypatch.setattr(store_module, "START_SECONDS", 0)
    with pytest.raises(StoreTrouble, match=r"127\.0\.0\.1:1/talks") as trouble:
        GuideTrackerStore(domain, "postgresql", "127.0.0.1", 1, "talks", "guide", PLANTED)
    assert PLANTED not in str(trouble.value)


def test_a_server_that_went_away_is_trouble_and_then_works_again(postgres: dict[str, Any], domain: Domain, talk: Talk) -> None:
    made = GuideTrackerStore(domain, db=f"t{uuid.uuid4().hex}", **postgres)
    run(made.save(talk("a", PLANTED)))
    right = made.engine.url
    made.engine.dispose()
    made.engine = store_module._engine(right.set(port=1))
    with pytest.raises(StoreTrouble) as trouble:
        run(made.retrieve("a"))
    assert "OperationalError" in str(trouble.value) and PLANTED not in str(trouble.value)
    made.engine = store_module._engine(right)
    assert run(made.exists("a"))
    others = "pid <> pg_backend_pid() AND datname = current_database()"
    with store_module._engine(right).connect() as other:  # the server closes every connection, as at a restart
        other.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
    assert run(made.retrieve("a")).latest_message.text == PLANTED
    made.engine.dispose()


def test_rasas_fallback_into_memory_is_taken_off(sqlite: GuideTrackerStore) -> None:
    agent: Any = SimpleNamespace(tracker_store=FailSafeTrackerStore(sqlite), processor=SimpleNamespace(tracker_store=None))
    without_fallback(agent)
    without_fallback(agent)
    assert agent.tracker_store is sqlite and agent.processor.tracker_store is sqlite
