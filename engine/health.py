"""A port for those who run the guide: ``/metrics`` (Prometheus), ``/health`` (alive) and ``/ready`` (can answer people).

Off unless ``GUIDE_METRICS_PORT`` is set; on this machine only unless ``GUIDE_METRICS_HOST`` says otherwise. It answers from
Rasa's own event loop: when that is stuck, so is ``/health``, which is what a supervisor has to notice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from rasa.core.agent import Agent

from engine.metrics import REGISTRY
from engine.settings import PORT, figures_address
from engine.store import GuideTrackerStore, StoreTrouble

CHECK_SECONDS = 3.0

logger = logging.getLogger(__name__)


async def checks(agent: Agent) -> dict[str, bool]:
    """What the guide needs for an answer, and whether each works now."""
    store, actions = await asyncio.gather(_in_time(_store_works(agent)), _in_time(_actions_answer(agent)))
    return {"model": agent.is_ready(), "store": store, "actions": actions}


async def _in_time(check: Coroutine[Any, Any, bool]) -> bool:
    try:
        return await asyncio.wait_for(check, CHECK_SECONDS)
    except (TimeoutError, StoreTrouble, aiohttp.ClientError, OSError):
        return False


async def _store_works(agent: Agent) -> bool:
    # Rasa takes a store in memory, with only a warning, where the one named in endpoints.yml cannot be imported.
    if not isinstance(agent.tracker_store, GuideTrackerStore):
        return False
    await agent.tracker_store.exists("")
    return True


async def _actions_answer(agent: Agent) -> bool:
    if agent.action_endpoint is None:
        return False
    url = urlunsplit(urlsplit(agent.action_endpoint.url)._replace(path="/health", query=""))
    async with aiohttp.ClientSession() as session, session.get(url) as reply:
        return bool(reply.status == 200)


def application(agent: Agent) -> web.Application:
    """The three addresses."""

    async def metrics(request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def health(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(request: web.Request) -> web.Response:
        found = await checks(agent)
        return web.json_response(found, status=200 if all(found.values()) else 503)

    app = web.Application()
    app.add_routes([web.get("/metrics", metrics), web.get("/health", health), web.get("/ready", ready)])
    return app


async def start(agent: Agent) -> web.AppRunner | None:
    """Open the port, if one is set. Call the runner's ``cleanup`` to close it."""
    address = figures_address()
    if address is None:
        return None
    runner = web.AppRunner(application(agent), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, *address).start()
    except OSError as error:
        logger.error("The port for figures (%s) cannot be opened: %s.", PORT, error.strerror)
        await runner.cleanup()
        return None
    return runner
