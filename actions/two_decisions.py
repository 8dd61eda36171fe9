"""Two decisions in one message, each with its own day: which one is to come first is asked, and no day is taken for the other."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.matter import subject_of_part
from actions.rules.determine import counts_from
from nlu.children import apart, child_at, children_in
from nlu.dates import read

# Of a check: {"fact", "days", "reason", and for each of the two "given": its subject and stage, as far as they are sure,
# and "children": how the child is named}.
REASON = "two"
_OF_A_LETTER = ("decision", "received", None)
_SURE = 0.3  # of certainty that an answer names one of the two matters


def two_decisions(message: dict[str, Any], today: date) -> dict[str, Any] | None:
    """The check that asks for one of two decisions, None where a message does not speak of two.

    There are two where two children have a day each, or where two matters with a time limit have a day each.
    """
    text = message.get("text") or ""
    dated = [
        (entity, day)
        for entity in message.get("entities") or []
        if entity.get("entity") == "date" and entity.get("role") in _OF_A_LETTER and (day := read(entity["value"], today).day)
    ]
    for number, (first, one) in enumerate(dated):
        for second, another in dated[number + 1 :]:
            children = [child_at(text, entity["start"], entity["end"]) for entity in (first, second)]
            given = [_given_with(entity["start"], message) for entity in (first, second)]
            if one != another and (apart(*children) or _two_matters(given)):
                days, kinds = [one.isoformat(), another.isoformat()], [sorted(kind) for kind in children]
                return {"fact": "decision_date", "days": days, "reason": REASON, "given": given, "children": kinds}
    return None


def chosen(check: dict[str, Any], message: dict[str, Any], today: date) -> int | None:
    """Which of the two a message names: by its day, its child or its matter; None where it names neither, or both."""
    days = {read(str(e["value"]), today).day for e in message.get("entities") or [] if e.get("entity") == "date"}
    named = {kind for _, kind in children_in(message.get("text") or "")}
    labels = {row["name"] for row in message.get("label_ranking") or [] if row["confidence"] >= _SURE}
    fitting = (
        [date.fromisoformat(day) in days for day in check["days"]],
        [bool(named & set(kinds)) for kinds in check["children"]],
        [given.get("subject") in labels for given in check["given"]],
    )
    return next((fits.index(True) for fits in fitting if fits.count(True) == 1), None)


def _two_matters(given: list[dict[str, Any]]) -> bool:
    """Whether the two are of matters that differ, each with 2 months from a letter."""
    subjects = {one.get("subject") for one in given}
    return None not in subjects and len(subjects) > 1 and all(counts_from(subject) == "letter" for subject in subjects)


def _given_with(place: int, message: dict[str, Any]) -> dict[str, Any]:
    """Subject and stage of the part of a message that has this place, each only where it is sure."""
    part = next((part for part in message.get("matters") or [] if part["start"] <= place < part["end"]), None)
    if part is None:
        return {}
    stages = {
        entity["value"]
        for entity in message.get("entities") or []
        if entity.get("entity") == "plan_stage" and part["start"] <= entity.get("start", -1) < part["end"]
    }
    subject = subject_of_part(part, message.get("text") or "")
    if counts_from(subject) != "letter":
        subject = None  # no decision of the council, so the label is of the words about it
    stage = stages.pop() if len(stages) == 1 else None
    return {name: value for name, value in (("subject", subject), ("plan_stage", stage)) if value}
