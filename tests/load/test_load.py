"""``python -m tests.load`` in short: no message and no talk is lost without a word, and nobody suffers from another's flood.

Servers that are ended in peace, a slow action server and the limits one by one are in tests/web; a store that cannot be written
or is locked, in tests/unit/engine and tests/privacy.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.load import crowd, scenes, trouble
from tests.load.trouble import Trouble
from tools.player.guide_server import GuideServer

PEOPLE = 4


@pytest.fixture(scope="module")
def guide() -> Iterator[GuideServer]:
    """A guide with the limits to writing that it comes with."""
    server = crowd.guide()
    try:
        server.start(crowd.TODAY)
        yield server
    finally:
        server.stop()


def test_many_people_at_once_are_all_answered(guide: GuideServer, capsys: pytest.CaptureFixture[str]) -> None:
    found = asyncio.run(scenes.crowd(guide, 15, 5))
    with capsys.disabled():
        print(f"\n15 people, 5 turns each: {found.waits.line}")
    assert found.waits.statuses == [200] * 75
    assert found.lost == 0


@pytest.mark.parametrize(("sessions", "each", "rate"), [(1, 60, 20), (30, 19, 120)], ids=["session", "address"])
def test_a_flood_is_stopped_and_others_are_not(sessions: int, each: int, rate: int, guide: GuideServer) -> None:
    found = asyncio.run(scenes.flood(guide, sessions, each))
    assert found.within(rate), f"{found.taken} answered in {found.seconds:.0f} s"
    assert found.refused
    for answer in found.refused:
        assert answer.status == 429
        assert 1 <= int(answer.wait or 0) <= 60
        assert "wait" in answer.text
    assert set(found.others.statuses) == {200}


def test_huge_bodies_are_not_felt_by_others(guide: GuideServer, capsys: pytest.CaptureFixture[str]) -> None:
    found = asyncio.run(scenes.heavy(guide, 6))
    with capsys.disabled():
        print(f"\nwith huge bodies, 95% are answered within {found.ratio:.2f} times what it was (aim: 1.5)")
    assert set(found.huge.statuses) <= {0, 413}  # 0: the line is cut before all of it was sent
    assert set(found.during.statuses) == {200}
    # It is not frozen, as plain Rasa is (some 300 times). The figure itself is for people to read; the seconds are for a machine
    # that has more to do in the second half.
    assert found.during.part(0.95) < 10 * found.before.part(0.95) + 3


def goes_on(found: Trouble) -> None:
    """All were told, none lost a talk, and all come to the right day."""
    assert found.without_words == []
    assert found.first == [f"You : {crowd.TURNS[0]}"] * PEOPLE
    assert found.right == PEOPLE


def test_the_action_server_is_killed(guide: GuideServer) -> None:
    found = asyncio.run(trouble.actions_killed(guide, PEOPLE))
    goes_on(found)
    assert all(answer.status in (200, 503) and "SENDIASS" in answer.text for answer in found.during[PEOPLE:])


def test_the_disk_is_full(guide: GuideServer) -> None:
    found = asyncio.run(trouble.disk_full(guide, PEOPLE))
    goes_on(found)
    assert found.told >= PEOPLE


def test_the_store_is_read_only(guide: GuideServer) -> None:
    if not trouble.can_be_fixed(guide.folder):
        pytest.skip("no file can be made immutable here; tests/unit/engine tries a read-only store without a running guide")
    found = asyncio.run(trouble.store_read_only(guide, PEOPLE))
    goes_on(found)
    assert found.told >= PEOPLE


def test_the_clock_is_set_back(guide: GuideServer) -> None:
    found = asyncio.run(trouble.clock_set_back(guide, PEOPLE))
    goes_on(found)
    assert {answer.status for answer in found.during[PEOPLE:]} == {200}


def test_rasa_is_killed(guide: GuideServer) -> None:
    found = asyncio.run(trouble.rasa_killed(guide, PEOPLE))
    goes_on(found)
    assert {answer.status for answer in found.during[PEOPLE:]} == {0}
