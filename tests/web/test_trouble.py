"""The action server is slow or gone, Rasa is ended in mid-talk: people are told in words, and then the talk goes on."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests
from client import Visitor
from kept import NewVisitor

from tests.page_guide import TODAY, page_guide_with
from tests.patience import ANSWER, wait_until
from tools import serve
from tools.player.guide_server import GuideServer

REFUSED = "The council has refused to assess my son."
LAST_DAY = "Tuesday 5 May 2026"
HELP = ("decision letter", "SENDIASS", "IPSEA")
MOST_AT_ONCE = 60
GIVEN_UP_AFTER = 15  # seconds: the 60 messages that are under way at once must be in by then


@pytest.fixture(scope="module")
def page_guide() -> Iterator[GuideServer]:
    """A guide of these tests' own, as they end its servers; it gives up a message sooner than that of the other tests."""
    with page_guide_with(GUIDE_ANSWER_SECONDS=str(GIVEN_UP_AFTER)) as server:
        yield server


@pytest.fixture(scope="module")
def address(page_guide: GuideServer) -> str:
    """Where it answers."""
    return f"http://{serve.HOST}:{page_guide.port}"


@pytest.fixture(autouse=True)
def whole_again(page_guide: GuideServer) -> Iterator[None]:
    """Whatever a test has stopped runs again afterwards."""
    yield
    page_guide.be_on(TODAY)
    page_guide.start()


@pytest.fixture
def told(parent: Visitor) -> Visitor:
    """A person who has begun."""
    assert parent.write(REFUSED).asks_date_of == "decision_date"
    return parent


@contextmanager
def asleep(port: int) -> Iterator[list[object]]:
    """In place of the action server, one that takes calls and never says anything; the calls it has taken."""
    over = threading.Event()
    taken: list[object] = []

    class Sleeper(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            taken.append(self.client_address)
            over.wait()

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        request_queue_size = 100

    with Server((serve.HOST, port), Sleeper) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield taken
        finally:
            over.set()
            server.shutdown()


def test_without_the_action_server_people_are_told_and_then_go_on(told: Visitor, page_guide: GuideServer) -> None:
    page_guide.stop_actions()
    page = told.date("3", "3", "2026")
    words = page.error or page.latest
    assert all(help_ in words for help_ in HELP)
    assert LAST_DAY not in page.words
    assert page.status in (200, 503)
    assert page.facts["About"]
    page_guide.be_on(TODAY)
    told.visit()
    assert told.date("3", "3", "2026").dates["last_day"][0] == LAST_DAY


def test_what_was_typed_without_the_action_server_is_not_lost(told: Visitor, page_guide: GuideServer) -> None:
    page_guide.stop_actions()
    page = told.write("my own words about mediation")
    assert "my own words about mediation" in (page.typed, page.turns[-2][1])
    answer = told.say({"message": "more words about mediation"})
    assert answer.status_code in (200, 503)
    assert "SENDIASS" in answer.text


def test_a_slow_action_server_is_not_waited_for_and_who_comes_too_many_is_told_at_once(
    told: Visitor, new_visitor: NewVisitor, page_guide: GuideServer
) -> None:
    others = [new_visitor() for _ in range(MOST_AT_ONCE - 1)]
    late = new_visitor()
    page_guide.stop_actions()
    with asleep(page_guide.action_port) as under_way, ThreadPoolExecutor(MOST_AT_ONCE) as threads:
        first = threads.submit(told.write, "it is dated 3 March 2026")
        rest = [threads.submit(each.say, {"message": REFUSED}) for each in others]
        wait_until(lambda: len(under_way) == MOST_AT_ONCE, f"{MOST_AT_ONCE} messages are under way", GIVEN_UP_AFTER)
        busy = late.write("and I?")
        assert busy.status == 503
        assert int(busy.headers["Retry-After"]) > 0
        assert "Many people are asking" in (busy.error or "")
        assert all(help_ in (busy.error or "") for help_ in HELP)
        assert busy.typed == "and I?"
        page = first.result(ANSWER)  # though the action server goes on sleeping
        assert all(help_ in (page.error or page.latest) for help_ in HELP)
        assert LAST_DAY not in page.words
        for answer in rest:
            response = answer.result(ANSWER)
            assert response.status_code in (200, 503)
            assert "SENDIASS" in response.text
        assert len(under_way) == MOST_AT_ONCE
    page_guide.be_on(TODAY)
    told.visit()
    assert told.write("it is dated 3 March 2026").dates["last_day"][0] == LAST_DAY
    assert late.write(REFUSED).asks_date_of == "decision_date"


def test_a_talk_goes_on_after_rasa_was_ended(told: Visitor, page_guide: GuideServer) -> None:
    turns, facts, cookie = told.page.turns, told.page.facts, told.cookie
    page_guide.stop_rasa()
    with pytest.raises(requests.ConnectionError):
        told.visit()
    page_guide.start()
    page = told.visit()
    assert page.turns == turns
    assert page.facts == facts
    assert told.cookie == cookie
    assert told.date("3", "3", "2026").dates["last_day"][0] == LAST_DAY
    assert told.visit("take-away/summary").status == 200


def test_the_log_of_all_this_has_nobodys_words(told: Visitor, page_guide: GuideServer) -> None:
    word = "zebrafinchling"
    told.write(f"my {word} question about mediation")
    page_guide.stop_actions()
    told.write(f"another {word} question about mediation")
    told.say({"message": f"{word} " * 30})
    page_guide.be_on(TODAY)
    assert word not in page_guide.log.read_text(errors="replace")
