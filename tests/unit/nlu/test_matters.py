"""The words by which a matter is told: every subject has some, and a detail has none."""

from __future__ import annotations

import pytest

from actions.rules.facts import SUBJECTS
from nlu.matters import tells_of

TOLD = {
    "refusal_to_assess": "the council refused to assess him",
    "refusal_to_reassess": "they won't assess her again",
    "refusal_to_issue_plan": "they said no to a plan",
    "plan_contents": "section F is vague",
    "placement": "they named the wrong school",
    "refusal_to_amend": "they won't change the plan",
    "ceasing_plan": "they are ending her plan",
    "carrying_out_duties": "the review is late",
    "sen_provision": "he gets no help from the ta",
    "health_provision": "camhs turned him away",
    "social_care_provision": "our short breaks were cut",
    "joint_commissioning": "the ICB and the council cannot agree who pays",
    "disability_discrimination": "they treat him worse because of his autism",
    "exclusion": "the school has suspended him",
    "home_to_school_transport": "the taxi was stopped",
    "school_admission": "he did not get a place in reception",
}


def test_every_subject_is_told_somehow() -> None:
    assert set(TOLD) == set(SUBJECTS)


@pytest.mark.parametrize(("subject", "text"), TOLD.items())
def test_it_is_told(subject: str, text: str) -> None:
    assert tells_of(subject, text)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("disability_discrimination", "he has autism"),
        ("disability_discrimination", "my son is disabled"),
        ("placement", "he has an ehcp with the school named 9 miles away"),
        ("sen_provision", "school says money is tight"),
        ("ceasing_plan", "leave it I will not go on with this"),
        ("exclusion", "it was in the spring term"),
    ],
)
def test_a_detail_tells_of_none(subject: str, text: str) -> None:
    assert not tells_of(subject, text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("annual review meeting 12 january, decision letter 2 march to stop the plan", True),
        ("letter says they decided to end his plan after the annual review", True),
        ("the council are stopping her ehcp", True),
        ("they proposed in the letter to end the plan", False),
        ("the letter says they decided not to end the plan", False),
        ("we asked in a letter to stop the plan", False),
        ("letter about the plan, they stop the taxi", False),
    ],
)
def test_a_decision_to_end_the_plan(text: str, ends: bool) -> None:
    assert tells_of("plan_to_end", text) is ends


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Mediation was 14 April. Original letter refusing assessment 6 Feb 2026", "refusal_to_assess"),
        ("she was refused an EHC needs assessment", "refusal_to_assess"),
        ("council refused him a re-assessment", "refusal_to_reassess"),
        ("we refused assessment at school", None),
        ("what if we were refused an assessment", None),
    ],
)
def test_an_assessment_that_was_refused_outright(text: str, subject: str | None) -> None:
    found = [name for name in ("refusal_to_assess", "refusal_to_reassess") if tells_of(f"{name}_outright", text)]
    assert found == ([subject] if subject else [])
