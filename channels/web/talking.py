"""The way to the guide: a message goes in, and within some seconds it is answered, or it is known that it is not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

MOST_AT_ONCE = 60  # messages under way; further ones are sent away at once, with words

logger = logging.getLogger(__name__)


class NotAnswered(Exception):
    """The guide could not answer. ``busy``: it was not even asked."""

    def __init__(self, busy: bool) -> None:
        super().__init__("busy" if busy else "no answer")
        self.busy = busy


class Talking:
    """Sends what people say to Rasa."""

    def __init__(
        self,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        door: str,
        seconds: float,
        most_at_once: int = MOST_AT_ONCE,
    ) -> None:
        """``door`` is the channel's name: it chooses the variations of responses. ``seconds``: how long an answer may take."""
        self._send, self._door, self._seconds, self._most = on_new_message, door, seconds, most_at_once
        self._under_way = 0
        self._output = type("Output", (CollectingOutputChannel,), {"name": classmethod(lambda cls: door)})

    async def say(self, sender: str, text: str, shown: str | None = None) -> None:
        """Have a message answered; the answer is in the store then.

        Args:
            sender: the conversation.
            text: what was said, or the payload of a suggested answer.
            shown: how it is shown in the talk, where that is not the text.

        Raises:
            NotAnswered: too many messages are under way, it took too long, or something failed.
        """
        if self._under_way >= self._most:
            raise NotAnswered(busy=True)
        output = self._output()
        metadata = {"shown": shown} if shown else None
        message = UserMessage(text, output, sender, input_channel=self._door, metadata=metadata)
        self._under_way += 1
        try:
            await asyncio.wait_for(self._send(message), self._seconds)
        except Exception as error:
            logger.error("A message could not be answered (%s).", type(error).__name__)
            raise NotAnswered(busy=False) from None
        finally:
            self._under_way -= 1
        if not output.messages:
            raise NotAnswered(busy=False)
