"""Starting and ending: what is wrong is said in one line, and neither server outlives the other."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import PATIENCE, wait_until
from tools import serve

ROOT = Path(__file__).parents[2]


def start(folder: Path, **settings: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PORT": str(serve.free_port()), "CONVERSATIONS": str(folder / "conversations.db"), **settings}
    command = [sys.executable, "-m", "tools.serve"]
    return subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project without what is large."""
    for name in ("actions", "channels", "councils", "engine", "nlu", "policies", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("build", "models"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.fixture
def running(copy: Path) -> Iterator[subprocess.Popen[str]]:
    guide = start(copy)
    try:
        assert guide.stdout is not None
        for line in guide.stdout:
            if "The guide is at" in line:
                break
        else:
            pytest.fail("the guide did not start")
        yield guide
    finally:
        if guide.poll() is None:  # in peace, or its two servers would go on
            guide.send_signal(signal.SIGINT)
        guide.wait(PATIENCE)


def children(guide: subprocess.Popen[str]) -> list[int]:
    """Process ids of the two servers."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(guide.pid)], capture_output=True, text=True, check=True)
    return [int(pid) for pid in listed.stdout.split()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_ctrl_c_ends_both(running: subprocess.Popen[str]) -> None:
    servers = children(running)
    assert len(servers) == 2
    running.send_signal(signal.SIGINT)
    assert running.wait(PATIENCE) == 0
    assert not any(alive(pid) for pid in servers)


def test_if_one_dies_both_end_with_a_message(running: subprocess.Popen[str]) -> None:
    servers = children(running)
    os.kill(servers[0], signal.SIGKILL)
    said, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 1
    assert "error: the action server ended, so the guide ends" in said
    wait_until(lambda: not any(alive(pid) for pid in servers), "both servers have ended")


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("name: [", "sefton.yml, line"),
        ("name: Sefton\n", "sefton.yml, field called"),
        ("name: Sefton\ncalled: [Sefton]\nmayor: somebody\n", "sefton.yml, field mayor"),
    ],
)
def test_a_broken_council_file_stops_the_start(broken: str, says: str, copy: Path) -> None:
    (copy / "councils" / "sefton.yml").write_text(broken, encoding="utf-8")
    guide = start(copy)
    said, _ = guide.communicate(timeout=PATIENCE)
    assert guide.returncode == 1
    assert says in said
    assert "Traceback" not in said


def test_a_port_in_use_is_said(copy: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        guide = start(copy, PORT=str(port))
        said, _ = guide.communicate(timeout=PATIENCE)
    assert guide.returncode == 1
    assert f"port {port} is in use" in said


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [("PORT", "99999", "PORT"), ("GUIDE_TODAY", "5 May", "GUIDE_TODAY"), ("GUIDE_COUNCIL", "atlantis", "GUIDE_COUNCIL")],
)
def test_a_wrong_setting_is_said_in_one_line(setting: str, value: str, says: str, copy: Path) -> None:
    guide = start(copy, **{setting: value})
    said, _ = guide.communicate(timeout=PATIENCE)
    assert guide.returncode == 1
    errors = [line for line in said.splitlines() if line.startswith("error:")]
    assert len(errors) == 1
    assert says in errors[0]
    assert "Traceback" not in said
