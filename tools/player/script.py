"""Conversations as they are written in YAML, and what is wrong where one is not. See docs/testing-conversations.md."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, Extra, Field, StrictStr, ValidationError, root_validator, validator

from actions.rules import Determination, Facts

FOLDER = Path("tests/conversations")


class ScriptError(ValueError):
    """A conversation is not written as it must be; the message is one line for the person who wrote it."""


def _result_paths(data: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield from _result_paths(value, f"{before}{name}.")
        else:
            yield before + name


FACT_NAMES = tuple(field.name for field in fields(Facts))
RESULT_PATHS = tuple(_result_paths(Determination(None, None).to_dict()))


class Hold(BaseModel):
    """What must hold of a reply."""

    says: tuple[StrictStr, ...] = ()
    says_not: tuple[StrictStr, ...] = ()
    offers: tuple[StrictStr, ...] = ()
    facts: dict[StrictStr, Any] = {}
    result: dict[StrictStr, Any] = {}

    class Config:
        extra = Extra.forbid
        frozen = True

    @validator("facts")
    def _facts_exist(cls, value: dict[str, Any]) -> dict[str, Any]:
        return _known(value, FACT_NAMES)

    @validator("result")
    def _results_exist(cls, value: dict[str, Any]) -> dict[str, Any]:
        return _known(value, RESULT_PATHS)


class Turn(BaseModel):
    """Something said or chosen, and what must hold of the reply."""

    say: StrictStr | None = None
    choose: StrictStr | None = None
    hold: Hold = Hold()

    class Config:
        extra = Extra.forbid
        frozen = True

    @root_validator(skip_on_failure=True)
    def _one_of_both(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values.get("say") is None) == (values.get("choose") is None):
            raise ValueError("expected either say or choose")
        return values

    @property
    def words(self) -> str:
        """What is said, or the title that is chosen, in brackets."""
        return self.say if self.say is not None else f"[{self.choose}]"


class Conversation(BaseModel):
    """One conversation, the day on which it is held, and the file it is from."""

    name: StrictStr
    today: date
    talk: list[Turn] = Field(min_items=1)
    file: str

    class Config:
        extra = Extra.forbid
        frozen = True

    @validator("today", pre=True)
    def _is_a_day(cls, value: Any) -> Any:
        if not isinstance(value, date | str):
            raise ValueError("expected a day like 2026-04-23")
        return value

    @property
    def title(self) -> str:
        """File and name: what the conversation is called in reports, and found by."""
        return f"{self.file}: {self.name}"


def read_conversations(folder: Path = FOLDER) -> list[Conversation]:
    """All conversations of a folder, in order of their day, so that the day is changed rarely.

    Raises:
        ScriptError: names the file, the conversation, and what is allowed.
    """
    found = [conversation for path in sorted(folder.glob("*.yml")) for conversation in _read_file(path)]
    names: dict[str, str] = {}
    for conversation in found:
        if other := names.get(conversation.name):
            raise ScriptError(
                f'{conversation.file}.yml, "{conversation.name}": {other}.yml has a conversation of that name already'
            )
        names[conversation.name] = conversation.file
    return sorted(found, key=lambda c: c.today)


_HINT = "check the indentation, and put words that have a colon, a # or a quotation mark in double quotes"


def _read_file(path: Path) -> list[Conversation]:
    try:
        written = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except UnicodeDecodeError:
        raise ScriptError(f"{path.name}: not a text file in UTF-8") from None
    except yaml.YAMLError as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ScriptError(f"{path.name}{line}: not readable as YAML ({problem or 'broken'}); {_HINT}") from None
    if not isinstance(written, list):
        raise ScriptError(f'{path.name}: expected a list of conversations, each beginning with "- name:"')
    return [_read_conversation(path, number, item) for number, item in enumerate(written, 1)]


def _read_conversation(path: Path, number: int, item: Any) -> Conversation:
    if not isinstance(item, dict):
        raise ScriptError(f"{path.name}, conversation {number}: expected name, today and talk")
    where = f'{path.name}, "{item["name"]}"' if item.get("name") else f"{path.name}, conversation {number}"
    try:
        return Conversation.parse_obj({**_without_empty_holds(item), "file": path.stem})
    except ValidationError as error:
        # A misspelt key is told before the key that is missing for it.
        first = min(error.errors(), key=lambda e: str(e["type"]) != "value_error.extra")
        raise ScriptError(f"{where}{_said(first)}") from None


def _without_empty_holds(item: dict[str, Any]) -> dict[str, Any]:
    """A conversation in which ``hold:`` with nothing behind it is as good as no ``hold``."""
    if not isinstance(item.get("talk"), list):
        return item
    talk = [{k: v for k, v in t.items() if k != "hold" or v is not None} if isinstance(t, dict) else t for t in item["talk"]]
    return {**item, "talk": talk}


_ALLOWED: dict[bool, tuple[str, ...]] = {True: ("choose", "hold", "say"), False: ("name", "talk", "today")}


def _said(error: Any) -> str:
    """One of pydantic's errors for a person: where it is, and what is allowed there."""
    place = list(error["loc"])
    words, kind = str(error["msg"]), str(error["type"])
    key = place[-1] if isinstance(place[-1], str) else None
    if kind == "value_error.extra":
        place.pop()
        allowed = tuple(sorted(Hold.__fields__)) if "hold" in place else _ALLOWED["talk" in place]
        words = f"there is no key {key!r}; allowed are {', '.join(allowed)}"
    elif kind in ("value_error.missing", "type_error.none.not_allowed"):
        words = "is missing"
    elif kind == "type_error.str":
        words = "expected words; put numbers, dates, yes and no in double quotes"
    elif kind in ("type_error.tuple", "type_error.list", "value_error.list.min_items", "value_error.tuple.min_items"):
        words = "expected a list with at least one line"
    elif kind == "type_error.dict":
        words = "expected names with values"
    elif "date" in kind:
        words = "expected a day like 2026-04-23"
    return "".join(f", {step}" for step in _place_words(place)) + f": {words}"


def _place_words(place: list[Any]) -> Iterator[str]:
    """The steps to a place as a writer counts them: "turn 2" for the second of the talk; the number of a word says nothing."""
    for step, after in zip(place, [*place[1:], None], strict=False):
        if step == "talk" and isinstance(after, int):
            yield f"turn {after + 1}"
        elif isinstance(step, str) and step != "__root__":
            yield step


def _known(values: dict[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    for name in values:
        if name not in allowed:
            raise ValueError(f"there is no {name!r}; allowed are {', '.join(allowed)}")
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


class _Loader(yaml.SafeLoader):
    """YAML in which a key that is written twice is an error, not a line that is silently lost."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise yaml.constructor.ConstructorError(None, None, f"{twice!r} is written twice", node.start_mark)
        return super().construct_mapping(node, deep)
