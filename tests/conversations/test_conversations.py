"""Every conversation of this folder (``*.yml``) holds. How they are written: docs/testing-conversations.md."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tools.player.playing import Played, transcript
from tools.player.script import Conversation


def test_conversation(conversation: Conversation, play_once: Callable[[Conversation], Played]) -> None:
    played = play_once(conversation)
    if played.failure:
        pytest.fail(f"{played.failure}\n\n{transcript(played)}", pytrace=False)
