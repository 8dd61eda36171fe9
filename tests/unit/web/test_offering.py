"""Which suggested answers are shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.beside import Beside, beside
from channels.web.offering import are_questions, offers_that_fit

AFTER = {"/why_asked": "Why?", "/ask_summary": "A summary", "/ask_calendar": "My calendar", "/ask_letter": "A letter"}


def aside(**slots: Any) -> Beside:
    class Slots:
        get_slot = staticmethod(slots.get)

    return beside(Slots(), date(2026, 4, 23))


DATED = aside(subject="refusal_to_assess", decision_date="2026-03-03")


def test_no_calendar_is_offered_without_dates() -> None:
    assert offers_that_fit(AFTER, None, DATED) == AFTER
    for nothing in (aside(), aside(subject="refusal_to_assess"), aside(subject="exclusion")):
        assert offers_that_fit(AFTER, None, nothing) == {name: AFTER[name] for name in AFTER if name != "/ask_calendar"}


def test_beside_a_question_stand_its_own_answers_alone() -> None:
    asked = {**AFTER, "/deny": "No, not yet"}
    assert list(offers_that_fit(asked, "certificate_date", DATED)) == ["/why_asked", "/deny"]
    assert offers_that_fit({"/ask_summary": "A summary"}, "certificate_date", DATED) == {"/ask_summary": "A summary"}


def test_questions_to_the_guide_are_told_from_answers_to_it() -> None:
    assert are_questions(AFTER) and are_questions(['/faq{"topic": "cost"}'])
    assert not are_questions(["/deny", "/why_asked"])
    assert not are_questions(['/ask_letter{"letter": "chase_mediation"}'])
