"""Which suggested answers are shown: those that lead to something now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from actions.beside import Beside

_CALENDAR = "/ask_calendar"
_TAKE_AWAYS = frozenset({_CALENDAR, "/ask_summary", "/ask_letter"})
_QUESTIONS = _TAKE_AWAYS | {"/ask_next_step", "/why_asked"}


def offers_that_fit(offered: Mapping[str, str], asked: str | None, aside: Beside) -> dict[str, str]:
    """The suggested answers without those that lead nowhere, titles by payload.

    Args:
        offered: what was suggested.
        asked: the slot that is being asked for: its answers come alone then, without things to take away.
        aside: what stands beside the talk: without dates there is no calendar.
    """
    answers_question = [payload for payload in offered if payload not in _TAKE_AWAYS]
    unfit = set(_TAKE_AWAYS) if asked and answers_question else set()
    if not (aside.take and aside.take["calendar"]):
        unfit.add(_CALENDAR)
    return {payload: title for payload, title in offered.items() if payload not in unfit}


def are_questions(payloads: Iterable[str]) -> bool:
    """Whether all suggested answers are questions to the guide, and none is an answer to a question of its own."""
    return all(payload in _QUESTIONS or payload.startswith("/faq{") for payload in payloads)
