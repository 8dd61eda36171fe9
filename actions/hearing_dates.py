"""Dates in a message: which fact each is, whether it can be one, and whether it has to be confirmed first."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from actions.heard import Heard
from actions.letter_reading import DEADLINES
from actions.rules import Facts
from actions.rules.law import known_from
from actions.which_fact import OF_WHAT, Said, doubt_about, fact_of, read_as
from nlu.dates import Reading, read

_OLD, _HALF_A_YEAR = timedelta(days=2 * 365), timedelta(days=182)
_TAKEN_BACK = re.compile(
    r"(?:\bnot|\binstead of|\brather than|n't|\b(?:isnt|wasnt|dont|didnt))\s+(?:on\s+|the\s+|dated\s+)*$", re.I
)


def hear_dates(heard: Heard, entities: list[dict[str, Any]], said: Said, today: date) -> None:
    """Each date of a message: taken as a fact, to be confirmed, or a problem to be said."""
    by_fact: dict[str, list[tuple[dict[str, Any], Reading]]] = {}
    for entity in entities:
        if entity.get("entity") != "date" or _TAKEN_BACK.search(said.text[: entity.get("start") or 0]):
            continue
        fact = fact_of(entity.get("role"), said)
        reading = read_as(fact, str(entity["value"]), said, today)
        if fact is OF_WHAT:
            if reading.day and reading.day not in (said.before.decision_date, said.before.certificate_date):
                heard.problems.append(("utter_date_of_what", {"day": reading.day}))
        elif fact:
            by_fact.setdefault(fact, []).append((entity, reading))
    for fact, readings in by_fact.items():
        now = getattr(said.before, fact)
        fresh = [pair for pair in readings if pair[1].day is None or pair[1].day != now] or readings
        # Of a letter's own date and the day it came, its own counts; of two dates in a correction, the last.
        own = [pair for pair in fresh if pair[0].get("role") not in ("received", "certificate_received")]
        own = [pair for pair in own if pair[1].day] or own  # "about three weeks ago, it is dated 31 March": the exact one counts
        came = not own and said.before.subject != "disability_discrimination" and fact != "adviser_contacted_on"
        if came and now is not None and said.intent != "correct":
            heard.problems.append(("utter_date_printed_counts", {}))
            continue
        days = sorted({pair[1].day for pair in own if pair[1].day})
        if len(days) > 1 and said.intent != "correct":
            heard.check = _check(fact, days[:2], "which")
            continue
        entity, reading = (own or fresh)[-1 if said.intent == "correct" else 0]
        _take_date(heard, fact, entity, reading, came, said, today)


def _take_date(heard: Heard, fact: str, entity: dict[str, Any], reading: Reading, came: bool, said: Said, today: date) -> None:
    day, words = reading.day, str(entity["value"])
    doubt = doubt_about(fact, entity, day, said)
    if reading.kind == "ambiguous":
        if reading.candidates:
            heard.check = _check(fact, list(reading.candidates[:2]), reading.reason or "which")
        else:
            heard.problems.append(("utter_date_approximate", {"words": words}))
    elif day is None:
        heard.problems.append((f"utter_date_{reading.reason or 'unreadable'}", {"words": words}))
    elif came and day <= today:
        heard.check = _check(fact, [day], "came")
    elif doubt == "instead" and fact == "adviser_contacted_on" and (first := said.before.adviser_contacted_on) and day >= first:
        pass  # "I rang them again": the first call counts
    else:
        take_day(heard, fact, day, said.before, today, confirmed=None, doubt=doubt)


def take_day(
    heard: Heard, fact: str, day: date, before: Facts, today: date, confirmed: str | None, doubt: str | None = None
) -> None:
    """Take a day as a fact, unless it cannot be, or has to be confirmed first (and was not, for that reason)."""
    if day > today:
        heard.problems.append(("utter_date_future", {"day": day}))
    elif day < known_from():
        heard.problems.append(("utter_date_before_law", {"day": day}))
    elif day < today - _OLD and confirmed != "long_ago":
        heard.check = _check(fact, [day], "long_ago")
    elif fact != "decision_date" and before.decision_date and day < before.decision_date:
        # A certificate or a call from before the decision belongs to another one.
        heard.problems.append(("utter_date_before_letter", {"day": day, "letter": before.decision_date}))
    elif fact == "certificate_date" and day == before.decision_date and confirmed != "same_day":
        heard.check = _check(fact, [day], "same_day")  # more likely the letter's date once more
    elif doubt and getattr(before, fact) != day:
        heard.check = _check(fact, [day], doubt)
    else:
        heard.facts[fact] = day


def _check(fact: str, days: list[date], reason: str) -> dict[str, Any]:
    return {"fact": fact, "days": [day.isoformat() for day in days], "reason": reason}


def hear_about_check(heard: Heard, check: dict[str, Any], intent: str, before: Facts, today: date) -> None:
    """The answer to "is that the date?". Anything but yes drops the date, and the fact is asked for again."""
    if intent == "affirm" and len(check["days"]) == 1:
        day = date.fromisoformat(check["days"][0])
        take_day(heard, check["fact"], day, before, today, confirmed=check["reason"])
    elif intent == "do_not_know":
        heard.declined.add(check["fact"])
    elif intent not in ("deny", "inform", "correct"):
        heard.check = check  # something else was said; the question stays open


def hear_letters_own_day(heard: Heard, entities: list[dict[str, Any]], known: dict[str, Any] | None, today: date) -> None:
    """The day by which the council's letter says one has to appeal: no fact, but to be kept to where it is the earlier."""
    for entity in entities:
        if entity.get("entity") == "date" and entity.get("role") == "appeal_by":
            reading = read(str(entity["value"]), today)
            day = reading.day or next(iter(reading.candidates), None)
            if day and day < today - _HALF_A_YEAR and not re.search(r"\d{4}", str(entity["value"])):
                day = day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)  # it lies ahead
            if day:
                heard.letter_says = {**dict.fromkeys(DEADLINES), **(known or {}), "appeal_by": day.isoformat()}
