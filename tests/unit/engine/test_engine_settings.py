"""Settings of how the guide runs."""

from __future__ import annotations

import pytest

from engine import settings

NAMES = (settings.HOURS, settings.PORT, settings.HOST, settings.FORMAT)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_nothing_has_to_be_set() -> None:
    settings.check()
    assert (settings.keep_hours(), settings.figures_address(), settings.json_logs()) == (24, None, False)


@pytest.mark.parametrize(("value", "hours"), [("", 24), ("1", 1), ("72", 72), ("8760", 8760)])
def test_how_long_conversations_are_kept(value: str, hours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.HOURS, value)
    assert settings.keep_hours() == hours


@pytest.mark.parametrize(("host", "expected"), [("", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("::1", "::1")])
def test_where_the_figures_are(host: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.PORT, "9100")
    monkeypatch.setenv(settings.HOST, host)
    assert settings.figures_address() == (expected, 9100)


@pytest.mark.parametrize(("value", "json"), [("", False), ("plain", False), ("json", True)])
def test_the_form_of_the_logs(value: str, json: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.FORMAT, value)
    assert settings.json_logs() is json


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        *((settings.HOURS, value, "not a whole number of hours") for value in ("0", "-1", "1.5", "a day", "8761", "²", " 24")),
        *((settings.PORT, value, "not a port") for value in ("0", "70000", "web")),
        (settings.HOST, "example", "not an IP address"),
        (settings.FORMAT, "xml", "neither plain nor json"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=says) as error:
        settings.check()
    assert str(error.value).startswith(f"{name}: {value!r} ")
