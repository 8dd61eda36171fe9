"""Two decisions in one message: no day is taken for the other's; one is chosen by its day, its child or its matter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tracker_helpers import tracker

from actions.listening import hear
from actions.two_decisions import chosen, two_decisions
from nlu.date_reader import read_entities
from nlu.two_things import split_matters

TODAY = date(2026, 4, 23)
BOYS = "two boys. the older one was refused on 2 march and the younger one got his final plan 24 feb and section B is wrong"
TWICE = "refused to reassess on 3 march and then they amended the plan on 31 march"


def message(text: str, *labels: str, intent: str = "inform") -> dict[str, Any]:
    """A message as the pipeline reads it; ``labels`` are those of its two parts."""
    parts = [{"name": n, "confidence": 0.9, "start": s, "end": e} for n, (s, e) in zip(labels, split_matters(text), strict=False)]
    return {"text": text, "intent": {"name": intent}, "entities": read_entities(text), "matters": parts}


def test_the_days_of_two_children_are_not_taken_but_asked_about() -> None:
    said = message(BOYS, "refusal_to_assess", "plan_contents")
    heard = hear(tracker(BOYS, "plan_contents", said["entities"], message={"matters": said["matters"]}), TODAY)
    assert "decision_date" not in heard.facts and "subject" not in heard.facts
    assert heard.check and (heard.check["reason"], heard.check["days"]) == ("two", ["2026-03-02", "2026-02-24"])
    assert [given.get("subject") for given in heard.check["given"]] == ["refusal_to_assess", "plan_contents"]


@pytest.mark.parametrize(
    "text",
    [
        "my daughter was refused an assessment 3 march and my son got his final plan 25 feb",
        "twins. one refused 9 march and one got a plan 1 march section B wrong",
        "my son's letter is dated 3 march. my daughter's letter is dated 1 feb",
    ],
)
def test_two_children_with_a_day_each_are_two_decisions(text: str) -> None:
    assert two_decisions(message(text), TODAY) is not None


def test_two_matters_of_one_child_with_a_day_each_are_two_decisions() -> None:
    assert two_decisions(message(TWICE, "refusal_to_reassess", "plan_contents"), TODAY) is not None


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (TWICE, ("refusal_to_reassess", "inform")),
        ("they refused on 3 march and they stopped the taxi on 5 march", ("refusal_to_assess", "home_to_school_transport")),
        ("my son was refused on 3 march and the letter came on 5 march", ()),
        ("my daughter was refused on 3 march, my son was born on 5 feb", ()),
        ("my daughter was refused on 3 march, my son was refused the same day 3 march", ()),
        ("my son was refused on 3 march and i rang the adviser about my daughter on 2 april", ()),
    ],
)
def test_one_decision_with_other_days_is_not_two(text: str, labels: tuple[str, ...]) -> None:
    assert two_decisions(message(text, *labels), TODAY) is None


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("just do the younger one first", 1),
        ("the older boy please", 0),
        ("2 march", 0),
        ("the one of 24 february", 1),
        ("yes", None),
        ("no certificate", None),
        ("which is more urgent, the older or the younger?", None),
    ],
)
def test_one_of_the_two_is_named(text: str, which: int | None) -> None:
    check = two_decisions(message(BOYS, "refusal_to_assess", "plan_contents"), TODAY)
    assert check and chosen(check, message(text), TODAY) == which


def test_the_chosen_one_brings_its_own_day_and_subject() -> None:
    check = two_decisions(message(BOYS, "refusal_to_assess", "plan_contents"), TODAY)
    heard = hear(tracker("just do the younger one first", date_check=check, requested_slot="date_check"), TODAY)
    assert (heard.facts["decision_date"], heard.facts["subject"]) == (date(2026, 2, 24), "plan_contents")
    assert heard.check is None


def test_what_names_neither_leaves_the_question_open() -> None:
    check = two_decisions(message(BOYS, "refusal_to_assess", "plan_contents"), TODAY)
    heard = hear(tracker("no certificate", date_check=check, requested_slot="date_check"), TODAY)
    assert heard.check == check and "decision_date" not in heard.facts
