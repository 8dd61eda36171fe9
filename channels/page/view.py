"""What the page shows: the templates filled with a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sanic.response import HTTPResponse, html, json

from actions.beside import Beside, beside, law_rows
from actions.clock import today
from actions.wording import buttons, phrase
from channels.web.assets import Assets
from channels.web.pages import environment
from channels.web.said import LONGEST_LETTER, LONGEST_MESSAGE
from channels.web.sessions import Session, Sessions
from channels.web.settings import Settings
from channels.web.stored import Conversation
from councils import Council

TITLE = "Special educational needs: what to do when you disagree"
TEXT_PAGES = {
    "about": "About this guide",
    "privacy": "Privacy and cookies",
    "accessibility": "Accessibility statement",
    "deleted": "Your conversation is deleted",
}
_PROBLEMS = {403: "Please load the page again", 404: "There is no such page", 503: "Something went wrong"}
_SUMMARY, _CALENDAR, _LETTERS = "summary", "dates.ics", "letters/"
_DATE_FACTS = "date", "on"  # how the names of the facts end that are days


class View:
    """Makes the page's answers."""

    def __init__(self, base: str, assets: Assets, council: Council | None, settings: Settings, sessions: Sessions) -> None:
        self._base, self._council, self._settings, self._sessions = base, council, settings, sessions
        self._templates = environment(Path(__file__).parent / "templates", assets.url, base)

    # Whole pages.

    def page(
        self,
        session: Session,
        conversation: Conversation,
        embedded: bool,
        error: Mapping[str, Any] | None = None,
        sent: Mapping[str, Any] | None = None,
        status: int = 200,
        wait: int = 0,
    ) -> HTTPResponse:
        """The page with the talk so far; after an error with what was typed, so that nothing is lost."""
        context = self._context(session, conversation, error, sent)
        return self._html("page.html", status, wait, embedded=embedded, title=TITLE, **context)

    def text_page(self, name: str, embedded: bool) -> HTTPResponse:
        """One of the pages about the guide."""
        return self._html(f"{name}.html", embedded=embedded, title=TEXT_PAGES[name], law_rows=law_rows())

    def take_away(self, name: str, conversation: Conversation, embedded: bool) -> HTTPResponse | None:
        """A summary, calendar file or letter, to read or (with its ending) as a file; None where there is none of that name."""
        take = self._beside(conversation).take
        if take is None:
            return None
        if name == _CALENDAR:
            calendar = take["calendar"]
            return _file(calendar["text"], calendar["name"], "text/calendar") if calendar else None
        texts = {_SUMMARY: (phrase("utter_beside_summary"), take["summary"])}
        texts |= {f"{_LETTERS}{letter['key']}": (letter["title"], letter["text"]) for letter in take["letters"]}
        stem = name.removesuffix(".txt")
        if stem not in texts:
            return None
        title, text = texts[stem]
        if stem != name:
            return _file(text, name.replace("/", "-").replace("_", "-"), "text/plain")
        return self._html(
            "take_away.html", embedded=embedded, title=title, text=text, download=f"{self._base}/take-away/{name}.txt"
        )

    def problem(self, status: int, text: str, as_json: bool, wait: int = 0) -> HTTPResponse:
        """Words for what went wrong."""
        if as_json:
            return _wait(json({"error": {"text": text, "field": None}}, status=status), wait)
        title = _PROBLEMS.get(status, _PROBLEMS[503])
        return self._html("problem.html", status, wait, embedded=False, title=title, text=text)

    # Parts of the page, for its script.

    def news(self, session: Session, conversation: Conversation) -> HTTPResponse:
        """What is new since the last message."""
        context = self._context(session, conversation)
        count = len(context["answers"])
        context["turns"] = [turn for turn in conversation.turns if turn.new]
        parts = {name: self._render(f"_{name}.html", **context) for name in ("turns", "ask", "beside")}
        status = phrase("utter_door_answers", count=count) if count > 1 else phrase("utter_door_answered")
        return json({**parts, "status": status})

    def error(
        self,
        session: Session,
        conversation: Conversation | None,
        error: Mapping[str, Any],
        sent: Mapping[str, Any],
        status: int,
        wait: int,
    ) -> HTTPResponse:
        """Why a message was not taken; with the conversation, also the form as it stands."""
        parts: dict[str, Any] = {"error": error}
        if conversation is not None:
            parts["ask"] = self._render("_ask.html", **self._context(session, conversation, error, sent))
        return _wait(json(parts, status=status), wait)

    # What may be chosen.

    def greeting_answers(self) -> dict[str, str]:
        """The suggested answers of the greeting: titles by payload."""
        return {button["payload"]: button["title"] for button in buttons("utter_greet")}

    def changeable(self, conversation: Conversation) -> dict[str, str]:
        """What the facts that can be changed are called, by name."""
        return {fact.name: fact.label for fact in self._beside(conversation).facts if fact.can_change}

    def _beside(self, conversation: Conversation) -> Beside:
        return beside(conversation.tracker, today()) if conversation.tracker else Beside((), (), (), None)

    def _context(
        self,
        session: Session,
        conversation: Conversation,
        error: Mapping[str, Any] | None = None,
        sent: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        found = self._beside(conversation)
        offered = {offer.payload: offer.title for offer in conversation.offered}
        if conversation.tracker is None:
            offered = self.greeting_answers()
        return {
            "token": session.token,
            "limits": {"message": LONGEST_MESSAGE, "letter": LONGEST_LETTER},
            "turns": conversation.turns,
            "answers": [{"id": self._sessions.answer_id(session, p), "title": title} for p, title in offered.items()],
            "asks_date": self._asks_date(conversation.asked),
            "facts": found.facts,
            "dates": found.dates,
            "sum": found.sum,
            "take": _offers(found.take),
            "error": error,
            "typed": _text((sent or {}).get("message")),
            "date_typed": {name: _text(value) for name, value in _fields(sent).items()},
        }

    @staticmethod
    def _asks_date(asked: str | None) -> dict[str, str] | None:
        if asked is None or not asked.endswith(_DATE_FACTS):
            return None
        return {"of": asked, "label": phrase(f"utter_fact_{asked}", value="").rstrip(" :")}

    def _render(self, template: str, **context: Any) -> str:
        return self._templates.get_template(template).render(
            council=self._council, keep_hours=self._settings.keep_hours, **context
        )

    def _html(self, template: str, status: int = 200, wait: int = 0, **context: Any) -> HTTPResponse:
        return _wait(html(self._render(template, **context), status=status), wait)


def _offers(take: dict[str, Any] | None) -> dict[str, Any] | None:
    return take and {
        "summary": True,
        "calendar": take["calendar"] is not None,
        "letters": [{"key": letter["key"], "title": letter["title"]} for letter in take["letters"]],
    }


def _fields(sent: Mapping[str, Any] | None) -> dict[str, Any]:
    fields = (sent or {}).get("date")
    return {name: fields.get(name) for name in ("day", "month", "year")} if isinstance(fields, Mapping) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _file(text: str, name: str, content_type: str) -> HTTPResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HTTPResponse(body=text.encode(), content_type=f"{content_type}; charset=utf-8", headers=headers)


def _wait(response: HTTPResponse, seconds: int) -> HTTPResponse:
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
