"""The page's channel: it serves the page, takes what people send, and gives back what the guide said."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.wording import phrase
from channels.page.view import TEXT_PAGES, View
from channels.web.assets import Assets
from channels.web.bodies import BadRequest, read_form, read_json, same_origin
from channels.web.headers import security_headers
from channels.web.limiting import RateLimits
from channels.web.said import CannotUse, Said, read_answer, read_change, read_date, read_message
from channels.web.sessions import Session, Sessions
from channels.web.settings import secret, settings
from channels.web.stored import Conversation, read_conversation
from channels.web.talking import NotAnswered, Talking
from councils import councils
from councils.look import stylesheet
from engine import prepare

BASE = "/send-guide"
COOKIE = "guide_session"
BUILT = Path("build/page")
MESSAGE_BYTES, LETTER_BYTES = 4_096, 130_000  # a letter of 20,000 characters, each of which a form may write as %E2%80%99
WAIT_WHEN_BUSY = 30  # seconds

logger = logging.getLogger(__name__)
Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]


class GuidePage(InputChannel):
    """The channel ``guide_page``, at ``/send-guide``."""

    @classmethod
    def name(cls) -> str:
        return "guide_page"

    def url_prefix(self) -> str:
        return BASE

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        prepare()
        return _Page(on_new_message).routes()


class _Page:
    def __init__(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        self.settings = settings()
        self.council = councils().get(self.settings.council or "")
        self.sessions = Sessions(secret(), "page")
        self.limits = RateLimits(self.settings)
        self.talking = Talking(on_new_message, GuidePage.name())
        made = {"look.css": stylesheet(self.council)}
        self.assets = Assets(BASE, BUILT, ("page.css", "page.js", "embed.js"), made)
        self.view = View(BASE, self.assets, self.council, self.settings, self.sessions)
        embed_on = self.council.embed_on if self.council else ()
        self.headers = security_headers(self.settings.secure, embed_on)
        self.embedded_elsewhere = bool(embed_on) and self.settings.secure

    def routes(self) -> Blueprint:
        routes = Blueprint(GuidePage.name())
        shown: dict[str, Handler] = {
            "/": self.show,
            "/take-away/<name:path>": self.take_away,
            "/static/<version:str>/<name:str>": self.static,
            "/<rest:path>": self.nothing_here,
        }
        shown |= {f"/{name}": self.show_text_page(name) for name in TEXT_PAGES}
        taken: dict[str, Handler] = {
            "/": self.take_form,
            "/say": self.take_message,
            "/letter": self.take_letter,
            "/delete": self.delete,
        }
        for uri, handler in shown.items():
            routes.add_route(self._guarded(handler), uri, name=f"show {uri}")
        for uri, handler in taken.items():
            routes.add_route(self._guarded(handler), uri, methods=["POST"], stream=True, name=f"take {uri}")
        return routes

    def _guarded(self, handler: Handler) -> Handler:
        """The handler with the headers of every answer, and words for whatever goes wrong."""

        @wraps(handler)
        async def guarded(request: Request, **parts: str) -> HTTPResponse:
            try:
                response = await handler(request, **parts)
            except BadRequest as error:
                response = self.view.problem(error.status, phrase(f"utter_door_{error.says}"), _wants_json(request))
            except Exception as error:
                logger.error("The page could not be shown (%s).", type(error).__name__)
                response = self.view.problem(503, phrase("utter_trouble"), _wants_json(request), WAIT_WHEN_BUSY)
            for name, value in self.headers.items():
                response.headers.setdefault(name, value)
            return response

        return guarded

    # What people look at.

    async def show(self, request: Request) -> HTTPResponse:
        """The page, with the talk so far."""
        session = self._session(request)
        conversation = await read_conversation(_agent(request), session.sender)
        return self._with_cookie(self.view.page(session, conversation, _embedded(request)), session)

    def show_text_page(self, name: str) -> Handler:
        """One of the pages about the guide."""

        async def show(request: Request) -> HTTPResponse:
            return self.view.text_page(name, _embedded(request))

        return show

    async def take_away(self, request: Request, name: str) -> HTTPResponse:
        """A summary, calendar file or letter of this conversation."""
        session = self._session(request)
        conversation = await read_conversation(_agent(request), session.sender)
        return self.view.take_away(name, conversation, _embedded(request)) or await self.nothing_here(request)

    async def static(self, request: Request, version: str, name: str) -> HTTPResponse:
        """A style or a script."""
        asset = self.assets.find(name)
        if asset is None:
            return await self.nothing_here(request)
        for_ever = version == self.assets.version
        cache = "public, max-age=31536000, immutable" if for_ever else "no-cache"
        other_sites = {"Cross-Origin-Resource-Policy": "cross-origin"} if name == "embed.js" else {}
        return HTTPResponse(body=asset.content, content_type=asset.content_type, headers={"Cache-Control": cache, **other_sites})

    async def nothing_here(self, request: Request, **parts: str) -> HTTPResponse:
        """For addresses that are none; the page's own with a slash behind it is the page."""
        if parts.get("rest") == "":
            return HTTPResponse(status=301, headers={"Location": BASE})
        return self.view.problem(404, phrase("utter_door_no_such_page"), _wants_json(request))

    # What people send.

    async def take_message(self, request: Request) -> HTTPResponse:
        """A message, a suggested answer, a date or a wish to change a fact, as JSON."""
        return await self._take_json(request, MESSAGE_BYTES)

    async def take_letter(self, request: Request) -> HTTPResponse:
        """The same for long texts, as JSON."""
        return await self._take_json(request, LETTER_BYTES)

    async def take_form(self, request: Request) -> HTTPResponse:
        """The same as a form, for browsers without JavaScript: the page is shown anew."""
        if not same_origin(request, self.settings.address):
            raise BadRequest(403, "other_site")
        fields: dict[str, Any] = dict(await read_form(request, LETTER_BYTES))
        session = self._known_session(request, fields.pop("token", None))
        if "date_of" in fields:
            fields["date"] = {"of": fields.pop("date_of"), **fields}
        try:
            await self._say(request, session, fields)
        except _Refused as refused:
            conversation = await read_conversation(_agent(request), session.sender)
            return self.view.page(session, conversation, _embedded(request), refused.error, fields, refused.status, refused.wait)
        return HTTPResponse(status=303, headers={"Location": f"{BASE}{'?embedded=1' if _embedded(request) else ''}#latest"})

    async def delete(self, request: Request) -> HTTPResponse:
        """Delete the conversation at once; the browser gets a new session."""
        if not same_origin(request, self.settings.address):
            raise BadRequest(403, "other_site")
        fields = await read_form(request, MESSAGE_BYTES)
        session = self._known_session(request, fields.get("token"))
        agent = _agent(request)
        async with agent.lock_store.lock(session.sender):
            await agent.tracker_store.delete(session.sender)
        response = HTTPResponse(status=303, headers={"Location": f"{BASE}/deleted"})
        return self._with_cookie(response, self.sessions.mint())

    async def _take_json(self, request: Request, most: int) -> HTTPResponse:
        if not same_origin(request, self.settings.address):
            raise BadRequest(403, "other_site")
        sent = await read_json(request, most)
        session = self._known_session(request, request.headers.get("x-guide-token"))
        try:
            conversation = await self._say(request, session, sent)
        except _Refused as refused:
            current = await read_conversation(_agent(request), session.sender) if refused.status == 422 else None
            return self.view.error(session, current, refused.error, sent, refused.status, refused.wait)
        return self._with_cookie(self.view.news(session, conversation), session)

    async def _say(self, request: Request, session: Session, sent: Mapping[str, Any]) -> Conversation:
        """Have the guide answer what was sent; the conversation after it."""
        if wait := self.limits.wait(session.sender, request.remote_addr or request.ip):
            raise _Refused(429, None, phrase("utter_door_too_often", seconds=wait), wait)
        agent = _agent(request)
        try:
            said = await self._read(agent, session, sent)
            await self.talking.say(session.sender, said.text, said.shown)
        except CannotUse as error:
            raise _Refused(422, error.field, error.text) from None
        except NotAnswered as error:
            text = phrase("utter_door_busy" if error.busy else "utter_trouble")
            raise _Refused(503, None, text, WAIT_WHEN_BUSY) from None
        return await read_conversation(agent, session.sender)

    async def _read(self, agent: Any, session: Session, sent: Mapping[str, Any]) -> Said:
        if "message" in sent:
            return await read_message(sent["message"])
        conversation = await read_conversation(agent, session.sender)
        if "answer" in sent:
            greeting = self.view.greeting_answers() if conversation.tracker is None else {}
            return read_answer(sent["answer"], conversation, greeting, lambda p: self.sessions.answer_id(session, p))
        if "date" in sent:
            return read_date(sent["date"], conversation)
        if "change" in sent:
            return read_change(sent["change"], self.view.changeable(conversation))
        raise CannotUse("message", phrase("utter_door_empty"))

    # Sessions.

    def _session(self, request: Request) -> Session:
        """The browser's session, or a new one."""
        return self.sessions.read(request.cookies.get(COOKIE)) or self.sessions.mint()

    def _known_session(self, request: Request, token: str | None) -> Session:
        """The browser's session, where the form is its own.

        Raises:
            BadRequest: the form belongs to another session, or there is none.
        """
        session = self.sessions.read(request.cookies.get(COOKIE))
        if session is None or not self.sessions.is_token(session, token):
            raise BadRequest(403, "old_page")
        return session

    def _with_cookie(self, response: HTTPResponse, session: Session) -> HTTPResponse:
        """A frame on another site gets a cookie of its own there, over https; otherwise it never leaves this site."""
        site = "SameSite=None; Partitioned" if self.embedded_elsewhere else "SameSite=Strict"
        safe = "; Secure" if self.settings.secure else ""
        age = self.settings.keep_hours * 3600
        response.headers["Set-Cookie"] = f"{COOKIE}={session.cookie}; Path={BASE}; Max-Age={age}; HttpOnly; {site}{safe}"
        return response


class _Refused(Exception):
    """A message was not taken: HTTP status, the field it is about, words for the person, seconds to wait (0: none)."""

    def __init__(self, status: int, field: str | None, text: str, wait: int = 0) -> None:
        super().__init__(text)
        self.status, self.wait = status, wait
        self.error = {"field": field, "text": text}


def _agent(request: Request) -> Any:
    app: Sanic = request.app
    return app.ctx.agent


def _embedded(request: Request) -> bool:
    return bool(request.args.get("embedded"))


def _wants_json(request: Request) -> bool:
    return "json" in request.headers.get("accept", "") or request.path.endswith(("/say", "/letter"))
