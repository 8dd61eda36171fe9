"""What follows from the facts: the shape of an answer, for programs and for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Why:
    """One reason: the rule that gave a part of the answer, in plain words, and where it stands."""

    rule: str
    says: str
    source: str
    link: str
    checked_on: date


@dataclass(frozen=True)
class Step:
    """One line of a deadline's sum: what is done to which day, and the day that comes out.

    ``kind`` names the line in ``words.yml``; ``because`` is the weekday or bank holiday that moved the day.
    """

    kind: str
    start: date
    end: date
    months: int | None = None
    because: str | None = None


@dataclass(frozen=True)
class DisagreementResolution:
    """``applies`` is None while a fact is missing that decides it; ``kind`` is 1 to 4 as in section 57."""

    applies: bool | None = None
    kind: int | None = None


@dataclass(frozen=True)
class Mediation:
    applies: bool | None = None


@dataclass(frozen=True)
class Certificate:
    """``contact_adviser_by``: the last day to contact the adviser. ``contacted_in_time`` is None where it is not known."""

    needed: bool | None = None
    contact_adviser_by: date | None = None
    contacted_in_time: bool | None = None


@dataclass(frozen=True)
class Appeal:
    """An appeal (or discrimination claim) to the Tribunal.

    ``bare_date`` is the day on which the months end; ``last_day`` the last day in law (5pm); ``aim_for`` the last working
    day on or before the bare date; ``days_left`` counts to the last day, 0 where it has passed.
    """

    possible: bool | None = None
    form: str | None = None
    last_day: date | None = None
    aim_for: date | None = None
    passed: bool | None = None
    days_left: int | None = None
    bare_date: date | None = None
    sum: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Determination:
    """The answer to one set of facts. See ``determine``."""

    counterparty: str | None
    subject: str | None
    disagreement_resolution: DisagreementResolution = DisagreementResolution()
    mediation: Mediation = Mediation()
    certificate: Certificate = Certificate()
    appeal: Appeal = Appeal()
    signpost: str | None = None
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    why: tuple[Why, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """The determination as JSON-ready data: dates as ISO 8601 text or None."""
        return {name: _json(value) for name, value in vars(self).items()}


def _json(value: Any) -> Any:
    """Of a part its fields, of a date its text. ``dataclasses.asdict``, which copies it all first, takes four times as long."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_json(v) for v in value]
    if isinstance(value, _PARTS):
        return {name: _json(v) for name, v in vars(value).items()}
    return value


_PARTS = (Why, Step, DisagreementResolution, Mediation, Certificate, Appeal)
