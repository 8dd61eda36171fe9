"""The commands: wrong settings are named, the model is trained anew when its inputs change, and what is typed is understood."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
import yaml

from councils import CouncilFileError
from tools import chat, serve, train

# ---------------------------------------------------------------- tools.serve


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "ACTION_PORT", "GUIDE_COUNCIL", "GUIDE_TODAY", "CONVERSATIONS"):
        monkeypatch.delenv(name, raising=False)


def test_without_settings_all_is_well() -> None:
    assert serve.check_inputs() is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "5006"), ("PORT", "1"), ("PORT", "65535"), ("PORT", ""), ("ACTION_PORT", "5055"), ("GUIDE_COUNCIL", "sefton"),
     ("GUIDE_COUNCIL", ""), ("GUIDE_TODAY", "2026-05-05")],
)  # fmt: skip
def test_good_settings_are_taken(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    assert serve.check_inputs() is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "0"), ("PORT", "65536"), ("PORT", "http"), ("PORT", "-1"), ("PORT", "5005.0"), ("PORT", " 5005"),
     ("ACTION_PORT", "abc"), ("GUIDE_COUNCIL", "atlantis"), ("GUIDE_COUNCIL", "Sefton"), ("GUIDE_COUNCIL", "../sefton"),
     ("GUIDE_TODAY", "5 May 2026"), ("GUIDE_TODAY", "2026-13-01"), ("GUIDE_TODAY", "2026-02-29")],
)  # fmt: skip
def test_a_wrong_setting_is_named_in_one_line(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    wrong = serve.check_inputs() or ""
    assert wrong.startswith(f"{name}: ")
    assert value in wrong
    assert "\n" not in wrong


def test_an_unknown_council_is_answered_with_those_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_COUNCIL", "atlantis")
    assert "east-midlands, sefton" in (serve.check_inputs() or "")


def test_a_broken_council_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise CouncilFileError("kent.yml, line 3: not readable")

    monkeypatch.setattr(serve, "councils", broken)
    assert serve.check_inputs() == "kent.yml, line 3: not readable"


def test_with_a_wrong_setting_nothing_is_started(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PORT", "http")
    monkeypatch.setattr(serve, "start", lambda *_: pytest.fail("started"))
    assert serve.main() == 1
    assert capsys.readouterr().err.startswith("error: PORT: 'http'")


def test_a_port_in_use_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(serve, "start", lambda *_: pytest.fail("started"))
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve.in_use(port)
        monkeypatch.setenv("PORT", str(port))
        assert serve.main() == 1
    assert f"port {port} is in use" in capsys.readouterr().err
    assert not serve.in_use(port)


def test_a_free_port_is_kept_for_the_server_that_will_have_it() -> None:
    port = serve.free_port()
    assert not serve.in_use(port)
    with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
        stranger.bind((serve.HOST, port))
    for _ in range(2):  # a server and, when that has ended, another
        with socket.create_server((serve.HOST, port)):
            assert serve.in_use(port)
    assert len({serve.free_port() for _ in range(50)} | {port}) == 51


def test_the_servers_listen_on_this_machine_only_and_call_nobody() -> None:
    env = serve.environment()
    assert (env["SANIC_HOST"], env["RASA_TELEMETRY_ENABLED"]) == ("127.0.0.1", "false")


def test_the_endpoints_of_a_start_have_its_port_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVERSATIONS", str(tmp_path / "talks.db"))
    written = yaml.safe_load(serve.endpoints(tmp_path, 5999).read_text(encoding="utf-8"))
    assert written["action_endpoint"]["url"] == "http://127.0.0.1:5999/webhook"
    assert written["tracker_store"]["db"] == str(tmp_path / "talks.db")
    written = yaml.safe_load(serve.endpoints(tmp_path, 5999, tmp_path / "other.db").read_text(encoding="utf-8"))
    assert written["tracker_store"]["db"] == str(tmp_path / "other.db")


# ---------------------------------------------------------------- tools.train


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one file of each kind that the model is made from."""
    for name in ("config.yml", "domain.yml", "requirements.lock", "data/rules.yml", "data/nlu/appeal.yml", "nlu/tidy.py",
                 "nlu/dates/words.py", "nlu/dates/words.yml", "policies/own.py", "councils/kent.yml", "README.md"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


INPUTS = ["config.yml", "domain.yml", "requirements.lock", "data/rules.yml", "data/nlu/appeal.yml", "nlu/tidy.py",
          "nlu/dates/words.py", "nlu/dates/words.yml", "policies/own.py", "councils/kent.yml"]  # fmt: skip


@pytest.mark.parametrize("name", INPUTS)
def test_a_changed_input_changes_the_fingerprint(name: str, project: Path) -> None:
    before = train.fingerprint()
    (project / name).write_text("changed", encoding="utf-8")
    assert train.fingerprint() != before


@pytest.mark.parametrize("name", ["data/nlu/new.yml", "councils/leeds.yml", "policies/new.py"])
def test_a_new_input_changes_the_fingerprint(name: str, project: Path) -> None:
    before = train.fingerprint()
    (project / name).write_text("", encoding="utf-8")
    assert train.fingerprint() != before


def test_a_renamed_or_missing_input_changes_the_fingerprint(project: Path) -> None:
    before = train.fingerprint()
    (project / "councils/kent.yml").rename(project / "councils/surrey.yml")
    renamed = train.fingerprint()
    (project / "councils/surrey.yml").unlink()
    assert len({before, renamed, train.fingerprint()}) == 3


def test_what_the_model_is_not_made_from_does_not_count(project: Path) -> None:
    before = train.fingerprint()
    (project / "README.md").write_text("changed", encoding="utf-8")
    os.utime(project / "domain.yml", (1, 1))
    assert train.fingerprint() == before


def test_a_model_is_fresh_while_its_inputs_are_as_they_were(project: Path) -> None:
    assert not train.is_fresh()
    train.STAMP.parent.mkdir()
    train.STAMP.write_text(train.fingerprint(), encoding="ascii")
    assert not train.is_fresh()  # a stamp without a model
    train.MODEL.write_bytes(b"model")
    assert train.is_fresh()
    (project / "domain.yml").write_text("changed", encoding="utf-8")
    assert not train.is_fresh()


# ---------------------------------------------------------------- tools.chat

SUGGESTED = [
    {"title": "The council", "payload": '/inform{"counterparty": "local_authority"}'},
    {"title": "I don't know", "payload": "/do_not_know"},
]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("1", '/inform{"counterparty": "local_authority"}'),
        (" 2 ", "/do_not_know"),
        ("the council", '/inform{"counterparty": "local_authority"}'),
        ("I DON'T KNOW", "/do_not_know"),
        ("3", "3"),
        ("11", "11"),
        ("the council said no", "the council said no"),
        ("/restart", "restart"),
        ('//inform{"council": "kent"}', 'inform{"council": "kent"}'),
        ("/", " "),
        ("", " "),
    ],
)
def test_what_was_typed_is_what_was_meant(typed: str, sent: str) -> None:
    assert chat.meant(typed, SUGGESTED) == sent


def test_without_suggestions_a_number_is_only_a_number() -> None:
    assert chat.meant("1", []) == "1"


def test_replies_are_printed_with_their_suggestions_numbered(capsys: pytest.CaptureFixture[str]) -> None:
    replies = [
        {"text": "Who is it?\n• one " + "word " * 40},
        {"custom": {"guide": {}}},
        {"text": "Choose.", "buttons": SUGGESTED},
    ]
    assert chat.show(replies) == SUGGESTED
    printed = capsys.readouterr().out
    assert "  1. The council" in printed
    assert "  2. I don't know" in printed
    assert max(map(len, printed.splitlines())) <= chat.WRAP.width
    assert "guide" not in printed
