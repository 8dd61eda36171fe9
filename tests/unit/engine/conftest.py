"""A real PostgreSQL server, and trackers with something said in them."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kept_talks import say
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from tests.patience import PATIENCE, wait_until
from tools.serve import free_port

SLOTS = [AnySlot("requested_slot", mappings=[{}]), AnySlot("told", mappings=[{}])]


@pytest.fixture
def domain() -> Domain:
    return Domain.from_dict(
        {
            "slots": {
                slot.name: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]} for slot in SLOTS
            }
        }
    )


@pytest.fixture
def talk() -> Callable[..., DialogueStateTracker]:
    """Makes a tracker in which one thing was said at a time (seconds since 1970)."""

    def begin(sender: str, text: str = "hello", at: float = 1000.0, asked: str | None = "decision_date") -> DialogueStateTracker:
        tracker = DialogueStateTracker(sender, SLOTS)
        tracker.update(ActionExecuted("action_session_start", timestamp=at))
        tracker.update(SessionStarted(timestamp=at))
        tracker.update(ActionExecuted("action_listen", timestamp=at))
        say(tracker, text, at, asked)
        return tracker

    return begin


def _programs() -> Path | None:
    """The folder of PostgreSQL's server programs, None where they are not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if found:
        return found[-1].parent
    named = shutil.which("postgres")
    return Path(named).resolve().parent if named else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[dict[str, Any]]:
    """A PostgreSQL server of our own in a temporary folder: the store's settings for it."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    # The server refuses to run as root.
    user = {"user": pwd.getpwnam("postgres").pw_uid} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="guide-postgres-"))
    if user:
        os.chown(folder, user["user"], -1)
    port = free_port()
    make = [programs / "initdb", "-D", folder / "data", "-U", "guide", "--auth=trust", "--no-sync"]
    run = [
        programs / "postgres",
        "-D",
        folder / "data",
        "-p",
        str(port),
        "-k",
        folder,
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "fsync=off",
    ]
    subprocess.run(make, check=True, capture_output=True, cwd=folder, **user)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(run, stdout=log, stderr=log, cwd=folder, **user)
    try:
        ask = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        wait_until(lambda: not subprocess.run(ask, check=False).returncode or server.poll() is not None, "PostgreSQL answers")
        assert server.poll() is None, (folder / "log").read_text()
        yield {"dialect": "postgresql", "host": "127.0.0.1", "port": port, "username": "guide", "login_db": "postgres"}
    finally:
        server.send_signal(signal.SIGINT)  # ends it though connections are open
        server.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)
