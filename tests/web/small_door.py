"""The page's door in this process, without Rasa behind it: for settings that the running guide does not have, and for trouble."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.run import configure_app
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic

from channels.page import door
from channels.web import door as web_door
from channels.web.talking import Talking
from councils import Council
from tests.patience import PATIENCE
from tools import serve


class Trackers:
    """Conversations in memory; each ``trouble`` is raised instead of the next look at them."""

    def __init__(self) -> None:
        self.all: dict[str, DialogueStateTracker] = {}
        self.trouble: list[Exception] = []

    async def retrieve(self, sender: str) -> DialogueStateTracker | None:
        """The conversation, None where there is none."""
        if self.trouble:
            raise self.trouble.pop()
        return self.all.get(sender)

    async def delete(self, sender: str) -> int:
        """Delete the conversation."""
        return len(self.all.pop(sender).events) if sender in self.all else 0


class Agent:
    """What the door sees of Rasa. ``answer`` answers a message; it may be replaced."""

    def __init__(self) -> None:
        self.tracker_store = Trackers()
        self.lock_store = InMemoryLockStore()
        self.processor = None
        self.answer: Callable[[UserMessage], Awaitable[Any]] = self.repeat

    async def handle_message(self, message: UserMessage) -> None:
        """As Rasa's agent has it."""
        await self.answer(message)

    async def repeat(self, message: UserMessage) -> None:
        """Say what was said."""
        tracker = self.tracker_store.all.setdefault(message.sender_id, DialogueStateTracker.from_events(message.sender_id, []))
        text = f"You said: {message.text}"
        tracker.update(UserUttered(message.text, metadata=message.metadata))
        tracker.update(BotUttered(text))
        await message.output_channel.send_text_message(message.sender_id, text)


class SmallDoor:
    """A door that is open: its ``address``, its ``agent``, its way to it (``talking``), the ``loop`` that it runs in."""

    def __init__(self, address: str, agent: Agent, talking: Talking, loop: asyncio.AbstractEventLoop) -> None:
        self.address, self.agent, self.talking, self.loop = address, agent, talking, loop


@contextmanager
def small_door(monkeypatch: pytest.MonkeyPatch, council: Council | None = None, **settings: str) -> Iterator[SmallDoor]:
    """Open the door with these settings of the environment, for this council, on a free port; at the end close it."""
    given = {
        "GUIDE_SECRET": "another secret that is only for tests",
        "GUIDE_TODAY": "2026-04-23",
        "GUIDE_ANSWER_SECONDS": "60",
        **settings,
    }
    for name in (
        "GUIDE_ADDRESS",
        "GUIDE_COUNCIL",
        "GUIDE_RATE_SESSION",
        "GUIDE_RATE_ADDRESS",
        "GUIDE_RATE_STORE",
        "GUIDE_KEEP_HOURS",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(door, "attach", lambda routes, name: None)  # it would change Rasa for all tests of this process
    if council:
        monkeypatch.setenv("GUIDE_COUNCIL", council.key)
        monkeypatch.setattr(door, "councils", lambda: {council.key: council})
    monkeypatch.setattr(Sanic, "test_mode", True)
    made: list[Talking] = []

    class Known(Talking):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(self)

    monkeypatch.setattr(web_door, "Talking", Known)
    agent = Agent()
    app = configure_app([door.GuidePage()], enable_api=False, use_uvloop=False)
    app.ctx.agent = agent
    port = serve.free_port()
    loop = asyncio.new_event_loop()
    opened, closed = threading.Event(), asyncio.Event()

    async def run() -> None:
        server = await app.create_server(serve.HOST, port, return_asyncio_server=True, access_log=False)
        assert server
        await server.startup()
        await server.before_start()
        await server.start_serving()
        opened.set()
        await closed.wait()
        server.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    assert opened.wait(PATIENCE)
    try:
        yield SmallDoor(f"http://{serve.HOST}:{port}", agent, made[0], loop)
    finally:
        loop.call_soon_threadsafe(closed.set)
        thread.join(PATIENCE)
