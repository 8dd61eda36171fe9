"""Settings of the web doors."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.web import settings as module
from channels.web.settings import secret, settings

ROOT = Path(__file__).parents[3]
NAMES = ("ADDRESS", "RATE_SESSION", "RATE_ADDRESS", "RATE_STORE", "KEEP_HOURS", "COUNCIL", "SECRET", "ANSWER_SECONDS")


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in NAMES:
        monkeypatch.delenv(f"GUIDE_{name}", raising=False)
    secret.cache_clear()
    yield
    secret.cache_clear()


def test_without_settings_the_guide_runs() -> None:
    found = settings()
    assert found.address is None
    assert not found.secure
    assert found.keep_hours == 24
    assert found.session_rate == "20/minute"
    assert found.answer_seconds == 10


@pytest.mark.parametrize(
    ("address", "secure"),
    [("https://guide.example.org", True), ("HTTPS://GUIDE.EXAMPLE.ORG:8443/", True), ("http://localhost:5005", False)],
)
def test_over_https_cookies_are_kept_to_it(address: str, secure: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_ADDRESS", address)
    assert settings().secure is secure
    assert not (settings().address or "").endswith("/")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("GUIDE_ADDRESS", "guide.example.org", "https://guide.example.org"),
        ("GUIDE_ADDRESS", "https://guide.example.org/path", "https://guide.example.org"),
        ("GUIDE_ADDRESS", "javascript:alert(1)", "https://guide.example.org"),
        ("GUIDE_RATE_SESSION", "often", "20/minute"),
        ("GUIDE_RATE_ADDRESS", "-1/minute", "20/minute"),
        ("GUIDE_KEEP_HOURS", "0", "from 1"),
        ("GUIDE_KEEP_HOURS", "-1", "from 1"),
        ("GUIDE_KEEP_HOURS", "1.5", "whole number"),
        ("GUIDE_KEEP_HOURS", "a day", "whole number"),
        ("GUIDE_KEEP_HOURS", "9999999", "8760"),
        ("GUIDE_KEEP_HOURS", "²", "whole number"),
        ("GUIDE_ANSWER_SECONDS", "0", "from 1 to 120"),
        ("GUIDE_ANSWER_SECONDS", "2.5", "whole number"),
        ("GUIDE_ANSWER_SECONDS", "9999", "from 1 to 120"),
        ("GUIDE_SECRET", "hunter2", "32 characters"),
        ("GUIDE_SECRET", "", "32 characters"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_expected(
    name: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=name) as error:
        settings()
    assert expected in str(error.value)
    if name == "GUIDE_SECRET" and value:
        assert value not in str(error.value)


def test_the_time_for_an_answer_is_as_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_ANSWER_SECONDS", "60")
    assert settings().answer_seconds == 60


def test_the_readmes_table_has_every_setting_with_its_default() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| `")]
    defaults = {row[0]: row[1] for row in table}
    parts = ("actions", "channels", "councils", "engine", "nlu", "policies", "tools/serve.py")
    files = [file for part in parts for file in ([ROOT / part] if part.endswith(".py") else sorted((ROOT / part).rglob("*.py")))]
    read = {name for file in files for name in re.findall(r'"(GUIDE_[A-Z_]+)"', file.read_text(encoding="utf-8"))}
    assert {"GUIDE_ANSWER_SECONDS", "GUIDE_KEEP_HOURS", "GUIDE_TODAY"} <= read
    assert read <= set(re.findall(r"`(GUIDE_[A-Z_]+)`", str(table)))
    found = settings()
    assert defaults["`GUIDE_ANSWER_SECONDS`"] == str(found.answer_seconds)
    assert defaults["`GUIDE_KEEP_HOURS`"] == str(found.keep_hours)
    assert defaults["`GUIDE_RATE_SESSION`, `GUIDE_RATE_ADDRESS`"] == f"{found.session_rate}, {found.address_rate}"


def test_a_given_secret_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_SECRET", "a secret of thirty-two characters")
    assert secret() == b"a secret of thirty-two characters"


def test_without_one_a_secret_is_made_once_and_only_its_owner_may_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "folder" / "secret"
    monkeypatch.setattr(module, "SECRET_FILE", file)
    made = secret()
    assert len(made) >= 32
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    secret.cache_clear()
    assert secret() == made, "after a restart people's sessions still hold"
    file.unlink()
    secret.cache_clear()
    assert secret() != made
