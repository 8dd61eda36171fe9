"""The dates still to come as a calendar file (iCalendar, RFC 5545)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event

from actions.answering import sources
from actions.rules import Determination, Facts
from actions.rules.describe import sum_line
from actions.rules.determination import Step
from actions.takeaways.key_dates import KeyDate, key_dates
from actions.wording import phrase, shown

FILE_NAME = "send-appeal-dates.ics"
ALARM_DAYS = (14, 7, 2, 1)
_ALARM_HOUR = timedelta(hours=9)  # an all-day event begins at midnight, and nobody wants an alarm then
_PRODUCER = "-//SEND disagreement guide//Dates//EN"
_NAMESPACE = UUID("6f3c1f0e-5d0b-4c58-9a53-6f0a0f6a2b14")
_SAME_LETTER = {"placement": "plan_contents"}  # both are about the letter with the final plan
_CONTACT_RULES = ("certificate.contact_adviser", "certificate.placement_only")
_TIME_RULES = ("appeal.", "claim.", "certificate.not_counted")
_NO_TIME_RULES = ("appeal.extended", "appeal.late")
# What moves the last day, and not the day to aim for: rules, and lines of the sum.
_LAST_DAY_RULES = ("appeal.next_working_day", "appeal.august", "appeal.christmas", "appeal.five_pm")
_LAST_DAY_STEPS = ("not_working", "august", "christmas")


def calendar(facts: Facts, found: Determination, today: date) -> str | None:
    """The dates from today on, as the text of an .ics file with CRLF line ends; None where there is none.

    Each is an all-day event with alarms at 9 in the morning, 14, 7, 2 days and 1 day before, as far as those are still to come.
    Where the day to aim for is the last day itself, there is one event, for the last day.
    The same decision (what it is about and the date on its letter) gives the same UIDs and a higher SEQUENCE later on, so
    that a newer file replaces the entries of an older one. No name of a child is known, so none is in it.
    """
    coming = [key for key in key_dates(facts, found, today) if key.day >= today]
    if not coming:
        return None
    made = Calendar()
    made.add("prodid", _PRODUCER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for key in coming:
        made.add_component(_event(key, facts, found, today))
    text: str = made.to_ical().decode("utf-8")
    return text


def _event(key: KeyDate, facts: Facts, found: Determination, today: date) -> Event:
    title = phrase(f"utter_calendar_title_{key.name}")
    event = Event()
    event.add("uid", str(_uid(key, facts)))
    event.add("dtstamp", datetime(today.year, today.month, today.day, tzinfo=UTC))
    event.add("sequence", _sequence(facts, today))
    event.add("dtstart", key.day)
    event.add("dtend", key.day + timedelta(days=1))
    event.add("summary", title)
    event.add("description", _description(key, facts, found, today))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # the day stays free for other things
    for days in ALARM_DAYS:
        if key.day - timedelta(days=days) > today:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", title)
            alarm.add("trigger", _ALARM_HOUR - timedelta(days=days))
            event.add_component(alarm)
    return event


def _uid(key: KeyDate, facts: Facts) -> UUID:
    """Facts that come later (council, certificate) are left out, or the same decision would change its UIDs."""
    subject = _SAME_LETTER.get(facts.subject or "", facts.subject)
    return uuid5(_NAMESPACE, f"{subject} {facts.decision_date} {key.name}")


def _sequence(facts: Facts, today: date) -> int:
    """Rises from day to day, and within a day with each fact learnt that may move a date."""
    learnt = [facts.certificate_date, facts.adviser_contacted_on, facts.placement_only]
    since = (today - facts.decision_date).days if facts.decision_date else 0
    return max(since, 0) * (len(learnt) + 1) + sum(fact is not None for fact in learnt)


def _description(key: KeyDate, facts: Facts, found: Determination, today: date) -> str:
    """The rule, the sum, where it comes from, and what it is worth."""
    cited = [why for why in found.why if _gives(why.rule, key)]
    parts = [why.says for why in cited if why.rule in (*_CONTACT_RULES, "appeal.five_pm")]
    parts.append(phrase("utter_answer_sum", sum="\n".join(_sum(key, facts, found))))
    if cited:
        parts.append(phrase("utter_sources", **sources(replace(found, why=tuple(cited))).values))
    return "\n".join([*parts, phrase("utter_calendar_note", today=shown(today))])


def _gives(rule: str, key: KeyDate) -> bool:
    """Whether a date comes from that rule."""
    if key.name == "ring_by":
        return rule in _CONTACT_RULES
    left_out = _NO_TIME_RULES if key.name.endswith("last_day") else _NO_TIME_RULES + _LAST_DAY_RULES
    return rule.startswith(_TIME_RULES) and rule not in left_out


def _sum(key: KeyDate, facts: Facts, found: Determination) -> list[str]:
    if key.name == "ring_by" and facts.decision_date:
        months = (key.day.year - facts.decision_date.year) * 12 + key.day.month - facts.decision_date.month
        return [sum_line(Step("letter", facts.decision_date, key.day, months=months))]
    if key.name.endswith("last_day") or found.appeal.bare_date is None:
        return [sum_line(step) for step in found.appeal.sum]
    steps = [sum_line(step) for step in found.appeal.sum if step.kind not in _LAST_DAY_STEPS]
    return [*steps, phrase("utter_calendar_aim_why", bare_date=shown(found.appeal.bare_date), aim_for=shown(key.day))]
