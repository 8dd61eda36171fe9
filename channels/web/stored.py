"""A conversation as the store has it, made ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from rasa.core.agent import Agent
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from actions.wording import laid_out


@dataclass(frozen=True)
class Part:
    """A message as plain text, and how much of it is shown at once.

    ``headline``: its first line matters most. ``fold``: only its first line is shown before it is opened. Both come from
    ``domain.yml``.
    """

    text: str
    headline: bool = False
    fold: bool = False

    @property
    def first(self) -> str:
        """The first line, without the colon at its end."""
        return self.text.split("\n", 1)[0].strip(" :")

    @property
    def rest(self) -> str:
        """All lines but the first."""
        return self.text.split("\n", 1)[1] if "\n" in self.text else ""


@dataclass
class Turn:
    """What one side said, message by message."""

    who: Literal["you", "guide"]
    parts: list[Part]
    new: bool = False


@dataclass(frozen=True)
class Offered:
    """A suggested answer."""

    title: str
    payload: str


@dataclass
class Conversation:
    """``turns`` in order; what was ``offered`` last; titles ``ever_offered`` by payload; no ``tracker`` before it begins."""

    turns: list[Turn]
    offered: list[Offered]
    ever_offered: dict[str, str]
    tracker: DialogueStateTracker | None

    @property
    def asked(self) -> str | None:
        """The slot that is being asked for."""
        value: str | None = self.tracker.get_slot("requested_slot") if self.tracker else None
        return value


async def read_conversation(agent: Agent, sender: str) -> Conversation:
    """The conversation so far, empty where there is none."""
    tracker = await agent.tracker_store.retrieve(sender)
    return conversation_of(tracker)


def conversation_of(tracker: DialogueStateTracker | None) -> Conversation:
    """The turns of a tracker. Payloads are shown as the suggested answers that they were."""
    found = Conversation([], [], {}, tracker)
    for event in tracker.events if tracker else ():
        if isinstance(event, UserUttered):
            found.turns.append(Turn("you", [Part(_said(event, found.ever_offered))]))
            found.offered = []
        elif isinstance(event, BotUttered):
            _add_reply(found, event)
    for turn in reversed(found.turns):
        turn.new = True
        if turn.who == "you":
            break
    return found


def _add_reply(found: Conversation, event: BotUttered) -> None:
    if event.text:
        if not found.turns or found.turns[-1].who == "you":
            found.turns.append(Turn("guide", []))
        how = laid_out(str((event.metadata or {}).get("utter_action")))
        headline, fold = how.get("headline") is True, how.get("fold") is True
        texts = [text.strip() for text in event.text.strip().split("\n\n") if text.strip()]
        found.turns[-1].parts += [Part(text, headline and not place, fold) for place, text in enumerate(texts)]
    buttons: list[dict[str, Any]] = (event.data or {}).get("buttons") or []
    for button in buttons:
        offered = Offered(str(button["title"]), str(button["payload"]))
        found.ever_offered[offered.payload] = offered.title
        found.offered.append(offered)


def _said(event: UserUttered, ever_offered: dict[str, str]) -> str:
    shown = (event.metadata or {}).get("shown")
    text = event.text or ""
    return str(shown) if shown else ever_offered.get(text, text)
