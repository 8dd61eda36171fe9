"""A yes, a no or "I don't know" to a choice: it is asked again in a way that helps, and nobody is sent away."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tracker_helpers import responses, run, tracker

from actions.choosing import choice_before, same_for_both, subject_choices
from actions.misunderstanding import ActionGoOn, ActionNothingElse
from actions.rules import Facts

WHICH_REFUSAL = subject_choices(["refusal_to_assess", "refusal_to_issue_plan"])
WHICH = subject_choices(["carrying_out_duties", "refusal_to_assess"])
AFTER_AN_ANSWER = [{"title": "Where does this come from?", "payload": "/why_asked"}]


def after(buttons: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Events as the action server gets them: the last reply's buttons, and then the message."""
    user = {"event": "user", "parse_data": {"intent": {"name": "deny"}}}
    return [user, {"event": "bot", "data": {"buttons": buttons}}, user] if buttons else [user, user]


@pytest.mark.parametrize(
    ("buttons", "choice"),
    [(WHICH_REFUSAL, "utter_which_refusal"), (WHICH, "utter_did_you_mean"), (AFTER_AN_ANSWER, None), ([], None)],
)
def test_what_was_to_be_chosen(buttons: list[dict[str, str]], choice: str | None) -> None:
    assert choice_before(after(buttons)) == choice


@pytest.mark.parametrize(
    ("buttons", "said"),
    [
        (WHICH_REFUSAL, ["utter_which_refusal_help"]),
        (WHICH, ["utter_say_it_differently"]),
        (AFTER_AN_ANSWER, ["utter_goodbye"]),
        ([], ["utter_goodbye"]),
    ],
)
def test_a_no_says_goodbye_only_where_nothing_was_to_be_chosen(buttons: list[dict[str, str]], said: list[str]) -> None:
    assert responses(run(ActionNothingElse(), tracker("no", "deny", events=after(buttons)))[0]) == said


@pytest.mark.parametrize(
    ("intent", "buttons", "said"),
    [
        ("affirm", WHICH, ["utter_choose_one"]),
        ("affirm", WHICH_REFUSAL, ["utter_which_refusal_help"]),
        ("do_not_know", WHICH_REFUSAL, ["utter_which_refusal_help"]),
        ("do_not_know", WHICH, ["utter_say_it_differently"]),
        ("affirm", [], ["utter_go_on"]),
    ],
)
def test_a_yes_or_not_known(intent: str, buttons: list[dict[str, str]], said: list[str]) -> None:
    assert responses(run(ActionGoOn(), tracker("…", intent, events=after(buttons)))[0]) == said


def test_the_choices_are_offered_again() -> None:
    message = run(ActionNothingElse(), tracker("no", "deny", events=after(WHICH_REFUSAL)))[0][0]
    assert message["buttons"] == WHICH_REFUSAL


def test_the_last_day_is_said_where_it_is_the_same_for_both() -> None:
    says = same_for_both(Facts(decision_date=date(2026, 3, 2)), date(2026, 4, 23))
    assert [(say.response, *say.values.values()) for say in says] == [
        ("utter_which_refusal_date", "Tuesday 5 May 2026"),
        ("utter_then_ring", "Saturday 2 May 2026"),
    ]


@pytest.mark.parametrize(
    "facts",
    [
        Facts(),
        Facts(decision_date=date(2026, 1, 5)),  # it has passed, which needs more than a line
        Facts(decision_date=date(2026, 3, 2), certificate_date=date(2026, 4, 16)),
    ],
)
def test_no_day_is_said_that_is_not_certain(facts: Facts) -> None:
    assert same_for_both(facts, date(2026, 4, 23)) == []
