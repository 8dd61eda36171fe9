"""Where conversations are kept: Rasa's SQL tracker store, made able to forget, smaller, and honest when it fails.

Against Rasa's own store:

- ``delete`` and ``delete_idle`` exist, and leave nothing of a conversation in an SQLite file;
- a row holds what is read again, not the rankings that only one turn needs (half the bytes);
- the database works in a thread, so one that is locked or far away does not stop the other conversations;
- what fails ends in ``StoreTrouble``, which never quotes a text, a statement or its values.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore, TrackerStore, create_engine_kwargs, validate_port
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from engine import long_talks, metrics

T = TypeVar("T")
Row = dict[str, Any]

SERVER_CONNECTIONS = 10  # at most, to a database server; SQLite has one, as one at a time may write
BUSY_SECONDS = 3  # how long SQLite waits for another process to let go of the file
START_SECONDS = 60  # how long a database server may take to come up before the start is given up
BATCH = 50  # conversations that are deleted in one go, so that nobody waits long

# SQLite. WAL with NORMAL writes a turn in 0.1 ms where a rollback journal takes 10 to 20 (measured, 14 rows of 600 bytes on
# ext4): it syncs at checkpoints only. A crash of the guide loses nothing, a power cut at most the last seconds, and neither
# breaks the file. secure_delete overwrites what is deleted, but not the copies that SQLite leaves in a page's unused part when it
# moves rows, nor the log: that takes ``_wipe``.
_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)

_EXPIRY_LOCK = 5_724_613  # any number that nobody else locks in the database
_TO_WIPE = 1  # SQLite's user_version while deleted rows have not been wiped

# Of what the pipeline says of a message, what a later turn or a tool reads. The rest (rankings, token positions, what a letter
# says) serves the turn itself, which has it in memory.
_KEPT_OF_MESSAGE = ("intent", "entities")
_RASAS_METADATA = ("model_id", "assistant_id")

_events = SQLTrackerStore.SQLEvent.__table__
# Idle conversations, and where a session starts, are found in this index alone, without touching the rows.
_BY_TIME = sa.Index("ix_events_sender_type_time", _events.c.sender_id, _events.c.type_name, _events.c.timestamp)

# The statements of each turn, made once: to make them takes SQLAlchemy four times as long as to run them.
_WHO = "who"
_THEIRS = _events.c.sender_id == sa.bindparam(_WHO)
_SESSION_START = sa.select(sa.func.max(_events.c.timestamp)).where(_THEIRS, _events.c.type_name == SessionStarted.type_name)
# The events of a conversation's latest session, as Rasa sees it.
_IN_SESSION = sa.and_(_THEIRS, _events.c.timestamp >= sa.func.coalesce(_SESSION_START.scalar_subquery(), 0.0))
# Timestamps are no order: several events may have the same.
_ALL_DATA = sa.select(_events.c.data).where(_THEIRS).order_by(_events.c.id)
_SESSION_DATA = sa.select(_events.c.data).where(_IN_SESSION).order_by(_events.c.id)
_SESSION_COUNT = sa.select(sa.func.count()).select_from(_events).where(_IN_SESSION)
_INSERT = _events.insert()

logger = logging.getLogger(__name__)


class StoreTrouble(RasaException):
    """The conversations cannot be read or written now. Says what kind of trouble it is, and nothing of anybody's conversation."""


class GuideTrackerStore(SQLTrackerStore):
    """Conversations in SQLite or PostgreSQL: ``type: engine.store.GuideTrackerStore`` in endpoints.yml, other keys as Rasa's."""

    def __init__(
        self,
        domain: Domain | None = None,
        dialect: str = "sqlite",
        host: str | None = None,
        port: int | str | None = None,
        db: str = "conversations.db",
        username: str | None = None,
        password: str | None = None,
        event_broker: EventBroker | None = None,
        login_db: str | None = None,
        query: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Connect, and make the tables where there are none.

        Raises:
            StoreTrouble: the database cannot be used; a server is waited for (``START_SECONDS``) first.
        """
        url = self.get_db_url(dialect, host, validate_port(port), db, username, password, login_db, query)
        self.engine: Engine = _engine(url)
        self._is_sqlite = self.engine.dialect.name == "sqlite"
        self._ready = False
        self._file: tuple[int, int] | None = None
        self._wiping = asyncio.Lock()
        workers = 1 if self._is_sqlite else SERVER_CONNECTIONS
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="conversations")
        TrackerStore.__init__(self, domain, event_broker, **kwargs)
        self._connect_at_start(db if login_db else None)

    def _connect_at_start(self, new_db: str | None) -> None:
        deadline = time.monotonic() + (0 if self._is_sqlite else START_SECONDS)
        while True:
            try:
                with _said_plainly():
                    if new_db:
                        self._create_database_and_update_engine(new_db, self.engine.url)
                        self.engine = _engine(self.engine.url)
                        new_db = None
                    self._make_ready()
                return
            except StoreTrouble as trouble:
                if time.monotonic() >= deadline:
                    # The address comes from the settings; SQLAlchemy shows it without its password.
                    raise StoreTrouble(f"{trouble} Their database: {self.engine.url!r}") from None
                logger.warning("%s Trying again.", trouble)
                time.sleep(2)

    def _make_ready(self) -> None:
        """Make the file (readable by its owner alone) and the tables, where they are missing."""
        path = self.engine.url.database if self._is_sqlite else None
        if path and path != ":memory:":
            with contextlib.suppress(OSError):  # if it cannot be made, SQLite says so
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
                Path(path).chmod(0o600)
        with self.engine.begin() as connection:
            self.Base.metadata.create_all(connection)
            _BY_TIME.create(connection, checkfirst=True)  # also in a database of Rasa's own store
        self._file = self._file_now()
        self._ready = True

    def _file_now(self) -> tuple[int, int] | None:
        """Which file has the database's name: SQLite would go on with one that was moved away or deleted."""
        try:
            found = os.stat(self.engine.url.database or "") if self._is_sqlite else None
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if found else None

    # Reading and writing

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await self._run(lambda c: list(c.execute(sa.select(_events.c.sender_id).distinct()).scalars()))

    async def exists(self, conversation_id: str) -> bool:
        """Whether something of that conversation is kept."""
        wanted = sa.select(_events.c.id).where(_events.c.sender_id == conversation_id).limit(1)
        return await self._run(lambda c: c.execute(wanted).first() is not None)

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        rows = await self._run(lambda c: _rows(c, sender_id, fetch_events_from_all_sessions))
        if not rows:
            return None
        if fetch_events_from_all_sessions:
            return DialogueStateTracker.from_dict(sender_id, [json.loads(row) for row in rows], self.domain.slots)
        return long_talks.tracker_of(sender_id, rows, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker's new events: all of them or, if that fails, none.

        Raises:
            StoreTrouble: the database could not be written to.
        """
        if not tracker.events:
            return
        new = await self._run(lambda c: _add_new(c, tracker))
        if self.event_broker is not None:
            for event in new:
                self.event_broker.publish({"sender_id": tracker.sender_id, **event})

    async def _run(self, work: Callable[[Connection], T]) -> T:
        """Do something in one transaction."""
        return await self._in_thread(lambda: self._transact(work))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _transact(self, work: Callable[[Connection], T]) -> T:
        with _said_plainly():
            try:
                if not self._ready or self._file != self._file_now():
                    self.engine.dispose()
                    self._make_ready()
                with self.engine.begin() as connection:
                    return work(connection)
            except Exception:
                # A connection opened while the file was read-only stays so; the next one finds things as they are then.
                self._ready = False
                self.engine.dispose()
                raise

    # Forgetting

    async def delete(self, sender_id: str) -> int:
        """Delete a conversation; how many events it had. With SQLite no byte of it is left in the files afterwards.

        While a turn of that conversation runs, the turn would write it again: ``forget`` waits for that.

        Raises:
            StoreTrouble: it could not be deleted.
        """
        gone = _events.c.sender_id == sender_id
        deleted = await self._run(lambda c: self._delete(c, gone))
        long_talks.forget(sender_id)
        await self._wipe_all()
        return deleted

    async def delete_idle(self, before: float, seen: Callable[[str | None], None] | None = None) -> int:
        """Delete the conversations whose last event is older than ``before`` (seconds since 1970); how many they were.

        Args:
            before: a conversation with an event at that time or later stays.
            seen: is told of each the question that was open at its end, None where there was none. Never its id.

        Raises:
            StoreTrouble: it went wrong; the rest is found the next time.
        """
        count = 0
        while batch := await self._run(lambda c: self._delete_batch(c, before)):
            for sender_id, question in batch.items():
                long_talks.forget(sender_id)
                if seen:
                    seen(question)
            count += len(batch)
        await self._wipe_all()  # also what a guide that was ended between a deletion and its wiping left
        return count

    def _delete_batch(self, connection: Connection, before: float) -> dict[str, str | None]:
        """Delete some idle conversations: the id of each, with the question that was open at its end."""
        lock = sa.select(sa.func.pg_try_advisory_xact_lock(_EXPIRY_LOCK))
        if not self._is_sqlite and not connection.execute(lock).scalar_one():
            return {}  # another process of the guide is at it
        idle = sa.select(_events.c.sender_id).group_by(_events.c.sender_id).having(sa.func.max(_events.c.timestamp) < before)
        senders = list(connection.execute(idle.limit(BATCH)).scalars())
        if not senders:
            return {}
        questions = _open_questions(connection, senders)
        self._delete(connection, _events.c.sender_id.in_(senders))
        return questions

    def _delete(self, connection: Connection, which: Any) -> int:
        deleted: int = connection.execute(_events.delete().where(which)).rowcount
        if self._is_sqlite and deleted:
            connection.exec_driver_sql(f"PRAGMA user_version = {_TO_WIPE}")  # part of the transaction
        return deleted

    async def _wipe_all(self) -> None:
        """Leave nothing in the files of what has been deleted so far."""
        if self._is_sqlite:
            async with self._wiping:  # who waited here may find that it is done
                await self._in_thread(self._wipe)

    def _wipe(self) -> None:
        with _said_plainly(), self.engine.connect() as connection:
            own = connection.execution_options(isolation_level="AUTOCOMMIT")  # no VACUUM in a transaction
            if own.exec_driver_sql("PRAGMA user_version").scalar_one() != _TO_WIPE:
                return
            own.exec_driver_sql("VACUUM")  # writes all that is kept anew
            if own.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
                raise StoreTrouble("Another program is reading the conversations, so what is deleted cannot be overwritten yet.")
            own.exec_driver_sql("PRAGMA user_version = 0")


def _engine(url: Any) -> Engine:
    """An engine whose errors do not show the values of a statement."""
    url = sa.engine.make_url(url)
    if url.get_backend_name() != "sqlite":
        pool = {**create_engine_kwargs(url), "pool_size": SERVER_CONNECTIONS, "max_overflow": 0}
        # A connection that a restart of the server has cut is noticed before it is used.
        return sa.create_engine(url, hide_parameters=True, pool_pre_ping=True, **pool)
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,  # SQLAlchemy would open the file anew each time, which takes 20 ms with WAL
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )
    sa.event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, record: Any) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)


@contextlib.contextmanager
def _said_plainly() -> Iterator[None]:
    """Whatever goes wrong is raised as ``StoreTrouble``, without the database's own words: these may quote a row."""
    try:
        yield
    except StoreTrouble:
        raise
    except (SQLAlchemyError, ValueError, OSError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise StoreTrouble(f"The conversations cannot be read or written now ({kind}).") from None


def _rows(connection: Connection, sender_id: str, all_sessions: bool) -> list[str]:
    return list(connection.execute(_ALL_DATA if all_sessions else _SESSION_DATA, {_WHO: sender_id}).scalars())


def _add_new(connection: Connection, tracker: DialogueStateTracker) -> list[Row]:
    """Write the events that are not stored yet; these, as stored."""
    stored = connection.execute(_SESSION_COUNT, {_WHO: tracker.sender_id}).scalar_one()
    new = [slim(event.as_dict()) for event in itertools.islice(tracker.events, stored, None)]
    if new:
        connection.execute(_INSERT, [_row(tracker.sender_id, event) for event in new])
    return new


def _row(sender_id: str, event: Row) -> Row:
    return {
        "sender_id": sender_id,
        "type_name": event["event"],
        "timestamp": event.get("timestamp"),
        "intent_name": ((event.get("parse_data") or {}).get("intent") or {}).get("name"),
        "action_name": event.get("name"),
        "data": json.dumps(event, separators=(",", ":")),
    }


def _open_questions(connection: Connection, senders: list[str]) -> dict[str, str | None]:
    """For each conversation the slot that was asked for at its end."""
    last = (
        sa.select(sa.func.max(_events.c.id))
        .where(_events.c.sender_id.in_(senders), _events.c.type_name == "slot", _events.c.action_name == "requested_slot")
        .group_by(_events.c.sender_id)
    )
    rows = connection.execute(sa.select(_events.c.sender_id, _events.c.data).where(_events.c.id.in_(last)))
    return {**dict.fromkeys(senders), **{sender_id: json.loads(data).get("value") for sender_id, data in rows}}


def slim(event: Row) -> Row:
    """What is kept of an event: what Rasa needs to take the conversation up again, and what a later turn or a tool reads."""
    kept = {key: value for key, value in event.items() if value is not None}
    metadata = {key: value for key, value in kept.pop("metadata", {}).items() if key not in _RASAS_METADATA}
    if event["event"] == "user":
        kept["parse_data"] = _slim_message(event.get("parse_data") or {})
    elif event["event"] == "bot":
        kept["data"] = {key: value for key, value in (event.get("data") or {}).items() if value is not None}
        # Beside the response's name Rasa keeps every value that went into its text.
        metadata = {key: value for key, value in metadata.items() if key == "utter_action"}
    return {**kept, "metadata": metadata} if metadata else kept


def _slim_message(message: Row) -> Row:
    kept = {key: message[key] for key in _KEPT_OF_MESSAGE if key in message}
    topic = ((message.get("response_selector") or {}).get("faq") or {}).get("response", {}).get("intent_response_key")
    if topic and (message.get("intent") or {}).get("name") == "faq":
        kept["response_selector"] = {"faq": {"response": {"intent_response_key": topic}}}
    return kept


def without_fallback(agent: Agent) -> None:
    """Take Rasa's fallback store off an agent with a store of ours.

    On trouble Rasa would begin the conversation anew and keep it in memory: the guide forgets in mid-talk without a word, and
    what was said is out of reach of ``delete``. Without it the turn fails, and the door says that something went wrong.
    """
    if isinstance(agent.tracker_store, FailSafeTrackerStore) and isinstance(
        agent.tracker_store._tracker_store, GuideTrackerStore
    ):
        agent.tracker_store = agent.tracker_store._tracker_store
        if agent.processor:
            agent.processor.tracker_store = agent.tracker_store


async def forget(agent: Agent, sender_id: str) -> int:
    """Delete a conversation once its turn, if one is running, has ended; how many events it had.

    Raises:
        StoreTrouble: it could not be deleted.
        rasa.core.lock.LockError: its turn did not end within a minute.
    """
    without_fallback(agent)
    async with agent.lock_store.lock(sender_id):
        count: int = await agent.tracker_store.delete(sender_id)
    if count:
        metrics.deleted()
    return count
