"""Plays the conversations of this folder (``*.yml``) through the running guide. README.md tells how they are written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from guide_server import GuideServer, Talk

FOLDER = Path(__file__).parent
_TURN_KEYS = {"say", "choose", "hold"}
_HOLD_KEYS = {"says", "says_not", "offers", "facts", "result"}
_BROKEN = re.compile(r"Traceback|\{[a-z_]+\}|\bNone\b|\bnull\b|Exception")


def read_conversations() -> list[dict[str, Any]]:
    """All conversations, in order of their day, so that the day is changed rarely.

    Raises:
        ValueError: a conversation is not written as README.md says.
    """
    found: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob("*.yml")):
        for conversation in yaml.safe_load(path.read_text(encoding="utf-8")):
            where = f"{path.name}: {conversation.get('name')}"
            if set(conversation) != {"name", "today", "talk"}:
                raise ValueError(f"{where}: expected name, today and talk")
            for turn in conversation["talk"]:
                wrong = set(turn) - _TURN_KEYS | set(turn.get("hold") or {}) - _HOLD_KEYS
                if wrong or ("say" in turn) == ("choose" in turn):
                    raise ValueError(
                        f"{where}: a turn has say or choose, and hold with {sorted(_HOLD_KEYS)}; not {sorted(wrong)}"
                    )
            found.append({**conversation, "file": path.stem})
    names = [c["name"] for c in found]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"these names are not unique: {sorted(repeated)}")
    return sorted(found, key=lambda c: str(c["today"]))


CONVERSATIONS = read_conversations()


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=[f"{c['file']}: {c['name']}" for c in CONVERSATIONS])
def test_conversation(conversation: dict[str, Any], guide: GuideServer) -> None:
    guide.be_on(str(conversation["today"]))
    talk = Talk(guide)
    for turn in conversation["talk"]:
        try:
            words = talk.say(turn["say"]) if "say" in turn else talk.choose(turn["choose"])
            assert words, "there were no words in the reply"
            assert not (broken := _BROKEN.search(words)), f"the reply has {broken[0]!r}"
            check(turn.get("hold") or {}, talk)
        except AssertionError as error:
            pytest.fail(f"{error}\n\n" + "\n".join(talk.transcript), pytrace=False)


def check(hold: dict[str, Any], talk: Talk) -> None:
    """Check what must hold of the last reply."""
    words = talk.words.lower()
    for wanted in hold.get("says") or ():
        assert str(wanted).lower() in words, f"the reply does not say {wanted!r}"
    for unwanted in hold.get("says_not") or ():
        assert str(unwanted).lower() not in words, f"the reply says {unwanted!r}"
    for title in hold.get("offers") or ():
        assert title in talk.suggested, f"{title!r} is not suggested; suggested are {list(talk.suggested)}"
    guide = talk.guide or {"facts": {}, "determination": None}
    for name, value in (hold.get("facts") or {}).items():
        assert guide["facts"].get(name) == _plain(value), f"fact {name} is {guide['facts'].get(name)!r}, not {value!r}"
    for path, value in (hold.get("result") or {}).items():
        found: Any = guide["determination"]
        for part in path.split("."):
            found = found[part] if found is not None else None
        assert found == _plain(value), f"{path} is {found!r}, not {value!r}"


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
