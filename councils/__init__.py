"""Councils: one YAML file each, with the contacts and providers that the council itself publishes.

Add a file, gain a council. A file that is broken stops the start and says what is wrong.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, Extra, HttpUrl, ValidationError, validator

FOLDER = Path(__file__).parent
LARGEST_FILE = 100_000  # bytes; a council file is a page or two

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


class Contact(_Strict):
    """Whom to turn to for one purpose. Every field but ``purpose`` and ``source`` may be absent: then it is not known."""

    purpose: Purpose
    name: str | None
    team: str | None
    address: tuple[str, ...] = ()
    phone: str | None
    email: str | None
    website: HttpUrl | None
    note: str | None
    source: Source

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


class Council(_Strict):
    """One council.

    ``key`` is the file's name without its ending; ``called`` are the names that people type for it.
    """

    key: str
    name: str
    called: tuple[str, ...]
    contacts: tuple[Contact, ...] = ()

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
        raise CouncilFileError(f"{path.name}, {where}: not readable as YAML: {getattr(error, 'problem', error)}") from None
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
        where = ".".join(str(part) for part in first["loc"])
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
