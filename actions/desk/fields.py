"""The facts as fields: what each may hold, and what staff typed into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from actions.answering import fact_words
from actions.asking import NOT_CONTACTED
from actions.rules import Facts, FactsError
from actions.rules.facts import COUNTERPARTIES, DATES, PLAN_STAGES, SUBJECTS
from actions.rules.law import known_from
from actions.turn import Turn
from actions.wording import meaning, phrase, shown
from nlu.council_names import find_councils
from nlu.dates import read

Kind = Literal["choice", "date", "text"]
CHOICES: dict[str, tuple[str, ...]] = {
    "subject": SUBJECTS,
    "counterparty": COUNTERPARTIES,
    "plan_stage": PLAN_STAGES,
    "placement_only": ("yes", "no"),
    "in_ehc_process": ("yes", "no"),
    "after_review": ("yes", "no"),
    "young_person": ("yes", "no"),
}
# In the order in which a call goes, each with the letter that leads to it together with Alt.
KEYS = {
    "subject": "b",
    "counterparty": "w",
    "decision_date": "d",
    "plan_stage": "p",
    "placement_only": "o",
    "certificate_date": "c",
    "adviser_contacted_on": "v",
    "in_ehc_process": "e",
    "after_review": "r",
    "young_person": "y",
    "council": "l",
}
# What a caller may not have, and what is put down then.
WITHOUT: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in (*DATES, "council")},
    "adviser_contacted_on": ("adviser_contacted_on", NOT_CONTACTED),
}
LONGEST = 80  # characters of a field
_FURTHEST = timedelta(days=366)  # ahead, for "what if the certificate is dated …"


@dataclass(frozen=True)
class Option:
    """A value that a choice may have; the empty one is "not known"."""

    value: str
    title: str


@dataclass(frozen=True)
class Field:
    """One fact. ``value`` is what its box holds, ``shown`` the fact in words; ``without``: the caller has not got it."""

    name: str
    label: str
    kind: Kind
    options: tuple[Option, ...]
    value: str
    shown: str
    key: str
    without: bool
    can_be_without: bool
    without_title: str
    error: str | None = None


class FieldError(ValueError):
    """A field cannot be read; the message tells staff what to write."""


def kind_of(name: str) -> Kind:
    """Which kind of field a fact has."""
    return "choice" if name in CHOICES else "date" if name in DATES else "text"


def fields(turn: Turn, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None) -> list[Field]:
    """All fields. ``typed`` and ``errors`` are what was typed into a field that could not be read, and why, by name."""
    typed, errors = typed or {}, errors or {}
    found = []
    for name, key in KEYS.items():
        value = getattr(turn.facts, name)
        words = "" if value is None else fact_words(name, value, turn.facts)
        box = typed.get(name, _box(name, value, words)) if errors else _box(name, value, words)
        titles = tuple(Option(choice, _title(name, choice)) for choice in CHOICES.get(name, ()))
        options = (Option("", phrase("utter_desk_not_known")), *titles) if titles else ()
        without = name in turn.declined or (name == "adviser_contacted_on" and NOT_CONTACTED in turn.declined)
        label = phrase(f"utter_desk_field_{name}")
        found.append(
            Field(
                name,
                label,
                kind_of(name),
                options,
                box,
                words,
                key,
                without and value is None,
                name in WITHOUT,
                phrase(f"utter_desk_without_{name}") if name in WITHOUT else "",
                errors.get(name),
            )
        )
    return found


def _box(name: str, value: Any, words: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return words if kind_of(name) != "choice" else str(value)


def _title(name: str, choice: str) -> str:
    if name == "subject":
        return meaning(choice)
    return shown(choice == "yes") if choice in ("yes", "no") else shown(choice)


def read_fields(typed: Mapping[str, Any], today: date) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed, as facts (JSON-ready; None takes a fact back), and for the fields that cannot be read why."""
    facts: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, text in typed.items():
        if name not in KEYS:
            continue
        try:
            facts[name] = read_field(name, text, today)
        except FieldError as error:
            errors[name] = str(error)
    return facts, errors


def read_field(name: str, text: Any, today: date) -> str | None:
    """One field's fact, None where it is empty.

    Raises:
        FieldError: it cannot be read.
    """
    typed = text.strip() if isinstance(text, str) else ""
    if not isinstance(text, str) or len(typed) > LONGEST:
        raise FieldError(phrase("utter_desk_field_unreadable"))
    if not typed:
        return None
    if kind_of(name) == "date":
        return _read_date(typed, today)
    if name == "council":
        named = find_councils(typed)
        if not named:
            raise FieldError(phrase("utter_desk_field_no_council"))
        return named[0][2]
    try:
        Facts.from_text({name: typed})
    except FactsError:
        raise FieldError(phrase("utter_desk_field_unreadable")) from None
    return typed


def _read_date(typed: str, today: date) -> str:
    reading = read(typed, today)
    if reading.day and not known_from() <= reading.day <= today + _FURTHEST:
        raise FieldError(phrase("utter_desk_field_out_of_range", first=shown(known_from())))
    if reading.day:
        return reading.day.isoformat()
    if len(reading.candidates) > 1:
        first, second = (shown(day) for day in reading.candidates[:2])
        raise FieldError(phrase("utter_desk_field_which_day", first=first, second=second))
    raise FieldError(phrase("utter_desk_field_no_date"))
