"""What the desk shows: its templates filled with a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic.response import HTTPResponse, json

from actions.answering import fact_words
from actions.beside import beside, when
from actions.clock import today
from actions.desk.fields import KEYS, fields, read_fields
from actions.desk.note import note
from actions.desk.result import changes, plain_name, result, state
from actions.desk.supposing import supposed
from actions.rules import Facts
from actions.takeaways.key_dates import every_date
from actions.turn import Turn, next_questions, take_in
from actions.wording import buttons, meaning, on_channel, phrase, shown, topics
from channels.web.door import Refused
from channels.web.offering import offers_that_fit
from channels.web.pages import Pages, file, offers
from channels.web.sessions import Session, Sessions
from channels.web.stored import Conversation
from nlu.council_names import council_key_names

_LONDON = ZoneInfo("Europe/London")
_CHANNEL = "desk"
OPEN_PARTS = 3  # parts of a script that stand open; the others are folded away


class _Empty:
    """The memory of a case that has not begun."""

    @staticmethod
    def get_slot(name: str) -> Any:
        return None


class Asides:
    """What callers throw in, and all topics: their titles and messages."""

    def __init__(self) -> None:
        rows = yaml.safe_load(Path(__file__).with_name("asides.yml").read_text(encoding="utf-8"))
        self.rows: list[dict[str, str]] = [{**row, "topic": row.get("topic") or row["payload"].strip("/")} for row in rows]
        self.topics = [{"topic": topic, "title": meaning(f"faq/{topic}")} for topic in topics()]
        self._payloads = {row["topic"]: f'/faq{{"topic": "{row["topic"]}"}}' for row in self.topics}
        self._payloads |= {row["topic"]: row["payload"] for row in self.rows if "payload" in row}
        self._titles = {row["topic"]: row["title"] for row in [*self.topics, *self.rows]}

    def payload(self, topic: Any) -> str | None:
        """The message for a topic, None where there is no such."""
        return self._payloads.get(topic) if isinstance(topic, str) else None

    def title(self, topic: str) -> str:
        """A topic as callers say it."""
        return self._titles[topic]


class View:
    """Makes the desk's answers."""

    def __init__(self, pages: Pages, sessions: Sessions, asides: Asides) -> None:
        self._pages, self._sessions, self.asides = pages, sessions, asides

    def login(self, error: str | None = None, status: int = 200, wait: int = 0) -> HTTPResponse:
        """The way in."""
        return self._pages.page(
            "login.html", status, wait, title=phrase("utter_page_desk"), error=error and {"text": error, "field": "password"}
        )

    def page(
        self,
        session: Session,
        conversation: Conversation,
        refused: Refused | None = None,
        sent: Mapping[str, Any] | None = None,
        what_if: Mapping[str, Any] | None = None,
    ) -> HTTPResponse:
        """The whole desk."""
        context = self._context(session, conversation, refused, sent)
        status, wait = (refused.status, refused.wait) if refused else (200, 0)
        return self._pages.page(
            "desk.html", status, wait, title=phrase("utter_page_desk"), what_if=what_if, changed=[], **context
        )

    def news(self, session: Session, before: Conversation, after: Conversation) -> HTTPResponse:
        """What stands there after a message, and what it moved."""
        context = self._context(session, after)
        old = state(_turn(before)) if before.tracker else {}
        context["changed"] = changes(old, state(_turn(after))) if old else []
        parts = {name: self._pages.part(f"_{name}.html", **context) for name in ("facts", "script", "result")}
        coming = next((row["label"] for row in context["missing"]), None)
        if coming:
            status = phrase("utter_desk_updated", next=coming)
        else:
            status = phrase("utter_desk_updated_to_confirm" if after.asked else "utter_desk_updated_nothing_next")
        return json({**parts, "status": status})

    def error(self, session: Session, conversation: Conversation, refused: Refused, sent: Mapping[str, Any]) -> HTTPResponse:
        """Why something was not taken."""
        parts = {}
        if refused.status == 422:
            parts["facts"] = self._pages.part("_facts.html", **self._context(session, conversation, refused, sent))
        return self._pages.refusal(refused.error, refused.status, refused.wait, **parts)

    def what_if(self, session: Session, conversation: Conversation, typed: Mapping[str, str], as_json: bool) -> HTTPResponse:
        """The same case with other facts."""
        shown_if = _supposed(_turn(conversation), typed)
        if not as_json:
            return self.page(session, conversation, what_if=shown_if)
        context = self._context(session, conversation)
        return json({"what_if": self._pages.part("_what_if.html", what_if=shown_if, **context)})

    def note(self, conversation: Conversation, as_file: bool) -> HTTPResponse:
        """The case note."""
        now = datetime.now(_LONDON)
        text = note(_turn(conversation), put_on_screen(conversation.tracker), f"{shown(today())}, {now:%H:%M}")
        if as_file:
            return file(text, "case-note.txt", "text/plain")
        return self._pages.page("note.html", title=phrase("utter_page_desk"), note=text)

    def take_away(self, name: str, conversation: Conversation) -> HTTPResponse | None:
        """A summary, calendar file or letter; None where there is none of that name."""
        return self._pages.take_away(name, beside(conversation.tracker, today()).take, embedded=False)

    def first_answers(self) -> dict[str, str]:
        """The suggested answers before anything was said: titles by payload."""
        return {button["payload"]: button["title"] for button in buttons("utter_greet", _CHANNEL)}

    def said_facts(self, conversation: Conversation, facts: Mapping[str, Any]) -> str:
        """Facts from fields, as the talk shows them."""
        after = supposed(_turn(conversation), facts, today())
        return _fact_list(after.facts, facts)

    @staticmethod
    def changed_fields(conversation: Conversation, typed: Mapping[str, str]) -> dict[str, str]:
        """Of a whole form's fields those that are not as they were shown."""
        before = {field.name: field.value for field in fields(_turn(conversation))}
        return {name: text for name, text in typed.items() if name in before and text.strip() != before[name]}

    def _context(
        self,
        session: Session,
        conversation: Conversation,
        refused: Refused | None = None,
        sent: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        turn, aside = _turn(conversation), beside(conversation.tracker, today())
        error = refused.error if refused else None
        wrong = {str(error["field"]): str(error["text"])} if error and error["field"] in KEYS else {}
        typed = (sent or {}).get("facts")
        texts = {name: str(text) for name, text in typed.items()} if isinstance(typed, Mapping) else {}
        offered = {offer.payload: offer.title for offer in conversation.offered}
        parts = [part.text for each in conversation.turns if each.new and each.who == "guide" for part in each.parts]
        if conversation.tracker is None:
            offered, parts = self.first_answers(), on_channel("utter_greet", _CHANNEL).split("\n\n")
        asking = conversation.asked or (bool(parts) and parts[-1].rstrip().endswith("?"))
        return {
            "token": session.token,
            "fields": fields(turn, texts, wrong),
            "councils": _council_list(),
            "script": parts[:-1] if asking else parts,
            "open_parts": OPEN_PARTS,
            "question": parts[-1] if asking and parts else None,
            "answers": self._sessions.offer(session, offers_that_fit(offered, conversation.asked, aside)),
            "missing": _missing(turn, conversation.asked),
            "asked": conversation.asked,
            "outcome": result(turn),
            "dates": aside.dates,
            "sum": aside.sum,
            "take": offers(aside.take),
            "asides": self.asides.rows,
            "topics": self.asides.topics,
            "turns": conversation.turns,
            "error": error,
            "typed": (sent or {}).get("message") or "",
        }


def put_on_screen(tracker: DialogueStateTracker | None) -> list[str]:
    """What stood open on the desk to be said, in order: no question, no word on sources, nothing that was folded away."""
    found: list[str] = []
    script: list[tuple[str, bool]] = []  # of one reply: each part, and whether it is something to say
    for event in [*(tracker.events if tracker else ()), UserUttered("")]:
        if isinstance(event, UserUttered):
            found += [part for part, to_say in script[:OPEN_PARTS] if to_say]
            script = []
        elif isinstance(event, BotUttered) and event.text:
            to_say = event.metadata.get("utter_action") != "utter_sources"
            parts = [part for part in event.text.strip().split("\n\n") if part.strip()]
            script += [(part, to_say and not part.rstrip().endswith("?")) for part in parts]
    return found


def _turn(conversation: Conversation) -> Turn:
    return take_in(conversation.tracker or _Empty(), listen=False)


def _missing(turn: Turn, asked: str | None) -> list[dict[str, Any]]:
    names = [name for name in next_questions(turn) if name in KEYS] or ([] if turn.facts.subject else ["subject"])
    return [{"name": name, "label": phrase(f"utter_desk_field_{name}"), "now": name == asked} for name in names]


def _fact_list(after: Facts, names: Mapping[str, Any]) -> str:
    rows = []
    for name in names:
        value = getattr(after, name)
        words = phrase("utter_desk_not_known") if value is None else fact_words(name, value, after)
        rows.append(f"{phrase(f'utter_desk_field_{name}')}: {words}")
    return "; ".join(rows)


def _supposed(turn: Turn, typed: Mapping[str, str]) -> dict[str, Any]:
    facts, errors = read_fields(typed, today())
    if errors or not facts:
        text = next(iter(errors.values()), phrase("utter_door_empty"))
        return {"said": "", "changes": [], "dates": (), "error": text, "values": dict(typed)}
    after = supposed(turn, facts, today())
    moved = {change.name: change for change in changes(state(turn), state(after))}
    days = [
        {
            "label": phrase(f"utter_desk_date_{key.name}"),
            "day": shown(key.day),
            "iso": key.day.isoformat(),
            "when": when((key.day - today()).days),
            "was": moved.pop(plain_name(key.name)).before if plain_name(key.name) in moved else "",
        }
        for key in (every_date(after.facts, after.found) if after.complete else ())
    ]
    said = phrase("utter_desk_supposed", facts=_fact_list(after.facts, facts))
    return {"said": said, "changes": list(moved.values()), "dates": days, "error": None, "values": dict(typed)}


@lru_cache(maxsize=1)
def _council_list() -> tuple[str, ...]:
    return tuple(sorted(council_key_names().values()))
