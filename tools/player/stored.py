"""What was really said and done: the events of conversations, as the guide's tracker store keeps them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

Event = dict[str, Any]


def events_of(database: Path, senders: Iterable[str]) -> list[list[Event]]:
    """The events of each sender's conversation, in order, from the SQLite file of the tracker store."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as store:
        query = "SELECT data FROM events WHERE sender_id = ? ORDER BY id"
        return [[json.loads(row[0]) for row in store.execute(query, (sender,))] for sender in senders]


def bot_events(events: Iterable[Event]) -> list[Event]:
    """The guide's messages."""
    return [event for event in events if event["event"] == "bot"]
