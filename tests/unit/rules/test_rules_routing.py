"""Which way each disagreement goes: the routing table of the law fact base row by row, and what is asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from rules_helpers import CERTIFICATE_CASES, PLACEMENT_ONLY, TODAY, cited, day, found, says

from actions.rules import Determination, Facts, FactsError, LawNotKnown, determine
from actions.rules.describe import describe
from actions.rules.facts import COUNTERPARTIES, SUBJECTS

SETTINGS = ("school", "academy", "early_years_provider", "post_16_institution")


class Way(NamedTuple):
    """One row of the routing table. ``kind`` None: no disagreement resolution."""

    kind: int | None
    mediation: bool
    appeal: bool
    certificate: bool
    form: str | None = None
    signpost: str | None = None


def way(answer: Determination) -> Way:
    resolution = answer.disagreement_resolution
    assert resolution.applies is (resolution.kind is not None)
    mediation, appeal, certificate = answer.mediation.applies, answer.appeal.possible, answer.certificate.needed
    assert mediation is not None
    assert appeal is not None
    assert certificate is not None
    return Way(resolution.kind, mediation, appeal, certificate, answer.appeal.form, answer.signpost)


APPEAL = Way(1, mediation=True, appeal=True, certificate=True, form="SEND35")
NOTHING = Way(None, mediation=False, appeal=False, certificate=False)
AROUND_A_PLAN: dict[str, Any] = {"in_ehc_process": True, "plan_stage": "final"}

# Facts, the way they lead, and a rule that says so.
ROUTING_TABLE: list[tuple[dict[str, Any], Way, str]] = [
    ({"subject": "refusal_to_assess"}, APPEAL._replace(form="SEND35a"), "act.refusal_to_assess"),
    ({"subject": "refusal_to_issue_plan"}, APPEAL, "act.refusal_to_issue_plan"),
    ({"subject": "plan_contents", "plan_stage": "final"}, APPEAL, "act.plan_contents"),
    ({"subject": "plan_contents", "plan_stage": "amended"}, APPEAL, "act.plan_contents"),
    ({"subject": "plan_contents", "plan_stage": "draft"}, NOTHING._replace(kind=1), "act.draft_plan"),
    (PLACEMENT_ONLY, APPEAL._replace(certificate=False), "certificate.placement_only"),
    ({**PLACEMENT_ONLY, "plan_stage": "amended"}, APPEAL._replace(certificate=False), "act.placement"),
    ({**PLACEMENT_ONLY, "placement_only": False}, APPEAL, "certificate.needed"),
    ({"subject": "refusal_to_reassess"}, APPEAL, "act.refusal_to_reassess"),
    ({"subject": "refusal_to_amend"}, APPEAL, "act.refusal_to_amend"),
    ({"subject": "ceasing_plan"}, APPEAL, "act.ceasing_plan"),
    (
        {"subject": "carrying_out_duties", "counterparty": "local_authority"},
        NOTHING._replace(kind=1),
        "complaint.council",
    ),
    ({"subject": "sen_provision", "counterparty": "school"}, NOTHING._replace(kind=2), "complaint.school"),
    (
        {"subject": "health_provision", "counterparty": "health_commissioner", **AROUND_A_PLAN},
        NOTHING._replace(kind=3, mediation=True),
        "appeal.not_health_alone",
    ),
    (
        {"subject": "social_care_provision", "counterparty": "local_authority", **AROUND_A_PLAN},
        NOTHING._replace(kind=3, mediation=True),
        "appeal.not_health_alone",
    ),
    ({"subject": "joint_commissioning"}, NOTHING._replace(kind=4), "dr.kind_4"),
    (
        {"subject": "disability_discrimination", "counterparty": "school"},
        NOTHING._replace(appeal=True, form="SEND4A", signpost="disability_discrimination"),
        "claim.discrimination",
    ),
    ({"subject": "exclusion"}, NOTHING._replace(signpost="exclusion"), "door.exclusion"),
    (
        {"subject": "home_to_school_transport"},
        NOTHING._replace(signpost="home_to_school_transport"),
        "door.transport",
    ),
    ({"subject": "school_admission"}, NOTHING._replace(signpost="school_admission"), "door.admission"),
]


def _name(value: object) -> str:
    return "-".join(str(v) for v in value.values()) if isinstance(value, dict) else ""


@pytest.mark.parametrize(("facts", "expected", "rule"), ROUTING_TABLE, ids=_name)
def test_routing_table(facts: dict[str, Any], expected: Way, rule: str) -> None:
    answer = found(**facts)
    assert way(answer) == expected
    assert rule in cited(answer)
    assert answer.subject == facts["subject"]


def test_the_routing_table_has_every_subject() -> None:
    assert {facts["subject"] for facts, _, _ in ROUTING_TABLE} == set(SUBJECTS)


@pytest.mark.parametrize(("facts", "expected", "rule"), ROUTING_TABLE, ids=_name)
def test_the_way_does_not_hang_on_the_dates(facts: dict[str, Any], expected: Way, rule: str) -> None:
    answer = found(**facts, decision_date="2026-03-03", adviser_contacted_on="2026-03-05", certificate_date="2026-03-10")
    assert way(answer) == expected


@pytest.mark.parametrize(
    ("counterparty", "in_ehc_process", "kind", "rules"),
    [
        ("local_authority", None, 1, {"dr.kind_1", "complaint.council"}),
        ("school", None, 1, {"dr.kind_1", "complaint.school"}),
        ("academy", None, 1, {"dr.kind_1", "complaint.school"}),
        ("early_years_provider", None, 1, {"dr.kind_1", "complaint.school"}),
        ("post_16_institution", None, 1, {"dr.kind_1", "complaint.school"}),
        # What section F has is the council's to secure, whoever gives it; the health service is complained to besides.
        ("health_commissioner", True, 3, {"dr.kind_3", "complaint.council", "complaint.health"}),
        ("health_commissioner", False, 1, {"dr.kind_1", "complaint.council", "complaint.health"}),
        ("health_commissioner", None, 1, {"dr.kind_1", "complaint.council", "complaint.health"}),
    ],
)
def test_duties_not_carried_out(counterparty: str, in_ehc_process: bool | None, kind: int | None, rules: set[str]) -> None:
    answer = found(subject="carrying_out_duties", counterparty=counterparty, in_ehc_process=in_ehc_process)
    assert way(answer) == NOTHING._replace(kind=kind)
    assert rules | {"mediation.no_right", "act.no_appeal"} == set(cited(answer))
    assert answer.missing == ()


@pytest.mark.parametrize(
    ("counterparty", "in_ehc_process", "kind", "rules"),
    [
        ("school", None, 2, {"dr.kind_2", "complaint.school"}),
        ("academy", None, 2, {"dr.kind_2", "complaint.school"}),
        ("early_years_provider", None, 2, {"dr.kind_2", "complaint.school"}),
        ("post_16_institution", None, 2, {"dr.kind_2", "complaint.school"}),
        ("local_authority", None, 1, {"dr.kind_1", "complaint.council"}),
        ("health_commissioner", True, 3, {"dr.kind_3", "complaint.health"}),
        ("health_commissioner", False, None, {"dr.kind_3_process", "complaint.health"}),
    ],
)
def test_special_educational_provision(counterparty: str, in_ehc_process: bool | None, kind: int | None, rules: set[str]) -> None:
    answer = found(subject="sen_provision", counterparty=counterparty, in_ehc_process=in_ehc_process)
    assert way(answer) == NOTHING._replace(kind=kind)
    assert rules | {"mediation.no_right", "act.no_appeal"} == set(cited(answer))
    assert answer.missing == ()


# Kind 3: health and social care.


@pytest.mark.parametrize("subject", ["health_provision", "social_care_provision"])
@pytest.mark.parametrize(
    ("stage", "mediation", "rule"),
    [
        ("draft", False, "mediation.no_right"),
        ("final", True, "mediation.health_and_social_care"),
        ("amended", True, "mediation.health_and_social_care"),
    ],
)
def test_kind_3_and_the_stage_of_the_plan(subject: str, stage: str, mediation: bool, rule: str) -> None:
    answer = found(subject=subject, counterparty="local_authority", in_ehc_process=True, plan_stage=stage)
    assert way(answer) == NOTHING._replace(kind=3, mediation=mediation)
    assert rule in cited(answer)
    assert answer.missing == ()


@pytest.mark.parametrize("counterparty", ["local_authority", "health_commissioner"])
def test_kind_3_is_against_council_or_health_body(counterparty: str) -> None:
    answer = found(subject="health_provision", counterparty=counterparty, **AROUND_A_PLAN)
    assert answer.disagreement_resolution.kind == 3
    assert "dr.kind_3" in cited(answer)


@pytest.mark.parametrize("counterparty", SETTINGS)
def test_kind_3_is_not_against_a_setting(counterparty: str) -> None:
    answer = found(subject="health_provision", counterparty=counterparty, **AROUND_A_PLAN)
    assert answer.disagreement_resolution.applies is False
    assert "dr.not_these_parties" in cited(answer)
    assert "dr.kind_3" not in cited(answer)


def test_kind_3_only_around_an_ehc_process() -> None:
    answer = found(subject="health_provision", counterparty="health_commissioner", in_ehc_process=False)
    assert way(answer) == NOTHING
    assert {"dr.kind_3_process", "complaint.health"} <= set(cited(answer))


@pytest.mark.parametrize("subject", ["health_provision", "social_care_provision"])
@pytest.mark.parametrize(
    ("stage", "mediation", "rule"),
    [
        (None, False, "mediation.no_right"),
        ("final", True, "mediation.health_and_social_care"),
        ("amended", True, "mediation.health_and_social_care"),
    ],
)
def test_mediation_when_the_process_is_over(subject: str, stage: str | None, mediation: bool, rule: str) -> None:
    """The right to mediation comes with a plan just made, not with the process."""
    answer = found(subject=subject, counterparty="local_authority", in_ehc_process=False, plan_stage=stage)
    assert way(answer) == NOTHING._replace(mediation=mediation)
    assert {rule, "dr.kind_3_process"} <= set(cited(answer))
    assert answer.missing == ()


@pytest.mark.parametrize("counterparty", [None, *COUNTERPARTIES])
def test_social_care_is_the_councils_whoever_is_named(counterparty: str | None) -> None:
    answer = found(subject="social_care_provision", counterparty=counterparty, **AROUND_A_PLAN)
    assert answer.counterparty == "local_authority"
    assert way(answer) == NOTHING._replace(kind=3, mediation=True)
    assert {"dr.kind_3", "complaint.council"} <= set(cited(answer))
    assert not {"dr.not_these_parties", "complaint.school", "complaint.health"} & set(cited(answer))


@pytest.mark.parametrize(("subject", "complaint"), [("health_provision", "health"), ("social_care_provision", "council")])
@pytest.mark.parametrize("stage", ["final", "amended"])
def test_a_final_plan_with_its_date_gives_mediation_and_asks_no_more(subject: str, complaint: str, stage: str) -> None:
    answer = found(subject=subject, plan_stage=stage, decision_date="2026-04-01")
    assert answer.missing == ()
    assert (answer.mediation.applies, answer.disagreement_resolution.applies, answer.appeal.possible) == (True, None, False)
    assert {"mediation.health_and_social_care", "appeal.not_health_alone", f"complaint.{complaint}"} <= set(cited(answer))
    assert found(subject=subject, plan_stage=stage).missing[0] == "in_ehc_process"  # without the date it may be long ago


def test_a_draft_plan_shows_that_the_process_is_on() -> None:
    answer = found(subject="health_provision", counterparty="health_commissioner", plan_stage="draft")
    assert answer.disagreement_resolution.kind == 3
    assert answer.missing == ()


@pytest.mark.parametrize("counterparty", [None, *COUNTERPARTIES])
def test_kind_4_whoever_is_named(counterparty: str | None) -> None:
    answer = found(subject="joint_commissioning", counterparty=counterparty)
    assert way(answer) == NOTHING._replace(kind=4)
    assert answer.missing == ()


# What is missing, and what is None meanwhile.

APPEAL_DATES = ("decision_date",)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, ("subject",)),
        ({"counterparty": "school"}, ("subject",)),
        ({"subject": "refusal_to_assess"}, APPEAL_DATES),
        ({"subject": "refusal_to_issue_plan"}, APPEAL_DATES),
        ({"subject": "refusal_to_reassess"}, APPEAL_DATES),
        ({"subject": "refusal_to_amend"}, APPEAL_DATES),
        ({"subject": "ceasing_plan"}, APPEAL_DATES),
        ({"subject": "plan_contents"}, ("plan_stage", "decision_date")),
        ({"subject": "plan_contents", "plan_stage": "draft"}, ()),
        ({"subject": "plan_contents", "plan_stage": "final"}, APPEAL_DATES),
        ({"subject": "placement"}, ("plan_stage", "placement_only", "decision_date")),
        ({"subject": "placement", "plan_stage": "draft"}, ()),
        ({"subject": "placement", "plan_stage": "final"}, ("placement_only", "decision_date")),
        ({"subject": "placement", "placement_only": True}, ("plan_stage", "decision_date")),
        ({"subject": "carrying_out_duties"}, ("counterparty",)),
        ({"subject": "carrying_out_duties", "counterparty": "health_commissioner"}, ()),
        ({"subject": "sen_provision"}, ("counterparty",)),
        ({"subject": "sen_provision", "counterparty": "health_commissioner"}, ("in_ehc_process",)),
        ({"subject": "carrying_out_duties", "plan_stage": "draft"}, ("counterparty",)),
        ({"subject": "sen_provision", "plan_stage": "draft"}, ("counterparty",)),
        ({"subject": "plan_contents", "decision_date": "2026-03-03"}, ("plan_stage",)),
        ({"subject": "health_provision"}, ("in_ehc_process", "plan_stage", "counterparty")),
        ({"subject": "social_care_provision"}, ("in_ehc_process", "plan_stage")),
        ({"subject": "health_provision", "in_ehc_process": True}, ("plan_stage", "counterparty")),
        ({"subject": "health_provision", "in_ehc_process": False}, ("counterparty",)),
        ({"subject": "social_care_provision", "in_ehc_process": True}, ("plan_stage",)),
        ({"subject": "social_care_provision", "in_ehc_process": False}, ()),
        ({"subject": "joint_commissioning"}, ()),
        ({"subject": "disability_discrimination"}, ("counterparty", "decision_date")),
        ({"subject": "disability_discrimination", "counterparty": "academy"}, ("decision_date",)),
        ({"subject": "disability_discrimination", "counterparty": "local_authority"}, ()),
        ({"subject": "exclusion"}, ()),
        ({"subject": "home_to_school_transport"}, ()),
        ({"subject": "school_admission"}, ()),
    ],
    ids=lambda value: _name(value) or None,
)
def test_missing_facts_most_useful_first(facts: dict[str, Any], missing: tuple[str, ...]) -> None:
    assert found(**facts).missing == missing


@pytest.mark.parametrize(
    ("facts", "today", "missing"),
    [
        ({}, "2026-03-10", ("certificate_date",)),
        ({}, "2026-05-03", ("certificate_date",)),
        ({}, "2026-05-04", ("adviser_contacted_on", "certificate_date")),
        ({"adviser_contacted_on": "2026-05-01"}, "2026-05-04", ("certificate_date",)),
        ({"adviser_contacted_on": "2026-05-04"}, "2026-05-04", ("certificate_date",)),
        ({"certificate_date": "2026-05-03"}, "2026-05-04", ()),
        ({"certificate_date": "2026-05-04"}, "2026-05-04", ("adviser_contacted_on",)),
        ({"certificate_date": "2026-05-04", "adviser_contacted_on": "2026-05-03"}, "2026-05-04", ()),
    ],
    ids=lambda value: _name(value) or None,
)
def test_missing_facts_about_the_certificate(facts: dict[str, str], today: str, missing: tuple[str, ...]) -> None:
    answer = found(subject="refusal_to_assess", decision_date="2026-03-03", today=day(today), **facts)
    assert answer.certificate.contact_adviser_by == day("Sun 2026-05-03")
    assert answer.missing == missing


def test_nothing_is_missing_for_section_i_alone_once_the_letter_is_known() -> None:
    assert found(**PLACEMENT_ONLY, decision_date="2026-03-03", today=date(2026, 6, 1)).missing == ()


def test_nothing_is_said_without_a_subject() -> None:
    answer = found(counterparty="school", decision_date="2026-03-03")
    assert answer.counterparty == "school"
    assert answer.why == ()
    assert answer.disagreement_resolution.applies is None
    assert (answer.mediation.applies, answer.certificate.needed, answer.appeal.possible) == (None, None, None)


def test_plan_contents_of_an_unknown_stage() -> None:
    answer = found(subject="plan_contents", decision_date="2026-03-03")
    assert answer.disagreement_resolution.kind == 1
    assert (answer.mediation.applies, answer.certificate.needed, answer.appeal.possible) == (None, None, None)
    assert answer.appeal.last_day is None
    assert answer.certificate.contact_adviser_by is None


def test_placement_not_known_to_be_alone() -> None:
    """The certificate hangs on it; meanwhile the adviser's date is given, to be safe."""
    answer = found(subject="placement", plan_stage="final", decision_date="2026-03-03")
    assert answer.certificate.needed is None
    assert answer.certificate.contact_adviser_by == day("Sun 2026-05-03")
    assert {"certificate.needed", "certificate.placement_only"} <= set(cited(answer))


@pytest.mark.parametrize(
    ("certified", "last_day"),
    [
        (None, "Tue 2026-05-05"),
        ("2026-04-03", "Tue 2026-05-05"),  # a month on is 3 May too
        ("2026-04-04", None),
        ("2026-05-03", None),
        ("2026-05-06", None),  # after the 2 months, with contact not known
    ],
)
def test_placement_not_known_to_be_alone_with_a_certificate(certified: str | None, last_day: str | None) -> None:
    """Where the month from the certificate would move the day, no day is given until it is known whether it counts."""
    answer = found(subject="placement", plan_stage="final", decision_date="2026-03-03", certificate_date=certified)
    appeal = answer.appeal
    assert appeal.possible is True
    assert appeal.last_day == (day(last_day) if last_day else None)
    if last_day is None:
        assert (appeal.aim_for, appeal.bare_date, appeal.passed, appeal.days_left, appeal.sum) == (*(None,) * 4, ())
    assert answer.missing == ("placement_only",)
    assert answer.certificate.contact_adviser_by == day("Sun 2026-05-03")


@pytest.mark.parametrize("subject", ["health_provision", "social_care_provision"])
def test_health_and_care_while_the_process_is_unknown(subject: str) -> None:
    answer = found(subject=subject, counterparty="local_authority", plan_stage="final")
    assert answer.missing == ("in_ehc_process",)
    assert answer.disagreement_resolution.applies is None
    assert answer.mediation.applies is None
    assert answer.appeal.possible is False


def test_health_mediation_while_the_stage_is_unknown() -> None:
    answer = found(subject="health_provision", counterparty="health_commissioner", in_ehc_process=True)
    assert answer.disagreement_resolution.kind == 3
    assert answer.mediation.applies is None
    assert answer.missing == ("plan_stage",)


@pytest.mark.parametrize("case", [*CERTIFICATE_CASES, PLACEMENT_ONLY], ids=_name)
def test_no_dates_without_the_letter(case: dict[str, Any]) -> None:
    answer = found(**case, certificate_date="2026-04-02", adviser_contacted_on="2026-04-01")
    appeal = answer.appeal
    assert (appeal.last_day, appeal.aim_for, appeal.bare_date, appeal.passed, appeal.days_left) == (None,) * 5
    assert appeal.sum == ()
    assert answer.certificate.contact_adviser_by is None


# Who: the young person, the wrong party, and the party of a discrimination claim.


@pytest.mark.parametrize(("facts", "expected", "rule"), ROUTING_TABLE, ids=_name)
def test_young_person(facts: dict[str, Any], expected: Way, rule: str) -> None:
    answer = found(**facts, young_person=True)
    assert way(answer) == expected
    assert ("person.young_person" in cited(answer)) == expected.appeal


@pytest.mark.parametrize("counterparty", [c for c in COUNTERPARTIES if c != "local_authority"])
@pytest.mark.parametrize("case", [*CERTIFICATE_CASES, PLACEMENT_ONLY], ids=_name)
def test_a_council_decision_is_the_councils(case: dict[str, Any], counterparty: str) -> None:
    answer = found(**case, counterparty=counterparty)
    assert answer.counterparty == "local_authority"
    assert cited(answer)[0] == "act.council_decides"
    right = found(**case, counterparty="local_authority")
    assert way(answer) == way(right)
    assert cited(answer)[1:] == cited(right)


@pytest.mark.parametrize("counterparty", [None, "local_authority"])
def test_a_council_decision_needs_no_correcting(counterparty: str | None) -> None:
    answer = found(subject="refusal_to_assess", counterparty=counterparty)
    assert answer.counterparty == "local_authority"
    assert "act.council_decides" not in cited(answer)


@pytest.mark.parametrize("counterparty", COUNTERPARTIES)
def test_discrimination_against_each_party(counterparty: str) -> None:
    answer = found(subject="disability_discrimination", counterparty=counterparty, decision_date="2026-02-10")
    assert answer.counterparty == counterparty
    assert answer.signpost == "disability_discrimination"
    assert answer.disagreement_resolution.applies is answer.mediation.applies is answer.certificate.needed is False
    if counterparty in ("school", "academy"):
        assert answer.appeal.form == "SEND4A"
        assert answer.appeal.last_day == day("Sun 2026-08-09")
        assert "claim.county_court" not in cited(answer)
    else:
        assert answer.appeal.possible is False
        assert answer.appeal.last_day is None
        assert cited(answer) == ["claim.county_court"]


# Dates that cannot be.

DATE_FACTS = ("decision_date", "certificate_date", "adviser_contacted_on")


@pytest.mark.parametrize("name", DATE_FACTS)
@pytest.mark.parametrize("year", [1, 206, 1899, 2200, 9999])
def test_a_year_that_is_a_slip_is_refused(name: str, year: int) -> None:
    for refused in (lambda: Facts(**{name: date(year, 12, 31)}), lambda: Facts.from_text({name: f"{year:04}-12-31"})):
        with pytest.raises(FactsError, match=rf"^{name}: the year {year} is not between 1900 and 2199$"):
            refused()


@pytest.mark.parametrize("name", DATE_FACTS)
@pytest.mark.parametrize("text", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_year_are_facts(name: str, text: str) -> None:
    facts = Facts.from_text({name: text, "subject": "ceasing_plan"})
    assert facts.to_dict()[name] == text
    if name == "decision_date" and text < "2014":
        with pytest.raises(LawNotKnown):
            determine(facts, TODAY)
    else:
        assert describe(determine(facts, TODAY))


# The law of the day.


@pytest.mark.parametrize(
    ("decided", "body"),
    [("2022-06-30", "clinical commissioning group (CCG)"), ("2022-07-01", "integrated care board (ICB)")],
)
def test_the_health_body_has_the_name_of_the_day(decided: str, body: str) -> None:
    facts: dict[str, Any] = {"subject": "health_provision", "counterparty": "health_commissioner", **AROUND_A_PLAN}
    assert body in says(found(**facts, decision_date=decided), "dr.kind_3")
    assert body in says(found(**facts, today=day(decided)), "dr.kind_3")


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        ("2018-04-02", None),
        ("2018-04-03", "trial"),
        ("2021-08-31", "trial"),
        ("2021-09-01", "called extended appeals"),
    ],
)
def test_extended_appeals_of_the_day(decided: str, words: str | None) -> None:
    answer = found(subject="health_provision", counterparty="health_commissioner", decision_date=decided, **AROUND_A_PLAN)
    if words is None:
        assert "appeal.extended" not in cited(answer)
    else:
        assert words in next(why.source for why in answer.why if why.rule == "appeal.extended")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_before_the_act_the_guide_says_nothing(subject: str) -> None:
    with pytest.raises(LawNotKnown, match=r"2014-08-31.*begins on 2014-09-01"):
        found(subject=subject, decision_date="2014-08-31")
    with pytest.raises(LawNotKnown):
        determine(Facts(subject=subject), today=date(2014, 8, 31))
    assert found(subject=subject, decision_date="2014-09-01").why


# The late adviser.


def test_late_certificate_with_contact_unknown_asks() -> None:
    """Whether it counts decides the date, so there is no date and the day of contact is asked for."""
    answer = found(subject="refusal_to_assess", decision_date="2026-03-03", certificate_date="2026-05-06")
    appeal = answer.appeal
    assert (appeal.last_day, appeal.aim_for, appeal.passed, appeal.days_left) == (None,) * 4
    assert appeal.possible is True
    assert appeal.form == "SEND35a"
    assert answer.certificate.contacted_in_time is None
    assert answer.missing == ("adviser_contacted_on",)
    assert "certificate.contact_unknown" in cited(answer)
    assert "Last day: not given." in describe(answer)


@pytest.mark.parametrize(
    ("contacted", "in_time", "last_day"),
    [
        ("2026-05-03", True, "Mon 2026-06-08"),  # the last day to contact, and Saturday 6 June
        ("2026-05-04", False, "Tue 2026-05-05"),  # a day late: the 2 months from the letter only
    ],
)
def test_late_certificate_with_contact_known(contacted: str, in_time: bool, last_day: str) -> None:
    answer = found(
        subject="refusal_to_assess",
        decision_date="2026-03-03",
        certificate_date="2026-05-06",
        adviser_contacted_on=contacted,
    )
    assert answer.certificate.contacted_in_time is in_time
    assert answer.appeal.last_day == day(last_day)
    assert ("appeal.certificate_month" in cited(answer)) is in_time
    assert ("certificate.contacted_late" in cited(answer)) is not in_time
    assert answer.missing == ()


def test_a_certificate_within_the_two_months_shows_contact_in_time() -> None:
    answer = found(subject="refusal_to_assess", decision_date="2026-03-03", certificate_date="2026-05-03")
    assert answer.certificate.contacted_in_time is True
    assert answer.appeal.last_day == day("Wed 2026-06-03")


@pytest.mark.parametrize(
    ("contacted", "warnings"),
    [
        ("2026-04-30", ()),
        ("2026-05-01", ()),
        ("2026-05-02", ("adviser_after_certificate",)),
        ("2026-05-10", ("adviser_after_certificate",)),  # after the 2 months as well
    ],
)
def test_a_certificate_within_the_two_months_counts_whatever_is_said(contacted: str, warnings: tuple[str, ...]) -> None:
    answer = found(
        subject="refusal_to_assess",
        decision_date="2026-03-03",
        certificate_date="2026-05-01",
        adviser_contacted_on=contacted,
    )
    assert answer.certificate.contacted_in_time is True
    assert answer.appeal.last_day == day("Mon 2026-06-01")
    assert "certificate.contacted_late" not in cited(answer)
    assert answer.warnings == warnings
    assert ("older than the day you first contacted the adviser" in describe(answer)) is bool(warnings)
    assert answer.missing == ()


@pytest.mark.parametrize(
    ("certified", "warnings"),
    [("2026-03-02", ("certificate_before_decision",)), ("2026-03-03", ()), ("2026-03-04", ())],
)
def test_a_certificate_older_than_the_letter_is_questioned(certified: str, warnings: tuple[str, ...]) -> None:
    answer = found(subject="refusal_to_assess", decision_date="2026-03-03", certificate_date=certified)
    assert answer.warnings == warnings
    assert answer.appeal.last_day == day("Tue 2026-05-05")
    assert ("older than the decision letter" in describe(answer)) is bool(warnings)


# Today.


@pytest.mark.parametrize(
    ("today", "passed", "days_left"),
    [("2026-04-23", False, 12), ("2026-05-05", False, 0), ("2026-05-06", True, 0), ("2027-01-01", True, 0)],
)
def test_days_left(today: str, passed: bool, days_left: int) -> None:
    answer = found(subject="ceasing_plan", decision_date="2026-03-03", today=day(today))
    assert (answer.appeal.passed, answer.appeal.days_left) == (passed, days_left)
    assert ("appeal.late" in cited(answer)) is passed


@pytest.mark.parametrize("shift", [0, 30, 400])
def test_today_moves_no_deadline(shift: int) -> None:
    facts = Facts(subject="ceasing_plan", decision_date=date(2026, 3, 3))
    answer = determine(facts, TODAY + timedelta(days=shift))
    assert answer.appeal.last_day == date(2026, 5, 5)


@pytest.mark.parametrize("subject", ["plan_contents", "placement"])
def test_an_appeal_about_both_parts_of_a_plan_names_both_sources(subject: str) -> None:
    both = found(subject=subject, plan_stage="final", placement_only=False)
    assert {"act.plan_contents", "act.placement"} <= set(cited(both))
    alone = found(subject="placement", plan_stage="final", placement_only=True)
    assert "act.plan_contents" not in cited(alone)
