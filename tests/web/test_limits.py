"""How often people may write, and how many at once: further messages are sent away in words, and nothing of theirs is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from client import Visitor
from limits import strategies
from limits.storage import memory
from rasa.core.channels.channel import UserMessage
from small_door import SmallDoor, small_door

from channels.web import limiting
from tests.patience import ANSWER, wait_until


def visitor_of(door: SmallDoor) -> Visitor:
    visitor = Visitor(door.address)
    visitor.visit()
    return visitor


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallDoor]:
    """Three messages a minute for a session, seven for an address; it stays the same minute, however long the test takes."""
    clock = SimpleNamespace(time=lambda: 1_000_020.0)
    for module in (limiting, memory, strategies):
        monkeypatch.setattr(module, "time", clock)
    with small_door(monkeypatch, GUIDE_RATE_SESSION="3/minute", GUIDE_RATE_ADDRESS="7/minute") as door:
        yield door


def test_a_session_that_writes_too_often_is_told_to_wait(strict: SmallDoor) -> None:
    visitor = visitor_of(strict)
    for number in range(3):
        assert visitor.write(f"message {number}").came_by == [303]
    page = visitor.write("one too many")
    assert page.status == 429
    assert 1 <= int(page.headers["Retry-After"]) <= 60
    assert f"wait {page.headers['Retry-After']} seconds" in (page.error or "")
    assert page.typed == "one too many"
    assert len(page.turns) == 6
    answer = visitor.say({"message": "one too many"})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "wait" in answer.json()["error"]["text"]
    other = visitor_of(strict)
    assert other.write("somebody else").came_by == [303]


def test_an_address_that_writes_too_often_is_told_to_wait(strict: SmallDoor) -> None:
    statuses = [visitor_of(strict).write("hello").status for _ in range(9)]
    assert statuses == [200] * 7 + [429] * 2


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded", "X_Real_IP", "True_Client_IP"])
def test_nobody_may_say_that_they_come_from_elsewhere(header: str, strict: SmallDoor) -> None:
    statuses = []
    for number in range(9):
        visitor = visitor_of(strict)
        said = f"for=10.0.0.{number}" if header == "Forwarded" else f"10.0.0.{number}"
        statuses.append(visitor.say({"message": "hello"}, **{header: said}).status_code)
    assert statuses == [200] * 7 + [429] * 2


def test_looking_is_not_writing(strict: SmallDoor) -> None:
    visitor = visitor_of(strict)
    assert {visitor.visit().status for _ in range(30)} == {200}


def test_requests_that_are_no_messages_of_a_session_are_not_counted_as_its_own(strict: SmallDoor) -> None:
    visitor = visitor_of(strict)
    for _ in range(5):
        assert visitor.say({"message": "hello"}, token="0" * 40).status_code == 403
    assert visitor.write("hello").came_by == [303]


def test_when_too_many_write_at_once_the_next_is_told_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with small_door(monkeypatch) as door, ThreadPoolExecutor() as threads:
        door.talking._most = 2
        waiting, going = asyncio.Event(), door.agent.repeat
        under_way: list[str] = []

        async def slow(message: UserMessage) -> None:
            under_way.append(message.sender_id)
            await waiting.wait()
            await going(message)

        door.agent.answer = slow
        first = [visitor_of(door) for _ in range(2)]
        answers = [threads.submit(visitor.say, {"message": "hello"}) for visitor in first]
        wait_until(lambda: len(under_way) == 2, "two messages are under way")
        late = visitor_of(door)
        page = late.write("me, too")
        assert not any(answer.done() for answer in answers), "nobody was waited for"
        assert len(under_way) == 2
        assert page.status == 503
        assert int(page.headers["Retry-After"]) > 0
        assert "Many people are asking" in (page.error or "")
        assert "SENDIASS" in (page.error or "")
        assert page.typed == "me, too"
        door.loop.call_soon_threadsafe(waiting.set)
        assert [answer.result(ANSWER).status_code for answer in answers] == [200, 200]
        assert late.write("me, too").came_by == [303]


def test_a_message_that_takes_too_long_is_given_up_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with small_door(monkeypatch, GUIDE_ANSWER_SECONDS="70") as door:
        assert door.talking._seconds == 70
        door.talking._seconds = 0.1

        async def never(message: UserMessage) -> None:
            await asyncio.Event().wait()

        answer, door.agent.answer = door.agent.answer, never
        visitor = visitor_of(door)
        page = visitor.write("hello")
        assert page.status == 503
        assert "something went wrong on our side" in (page.error or "")
        assert "SENDIASS" in (page.error or "")
        assert page.typed == "hello"
        door.agent.answer, door.talking._seconds = answer, ANSWER
        assert visitor.write("hello").came_by == [303]
