"""What a letter decides, and which plan it brings."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from nlu.letter_parts import Sentence, sentences
from nlu.letter_phrases import (
    INTENDS,
    MATTER_THEN_NO,
    MATTERS,
    NO_THEN_MATTER,
    NOT_A_DECISION,
    PLAN_SENT,
    PLAN_TO_COME,
    RIGHTS_BEGIN,
    SAID_OUTRIGHT,
    STAGES,
)

#: Characters between a "no" and the matter that it is about.
_NEAR = 110


@dataclass(frozen=True)
class Decision:
    """subject and plan_stage are None where the letter does not say or says several things."""

    subject: str | None
    plan_stage: str | None
    intends: bool


def decision_of(body: str) -> Decision:
    """The decision that the body of a letter gives."""
    said = _decisive(sentences(body))
    first_part = [sentence for sentence, in_rights in said if not in_rights]
    for part in (first_part, [sentence for sentence, _ in said]):
        found = Counter[str]()
        intended = Counter[str]()
        for sentence in part:
            for matter in _refused(sentence) | _outright(sentence):
                found[matter] += 1
                intended[matter] += any(pattern.search(sentence) for pattern in INTENDS)
        stage = _stage(part)
        subject = _settled(found)
        if subject is None and not found and stage:
            return Decision("plan_contents", stage, False)
        if subject is None and stage and set(found) <= {"refusal_to_amend"}:
            return Decision("plan_contents", stage, False)
        if subject == "refusal_to_amend" and stage in ("final", "amended", "draft") and _amends(part):
            return Decision("plan_contents", stage, False)
        if subject:
            return Decision(subject, None, intended[subject] == found[subject])
        if found:
            return Decision(None, None, False)
    return Decision(None, None, False)


def _decisive(all_sentences: list[Sentence]) -> list[tuple[str, bool]]:
    """The sentences in which something may be decided, each with whether the part about rights has begun."""
    kept: list[tuple[str, bool]] = []
    in_rights = in_list = False
    for sentence in all_sentences:
        if sentence.listed and in_list:
            continue
        in_list = False
        if any(pattern.search(sentence.text) for pattern in NOT_A_DECISION):
            in_list = sentence.text.rstrip().endswith(":")
        else:
            kept.append((sentence.text, in_rights))
        # A heading over the whole letter ("Notice of decision and right of appeal") is not where the rights begin.
        if kept and sentence.start > 200 and any(pattern.search(sentence.text) for pattern in RIGHTS_BEGIN):
            in_rights = True
    return kept


def _refused(sentence: str) -> set[str]:
    """The matters that a sentence says no to."""
    found: set[str] = set()
    for pattern in NO_THEN_MATTER:
        for no in pattern.finditer(sentence):
            hits = _matters(sentence, no.end(), min(len(sentence), no.end() + _NEAR))
            found |= {min(hits, key=lambda hit: (hit[0], -hit[1]))[2]} if hits else set()
    for pattern in MATTER_THEN_NO:
        for no in pattern.finditer(sentence):
            hits = _matters(sentence, max(0, no.start() - _NEAR), no.start())
            found |= {max(hits, key=lambda hit: (hit[1], hit[1] - hit[0]))[2]} if hits else set()
    return found


def _matters(sentence: str, start: int, end: int) -> list[tuple[int, int, str]]:
    return [
        (*match.span(), matter)
        for matter, patterns in MATTERS.items()
        for pattern in patterns
        for match in pattern.finditer(sentence, start, end)
    ]


def _outright(sentence: str) -> set[str]:
    return {subject for subject, patterns in SAID_OUTRIGHT.items() if any(pattern.search(sentence) for pattern in patterns)}


def _settled(found: Counter[str]) -> str | None:
    """The subject that clearly leads; None where two are level."""
    ranked = found.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < 2 * ranked[1][1]):
        return _special_case(set(found))
    return ranked[0][0]


def _special_case(found: set[str]) -> str | None:
    """Two that are one: that no plan is needed is the usual reason for not assessing and for ending a plan."""
    if "ceasing_plan" in found and found <= {"ceasing_plan", "refusal_to_issue_plan", "refusal_to_amend"}:
        return "ceasing_plan"
    for asked in ("refusal_to_assess", "refusal_to_reassess"):
        if found == {asked, "refusal_to_issue_plan"}:
            return asked
    if found == {"refusal_to_assess", "refusal_to_reassess"}:
        return "refusal_to_reassess"
    return None


def _stage(part: list[str]) -> str | None:
    """The stage of the plan that is sent. A final one outweighs the draft before it."""
    stages = {
        _stage_of(match["stage"])
        for sentence in part
        for pattern in PLAN_SENT
        for match in pattern.finditer(sentence)
        if not PLAN_TO_COME.search(sentence, max(0, match.start() - 90), match.start())
    }
    return next((stage for stage in ("amended", "final", "draft") if stage in stages), None)


def _stage_of(words: str) -> str | None:
    return next((stage for stage, pattern in STAGES.items() if pattern.search(words)), "draft")


def _amends(part: list[str]) -> bool:
    """Whether a letter says outright that the plan is amended, in spite of a "not" somewhere."""
    return any(
        re.search(r"\b(?:decided|agreed|decision|intend\w*|propos\w+) to (?:amend|make)|\bhas been amended|amended final", text)
        for text in part
    )
