"""Days that are no decision letter's, though a paper is named: of a draft or a proposal, or by which something was due."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

from nlu.phrase_rows import Phrases, read_rows

FILE = Path(__file__).with_name("other_days.yml")
OtherDay = Literal["proposal", "other"]
Deadline = Literal["appeal_by", "contact_by"]


@functools.cache
def _rows() -> dict[str, Phrases]:
    return {name: Phrases.of(row) for name, row in read_rows(FILE).items()}


def other_day(before: str, behind: str) -> OtherDay | None:
    """What a date is, where it is no decision letter's for what stands in its clause before or right behind it; else None."""
    before, behind = before.lower(), behind.lower()
    if _leads_to("due_before", before):
        return "other"
    rows = _rows()
    told_behind = rows["proposal_behind"].find(behind) and not rows["decided"].find(before)
    return "proposal" if told_behind or _leads_to("proposal_before", before) else None


def told_deadline(sentence: str) -> Deadline | None:
    """What a last day is for that the council or its letter gives, as the sentence about it says; None where it is none."""
    sentence, rows = sentence.lower(), _rows()
    if not rows["told_by"].find(sentence) or not rows["told_last_day"].find(sentence):
        return None
    return "contact_by" if rows["of_the_adviser"].find(sentence) else "appeal_by"


def speaks_of_email(text: str) -> bool:
    """Whether a text speaks of an e-mail."""
    return bool(_rows()["an_email"].find(text))


def only_an_email(text: str) -> bool:
    """Whether an e-mail is all that a text speaks of: no letter, no plan that came with it."""
    return speaks_of_email(text) and not _rows()["a_paper"].find(text)


def email_decides(text: str) -> bool:
    """Whether an answer says that the e-mail is the decision itself."""
    return bool(_rows()["email_decides"].find(text))


def _leads_to(name: str, before: str) -> bool:
    """Whether the last place of such words is what leads to the date, with no other paper in between."""
    ends = [end for _, end in _rows()[name].find(before)]
    return bool(ends) and not _rows()["paper"].find(before[ends[-1] :])
