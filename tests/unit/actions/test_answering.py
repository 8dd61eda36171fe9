"""From a determination to responses: the right ones in the right order, every value filled in, nothing said without its facts."""

from __future__ import annotations

import string
from datetime import date
from itertools import product
from typing import Any

import pytest
from tracker_helpers import TODAY

from actions.answering import Say, answer, changed_facts, contact_line, contact_words, dates, fact_lines, sources, whom
from actions.rules import Facts, determine
from actions.rules.facts import COUNTERPARTIES, PLAN_STAGES, SUBJECTS
from actions.wording import DOMAIN_FILE, _responses, has, phrase, shown
from councils import Contact, Source, councils

SEFTON, MIDLANDS = councils()["sefton"], councils()["east-midlands"]
ASSESS: dict[str, Any] = {"subject": "refusal_to_assess"}
SECTION_I: dict[str, Any] = {"subject": "placement", "plan_stage": "final", "placement_only": True}
NEW, NEAR, PASSED, YEARS_AHEAD = date(2026, 4, 7), date(2026, 3, 2), date(2026, 2, 2), date(2099, 3, 3)
SUM = "utter_answer_sum"
CERTIFICATE = ["utter_answer_whom", "utter_answer_certificate"]
END = ["utter_answer_mediation", "utter_answer_keep_in_mind", "utter_sources"]


def said(today: date = TODAY, declined: tuple[str, ...] = (), council: Any = None, **facts: Any) -> list[Say]:
    """The answer to these facts."""
    known = Facts(**facts)
    return answer(known, determine(known, today), council, set(declined), today)


def names(says: list[Say]) -> list[str]:
    return [say.response for say in says]


# ---------------------------------------------------------------- what is said of which facts

ANSWERS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("nothing known", {}, []),
    ("a date alone", {"decision_date": NEW}, []),
    ("a refusal", {**ASSESS, "decision_date": NEW}, ["utter_answer_dates", SUM, *CERTIFICATE, *END]),
    ("no letter", ASSESS, ["utter_answer_no_date", *CERTIFICATE, *END]),
    ("few days left", {**ASSESS, "decision_date": NEAR}, ["utter_answer_dates_near_ring", SUM, *CERTIFICATE, *END]),
    ("certified", {**ASSESS, "decision_date": NEW, "certificate_date": date(2026, 4, 20)},
     ["utter_answer_dates_certified", SUM, "utter_answer_has_certificate", *END]),
    ("the time is over", {**ASSESS, "decision_date": PASSED}, ["utter_answer_passed_maybe", SUM, "utter_answer_whom", *END]),
    ("the time is over, the adviser too late", {**ASSESS, "decision_date": PASSED, "adviser_contacted_on": date(2026, 4, 20)},
     ["utter_answer_passed", "utter_answer_adviser_late", SUM, "utter_answer_whom", *END]),
    ("a late certificate, nobody knows when the adviser was rung",
     {**ASSESS, "decision_date": PASSED, "certificate_date": date(2026, 4, 20)},
     ["utter_answer_contact_unknown", "utter_answer_has_certificate", *END]),
    ("section I alone", {**SECTION_I, "decision_date": NEW},
     ["utter_answer_dates_no_certificate", SUM, "utter_answer_no_certificate", *END]),
    ("section I alone, few days left", {**SECTION_I, "decision_date": NEAR},
     ["utter_answer_dates_no_certificate_near", SUM, "utter_answer_no_certificate", *END]),
    ("a refusal to change the plan, out of the blue",
     {"subject": "refusal_to_amend", "after_review": False, "decision_date": NEW}, ["utter_answer_no_review", "utter_sources"]),
    ("a draft plan", {"subject": "plan_contents", "plan_stage": "draft"}, ["utter_answer_draft", "utter_sources"]),
    ("two services", {"subject": "joint_commissioning"}, ["utter_answer_commissioning", "utter_sources"]),
    ("a duty of the council", {"subject": "carrying_out_duties", "counterparty": "local_authority"},
     ["utter_answer_dr_1", "utter_answer_dr_how", "utter_answer_no_appeal", "utter_answer_complaint_council",
      "utter_answer_council_duty", "utter_sources"]),
    ("help in school", {"subject": "sen_provision", "counterparty": "school"},
     ["utter_answer_dr_2", "utter_answer_dr_how", "utter_answer_no_appeal", "utter_answer_complaint_school",
      "utter_answer_council_must_secure", "utter_answer_ask_yourself", "utter_sources"]),
    ("therapy that the NHS has stopped", {"subject": "carrying_out_duties", "counterparty": "health_commissioner"},
     ["utter_answer_dr_1", "utter_answer_dr_how", "utter_answer_no_appeal", "utter_answer_complaint_council",
      "utter_answer_complaint_health", "utter_answer_council_duty_nhs", "utter_sources"]),
    ("health care in a final plan", {"subject": "health_provision", "plan_stage": "final", "decision_date": NEW},
     ["utter_answer_health_care_mediation_right", "utter_answer_health_mediation_who", "utter_answer_dr_maybe",
      "utter_answer_complaint_health", "utter_sources"]),
    ("health care in an assessment",
     {"subject": "health_provision", "counterparty": "health_commissioner", "in_ehc_process": True, "plan_stage": "draft"},
     ["utter_answer_dr_3", "utter_answer_dr_how", "utter_answer_health_care_mediation_no_right", "utter_answer_complaint_health",
      "utter_sources"]),
    ("social care, no assessment",
     {"subject": "social_care_provision", "counterparty": "local_authority", "in_ehc_process": False},
     ["utter_answer_no_dr", "utter_answer_health_care_mediation_no_right", "utter_answer_complaint_council", "utter_sources"]),
    ("an exclusion", {"subject": "exclusion"}, ["utter_answer_exclusion", "utter_sources"]),
    ("transport", {"subject": "home_to_school_transport"}, ["utter_answer_home_to_school_transport", "utter_sources"]),
    ("admission", {"subject": "school_admission"}, ["utter_answer_school_admission", "utter_sources"]),
    ("discrimination, its day", {"subject": "disability_discrimination", "counterparty": "school", "decision_date": NEW},
     ["utter_answer_disability_discrimination", "utter_answer_claim_dates", "utter_answer_sum", "utter_sources"]),
    ("discrimination, no day", {"subject": "disability_discrimination", "counterparty": "school"},
     ["utter_answer_disability_discrimination", "utter_sources"]),
    ("discrimination, a year ago",
     {"subject": "disability_discrimination", "counterparty": "school", "decision_date": date(2025, 5, 1)},
     ["utter_answer_disability_discrimination", "utter_answer_claim_passed", "utter_answer_sum", "utter_sources"]),
    ("discrimination by a college", {"subject": "disability_discrimination", "counterparty": "post_16_institution"},
     ["utter_answer_county_court", "utter_sources"]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "facts", "expected"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_the_answer(case: str, facts: dict[str, Any], expected: list[str]) -> None:
    assert names(said(**facts)) == expected


def test_a_day_whose_bank_holidays_are_not_published_gets_no_last_day() -> None:
    says = said(today=date(2099, 4, 1), **ASSESS, decision_date=YEARS_AHEAD)
    assert "utter_answer_dates_unpublished" in names(says)
    assert says[0].values["last_day"] == ""


def test_the_dates_are_those_of_the_determination() -> None:
    values = said(**ASSESS, decision_date=NEW)[0].values
    assert (values["ring_by"], values["bare_date"]) == ("Sunday 7 June 2026", "Sunday 7 June 2026")
    assert values["last_day"] == "Monday 8 June 2026"
    assert (values["aim_for"], values["days_left"], values["form"]) == (
        "Friday 5 June 2026",
        "There are 38 days left.",
        "SEND35a",
    )


@pytest.mark.parametrize(("left", "response"), [(6, "utter_answer_dates_near_ring"), (7, "utter_answer_dates")])
def test_below_seven_days_the_answer_is_urgent(left: int, response: str) -> None:
    last = date(2026, 6, 8)  # of a letter of 7 April
    assert names(said(today=date.fromordinal(last.toordinal() - left), **ASSESS, decision_date=NEW))[0] == response


@pytest.mark.parametrize(
    ("today", "response"),
    [
        (date(2026, 6, 7), "utter_answer_dates_near_ring"),  # the adviser can still be rung in time
        (date(2026, 6, 8), "utter_answer_dates_near"),  # too late for that, not for the appeal
    ],
)
def test_near_the_end_it_counts_whether_the_adviser_can_still_be_rung(today: date, response: str) -> None:
    assert names(said(today=today, **ASSESS, decision_date=NEW))[0] == response


@pytest.mark.parametrize(("left", "words"), [(2, "2 days"), (1, "tomorrow"), (0, "today")])
def test_the_days_left_are_said_in_words(left: int, words: str) -> None:
    says = said(today=date.fromordinal(date(2026, 6, 8).toordinal() - left), **ASSESS, decision_date=NEW)
    assert words in says[0].values["days_left"]


def test_whoever_never_rang_the_adviser_is_told_what_that_means() -> None:
    says = said(declined=("adviser_contacted_on", "not_contacted"), **ASSESS, decision_date=PASSED)
    assert names(says)[0] == "utter_answer_passed_not_contacted"


def test_the_last_day_itself_is_not_over() -> None:
    assert names(said(today=date(2026, 6, 8), **ASSESS, decision_date=NEW))[0] == "utter_answer_dates_near"
    assert names(said(today=date(2026, 6, 9), **ASSESS, decision_date=NEW))[0] == "utter_answer_passed_maybe"


def test_an_adviser_rung_too_late_is_named_where_the_time_is_not_over() -> None:
    facts = {**ASSESS, "decision_date": date(2026, 3, 3), "adviser_contacted_on": date(2026, 5, 4)}  # by 3 May; last day 5 May
    assert "utter_answer_adviser_late" in names(said(today=date(2026, 5, 5), **facts))
    assert "utter_answer_adviser_late" not in names(said(today=date(2026, 5, 5), **{**facts, "adviser_contacted_on": NEW}))


# ---------------------------------------------------------------- what is not known


def test_what_was_declined_makes_the_answer_uncertain() -> None:
    says = said(declined=("plan_stage",), subject="placement", placement_only=False, decision_date=NEW)
    uncertain = next(say for say in says if say.response == "utter_answer_not_certain")
    assert uncertain.values["facts"] == "• whether the plan is a draft, final or changed plan"


@pytest.mark.parametrize("fact", ["decision_date", "certificate_date", "adviser_contacted_on"])
def test_a_date_that_was_declined_has_its_own_words(fact: str) -> None:
    assert "utter_answer_not_certain" not in names(said(declined=(fact,), **ASSESS))


def test_section_i_not_told_makes_the_certificate_uncertain() -> None:
    says = said(declined=("placement_only",), subject="placement", plan_stage="final", decision_date=NEW)
    assert "utter_answer_certificate_maybe" in names(says)
    assert "utter_answer_not_certain" in names(says)


# ---------------------------------------------------------------- every answer has its values


def variables(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def every_answer() -> list[tuple[dict[str, Any], Say]]:
    """All that is said over all subjects, opponents and stages, with and without dates, council and declined facts."""
    found = []
    letters = (None, NEW, NEAR, PASSED)
    papers: tuple[dict[str, Any], ...] = (
        {},
        {"certificate_date": date(2026, 4, 20)},
        {"certificate_date": date(2026, 4, 20), "adviser_contacted_on": date(2026, 4, 10)},
        {"adviser_contacted_on": date(2026, 3, 10)},
    )
    rows = product(SUBJECTS, (None, *COUNTERPARTIES), (None, *PLAN_STAGES), (None, True), letters, papers)
    for subject, counterparty, stage, yes, letter, paper in rows:
        facts = {"subject": subject, "counterparty": counterparty, "plan_stage": stage, "placement_only": yes}
        known = Facts(**facts, in_ehc_process=yes, decision_date=letter, **paper)
        determined = determine(known, TODAY)
        for council in (None, SEFTON):
            for say in answer(known, determined, council, set(determined.missing) if council else set(), TODAY):
                found.append((known.to_dict(), say))
    return found


def test_every_answer_has_all_its_values() -> None:
    problems = set()
    for facts, say in every_answer():
        texts = [variant.get("text", "") for variant in _responses().get(say.response, [])]
        if not texts:
            problems.add(f"no response {say.response}")
        for name in variables(" ".join(texts)):
            if say.values.get(name) in (None, ""):
                problems.add(f"{say.response}: {{{name}}} of {facts}")
    assert not sorted(problems)[:5]


def test_every_answer_is_in_plain_words() -> None:
    words = {str(value) for _, say in every_answer() for value in say.values.values()}
    assert not [text for text in words if "None" in text or ("_" in text and "http" not in text)]


# ---------------------------------------------------------------- facts said back


def test_facts_are_said_back_in_plain_words() -> None:
    facts = Facts(subject="placement", counterparty="local_authority", decision_date=NEW, placement_only=True, council="sefton")
    lines = fact_lines(facts, list(facts.to_dict()), Facts()).splitlines()
    assert lines == [
        "• You disagree with: the council",
        "• About: The school or college in the plan",
        "• Only about the school or college: yes",
        "• Date on the letter: Tuesday 7 April 2026",
        "• Council: Sefton Council",
    ]


def test_a_corrected_fact_is_said_back_with_its_former_value() -> None:
    before = Facts(decision_date=NEAR)
    assert fact_lines(before.with_(decision_date=NEW), ["decision_date"], before) == (
        "• Date on the letter: Tuesday 7 April 2026 (before: Monday 2 March 2026)"
    )


def test_only_the_named_facts_are_said_back() -> None:
    assert fact_lines(Facts(decision_date=NEW, council="kent"), ["council"], Facts()) == "• Council: Kent"
    assert fact_lines(Facts(), ["council", "decision_date"], Facts()) == ""


@pytest.mark.parametrize("subject", ["plan_contents", "placement"])
def test_contents_and_school_are_said_back_as_both_and_answered_as_one_appeal(subject: str) -> None:
    facts = Facts("local_authority", subject, "final", placement_only=False, decision_date=NEW)
    assert fact_lines(facts, ["subject", "placement_only"], Facts()) == (
        "• About: What the plan says about needs or help, and the school or college in it"
    )
    both, only = [
        [say.response for say in answer(f, determine(f, TODAY), None, set(), TODAY)]
        for f in (facts, facts.with_(placement_only=None if subject == "plan_contents" else True))
    ]
    assert "utter_answer_both" in both
    assert "utter_answer_both" not in only


def test_a_young_person_is_spoken_to_and_a_parent_is_not_taken_for_one() -> None:
    facts = Facts("local_authority", "refusal_to_assess", young_person=True, decision_date=NEW)
    names = ["subject", "young_person"]
    assert (
        fact_lines(facts, names, Facts(), young=True)
        == "• About: The council will not assess you\n• The right to appeal is your own: yes"
    )
    assert fact_lines(facts, names, Facts()) == (
        "• About: The council will not assess the child\n• The right to appeal is the young person's own: yes"
    )
    found = determine(facts, TODAY)
    said = [{say.response for say in answer(facts, found, None, set(), TODAY, young)} for young in (True, False)]
    assert ["utter_known_young_person_own" in one for one in said] == [True, False]
    assert ["utter_known_young_person" in one for one in said] == [False, True]


def test_for_discrimination_the_day_is_no_letters_date() -> None:
    facts = Facts(subject="disability_discrimination", decision_date=NEW)
    assert fact_lines(facts, ["decision_date"], Facts()) == "• It happened on: Tuesday 7 April 2026"


def test_what_has_changed_since_it_was_told() -> None:
    facts = Facts(subject="placement", decision_date=NEW)
    assert changed_facts(facts, facts.to_dict()) == []
    assert changed_facts(facts, {**facts.to_dict(), "decision_date": "2026-03-02"}) == ["decision_date"]


# ---------------------------------------------------------------- contacts and sources


def test_a_known_contact_is_given_with_its_page() -> None:
    words = contact_words(SEFTON, "disagreement_resolution")
    for part in ("0151 934 2347", "SEN Casework Team", "Ainsdale Hope Centre", "Global Mediation", "21 November 2026"):
        assert part in words


def test_a_contact_without_a_number_points_to_the_letter() -> None:
    words = contact_words(MIDLANDS, "mediation_adviser")
    assert "Global Mediation" in words
    assert words.endswith(phrase("utter_contact_number_in_letter"))


def test_a_council_without_that_contact_says_so_and_invents_none() -> None:
    words = contact_words(SEFTON, "mediation_adviser")
    assert words == phrase("utter_contact_no_mediation_adviser", council="Sefton Council")
    assert not [c for c in words if c.isdigit()]


@pytest.mark.parametrize("purpose", ["mediation_adviser", "disagreement_resolution"])
def test_without_a_council_the_letter_is_named(purpose: str) -> None:
    assert contact_words(None, purpose) == phrase(f"utter_contact_unknown_{purpose}")


def test_every_part_of_a_contact_is_said() -> None:
    contact = Contact(
        purpose="sendiass", name="A service", phone="0151 000 0000", email="a@example.org", website="https://example.org/",
        source=Source(title="A page", checked_on=date(2026, 1, 2)),
    )  # fmt: skip
    line = contact_line(contact)
    for part in (
        "A service.",
        "Phone 0151 000 0000.",
        "E-mail a@example.org.",
        "https://example.org/",
        "A page",
        "2 January 2026",
    ):
        assert part in line


def test_whom_to_contact_hangs_on_what_is_needed() -> None:
    def responses(**facts: Any) -> list[str]:
        known = Facts(**facts)
        return names(whom(known, determine(known, TODAY), SEFTON))

    assert responses(**ASSESS) == ["utter_answer_whom"]
    assert responses(subject="sen_provision", counterparty="school") == ["utter_answer_dr_how"]
    assert responses(subject="exclusion") == responses(subject="joint_commissioning") == []


def test_each_source_is_named_once_and_the_brief_list_is_shorter() -> None:
    found = determine(Facts(**ASSESS, decision_date=NEW), TODAY)
    lines = sources(found).values["sources"].splitlines()
    assert len(lines) == len(set(lines)) == len({why.source for why in found.why})
    assert len(sources(found, brief=True).values["sources"].splitlines()) < len(lines)
    assert all(line.startswith("• ") and ": http" in line for line in lines)


def test_dates_come_first_and_then_their_sum() -> None:
    facts = Facts(**ASSESS, decision_date=NEW)
    first, second = dates(facts, determine(facts, TODAY), set(), TODAY)
    assert (first.response, second.response) == ("utter_answer_dates", "utter_answer_sum")
    assert len(second.values["sum"].splitlines()) >= 2


# ---------------------------------------------------------------- wording


@pytest.mark.parametrize(
    ("value", "words"),
    [(NEW, "Tuesday 7 April 2026"), (True, "yes"), (False, "no"), ("school", "the school"), ("draft", "a draft"),
     ("kent", "kent"), (4, "4")],
)  # fmt: skip
def test_values_are_shown_as_people_read_them(value: Any, words: str) -> None:
    assert shown(value) == words


def test_a_response_that_is_not_there_is_an_error() -> None:
    assert not has("utter_nonsense")
    with pytest.raises(KeyError):
        phrase("utter_nonsense")
    with pytest.raises(KeyError):
        phrase("utter_contact_phone")
    assert DOMAIN_FILE.exists()


def test_a_last_day_that_is_the_day_to_aim_for_is_said_once() -> None:
    values = said(today=date(2026, 4, 23), **ASSESS, decision_date=date(2026, 3, 13))[0].values
    assert (values["last_day"], values["aim_for"]) == ("Wednesday 13 May 2026", "that day, or better before")


def test_a_day_to_aim_for_that_has_passed_is_said_to_have_passed() -> None:
    says = said(today=date(2026, 4, 26), **ASSESS, decision_date=date(2026, 2, 25))
    assert says[0].values["aim_for"] == "Friday 24 April 2026 (that day has passed, so send it today)"


@pytest.mark.parametrize(
    "name", [name for name in _responses() if name.startswith("utter_answer_dates") and "unpublished" not in name]
)
def test_every_answer_with_a_last_day_gives_the_day_to_aim_for_and_the_form(name: str) -> None:
    for variation in _responses()[name]:
        assert "{aim_for}" in variation["text"]
        assert "{form}" in variation["text"] or variation.get("channel")


def test_a_certificate_after_a_late_call_is_not_asked_for_again() -> None:
    late = {**ASSESS, "decision_date": date(2026, 1, 15), "adviser_contacted_on": date(2026, 3, 20)}
    responses = names(said(**late, certificate_date=date(2026, 4, 8)))
    assert "utter_answer_adviser_late_certified" in responses and "utter_answer_adviser_late" not in responses


def test_what_is_known_is_called_what_it_is() -> None:
    exclusion = Facts(subject="exclusion", decision_date=date(2026, 4, 22))
    assert "It happened on" in fact_lines(exclusion, ["decision_date"], Facts())
    services = Facts(subject="joint_commissioning", counterparty="health_commissioner")
    assert "You disagree with" not in fact_lines(services, ["counterparty", "subject"], Facts())
