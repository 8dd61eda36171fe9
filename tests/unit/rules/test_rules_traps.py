"""The 34 traps of the law fact base: what a quick reading of the law gets wrong. One test each, by number."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from rules_helpers import CERTIFICATE_CASES, PLACEMENT_ONLY, cited, day, days, found, says

from actions.rules import Facts, FactsError
from actions.rules.describe import describe, words
from actions.rules.law import LAW_FILE, all_law

IN_FORCE_NOW = [row for rows in all_law().values() for row in rows if row.until is None]


def _last_day(letter: str, certificate: str | None = None, contacted: str | None = None) -> date | None:
    return found(
        subject="ceasing_plan", decision_date=letter, certificate_date=certificate, adviser_contacted_on=contacted
    ).appeal.last_day


def test_trap_01_only_means_only() -> None:
    """No certificate for an appeal about section I alone; section B or F with it brings the certificate back."""
    assert found(**PLACEMENT_ONLY).certificate.needed is False
    assert found(**{**PLACEMENT_ONLY, "placement_only": False}).certificate.needed is True
    assert found(subject="plan_contents", plan_stage="final").certificate.needed is True


def test_trap_02_placement_only_keeps_mediation() -> None:
    """No certificate needed does not mean no right to mediation."""
    answer = found(**PLACEMENT_ONLY, decision_date="2026-02-13")
    assert answer.mediation.applies is True
    assert "mediation.right" in cited(answer)
    assert "may still ask for mediation" in says(answer, "certificate.placement_only")


def test_trap_03_placement_only_with_a_certificate() -> None:
    """A certificate that was not needed buys no month: 2 months from the letter, and the answer says why."""
    answer = found(**PLACEMENT_ONLY, decision_date="2026-02-13", certificate_date="2026-04-02")
    assert answer.appeal.last_day == day("Mon 2026-04-13")
    assert "certificate.not_counted_placement_only" in cited(answer)
    assert "appeal.certificate_month" not in cited(answer)


def test_trap_04_august_is_not_skipped() -> None:
    """August days count; only a time that ends in August moves."""
    assert _last_day("2026-07-10") == day("Thu 2026-09-10")
    assert _last_day("2026-06-30") == day("Tue 2026-09-01")


def test_trap_05_christmas_is_not_skipped() -> None:
    """An end on 24 December or 2 January stays; 25 December and 1 January move."""
    assert _last_day("2025-10-24") == day("Wed 2025-12-24")
    assert _last_day("2024-11-02") == day("Thu 2025-01-02")
    assert _last_day("2024-10-25") == day("Thu 2025-01-02")
    assert _last_day("2024-11-01") == day("Thu 2025-01-02")


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        (("2024-06-01", "2024-06-30"), "Mon 2024-09-02"),
        (("2025-06-01", "2025-06-30"), "Mon 2025-09-01"),
        (("2026-06-01", "2026-06-30"), "Tue 2026-09-01"),
        (("2027-06-01", "2027-06-30"), "Wed 2027-09-01"),
        (("2024-10-25", "2024-11-01"), "Thu 2025-01-02"),
        (("2025-10-25", "2025-11-01"), "Fri 2026-01-02"),
        (("2026-10-25", "2026-11-01"), "Mon 2027-01-04"),
        (("2027-10-25", "2027-11-01"), "Tue 2028-01-04"),
    ],
)
def test_trap_06_first_working_day_after(letters: tuple[str, str], expected: str) -> None:
    """The first working day after 31 August or 1 January, past bank holidays and weekends there."""
    for letter in days(day(letters[0]), day(letters[1])):
        assert _last_day(letter.isoformat()) == day(expected), letter


def test_trap_07_no_second_shift() -> None:
    """A time that ends on Saturday 31 July 2027 ended in July: Monday 2 August by the words; aim for the Friday."""
    appeal = found(subject="ceasing_plan", decision_date="2027-05-31").appeal
    assert appeal.bare_date == day("Sat 2027-07-31")
    assert appeal.last_day == day("Mon 2027-08-02")
    assert appeal.aim_for == day("Fri 2027-07-30")
    assert _last_day("2027-06-01") == day("Wed 2027-09-01")


@pytest.mark.parametrize(
    ("letter", "contact_by"),
    [("2027-06-01", "Sun 2027-08-01"), ("2024-10-25", "Wed 2024-12-25"), ("2025-02-12", "Sat 2025-04-12")],
)
def test_trap_08_adviser_by_the_bare_two_months(letter: str, contact_by: str) -> None:
    """The adviser's 2 months are not moved by August, Christmas or a weekend, even where the appeal's are."""
    answer = found(subject="refusal_to_assess", decision_date=letter)
    assert answer.certificate.contact_adviser_by == day(contact_by)
    assert answer.appeal.last_day is not None
    assert answer.appeal.last_day > day(contact_by)
    assert "never extended" in says(answer, "certificate.contact_adviser")


def test_trap_09_a_certificate_never_shortens() -> None:
    """An early certificate leaves the 2 months as they were."""
    assert _last_day("2025-02-12", "2025-02-20") == _last_day("2025-02-12") == day("Mon 2025-04-14")


def test_trap_10_certificate_after_the_two_months() -> None:
    """A certificate issued after the 2 months counts if the adviser was contacted within them."""
    assert _last_day("2025-01-10", "2025-03-13", contacted="2025-03-10") == day("Mon 2025-04-14")


def test_trap_11_adviser_contacted_too_late() -> None:
    """First contact after the 2 months: no month from the certificate is offered; permission and advice are."""
    answer = found(
        subject="ceasing_plan",
        decision_date="2025-01-10",
        adviser_contacted_on="2025-03-20",
        certificate_date="2025-03-25",
        today=date(2025, 3, 26),
    )
    assert answer.certificate.contacted_in_time is False
    assert answer.appeal.last_day == day("Mon 2025-03-10")
    assert answer.appeal.passed
    assert "appeal.certificate_month" not in cited(answer)
    assert "permission" in says(answer, "certificate.contacted_late")
    assert "advice" in says(answer, "appeal.late")


def test_trap_12_certificate_without_mediation() -> None:
    """The certificate given because mediation was not arranged starts the month; a mediation date is no fact."""
    assert _last_day("2025-11-20", "2026-01-07", contacted="2025-12-03") == day("Mon 2026-02-09")
    assert not any("mediation" in f.name for f in fields(Facts))


def test_trap_13_dates_on_paper() -> None:
    """Count from the dates on the letter and on the certificate, never from when they came."""
    assert _last_day("2026-03-03") == day("Tue 2026-05-05")
    assert _last_day("2026-04-20", "2026-06-10", contacted="2026-06-01") == day("Fri 2026-07-10")
    answer = found(**CERTIFICATE_CASES[0], decision_date="2026-04-20", certificate_date="2026-06-10")
    assert "date on the letter" in says(answer, "appeal.two_months")
    assert "date on the mediation certificate" in says(answer, "appeal.certificate_month")


def test_trap_14_which_letter() -> None:
    """A draft starts no time; each new final plan starts its own, and an older certificate is questioned."""
    assert found(subject="plan_contents", plan_stage="draft", decision_date="2026-01-05").appeal.last_day is None
    first = found(subject="plan_contents", plan_stage="final", decision_date="2026-01-05")
    again = found(subject="plan_contents", plan_stage="amended", decision_date="2026-04-14", certificate_date="2026-01-20")
    assert first.appeal.last_day == day("Thu 2026-03-05")
    assert again.appeal.last_day == day("Mon 2026-06-15")
    assert again.warnings == ("certificate_before_decision",)


@pytest.mark.parametrize(
    ("letter", "certificate", "expected"),
    [
        ("2024-12-31", None, "Fri 2025-02-28"),  # 60 days would be 1 March
        ("2024-12-02", "2025-01-31", "Fri 2025-02-28"),  # 30 days would be 2 March
        ("2025-02-28", None, "Mon 2025-04-28"),  # not 30 April
        ("2026-04-30", None, "Tue 2026-06-30"),
        ("2026-07-31", None, "Wed 2026-09-30"),
        ("2023-12-31", None, "Thu 2024-02-29"),
    ],
)
def test_trap_15_calendar_months(letter: str, certificate: str | None, expected: str) -> None:
    """Calendar months by corresponding date: not 60 or 30 days, and no sticking to the end of the month."""
    assert _last_day(letter, certificate) == day(expected)


def test_trap_16_not_two_months_less_a_day() -> None:
    """17 March and 2 months is 17 May; 16 May, as one service counts, is safe but not the law."""
    assert _last_day("2027-03-17") == day("Mon 2027-05-17")


def test_trap_17_discrimination_claims() -> None:
    """6 months that begin with the day itself: one day less. No August, no weekend, no certificate."""
    claim: dict[str, Any] = {"subject": "disability_discrimination", "counterparty": "school"}
    answer = found(**claim, decision_date="2026-02-10")
    assert answer.appeal.last_day == day("Sun 2026-08-09")
    assert answer.appeal.aim_for == day("Fri 2026-08-07")
    assert answer.certificate.needed is False
    assert "claim.no_extension" in cited(answer)
    assert not {"appeal.august", "appeal.next_working_day"} & set(cited(answer))
    assert found(**claim, decision_date="2025-08-31").appeal.last_day == day("Fri 2026-02-27")


def test_trap_18_refusal_to_assess_is_its_own() -> None:
    """A refusal to assess has its own form and no extended appeal."""
    answer = found(subject="refusal_to_assess", decision_date="2026-03-03")
    assert answer.appeal.form == "SEND35a"
    assert "appeal.extended" not in cited(answer)
    others = {found(**case).appeal.form for case in CERTIFICATE_CASES[1:]} | {found(**PLACEMENT_ONLY).appeal.form}
    assert others == {"SEND35"}


@pytest.mark.parametrize("subject", ["health_provision", "social_care_provision"])
def test_trap_19_no_appeal_about_health_or_care_alone(subject: str) -> None:
    """Health and social care can only join an appeal about education."""
    answer = found(subject=subject, in_ehc_process=True, plan_stage="final", counterparty="local_authority")
    assert answer.appeal.possible is False
    assert "alone" in says(answer, "appeal.not_health_alone")
    assert "education appeal" in says(answer, "appeal.extended")


def test_trap_20_refusal_to_amend_without_a_review() -> None:
    answer = found(subject="refusal_to_amend", after_review=False, decision_date=date(2026, 4, 10))
    assert (answer.appeal.possible, answer.appeal.last_day, answer.mediation.applies) == (False, None, False)
    assert answer.disagreement_resolution.kind == 1
    assert found(subject="refusal_to_amend", after_review=True, decision_date=date(2026, 4, 10)).appeal.last_day == date(
        2026, 6, 10
    )


def test_trap_20_refusal_to_amend() -> None:
    """A refusal to amend can be appealed after a review or a re-assessment, and the answer says so."""
    assert "after a review or a re-assessment" in says(found(subject="refusal_to_amend"), "act.refusal_to_amend")


@pytest.mark.parametrize("subject", ["plan_contents", "placement"])
def test_trap_21_draft_plan(subject: str) -> None:
    """A draft: 15 days to comment, no appeal, no right to mediation yet, disagreement resolution possible."""
    answer = found(subject=subject, plan_stage="draft")
    assert (answer.appeal.possible, answer.mediation.applies, answer.certificate.needed) == (False, False, False)
    assert answer.disagreement_resolution.applies is True
    assert "at least 15 days" in says(answer, "act.draft_plan")


def test_trap_22_compulsory_school_age() -> None:
    """The young person's own right begins after compulsory school age, not on the 16th birthday."""
    answer = found(subject="ceasing_plan", young_person=True)
    assert "After compulsory school age" in says(answer, "person.young_person")
    assert "16" not in says(answer, "person.young_person")
    assert "person.young_person" not in cited(found(subject="ceasing_plan", young_person=False))
    assert "person.young_person" not in cited(found(subject="ceasing_plan"))


@pytest.mark.parametrize("case", [*CERTIFICATE_CASES, PLACEMENT_ONLY])
def test_trap_23_nothing_stops_the_clock(case: dict[str, Any]) -> None:
    """Every answer with an appeal says that disagreement resolution does not stop the clock; no fact does."""
    assert "does not stop the clock" in says(found(**case, decision_date="2026-03-03"), "dr.no_effect_on_time")
    assert not any(word in f.name for f in fields(Facts) for word in ("officer", "meeting", "complain", "resolution"))


def test_trap_24_who_must_take_part() -> None:
    """The council must take part in mediation; in disagreement resolution nobody must."""
    answer = found(subject="refusal_to_assess")
    assert "council must take part" in says(answer, "mediation.right")
    assert "Everyone must agree" in says(answer, "dr.kind_1")


def test_trap_25_disagreement_resolution_gives_no_certificate() -> None:
    """Disagreement resolution is possible and the certificate is needed all the same."""
    answer = found(subject="refusal_to_issue_plan", decision_date="2026-03-03")
    assert answer.disagreement_resolution.applies is True
    assert answer.certificate.needed is True
    assert "gives no certificate" in says(answer, "dr.no_effect_on_time")


def test_trap_26_kind_4_is_not_for_parents() -> None:
    """Council against health body: its own kind, and parents are no part of it."""
    answer = found(subject="joint_commissioning")
    assert answer.disagreement_resolution.kind == 4
    assert "Parents and young people are not part of it" in says(answer, "dr.kind_4")


@pytest.mark.parametrize("word", ["CCG", "clinical commissioning", "national trial", "statement", "SENDIST"])
def test_trap_27_old_words(word: str) -> None:
    """Nothing that is in force now uses an old word. (Understanding old words is tested with the conversation.)"""
    assert [row.id for row in IN_FORCE_NOW if word.lower() in f"{row.says} {row.section}".lower()] == []


def test_trap_28_england_only() -> None:
    """Bank holidays are those of England and Wales, not Scotland; no Welsh law is in the law file."""
    assert _last_day("2025-11-02") == day("Fri 2026-01-02")  # a bank holiday in Scotland
    assert _last_day("2026-09-30") == day("Mon 2026-11-30")  # St Andrew's Day
    text = LAW_FILE.read_text(encoding="utf-8")
    assert "Additional Learning Needs" not in text


def test_trap_29_nothing_but_the_certificate_comes_first() -> None:
    """An appeal is possible whatever else was or was not tried; no rule speaks of a final stage."""
    answer = found(subject="refusal_to_assess", decision_date="2026-03-03")
    assert answer.appeal.possible is True
    assert answer.missing == ("certificate_date",)
    for row in IN_FORCE_NOW:
        assert not any(phrase in row.says.lower() for phrase in ("final stage", "last resort", "exhaust", "other avenues"))


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-30",
        "03/04/2026",
        "04/13/2026",
        "3 April",
        "last Tuesday",
        "2026-4-3",
        "20260403",
        "20260505",
        "2026-W10-1",
        "",
    ],
)
@pytest.mark.parametrize("name", ["decision_date", "certificate_date", "adviser_contacted_on"])
def test_trap_30_dates_people_type(name: str, typed: str) -> None:
    """Only full ISO dates are facts: no guess at day and month, no impossible day. (The talk is tested elsewhere.)"""
    with pytest.raises(FactsError, match=f"^{name}: .* is not a date like 2026-03-03$"):
        Facts.from_text({name: typed})


def test_trap_31_not_advice() -> None:
    """The plain answer shows inputs, rules and the line to check with free advisers. (The talk is tested elsewhere.)"""
    late = found(subject="refusal_to_assess", decision_date="2026-03-03", today=date(2026, 5, 6))
    text = describe(late)
    assert "The letter is dated Tuesday 3 March 2026" in text
    assert all(why.says in text and why.link in text for why in late.why)
    assert "send it at once" in text
    assert text.endswith(words()["answer"]["check"])
    assert all(name in words()["answer"]["check"] for name in ("SENDIASS", "IPSEA", "not advice"))


def test_trap_32_the_letter_states_a_date() -> None:
    """Keep to an earlier date in the letter; a later one changes nothing, being no fact. (Talk: tested elsewhere.)"""
    assert "earlier date, keep to that" in words()["answer"]["check"]
    assert not {"stated_deadline", "deadline"} & {f.name for f in fields(Facts)}


def test_trap_33_by_5pm() -> None:
    """The last day ends at 5pm. (That an incomplete form comes back is told in the talk, tested elsewhere.)"""
    answer = found(subject="ceasing_plan", decision_date="2026-03-03")
    assert "by 5pm" in says(answer, "appeal.five_pm")
    assert "(5pm): Tuesday 5 May 2026" in describe(answer)


def test_trap_34_no_four_weeks() -> None:
    """The 4 weeks of the old regulation 45 are nowhere in the law file."""
    text = LAW_FILE.read_text(encoding="utf-8").lower()
    assert "4 weeks" not in text
    assert "four weeks" not in text
