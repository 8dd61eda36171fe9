"""A determination in plain English, from the wording of ``words.yml``."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.rules.determination import Determination, Step

NEAR = 7  # days left, below which people are told to send the appeal today
WORDS_FILE = Path(__file__).with_name("words.yml")


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The wording, as read from ``words.yml``."""

    loaded: dict[str, Any] = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    return loaded


def long_date(day: date) -> str:
    """A date as people read it: Tuesday 5 May 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def sum_line(step: Step) -> str:
    """One line of a sum in words."""
    line: str = words()["sum"][step.kind]
    return line.format(start=long_date(step.start), end=long_date(step.end), months=step.months, because=step.because)


def describe(found: Determination) -> str:
    """The whole determination as plain text, several lines."""
    answer = words()["answer"]

    def yes_no(part: str, value: bool | None, **values: Any) -> str:
        key = "unknown" if value is None else "yes" if value else "no"
        line: str = answer[part][key]
        return line.format(**values)

    lines = []
    if found.subject is not None:
        resolution, appeal = found.disagreement_resolution, found.appeal
        lines.append(yes_no("disagreement_resolution", resolution.applies, kind=resolution.kind))
        lines.append(yes_no("mediation", found.mediation.applies))
        lines.append(yes_no("certificate", found.certificate.needed))
        if appeal.possible and found.signpost:
            lines.append(answer["claim"].format(form=appeal.form))
        else:
            lines.append(yes_no("appeal", appeal.possible, form=appeal.form))
        lines += _dates(found)
    lines += [words()["warnings"][name] for name in found.warnings]
    if found.missing:
        lines.append(answer["missing"].format(names="; ".join(words()["missing"][name] for name in found.missing)))
    if found.why:
        lines += ["", answer["why"]]
        for why in found.why:
            lines.append(
                answer["reason"].format(
                    says=why.says,
                    source=why.source,
                    link=why.link,
                    checked_on=f"{why.checked_on.day} {why.checked_on:%B %Y}",
                )
            )
        lines += ["", answer["check"]]
    return "\n".join(lines)


def _left(days: int | None) -> str:
    """How many days are left, as a sentence; nothing where it is not known."""
    if days is None:
        return ""
    left: str = words()["answer"]["left"]["many" if days > 1 else "one" if days else "none"]
    return left.format(days=days)


def _dates(found: Determination) -> list[str]:
    answer, appeal, lines = words()["answer"], found.appeal, []
    if found.certificate.contact_adviser_by:
        lines.append(answer["contact_adviser_by"].format(day=long_date(found.certificate.contact_adviser_by)))
    if appeal.aim_for and not appeal.passed:
        lines.append(answer["aim_for"].format(day=long_date(appeal.aim_for)))
    if appeal.last_day:
        key = "passed" if appeal.passed else "last_day_claim" if found.signpost else "last_day"
        lines.append(answer[key].format(day=long_date(appeal.last_day), left=_left(appeal.days_left)))
        if not appeal.passed and appeal.days_left is not None and appeal.days_left < NEAR:
            lines.append(answer["near"])
    elif appeal.possible and (appeal.bare_date or found.certificate.contact_adviser_by):
        lines.append(answer["no_last_day"])
    if appeal.sum:
        lines += [answer["sum"], *(f"  {sum_line(step)}" for step in appeal.sum)]
    return lines
