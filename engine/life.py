"""What begins and ends with the server: quiet logs, the deletion of idle conversations, the port for figures."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiohttp.web import AppRunner
from rasa.core.agent import Agent
from sanic import Blueprint, Sanic

from engine import expiry, health, metrics, quiet_logs, speed
from engine.settings import keep_hours
from engine.store import GuideTrackerStore, without_fallback

logger = logging.getLogger(__name__)


def attach(routes: Blueprint, channel: str) -> None:
    """Make Rasa ready, and have it all begin and end with the server on which a channel opens.

    Each channel calls it; it happens once.

    Args:
        routes: the channel's blueprint.
        channel: its name, under which its messages are counted.
    """
    speed.prepare()
    metrics.NAMES.channels.add(channel)
    routes.listener(_before_start, "before_server_start")
    routes.listener(_begin, "after_server_start")
    routes.listener(_end, "before_server_stop")


class Running:
    """What runs beside Rasa while it serves."""

    def __init__(self) -> None:
        self._expiry: asyncio.Task[None] | None = None
        self._port: AppRunner | None = None

    async def begin(self, agent: Agent) -> None:
        """Begin, once the agent is loaded."""
        without_fallback(agent)
        if agent.domain:
            # A conversation lasts as long as it is kept, for Rasa too.
            sessions = agent.domain.session_config
            agent.domain.session_config = sessions._replace(session_expiration_time=keep_hours() * 60)
        if agent.domain:
            metrics.NAMES.learn(agent.domain)
        if isinstance(agent.tracker_store, GuideTrackerStore):
            self._expiry = expiry.start(agent.tracker_store)
        else:
            logger.error("Conversations are not kept in the store that endpoints.yml should name, so they are never deleted.")
        self._port = await health.start(agent)

    async def end(self) -> None:
        """End what was begun."""
        if self._expiry:
            self._expiry.cancel()
        if self._port:
            await self._port.cleanup()
        await speed.close()


async def _before_start(app: Sanic, loop: Any) -> None:
    quiet_logs.install()


async def _begin(app: Sanic, loop: Any) -> None:
    if not hasattr(app.ctx, "guide"):
        app.ctx.guide = Running()
        await app.ctx.guide.begin(app.ctx.agent)


async def _end(app: Sanic, loop: Any) -> None:
    if running := getattr(app.ctx, "guide", None):
        del app.ctx.guide
        await running.end()
