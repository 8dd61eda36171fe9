"""What the tests of conversations share: the conversations, and each played once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tools.player.guide_server import GuideServer
from tools.player.playing import Played, play
from tools.player.script import Conversation

PlayOnce = Callable[[Conversation], Played]


@pytest.fixture(scope="session")
def play_once(guide: GuideServer) -> PlayOnce:
    """Plays a conversation, or gives what came of it if it was played before in this run."""
    done: dict[str, Played] = {}

    def play_or_recall(conversation: Conversation) -> Played:
        if conversation.name not in done:
            done[conversation.name] = play(conversation, guide)
        return done[conversation.name]

    return play_or_recall
