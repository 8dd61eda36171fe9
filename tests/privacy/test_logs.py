"""What people say stays out of the log, also when things go wrong, and is gone after a day. A running guide, started for this."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import stat
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from engine.store import GuideTrackerStore
from tests.patience import ANSWER, wait_until
from tools import serve
from tools.player.guide_server import GuideServer, Talk

TODAY = "2026-04-23"
LEFT_LONG_AGO, LEFT_LATELY = "storm-petrel", "little-auk"
PLANTED = ("zebrafinch", "sender-kittiwake", "QQ123456C", "tawny.owl@example.org", "3 Guillemot Row")
WORDS = f"the council refused to assess my {PLANTED[0]}, {PLANTED[2]}, {PLANTED[3]}, {PLANTED[4]}"


@pytest.fixture(scope="module")
def guide() -> Iterator[GuideServer]:
    """A guide whose port for figures is open, with logs as JSON."""
    port = serve.free_port()
    server = GuideServer(GUIDE_METRICS_PORT=str(port), GUIDE_LOG="json")
    server.metrics_port = port  # type: ignore[attr-defined]
    asyncio.run(keep_talks_of_yesterday(server))
    try:
        server.start(TODAY)
        yield server
    finally:
        server.stop()


async def keep_talks_of_yesterday(guide: GuideServer) -> None:
    """Two talks that were left: one more than 24 hours ago, one less."""
    store = GuideTrackerStore(Domain.empty(), db=str(guide.stored))
    for sender, hours in ((LEFT_LONG_AGO, 24.1), (LEFT_LATELY, 23.0)):
        tracker = DialogueStateTracker(sender, [])
        tracker.update(UserUttered(f"{sender} said something", timestamp=time.time() - hours * 3600))
        await store.save(tracker)
    store.engine.dispose()


@pytest.fixture
def talk(guide: GuideServer) -> Iterator[Talk]:
    guide.be_on(TODAY)
    made = Talk(guide)
    made.sender = f"{PLANTED[1]}-{made.sender}"
    yield made
    assert not [word for word in PLANTED if word in log_of(guide)]
    guide.be_on(TODAY)


def log_of(guide: GuideServer) -> str:
    return guide.log.read_text(errors="replace")


def stored_bytes(guide: GuideServer) -> bytes:
    return b"".join(path.read_bytes() for path in guide.stored.parent.glob(guide.stored.name + "*"))


def ready(guide: GuideServer) -> dict[str, bool]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{guide.metrics_port}/ready", timeout=ANSWER) as reply:  # type: ignore[attr-defined]
            found: dict[str, bool] = json.load(reply)
    except urllib.error.HTTPError as error:
        assert error.code == 503
        found = json.load(error)
    return found


def figures(guide: GuideServer) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{guide.metrics_port}/metrics", timeout=ANSWER) as reply:  # type: ignore[attr-defined]
        text: str = reply.read().decode()
    return text


def test_a_talk_left_for_a_day_is_gone_from_the_file(guide: GuideServer) -> None:
    wait_until(lambda: LEFT_LONG_AGO.encode() not in stored_bytes(guide), "the talk of more than a day ago is gone")
    assert LEFT_LATELY.encode() in stored_bytes(guide)
    assert 'guide_conversations_expired_total{question="none"} 1.0' in figures(guide)


def test_an_ordinary_talk(talk: Talk, guide: GuideServer) -> None:
    assert talk.say(WORDS)
    assert "Tuesday 3 March 2026" in talk.say("the letter is dated 3 March 2026")


@pytest.mark.parametrize(
    "message",
    [
        f'/inform{{"{PLANTED[0]}": ',
        f"/inform{{{PLANTED[0]}}}",
        f"/{PLANTED[0]}",
        f'/inform{{"date": {{"{PLANTED[0]}": 1}}}}',
        f"EXTERNAL: {PLANTED[0]}",
        [PLANTED[0]],
        {"text": PLANTED[0]},
        PLANTED[0] * 1000,
    ],
    ids=range(8),
)
def test_messages_that_cannot_be_read(message: object, talk: Talk) -> None:
    assert talk.say(message)


def test_without_the_action_server(talk: Talk, guide: GuideServer) -> None:
    guide.stop_actions()
    assert "something went wrong" in talk.say(WORDS)
    assert ready(guide) == {"model": True, "store": True, "actions": False}
    # What failed is said by its place.
    assert "rasa.core" in log_of(guide)


def test_a_body_that_is_no_json(guide: GuideServer, talk: Talk) -> None:
    for body in (PLANTED[0].encode(), f'["{PLANTED[0]}"]'.encode(), f'{{"sender": ["{PLANTED[1]}"], "message": 5}}'.encode()):
        for path in ("webhooks/rest/webhook", PLANTED[0]):
            request = urllib.request.Request(f"http://127.0.0.1:{guide.port}/{path}", body, {"Content-Type": "application/json"})
            try:
                urllib.request.urlopen(request, timeout=ANSWER)
            except urllib.error.HTTPError as error:
                assert error.code < 500 or "Traceback" not in error.read().decode()


def test_a_store_that_is_locked_and_then_is_not(guide: GuideServer, talk: Talk) -> None:
    talk.say("the council refused to assess my son")
    other = sqlite3.connect(guide.stored, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert "something went wrong" in talk.say(WORDS)
    finally:
        other.execute("ROLLBACK")
    assert "StoreTrouble" in log_of(guide)
    assert "Tuesday 5 May 2026" in talk.say("the letter is dated 3 March 2026")  # what was said before the trouble is known


def test_a_store_whose_table_is_gone(guide: GuideServer, talk: Talk) -> None:
    with sqlite3.connect(guide.stored) as other:
        other.execute("ALTER TABLE events RENAME TO hidden")
    assert "something went wrong" in talk.say(WORDS)
    assert "decision letter" in talk.say("the council refused to assess my son")  # the table was made anew
    with sqlite3.connect(guide.stored) as other:
        other.execute("DROP TABLE IF EXISTS events")
        other.execute("ALTER TABLE hidden RENAME TO events")
    assert talk.say("the council refused to assess my son")
    assert ready(guide)["store"] is True


def test_a_disk_that_is_full_for_a_while(guide: GuideServer, talk: Talk) -> None:
    talk.say("the council refused to assess my son")
    with sqlite3.connect(guide.stored) as other:
        other.execute("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(FAIL, 'disk full'); END")
    try:
        assert "something went wrong" in talk.say(WORDS)
    finally:
        with sqlite3.connect(guide.stored) as other:
            other.execute("DROP TRIGGER full")
    assert "Tuesday 5 May 2026" in talk.say("the letter is dated 3 March 2026")


def test_the_conversations_file_is_its_owners_alone(guide: GuideServer, talk: Talk) -> None:
    talk.say("hello")
    assert {stat.S_IMODE(path.stat().st_mode) for path in guide.stored.parent.glob("conversations.db*")} == {0o600}


def test_figures_count_and_hold_no_words(guide: GuideServer, talk: Talk) -> None:
    def messages() -> float:
        return sum(float(n) for n in re.findall(r"^guide_messages_total\{.*\} (\S+)$", figures(guide), re.M))

    before = messages()
    talk.say(WORDS)
    talk.say("what is the mediation certificate?")
    assert messages() == before + 2
    text = figures(guide)
    assert 'guide_labels_total{label="refusal_to_assess"}' in text
    assert 'guide_messages_total{channel="rest"}' in text
    assert not [word for word in PLANTED if word in text]


def test_once_the_guide_runs_every_line_is_json(guide: GuideServer, talk: Talk) -> None:
    """Before, Rasa starts in its own words: nobody has said anything yet."""
    lines = log_of(guide).splitlines()
    start = max(number for number, line in enumerate(lines) if "Rasa server is up and running." in line)
    assert [line for line in lines[start:] if not line.startswith("{")] == []
    found = [json.loads(line) for line in lines[start:]]
    assert all(set(line) <= {"time", "level", "logger", "event", "error"} for line in found)
    assert any(line["level"] == "error" for line in found)
