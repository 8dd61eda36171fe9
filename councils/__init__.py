"""Councils: one YAML file each, with the contacts and providers that the council itself publishes.

Add a file, gain a council. A file that is broken stops the start and says what is wrong.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, Extra, HttpUrl, ValidationError, root_validator, validator

from councils.look import Look

FOLDER = Path(__file__).parent
LARGEST_FILE = 100_000  # bytes; a council file is a page or two

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"  # one part of a host's name
# What may stand in the CSP directive frame-ancestors: nothing that could end it, and no wildcard.
_ORIGIN = re.compile(rf"(?:https://(?:{_LABEL}\.)+[a-z]{_LABEL}|http://localhost(?=:))(?::([1-9][0-9]{{0,4}}))?")

Purpose = Literal["mediation_adviser", "disagreement_resolution", "council_sen_team", "sendiass", "complaints"]


class CouncilFileError(ValueError):
    """A council file is broken; the message names the file, the line or field, and what is expected."""


class _Strict(BaseModel):
    class Config:
        extra = Extra.forbid
        frozen = True


class Source(_Strict):
    """Where a fact was read: a page's title, its address where known, and the day it was read."""

    title: str
    link: HttpUrl | None
    checked_on: date


class Reach(_Strict):
    """Ways to reach somebody; any may be absent."""

    address: tuple[str, ...] = ()
    phone: str | None
    email: str | None
    website: HttpUrl | None

    @validator("phone")
    def _british_number(cls, phone: str | None) -> str | None:
        digits = [c for c in phone or "" if c.isdigit()]
        if phone and (len(digits) not in (10, 11) or digits[0] != "0" or set(phone) - set("0123456789 ")):
            raise ValueError("expected a British number of 10 or 11 digits that begins with 0, like 0151 934 2347")
        return phone

    @validator("email")
    def _address(cls, email: str | None) -> str | None:
        if email and (email.count("@") != 1 or "." not in email.split("@")[1] or " " in email):
            raise ValueError("expected an e-mail address")
        return email


class Contact(Reach):
    """Whom to turn to for one purpose. Every field but ``purpose`` and ``source`` may be absent: then it is not known."""

    purpose: Purpose
    name: str | None
    team: str | None
    note: str | None
    source: Source


class Office(Reach):
    """Whom to turn to at the council about the guide itself. At least one way to reach it is there."""

    team: str | None

    @root_validator(skip_on_failure=True)
    def _reachable(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not any(values[way] for way in Reach.__fields__):
            raise ValueError(f"expected at least one of {', '.join(Reach.__fields__)}")
        return values


class Council(_Strict):
    """One council.

    ``key`` is the file's name without its ending; ``called`` are the names that people type for it. ``embed_on`` are the origins
    (scheme, host and port) of pages that may show the guide in a frame. The fields from ``website`` on are for the pages about
    the guide; where one is absent, the page says that the council has not filled it in.
    """

    key: str
    name: str
    called: tuple[str, ...]
    contacts: tuple[Contact, ...] = ()
    look: Look | None
    embed_on: tuple[str, ...] = ()
    website: HttpUrl | None
    privacy_notice: HttpUrl | None
    accessibility_contact: Office | None
    data_protection_contact: Office | None
    data_protection_complaints: HttpUrl | None

    @validator("embed_on", each_item=True)
    def _origin(cls, origin: str) -> str:
        found = _ORIGIN.fullmatch(origin.lower())
        if not found or int(found[1] or 443) > 65535:
            raise ValueError(
                "expected only https:// and a host, like https://www.example.gov.uk: no path, no / at the end, no * "
                "(for tries also http://localhost: and a port)"
            )
        return origin.lower()

    @validator("website", "privacy_notice", "data_protection_complaints", pre=True)
    def _https(cls, link: Any) -> Any:
        if link is not None and not str(link).lower().startswith("https://"):
            raise ValueError("expected an address that begins with https://, like https://www.example.gov.uk")
        return link

    def contact(self, purpose: str) -> Contact | None:
        """The contact for a purpose, None where the council's file has none."""
        return next((c for c in self.contacts if c.purpose == purpose), None)


def read_council(path: Path) -> Council:
    """Read and check one council file.

    Raises:
        CouncilFileError: not readable, not YAML, or a field is wrong, missing or unknown.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CouncilFileError(f"{path.name}: larger than {LARGEST_FILE} bytes, so it is no council file")
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise CouncilFileError(f"{path.name}: not a text file in UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "somewhere"
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it is no YAML"
        raise CouncilFileError(f"{path.name}, {where}: not readable as YAML: {problem}") from None
    except ValueError as error:  # YAML reads 2026-13-45 as a date, which there is none of
        raise CouncilFileError(f"{path.name}: not readable as YAML: {error}") from None
    except RecursionError:
        raise CouncilFileError(f"{path.name}: nested too deeply to be a council file") from None
    except OSError as error:
        raise CouncilFileError(f"{path.name}: cannot be read: {error.strerror}") from None
    if not isinstance(data, dict):
        raise CouncilFileError(f"{path.name}: expected fields like `name:` and `contacts:` (councils/README.md shows them)")
    try:
        return Council.parse_obj({**data, "key": path.stem})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "__root__")
        raise CouncilFileError(f"{path.name}, field {where}: {first['msg']}") from None


def read_councils(folder: Path) -> dict[str, Council]:
    """All council files of a folder, by key.

    Raises:
        CouncilFileError: one is broken, or two share a name.
    """
    found = {path.stem: read_council(path) for path in sorted(folder.glob("*.yml"))}
    owner: dict[str, str] = {}
    for council in found.values():
        for name in council.called:
            if owner.setdefault(name.lower(), council.key) != council.key:
                raise CouncilFileError(f"{council.key}.yml, field called: {name!r} is also in {owner[name.lower()]}.yml")
    return found


@lru_cache(maxsize=1)
def councils() -> dict[str, Council]:
    """The councils of this folder, read once."""
    return read_councils(FOLDER)
