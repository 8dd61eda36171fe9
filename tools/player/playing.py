"""Plays a conversation through the running guide, up to the first thing that does not hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError

from tools.player.guide_server import GuideServer, NotSuggested, Talk
from tools.player.script import Conversation, Hold, Turn

_BROKEN = re.compile(r"Traceback|\{[a-z_]+\}|\bNone\b|\bnull\b|Exception")


@dataclass(frozen=True)
class PlayedTurn:
    """A turn, what came back, and the first thing that did not hold (None where all did)."""

    turn: Turn
    came: tuple[str, ...]
    failure: str | None


@dataclass(frozen=True)
class Played:
    """A conversation that was played, under the sender's name by which its events are stored."""

    conversation: Conversation
    sender: str
    turns: tuple[PlayedTurn, ...]
    counterparty: str | None

    @property
    def failure(self) -> str | None:
        """The first thing that did not hold, with its turn; None where all did."""
        last = self.turns[-1]
        return f"turn {len(self.turns)}: {last.failure}" if last.failure else None


def play(conversation: Conversation, server: GuideServer) -> Played:
    """Play a conversation on its day; ends at the first turn of which something does not hold."""
    server.be_on(conversation.today.isoformat())
    talk = Talk(server)
    turns: list[PlayedTurn] = []
    for turn in conversation.talk:
        before = len(talk.transcript)
        failure = _take(turn, talk)
        came = talk.transcript[before:]
        turns.append(PlayedTurn(turn, tuple(came[1:]), failure))
        if failure:
            break
    facts = (talk.guide or {}).get("facts") or {}
    return Played(conversation, talk.sender, tuple(turns), facts.get("counterparty"))


def _take(turn: Turn, talk: Talk) -> str | None:
    try:
        if turn.say is not None:
            talk.say(turn.say)
        else:
            talk.choose(turn.choose or "")
    except NotSuggested as error:
        return str(error)
    except (URLError, OSError) as error:
        return f"the guide did not answer ({error})"
    return next(what_does_not_hold(turn.hold, talk), None)


def what_does_not_hold(hold: Hold, talk: Talk) -> Iterator[str]:
    """What does not hold of the last reply: first what must hold of every reply, then what was asked for."""
    if not talk.words:
        yield "there were no words in the reply"
    if broken := _BROKEN.search(talk.words):
        yield f"the reply has {broken[0]!r}"
    words = talk.words.lower()
    for wanted in hold.says:
        if wanted.lower() not in words:
            yield f"the reply does not say {wanted!r}"
    for unwanted in hold.says_not:
        if unwanted.lower() in words:
            yield f"the reply says {unwanted!r}"
    for title in hold.offers:
        if title not in talk.suggested:
            yield f"{title!r} is not suggested; suggested are {list(talk.suggested)}"
    guide = talk.guide or {"facts": {}, "determination": None}
    for name, value in hold.facts.items():
        if (found := guide["facts"].get(name)) != value:
            yield f"fact {name} is {found!r}, not {value!r}"
    for path, value in hold.result.items():
        if (found := _at(guide["determination"], path)) != value:
            yield f"result {path} is {found!r}, not {value!r}"


def _at(data: Any, path: str) -> Any:
    for part in path.split("."):
        data = data[part] if data is not None else None
    return data


def transcript(played: Played) -> str:
    """What was said, what came back, and what had to hold, for people."""
    lines = [played.conversation.title, f"On {played.conversation.today}.", ""]
    for number, turn in enumerate(played.turns, 1):
        lines += [f"--- turn {number}", f"> {turn.turn.words}", *turn.came]
        lines += [f"  had to hold: {line}" for line in _hold_lines(turn.turn.hold)]
        lines += [f"  DOES NOT HOLD: {turn.failure}"] if turn.failure else []
        lines.append("")
    left = len(played.conversation.talk) - len(played.turns)
    if left:
        lines.append(f"({left} more turns were not played.)")
    return "\n".join(lines).rstrip() + "\n"


def _hold_lines(hold: Hold) -> Iterator[str]:
    for key in ("says", "says_not", "offers"):
        for words in getattr(hold, key):
            yield f"{key} {words!r}"
    for key in ("facts", "result"):
        for name, value in getattr(hold, key).items():
            yield f"{key} {name}: {_written(value)}"


def _written(value: Any) -> str:
    """A value as the conversation's author writes it."""
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)
