"""Answers that hang on the facts of this case: which of the rows in ``case_answers.yml`` fits, and what it says.

The questions themselves are found by ``nlu/case_questions.py``. A row's ``where`` names circumstances (``circumstances``); no law
is in here: each is read from the determination.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import aim_words, changed_facts, dates, in_place_of_an_appeal, is_near, sources
from actions.asked_days import asked_days, asked_of_the_case
from actions.clock import today
from actions.rules import Determination, Facts
from actions.rules.describe import sum_line
from actions.say import Say
from actions.standing import AGREED
from actions.turn import Turn, will_answer
from actions.wording import shown
from nlu.case_questions import ALONE, OUTPUT, case_questions
from nlu.spoken_of import spoken_of

FILE = Path(__file__).with_name("case_answers.yml")
_AGREED = re.compile(r"\bagree(?:d|ment)\b", re.I)
_CARE = ("health_provision", "social_care_provision")
_DUTIES = ("carrying_out_duties", "sen_provision")
_SAY_MORE = {"appeal_deadline", "appeal_late"}  # where the case is not known, these topics say more than the row for all others
_WORKED_OUT = ("dates", "sum", "instead")
_OF_A_PLAN = ("plan_contents", "placement")


@dataclass(frozen=True)
class Row:
    """One answer: ``where`` all of these circumstances hold, ``say`` these, in order."""

    where: frozenset[str]
    say: tuple[str, ...]


@functools.cache
def rows() -> dict[str, tuple[Row, ...]]:
    """The answers to each question, the first that fits first."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        question: tuple(Row(frozenset(row.get("where", ())), tuple(row["say"])) for row in answers)
        for question, answers in read.items()
    }


def is_own(name: str) -> bool:
    """Whether an entry of a row's ``say`` is a name of the family ``utter_case_*``."""
    return name not in _WORKED_OUT and not name.startswith("utter_")


def circumstances(turn: Turn, text: str, now: date) -> set[str]:
    """What is true of the case, by the names that ``case_answers.yml`` uses.

    Args:
        turn: where the conversation stands; ``text``: the last message.
        now: today.
    """
    facts, found = turn.facts, turn.found
    asked = asked_of_the_case(asked_days(text, now, found.appeal.last_day), turn)
    true = {**asked, "waits": _waits(turn), **_of_the_person(turn), **_of_the_talk(turn, text)}
    if facts.subject is not None:
        true |= {
            **_of_the_matter(facts, found),
            **_of_the_time(turn, now),
            "nothing_new": not changed_facts(facts, turn.told["facts"]),
        }
    return {name for name, holds in true.items() if holds}


def _of_the_person(turn: Turn) -> dict[str, bool]:
    return {"young_person": bool(turn.facts.young_person), "young": turn.young, "not_the_parent": turn.not_the_parent}


def _of_the_talk(turn: Turn, text: str) -> dict[str, bool]:
    """What "it" is, by what was named last; a certificate that the message itself names as well."""
    return {
        "no_matter": turn.facts.subject is None,
        "agreement": _is_about_an_agreement(turn, text),
        "of_resolution": turn.spoken_of == "resolution",
        "of_mediation": turn.spoken_of == "mediation",
        "of_assessment": turn.spoken_of == "assessment",
        "of_certificate": turn.spoken_of == "certificate" or spoken_of(text) == "certificate",
    }


def _of_the_matter(facts: Facts, found: Determination) -> dict[str, bool]:
    claim = found.signpost == "disability_discrimination"
    certified = facts.certificate_date is not None
    missing = bool(found.appeal.possible) and not claim and found.certificate.needed is not False and not certified
    return {
        "a_matter": True,
        "appeal": bool(found.appeal.possible) and not claim,
        "claim": bool(found.appeal.possible) and claim,
        "county_court": claim and not found.appeal.possible,
        "exclusion": found.signpost == "exclusion",
        "draft": facts.plan_stage == "draft" and facts.subject in _OF_A_PLAN,
        "plan_made": facts.plan_stage in ("final", "amended"),
        "no_appeal": found.appeal.possible is False,
        "care": facts.subject in _CARE,
        "duties": facts.subject in _DUTIES,
        "commissioning": found.disagreement_resolution.kind == 4,
        "resolution": bool(found.disagreement_resolution.applies),
        "mediation": bool(found.mediation.applies),
        "no_mediation": found.mediation.applies is False,
        "only_school": bool(facts.placement_only),
        "about_school": facts.subject == "placement",
        "needs_or_help": facts.subject == "plan_contents" or (facts.subject == "placement" and facts.placement_only is False),
        "certified": certified,
        "certificate_missing": missing,
        "adviser_to_ring": missing and not found.certificate.contacted_in_time,
    }


def _of_the_time(turn: Turn, now: date) -> dict[str, bool]:
    facts, appeal = turn.facts, turn.found.appeal
    settled = bool(appeal.possible) and facts.decision_date is not None and not _waits(turn)
    ends = appeal.bare_date
    return {
        "undated": bool(appeal.possible) and facts.decision_date is None,
        "dated": settled and appeal.last_day is not None,
        "open": settled and appeal.last_day is None,
        "passed": bool(appeal.passed),
        "today": appeal.last_day == now,
        "near": is_near(turn.found),
        "adviser_passed": bool((by := turn.found.certificate.contact_adviser_by) and by < now),
        "aim_passed": appeal.aim_for is None or appeal.aim_for < now,
        "ends_in_august": ends is not None and ends.month == 8,
        "ends_at_christmas": ends is not None and ((ends.month == 12 and ends.day >= 25) or (ends.month, ends.day) == (1, 1)),
    }


def _waits(turn: Turn) -> bool:
    """Whether a date or a letter waits to be confirmed that decides the last day; its question follows every answer."""
    if turn.check and turn.check["fact"] == "adviser_contacted_on" and not turn.check.get("then") and not turn.letter:
        return turn.facts.certificate_date is not None  # without a certificate that call moves no day
    return bool(turn.check or turn.letter) and turn.found.appeal.possible is not False


def _is_about_an_agreement(turn: Turn, text: str) -> bool:
    return turn.standing == AGREED or turn.spoken_of == "agreement" or bool(_AGREED.search(text))


def case_answers(message: dict[str, Any], turn: Turn) -> tuple[list[Say], set[str]]:
    """What a message is to be told of its case, most important first, and the topics that need no general answer then.

    Where the whole answer follows in the same turn, its dates are left to that.
    """
    now = today()
    text = str(message.get("text") or "")
    true = circumstances(turn, text, now)
    says: list[Say] = []
    needless: set[str] = set()
    for question in case_questions():
        row = next((row for row in rows()[question.name] if row.where <= true), None)
        if question.name not in (message.get(OUTPUT) or []) or row is None:
            continue
        needless |= set(question.instead_of) - (set() if row.where else _SAY_MORE)
        for name in row.say:
            says += [say for say in _said(name, turn, text, now) if say not in says]
    return says, needless


def _said(name: str, turn: Turn, text: str, now: date) -> list[Say]:
    """One entry of a row's ``say``."""
    facts, found = turn.facts, turn.found
    if name in _WORKED_OUT and will_answer(turn):
        return []
    if name == "dates":
        return dates(facts, found, turn.declined, now)[:1]
    if name == "sum":
        lines = "\n".join(sum_line(step) for step in found.appeal.sum)
        return [Say("utter_answer_sum", {"sum": lines}), sources(found)]
    if name == "instead":
        return in_place_of_an_appeal(facts, found)
    if name.startswith("utter_"):
        return [Say(name, {"form": found.appeal.form})]
    appeal, ring_by = found.appeal, found.certificate.contact_adviser_by
    return [
        Say(
            f"utter_case_{name}",
            {
                "last_day": shown(appeal.last_day),
                "bare_date": shown(appeal.bare_date),
                "aim_for": aim_words(appeal.aim_for, appeal.last_day, now) if appeal.aim_for else "",
                "ring_by": shown(ring_by),
                "asked": asked_days(text, now, appeal.last_day).words,
            },
        )
    ]


def say_case_answers(message: dict[str, Any], turn: Turn, dispatcher: CollectingDispatcher) -> set[str] | None:
    """Say them; the topics that need no general answer then, None where there was nothing to say."""
    says, needless = case_answers(message, turn)
    for say in says:
        dispatcher.utter_message(response=say.response, **{name: shown(value) for name, value in say.values.items()})
    return needless if says else None


def only_asks(message: dict[str, Any]) -> bool:
    """Whether a message asks about its case and says nothing besides: then no day or matter in it is taken in."""
    return bool(message.get(ALONE))
