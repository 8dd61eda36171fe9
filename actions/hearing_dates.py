"""Dates in a message: which fact each is, whether it can be one, and whether it has to be confirmed first."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from actions.cues import surely_takes_back
from actions.heard import Heard
from actions.letter_reading import DEADLINES
from actions.rules import Facts
from actions.rules.law import known_from
from actions.which_fact import OF_WHAT, Said, doubt_about, fact_of, is_plain, read_as
from nlu.dates import Reading, read
from nlu.other_days import only_an_email, speaks_of_email

_IS_NOT_IT = re.compile(r"\s*(?:is|was)(?: not|n'?t) (?:the|my|on|what|it|right|correct|when|that)\b", re.I)
_TO_COME = re.compile(
    r"\b(?:it'?s|he'?s|she'?s|they'?re|is|are|will be|due|coming|going|planned|arranged|booked) (?:on|in|for)(?: the)?\s*$", re.I
)
_OLD, _HALF_A_YEAR = timedelta(days=2 * 365), timedelta(days=182)
_DEADLINE_OF_ROLE = {"appeal_by": "appeal_by", "contact_by": "contact_adviser_by"}
_TAKEN_BACK = re.compile(
    r"(?:\bnot|\binstead of|\brather than|n't|\b(?:isnt|wasnt|dont|didnt))\s+(?:(?:on|the|dated|from|of|for|as of|printed)\s+)*$",
    re.I,
)


def hear_dates(heard: Heard, entities: list[dict[str, Any]], said: Said, today: date) -> set[str]:
    """Each date of a message: taken as a fact, to be confirmed, or a problem to be said.

    Returns:
        The facts that a date was given for, whatever became of it.
    """
    by_fact: dict[str, list[tuple[dict[str, Any], Reading]]] = {}
    asked_for: date | None = None
    for entity in entities:
        if entity.get("entity") != "date" or is_taken_back(entity, said.text):
            continue
        fact = fact_of(entity, said)
        reading = read_as(fact, str(entity["value"]), said, today)
        if fact is OF_WHAT:
            if reading.day and reading.day not in (said.before.decision_date, said.before.certificate_date):
                heard.problems.append(("utter_date_of_what", {"day": reading.day}))
        elif entity.get("role") == "request" and said.before.decision_date is None and reading.day:
            asked_for = reading.day
        elif fact:
            by_fact.setdefault(fact, []).append((entity, reading))
    if asked_for and "decision_date" not in by_fact and said.asked in ("decision_date", None):
        heard.problems.append(("utter_date_of_request", {"day": asked_for}))
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
            heard.to_confirm(_check(fact, days[:2], "which"))
            continue
        entity, reading = (own or fresh)[-1 if said.intent == "correct" else 0]
        _take_date(heard, fact, entity, reading, came, said, today)
    return set(by_fact)


def _take_date(heard: Heard, fact: str, entity: dict[str, Any], reading: Reading, came: bool, said: Said, today: date) -> None:
    day, words = reading.day, str(entity["value"])
    doubt = doubt_about(fact, entity, day, said)
    unsaid = entity.get("role") is None and not is_plain(entity, said)
    if reading.reason == "long_ago" and reading.candidates and _lies_ahead(said.text[: entity.get("start") or 0]):
        reading = Reading("exact", day := _next(reading.candidates[0], today), (), None)
    if unsaid and day and day > today:
        return  # a day to come that nothing names is none of ours, as no paper has it
    if reading.kind == "ambiguous":
        if reading.candidates:
            heard.to_confirm(_check(fact, list(reading.candidates[:2]), reading.reason or "which"))
        else:
            heard.problems.append(("utter_date_approximate", {"words": words}))
            if said.corrects and surely_takes_back(said.text) and getattr(said.before, fact) is not None:
                heard.facts[fact] = None  # so it is asked for again
    elif day is None:
        heard.problems.append((f"utter_date_{reading.reason or 'unreadable'}", {"words": words}))
    elif fact == "decision_date" and said.undated and day <= today:
        _take_day_of_sending(heard, day, said, today)
    elif came and day <= today:
        heard.to_confirm(_check(fact, [day], "email" if fact == "decision_date" and only_an_email(said.text) else "came"))
    elif doubt == "instead" and fact == "adviser_contacted_on" and (first := said.before.adviser_contacted_on) and day >= first:
        pass  # "I rang them again": the first call counts
    else:
        take_day(heard, fact, day, said.before, today, confirmed=None, doubt=doubt)


def _take_day_of_sending(heard: Heard, day: date, said: Said, today: date) -> None:
    """Of a letter without a date: an e-mail is sent on the day it comes; of anything else it is asked (rule 20: "sent")."""
    if speaks_of_email(said.text):
        take_day(heard, "decision_date", day, said.before, today, confirmed="sent")
    else:
        heard.to_confirm(_check("decision_date", [day], "sent"))


def is_taken_back(entity: dict[str, Any], text: str) -> bool:
    """Whether a date stands under a "not": "not the 3rd", "the 3rd isn't the date"."""
    start = entity.get("start") or 0
    behind = text[entity.get("end") or start + len(str(entity["value"])) :]
    return bool(_TAKEN_BACK.search(text[:start]) or _IS_NOT_IT.match(behind))


def _lies_ahead(before: str) -> bool:
    """Whether a day is said to be to come: "it's on 20 May"."""
    return bool(_TO_COME.search(before))


def _next(day: date, today: date) -> date:
    """The same day of the next year that has it, from today on."""
    years = (year for year in range(today.year, today.year + 9) if day.day < 29 or day.month != 2 or year % 4 == 0)
    return next(later for year in years if (later := day.replace(year=year)) >= today)


def take_day(
    heard: Heard, fact: str, day: date, before: Facts, today: date, confirmed: str | None, doubt: str | None = None
) -> None:
    """Take a day as a fact, unless it cannot be, or has to be confirmed first (and was not, for that reason)."""
    if day > today:
        heard.problems.append(("utter_date_future", {"day": day}))
    elif day < known_from():
        heard.problems.append(("utter_date_before_law", {"day": day}))
    elif day < today - _OLD and confirmed != "long_ago":
        heard.to_confirm(_check(fact, [day], "long_ago"))
    elif fact != "decision_date" and before.decision_date and day < before.decision_date:
        # A certificate or a call from before the decision belongs to another one.
        heard.problems.append(("utter_date_before_letter", {"day": day, "letter": before.decision_date}))
    elif fact == "certificate_date" and day == before.decision_date and confirmed != "same_day":
        heard.to_confirm(_check(fact, [day], "same_day"))  # more likely the letter's date once more
    elif doubt and getattr(before, fact) != day:
        heard.to_confirm(_check(fact, [day], doubt))
    else:
        heard.facts[fact] = day


def _check(fact: str, days: list[date], reason: str) -> dict[str, Any]:
    return {"fact": fact, "days": [day.isoformat() for day in days], "reason": reason}


def hear_letters_own_day(heard: Heard, entities: list[dict[str, Any]], known: dict[str, Any] | None, today: date) -> None:
    """The days by which the council says one has to appeal, or to ring the adviser: no facts, but kept to where earlier."""
    for entity in entities:
        name = _DEADLINE_OF_ROLE.get(str(entity.get("role")))
        if entity.get("entity") == "date" and name:
            reading = read(str(entity["value"]), today)
            day = reading.day or next(iter(reading.candidates), None)
            if day and day < today - _HALF_A_YEAR and not re.search(r"\d{4}", str(entity["value"])):
                day = day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)  # it lies ahead
            if day:
                heard.letter_says = {
                    **dict.fromkeys(DEADLINES),
                    **(known or {}),
                    **(heard.letter_says or {}),
                    name: day.isoformat(),
                }
