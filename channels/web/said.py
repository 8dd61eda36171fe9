"""What a person sent, of one of the kinds that a door takes, made into a message for the guide."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from actions.wording import phrase, shown
from channels.masking import mask
from channels.web.date_fields import FIELDS, DateError, date_of_fields
from channels.web.stored import Conversation
from nlu.tidy import visible

LONGEST_MESSAGE, LONGEST_LETTER = 1_000, 20_000  # characters
_LEADING = re.compile(r"^[\s/]+")


@dataclass(frozen=True)
class Said:
    """A message for the guide: its text (or payload), and how the talk shows it where that is not the text."""

    text: str
    shown: str | None = None


class CannotUse(Exception):
    """What was sent cannot be used; ``text`` tells the person why, ``field`` is the field that it is about."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field, self.text = field, text


def nothing_said() -> str:
    """What is said of a message without words."""
    return phrase("utter_door_empty")


async def read_message(text: Any) -> Said:
    """A typed message or pasted letter: made visible, without a leading "/" (that is only a sign), personal details masked.

    Raises:
        CannotUse: it is empty or too long.
    """
    typed = visible(text) if isinstance(text, str) and len(text) <= 2 * LONGEST_LETTER else text
    if not isinstance(typed, str) or not (typed := _LEADING.sub("", typed).rstrip()):
        raise CannotUse("message", nothing_said())
    if len(typed) > LONGEST_LETTER:
        raise CannotUse("message", phrase("utter_door_too_long", most=f"{LONGEST_LETTER:,}"))
    return Said(mask(typed) if len(typed) <= LONGEST_MESSAGE else await asyncio.to_thread(mask, typed))


def read_answer(answer: Any, conversation: Conversation, offered: Mapping[str, str], id_of: Callable[[str], str]) -> Said:
    """A suggested answer, by the id under which it was offered.

    Args:
        answer: the id.
        conversation: the conversation, whose suggested answers may be chosen.
        offered: further ones, titles by payload.
        id_of: the id of a payload.

    Raises:
        CannotUse: it was not offered.
    """
    for payload, title in {**offered, **conversation.ever_offered}.items():
        if isinstance(answer, str) and id_of(payload) == answer:
            return Said(payload, title)
    raise CannotUse("message", phrase("utter_door_not_offered"))


def read_date(fields: Any, conversation: Conversation) -> Said:
    """A date from three fields, for the fact that is being asked for.

    Raises:
        CannotUse: there is no such date, or it is not asked for.
    """
    if not isinstance(fields, Mapping) or fields.get("of") is None or fields["of"] != conversation.asked:
        raise CannotUse("message", phrase("utter_door_not_offered"))
    try:
        day = date_of_fields(*(str(fields.get(name) or "")[:20] for name in FIELDS))
    except DateError as error:
        raise CannotUse(error.field, phrase(error.says)) from None
    payload = json.dumps({"facts": {fields["of"]: day.isoformat()}})
    return Said(f"/set_facts{payload}", shown(day))


def read_change(name: Any, labels: Mapping[str, str]) -> Said:
    """A fact that is to be put right.

    Args:
        name: its name.
        labels: what the facts that can be changed are called, by name.

    Raises:
        CannotUse: it is none of them.
    """
    if not isinstance(name, str) or name not in labels:
        raise CannotUse("message", phrase("utter_door_not_offered"))
    return Said(f"/change_fact{json.dumps({'fact': name})}", phrase("utter_door_change", fact=labels[name]))
