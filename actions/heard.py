"""What one message changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actions.matter import Matter

INTENTION = "utter_answer_intention"  # said of a letter that decides nothing yet


@dataclass
class Heard:
    """What a message changes.

    ``facts`` holds the new values by fact name; ``declined`` the facts the person has not got; ``check`` a date to be
    confirmed, with ``then`` another one after it; ``letter`` a letter to be confirmed, ``letter_says`` the deadlines of one
    that was; ``problems`` what to say of dates that cannot be used: response name and its values; ``young`` whether it is
    the young person who speaks; ``matter`` which matter it is about; ``likely`` the two likeliest ones where none is sure.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    declined: set[str] = field(default_factory=set)
    check: dict[str, Any] | None = None
    letter: dict[str, Any] | None = None
    letter_says: dict[str, Any] | None = None
    problems: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    young: bool = False
    matter: Matter = field(default_factory=lambda: Matter(None))
    likely: list[str] = field(default_factory=list)

    def to_confirm(self, check: dict[str, Any]) -> None:
        """Have a date confirmed: in place of one of the same fact, else behind what is to be confirmed already."""
        if self.check is None or self.check["fact"] == check["fact"]:
            self.check = {**check, "then": check.get("then") or (self.check or {}).get("then")}
        elif not self.check.get("then"):
            self.check = {**self.check, "then": check}
        if self.check.get("then") is None:
            self.check.pop("then", None)
