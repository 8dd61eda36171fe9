"""Figures about the guide's work in which there are no words and no ids: how many messages, on what, where people stop.

Rasa hands each stored event to ``CountingBroker`` (``event_broker`` in endpoints.yml). The names that stand in the figures
come from closed lists: anything else counts as "other", so no message can add a series.
"""

from __future__ import annotations

import logging
from asyncio import AbstractEventLoop
from collections.abc import Iterable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from rasa.core.brokers.broker import EventBroker
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from actions.rules.facts import SUBJECTS

logger = logging.getLogger(__name__)

OTHER, NONE = "other", "none"
OUTCOMES = ("answered", "busy", "failed", "limited", "refused")
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_NOT_UNDERSTOOD = {
    "utter_did_you_mean": "did_you_mean",
    "utter_say_it_differently": "say_it_differently",
    "utter_say_it_in_english": "say_it_in_english",
    "utter_still_not_understood": "people",
}
_TOPIC = "utter_faq/"

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
MESSAGES = Counter("guide_messages", "Messages from people, by channel.", ["channel"], registry=REGISTRY)
LABELS = Counter("guide_labels", "What messages were taken for: intents, and topics of questions.", ["label"], registry=REGISTRY)
NOT_UNDERSTOOD = Counter(
    "guide_not_understood", "Replies to a message that was not understood, by how.", ["reply"], registry=REGISTRY
)
RESULTS = Counter(
    "guide_results",
    "Results given, anew whenever one changed, by subject and process.",
    ["subject", "process"],
    registry=REGISTRY,
)
STARTED = Counter("guide_conversations_started", "Conversations begun, or begun again.", registry=REGISTRY)
STOPPED = Counter(
    "guide_conversations_expired",
    "Conversations deleted because idle, by the question that was open.",
    ["question"],
    registry=REGISTRY,
)
DELETED = Counter("guide_conversations_deleted", "Conversations deleted because somebody asked.", registry=REGISTRY)
REPLY_SECONDS = Histogram(
    "guide_reply_seconds", "From a message to its answer.", ["outcome"], buckets=_SECONDS, registry=REGISTRY
)


class Names:
    """The names that figures may carry."""

    def __init__(self) -> None:
        self.channels: set[str] = set()  # filled by the channels themselves, as they open
        self.labels: frozenset[str] = frozenset()
        self.questions: frozenset[str] = frozenset()

    def learn(self, domain: Domain) -> None:
        """Take from the assistant its intents and topics, and its slots."""
        topics = {name.removeprefix("utter_") for name in domain.responses if name.startswith(_TOPIC)}
        self.labels = frozenset(domain.intents) | topics
        self.questions = frozenset(slot.name for slot in domain.slots)


NAMES = Names()


def _known(name: Any, names: Iterable[str]) -> str:
    return str(name) if name in names else OTHER


def observe(seconds: float, outcome: str) -> None:
    """Count an answer of a door: how long it took, and which of ``OUTCOMES`` it was."""
    REPLY_SECONDS.labels(_known(outcome, OUTCOMES)).observe(seconds)


def expired(question: str | None) -> None:
    """Count a conversation that was idle too long, by the slot asked for at its end."""
    STOPPED.labels(NONE if question is None else _known(question, NAMES.questions)).inc()


def deleted() -> None:
    """Count a conversation that somebody had deleted."""
    DELETED.inc()


def count(event: dict[str, Any]) -> None:
    """Count a stored event. One that is not as expected counts as far as it can be read."""
    kind = event.get("event")
    if kind == "user":
        MESSAGES.labels(_known(event.get("input_channel"), NAMES.channels)).inc()
        LABELS.labels(_known(_label(event.get("parse_data") or {}), NAMES.labels)).inc()
    elif kind == "session_started":
        STARTED.inc()
    elif kind == "bot":
        if how := _NOT_UNDERSTOOD.get((event.get("metadata") or {}).get("utter_action") or ""):
            NOT_UNDERSTOOD.labels(how).inc()
        custom = (event.get("data") or {}).get("custom") or {}
        if found := (custom.get("guide") or {}).get("determination"):
            subject = found.get("subject")
            RESULTS.labels(NONE if subject is None else _known(subject, SUBJECTS), process_of(found)).inc()


def _label(parsed: dict[str, Any]) -> str | None:
    """The intent, or for a question its topic: "faq/certificate"."""
    intent: str | None = (parsed.get("intent") or {}).get("name")
    if intent != "faq":
        return intent
    chosen = [e.get("value") for e in parsed.get("entities") or [] if e.get("entity") == "topic"]
    key = ((parsed.get("response_selector") or {}).get("faq") or {}).get("response", {}).get("intent_response_key")
    return f"faq/{chosen[0]}" if chosen else key or intent


def process_of(found: dict[str, Any]) -> str:
    """The process that a determination (as data) leads to."""
    if found.get("signpost"):
        return "another_way"
    if (found.get("appeal") or {}).get("possible"):
        return "appeal"
    if (found.get("mediation") or {}).get("applies"):
        return "mediation"
    if (found.get("disagreement_resolution") or {}).get("applies"):
        return "disagreement_resolution"
    return "not_known_yet"


class CountingBroker(EventBroker):
    """Counts the events that Rasa would send to another system, and sends none."""

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig, event_loop: AbstractEventLoop | None = None
    ) -> CountingBroker:
        return cls()

    def publish(self, event: dict[str, Any]) -> None:
        """Count an event. Figures never cost anybody an answer, so an odd event is only logged."""
        try:
            count(event)
        except Exception as error:
            logger.error("An event could not be counted (%s).", type(error).__name__)
