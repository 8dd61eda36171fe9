"""A date that is still to be confirmed, while other things are told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tracker_helpers import tracker

from actions.heard import Heard
from actions.listening import hear
from nlu.date_reader import read_entities

TODAY = date(2026, 4, 23)
CAME = {"fact": "decision_date", "days": ["2026-03-03"], "reason": "came"}
AGAIN = {**CAME, "reason": "meant"}
LETTER, CERTIFICATE = {"decision_date": date(2026, 3, 3)}, {"certificate_date": date(2026, 4, 20)}


def heard(text: str, intent: str = "inform", check: dict[str, Any] = CAME, **slots: Any) -> Heard:
    """What a message changes while a date is to be confirmed."""
    asked: dict[str, Any] = {"subject": "refusal_to_assess", "requested_slot": "date_check", "date_check": check, **slots}
    return hear(tracker(text, intent, read_entities(text), **asked), TODAY)


ANSWERS = [
    ("certificate is dated 20 april", "inform", CERTIFICATE, AGAIN),
    ("yes and the certificate is dated 20 april", "inform", {**LETTER, **CERTIFICATE}, None),
    ("no and the certificate is dated 20 april", "inform", CERTIFICATE, None),
    ("no certificate yet", "inform", {}, CAME),
    ("no certificate yet", "deny", {}, CAME),
    ("kent", "inform", {}, CAME),
    ("how long have i got", "faq", {}, CAME),
    ("no", "inform", {}, None),
    ("no it was 5 march", "inform", {"decision_date": date(2026, 3, 5)}, None),
    ("5 march", "inform", {"decision_date": date(2026, 3, 5)}, None),
    ("yes", "affirm", LETTER, None),
]


@pytest.mark.parametrize(("text", "intent", "facts", "check"), ANSWERS)
def test_an_open_check_waits_for_its_answer(text: str, intent: str, facts: dict[str, date], check: dict[str, Any] | None) -> None:
    found = heard(text, intent)
    assert (found.facts, found.check) == (facts, check)


def test_two_dates_are_confirmed_one_after_the_other() -> None:
    later = {"fact": "certificate_date", "days": ["2026-04-20"], "reason": "came"}
    both = heard("certificate came 20 april")
    assert (both.facts, both.check) == ({}, {**AGAIN, "then": later})
    first = heard("yes", "affirm", both.check or {})
    assert (first.facts, first.check) == (LETTER, later)
    dropped = heard("no", "deny", both.check or {})
    assert (dropped.facts, dropped.check) == ({}, later)
    other_day = heard("certificate is dated 21 april", "inform", both.check or {})
    assert (other_day.facts, other_day.check) == ({"certificate_date": date(2026, 4, 21)}, AGAIN)


def test_of_a_message_with_two_dates_in_doubt_neither_is_lost() -> None:
    found = heard("letter came 3 march, certificate came 20 april", check={}, date_check=None, requested_slot=None)
    assert found.check and (found.check["fact"], found.check["then"]["fact"]) == ("decision_date", "certificate_date")


LONG_AGO = {"fact": "decision_date", "days": ["2025-05-05"], "reason": "long_ago"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025", "2025-05-05"),
        ("yes 2025", "2025-05-05"),
        ("its 2024", None),
        ("last year", "2025-05-05"),
        ("no, 2025", "2025-05-05"),
    ],
)
def test_the_year_alone_answers_whether_it_was_that_long_ago(text: str, day: str | None) -> None:
    found = heard(text, "inform", LONG_AGO)
    if day:
        assert (found.facts, found.check) == ({"decision_date": date.fromisoformat(day)}, None)
    else:
        assert (found.facts, found.check) == ({"decision_date": date(2024, 5, 5)}, None)


def test_a_year_that_has_not_come_is_no_answer() -> None:
    found = heard("2026", "inform", LONG_AGO)
    assert (found.facts, found.problems) == ({}, [("utter_date_future", {"day": date(2026, 5, 5)})])


def test_a_year_says_nothing_of_what_was_not_asked() -> None:
    assert heard("2026").check == CAME


@pytest.mark.parametrize("text", ["tuesday just gone", "it was tuesday"])
def test_the_day_it_came_in_other_words_is_not_what_is_printed(text: str) -> None:
    came = {"fact": "decision_date", "days": ["2026-04-21"], "reason": "came"}
    found = heard(text, check=came)
    assert (found.facts, found.check) == ({}, came)


@pytest.mark.parametrize("text", ["21 april", "yes tuesday", "tuesday is printed on it", "its dated tuesday"])
def test_what_is_printed_or_agreed_to_is_taken(text: str) -> None:
    came = {"fact": "decision_date", "days": ["2026-04-21"], "reason": "came"}
    found = heard(text, check=came)
    assert (found.facts, found.check) == ({"decision_date": date(2026, 4, 21)}, None)
