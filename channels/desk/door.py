"""The desk's channel: behind a password, the same guide as a script for staff on the phone. A case is a conversation."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.clock import today
from actions.desk.fields import KEYS, WITHOUT, read_fields
from actions.wording import phrase
from channels.desk.signing_in import SHIFT, SigningIn, desk_password
from channels.desk.view import Asides, View
from channels.web.assets import Assets
from channels.web.bodies import FORM, BadRequest, content_type, read_form, read_json
from channels.web.door import LETTER_BYTES, MESSAGE_BYTES, Handler, Refused, WebDoor, address_of, wants_json
from channels.web.headers import security_headers
from channels.web.pages import Pages
from channels.web.said import CannotUse, Said, nothing_said, read_answer, read_message
from channels.web.sessions import Session, Sessions
from channels.web.settings import secret, settings
from channels.web.stored import Conversation
from councils import councils
from councils.look import stylesheet
from engine.life import attach

BASE = "/desk"
BUILT = Path("build/page")
TEMPLATES = Path(__file__).parent / "templates"
PAGE_TEMPLATES = Path(__file__).parents[1] / "page" / "templates"
_FACT = "fact-"  # before a fact's name in a form


class Desk(InputChannel):
    """The channel ``desk``, at ``/desk``; nothing is there unless a password is set."""

    @classmethod
    def name(cls) -> str:
        return "desk"

    def url_prefix(self) -> str:
        return BASE

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes; none where the desk is off."""
        password = desk_password()
        if password is None:
            return Blueprint(Desk.name())
        routes = _Desk(on_new_message, password).routes()
        attach(routes, self.name())
        return routes


class _Desk(WebDoor):
    base, cookie, channel = BASE, "desk_session", Desk.name()
    session_rate = "120/minute"  # each field is a message
    cookie_seconds = SHIFT

    def __init__(self, on_new_message: Callable[[UserMessage], Awaitable[Any]], password: str) -> None:
        chosen = settings()
        council = councils().get(chosen.council or "")
        assets = Assets(BASE, BUILT, ("desk.css", "desk.js"), {"look.css": stylesheet(council)})
        always = {"council": council, "keep_hours": chosen.keep_hours, "has_help": False}
        pages = Pages([TEMPLATES, PAGE_TEMPLATES], assets, BASE, always)
        # With another password nobody stays signed in.
        sessions = Sessions(sha256(secret() + b"\0" + password.encode()).digest(), "desk")
        super().__init__(on_new_message, chosen, sessions, pages, security_headers(chosen.secure))
        self.view = View(pages, sessions, Asides())
        self.signing_in = SigningIn(password, chosen.rate_store)

    def routes(self) -> Blueprint:
        """All routes of the desk."""
        routes = Blueprint(Desk.name())
        shown: dict[str, Handler] = {
            "/": self.show,
            "/note": self.show_note,
            "/note.txt": self.show_note,
            "/take-away/<name:path>": self.take_away,
            "/static/<version:str>/<name:str>": self.static,
            "/<rest:path>": self.nothing_here,
        }
        taken: dict[str, Handler] = {
            "/": self.take_form,
            "/say": self.take_json,
            "/what-if": self.what_if,
            "/login": self.sign_in,
            "/logout": self.sign_out,
            "/new": self.new_case,
            "/delete": self.delete,
        }
        for uri, handler in shown.items():
            routes.add_route(self.guarded(handler), uri, methods=["GET", "HEAD"], name=f"show {uri}")
        for uri, handler in taken.items():
            routes.add_route(self.guarded(handler), uri, methods=["POST"], stream=True, name=f"take {uri}")
        return routes

    # Signing in and out.

    def session(self, request: Request) -> Session | None:
        """The staff member's session: only who signed in has one, and for a shift from then on."""
        session = super().session(request)
        return session if session and self.sessions.age(session) < SHIFT else None

    async def sign_in(self, request: Request) -> HTTPResponse:
        """Take the password."""
        self.own_site(request)
        fields = await read_form(request, MESSAGE_BYTES)
        address = address_of(request)
        if minutes := self.signing_in.locked_for(address):
            return self.view.login(phrase("utter_desk_locked", minutes=minutes), 429, minutes * 60)
        if not self.signing_in.is_password(fields.get("password", ""), address):
            return self.view.login(phrase("utter_desk_wrong_password"), 403)
        before = super().session(request)  # of a shift that has ended: its case goes on
        return self.with_cookie(self.see_other(""), self.sessions.renew(before) if before else self.sessions.mint())

    async def sign_out(self, request: Request) -> HTTPResponse:
        """Take the browser's cookie away. The case is kept until it is idle too long, but nobody can open it any more."""
        fields = await read_form(request, MESSAGE_BYTES)
        self.known_session(request, fields.get("token"))
        return self.with_cookie(self.see_other(""), None)

    # What staff look at.

    async def show(self, request: Request) -> HTTPResponse:
        """The desk, or the way in."""
        session = self.session(request)
        if session is None:
            return self.view.login()
        return self.view.page(session, await self.conversation(request, session))

    async def show_note(self, request: Request) -> HTTPResponse:
        """The case note, to read and copy or as a file."""
        session = self.session(request)
        if session is None:
            return self.see_other("")
        conversation = await self.conversation(request, session)
        return self.view.note(conversation, as_file=request.path.endswith(".txt"))

    async def take_away(self, request: Request, name: str) -> HTTPResponse:
        """A summary, calendar file or letter of this case."""
        session = self.session(request)
        if session is None:
            return self.see_other("")
        conversation = await self.conversation(request, session)
        return self.view.take_away(name, conversation) or await self.nothing_here(request)

    # What staff send.

    async def new_case(self, request: Request) -> HTTPResponse:
        """Begin another case."""
        fields = await read_form(request, MESSAGE_BYTES)
        session = self.known_session(request, fields.get("token"))
        return self.with_cookie(self.see_other(""), self.sessions.another(session))

    async def delete(self, request: Request) -> HTTPResponse:
        """Delete the case at once, and begin another."""
        fields = await read_form(request, MESSAGE_BYTES)
        session = self.known_session(request, fields.get("token"))
        await self.forget(request, session)
        return self.with_cookie(self.see_other(""), self.sessions.another(session))

    async def take_json(self, request: Request) -> HTTPResponse:
        """What staff typed, chose or filled in, as JSON."""
        sent = await read_json(request, LETTER_BYTES)
        session = self._signed_in(request, request.headers.get("x-guide-token"))
        before = await self.conversation(request, session)
        try:
            after = await self.say(request, session, lambda: self._read(session, before, sent))
        except Refused as refused:
            return self.view.error(session, before, refused, sent)
        return self.view.news(session, before, after)

    async def take_form(self, request: Request) -> HTTPResponse:
        """The same as a form, for browsers without JavaScript."""
        fields: dict[str, Any] = dict(await read_form(request, LETTER_BYTES))
        session = self._signed_in(request, fields.pop("token", None))
        before = await self.conversation(request, session)
        fields["facts"] = self.view.changed_fields(before, _facts_of(fields))
        try:
            await self.say(request, session, lambda: self._read(session, before, fields))
        except Refused as refused:
            return self.view.page(session, before, refused=refused, sent=fields)
        return self.see_other("")

    async def what_if(self, request: Request) -> HTTPResponse:
        """The same case with other facts, without changing it."""
        if content_type(request) == FORM:
            sent: dict[str, Any] = dict(await read_form(request, MESSAGE_BYTES))
            session = self._signed_in(request, sent.get("token"))
            typed = _facts_of(sent)
        else:
            sent = await read_json(request, MESSAGE_BYTES)
            session = self._signed_in(request, request.headers.get("x-guide-token"))
            typed = dict(sent["facts"]) if isinstance(sent.get("facts"), dict) else {}
        conversation = await self.conversation(request, session)
        supposed = {name: text for name, text in typed.items() if isinstance(text, str) and text.strip() and name in KEYS}
        return self.view.what_if(session, conversation, supposed, as_json=wants_json(request))

    def _signed_in(self, request: Request, token: str | None) -> Session:
        if self.session(request) is None:
            raise BadRequest(403, "utter_door_signed_out")
        return self.known_session(request, token)

    async def _read(self, session: Session, conversation: Conversation, sent: Mapping[str, Any]) -> Said:
        if isinstance(sent.get("message"), str) and sent["message"].strip():
            return await read_message(sent["message"])
        if "answer" in sent:
            offered = self.view.first_answers() if conversation.tracker is None else {}
            return read_answer(sent["answer"], conversation, offered, lambda p: self.sessions.answer_id(session, p))
        if payload := self.view.asides.payload(sent.get("topic")):
            return Said(payload, self.view.asides.title(sent["topic"]))
        if _is_one_of(sent.get("ask"), KEYS):
            return Said(
                f"/change_fact{json.dumps({'fact': sent['ask']})}", phrase("utter_desk_said_ask", fact=_label(sent["ask"]))
            )
        if _is_one_of(sent.get("without"), WITHOUT):
            name = sent["without"]
            shown = phrase("utter_desk_said_without", fact=_label(name), answer=phrase(f"utter_desk_without_{name}"))
            return Said(f"/set_facts{json.dumps({'without': WITHOUT[name]})}", shown)
        if isinstance(sent.get("facts"), dict) and sent["facts"]:
            facts, errors = read_fields(sent["facts"], today())
            if errors:
                name, text = next(iter(errors.items()))
                raise CannotUse(name, text)
            return Said(f"/set_facts{json.dumps({'facts': facts})}", self.view.said_facts(conversation, facts))
        raise CannotUse("message", nothing_said())


def _facts_of(form: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(_FACT): value for name, value in form.items() if name.startswith(_FACT)}


def _is_one_of(value: Any, names: Mapping[str, Any]) -> bool:
    return isinstance(value, str) and value in names


def _label(name: str) -> str:
    return phrase(f"utter_desk_field_{name}")
