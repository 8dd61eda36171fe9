"""What to ask next: the facts that are missing, most useful first, one at a time."""

from __future__ import annotations

from actions.rules import Determination, Facts

# Asked for like slots, so that the form keeps its thread: a date or a letter to be confirmed, the breath after somebody in
# distress, and the choice among "Did you mean …?", which the question before must not talk over.
DATE_CHECK, LETTER_CHECK, PAUSE, CHOICE = "date_check", "letter_check", "pause", "choice"
MATTER_CHECK = "matter_check"  # another matter, asked about before the one that is known is given up
NOT_CONTACTED = "not_contacted"  # beside the declined facts: the adviser was not contacted, as against not known when
_AFTER_THE_ANSWER = ("certificate_date", "adviser_contacted_on")


def blocking(found: Determination, declined: set[str]) -> list[str]:
    """Missing facts without which no answer is given, less those the person has not got."""
    missing = [name for name in found.missing if name not in declined]
    return [name for name in missing if name not in _AFTER_THE_ANSWER or _decides_the_date(name, found)]


def _decides_the_date(name: str, found: Determination) -> bool:
    """The day the adviser was contacted decides the last day where a certificate came after the 2 months."""
    return name == "adviser_contacted_on" and bool(found.appeal.possible) and found.appeal.bare_date is None


def to_ask(facts: Facts, found: Determination, declined: set[str], check: bool, letter: bool = False) -> list[str]:
    """Everything still to be asked, next first; empty where nothing is. ``check``, ``letter``: whether one is to be confirmed."""
    if letter:
        return [LETTER_CHECK]
    if check:
        return [DATE_CHECK]
    must = blocking(found, declined)
    # Without the adviser there is no certificate to ask for, once the 2 months have passed.
    hopeless = found.appeal.passed and NOT_CONTACTED in declined
    later = (
        []
        if hopeless
        else [name for name in found.missing if name in _AFTER_THE_ANSWER and name not in declined and name not in must]
    )
    council = ["council"] if facts.council is None and "council" not in declined and _council_helps(found) else []
    return must + (later + council if not must else [])


def _council_helps(found: Determination) -> bool:
    """Whether a council's contacts are part of the answer."""
    return bool(found.mediation.applies or (found.disagreement_resolution.applies and found.disagreement_resolution.kind != 4))
