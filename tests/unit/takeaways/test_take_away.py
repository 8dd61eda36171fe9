"""Everything to take away, as data."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from takeaways_helpers import ASSESS, DAYS, DECLINED, FACTS, TODAY, TRIES, found

from actions.rules import Facts
from actions.takeaways import calendar, letters, summary, take_away
from councils import councils


def test_the_three_parts_together() -> None:
    facts, council = Facts(**ASSESS), councils()["sefton"]
    answer = found(facts)
    taken = take_away(facts, answer, council, set(), TODAY)
    assert taken["summary"] == summary(facts, answer, council, set(), TODAY)
    assert taken["calendar"] == {"name": "send-appeal-dates.ics", "text": calendar(facts, answer, TODAY)}
    assert [(one["key"], one["title"], one["text"]) for one in taken["letters"]] == [
        (letter.key, letter.title, letter.text) for letter in letters(facts, answer, council, TODAY)
    ]


def test_no_calendar_without_a_date() -> None:
    facts = Facts(subject="refusal_to_assess")
    assert take_away(facts, found(facts), None, set(), TODAY)["calendar"] is None


@TRIES
@given(FACTS, DAYS, DECLINED)
def test_it_goes_through_json_unchanged(facts: Facts, today: date, declined: set[str]) -> None:
    taken = take_away(facts, found(facts, today), councils().get(facts.council or ""), declined, today)
    assert json.loads(json.dumps(taken)) == taken
    assert set(taken) == {"summary", "calendar", "letters"}
