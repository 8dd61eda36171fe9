"""The result of a case in lines, each with the passages of the law behind it, and what moves from one state to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from actions.answering import SHOWN_FACTS, fact_words
from actions.clock import today
from actions.rules import Determination
from actions.rules.determination import Why
from actions.takeaways.key_dates import every_date, is_to_ring
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


class Part(NamedTuple):
    """What something is called, and its value in words."""

    label: str
    words: str


@dataclass(frozen=True)
class Change:
    """A value that has become another one; words for "nothing" where there was or is none. ``name``: as in ``state``."""

    name: str
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


def state(turn: Turn) -> dict[str, Part]:
    """Everything that may change, by name: dates first (an appeal's and a claim's alike), then the result, then the facts."""
    return dates_of(turn) | {line.name: Part(line.label, line.value) for line in result(turn)} | facts_of(turn)


def dates_of(turn: Turn) -> dict[str, Part]:
    """The dates in words, by name ("ring_by", "aim_for", "last_day"); none while something is missing that decides them."""
    if not turn.complete:
        return {}
    found = {}
    for key in every_date(turn.facts, turn.found):
        label = phrase("utter_desk_date_ring_now" if is_to_ring(key, today()) else f"utter_desk_date_{key.name}")
        found[plain_name(key.name)] = Part(label, shown(key.day))
    if turn.found.certificate.contact_adviser_by and "ring_by" not in found:
        found = {"ring_by": Part(phrase("utter_desk_date_ring_by"), phrase("utter_desk_no_longer")), **found}
    return found


def plain_name(date_name: str) -> str:
    """A date's name, the same for an appeal and a claim."""
    return date_name.removeprefix("claim_")


def facts_of(turn: Turn) -> dict[str, Part]:
    """The known facts in words, by name."""
    known = {name: getattr(turn.facts, name) for name in SHOWN_FACTS}
    return {
        name: Part(phrase(f"utter_desk_field_{name}"), fact_words(name, value, turn.facts))
        for name, value in known.items()
        if value is not None
    }


def changes(before: dict[str, Part], after: dict[str, Part]) -> list[Change]:
    """What is not as it was, in the order of ``state``. Each is held against what had its own name before."""
    nothing = Part("", phrase("utter_desk_nothing"))
    names = [*after, *(name for name in before if name not in after)]
    return [
        Change(name, after.get(name, before.get(name, nothing)).label, old.words, new.words)
        for name in names
        if (old := before.get(name, nothing)).words != (new := after.get(name, nothing)).words
    ]
