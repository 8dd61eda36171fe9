"""What the tests of the rules share: short ways to write dates, cases and questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from actions.rules import Determination, Facts, determine

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 5, 1)

# The decisions of section 51 that always need a certificate, as facts.
CERTIFICATE_CASES: tuple[dict[str, Any], ...] = (
    {"subject": "refusal_to_assess"},
    {"subject": "refusal_to_issue_plan"},
    {"subject": "plan_contents", "plan_stage": "final"},
    {"subject": "placement", "plan_stage": "final", "placement_only": False},
    {"subject": "refusal_to_reassess"},
    {"subject": "refusal_to_amend"},
    {"subject": "ceasing_plan"},
    {"subject": "plan_contents", "plan_stage": "amended"},
    {"subject": "placement", "plan_stage": "amended", "placement_only": False},
)
PLACEMENT_ONLY: dict[str, Any] = {"subject": "placement", "plan_stage": "final", "placement_only": True}


def day(text: str) -> date:
    """ "Tue 2026-05-05" or "2026-05-05" as a date; a weekday that is wrong is a mistake in the table."""
    *weekday, iso = text.split()
    found = date.fromisoformat(iso)
    assert weekday in ([], [f"{found:%a}"]), f"{text}: that is a {found:%A}"
    return found


def days(first: date, last: date) -> Iterator[date]:
    """Every day from first to last."""
    return (first + timedelta(n) for n in range((last - first).days + 1))


def found(today: date = TODAY, **facts: Any) -> Determination:
    """What follows from the facts; dates may be written as ``day`` reads them."""
    read: dict[str, Any] = {
        name: day(value) if isinstance(value, str) and name.endswith(("_date", "_on")) else value for name, value in facts.items()
    }
    return determine(Facts(**read), today)


def cited(answer: Determination) -> list[str]:
    """The rules that a determination names."""
    return [why.rule for why in answer.why]


def says(answer: Determination, rule: str) -> str:
    """What a determination says of one rule that it names."""
    return next(why.says for why in answer.why if why.rule == rule)
