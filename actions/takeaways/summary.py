"""A summary in plain text, to print, keep or copy: the same answer as in the conversation, under headings."""

from __future__ import annotations

from datetime import date

from actions.answering import SHOWN_FACTS, answer, contact_lines, dates, fact_lines, sources, whom
from actions.rules import Determination, Facts
from actions.rules.describe import words
from actions.say import Say
from actions.takeaways.key_dates import is_to_ring, key_dates
from actions.wording import phrase, shown
from councils import Council

# Said elsewhere in the summary: under headings of their own, or more fully.
_ELSEWHERE = ("utter_answer_certificate", "utter_answer_keep_in_mind", "utter_sources")


def summary(
    facts: Facts, found: Determination, council: Council | None, declined: set[str], today: date, young: bool = False
) -> str:
    """The whole case as plain text: headings underlined with dashes, a blank line between sections, no line end at the end.

    Args:
        facts: what is known.
        found: what follows from it: ``determine(facts, today)``.
        council: the council's file, None where there is none.
        declined: facts that the person was asked for and does not have.
        today: the day it is made, which the text names.
        young: whether it is for the young person, and not for a parent.

    What is still missing counts as not known, because paper cannot ask; the text then says what hangs on it.
    """
    unknown = declined | set(found.missing)
    timed = _timed(facts, found, unknown, today)
    kept = whom(facts, found, council) if _certificate_to_get(facts, found) else []
    rest = [
        say
        for say in answer(facts, found, council, unknown, today, young)
        if say.response not in _ELSEWHERE and say not in timed and say not in kept
    ]
    sections = [
        _section("utter_summary_told", _told(facts, young)),
        _section("utter_summary_applies", _applies(facts, found, today)),
        _section("utter_summary_when", "\n".join([*map(_text, timed), *(words()["warnings"][name] for name in found.warnings)])),
        _section("utter_summary_do", "\n\n".join(map(_text, rest))),
        _section("utter_summary_certificate", _certificate(facts, found, kept)),
        _section("utter_summary_clock", _clock(found)),
        _section("utter_summary_help", _help(council)),
        _section("utter_summary_sources", _text(sources(found)) if found.why else ""),
        _section("utter_summary_about", phrase("utter_summary_guidance")),
    ]
    title = phrase("utter_summary_title")
    head = f"{title}\n{'=' * len(title)}\n\n{phrase('utter_summary_made', today=shown(today))}"
    return "\n\n".join([head, *filter(None, sections)])


def _section(heading: str, body: str) -> str:
    title = phrase(heading)
    return f"{title}\n{'-' * len(title)}\n{body}" if body else ""


def _text(say: Say) -> str:
    return phrase(say.response, **say.values)


def _told(facts: Facts, young: bool) -> str:
    return fact_lines(facts, list(SHOWN_FACTS), Facts(), young) or phrase("utter_summary_told_nothing")


def _timed(facts: Facts, found: Determination, unknown: set[str], today: date) -> list[Say]:
    """The part of the answer that is about dates."""
    if not found.appeal.possible or (found.signpost and facts.decision_date is None):
        return []
    return dates(facts, found, unknown, today)


def _applies(facts: Facts, found: Determination, today: date) -> str:
    """Each way in one line, with its dates."""
    if facts.subject is None:
        return phrase("utter_summary_no_subject")
    certificate = "have" if found.certificate.needed and facts.certificate_date else _yes_no(found.certificate.needed)
    appeal = "claim" if found.appeal.possible and found.signpost else _yes_no(found.appeal.possible)
    resolution = "others" if found.disagreement_resolution.kind == 4 else _yes_no(found.disagreement_resolution.applies)
    lines = [
        phrase(f"utter_summary_dr_{resolution}"),
        phrase(f"utter_summary_mediation_{_yes_no(found.mediation.applies)}"),
        phrase(f"utter_summary_certificate_{certificate}"),
        phrase(f"utter_summary_appeal_{appeal}", form=found.appeal.form),
        *_date_lines(facts, found, today),
    ]
    return "\n".join(f"• {line}" for line in lines)


def _yes_no(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "maybe"}[value]


def _date_lines(facts: Facts, found: Determination, today: date) -> list[str]:
    lines = []
    for key in key_dates(facts, found, today):
        if is_to_ring(key, today):
            line = phrase("utter_summary_date_ring_now", day=shown(key.day))
        else:
            line = phrase(f"utter_summary_date_{key.name}", day=shown(key.day))
        lines.append(phrase("utter_summary_passed", line=line) if key.day < today else line)
    return lines


def _certificate_to_get(facts: Facts, found: Determination) -> bool:
    appeal = found.appeal.possible and not found.signpost
    return bool(appeal and found.certificate.needed is not False and facts.certificate_date is None)


def _certificate(facts: Facts, found: Determination, kept: list[Say]) -> str:
    """The three steps with what to say, and whom to say it to."""
    if not _certificate_to_get(facts, found):
        return ""
    steps = [phrase("utter_faq/certificate_how"), phrase("utter_summary_certificate_if_yes")]
    return "\n".join([*steps, *map(_text, kept)])


def _clock(found: Determination) -> str:
    """Only where time for an appeal may be running: a claim's time has its own rules."""
    running = found.subject and found.appeal.possible is not False and not found.signpost
    return phrase("utter_answer_keep_in_mind") if running else ""


def _help(council: Council | None) -> str:
    lines = contact_lines(council.contacts) if council else []
    known = "\n".join(f"• {line}" for line in lines)
    own = [phrase("utter_people_council", council=council.name, contacts=known)] if council and known else []
    return "\n".join([*own, phrase("utter_people")])
