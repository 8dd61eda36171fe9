"""What to do next: the steps of a case in order, what is done already left out, every date from the determination."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from tracker_helpers import responses, run, tracker

from actions.next_step import ActionNextStep, times_said
from actions.next_steps import next_steps
from actions.rules import Facts, determine
from actions.rules.facts import COUNTERPARTIES, PLAN_STAGES, SUBJECTS
from actions.standing import mediation_so_far, standing_of

TODAY = date(2026, 4, 23)
LETTER = date(2026, 3, 3)  # contact the adviser by Sunday 3 May, aim for Friday 1 May, last day Tuesday 5 May
ASSESS: dict[str, Any] = {"subject": "refusal_to_assess", "decision_date": LETTER}
SECTION_I: dict[str, Any] = {"subject": "placement", "plan_stage": "final", "placement_only": True, "decision_date": LETTER}


def steps(today: date = TODAY, declined: tuple[str, ...] = (), mediation: Any = None, **facts: Any) -> list[str]:
    known = Facts(**facts)
    return next_steps(known, determine(known, today), set(declined), mediation, today)


CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("nothing done yet", ASSESS,
     ["Ring the mediation adviser today", "yes or no to mediation", "SEND35a", "Tuesday 5 May 2026, 5pm"]),
    ("adviser contacted", {**ASSESS, "adviser_contacted_on": date(2026, 3, 20)},
     ["ask the adviser for the certificate today", "Friday 1 May 2026", "From the letter alone"]),
    ("mediation to come", {**ASSESS, "mediation": "under_way"}, ["SEND35a", "From the letter alone"]),
    ("mediation is over", {**ASSESS, "mediation": "over"},
     ["If the certificate has not come", "SEND35a", "From the letter alone"]),
    ("certificate there", {**ASSESS, "certificate_date": date(2026, 4, 20)},
     ["Aim for the Tribunal to have it by Wednesday 20 May 2026", "That is also the last day to appeal"]),
    ("no certificate needed", SECTION_I, ["SEND35 and send it with the decision letter. Aim", "Tuesday 5 May 2026"]),
    ("two days left", {**SECTION_I, "today": date(2026, 5, 3)}, ["send it today", "There are 2 days left"]),
    ("whether one is needed is not known", {**SECTION_I, "placement_only": None, "declined": ("placement_only",)},
     ["If it is also about the needs or the help", "SEND35", "Tuesday 5 May 2026"]),
    ("the 2 months are over, contact not known", {**ASSESS, "today": date(2026, 5, 4)},
     ["was contacted by Sunday 3 May 2026", "If not, ring the adviser", "send it today", "That is tomorrow", "IPSEA"]),
    ("the 2 months are over, not contacted", {**ASSESS, "today": date(2026, 5, 4), "declined": ("not_contacted",)},
     ["today all the same", "let in the appeal without a certificate", "That is tomorrow", "IPSEA"]),
    ("passed, not contacted", {**ASSESS, "today": date(2026, 5, 20), "declined": ("not_contacted",)},
     ["today all the same", "say why it is late. Ask the Tribunal for permission", "IPSEA"]),
    ("passed, contacted", {**ASSESS, "today": date(2026, 5, 20), "adviser_contacted_on": date(2026, 3, 20)},
     ["contacted in time", "can let in a late appeal", "IPSEA"]),
    ("passed, contact not known", {**ASSESS, "today": date(2026, 5, 20)},
     ["If the mediation adviser was contacted", "If not", "can let in a late appeal", "IPSEA"]),
    ("passed, no certificate needed", {**SECTION_I, "today": date(2026, 5, 20)}, ["can let in a late appeal", "IPSEA"]),
    ("no letter", {"subject": "ceasing_plan", "declined": ("decision_date",)},
     ["Look for the date", "2 months from the date on the letter", "or 1 month of the date on the certificate"]),
    ("no letter, the school alone", {**SECTION_I, "decision_date": None, "declined": ("decision_date",)},
     ["Look for the date", "SEND35. The Tribunal must have it within 2 months"]),
    ("a late certificate", {**ASSESS, "today": date(2026, 5, 20), "certificate_date": date(2026, 5, 10),
                            "declined": ("adviser_contacted_on",)},
     ["and the certificate", "Find out on which day", "IPSEA"]),
    ("bank holidays not published", {**ASSESS, "decision_date": date(2099, 3, 3), "today": date(2099, 3, 10)},
     ["Ring the mediation adviser", "yes or no", "well before"]),
    ("a draft", {"subject": "plan_contents", "plan_stage": "draft"},
     ["at least 15 days", "a meeting", "When the final plan comes"]),
    ("stage not known", {"subject": "plan_contents", "declined": ("plan_stage",)},
     ["Ask the council today", "If it is final", "draft"]),
    ("a duty of the council", {"subject": "carrying_out_duties", "counterparty": "local_authority"},
     ["disagreement resolution", "begin with the council"]),
    ("a duty, by a school", {"subject": "carrying_out_duties", "counterparty": "school"},
     ["disagreement resolution", "complaints procedure", "section F"]),
    ("health, nothing going on", {"subject": "health_provision", "counterparty": "health_commissioner", "in_ehc_process": False},
     ["begin with the health service"]),
    ("health, a plan just made", {"subject": "health_provision", "counterparty": "health_commissioner", "in_ehc_process": True,
                                  "plan_stage": "final"},
     ["disagreement resolution", "tell the council so", "begin with the health service"]),
    ("two services", {"subject": "joint_commissioning"}, []),
    ("an exclusion", {"subject": "exclusion"}, ["governors", "15 school days", "within 6 months", "IPSEA"]),
    ("transport", {"subject": "home_to_school_transport"}, ["own review", "Ombudsman"]),
    ("admission", {"subject": "school_admission"}, ["refusal letter", "admission appeal panel"]),
    ("a claim", {"subject": "disability_discrimination", "counterparty": "school", "decision_date": LETTER},
     ["SEND4A", "Wednesday 2 September 2026", "Wednesday 2 September 2026"]),
    ("a claim, no day", {"subject": "disability_discrimination", "counterparty": "school"},
     ["within 6 months", "SEND4A", "IPSEA"]),
    ("a claim, a year ago", {"subject": "disability_discrimination", "counterparty": "school", "decision_date": date(2025, 4, 1)},
     ["late claim", "IPSEA"]),
    ("a claim against a college", {"subject": "disability_discrimination", "counterparty": "post_16_institution"},
     ["time limits apply"]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "given", "expected"), CASES, ids=[row[0] for row in CASES])
def test_the_steps_of_a_case(case: str, given: dict[str, Any], expected: list[str]) -> None:
    found = steps(**given)
    assert len(found) == len(expected), found
    for step, words in zip(found, expected, strict=True):
        assert words in step


def test_a_day_to_aim_for_that_is_the_last_day_is_named_once() -> None:
    alike = {**ASSESS, "decision_date": date(2026, 4, 1)}  # Monday 1 June 2026 is both
    assert "That is also the last day from the letter alone" in steps(**alike)[-1]
    assert "That is also the last day to appeal" in steps(**alike, certificate_date=date(2026, 4, 10))[-1]
    assert "Tuesday 5 May 2026" in steps(**ASSESS)[-1]


def test_every_case_has_one_to_five_steps_and_all_its_values() -> None:
    papers: tuple[dict[str, Any], ...] = (
        {},
        {"certificate_date": date(2026, 4, 20)},
        {"adviser_contacted_on": date(2026, 3, 10)},
    )
    letters = (None, LETTER, date(2026, 1, 5), date(2099, 3, 3))
    for subject, side, stage, yes, letter, paper in product(
        SUBJECTS, (None, *COUNTERPARTIES), (None, *PLAN_STAGES), (None, True), letters, papers
    ):
        known = Facts(
            subject=subject,
            counterparty=side,
            plan_stage=stage,
            placement_only=yes,
            in_ehc_process=yes,
            decision_date=letter,
            **paper,
        )
        found = next_steps(known, determine(known, TODAY), set(), None, TODAY)
        assert len(found) <= 5
        assert found or subject == "joint_commissioning"
        assert not [step for step in found if "None" in step or "{" in step or "  " in step]


# ---------------------------------------------------------------- the action


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_TODAY", TODAY.isoformat())


SLOTS: dict[str, Any] = {"subject": "refusal_to_assess", "decision_date": "2026-03-03", "counterparty": "local_authority"}


def told(**slots: Any) -> dict[str, Any]:
    """Slots of a case whose facts were said back already."""
    return {**slots, "told": {"facts": Facts.from_text(slots).to_dict(), "answer": {"subject": slots.get("subject")}}}


def asked(
    events: list[dict[str, Any]] | None = None, message: dict[str, Any] | None = None, **slots: Any
) -> list[dict[str, Any]]:
    messages, _ = run(ActionNextStep(), tracker("what next", "ask_next_step", events=events, message=message, **slots))
    return messages


def user(text: str = "", **found: Any) -> dict[str, Any]:
    return {"event": "user", "parse_data": {"text": text, **found}}


def test_the_steps_come_with_their_sources() -> None:
    messages = asked(**told(**SLOTS))
    assert responses(messages) == ["utter_next_steps", "utter_sources"]
    assert messages[0]["steps"].startswith("1. Ring the mediation adviser today")
    assert "Sunday 3 May 2026" in messages[0]["steps"]


def test_whom_to_ring_is_said_where_the_council_has_a_file() -> None:
    assert responses(asked(**told(**SLOTS, council="sefton"))) == ["utter_next_steps", "utter_answer_whom", "utter_sources"]


def test_what_is_missing_is_asked_by_the_form_after_what_is_known() -> None:
    messages = asked(**told(subject="refusal_to_assess", counterparty="local_authority"))
    assert responses(messages) == ["utter_next_so_far"]
    assert "The council will not assess the child" in messages[0]["facts"]
    assert "\n" not in messages[0]["facts"]


def test_where_nothing_is_known_it_says_what_it_needs() -> None:
    assert responses(asked()) == ["utter_next_tell_me"]
    assert responses(asked(council="sefton")) == ["utter_next_tell_me"]


def test_facts_that_were_not_said_back_get_the_whole_answer_of_the_form() -> None:
    assert asked(**SLOTS) == []


def test_asked_again_it_is_shorter_and_then_names_people() -> None:
    slots = told(**SLOTS)
    again = user(intent={"name": "ask_next_step"})
    assert responses(asked([again, again], **slots)) == ["utter_next_still"]
    assert responses(asked([again, again, again], **slots)) == ["utter_next_still", "utter_again_people"]
    certified = told(**SLOTS, certificate_date="2026-04-20")
    assert responses(asked([again, user(), again], **certified)) == ["utter_next_steps", "utter_sources"]


def test_an_appeal_that_was_sent_has_no_steps_left() -> None:
    assert responses(asked(message={"situations": ["appeal_sent"]}, **told(**SLOTS))) == [
        "utter_situation_appeal_sent",
        "utter_sources",
    ]


def test_a_booked_mediation_comes_before_the_steps() -> None:
    messages = asked(message={"situations": ["mediation_booked"]}, **told(**SLOTS))
    assert responses(messages) == ["utter_situation_mediation_booked", "utter_next_steps", "utter_sources"]
    assert "Ring" not in messages[1]["steps"]


def test_two_services_have_their_answer() -> None:
    assert responses(asked(**told(subject="joint_commissioning")))[0] == "utter_answer_commissioning"


@pytest.mark.parametrize(
    ("situations", "where", "mediation"),
    [
        ([], None, None),
        (["anger"], None, None),
        (["mediation_booked"], "mediation_booked", "under_way"),
        (["mediation_held"], "mediation_held", "over"),
        (["mediation_held", "appeal_sent"], "appeal_sent", None),
        (["agreement_not_kept"], "agreement_not_kept", "over"),
    ],
)
def test_where_people_stand_is_read_from_the_message(situations: list[str], where: str | None, mediation: str | None) -> None:
    standing = standing_of({"situations": situations})
    assert (standing, mediation_so_far(standing)) == (where, mediation)


def test_where_people_stood_earlier_in_the_talk_counts() -> None:
    after_mediation = asked(**told(**SLOTS), standing="mediation_held")
    assert responses(after_mediation) == ["utter_next_steps", "utter_sources"]
    assert after_mediation[0]["steps"].startswith("1. If the certificate has not come yet, ask the adviser for it.")
    assert responses(asked(**told(**SLOTS), standing="appeal_sent")) == ["utter_situation_appeal_sent", "utter_sources"]


def test_where_people_stood_in_another_matter_does_not_count() -> None:
    slots = {**told(**{**SLOTS, "subject": "ceasing_plan"}), **SLOTS, "standing": "appeal_sent"}
    assert "utter_situation_appeal_sent" not in responses(asked(**slots))


def test_what_was_never_asked_was_never_said() -> None:
    assert times_said([user("hello"), user("what next")]) == 0


def test_what_was_said_before_starting_again_does_not_count() -> None:
    again, over = user(intent={"name": "ask_next_step"}), user(intent={"name": "start_over"})
    assert times_said([again, over, user(intent={"name": "affirm"}), again]) == 0
    assert times_said([over, again, again]) == 1
