"""A port for those who run the guide: ``/metrics`` (Prometheus), ``/health`` (alive) and ``/ready`` (can answer people).

Off unless ``GUIDE_METRICS_PORT`` is set; on this machine only unless ``GUIDE_METRICS_HOST`` says otherwise. It answers from
Rasa's own event loop: when that is stuck, so is ``/health``, which is what a supervisor has to notice.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from rasa.core.agent import Agent

from engine.metrics import REGISTRY
from engine.store import GuideTrackerStore, StoreTrouble

PORT, HOST = "GUIDE_METRICS_PORT", "GUIDE_METRICS_HOST"
THIS_MACHINE = "127.0.0.1"
CHECK_SECONDS = 3.0

logger = logging.getLogger(__name__)


def problem() -> str | None:
    """What is wrong with the settings, in one line; None where all is well."""
    port, host = os.environ.get(PORT), os.environ.get(HOST)
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        return f"{PORT}: {port!r} is not a port between 1 and 65535"
    try:
        ipaddress.ip_address(host or THIS_MACHINE)
    except ValueError:
        return f"{HOST}: {host!r} is not an IP address like 127.0.0.1"
    return None


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
    port = os.environ.get(PORT)
    if not port:
        return None
    runner = web.AppRunner(application(agent), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, os.environ.get(HOST) or THIS_MACHINE, int(port)).start()
    except OSError as error:
        logger.error("The port for figures (%s) cannot be opened: %s.", PORT, error.strerror)
        await runner.cleanup()
        return None
    return runner
