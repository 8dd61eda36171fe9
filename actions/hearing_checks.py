"""The answer to "is that the date?", also beside something else that is told."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Any

from actions.cues import answers_no, says_never_contacted, says_no_certificate
from actions.heard import Heard
from actions.hearing_dates import take_day
from actions.rules import Facts
from nlu.other_days import email_decides

_AGAIN = {"came": "meant"}  # what counts was said at length the first time
_YES = re.compile(r"^\W*(?:yes|yeah|yep|yup|correct|that'?s right|it is)\b", re.I)
_AS_PRINTED = re.compile(r"\d|\b(?:dated?|printed|says?|on it|the same)\b", re.I)
_YEAR = re.compile(
    r"^\W*(?:(?:yes|yeah|no|nope|sorry|it'?s|it was|in|the|year|i mean|of|sent|that'?s)\W+)*"
    r"(?:(?P<number>20\d\d)|(?P<which>this|last) year)\W*$",
    re.I,
)


def hear_about_check(
    heard: Heard, check: dict[str, Any], given: set[str], intent: str, text: str, before: Facts, today: date
) -> None:
    """The answer to "is that the date?": yes, the year alone ("2026"), or no, which drops it. Anything else leaves it open.

    Args:
        heard: what the message changes, with the dates that it gave.
        check: the date that is to be confirmed, perhaps with one of another fact to come ``then``.
        given: facts that the message gave a date for; one of the same fact takes the place of the one to be confirmed.
    """
    fact, days = check["fact"], [date.fromisoformat(day) for day in check["days"]]
    others, heard.check = heard.check, None
    if _only_says_again_when_it_came(check, heard.facts.get(fact), text):
        del heard.facts[fact]
        heard.check = {key: value for key, value in check.items() if key != "then"}
    elif fact in given or fact in heard.facts or fact in heard.declined:
        pass
    elif len(days) == 1 and check["reason"] == "long_ago" and (year := _year_alone(text, today)):
        with suppress(ValueError):  # 29 February
            confirmed = check["reason"] if year == days[0].year else None
            take_day(heard, fact, days[0].replace(year=year), before, today, confirmed=confirmed)
    elif check["reason"] == "email" and email_decides(text):
        take_day(heard, fact, days[0], before, today, confirmed="email")
    elif len(days) == 1 and (intent == "affirm" or (given and _YES.match(text))):
        take_day(heard, fact, days[0], before, today, confirmed=check["reason"])
    elif intent == "do_not_know" and not given:
        heard.declined.add(fact)
    elif check["reason"] == "email" and _says_no(text, intent, fact):
        heard.declined.add(fact)
        heard.problems.append(("utter_situation_no_letter_yet", {}))
    elif not _says_no(text, intent, fact):
        reason = _AGAIN.get(check["reason"], check["reason"]) if given else check["reason"]
        heard.check = {**check, "reason": reason}
        heard.check.pop("then", None)
    for later in (check.get("then"), others):
        if later and later["fact"] not in heard.facts:
            heard.to_confirm(later)


def _only_says_again_when_it_came(check: dict[str, Any], day: date | None, text: str) -> bool:
    """Whether the day on which a paper came is told in other words ("Tuesday just gone"), which no paper has printed on it."""
    again = check["reason"] == "came" and day is not None and check["days"] == [day.isoformat()]
    return again and not (_YES.match(text) or _AS_PRINTED.search(text))


def _year_alone(text: str, today: date) -> int | None:
    found = _YEAR.match(text)
    if found is None:
        return None
    return int(found["number"]) if found["number"] else today.year - (found["which"].lower() == "last")


def _says_no(text: str, intent: str, fact: str) -> bool:
    """Whether a message says no to the date, and not only to a paper or a call of its own: "no certificate yet"."""
    other = fact == "decision_date" and (says_no_certificate(text) or says_never_contacted(text))
    return not other and (intent in ("deny", "correct") or answers_no(text))
