"""The letters: the fitting one first, facts filled in, gaps where only the parent knows, the rule named."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from takeaways_helpers import (
    ASSESS,
    CLAIM,
    DAYS,
    FACTS,
    PHONE,
    SECTION_I,
    TODAY,
    TRIES,
    dates_in,
    dates_of,
    every_case,
    found,
    long_sentences,
)

from actions.rules import Facts
from actions.takeaways import Letter, letters
from actions.takeaways.letters import LETTERS
from actions.wording import _responses
from councils import Council, councils

SEFTON, MIDLANDS = councils()["sefton"], councils()["east-midlands"]
RULE = re.compile(r"^The rules?: .*(?:Act|Regulations|Rules|procedure|policy)", re.M)


def all_of(file: Council | None = None, today: date = TODAY, **facts: Any) -> dict[str, Letter]:
    known = Facts(**facts)
    return {letter.key: letter for letter in letters(known, found(known, today), file, today)}


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({}, ["ask_for_certificate"]),
        (ASSESS, ["ask_for_certificate"]),
        ({"subject": "refusal_to_assess"}, ["ask_for_decision_letter", "ask_for_certificate"]),
        ({**ASSESS, "decision_date": date(2026, 1, 5)}, ["late_appeal_reasons", "ask_for_certificate"]),
        ({**ASSESS, "adviser_contacted_on": date(2026, 3, 24)}, ["ask_for_certificate"]),  # 30 days today
        ({**ASSESS, "adviser_contacted_on": date(2026, 3, 23)}, ["chase_mediation", "ask_for_certificate"]),
        (
            {**ASSESS, "adviser_contacted_on": date(2026, 3, 5), "certificate_date": date(2026, 4, 20)},
            ["ask_for_certificate", "chase_mediation"],
        ),
        ({**SECTION_I, "adviser_contacted_on": date(2026, 3, 5)}, ["chase_mediation"]),
        ({**CLAIM, "decision_date": date(2025, 5, 1)}, ["late_appeal_reasons"]),
        ({"subject": "sen_provision", "counterparty": "school"}, ["first_stage_complaint"]),
        ({"subject": "carrying_out_duties", "counterparty": "local_authority"}, ["first_stage_complaint", "agreement_not_kept"]),
        ({"subject": "plan_contents"}, ["ask_for_decision_letter"]),
    ],
)
def test_those_that_fit_come_first(facts: dict[str, Any], first: list[str]) -> None:
    keys = list(all_of(**facts))
    assert keys[: len(first)] == first
    assert sorted(keys) == sorted(LETTERS)


def test_those_that_fit_are_marked() -> None:
    assert [letter.key for letter in all_of(**ASSESS).values() if letter.fits] == ["ask_for_certificate"]
    certified = all_of(**ASSESS, certificate_date=date(2026, 4, 20))
    assert not [letter.key for letter in certified.values() if letter.fits], "nothing to ask for, nothing late"


def test_the_letter_that_asks_for_a_certificate_has_no_date_of_one() -> None:
    letters_ = all_of(**ASSESS, certificate_date=date(2026, 4, 20))
    assert "20 April" not in letters_["ask_for_certificate"].text
    assert "Monday 20 April 2026" in letters_["chase_mediation"].text


def test_every_letter_of_every_case_is_whole() -> None:
    for facts in every_case():
        answer = found(facts)
        for letter in letters(facts, answer, SEFTON, TODAY):
            _check(letter, facts, dates_of(facts, answer, TODAY))


@TRIES
@given(FACTS, DAYS)
def test_any_facts_have_letters(facts: Facts, today: date) -> None:
    answer, council = found(facts, today), councils().get(facts.council or "")
    written = letters(facts, answer, council, today)
    assert written == letters(facts, answer, council, today)
    for letter in written:
        _check(letter, facts, dates_of(facts, answer, today))


def _check(letter: Letter, facts: Facts, may_name: set[date]) -> None:
    text = letter.text
    assert dates_in(text) <= may_name, facts
    assert "[Your name]" in text and letter.title in text
    assert "None" not in text and "\n\n\n" not in text and text.count("[") == text.count("]")
    assert RULE.search(text), letter.key
    assert not PHONE.search(text)
    assert not long_sentences(text), long_sentences(text)


def test_the_rule_of_each_letter() -> None:
    rules = {key: RULE.search(letter.text) for key, letter in all_of(**ASSESS).items()}
    text = {key: letter.text for key, letter in all_of(**ASSESS).items()}
    assert all(rules.values())
    assert "regulations 33 and 34" in text["ask_for_certificate"]
    assert "regulations 34 to 41" in text["chase_mediation"]
    assert "regulation 32" in text["ask_for_decision_letter"] and "regulation 5)" in text["ask_for_decision_letter"]
    assert "regulations 42 and 44" in text["agreement_not_kept"]
    assert "CM v Surrey" in text["late_appeal_reasons"]
    assert "schedule 17" in all_of(**CLAIM)["late_appeal_reasons"].text


def test_asking_for_the_certificate_leaves_the_choice() -> None:
    text = all_of(**ASSESS)["ask_for_certificate"].text
    assert "I do not want mediation." in text and "I want mediation." in text
    assert "The 2 months end on Sunday 3 May 2026." in text
    assert "I first contacted you about this on Wednesday 1 April 2026" in (
        all_of(**ASSESS, adviser_contacted_on=date(2026, 4, 1))["ask_for_certificate"].text
    )
    assert "[date, or delete this line]" in all_of(**{**ASSESS, "decision_date": date(2026, 1, 5)})["ask_for_certificate"].text


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ASSESS, "within 14 weeks"),
        ({"subject": "refusal_to_issue_plan"}, "within 5 weeks, and the final plan within 11 weeks"),
        ({"subject": "plan_contents", "plan_stage": "final"}, "(sections B and F): changed within 5 weeks"),
        (SECTION_I, "(section I): changed within 2 weeks"),
        ({"subject": "ceasing_plan"}, "goes on at once"),
        ({"subject": "carrying_out_duties"}, "within 14 weeks"),
    ],
)
def test_the_times_of_an_agreement(facts: dict[str, Any], expected: str) -> None:
    text = all_of(**facts)["agreement_not_kept"].text
    assert expected in text
    assert "4 weeks" not in text.replace("14 weeks", "")  # the old regulation 45


def test_section_i_alone_has_no_time_for_other_sections() -> None:
    assert "sections B and F" not in all_of(**SECTION_I)["agreement_not_kept"].text


@pytest.mark.parametrize(
    ("side", "to", "then"),
    [
        ("local_authority", "[complaints team]", "(LGSCO)"),
        ("school", "[head teacher", "next stage of your procedure"),
        ("post_16_institution", "[head teacher", "next stage of your procedure"),
        ("health_commissioner", "(ICB)", "Parliamentary and Health Service Ombudsman"),
        (None, "[the council, school", "next stage of your procedure"),
    ],
)
def test_whom_a_complaint_goes_to(side: str | None, to: str, then: str) -> None:
    text = all_of(subject="carrying_out_duties", counterparty=side)["first_stage_complaint"].text
    assert to in text and then in text


def test_addresses_come_from_the_councils_file() -> None:
    assert "To: Sefton Council, SEN Casework Team, Ainsdale Hope Centre" in all_of(SEFTON, **ASSESS)["chase_mediation"].text
    assert "To: Global Mediation" in all_of(MIDLANDS, **ASSESS)["ask_for_certificate"].text
    assert "To: [the mediation adviser" in all_of(SEFTON, **ASSESS)["ask_for_certificate"].text
    assert "To: Kent council, [the person" in all_of(**ASSESS, council="kent")["chase_mediation"].text
    assert "To: [name of the council]" in all_of(**ASSESS)["chase_mediation"].text


def test_letters_say_that_they_do_not_stop_the_clock_while_it_runs() -> None:
    running = all_of(**ASSESS)
    assert all(
        ("the last day to appeal is Tuesday 5 May 2026, 5pm" in letter.text) == (key != "late_appeal_reasons")
        for key, letter in running.items()
    )
    for facts in ({**ASSESS, "decision_date": date(2026, 1, 5)}, CLAIM, {"subject": "sen_provision", "counterparty": "school"}):
        assert not any("stop the clock" in letter.text for letter in all_of(**facts).values())


def test_permission_is_asked_for_only_without_a_certificate() -> None:
    asked = "permission to appeal without one"
    assert asked in all_of(**ASSESS)["late_appeal_reasons"].text
    for facts in ({**ASSESS, "certificate_date": date(2026, 4, 20)}, SECTION_I, CLAIM):
        assert asked not in all_of(**facts)["late_appeal_reasons"].text


def test_a_late_claim_is_no_appeal() -> None:
    text = all_of(**{**CLAIM, "decision_date": date(2025, 5, 1)})["late_appeal_reasons"].text
    assert "Reasons for a late claim" in text and "my claim" in text and "It happened on: Thursday 1 May 2025" in text


def test_the_wording_is_plain() -> None:
    mine = re.compile(r"utter_(?:summary|calendar|letter)_")
    for name, variants in _responses().items():
        if mine.match(name):
            text = variants[0]["text"]
            assert not long_sentences(text), (name, long_sentences(text))
            assert "too late" not in text.lower()
            assert not PHONE.search(text)
