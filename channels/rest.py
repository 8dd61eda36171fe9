"""Rasa's REST channel, less its silence: a message of the wrong type is read as text, and an empty answer becomes words.

Personal details are masked before anything is read or kept.

For tests and for programs on the same machine. It believes whatever ``sender`` says, so it must not face the internet.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.request import Request

from actions.wording import phrase
from channels.masking import mask
from engine.life import attach

_PAYLOAD = re.compile(r"/\w+(?:\{.*\})?", re.S)
LONGEST = 20_000  # characters of a message; of a longer one the beginning and the end are read

logger = logging.getLogger(__name__)


class NeverSilentRest(RestInput):
    """The channel ``rest``."""

    def _extract_message(self, req: Request) -> str:
        message = req.json.get("message") if isinstance(req.json, dict) else None
        text = message if isinstance(message, str) else "" if message is None else str(message)
        if len(text) > LONGEST:
            text = text[: LONGEST // 2] + " " + text[-LONGEST // 2 :]
        return text if _PAYLOAD.fullmatch(text) else mask(text)  # a suggested answer holds nothing of its own

    async def _extract_sender(self, req: Request) -> str | None:
        sender = req.json.get("sender") if isinstance(req.json, dict) else None
        return str(sender) if sender else uuid4().hex  # Rasa would put all who give none into one conversation

    def _extract_input_channel(self, req: Request) -> str:
        name: str = self.name()  # whatever the client calls itself
        return name

    def get_metadata(self, request: Request) -> dict[str, Any] | None:
        """None: what a client sends beside its words is not kept."""
        return None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        """Rasa's routes, with a handler that never ends without words. What was said stays out of the log."""

        async def answer(message: UserMessage) -> None:
            kept = getattr(message.output_channel, "messages", None)
            said: list[dict[str, Any]] = kept if isinstance(kept, list) else []  # what is streamed has gone out already
            try:
                await on_new_message(message)
            except (Exception, asyncio.CancelledError) as error:
                logger.error("A message could not be answered (%s).", type(error).__name__)
                said.clear()  # an answer that could not be kept would be forgotten at once
            if isinstance(kept, list) and not any(part.get("text") for part in said):
                await message.output_channel.send_text_message(message.sender_id, phrase("utter_trouble"))

        routes: Blueprint = super().blueprint(answer)
        attach(routes, self.name())
        return routes
