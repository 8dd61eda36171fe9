"""What the web doors do alike: know their sessions, refuse what is not theirs, have messages answered, never without words."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import wraps
from typing import Any

from rasa.core.channels.channel import UserMessage
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.wording import phrase
from channels.web.bodies import BadRequest, same_origin
from channels.web.limiting import RateLimits
from channels.web.pages import Pages
from channels.web.said import CannotUse, Said
from channels.web.sessions import Session, Sessions
from channels.web.settings import Settings
from channels.web.stored import Conversation, read_conversation
from channels.web.talking import NotAnswered, Talking
from engine import metrics
from engine.store import forget

MESSAGE_BYTES, LETTER_BYTES = 4_096, 130_000  # a letter of 20,000 characters, of which a form writes many as three or more
WAIT_WHEN_BUSY = 30  # seconds

logger = logging.getLogger(__name__)
Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]


class Refused(Exception):
    """A message was not taken: HTTP status, the field it is about, words for the person, seconds to wait (0: none).

    ``busy``: it was not even tried, as too many others were under way.
    """

    def __init__(self, status: int, field: str | None, text: str, wait: int = 0, busy: bool = False) -> None:
        super().__init__(text)
        self.status, self.wait, self.busy = status, wait, busy
        self.error = {"field": field, "text": text}


class WebDoor:
    """The base of the page's and the desk's door."""

    base: str
    cookie: str
    channel: str
    session_rate: str | None = None  # where it is not that of the settings
    cookie_seconds: int | None = None  # how long the browser keeps the cookie, where not as long as conversations are kept

    def __init__(
        self,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        settings: Settings,
        sessions: Sessions,
        pages: Pages,
        headers: Mapping[str, str],
        same_site: str = "SameSite=Strict",
    ) -> None:
        """``headers`` go with every answer; ``same_site`` says where the cookie may be sent from."""
        self.settings, self.sessions, self.pages, self.headers = settings, sessions, pages, headers
        self._same_site = same_site
        self._limits = RateLimits(settings, self.session_rate)
        self._talking = Talking(on_new_message, self.channel, settings.answer_seconds)

    def guarded(self, handler: Handler) -> Handler:
        """The handler with the headers of every answer, and words for whatever goes wrong."""

        @wraps(handler)
        async def guarded(request: Request, **parts: str) -> HTTPResponse:
            try:
                response = await handler(request, **parts)
            except BadRequest as error:
                response = self.problem(request, error.status, phrase(error.says))
            except Exception as error:
                logger.error("A page could not be shown (%s).", type(error).__name__)
                response = self.problem(request, 503, phrase("utter_trouble"), WAIT_WHEN_BUSY)
            for name, value in self.headers.items():
                response.headers.setdefault(name, value)
            return response

        return guarded

    async def static(self, request: Request, version: str, name: str) -> HTTPResponse:
        """A style or a script."""
        asset = self.pages.assets.find(name)
        if asset is None:
            return await self.nothing_here(request)
        for_ever = version == self.pages.assets.version
        cache = "public, max-age=31536000, immutable" if for_ever else "no-cache"
        other_sites = {"Cross-Origin-Resource-Policy": "cross-origin"} if name == "embed.js" else {}
        return HTTPResponse(body=asset.content, content_type=asset.content_type, headers={"Cache-Control": cache, **other_sites})

    async def nothing_here(self, request: Request, **parts: str) -> HTTPResponse:
        """For addresses that are none; the door's own with a slash behind it is the door."""
        if parts.get("rest") == "":
            return self.see_other("", 301)
        return self.problem(request, 404, phrase("utter_door_no_such_page"))

    def problem(self, request: Request, status: int, text: str, wait: int = 0) -> HTTPResponse:
        """Words for what went wrong, for a person or for a script."""
        if wants_json(request):
            return self.pages.refusal({"text": text, "field": None}, status, wait)
        return self.pages.problem(status, text, embedded(request), wait)

    def see_other(self, path: str, status: int = 303) -> HTTPResponse:
        """Send the browser to another page of this door."""
        return HTTPResponse(status=status, headers={"Location": f"{self.base}{path}"}, content_type="text/plain; charset=utf-8")

    # Messages.

    async def say(
        self,
        request: Request,
        session: Session,
        read: Callable[[], Coroutine[Any, Any, Said]],
    ) -> Conversation:
        """Have the guide answer what was sent, which ``read`` makes out; the conversation after it.

        Raises:
            Refused: it was not taken or not answered.
        """
        start = time.perf_counter()
        outcome = "failed"
        try:
            conversation = await self._say(request, session, read)
            outcome = "answered"
        except Refused as refused:
            outcome = {429: "limited", 422: "refused"}.get(refused.status, "busy" if refused.busy else "failed")
            raise
        finally:
            metrics.observe(time.perf_counter() - start, outcome)
        return conversation

    async def _say(self, request: Request, session: Session, read: Callable[[], Coroutine[Any, Any, Said]]) -> Conversation:
        if wait := self._limits.wait(session.sender, address_of(request)):
            raise Refused(429, None, phrase("utter_door_too_often", seconds=wait), wait)
        try:
            said = await read()
            await self._talking.say(session.sender, said.text, said.shown)
        except CannotUse as error:
            raise Refused(422, error.field, error.text) from None
        except NotAnswered as error:
            text = phrase("utter_door_busy" if error.busy else "utter_trouble")
            raise Refused(503, None, text, WAIT_WHEN_BUSY, error.busy) from None
        return await self.conversation(request, session)

    async def conversation(self, request: Request, session: Session) -> Conversation:
        """The conversation so far."""
        return await read_conversation(request.app.ctx.agent, session.sender)

    async def forget(self, request: Request, session: Session) -> None:
        """Delete a conversation at once.

        Raises:
            BadRequest: this address or session has asked for too much.
        """
        if self._limits.wait(session.sender, address_of(request)):
            raise BadRequest(429, "utter_door_too_much")
        await forget(request.app.ctx.agent, session.sender)

    # Sessions.

    def session(self, request: Request) -> Session | None:
        """The browser's session, None where it has none of ours."""
        return self.sessions.read(request.cookies.get(self.cookie))

    def known_session(self, request: Request, token: str | None) -> Session:
        """The browser's session, where the form is its own.

        Raises:
            BadRequest: it comes from another site, belongs to another session, or there is none.
        """
        self.own_site(request)
        session = self.session(request)
        if session is None or not self.sessions.is_token(session, token):
            raise BadRequest(403, "utter_door_old_page")
        return session

    def is_own_site(self, request: Request) -> bool:
        """Whether a request was made by a page of this site, or by none."""
        return same_origin(request, self.settings.address)

    def own_site(self, request: Request) -> None:
        """Raises BadRequest where a request was made by a page of another site."""
        if not self.is_own_site(request):
            raise BadRequest(403, "utter_door_other_site")

    def with_cookie(self, response: HTTPResponse, session: Session | None) -> HTTPResponse:
        """The answer with the session's cookie; with None it is taken away."""
        age = (self.cookie_seconds or self.settings.keep_hours * 3600) if session else 0
        value = session.cookie if session else ""
        safe = "; Secure" if self.settings.secure else ""
        response.headers["Set-Cookie"] = (
            f"{self.cookie}={value}; Path={self.base}; Max-Age={age}; HttpOnly; {self._same_site}{safe}"
        )
        return response


def address_of(request: Request) -> str:
    """The address a request comes from; a proxy's word for it counts only where Sanic is told of proxies."""
    return str(request.remote_addr or request.ip)


def embedded(request: Request) -> bool:
    """Whether the page is shown in a frame."""
    return bool(request.args.get("embedded"))


def wants_json(request: Request) -> bool:
    """Whether the answer is for a script."""
    headers = request.headers
    return "json" in headers.get("accept", "") or "json" in headers.get("content-type", "") or "x-guide-token" in headers
