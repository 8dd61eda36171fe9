"""The law as dated rows (``law.yml``): look one up for a day, never guess where there is none."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, Extra, HttpUrl, ValidationError, root_validator

LAW_FILE = Path(__file__).with_name("law.yml")


class LawNotKnown(ValueError):
    """There is no row of the law for that rule on that day."""


class Rule(BaseModel):
    """One row of the law: what it says in plain words, between two days, with its source."""

    id: str
    says: str
    section: str
    link: HttpUrl
    checked_on: date
    sure: Literal["A", "B"]
    in_force_from: date
    until: date | None
    values: dict[str, Any] = {}

    class Config:
        extra = Extra.forbid
        frozen = True

    @root_validator
    def _in_order(cls, row: dict[str, Any]) -> dict[str, Any]:
        until, start = row.get("until"), row.get("in_force_from")
        if until and start and until < start:
            raise ValueError("`until` is before `in_force_from`")
        return row

    def in_force(self, on: date) -> bool:
        """Whether the row holds on that day (both ends included)."""
        return self.in_force_from <= on and (self.until is None or on <= self.until)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file.

    Raises:
        ValueError: it is not UTF-8 text or not YAML; the message names the file.
    """
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ValueError(f"{path.name}: not a text file in UTF-8") from None
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name}: not readable as YAML: {error}") from None


def read_law(path: Path) -> dict[str, tuple[Rule, ...]]:
    """Read a law file.

    Returns:
        Rule id to its rows, oldest first.

    Raises:
        ValueError: the file is broken: names the row and what is expected.
    """
    rows = read_yaml(path)
    if not isinstance(rows, list):
        raise ValueError(f"{path.name}: expected a list of rows that begin with `- id:`")
    found: dict[str, list[Rule]] = {}
    for number, row in enumerate(rows, 1):
        try:
            rule = Rule.parse_obj(row)
        except ValidationError as error:
            first = error.errors()[0]
            name = row.get("id", "?") if isinstance(row, dict) else "?"
            where = ".".join(str(part) for part in first["loc"])
            raise ValueError(f"{path.name}: row {number} ({name}), {where}: {first['msg']}") from None
        found.setdefault(rule.id, []).append(rule)
    for name, of_one in found.items():
        of_one.sort(key=lambda r: r.in_force_from)
        for earlier, later in pairwise(of_one):
            if earlier.until is None or earlier.until >= later.in_force_from:
                raise ValueError(f"{path.name}: {name} has two rows in force on {later.in_force_from}")
    return {name: tuple(of_one) for name, of_one in found.items()}


@lru_cache(maxsize=1)
def all_law() -> dict[str, tuple[Rule, ...]]:
    """The law of ``law.yml``, read once."""
    return read_law(LAW_FILE)


def law(rule_id: str, on: date) -> Rule:
    """The row of a rule that is in force on a day.

    Raises:
        KeyError: no such rule (a mistake in the code).
        LawNotKnown: the rule has no row for that day.
    """
    rows = all_law()[rule_id]
    for row in rows:
        if row.in_force(on):
            return row
    raise LawNotKnown(
        f"the guide does not know the law of {on.isoformat()} ({rule_id}); it begins on {rows[0].in_force_from.isoformat()}"
    )


def known_from() -> date:
    """The first day whose law is known."""
    return all_law()["act.appeal_right"][0].in_force_from


def stale(today: date, months: int = 12) -> list[Rule]:
    """Rows that nobody has compared with their source for so many months."""
    from actions.rules.working_days import add_months

    return [r for rows in all_law().values() for r in rows if add_months(r.checked_on, months) < today]
