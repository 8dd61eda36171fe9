"""A topic's answer fits the matter: no appeal's time where there is no appeal."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher
from tracker_helpers import responses, tracker

from actions.answering import in_place_of_an_appeal
from actions.questions import first_of_all, fits, say_topic_before_the_form
from actions.turn import Turn, take_in

SCHOOL = {"counterparty": "school"}
CLAIM = {"subject": "disability_discrimination", **SCHOOL}
ASSESS = {"subject": "refusal_to_assess"}
# No appeal, so neither its time nor its form: (facts, what is said first).
NO_APPEAL: list[tuple[dict[str, Any], str]] = [
    (CLAIM, "utter_known_claim_time"),
    ({"subject": "disability_discrimination"}, "utter_known_claim_time"),
    ({"subject": "disability_discrimination", "counterparty": "post_16_institution"}, "utter_answer_county_court"),
    ({"subject": "exclusion"}, "utter_known_no_appeal"),
    ({"subject": "home_to_school_transport"}, "utter_known_no_appeal"),
    ({"subject": "school_admission"}, "utter_known_no_appeal"),
    ({"subject": "carrying_out_duties"}, "utter_known_no_appeal"),
    ({"subject": "sen_provision", **SCHOOL}, "utter_known_no_appeal"),
    ({"subject": "health_provision", "in_ehc_process": True, "plan_stage": "draft"}, "utter_known_draft"),
    ({"subject": "health_provision", "in_ehc_process": False}, "utter_known_no_appeal"),
    ({"subject": "plan_contents", "plan_stage": "draft"}, "utter_known_draft"),
]


def turn_of(**slots: Any) -> Turn:
    return take_in(tracker(**slots))


def before_the_form(topic: str, **slots: Any) -> list[str]:
    dispatcher = CollectingDispatcher()
    say_topic_before_the_form(topic, turn_of(**slots), dispatcher)
    return responses(dispatcher.messages)


@pytest.mark.parametrize(("facts", "first"), NO_APPEAL)
@pytest.mark.parametrize("topic", ["appeal_late", "appeal_deadline", "appeal_how", "certificate_timescale", "effect_on_appeal"])
def test_without_an_appeal_its_time_is_not_given(topic: str, facts: dict[str, Any], first: str) -> None:
    assert before_the_form(topic, **facts) == [first]
    assert [say.response for say in first_of_all(topic, turn_of(**facts))] == [first]
    assert not fits(topic, turn_of(**facts))


@pytest.mark.parametrize("topic", ["certificate", "mediation_required", "mediation_adviser"])
def test_the_certificate_is_explained_after_saying_that_none_is_needed(topic: str) -> None:
    assert before_the_form(topic, **CLAIM) == ["utter_known_claim", f"utter_faq/{topic}"]


def test_an_appeal_keeps_its_own_answer() -> None:
    assert before_the_form("appeal_late", **ASSESS) == ["utter_faq/appeal_late"]
    assert before_the_form("cost", subject="exclusion") == ["utter_faq/cost"]


def test_the_form_says_the_time_itself_where_the_date_is_known() -> None:
    assert before_the_form("appeal_late", **ASSESS, decision_date="2026-04-07") == []


@pytest.mark.parametrize(
    ("facts", "instead"),
    [
        ({"subject": "exclusion"}, ["utter_answer_exclusion"]),
        ({"subject": "home_to_school_transport"}, ["utter_answer_home_to_school_transport"]),
        (
            {"subject": "carrying_out_duties", "counterparty": "local_authority"},
            ["utter_answer_complaint_council", "utter_answer_council_duty", "utter_known_route_dr"],
        ),
        (
            {"subject": "sen_provision", "counterparty": "academy"},
            ["utter_answer_complaint_school", "utter_answer_council_must_secure", "utter_known_route_dr"],
        ),
        ({"subject": "joint_commissioning"}, ["utter_answer_commissioning"]),
        (CLAIM, []),
        (ASSESS, []),
        ({}, []),
    ],
)
def test_what_there_is_in_place_of_an_appeal(facts: dict[str, Any], instead: list[str]) -> None:
    turn = turn_of(**facts)
    assert [say.response for say in in_place_of_an_appeal(turn.facts, turn.found)] == instead
