"""The result of a case in lines, each with the passages of the law behind it, and what moves from one state to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from actions.answering import SHOWN_FACTS, fact_words
from actions.rules import Determination
from actions.rules.determination import Why
from actions.takeaways.key_dates import key_dates
from actions.turn import Turn
from actions.wording import has, phrase, shown

Tone = Literal["yes", "no", "open", "plain"]
# Rules by the line they stand behind.
_RULES = {
    "appeal": ("act.", "appeal.", "claim.", "person."),
    "certificate": ("certificate.",),
    "mediation": ("mediation.",),
    "disagreement_resolution": ("dr.",),
    "complaint": ("complaint.",),
    "door": ("door.",),
}


@dataclass(frozen=True)
class Source:
    """A passage: what it says in plain words, its name, its link, and the day on which somebody last read it there."""

    says: str
    source: str
    link: str
    checked_on: str


@dataclass(frozen=True)
class Line:
    """One part of the result, with the sources behind it."""

    name: str
    label: str
    value: str
    tone: Tone
    why: tuple[Source, ...]


@dataclass(frozen=True)
class Change:
    """A value that has become another one; words for "nothing" where there was or is none."""

    label: str
    before: str
    after: str


def result(turn: Turn) -> list[Line]:
    """The lines of the result; none while it is not known what the disagreement is about, and none outside England."""
    found = turn.found
    if found.subject is None or turn.outside:
        return []
    lines = [_appeal(found)] if not _elsewhere(found) else [_line(f"utter_desk_door_{found.signpost}", "door", "plain", found)]
    if not found.signpost:
        lines.append(_yes_no("mediation", found.mediation.applies, found))
        has_it = found.certificate.needed and turn.facts.certificate_date
        needed = _yes_no("certificate", found.certificate.needed, found)
        lines.append(_line("utter_desk_certificate_have", "certificate", "yes", found) if has_it else needed)
        kind = found.disagreement_resolution.kind
        special = f"utter_desk_disagreement_resolution_{kind}"
        known = found.disagreement_resolution.applies and kind and has(special)
        lines.append(
            _line(special, "disagreement_resolution", "yes", found)
            if known
            else _yes_no("disagreement_resolution", found.disagreement_resolution.applies, found)
        )
    if any(why.rule.startswith("complaint.") for why in found.why):
        rule = next(why.rule for why in found.why if why.rule.startswith("complaint."))
        lines.append(_line(f"utter_desk_{rule.replace('.', '_')}", "complaint", "plain", found))
    return lines


def _elsewhere(found: Determination) -> bool:
    return found.signpost is not None and not found.appeal.possible


def _appeal(found: Determination) -> Line:
    if found.appeal.possible:
        form = found.appeal.form or ""
        if found.signpost:
            return _line("utter_desk_claim_yes", "appeal", "yes", found, form=form)
        return _line("utter_desk_appeal_yes", "appeal", "yes", found, form=form)
    return _yes_no("appeal", found.appeal.possible, found)


def _yes_no(part: str, value: bool | None, found: Determination) -> Line:
    word: Tone = "open" if value is None else "yes" if value else "no"
    return _line(f"utter_desk_{part}_{word}", part, word, found)


def _line(response: str, part: str, tone: Tone, found: Determination, **values: str) -> Line:
    why = tuple(_source(why) for why in found.why if why.rule.startswith(_RULES[part]))
    return Line(part, phrase(f"utter_desk_line_{part}"), phrase(response, **values), tone, why)


def _source(why: Why) -> Source:
    return Source(why.says, why.source, why.link, shown(why.checked_on))


def state(turn: Turn) -> dict[str, str]:
    """Everything that may change, in words, by what it is called: dates first, then the result, then the facts."""
    return dates_of(turn) | {line.label: line.value for line in result(turn)} | facts_of(turn)


def dates_of(turn: Turn) -> dict[str, str]:
    """The dates in words by what they are called; none while something is missing that decides them."""
    if not turn.complete:
        return {}
    found = {key.name: shown(key.day) for key in key_dates(turn.facts, turn.found)}
    if turn.found.certificate.contact_adviser_by and "ring_by" not in found:
        found = {"ring_by": phrase("utter_desk_no_longer"), **found}
    return {phrase(f"utter_desk_date_{name}"): words for name, words in found.items()}


def facts_of(turn: Turn) -> dict[str, str]:
    """The known facts in words by what they are called."""
    known = {name: getattr(turn.facts, name) for name in SHOWN_FACTS}
    return {
        phrase(f"utter_desk_field_{name}"): fact_words(name, value, turn.facts)
        for name, value in known.items()
        if value is not None
    }


def changes(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    """What is not as it was, in the order of ``state``."""
    nothing = phrase("utter_desk_nothing")
    labels = [*after, *(label for label in before if label not in after)]
    return [
        Change(label, before.get(label, nothing), after.get(label, nothing))
        for label in labels
        if before.get(label) != after.get(label)
    ]
