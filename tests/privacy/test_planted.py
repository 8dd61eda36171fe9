"""The guide with planted people, cut off from the world: nothing of them is written, all can be forgotten, nobody is called.

One run for all tests (``planted_run.py``)."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.privacy import planted
from tools.serve import environment

ROOT = Path(__file__).parents[2]
SECONDS = 900


@functools.cache
def alone() -> tuple[str, ...]:
    """The command before a command that gives it a network of its own; empty where the machine does not allow it."""
    for command in (("unshare", "--net"), ("unshare", "--map-root-user", "--net")):
        try:
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
                return command
        except OSError:
            break
    return ()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that the run writes outside the project is in there."""
    return tmp_path_factory.mktemp("planted")


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, Any]:
    """What the run found."""
    guard = Path(__file__).parent / "guard"
    settings = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join((str(guard), str(ROOT))),
        "GUIDE_TEST_CONNECTIONS": str(folder / "connections.txt"),
        "GUIDE_TEST_OWN_NETWORK": "1" if alone() else "0",
    }
    command = [*alone(), sys.executable, "-m", "tests.privacy.planted_run", str(folder)]
    env = {**environment(), **settings}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_the_planted_people_were_answered(found: dict[str, Any]) -> None:
    assert found["answers"] >= len(planted.TO_THE_PAGE) + len(planted.TO_THE_DESK) + len(planted.TO_THE_REST_DOOR)
    assert {"conversations.db", "servers.log"} <= set(found["files"])


def test_what_is_looked_for_would_be_found(tmp_path: Path) -> None:
    from tests.privacy.planted_run import holds

    for number, word in enumerate(planted.PERSONAL):
        (tmp_path / f"{number}.txt").write_text(f"x{word.upper().replace(' ', '')}y", encoding="utf-8")
        assert holds([tmp_path / f"{number}.txt"], planted.PERSONAL)[f"{number}.txt"].count(word) == 1
    said = " ".join((*planted.TO_THE_PAGE, *planted.TO_THE_DESK, *planted.TO_THE_REST_DOOR))
    assert [word for word in planted.PERSONAL if word not in said] == ["2014-11-09"]


def test_nothing_of_them_is_in_any_file(found: dict[str, Any]) -> None:
    assert found["personal"] == {}


def test_the_log_has_nobodys_words_and_the_store_has_them_all(found: dict[str, Any]) -> None:
    assert found["in_log"] == {}
    assert found["in_store"] == sorted((planted.PAGE_WORD, planted.LATER_WORD, planted.DESK_WORD, planted.REST_WORD))


def test_what_is_deleted_is_in_no_file_any_more(found: dict[str, Any]) -> None:
    assert found["delete_status"] == 303
    assert found["after_delete"] == {}


def test_what_was_idle_for_a_day_is_in_no_file_any_more_and_the_rest_is(found: dict[str, Any]) -> None:
    assert found["idle"] == 2
    assert found["after_expiry"] == {}
    assert found["kept"]


def test_nobody_outside_was_called(found: dict[str, Any], folder: Path) -> None:
    """Python's own word for it, in both servers."""
    written = folder / "connections.txt"
    assert not written.exists() or written.read_text(encoding="utf-8") == ""


def test_the_guard_would_have_written_it_down(folder: Path) -> None:
    asked = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parent / "guard"),
        "GUIDE_TEST_CONNECTIONS": str(folder / "probe.txt"),
    }
    code = "import socket\ntry: socket.create_connection(('192.0.2.1', 9), 0.1)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", code], env=asked, check=True)
    assert "192.0.2.1" in (folder / "probe.txt").read_text(encoding="utf-8")


def test_cut_off_from_the_world_it_does_all_that_and_the_kernel_counts_no_call(found: dict[str, Any]) -> None:
    """What is written in C can pass Python's guard, and cannot pass this."""
    if not alone():
        pytest.skip("this machine gives no network of its own (unshare)")
    assert found["calls"] == [0, 0]
    assert found["would_have_been_seen"]
