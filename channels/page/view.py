"""What the page shows: its templates filled with a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sanic.response import HTTPResponse, json

from actions.beside import asks_date_of, beside, law_rows
from actions.clock import today
from actions.wording import buttons, phrase
from channels.web.door import Refused
from channels.web.offering import are_questions, offers_that_fit
from channels.web.pages import Pages, offers
from channels.web.said import LONGEST_LETTER, LONGEST_MESSAGE
from channels.web.sessions import Session, Sessions
from channels.web.stored import Conversation, Part, Turn

TEXT_PAGES = ("about", "privacy", "accessibility", "deleted")


class View:
    """Makes the page's answers."""

    def __init__(self, pages: Pages, sessions: Sessions, keep_hours: int) -> None:
        self._pages, self._sessions, self._keep_hours = pages, sessions, keep_hours

    def page(
        self,
        session: Session,
        conversation: Conversation,
        embedded: bool,
        refused: Refused | None = None,
        sent: Mapping[str, Any] | None = None,
    ) -> HTTPResponse:
        """The page with the talk so far; where a message was refused with what was typed, so that nothing is lost."""
        context = self._context(session, conversation, refused, sent)
        status, wait = (refused.status, refused.wait) if refused else (200, 0)
        return self._pages.page("page.html", status, wait, embedded=embedded, title=phrase("utter_page_talk"), **context)

    def text_page(self, name: str, embedded: bool) -> HTTPResponse:
        """One of the pages about the guide."""
        return self._pages.page(f"{name}.html", embedded=embedded, title=phrase(f"utter_page_{name}"), law_rows=law_rows())

    def take_away(self, name: str, conversation: Conversation, embedded: bool) -> HTTPResponse | None:
        """A summary, calendar file or letter; None where there is none of that name."""
        return self._pages.take_away(name, beside(conversation.tracker, today()).take, embedded=embedded)

    def news(self, session: Session, conversation: Conversation, embedded: bool) -> HTTPResponse:
        """What is new since the last message, for the page's script."""
        context = {**self._context(session, conversation), "embedded": embedded}
        count = len(context["answers"])
        context["turns"] = [turn for turn in conversation.turns if turn.new]
        parts = {name: self._pages.part(f"_{name}.html", **context) for name in ("turns", "ask", "beside")}
        status = phrase("utter_door_answers", count=count) if count > 1 else phrase("utter_door_answered")
        return json({**parts, "status": status})

    def error(
        self, session: Session, conversation: Conversation | None, embedded: bool, refused: Refused, sent: Mapping[str, Any]
    ) -> HTTPResponse:
        """Why a message was not taken, for the page's script; with the conversation, also the form as it stands."""
        parts = {}
        if conversation is not None:
            context = self._context(session, conversation, refused, sent)
            parts["ask"] = self._pages.part("_ask.html", embedded=embedded, **context)
        return self._pages.refusal(refused.error, refused.status, refused.wait, **parts)

    def say_forgotten(self, conversation: Conversation) -> None:
        """Put before the talk that what was said earlier is gone."""
        words = phrase("utter_door_forgotten", hours=self._keep_hours)
        conversation.turns.insert(0, Turn("guide", [Part(words)], new=True))

    def greeting_answers(self) -> dict[str, str]:
        """The suggested answers of the greeting: titles by payload."""
        return {button["payload"]: button["title"] for button in buttons("utter_greet")}

    def changeable(self, conversation: Conversation) -> dict[str, str]:
        """What the facts that can be changed are called, by name."""
        return {fact.name: fact.label for fact in beside(conversation.tracker, today()).facts if fact.can_change}

    def _context(
        self,
        session: Session,
        conversation: Conversation,
        refused: Refused | None = None,
        sent: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        found = beside(conversation.tracker, today())
        label = asks_date_of(conversation.asked, conversation.tracker)
        offered = {offer.payload: offer.title for offer in conversation.offered}
        if conversation.tracker is None:
            offered = self.greeting_answers()
        offered = offers_that_fit(offered, conversation.asked, found)
        kind = "questions" if are_questions(offered) else "answers"
        return {
            "token": session.token,
            "limits": {"message": LONGEST_MESSAGE, "letter": LONGEST_LETTER},
            "turns": conversation.turns,
            "answers": self._sessions.offer(session, offered),
            "answers_kind": "start" if conversation.tracker is None else kind,
            "asks_date": label and {"of": conversation.asked, "label": label},
            "facts": found.facts,
            "dates": found.dates,
            "sum": found.sum,
            "take": offers(found.take),
            "error": refused.error if refused else None,
            "typed": _text((sent or {}).get("message")),
            "date_typed": {name: _text(value) for name, value in _fields(sent).items()},
        }


def _fields(sent: Mapping[str, Any] | None) -> dict[str, Any]:
    fields = (sent or {}).get("date")
    return {name: fields.get(name) for name in ("day", "month", "year")} if isinstance(fields, Mapping) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
