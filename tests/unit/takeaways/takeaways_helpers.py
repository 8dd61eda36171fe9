"""What the tests of the take-aways share: cases of every kind, and how to read what comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import product
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from actions.rules import Determination, Facts, determine
from actions.rules.facts import COUNTERPARTIES, PLAN_STAGES, SUBJECTS

TODAY = date(2026, 4, 23)
LETTER = date(2026, 3, 3)
ASSESS: dict[str, Any] = {"subject": "refusal_to_assess", "decision_date": LETTER}
SECTION_I: dict[str, Any] = {"subject": "placement", "plan_stage": "final", "placement_only": True, "decision_date": LETTER}
CLAIM: dict[str, Any] = {"subject": "disability_discrimination", "counterparty": "school", "decision_date": LETTER}

TRIES = settings(max_examples=200, database=None)
DAYS = st.dates(date(2015, 1, 1), date(2028, 12, 31))
YES_NO = st.none() | st.booleans()
FACTS = st.builds(
    Facts,
    counterparty=st.none() | st.sampled_from(COUNTERPARTIES),
    subject=st.none() | st.sampled_from(SUBJECTS),
    plan_stage=st.none() | st.sampled_from(PLAN_STAGES),
    placement_only=YES_NO,
    decision_date=st.none() | DAYS,
    certificate_date=st.none() | DAYS,
    adviser_contacted_on=st.none() | DAYS,
    in_ehc_process=YES_NO,
    after_review=YES_NO,
    young_person=YES_NO,
    council=st.sampled_from([None, "sefton", "east-midlands", "kent", "nowhere {x}"]),
)
DECLINED = st.sets(st.sampled_from(["decision_date", "plan_stage", "placement_only", "certificate_date", "not_contacted"]))

_LONG_DATE = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]+ \d{4}\b")
PHONE = re.compile(r"(?<![\d.])0\d[\d ]{6,}\d")


def every_case() -> Iterator[Facts]:
    """Every subject with every stage, other side and choice, with and without its dates."""
    dates: tuple[dict[str, Any], ...] = (
        {},
        {"decision_date": LETTER},
        {"decision_date": date(2026, 2, 24)},  # the time is nearly up
        {"decision_date": date(2026, 1, 5)},  # the time is over
        {"decision_date": date(2099, 3, 3)},  # bank holidays are not published
        {"decision_date": LETTER, "certificate_date": date(2026, 4, 20), "adviser_contacted_on": date(2026, 3, 20)},
        {"decision_date": date(2026, 1, 5), "certificate_date": date(2026, 4, 20)},  # does the certificate count?
    )
    choices: tuple[dict[str, Any], ...] = ({}, {"placement_only": True}, {"placement_only": False}, {"in_ehc_process": True})
    for subject, stage, side in product((None, *SUBJECTS), (None, *PLAN_STAGES), (None, *COUNTERPARTIES)):
        for choice, known in product(choices, dates):
            yield Facts(subject=subject, plan_stage=stage, counterparty=side, **choice, **known)


def found(facts: Facts, today: date = TODAY) -> Determination:
    return determine(facts, today)


def dates_in(text: str) -> set[date]:
    """The dates that a text names with their weekday, each checked against the calendar."""
    days = set()
    for words in _LONG_DATE.findall(text):
        day = datetime.strptime(words, "%A %d %B %Y").date()
        assert words.startswith(f"{day:%A}"), words
        days.add(day)
    return days


def dates_of(facts: Facts, answer: Determination, today: date) -> set[date]:
    """Every date that a text on the case may name."""
    days = {today, answer.certificate.contact_adviser_by, answer.appeal.last_day, answer.appeal.aim_for, answer.appeal.bare_date}
    days |= {facts.decision_date, facts.certificate_date, facts.adviser_contacted_on}
    days |= {day for step in answer.appeal.sum for day in (step.start, step.end)}
    return {day for day in days if day}


def long_sentences(text: str) -> list[str]:
    """Sentences of more than 25 words. Lines that name the law are left out."""
    lines = [line for line in text.splitlines() if not re.match(r"The rules?:", line)]
    sentences = [
        s for line in lines for s in re.split(r"(?<=[.!?\]])\s+", re.sub(r"\([^)]*(?:Act|Regulations)[^)]*\)", "", line))
    ]
    return [s for s in sentences if len(re.findall(r"[\w'’-]+", s)) > 25]
