"""The page's channel: it serves the page, takes what people send, and gives back what the guide said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.wording import phrase
from channels.page.view import TEXT_PAGES, View
from channels.web.assets import Assets
from channels.web.bodies import BadRequest, read_form, read_json
from channels.web.door import LETTER_BYTES, MESSAGE_BYTES, Handler, Refused, WebDoor, embedded
from channels.web.headers import security_headers
from channels.web.outside import look_after_the_rest
from channels.web.pages import Pages
from channels.web.said import CannotUse, Said, nothing_said, read_answer, read_change, read_date, read_message
from channels.web.sessions import Session, Sessions
from channels.web.settings import secret, settings
from channels.web.stored import Conversation
from councils import councils
from councils.look import stylesheet
from engine.life import attach
from engine.store import StoreTrouble

BASE = "/send-guide"
BUILT = Path("build/page")
FORGOT = "forgot"  # in the address after a message to a conversation that was gone
TEMPLATES = Path(__file__).parent / "templates"


class GuidePage(InputChannel):
    """The channel ``guide_page``, at ``/send-guide``."""

    @classmethod
    def name(cls) -> str:
        return "guide_page"

    def url_prefix(self) -> str:
        return BASE

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        routes = _Page(on_new_message).routes()
        attach(routes, self.name())
        return routes


class _Page(WebDoor):
    base, cookie, channel = BASE, "guide_session", GuidePage.name()

    def __init__(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        chosen = settings()
        council = councils().get(chosen.council or "")
        embed_on = council.embed_on if council else ()
        assets = Assets(BASE, BUILT, ("page.css", "page.js", "embed.js"), {"look.css": stylesheet(council)})
        pages = Pages([TEMPLATES], assets, BASE, {"council": council, "keep_hours": chosen.keep_hours})
        sessions = Sessions(secret(), "page")
        # Lax: a link to the guide in an e-mail or on another site leads back to the talk. Posts need the form's token and their
        # origin anyway. In a frame on another site a cookie needs leave to be sent, and gets a jar of its own there.
        framed = "SameSite=None; Partitioned" if embed_on and chosen.secure else "SameSite=Lax"
        super().__init__(on_new_message, chosen, sessions, pages, security_headers(chosen.secure, embed_on), framed)
        self.view = View(pages, sessions, chosen.keep_hours)

    def routes(self) -> Blueprint:
        """All routes of the page."""
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
            routes.add_route(self.guarded(handler), uri, methods=["GET", "HEAD"], name=f"show {uri}")
        for uri, handler in taken.items():
            routes.add_route(self.guarded(handler), uri, methods=["POST"], stream=True, name=f"take {uri}")
        look_after_the_rest(routes, BASE, self.headers)
        return routes

    # What people look at.

    async def show(self, request: Request) -> HTTPResponse:
        """The page, with the talk so far."""
        session = self._any_session(request)
        conversation = await self.conversation(request, session)
        if request.args.get(FORGOT) and conversation.turns:
            self.view.say_forgotten(conversation)
        return self.with_cookie(self.view.page(session, conversation, embedded(request)), session)

    def show_text_page(self, name: str) -> Handler:
        """One of the pages about the guide."""

        async def show(request: Request) -> HTTPResponse:
            return self.view.text_page(name, embedded(request))

        return show

    async def take_away(self, request: Request, name: str) -> HTTPResponse:
        """A summary, calendar file or letter of this conversation."""
        conversation = await self.conversation(request, self._any_session(request))
        return self.view.take_away(name, conversation, embedded(request)) or await self.nothing_here(request)

    # What people send.

    async def take_message(self, request: Request) -> HTTPResponse:
        """A message, a suggested answer, a date or a wish to change a fact, as JSON."""
        return await self._take_json(request, MESSAGE_BYTES)

    async def take_letter(self, request: Request) -> HTTPResponse:
        """The same for long texts, as JSON."""
        return await self._take_json(request, LETTER_BYTES)

    async def take_form(self, request: Request) -> HTTPResponse:
        """The same as a form, for browsers without JavaScript: the page is shown anew."""
        fields: dict[str, Any] = dict(await read_form(request, LETTER_BYTES))
        if "date_of" in fields:
            fields["date"] = {"of": fields.pop("date_of"), **fields}
        try:
            session = self.known_session(request, fields.pop("token", None))
        except BadRequest as error:
            if not self.is_own_site(request):
                raise
            # The page was open for too long: what was typed is given back on a new one.
            session = self._any_session(request)
            refused = Refused(error.status, "message", phrase(error.says))
            conversation = await self._conversation_or_none(request, session)
            return self.with_cookie(self.view.page(session, conversation, embedded(request), refused, fields), session)
        try:
            conversation = await self.say(request, session, lambda: self._read(request, session, fields))
        except Refused as refused:
            conversation = await self._conversation_or_none(request, session)
            return self.view.page(session, conversation, embedded(request), refused, fields)
        marks = [mark for mark, there in (("embedded", embedded(request)), (FORGOT, forgotten(fields, conversation))) if there]
        return self.see_other(("?" if marks else "") + "&".join(f"{mark}=1" for mark in marks) + "#latest")

    async def delete(self, request: Request) -> HTTPResponse:
        """Delete the conversation at once; the browser gets a new session."""
        fields = await read_form(request, MESSAGE_BYTES)
        await self.forget(request, self.known_session(request, fields.get("token")))
        return self.with_cookie(self.see_other(f"/deleted{'?embedded=1' if embedded(request) else ''}"), self.sessions.mint())

    async def _take_json(self, request: Request, most: int) -> HTTPResponse:
        sent = await read_json(request, most)
        session = self.known_session(request, request.headers.get("x-guide-token"))
        try:
            conversation = await self.say(request, session, lambda: self._read(request, session, sent))
        except Refused as refused:
            current = await self.conversation(request, session) if refused.status == 422 else None
            return self.view.error(session, current, embedded(request), refused, sent)
        if forgotten(sent, conversation):
            self.view.say_forgotten(conversation)
        return self.with_cookie(self.view.news(session, conversation, embedded(request)), session)

    async def _read(self, request: Request, session: Session, sent: Mapping[str, Any]) -> Said:
        if "message" in sent:
            return await read_message(sent["message"])
        conversation: Conversation = await self.conversation(request, session)
        if "answer" in sent:
            # The greeting's may be chosen for ever: another tab still shows them when the talk has begun.
            greeting = self.view.greeting_answers()
            return read_answer(sent["answer"], conversation, greeting, lambda p: self.sessions.answer_id(session, p))
        if "date" in sent:
            return read_date(sent["date"], conversation)
        if "change" in sent:
            return read_change(sent["change"], self.view.changeable(conversation))
        raise CannotUse("message", nothing_said())

    async def _conversation_or_none(self, request: Request, session: Session) -> Conversation:
        """The conversation, an empty one where the store does not work: the form is given back all the same."""
        try:
            return await self.conversation(request, session)
        except StoreTrouble:
            return Conversation([], [], {}, None)

    def _any_session(self, request: Request) -> Session:
        """The browser's session, or a new one."""
        return self.session(request) or self.sessions.mint()


def forgotten(sent: Mapping[str, Any], conversation: Conversation) -> bool:
    """Whether the browser shows a talk of which only the last message is left: the rest was deleted meanwhile."""
    return bool(sent.get("begun")) and sum(turn.who == "you" for turn in conversation.turns) == 1
