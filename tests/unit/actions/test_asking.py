"""What is asked next: what decides the answer first, nothing that was declined, and never anything twice."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from tracker_helpers import TODAY

from actions.asking import blocking, to_ask
from actions.rules import Facts, determine
from actions.rules.facts import COUNTERPARTIES, SUBJECTS

LETTER = {"decision_date": date(2026, 4, 7)}
PASSED = {"decision_date": date(2026, 2, 2)}  # the 2 months ended in April
ASSESS = {"subject": "refusal_to_assess"}
LATE_CERTIFICATE = {**ASSESS, **PASSED, "certificate_date": date(2026, 4, 20)}
KENT = {"council": "kent"}


def asked(facts: dict[str, Any], declined: tuple[str, ...] = (), check: bool = False) -> list[str]:
    """What is asked of these facts."""
    known = Facts(**facts)
    return to_ask(known, determine(known, TODAY), set(declined), check)


ROWS: list[tuple[str, dict[str, Any], tuple[str, ...], list[str]]] = [
    # the case, the facts, what was declined, what is asked, next first
    ("nothing known", {}, (), ["subject"]),
    ("a date alone", LETTER, (), ["subject"]),
    ("a refusal", ASSESS, (), ["decision_date"]),
    ("a refusal, no letter", ASSESS, ("decision_date",), ["council"]),
    ("a refusal and its date", {**ASSESS, **LETTER}, (), ["certificate_date", "council"]),
    ("no certificate", {**ASSESS, **LETTER}, ("certificate_date",), ["council"]),
    ("no certificate, and the council known", {**ASSESS, **LETTER, **KENT}, ("certificate_date",), []),
    ("no certificate, and the council not told", {**ASSESS, **LETTER}, ("certificate_date", "council"), []),
    ("certified in time", {**ASSESS, **LETTER, **KENT, "certificate_date": date(2026, 4, 20)}, (), []),
    ("a late certificate: when was the adviser contacted?", LATE_CERTIFICATE, (), ["adviser_contacted_on"]),
    ("a late certificate, and nobody knows when", {**LATE_CERTIFICATE, **KENT}, ("adviser_contacted_on",), []),
    ("the time is over, no certificate told", {**ASSESS, **PASSED, **KENT}, (), ["adviser_contacted_on", "certificate_date"]),
    ("the plan's school", {"subject": "placement"}, (), ["plan_stage", "placement_only", "decision_date"]),
    ("the plan's school, the stage not known", {"subject": "placement"}, ("plan_stage",), ["placement_only", "decision_date"]),
    ("a draft plan", {"subject": "placement", "plan_stage": "draft"}, (), ["council"]),
    ("a duty", {"subject": "carrying_out_duties"}, (), ["counterparty"]),
    ("a duty of the council", {"subject": "carrying_out_duties", "counterparty": "local_authority"}, (), ["council"]),
    ("health care", {"subject": "health_provision"}, (), ["in_ehc_process", "plan_stage", "counterparty"]),
    ("two services", {"subject": "joint_commissioning"}, (), []),
    ("an exclusion", {"subject": "exclusion"}, (), []),
    ("transport", {"subject": "home_to_school_transport"}, (), []),
    ("discrimination", {"subject": "disability_discrimination"}, (), ["counterparty", "decision_date"]),
]


@pytest.mark.parametrize(("case", "facts", "declined", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_what_is_asked(case: str, facts: dict[str, Any], declined: tuple[str, ...], expected: list[str]) -> None:
    assert asked(facts, declined) == expected


def test_a_date_to_be_confirmed_comes_before_everything() -> None:
    assert asked(ASSESS, check=True) == ["date_check"]
    assert asked({}, check=True) == ["date_check"]


def test_the_certificate_does_not_hold_the_answer_back() -> None:
    found = determine(Facts(**ASSESS, **LETTER), TODAY)
    assert "certificate_date" in found.missing
    assert blocking(found, set()) == []


def test_the_adviser_holds_the_answer_back_where_the_last_day_hangs_on_it() -> None:
    found = determine(Facts(**LATE_CERTIFICATE), TODAY)
    assert blocking(found, set()) == ["adviser_contacted_on"]
    assert blocking(found, {"adviser_contacted_on"}) == []


def test_whoever_declines_everything_is_asked_no_more() -> None:
    """For every subject and opponent: declining what is asked comes to an end, and nothing is asked twice."""
    for subject, counterparty in product(SUBJECTS, (None, *COUNTERPARTIES)):
        declined: list[str] = []
        while questions := asked({"subject": subject, "counterparty": counterparty}, tuple(declined)):
            assert questions[0] not in declined
            declined.append(questions[0])
        assert len(declined) <= 6


def test_nothing_that_is_known_is_asked() -> None:
    for subject in SUBJECTS:
        facts = {"subject": subject, "counterparty": "school", "plan_stage": "final", "placement_only": False, **LETTER, **KENT}
        assert not set(asked({**facts, "in_ehc_process": True})) & set(facts)
