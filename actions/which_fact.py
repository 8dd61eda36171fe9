"""Which fact a date in a message is: by the words about it, by what was asked for, and by what it would put right."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.cues import answers_no, in_a_question, may_put_right, names_its_paper, puts_right, sorry_it_is
from actions.rules import Facts
from actions.rules.facts import DATES
from nlu.dates import Reading, bare_day, read

OF_WHAT = "?"
PAPERS = DATES[1:]  # asked for once there is an answer: the certificate, and the call to the adviser
_FACT_OF_ROLE = {
    "decision": "decision_date",
    "received": "decision_date",
    "certificate": "certificate_date",
    "certificate_received": "certificate_date",
    "adviser": "adviser_contacted_on",
    "contact": "adviser_contacted_on",
    "contacted": "adviser_contacted_on",
}
_THE_LETTER = re.compile(r"\b(?:letters?|ltr|decision|plan|ehcp)\b", re.I)
_DECIDED = re.compile(r"\b(?:refus\w*|said no|told|reject\w*|turned|declin\w*|wrote|sent|ended|ceas\w*)\b", re.I)
_MEDIATION = re.compile(r"\b(?:mediat\w*|meditation|advis[eo]rs?|cert\w*)\b", re.I)


@dataclass(frozen=True)
class Said:
    """A message with dates, and where it stands in the talk.

    ``asked`` is the fact last asked for, ``checking`` whether a date of it is to be confirmed, ``lately`` the date that was
    given last.
    """

    text: str
    intent: str
    asked: str | None
    before: Facts
    checking: bool
    lately: str | None

    @property
    def no(self) -> bool:
        """Whether it says no to the certificate, or to having rung the adviser: then no day in it is the one asked for."""
        return self.asked in PAPERS and not self.checking and answers_no(self.text)

    @property
    def puts_right(self) -> bool:
        """Whether it puts right what was said."""
        sorry = self.asked not in DATES and sorry_it_is(self.text)
        return self.checking or sorry or puts_right(self.text, self.intent)


def fact_of(role: str | None, said: Said) -> str | None:
    """Which fact a date belongs to; None for a day that is no fact of ours (a birthday), OF_WHAT where it is unclear.

    Args:
        role: what the words about the date make it, as ``nlu.date_roles`` has it.
        said: the message.
    """
    if said.before.subject == "disability_discrimination" and role in (None, "other", "decision", "received"):
        return "decision_date"
    if role in ("other", "appeal_by"):
        return None
    if role in ("contact", "contacted"):
        return _FACT_OF_ROLE[role] if _may_be_the_adviser(role, said) else None
    if (
        role in ("decision", "received")
        and said.asked in PAPERS
        and not _THE_LETTER.search(said.text)
        and said.intent != "correct"
    ):
        # "It is dated …", said of the certificate that was asked for. No paper is asked for with the call.
        return said.asked if said.asked == "certificate_date" and not said.no else None
    if role == "received" and said.no:
        return None  # "no, they e-mailed me on 20 April and asked for the letter"
    if role is not None:
        return _FACT_OF_ROLE[role]
    return _unnamed(said)


def _may_be_the_adviser(role: str, said: Said) -> bool:
    """Whether somebody whom the words do not name may be the mediation adviser."""
    if said.before.subject == "disability_discrimination":
        return False
    return said.asked != "decision_date" or said.before.decision_date is not None or bool(_MEDIATION.search(said.text))


def _unnamed(said: Said) -> str:
    """The fact of a date about which the words say nothing."""
    known = [name for name in DATES if getattr(said.before, name) is not None]
    if known and said.puts_right and not said.checking:
        return known[0] if len(known) == 1 else said.lately or OF_WHAT
    if said.no or (said.intent == "correct" and known and said.asked in PAPERS and not said.checking):
        return OF_WHAT
    if said.intent == "correct" and known and not said.checking:
        return known[0] if len(known) == 1 else OF_WHAT
    if said.asked in DATES:
        return said.asked
    return OF_WHAT if said.before.decision_date else "decision_date"


def doubt_about(fact: str, entity: dict[str, Any], day: date | None, said: Said) -> str | None:
    """Why a date has to be confirmed before it becomes that fact, None where it need not be: a wrong day may cost the appeal.

    "meant": it may be none of ours. "instead": another day is known for the fact, and nothing says that it was wrong, or the
    month of a bare day is a guess.
    """
    role = entity.get("role")
    if role == "contacted" or (role == "contact" and said.asked not in PAPERS):
        return "meant"
    if fact in PAPERS and in_a_question(said.text, entity.get("start") or 0):
        return "meant"
    if fact == "certificate_date" and role == "decision" and _DECIDED.search(said.text):
        return "meant"
    known = getattr(said.before, fact)
    if known is None or day is None:
        return None
    if bare_day(str(entity["value"])) and (day.year, day.month) != (known.year, known.month):
        return "instead"
    clear = said.puts_right or said.asked == fact or (role in ("decision", "certificate") and names_its_paper(said.text))
    clear = clear or (role == "adviser" and may_put_right(said.text))
    return None if clear else "instead"


def read_as(fact: str | None, words: str, said: Said, today: date) -> Reading:
    """The day that is meant. A bare "13th" for a date that is known keeps its month and year, where that day has come."""
    known, number = getattr(said.before, fact or "", None), bare_day(words)
    if known is not None and number is not None:
        with suppress(ValueError):
            if (day := known.replace(day=number)) <= today:
                return Reading("exact", day, (), None)
    return read(words, today)
