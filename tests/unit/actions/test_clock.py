"""Today, and how it is frozen."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from actions.clock import today


@pytest.mark.parametrize("frozen", ["2026-05-05", "2028-02-29"])
def test_today_can_be_frozen(frozen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_TODAY", frozen)
    assert today() == date.fromisoformat(frozen)


@pytest.mark.parametrize("wrong", ["5 May 2026", "2026-02-29", "tomorrow", "05/05/2026"])
def test_a_wrong_today_is_named(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_TODAY", wrong)
    with pytest.raises(ValueError, match="GUIDE_TODAY") as error:
        today()
    assert wrong in str(error.value)


@pytest.mark.parametrize("empty", [None, ""])
def test_otherwise_it_is_today_in_england(empty: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUIDE_TODAY", raising=False)
    if empty is not None:
        monkeypatch.setenv("GUIDE_TODAY", empty)
    before = datetime.now(ZoneInfo("Europe/London")).date()
    assert before <= today() <= datetime.now(ZoneInfo("Europe/London")).date()


def test_the_day_is_englands_and_not_utcs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past midnight in summer time is still the day before in UTC."""

    class HalfPastMidnight(datetime):
        @classmethod
        def now(cls, tz: ZoneInfo | None = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 5, 4, 23, 30, tzinfo=ZoneInfo("UTC")).astimezone(tz)

    monkeypatch.delenv("GUIDE_TODAY", raising=False)
    monkeypatch.setattr("actions.clock.datetime", HalfPastMidnight)
    assert today() == date(2026, 5, 5)
