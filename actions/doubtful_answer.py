"""A day with a question mark that answers the guide's own question ("3 March?"), and asks nothing itself."""

from __future__ import annotations

import re
from datetime import date

from actions.rules import Facts
from actions.rules.determine import counts_from
from actions.rules.facts import DATES
from nlu.case_questions import days_asked_about
from nlu.dates import read_near

_A_WORD = re.compile(r"\w")


def is_doubtful_answer(text: str, asked: str | None, before: Facts, now: date) -> bool:
    """Whether a day that is put as a question is an answer in doubt, to be confirmed, and not a question about the last day.

    Args:
        text: the message.
        asked: the fact that was asked for, or is to be confirmed; beside any other, a day is taken for the letter's.
        before: what is known. Once there is a letter's date, "so 4 May?" asks about the last day.
        now: today; no paper has a day to come.
    """
    places = days_asked_about(text)
    fact = asked if asked in DATES else "decision_date"
    if getattr(before, str(fact)) is not None or len(places) != 1:
        return False
    if before.subject is not None and counts_from(before.subject) != "letter":
        return False
    start, end = places[0]
    readings = read_near(text[start:end], now, now)
    if not readings or min(readings) > now:
        return False
    return before.decision_date is None or not _A_WORD.search(text[:start] + text[end:])
