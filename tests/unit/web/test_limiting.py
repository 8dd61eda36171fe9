"""How often a session and an address may write."""

from __future__ import annotations

from dataclasses import replace

import pytest
from limits import strategies
from limits.storage import memory

from channels.web.limiting import RateLimits, network_of
from channels.web.settings import Settings

SETTINGS = Settings(
    address=None,
    session_rate="3/minute",
    address_rate="5/minute",
    rate_store="memory://",
    keep_hours=24,
    council=None,
    answer_seconds=10,
)


class Clock:
    """The time, as the library asks for it."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("channels.web.limiting.time", made)
    monkeypatch.setattr(memory, "time", made)
    monkeypatch.setattr(strategies, "time", made)
    return made


def test_a_session_waits_after_its_share_and_then_goes_on(clock: Clock) -> None:
    limits = RateLimits(SETTINGS)
    assert [limits.wait("one", "here") for _ in range(3)] == [0, 0, 0]
    wait = limits.wait("one", "here")
    assert 1 <= wait <= 61
    clock.now += wait + 0.01  # time does not stand still while an answer is on its way
    assert limits.wait("one", "here") == 0


def test_a_window_moves(clock: Clock) -> None:
    """Nobody gets two shares around the turn of a minute."""
    limits = RateLimits(SETTINGS)
    clock.now = 59.0 + 60 * 1_000
    assert [limits.wait("one", "here") for _ in range(3)] == [0, 0, 0]
    clock.now += 2
    assert [limits.wait("one", "here") == 0 for _ in range(3)].count(True) <= 1


def test_sessions_do_not_wait_for_each_other(clock: Clock) -> None:
    limits = RateLimits(SETTINGS)
    for _ in range(4):
        limits.wait("one", "here")
    assert limits.wait("other", "there") == 0


def test_an_address_has_a_share_of_its_own(clock: Clock) -> None:
    limits = RateLimits(SETTINGS)
    waits = [limits.wait(f"session {number}", "here") for number in range(7)]
    assert waits[:5] == [0] * 5
    assert all(waits[5:])
    assert limits.wait("session 8", "there") == 0


def test_two_doors_count_apart(clock: Clock) -> None:
    one, other = RateLimits(SETTINGS), RateLimits(replace(SETTINGS, session_rate="1/hour"))
    assert one.wait("one", "here") == 0
    assert other.wait("one", "here") == 0
    assert other.wait("one", "here") > 60
    assert one.wait("one", "here") == 0


def test_a_session_that_writes_too_much_takes_nothing_from_others_at_its_address(clock: Clock) -> None:
    limits = RateLimits(SETTINGS)
    for _ in range(50):
        limits.wait("noisy", "here")
    assert limits.wait("quiet", "here") == 0


def test_a_household_has_one_share_whatever_its_address_of_the_day() -> None:
    assert network_of("2001:db8:1:2::5") == network_of("2001:db8:1:2:ffff::1")
    assert network_of("2001:db8:1:2::5") != network_of("2001:db8:1:3::5")
    assert network_of("198.51.100.7") == "198.51.100.7"
    assert network_of("not an address") == "not an address"
