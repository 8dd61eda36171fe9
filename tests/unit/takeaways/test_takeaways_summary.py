"""The summary: the same dates and words as the answer, everything in its place, for every case there is."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from takeaways_helpers import (
    ASSESS,
    CLAIM,
    DAYS,
    DECLINED,
    FACTS,
    LETTER,
    PHONE,
    SECTION_I,
    TODAY,
    TRIES,
    dates_in,
    dates_of,
    every_case,
    found,
)

from actions.answering import answer, fact_words, sources
from actions.rules import Facts
from actions.takeaways import summary
from actions.takeaways.key_dates import key_dates
from actions.wording import phrase, shown
from councils import Council, councils

SEFTON = councils()["sefton"]


def text_of(declined: tuple[str, ...] = (), council: Council | None = None, today: date = TODAY, **facts: Any) -> str:
    known = Facts(**facts)
    return summary(known, found(known, today), council, set(declined), today)


def section(text: str, heading: str) -> str:
    """What stands below a heading; empty where there is no such heading."""
    title = phrase(heading)
    _, there, after = text.partition(f"\n{title}\n{'-' * len(title)}\n")
    return after.split("\n\n" + next((line for line in _headings(after)), "\0"))[0] if there else ""


def _headings(text: str) -> list[str]:
    lines = text.splitlines()
    return [line for line, under in pairwise(lines) if under and set(under) == {"-"}]


def test_every_case_has_a_summary_with_the_dates_of_its_determination() -> None:
    for facts in every_case():
        answer_ = found(facts)
        text = summary(facts, answer_, None, set(), TODAY)
        named = dates_in(text)
        assert named <= dates_of(facts, answer_, TODAY), facts
        assert {key.day for key in key_dates(facts, answer_, TODAY)} <= named, facts
        assert facts.subject is None or fact_words("subject", facts.subject, facts) in text
        assert "{" not in text and "None" not in text and "\n\n\n" not in text, facts


@TRIES
@given(FACTS, DAYS, DECLINED)
def test_any_facts_have_a_summary(facts: Facts, today: date, declined: set[str]) -> None:
    council = councils().get(facts.council or "")
    answer_ = found(facts, today)
    text = summary(facts, answer_, council, declined, today)
    assert dates_in(text) <= dates_of(facts, answer_, today)
    assert text == summary(facts, answer_, council, declined, today)
    assert set(PHONE.findall(text)) <= {contact.phone for contact in council.contacts} if council else not PHONE.findall(text)


def test_the_three_dates_with_the_sum() -> None:
    text = text_of(**ASSESS)
    assert section(text, "utter_summary_applies").splitlines()[-3:] == [
        "• Ring the mediation adviser today. By law you must do it by Sunday 3 May 2026.",
        "• Aim for the Tribunal to have your appeal by: Friday 1 May 2026",
        "• Last day the law allows: Tuesday 5 May 2026, 5pm",
    ]
    when = section(text, "utter_summary_when")
    assert "is not a working day (Sunday, then Early May bank holiday). So the time moves to Tuesday 5 May 2026." in when
    assert "There are 12 days left." in when


def test_it_says_what_the_conversation_says() -> None:
    for facts in (
        Facts(**ASSESS),
        Facts(**SECTION_I),
        Facts(**CLAIM),
        Facts(subject="exclusion"),
        Facts(subject="sen_provision"),
    ):
        text = summary(facts, found(facts), SEFTON, set(), TODAY)
        for say in answer(facts, found(facts), SEFTON, set(), TODAY):
            if say.response not in ("utter_sources", "utter_answer_certificate"):  # there in full
                assert text.count(phrase(say.response, **say.values)) == 1, say.response
        assert phrase("utter_sources", **sources(found(facts)).values) in text


def test_how_to_get_the_certificate_where_it_is_to_be_got() -> None:
    steps = section(text_of(**ASSESS, council=None), "utter_summary_certificate")
    assert [line[:2] for line in steps.splitlines() if line[0].isdigit()] == ["1.", "2.", "3."]
    assert '"I want to appeal this decision and I need a certificate."' in steps
    assert "Who to contact:" in steps
    for facts in ({**ASSESS, "certificate_date": date(2026, 4, 20)}, SECTION_I, CLAIM, {"subject": "sen_provision"}):
        assert not section(text_of(**facts), "utter_summary_certificate"), facts


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (ASSESS, "utter_summary_certificate_yes"),
        ({**ASSESS, "certificate_date": date(2026, 4, 20)}, "utter_summary_certificate_have"),
        (SECTION_I, "utter_summary_certificate_no"),
        ({**SECTION_I, "placement_only": None}, "utter_summary_certificate_maybe"),
        ({"subject": "joint_commissioning"}, "utter_summary_dr_others"),
        ({"subject": "exclusion"}, "utter_summary_dr_no"),
        ({"subject": "health_provision"}, "utter_summary_dr_maybe"),
        ({"subject": "plan_contents"}, "utter_summary_mediation_maybe"),
        ({"subject": "plan_contents", "plan_stage": "draft"}, "utter_summary_mediation_no"),
        ({"subject": "sen_provision", "counterparty": "school"}, "utter_summary_appeal_no"),
        ({"subject": "plan_contents"}, "utter_summary_appeal_maybe"),
        ({}, "utter_summary_no_subject"),
    ],
)
def test_what_applies(facts: dict[str, Any], line: str) -> None:
    assert phrase(line) in section(text_of(**facts), "utter_summary_applies")


def test_an_appeal_and_a_claim_have_their_forms() -> None:
    assert phrase("utter_summary_appeal_yes", form="SEND35a") in text_of(**ASSESS)
    assert phrase("utter_summary_appeal_claim", form="SEND4A") in text_of(**CLAIM)
    assert "5pm" not in text_of(**CLAIM)


def test_the_clock_where_one_runs() -> None:
    assert "do not stop the clock" in section(text_of(**ASSESS), "utter_summary_clock")
    assert "do not stop the clock" in section(text_of(subject="plan_contents"), "utter_summary_clock")
    for facts in ({}, CLAIM, {"subject": "exclusion"}, {"subject": "sen_provision", "counterparty": "school"}):
        assert not section(text_of(**facts), "utter_summary_clock"), facts


def test_what_is_missing_is_said_to_be_missing() -> None:
    text = text_of(subject="plan_contents")
    assert phrase("utter_answer_stage_unknown") in text
    assert phrase("utter_missing_plan_stage") in text


def test_a_passed_date_is_marked() -> None:
    text = text_of(**{**ASSESS, "decision_date": date(2026, 2, 20)})  # contact by 20 April
    assert "• Contact the mediation adviser by: Monday 20 April 2026 (that day has passed)" in text


def test_a_certificate_that_does_not_fit_its_letter_is_pointed_out() -> None:
    assert "Check that it belongs to this decision." in text_of(**ASSESS, certificate_date=date(2026, 2, 2))


def test_help_names_the_councils_own_contacts() -> None:
    text = section(text_of(**ASSESS, council=SEFTON), "utter_summary_help")
    assert "0151 934 2347" in text
    assert "SENDIASS" in text
    assert "SENDIASS" in section(text_of(**ASSESS), "utter_summary_help")


def test_it_says_when_it_was_made_and_what_it_is_worth() -> None:
    text = text_of(**ASSESS)
    assert f"Made on {shown(TODAY)}" in text
    assert "not legal advice" in text
    assert "last checked November 2026" in section(text, "utter_summary_sources")
    assert "https://" in section(text, "utter_summary_sources")


def test_a_claim_counts_from_what_happened() -> None:
    assert phrase("utter_fact_happened_on", value=shown(LETTER)) in text_of(**CLAIM)
