"""A model file that is damaged or missing stops the start in one line: no guide is up that cannot answer."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tools import serve
from tools.train import MODEL

ROOT = Path(__file__).parents[2]


def flipped(model: bytes) -> bytes:
    """With one byte changed in the middle."""
    at = len(model) // 2
    return model[:at] + bytes([model[at] ^ 0xFF]) + model[at + 1 :]


def of_something_else(model: bytes) -> bytes:
    """An archive in which there is no model."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("holiday.jpg"))
    return written.getvalue()


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda model: model[: len(model) // 3],
    "one byte changed": flipped,
    "not an archive": lambda model: b"no model at all\n" * 1_000,
    "empty": lambda model: b"",
    "something else": of_something_else,
}


def start(folder: Path) -> subprocess.CompletedProcess[str]:
    """Start the guide in the project as it is, but for the folder of models."""
    for entry in ROOT.iterdir():
        if entry.name not in ("models", ".git"):
            (folder / entry.name).symlink_to(entry)
    env = {**os.environ, "PORT": str(serve.free_port()), "CONVERSATIONS": str(folder / "conversations.db")}
    command = [sys.executable, "-m", "tools.serve"]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)


def is_said_in_one_line(done: subprocess.CompletedProcess[str], what: str) -> None:
    errors = [line for line in done.stderr.splitlines() if line.startswith("error:")]
    assert done.returncode == 1
    assert len(errors) == 1
    assert str(MODEL) in errors[0]
    assert what in errors[0]
    assert "make train" in errors[0]
    assert "Traceback" not in done.stderr
    assert "The guide is at" not in done.stdout


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_model_is_said(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / MODEL).write_bytes(damage((ROOT / MODEL).read_bytes()))
    is_said_in_one_line(start(tmp_path), "damaged")


def test_a_missing_model_is_said(tmp_path: Path) -> None:
    is_said_in_one_line(start(tmp_path), "missing")
