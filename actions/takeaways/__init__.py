"""What people take away from a conversation: a summary to print, dates for their calendar, letters to adapt.

Pure functions of the facts and what follows from them; they know nothing of Rasa, and the wording is in ``domain.yml``.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from actions.rules import Determination, Facts
from actions.takeaways.calendar import FILE_NAME, calendar
from actions.takeaways.letters import Letter, letters
from actions.takeaways.summary import summary
from councils import Council

__all__ = ["Letter", "calendar", "letters", "summary", "take_away"]


def take_away(
    facts: Facts, found: Determination, council: Council | None, declined: set[str], today: date, young: bool = False
) -> dict[str, Any]:
    """Everything to take away, as JSON-ready data.

    Args:
        facts: what is known.
        found: what follows from it: ``determine(facts, today)``.
        council: the council's file, None where there is none.
        declined: facts that the person was asked for and does not have.
        today: the day it is made.
        young: whether it is for the young person, and not for a parent.

    Returns:
        ``{"summary": text, "calendar": {"name": file name, "text": iCalendar} or None,
        "letters": [{"key": …, "title": …, "text": …, "fits": bool}, …]}``, those that fit the case first.
    """
    dates = calendar(facts, found, today)
    return {
        "summary": summary(facts, found, council, declined, today, young),
        "calendar": None if dates is None else {"name": FILE_NAME, "text": dates},
        "letters": [asdict(letter) for letter in letters(facts, found, council, today)],
    }
