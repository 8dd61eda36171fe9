"""What each letter says, and to whom. Every writer names the rule that its letter stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.rules import Determination, Facts
from actions.rules.determine import SETTINGS
from actions.takeaways.addressees import adviser, complaints_team, council_team, name_of
from actions.wording import meaning, phrase, shown
from councils import Council

_NOTICES = {
    "refusal_to_assess": "utter_letter_notice_refusal_to_assess",
    "refusal_to_issue_plan": "utter_letter_notice_refusal_to_issue_plan",
}
_ASSESS, _ISSUE = "utter_letter_time_assess", "utter_letter_time_issue"
_AMEND, _PLACE = "utter_letter_time_amend", "utter_letter_time_placement"
_CONTINUE, _OTHER = "utter_letter_time_continue", "utter_letter_time_other"
# Regulation 44 by what was decided; what is no such decision may have been agreed beside any of them.
_TIMES = {
    "refusal_to_assess": (_ASSESS, _OTHER),
    "refusal_to_reassess": (_ASSESS, _OTHER),
    "refusal_to_issue_plan": (_ISSUE, _OTHER),
    "plan_contents": (_AMEND, _PLACE, _OTHER),
    "placement": (_PLACE, _AMEND, _OTHER),
    "refusal_to_amend": (_AMEND, _PLACE, _OTHER),
    "ceasing_plan": (_CONTINUE, _OTHER),
}
_ALL_TIMES = (_ASSESS, _ISSUE, _AMEND, _PLACE, _CONTINUE, _OTHER)


@dataclass(frozen=True)
class Case:
    """What letters are written from."""

    facts: Facts
    found: Determination
    council: Council | None
    today: date

    @property
    def claim(self) -> bool:
        """Whether it is a discrimination claim, which counts from what happened and not from a letter."""
        return self.facts.subject == "disability_discrimination"

    @property
    def appealable(self) -> bool:
        """Whether an appeal is possible, or may be."""
        return self.found.appeal.possible is not False and not self.found.signpost

    @property
    def matter(self) -> str:
        """What goes to the Tribunal, in a word."""
        return phrase("utter_letter_word_claim" if self.claim else "utter_letter_word_appeal")


@dataclass(frozen=True)
class Body:
    """``to``: whom it goes to; ``about``: lines on the decision; ``text``: what stands between greeting and signature."""

    to: str
    about: str
    text: str


def ask_for_certificate(case: Case) -> Body:
    """Source: Children and Families Act 2014, section 55; SEND Regulations 2014, regulations 33 and 34."""
    text = phrase("utter_letter_ask_for_certificate", contact=_contact(case))
    return Body(adviser(case.council), _about(case, council=True, certificate=False), text)


def _contact(case: Case) -> str:
    contacted, by = case.facts.adviser_contacted_on, case.found.certificate.contact_adviser_by
    if contacted:
        return phrase("utter_letter_contact_before", day=shown(contacted))
    if by and case.today <= by:
        return phrase("utter_letter_contact_now", ring_by=shown(by))
    return phrase("utter_letter_contact_gap")


def chase_mediation(case: Case) -> Body:
    """Source: Children and Families Act 2014, sections 53 and 54; SEND Regulations 2014, regulations 34 to 41."""
    contacted = case.facts.adviser_contacted_on
    health = case.facts.subject == "health_provision"
    text = phrase(
        "utter_letter_chase_mediation",
        contacted_on=shown(contacted) if contacted else phrase("utter_letter_gap_adviser_contacted_on"),
        arranges=phrase("utter_letter_arranges_health" if health else "utter_letter_arranges_council"),
    )
    return Body(_council_team(case), _about(case), text)


def ask_for_decision_letter(case: Case) -> Body:
    """Source: SEND Regulations 2014, regulations 5, 10 and 32."""
    day = None if case.claim else case.facts.decision_date
    opening = phrase("utter_letter_opening_incomplete", day=shown(day)) if day else phrase("utter_letter_opening_missing")
    notice = _NOTICES.get(case.facts.subject or "")
    text = phrase("utter_letter_ask_for_decision_letter", opening=opening, notice=phrase(notice) if notice else "")
    return Body(_council_team(case), _about(case, dated=False), text)


def agreement_not_kept(case: Case) -> Body:
    """Source: SEND Regulations 2014, regulations 42 and 44."""
    times = _TIMES.get(case.facts.subject or "", _ALL_TIMES)
    if case.facts.subject == "placement" and case.facts.placement_only:
        times = (_PLACE, _OTHER)
    text = phrase("utter_letter_agreement_not_kept", times="\n".join(f"• {phrase(name)}" for name in times))
    return Body(_council_team(case), _about(case), text)


def late_appeal_reasons(case: Case) -> Body:
    """Source: Tribunal Procedure Rules 2008 (extending time); for a claim, Equality Act 2010, schedule 17, paragraph 4."""
    facts, appeal = case.facts, case.found.appeal
    uncertified = not case.claim and case.found.certificate.needed is not False and facts.certificate_date is None
    text = phrase(
        "utter_letter_late_appeal_reasons",
        matter=case.matter,
        form=appeal.form or phrase("utter_letter_gap_form"),
        last_day=shown(appeal.last_day) if appeal.last_day else phrase("utter_letter_gap_last_day"),
        permission=phrase("utter_letter_permission") if uncertified else "",
        rule=phrase("utter_letter_late_rule_claim" if case.claim else "utter_letter_late_rule_appeal"),
    )
    return Body(phrase("utter_letter_to_tribunal"), _about(case, council=not case.claim), text)


def first_stage_complaint(case: Case) -> Body:
    """Source: the body's own complaints procedure (``complaint.…`` in law.yml); Children and Families Act 2014, Part 3."""
    other_side = case.found.counterparty
    if other_side == "local_authority":
        to = complaints_team(case.council, case.facts.council)
        after, rule = "utter_letter_next_stage_council", "utter_letter_complaint_rule_council"
    elif other_side == "health_commissioner":
        to = phrase("utter_letter_to_health")
        after, rule = "utter_letter_next_stage_health", "utter_letter_complaint_rule_health"
    else:
        to = phrase("utter_letter_to_setting" if other_side in SETTINGS else "utter_letter_to_anybody")
        after, rule = "utter_letter_next_stage_setting", "utter_letter_complaint_rule_setting"
    text = phrase("utter_letter_first_stage_complaint", next_stage=phrase(after), rule=phrase(rule))
    return Body(to, _about(case, dated=case.facts.decision_date is not None), text)


def _council_team(case: Case) -> str:
    return council_team(case.council, case.facts.council)


def _about(case: Case, council: bool = False, dated: bool = True, certificate: bool = True) -> str:
    """What was decided, by which council where the reader cannot know, and when: a line each.

    ``certificate``: whether its date is named, which the letter that asks for one does not.
    """
    facts = case.facts
    about = meaning(facts.subject) if facts.subject else phrase("utter_letter_gap_subject")
    lines = [phrase("utter_fact_subject", value=about)]
    if council:
        lines.append(phrase("utter_fact_council", value=name_of(case.council, facts.council)))
    if dated:
        day = shown(facts.decision_date) if facts.decision_date else None
        known = "utter_fact_happened_on" if case.claim else "utter_fact_decision_date"
        gap = "utter_letter_gap_happened_on" if case.claim else "utter_letter_gap_decision_date"
        lines.append(phrase(known, value=day or phrase(gap)))
    if dated and certificate and facts.certificate_date:
        lines.append(phrase("utter_fact_certificate_date", value=shown(facts.certificate_date)))
    return "\n".join(lines)
