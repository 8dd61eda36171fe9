"""Which fact a date in a message is: by the words about it, by what was asked for, and by what it would put right."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.cues import (
    answers_no,
    asks_to_change,
    in_a_question,
    may_put_right,
    names_its_paper,
    opens_a_question,
    puts_right,
    says_no_certificate,
    sorry_it_is,
    takes_back,
    was_not_reached,
)
from actions.rules import Facts
from actions.rules.determine import counts_from
from actions.rules.facts import DATES
from nlu.case_questions import days_asked_about
from nlu.dates import Reading, bare_day, read
from nlu.other_days import only_an_email

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
_COUNCIL = re.compile(r"\b(?:council|la|local authority|case ?(?:worker|officer)|school)\b", re.I)
# A clause of these alone, beside its date, is the plain answer to a question for a date.
_PLAIN = frozenset(
    """yes yeah yep yup ok okay oh er erm um hi hello sorry well actually right no nope and but it its it's was is that that's
    thats this they the a an on of at date dated day printed says say said reads shows top bottom letter letters ltr
    certificate cert paper document email i i'm im think thought believe guess reckon sure pretty probably maybe definitely
    certain certainly must would should have has had been be got one mine ours here there just only now then thanks thank
    you please x xx mean meant make dear love lol exact exactly correct my our his her first same year month week morning
    afternoon evening about around not sure ive i've we we've did do done finally also still not
    ah aha hm hmm found look looked looking checked let lets see here's heres two thousand twenty five six seven""".split()  # noqa: SIM905
)
_PART_OF_A_SENTENCE = re.compile(r"[.,;:!?\n()]|\s[-\u2013]\s|\b(?:but|and|because|cos|which)\b", re.I)
_ANOTHER_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
# Beside a day that puts another one right no paper is named, and nothing is said to be there or not.
_NOT_BESIDE_A_CORRECTION = frozenset(
    ["got", "have", "had", "been", "not", "letter", "letters", "ltr", "certificate", "cert", "paper", "document", "email"]
)
_BESIDE_A_CORRECTION = _PLAIN - _NOT_BESIDE_A_CORRECTION | {"wait", "hang", "hold", "oops", "whoops", "apologies"}
_DIGITS_ALONE = re.compile(r"\d{6}|\d{8}")


@dataclass(frozen=True)
class Said:
    """A message with dates, and where it stands in the talk.

    ``asked`` is the fact last asked for, ``checking`` whether a date of it is to be confirmed, ``lately`` the date that was
    given last, ``doubtful`` whether a day in it answers with a question mark,
    ``undated`` whether the letter has no date, as it says or was said.
    """

    text: str
    intent: str
    asked: str | None
    before: Facts
    checking: bool
    lately: str | None
    doubtful: bool = False
    one_day: tuple[int, int] | None = None
    undated: bool = False

    @property
    def no(self) -> bool:
        """Whether it says no to the certificate, or to having rung the adviser: then no day in it is the one asked for."""
        return self.asked in PAPERS and not self.checking and answers_no(self.text)

    @property
    def corrects(self) -> bool:
        """Whether it is a day alone that may put right a day told before, whatever was asked: "no the 3rd of March"."""
        if self.checking or not self.one_day or not takes_back(self.text) or sorry_it_is(self.text):
            return False
        start, end = self.one_day
        beside = _ANOTHER_WORD.findall(f"{self.text[:start]} {self.text[end:]}")
        return all(word.lower() in _BESIDE_A_CORRECTION for word in beside)

    @property
    def puts_right(self) -> bool:
        """Whether it puts right what was said."""
        sorry = self.asked not in DATES and sorry_it_is(self.text)
        return self.checking or sorry or puts_right(self.text, self.intent)


def fact_of(entity: dict[str, Any], said: Said) -> str | None:
    """Which fact a date belongs to; None for a day that is no fact of ours (a birthday), OF_WHAT where it is unclear.

    Args:
        entity: the date, with its place and, as ``role``, what the words about it make it (``nlu.date_roles``).
        said: the message.
    """
    role = entity.get("role")
    if _place(entity) in days_asked_about(said.text) and not said.doubtful:
        return None  # "so 8th of May?": whether it is the last day
    if role is None and not said.doubtful and _asked_about(entity, said):
        return None  # "can I count from the 17th": in a question a day that nothing names is no fact
    if said.before.subject == "disability_discrimination" and role in (None, "other", "decision", "received"):
        return "decision_date"
    if role in ("other", "request", "appeal_by", "contact_by", "proposal"):
        return None
    if role in ("contact", "contacted"):
        return _FACT_OF_ROLE[role] if _may_be_the_adviser(role, said) else None
    if (
        role in ("decision", "received")
        and said.asked in PAPERS
        and not _THE_LETTER.search(said.text)
        and said.intent != "correct"
        and not said.corrects
    ):
        # "It is dated …", said of the certificate that was asked for. No paper is asked for with the call.
        return said.asked if said.asked == "certificate_date" and not said.no else None
    if role == "received" and said.no:
        return None  # "no, they e-mailed me on 20 April and asked for the letter"
    if role is not None:
        return _FACT_OF_ROLE[role]
    if _DIGITS_ALONE.fullmatch(str(entity["value"])) and said.asked not in DATES:
        return None  # six digits are a date only where one was asked for
    return _unnamed(said)


def _place(entity: dict[str, Any]) -> tuple[int, int]:
    start = entity.get("start") or 0
    return start, entity.get("end") or start + len(str(entity["value"]))


def one_day(entities: list[dict[str, Any]]) -> tuple[int, int] | None:
    """The place of a message's day, None where it has several or none."""
    places = [_place(entity) for entity in entities if entity.get("entity") == "date"]
    return places[0] if len(places) == 1 else None


def is_plain(entity: dict[str, Any], said: Said) -> bool:
    """Whether a date stands by itself, as the answer to a question for one: "yes, it's the 3rd of March"."""
    if said.text.startswith("/"):
        return True  # a suggested answer
    start, end = _place(entity)
    before, behind = _PART_OF_A_SENTENCE.split(said.text[:start])[-1], _PART_OF_A_SENTENCE.split(said.text[end:])[0]
    return all(word.lower() in _PLAIN for word in _ANOTHER_WORD.findall(f"{before} {behind}"))


def _asked_about(entity: dict[str, Any], said: Said) -> bool:
    """Whether a day is only asked about, and not put right in a question nor given with a doubtful "3 March?"."""
    start, end = _place(entity)
    if not in_a_question(said.text, start, end) or asks_to_change(said.text):
        return False
    return opens_a_question(said.text[:start]) or not is_plain(entity, said)


def _may_be_the_adviser(role: str, said: Said) -> bool:
    """Whether somebody whom the words do not name may be the mediation adviser."""
    if said.before.subject == "disability_discrimination":
        return False
    return said.asked != "decision_date" or said.before.decision_date is not None or bool(_MEDIATION.search(said.text))


def _unnamed(said: Said) -> str:
    """The fact of a date about which the words say nothing."""
    known = [name for name in DATES if getattr(said.before, name) is not None]
    if known and said.corrects:
        return known[0] if len(known) == 1 else said.lately or OF_WHAT
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

    "meant": it may be none of ours. "email": it is an e-mail's, and a letter may have to come. "reached": it was rung, and
    perhaps nobody answered. "instead": another day is known for the fact, and nothing says that it was wrong, or the month of
    a bare day is a guess.
    """
    role = entity.get("role")
    asked_about = in_a_question(said.text, *_place(entity))
    if fact == "adviser_contacted_on" and was_not_reached(said.text):
        return "reached"
    if role == "contacted" or (role == "contact" and said.asked not in PAPERS and not _of_mediation(said.text)):
        return "meant"
    if said.doubtful or (fact in PAPERS and asked_about):
        return "meant"
    if (
        role is None
        and not _happened(said)
        and getattr(said.before, fact) is None
        and (asked_about or not is_plain(entity, said))
    ):
        return "meant"  # nothing ties the day to what was asked for
    if fact == "decision_date" and role == "decision" and not _happened(said) and only_an_email(said.text):
        return "email"  # perhaps only the news, and the letter with the decision still has to come
    if fact == "certificate_date" and role == "decision" and _DECIDED.search(said.text):
        return "meant"
    known = getattr(said.before, fact)
    if known is None or day is None:
        return None
    if bare_day(str(entity["value"])) and (day.year, day.month) != (known.year, known.month):
        return "instead"
    if said.corrects and not said.puts_right:
        return "instead"
    clear = (
        (said.puts_right and not asked_about)
        or said.asked == fact
        or (role in ("decision", "certificate") and names_its_paper(said.text))
    )
    clear = clear or (role == "adviser" and may_put_right(said.text))
    return None if clear else "instead"


def _happened(said: Said) -> bool:
    """Whether a day that is told is the one on which it happened: a claim, or what no letter decides."""
    subject = said.before.subject
    return subject is not None and counts_from(subject) != "letter"


def _of_mediation(text: str) -> bool:
    """Whether whoever was rung can only be the mediation adviser: a certificate or mediation is spoken of, and nobody else."""
    return bool(_MEDIATION.search(text)) and not _COUNCIL.search(text) and not says_no_certificate(text)


def read_as(fact: str | None, words: str, said: Said, today: date) -> Reading:
    """The day that is meant. A bare "13th" for a date that is known keeps its month and year, where that day has come."""
    known, number = getattr(said.before, fact or "", None), bare_day(words)
    if known is not None and number is not None:
        with suppress(ValueError):
            if (day := known.replace(day=number)) <= today:
                return Reading("exact", day, (), None)
    return read(words, today)
