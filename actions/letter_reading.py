"""A council's letter that was pasted: what is read out of it, which facts it gives, and whether its own dates are other ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.rules import Determination
from actions.rules.facts import PLAN_STAGES, SUBJECTS
from actions.say import Say
from actions.wording import meaning, phrase, shown

# SEND Regulations 2014, regulation 32; Children and Families Act 2014, section 36.
MUST_TELL = ("right_of_appeal", "time_limit", "mediation", "adviser_contact")
DEADLINES = ("appeal_by", "contact_adviser_by")


def facts_in(letter: dict[str, Any]) -> dict[str, Any]:
    """The facts that a letter gives. A letter with a plan does not say what in it is disputed; an intention has no date yet."""
    subject, stage = letter.get("subject"), letter.get("plan_stage")
    facts: dict[str, Any] = {}
    if subject in SUBJECTS and subject != "plan_contents":
        facts["subject"] = subject
    if stage in PLAN_STAGES:
        facts["plan_stage"] = stage
    if letter.get("dated") and not letter.get("intends"):
        facts["decision_date"] = date.fromisoformat(letter["dated"])
    return facts


def deadlines_in(letter: dict[str, Any]) -> dict[str, Any]:
    """The deadlines that a letter itself gives, as ISO dates or None."""
    return {name: letter.get(name) for name in DEADLINES}


def read_out(letter: dict[str, Any]) -> list[Say]:
    """What was found in a letter, and the question whether that is right; then what it should say and was not found to say."""
    lines = []
    if letter.get("intends"):
        lines.append(phrase("utter_pasted_line_intends"))
    elif letter.get("subject") == "plan_contents":
        lines.append(phrase("utter_pasted_line_plan"))
    elif letter.get("subject"):
        lines.append(phrase("utter_pasted_line_subject", subject=meaning(letter["subject"])))
    else:
        lines.append(phrase("utter_pasted_line_unclear"))
    dated = letter.get("dated")
    lines.append(phrase("utter_pasted_line_dated", day=_day(dated)) if dated else phrase("utter_pasted_line_undated"))
    if letter.get("plan_stage"):
        lines.append(phrase("utter_pasted_line_stage", stage=shown(letter["plan_stage"])))
    if letter.get("sections"):
        lines.append(phrase("utter_pasted_line_sections", sections=", ".join(letter["sections"])))
    lines += [phrase(f"utter_pasted_line_{name}", day=_day(letter[name])) for name in DEADLINES if letter.get(name)]
    says = [Say("utter_pasted_read", {"lines": _bullets(lines)})]
    tells = letter.get("tells") or {}
    untold = [phrase(f"utter_pasted_untold_{name}") for name in MUST_TELL if not tells.get(name)]
    decided = letter.get("subject") and not letter.get("intends") and letter.get("plan_stage") != "draft"
    if untold and decided:
        says.append(Say("utter_pasted_untold", {"lines": _bullets(untold)}))
    return [*says, Say("utter_pasted_right")]


def other_deadlines(letter_says: dict[str, Any] | None, found: Determination) -> list[Say]:
    """Where a letter's own deadline differs from the law's: keep to the earlier of the two."""
    ours = {"appeal_by": found.appeal.last_day, "contact_adviser_by": found.certificate.contact_adviser_by}
    says = []
    for name in DEADLINES:
        theirs, own = (letter_says or {}).get(name), ours[name]
        if theirs and own and (day := date.fromisoformat(theirs)) != own:
            earlier = "earlier" if day < own else "later"
            if name == "appeal_by" and earlier == "later" and found.appeal.passed:
                earlier = "later_passed"
            says.append(Say(f"utter_pasted_{name}_{earlier}", {"theirs": shown(day), "ours": shown(own)}))
    return says


def told_days(letter_says: dict[str, Any] | None, found: Determination) -> list[Say]:
    """What to say of a deadline that has just been told: how it stands to ours, or that it is kept until ours is known."""
    theirs = (letter_says or {}).get("appeal_by")
    if (says := other_deadlines(letter_says, found)) or theirs is None:
        return says
    if found.appeal.last_day:
        return [Say("utter_told_day_same")]
    return [] if found.appeal.possible is False else [Say("utter_told_day_kept")]


def _day(iso: str) -> str:
    return shown(date.fromisoformat(iso))


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)
