"""The calendar file, read back as a calendar reads it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from icalendar import Calendar, Event
from takeaways_helpers import ASSESS, CLAIM, DAYS, FACTS, SECTION_I, TODAY, TRIES, dates_in, dates_of, every_case, found

from actions.rules import Facts
from actions.takeaways import calendar
from actions.wording import phrase

TITLES = {
    phrase(f"utter_calendar_title_{name}"): name for name in ("ring_by", "aim_for", "last_day", "claim_aim_for", "claim_last_day")
}
UIDS = ["10c12118-38a5-598b-a956-9a52b06a861a", "abfea39e-ffb8-5f4f-b419-13cae89d3455", "f69c50f5-95b2-50f0-b91a-92610ac75b9e"]
CERTIFIED: dict[str, Any] = {**ASSESS, "certificate_date": date(2026, 4, 20), "adviser_contacted_on": date(2026, 4, 1)}


def file_of(today: date = TODAY, **facts: Any) -> str | None:
    known = Facts(**facts)
    return calendar(known, found(known, today), today)


def events(text: str | None) -> list[Event]:
    return list(Calendar.from_ical(text).walk("VEVENT")) if text else []


def days(text: str | None) -> dict[str, date]:
    """The day of each event, by the name of its title in ``domain.yml``."""
    return {TITLES[str(event["SUMMARY"])]: event["DTSTART"].dt for event in events(text)}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            ASSESS,
            {
                "ring_by": date(2026, 5, 3),
                "aim_for": date(2026, 5, 1),
                "last_day": date(2026, 5, 5),
            },
        ),
        (
            CERTIFIED,
            {
                "last_day": date(2026, 5, 20),  # the day to aim for is the same: one event
            },
        ),
        (
            {**ASSESS, "adviser_contacted_on": date(2026, 4, 1)},
            {
                "aim_for": date(2026, 5, 1),
                "last_day": date(2026, 5, 5),
            },
        ),
        (
            SECTION_I,
            {
                "aim_for": date(2026, 5, 1),
                "last_day": date(2026, 5, 5),
            },
        ),
        (
            CLAIM,
            {
                "claim_last_day": date(2026, 9, 2),
            },
        ),
        ({**ASSESS, "decision_date": date(2026, 2, 23)}, {  # contact by today, and the last day is today
            "ring_by": date(2026, 4, 23),
            "last_day": date(2026, 4, 23),
        }),
        ({**ASSESS, "decision_date": date(2099, 3, 3)}, {"ring_by": date(2099, 5, 3)}),
        ({**ASSESS, "decision_date": date(2026, 1, 5)}, {}),
        ({**SECTION_I, "placement_only": None, "certificate_date": date(2026, 4, 20)}, {}),  # two answers are possible
        ({"subject": "refusal_to_assess"}, {}),
        ({"subject": "sen_provision", "counterparty": "school"}, {}),
        ({"subject": "plan_contents", "plan_stage": "draft", "decision_date": date(2026, 3, 3)}, {}),
        ({}, {}),
    ],
)  # fmt: skip
def test_the_dates_still_to_come(facts: dict[str, Any], expected: dict[str, date]) -> None:
    assert days(file_of(**facts)) == expected
    assert (file_of(**facts) is None) == (not expected)


def _alarm_days(event: Event) -> list[int]:
    return [alarm["TRIGGER"].dt.days for alarm in event.walk("VALARM")]


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (date(2026, 4, 1), [-14, -7, -2, -1]),
        (date(2026, 4, 20), [-14, -7, -2, -1]),
        (date(2026, 4, 21), [-7, -2, -1]),  # 14 days before is today: no longer to come
        (date(2026, 4, 28), [-2, -1]),
        (date(2026, 5, 3), [-1]),
        (date(2026, 5, 4), []),
        (date(2026, 5, 5), []),
    ],
)
def test_alarms_still_to_come(today: date, before: list[int]) -> None:
    last = events(file_of(today, **ASSESS))[-1]
    assert last["DTSTART"].dt == date(2026, 5, 5)
    assert _alarm_days(last) == before


def test_alarms_do_not_ring_at_midnight() -> None:
    for event in events(file_of(**ASSESS)):
        for alarm in event.walk("VALARM"):
            assert alarm["TRIGGER"].dt % timedelta(days=1) == timedelta(hours=9)
            assert alarm["ACTION"] == "DISPLAY"
            assert alarm["DESCRIPTION"] == event["SUMMARY"]


def test_events_last_all_day_and_tell_others_nothing() -> None:
    for event in events(file_of(**ASSESS)):
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert event["CLASS"] == "PRIVATE"


def test_each_event_has_its_own_sum_and_source() -> None:
    ring, aim, last = (str(event["DESCRIPTION"]) for event in events(file_of(**ASSESS)))
    assert "2 months on is Sunday 3 May 2026" in ring and "regulation 33" in ring and "never extended" in ring
    assert "rule 20(1)(c)(i)" in aim and "Friday 1 May 2026" in aim and "bank holiday)" not in aim
    assert "rule 12(2)" in last and "Early May bank holiday" in last and "5pm" in last
    for text in (ring, aim, last):
        assert "https://" in text and "Made on Thursday 23 April 2026" in text and "not legal advice" in text
    assert "5pm" not in "".join(str(event["DESCRIPTION"]) for event in events(file_of(**CLAIM)))


def test_a_later_file_replaces_the_earlier_one() -> None:
    first, later = events(file_of(**ASSESS)), events(file_of(TODAY + timedelta(days=1), **CERTIFIED))
    kept = {str(event["UID"]): event for event in first}
    assert len(kept) == 3 and {str(event["UID"]) for event in later} < set(kept)
    for event in later:
        assert event["SEQUENCE"] > kept[str(event["UID"])]["SEQUENCE"]
        assert event["DTSTAMP"].dt > kept[str(event["UID"])]["DTSTAMP"].dt


def test_a_fact_learnt_the_same_day_counts_as_later() -> None:
    assert events(file_of(**CERTIFIED))[0]["SEQUENCE"] > events(file_of(**ASSESS))[0]["SEQUENCE"]


def test_what_else_is_learnt_keeps_the_identity_of_a_decision() -> None:
    def uids(**facts: Any) -> set[str]:
        return {str(event["UID"]) for event in events(file_of(**facts))}

    plan = {"subject": "plan_contents", "plan_stage": "final", "decision_date": date(2026, 3, 3)}
    assert uids(**ASSESS) == uids(**ASSESS, council="sefton", young_person=True, counterparty="local_authority")
    assert uids(**SECTION_I) < uids(**plan)  # both are about the letter with the plan
    assert not uids(**ASSESS) & uids(**plan)
    assert not uids(**ASSESS) & uids(**{**ASSESS, "decision_date": date(2026, 3, 4)})


def check_file(text: str) -> None:
    """What RFC 5545 asks of the text."""
    raw = text.encode("utf-8")
    assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    read = Calendar.from_ical(text)
    assert read["VERSION"] == "2.0" and read["PRODID"]
    found_uids = [str(event["UID"]) for event in read.walk("VEVENT")]
    assert found_uids and len(found_uids) == len(set(found_uids))


def test_every_case_has_a_sound_file_or_none() -> None:
    for facts in every_case():
        if text := calendar(facts, found(facts), TODAY):
            check_file(text)


@TRIES
@given(FACTS, DAYS)
def test_any_facts_have_a_sound_file_or_none(facts: Facts, today: date) -> None:
    answer = found(facts, today)
    text = calendar(facts, answer, today)
    assert text == calendar(facts, answer, today)
    if text is None:
        return
    check_file(text)
    may_name = dates_of(facts, answer, today)
    for event in events(text):
        assert today <= event["DTSTART"].dt in may_name
        assert dates_in(str(event["DESCRIPTION"])) <= may_name
        assert all(event["DTSTART"].dt + timedelta(days=n) > today for n in _alarm_days(event))


def test_uids_stay_what_they_were() -> None:
    """Files that people have already imported hold these, so they must not change with the code."""
    assert [str(event["UID"]) for event in events(file_of(**ASSESS))] == UIDS
