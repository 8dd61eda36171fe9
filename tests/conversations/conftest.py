"""What the tests of conversations share: the conversations, and each played once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest

from tools.player.guide_server import GuideServer
from tools.player.playing import Played, play
from tools.player.script import Conversation, ScriptError, read_conversations

PlayOnce = Callable[[Conversation], Played]


@lru_cache(maxsize=1)
def _conversations() -> list[Conversation]:
    try:
        return read_conversations()
    except ScriptError as error:
        pytest.fail(str(error), pytrace=False)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a ``conversation`` is run for each."""
    if "conversation" in metafunc.fixturenames:
        metafunc.parametrize("conversation", _conversations(), ids=lambda c: c.title)


@pytest.fixture(scope="session")
def conversations() -> list[Conversation]:
    """All conversations."""
    return _conversations()


@pytest.fixture(scope="session")
def play_once(guide: GuideServer) -> PlayOnce:
    """Plays a conversation, or gives what came of it if it was played before in this run."""
    done: dict[str, Played] = {}

    def play_or_recall(conversation: Conversation) -> Played:
        if conversation.name not in done:
            done[conversation.name] = play(conversation, guide)
        return done[conversation.name]

    return play_or_recall
