"""No words in the logs: of messages, exceptions, warnings and statements only what stands in the code, and where."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog

from engine import quiet_logs
from engine.quiet_logs import JsonLine, install
from engine.store import StoreTrouble
from tests.patience import ANSWER, PATIENCE, wait_until
from tools.serve import answers, free_port

PLANTED = "zebrafinch"


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the root logger's handler writes while the logs are quiet."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    root, hook, show = logging.getLogger(), threading.excepthook, warnings.showwarning
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
    )
    install()
    yield out
    structlog.reset_defaults()
    logging.setLogRecordFactory(logging.LogRecord)
    threading.excepthook, warnings.showwarning = hook, show
    root.setLevel(level)
    root.removeHandler(handler)


def test_a_line_is_as_the_code_has_it(written: StringIO) -> None:
    foreign = logging.getLogger("rasa.core.processor")
    foreign.info("Rasa server is up and running.")
    foreign.warning("Waited %d times for %s", 3, PLANTED)
    foreign.error(f"Encountered an exception: {PLANTED} at {1}.")
    foreign.error(
        "It was " + PLANTED + ".",
    )
    foreign.log(logging.ERROR, msg=f"{PLANTED} it was")
    foreign.error("%(what)s", {"what": PLANTED})
    foreign.error("%d", PLANTED)
    foreign.error("%s it was" % PLANTED)
    assert written.getvalue().splitlines() == [
        "INFO rasa.core.processor Rasa server is up and running.",
        "WARNING rasa.core.processor Waited 3 times for …",
        "ERROR rasa.core.processor Encountered an exception: … at ….",
        "ERROR rasa.core.processor It was ….",
        "ERROR rasa.core.processor … it was",
        "ERROR rasa.core.processor %(what)s",
        "ERROR rasa.core.processor %d",
        "ERROR rasa.core.processor %s it was",
    ]


def test_where_the_code_has_no_text_the_place_is_given(written: StringIO) -> None:
    foreign = logging.getLogger("rasa.core.processor")
    text = f"I heard {PLANTED}"
    foreign.error(text)
    foreign.error(ValueError(PLANTED))
    exec(compile(f"foreign.error('{PLANTED}')", "<made up>", "exec"), {"foreign": foreign})
    lines = written.getvalue().splitlines()
    assert all("(words left out: " in line for line in lines) and len(lines) == 3
    assert "tests/unit/engine/test_quiet_logs.py, line " in lines[0]
    assert PLANTED not in written.getvalue()


def test_an_exception_gives_its_kind_and_place(written: StringIO) -> None:
    try:
        try:
            {}[PLANTED]
        except KeyError as error:
            raise ValueError(f"no {PLANTED}") from error
    except ValueError:
        logging.getLogger("rasa.core.actions.action").exception(f"Failed on {PLANTED}")
    said = written.getvalue()
    assert PLANTED not in said
    assert "KeyError" in said and said.rstrip().endswith("ValueError")
    assert "in test_an_exception_gives_its_kind_and_place" in said


def test_what_may_be_said_of_an_exception(written: StringIO, tmp_path: Path) -> None:
    assert (
        quiet_logs.kind_of(StoreTrouble("The conversations cannot be read.")) == "StoreTrouble: The conversations cannot be read."
    )
    assert quiet_logs.kind_of(ModuleNotFoundError("no", name="policies")) == "ModuleNotFoundError: policies"
    with pytest.raises(OSError) as error:
        (tmp_path / PLANTED).read_text()
    assert quiet_logs.kind_of(error.value) == "FileNotFoundError: No such file or directory"
    assert quiet_logs.kind_of(RuntimeError(PLANTED)) == "RuntimeError"


def test_a_database_error_gives_neither_statement_nor_values(written: StringIO) -> None:
    with sa.create_engine("sqlite://").connect() as connection, pytest.raises(sa.exc.SQLAlchemyError) as error:
        connection.execute(sa.text(f"INSERT INTO {PLANTED} VALUES (:text)"), {"text": PLANTED})
    logging.getLogger("rasa.core.tracker_store").error(f"Investigate: {error.value}", exc_info=error.value)
    assert PLANTED not in written.getvalue()
    assert "OperationalError" in written.getvalue()


def test_structlog_keeps_the_events_name_and_numbers(written: StringIO) -> None:
    log = structlog.get_logger()
    log.error("rest.message.received.failure", text=PLANTED, count=3, event_info=f"Something about {PLANTED}")
    log.info(f"I heard {PLANTED}")
    try:
        raise KeyError(PLANTED)
    except KeyError:
        log.exception("interpolator.interpolate.text", response=PLANTED)
    said = written.getvalue()
    assert PLANTED not in said
    assert "rest.message.received.failure count=3" in said
    assert "(words left out)" in said
    assert "interpolator.interpolate.text" in said and "KeyError" in said


def test_a_logger_of_structlog_that_was_used_before_is_quiet_too(written: StringIO) -> None:
    out = [structlog.processors.JSONRenderer()]
    structlog.configure(processors=out, logger_factory=structlog.stdlib.LoggerFactory(), cache_logger_on_first_use=True)
    log = structlog.get_logger()
    log.info("before.it")
    logging.setLogRecordFactory(logging.LogRecord)
    install()
    log.info("after.it", text=PLANTED)
    assert "after.it" in written.getvalue() and PLANTED not in written.getvalue()


def test_a_failed_task_and_a_failed_thread(written: StringIO) -> None:
    async def fail() -> None:
        raise RuntimeError(PLANTED)

    async def leave_it() -> None:
        task = asyncio.create_task(fail(), name=PLANTED)
        await asyncio.sleep(0.01)
        del task

    asyncio.run(leave_it())
    thread = threading.Thread(target=lambda: int(PLANTED), name=PLANTED)
    thread.start()
    thread.join()
    said = written.getvalue()
    assert PLANTED not in said
    assert "asyncio" in said and "RuntimeError" in said
    assert "A thread failed" in said and "ValueError" in said


def test_a_warning_gives_its_place(written: StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = quiet_logs._show_warning
        warnings.warn(f"Failed to parse {PLANTED}", UserWarning, stacklevel=1)
        warnings.warn(f"Old: {PLANTED}", DeprecationWarning, stacklevel=1)
    assert written.getvalue().count("\n") == 1
    assert "UserWarning at tests/unit/engine/test_quiet_logs.py" in written.getvalue()


def test_our_own_lines_stay(written: StringIO) -> None:
    logging.getLogger("engine.expiry").info("Idle conversations deleted: %d (%s).", 3, "all")
    assert "INFO engine.expiry Idle conversations deleted: 3 (all)." in written.getvalue()


def test_json_lines(written: StringIO) -> None:
    ours = next(h for h in logging.getLogger().handlers if getattr(h, "stream", None) is written)
    ours.setFormatter(JsonLine())
    logging.getLogger("rasa").warning("Rasa server is up and running.")
    try:
        raise KeyError(PLANTED)
    except KeyError:
        logging.getLogger("rasa").exception("It\nfailed")
    first, second = map(json.loads, written.getvalue().splitlines())
    assert first["time"].endswith("+00:00")
    assert {**first, "time": ""} == {
        "time": "",
        "level": "warning",
        "logger": "rasa",
        "event": "Rasa server is up and running.",
    }
    assert second["event"] == "It\nfailed" and second["error"].endswith("KeyError")


# The action server


@pytest.fixture
def action_server(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A running action server of ours: its port and its log."""
    port = free_port()
    log = tmp_path / "log"
    env = {**os.environ, "SANIC_HOST": "127.0.0.1", "GUIDE_LOG": "json"}
    command = [sys.executable, "-m", "engine.action_server", "--actions", "actions", "--port", str(port)]
    with log.open("wb") as out:
        server = subprocess.Popen(command, env=env, stdout=out, stderr=out)
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/health") or server.poll() is not None, "the action server answers")
        assert server.poll() is None, log.read_text(errors="replace")
        yield port, log
    finally:
        server.terminate()
        server.wait(PATIENCE)


def test_the_action_server_logs_no_words_of_what_it_cannot_read(action_server: tuple[int, Path]) -> None:
    port, log = action_server
    call = {"next_action": "validate_disagreement_form", "sender_id": PLANTED, "tracker": {"slots": {PLANTED: PLANTED}}}
    tracker = {"sender_id": PLANTED, "slots": {}, "latest_message": {"text": PLANTED}, "events": PLANTED, "paused": False}
    bodies = [
        PLANTED.encode(),
        json.dumps([PLANTED]).encode(),
        json.dumps({"next_action": PLANTED, "tracker": {}}).encode(),
        json.dumps(call).encode(),
        json.dumps({**call, "tracker": tracker, "domain": PLANTED}).encode(),
    ]
    refused = 0
    for body in bodies:
        for path in ("/webhook", f"/{PLANTED}"):
            try:
                urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", body), timeout=ANSWER)
            except urllib.error.HTTPError:
                refused += 1
    assert refused >= 8
    said = log.read_text(errors="replace")
    assert PLANTED not in said
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert any(line["level"] == "error" and line["logger"].startswith("rasa_sdk") for line in lines)
