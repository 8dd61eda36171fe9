"""Figures: what is counted, that no words get in, and the port that shows them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import generate_latest
from rasa.core.brokers.broker import EventBroker
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from engine import health, metrics
from engine.metrics import NAMES, REGISTRY, CountingBroker, observe, process_of
from engine.store import GuideTrackerStore
from tools.serve import free_port

PLANTED = "zebrafinch"
ASSISTANT = Domain.from_dict(
    {
        "intents": ["inform", "faq", "nlu_fallback"],
        "responses": {"utter_faq/tribunal": [{"text": "…"}], "utter_greet": [{"text": "…"}]},
        "slots": {"decision_date": {"type": "any", "mappings": [{"type": "custom"}]}},
    }
)


@pytest.fixture(autouse=True)
def names() -> Iterator[None]:
    before = dict(NAMES.__dict__)
    NAMES.learn(ASSISTANT)
    NAMES.channels = {"rest", "guide_page"}
    yield
    NAMES.__dict__.update(before)


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def user(intent: str, channel: str = "rest", **parsed: Any) -> dict[str, Any]:
    return {"event": "user", "text": PLANTED, "input_channel": channel, "parse_data": {"intent": {"name": intent}, **parsed}}


@pytest.mark.parametrize(
    ("event", "name", "labels"),
    [
        (user("inform"), "guide_messages_total", {"channel": "rest"}),
        (user("inform", PLANTED), "guide_messages_total", {"channel": "other"}),
        (user("inform"), "guide_labels_total", {"label": "inform"}),
        (user(PLANTED), "guide_labels_total", {"label": "other"}),
        (user("nlu_fallback"), "guide_labels_total", {"label": "nlu_fallback"}),
        (
            user("faq", response_selector={"faq": {"response": {"intent_response_key": "faq/tribunal"}}}),
            "guide_labels_total",
            {"label": "faq/tribunal"},
        ),
        (user("faq", entities=[{"entity": "topic", "value": "tribunal"}]), "guide_labels_total", {"label": "faq/tribunal"}),
        (user("faq", entities=[{"entity": "topic", "value": PLANTED}]), "guide_labels_total", {"label": "other"}),
        ({"event": "session_started"}, "guide_conversations_started_total", {}),
        (
            {"event": "bot", "text": PLANTED, "metadata": {"utter_action": "utter_did_you_mean"}},
            "guide_not_understood_total",
            {"reply": "did_you_mean"},
        ),
        (
            {"event": "bot", "data": {"custom": {"guide": {"determination": {"subject": "exclusion", "signpost": "exclusion"}}}}},
            "guide_results_total",
            {"subject": "exclusion", "process": "another_way"},
        ),
        (
            {"event": "bot", "data": {"custom": {"guide": {"determination": {"subject": PLANTED}}}}},
            "guide_results_total",
            {"subject": "other", "process": "not_known_yet"},
        ),
    ],
)
def test_an_event_counts_once_under_a_known_name(event: dict[str, Any], name: str, labels: dict[str, str]) -> None:
    before = value(name, **labels)
    CountingBroker().publish(event)
    assert value(name, **labels) == before + 1
    assert PLANTED not in generate_latest(REGISTRY).decode()


@pytest.mark.parametrize(
    ("found", "process"),
    [
        ({"appeal": {"possible": True}, "mediation": {"applies": True}}, "appeal"),
        ({"appeal": {"possible": False}, "mediation": {"applies": True}}, "mediation"),
        ({"disagreement_resolution": {"applies": True}}, "disagreement_resolution"),
        ({}, "not_known_yet"),
    ],
)
def test_the_process_of_a_result(found: dict[str, Any], process: str) -> None:
    assert process_of(found) == process


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KINDS = st.sampled_from(["user", "bot", "slot", "session_started"])
PARTS = st.fixed_dictionaries(
    {"event": KINDS}, optional=dict.fromkeys(("input_channel", "parse_data", "data", "metadata"), ANYTHING)
)


@settings(max_examples=200)
@given(PARTS)
def test_no_event_raises_or_adds_a_series_for_what_is_in_it(event: dict[str, Any]) -> None:
    for known in ("rest", "guide_page", "other"):
        metrics.MESSAGES.labels(known)
    metrics.LABELS.labels("other")
    metrics.RESULTS.labels("none", "not_known_yet")
    metrics.RESULTS.labels("other", "not_known_yet")
    before = series()
    CountingBroker().publish(event)
    assert series() == before


def series() -> set[str]:
    """All series, without what is counted of the process itself."""
    lines = generate_latest(REGISTRY).decode().splitlines()
    return {line.rpartition(" ")[0] for line in lines if line.startswith("guide_") and "_created" not in line}


def test_odd_events_are_logged_without_words(caplog: pytest.LogCaptureFixture) -> None:
    CountingBroker().publish({"event": "user", "parse_data": PLANTED})
    assert "could not be counted (AttributeError)" in caplog.text and PLANTED not in caplog.text


def test_seconds_by_outcome() -> None:
    before = value("guide_reply_seconds_count", outcome="answered"), value("guide_reply_seconds_count", outcome="other")
    observe(0.2, "answered")
    observe(0.2, PLANTED)
    after = value("guide_reply_seconds_count", outcome="answered"), value("guide_reply_seconds_count", outcome="other")
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)
    assert value("guide_reply_seconds_bucket", outcome="answered", le="0.25") >= 1


def test_rasa_finds_the_broker_that_endpoints_yml_names() -> None:
    import yaml

    config = EndpointConfig.from_dict(yaml.safe_load(Path("endpoints.yml").read_text(encoding="utf-8"))["event_broker"])
    assert isinstance(asyncio.run(EventBroker.create(config)), CountingBroker)


def test_the_names_in_the_figures_come_from_the_real_assistant() -> None:
    NAMES.learn(Domain.load("domain.yml"))
    assert {"refusal_to_assess", "faq/certificate", "nlu_fallback"} <= NAMES.labels
    assert "decision_date" in NAMES.questions


# The port


async def fetch(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as reply:
        return reply.status, await reply.text()


def test_the_port_says_what_works_and_what_does_not(tmp_path: Path, domain: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    port, action_port = free_port(), free_port()
    monkeypatch.setenv(health.PORT, str(port))
    monkeypatch.setattr(health, "CHECK_SECONDS", 60.0)
    store = GuideTrackerStore(domain, db=str(tmp_path / "c.db"))
    loaded = [False]
    endpoint = EndpointConfig(f"http://127.0.0.1:{action_port}/webhook")
    agent: Any = SimpleNamespace(tracker_store=store, action_endpoint=endpoint, is_ready=lambda: loaded[0])

    async def ask() -> list[tuple[int, str]]:
        runner = await health.start(agent)
        assert runner is not None
        seen = [await fetch(port, path) for path in ("/health", "/metrics", "/ready")]
        actions = web.Application()
        actions.add_routes([web.get("/health", lambda _: _ok())])
        action_server = web.AppRunner(actions)
        await action_server.setup()
        await web.TCPSite(action_server, "127.0.0.1", action_port).start()
        loaded[0] = True
        seen.append(await fetch(port, "/ready"))
        agent.tracker_store = object()  # as where Rasa fell back to memory
        seen.append(await fetch(port, "/ready"))
        seen.append(await fetch(port, "/"))
        await action_server.cleanup()
        await runner.cleanup()
        return seen

    async def _ok() -> web.Response:
        return web.json_response({"status": "ok"})

    alive, figures, not_ready, ready, no_store, nothing = asyncio.run(ask())
    assert alive == (200, '{"alive": true}')
    assert figures[0] == 200 and "# TYPE guide_messages_total counter" in figures[1]
    assert not_ready == (503, '{"model": false, "store": true, "actions": false}')
    assert ready == (200, '{"model": true, "store": true, "actions": true}')
    assert no_store == (503, '{"model": true, "store": false, "actions": true}')
    assert nothing[0] == 404


def test_without_the_setting_no_port_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(health.PORT, raising=False)
    assert asyncio.run(health.start(SimpleNamespace())) is None  # type: ignore[arg-type]


def test_a_port_in_use_is_said_and_the_guide_goes_on(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv(health.PORT, str(taken.getsockname()[1]))
        assert asyncio.run(health.start(SimpleNamespace())) is None  # type: ignore[arg-type]
    assert "cannot be opened" in caplog.text
