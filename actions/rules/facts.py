"""What is known of one disagreement. Every field may be None: not known yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Literal, get_args

Counterparty = Literal[
    "local_authority", "school", "academy", "early_years_provider", "post_16_institution", "health_commissioner"
]
Subject = Literal[
    "refusal_to_assess",
    "refusal_to_reassess",
    "refusal_to_issue_plan",
    "plan_contents",
    "placement",
    "refusal_to_amend",
    "ceasing_plan",
    "carrying_out_duties",
    "sen_provision",
    "health_provision",
    "social_care_provision",
    "joint_commissioning",
    "disability_discrimination",
    "exclusion",
    "home_to_school_transport",
    "school_admission",
]
PlanStage = Literal["draft", "final", "amended"]

COUNTERPARTIES: tuple[str, ...] = get_args(Counterparty)
SUBJECTS: tuple[str, ...] = get_args(Subject)
PLAN_STAGES: tuple[str, ...] = get_args(PlanStage)

_CHOICES = {"counterparty": COUNTERPARTIES, "subject": SUBJECTS, "plan_stage": PLAN_STAGES}
DATES: tuple[str, ...] = ("decision_date", "certificate_date", "adviser_contacted_on")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # a year outside is a slip of the keyboard, and the calendar sums need room
_YES_NO = ("placement_only", "in_ehc_process", "after_review", "young_person")


class FactsError(ValueError):
    """A fact has a value that cannot be; the message says which and what is allowed."""


@dataclass(frozen=True)
class Facts:
    """The facts of one disagreement.

    Attributes:
        counterparty: who the disagreement is with (``COUNTERPARTIES``).
        subject: what it is about (``SUBJECTS``).
        plan_stage: "draft", "final" or "amended" (a final plan that was changed).
        placement_only: True where an appeal would be about section I alone (school, type of school, or none named).
        decision_date: the date on the decision letter, or on the letter that came with the final plan;
            for a discrimination claim, the day it happened.
        certificate_date: the date on the mediation certificate.
        adviser_contacted_on: the day the mediation adviser was first contacted about this decision.
        in_ehc_process: True during an EHC assessment, re-assessment, drawing up or review of a plan.
        after_review: False where a council refused to change the plan although there was no review or re-assessment.
        young_person: True where the young person is over compulsory school age.
        council: the council's short name, as its file in ``councils/`` is called.

    Raises:
        FactsError: a value is not of the allowed kind.
    """

    counterparty: str | None = None
    subject: str | None = None
    plan_stage: str | None = None
    placement_only: bool | None = None
    decision_date: date | None = None
    certificate_date: date | None = None
    adviser_contacted_on: date | None = None
    in_ehc_process: bool | None = None
    after_review: bool | None = None
    young_person: bool | None = None
    council: str | None = None

    def __post_init__(self) -> None:
        for name, allowed in _CHOICES.items():
            value = getattr(self, name)
            if value is not None and value not in allowed:
                raise FactsError(f"{name}: {_shown(value)} is not one of {', '.join(allowed)}")
        for name in DATES:
            value = getattr(self, name)
            if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
                raise FactsError(f"{name}: {_shown(value)} is not a date")
            if value is not None and not _FIRST_YEAR <= value.year <= _LAST_YEAR:
                raise FactsError(f"{name}: the year {value.year} is not between {_FIRST_YEAR} and {_LAST_YEAR}")
        for name in _YES_NO:
            value = getattr(self, name)
            if value is not None and not isinstance(value, bool):
                raise FactsError(f"{name}: {_shown(value)} is not yes or no")
        if self.council is not None and not isinstance(self.council, str):
            raise FactsError(f"council: {_shown(self.council)} is not a name")

    @classmethod
    def from_text(cls, values: Mapping[str, Any]) -> Facts:
        """Build facts from text values, as slots, flags and JSON carry them.

        Args:
            values: fact names to values. Dates are ISO 8601 text or ``date``, yes/no facts are "yes", "no" or bool.
                None means not known.

        Raises:
            FactsError: an unknown name, or a value that cannot be.
        """
        known = {f.name for f in fields(cls)}
        read: dict[str, Any] = {}
        for name, value in values.items():
            if name not in known:
                raise FactsError(f"{name}: there is no such fact; the facts are {', '.join(sorted(known))}")
            if value is None:
                continue
            if name in DATES and isinstance(value, str):
                read[name] = iso_date(name, value)
            elif name in _YES_NO and isinstance(value, str):
                if value not in ("yes", "no"):
                    raise FactsError(f"{name}: {_shown(value)} is not yes or no")
                read[name] = value == "yes"
            else:
                read[name] = value
        return cls(**read)

    def with_(self, **changes: Any) -> Facts:
        """The same facts with some changed."""
        return replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """All facts by name; dates as ISO 8601 text, unknown ones None."""
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in vars(self).items()}


def iso_date(name: str, value: str) -> date:
    """A date written like 2026-03-03.

    Raises:
        FactsError: anything else, other ISO 8601 forms included; the message begins with ``name``.
    """
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise FactsError(f"{name}: {_shown(value)} is not a date like 2026-03-03") from None


def _shown(value: Any) -> str:
    return repr(value if not isinstance(value, str) or len(value) <= 40 else value[:40] + "…")
