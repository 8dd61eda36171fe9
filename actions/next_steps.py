"""What to do next, in order, in this very case: lines of ``domain.yml`` with the dates of the determination.

No law is in here: what applies and by when is read from the determination, and what is done already from the facts.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from actions.answering import days_words
from actions.asking import NOT_CONTACTED
from actions.rules import Determination, Facts
from actions.rules.describe import NEAR
from actions.rules.determine import SETTINGS
from actions.wording import phrase, shown

# How far mediation is, by what was said: a date for it, or trouble with it or with the certificate; or it has taken place.
Mediation = Literal["under_way", "over"]


def next_steps(facts: Facts, found: Determination, declined: set[str], mediation: Mediation | None, today: date) -> list[str]:
    """The steps as sentences, what is to be done today first; at most five, and none where the matter is not the family's.

    Args:
        facts: what is known.
        found: what follows from it: ``determine(facts, today)``, with nothing missing that decides it.
        declined: facts that the person was asked for and does not have.
        mediation: how far mediation is, None where nothing was said of it.
        today: the day it is.
    """
    if found.signpost:
        return _other_door(facts, found)
    if found.disagreement_resolution.kind == 4:
        return []
    if found.appeal.possible:
        return _to_the_tribunal(facts, found, declined, mediation, today)
    if facts.plan_stage == "draft" and facts.subject in ("plan_contents", "placement"):
        return [phrase("utter_step_draft"), phrase("utter_step_draft_meeting"), phrase("utter_step_draft_final")]
    if found.appeal.possible is None:
        return [phrase("utter_step_ask_stage"), phrase("utter_step_if_final"), phrase("utter_step_if_draft")]
    return _resolution(facts, found)


# ---------------------------------------------------------------- an appeal


def _to_the_tribunal(
    facts: Facts, found: Determination, declined: set[str], mediation: Mediation | None, today: date
) -> list[str]:
    if facts.decision_date is None:
        return _undated(found)
    if found.appeal.bare_date is None:
        return _without_last_day(found, today)
    contacted = False if NOT_CONTACTED in declined else found.certificate.contacted_in_time
    if found.appeal.passed:
        return _late(facts, found, contacted)
    to_get = found.certificate.needed and facts.certificate_date is None
    ring_by = found.certificate.contact_adviser_by
    if to_get and ring_by and today > ring_by and not contacted and not mediation:
        return _adviser_late(found, contacted)
    return [*_adviser(facts, found, contacted, mediation, today), *_form(facts, found, today)]


def _undated(found: Determination) -> list[str]:
    """There is no letter, or nobody knows its date."""
    ring = [] if found.certificate.needed is False else [phrase("utter_step_ring_undated")]
    send = "utter_step_send_undated_alone" if found.certificate.needed is False else "utter_step_send_undated"
    return [phrase("utter_step_find_letter"), *ring, phrase(send, form=found.appeal.form)]


def _without_last_day(found: Determination, today: date) -> list[str]:
    """There is a certificate, and a fact is not known that decides whether it gives more time."""
    ring_by, form = found.certificate.contact_adviser_by, found.appeal.form
    if found.certificate.needed is None and ring_by and today <= ring_by:
        return [phrase("utter_step_send_to_be_safe", form=form, ring_by=shown(ring_by)), phrase("utter_step_advice")]
    send = phrase("utter_step_send_certified_today", form=form)
    contact = [phrase("utter_step_find_contact_day")] if found.certificate.needed else []
    return [send, *contact, phrase("utter_step_advice")]


def _late(facts: Facts, found: Determination, contacted: bool | None) -> list[str]:
    """The last day has passed."""
    late, advice = phrase("utter_step_late", form=found.appeal.form), phrase("utter_step_advice")
    if not found.certificate.needed or facts.certificate_date:
        return [late, advice]
    if contacted:
        return [phrase("utter_step_ask_certificate_late"), late, advice]
    ring_by = shown(found.certificate.contact_adviser_by)
    if contacted is False:
        permission = phrase("utter_step_late_permission", form=found.appeal.form)
        return [phrase("utter_step_ring_all_the_same", ring_by=ring_by), permission, advice]
    return [phrase("utter_step_if_contacted", ring_by=ring_by), phrase("utter_step_if_not_contacted"), late, advice]


def _adviser_late(found: Determination, contacted: bool | None) -> list[str]:
    """The 2 months to contact the adviser are over, and the time to appeal is not."""
    ring_by, form = shown(found.certificate.contact_adviser_by), found.appeal.form
    last_day = _last_day(found)
    if contacted is False:
        permission = phrase("utter_step_permission", form=form)
        return [phrase("utter_step_ring_all_the_same", ring_by=ring_by), permission, last_day, phrase("utter_step_advice")]
    return [
        phrase("utter_step_if_contacted", ring_by=ring_by),
        phrase("utter_step_if_not_contacted"),
        phrase("utter_step_send_today", form=form),
        last_day,
        phrase("utter_step_advice"),
    ]


def _adviser(facts: Facts, found: Determination, contacted: bool | None, mediation: Mediation | None, today: date) -> list[str]:
    """What is still to be done for the certificate."""
    ring_by = found.certificate.contact_adviser_by
    if found.certificate.needed is False or facts.certificate_date or ring_by is None:
        return []
    if found.certificate.needed is None:
        return [phrase("utter_step_ring_maybe" if today <= ring_by else "utter_step_ring_maybe_late", ring_by=shown(ring_by))]
    if mediation:
        return [phrase("utter_step_mediation_over")] if mediation == "over" else []
    if contacted:
        return [phrase("utter_step_ask_certificate")]
    return [phrase("utter_step_ring", ring_by=shown(ring_by)), phrase("utter_step_yes_or_no")]


def _form(facts: Facts, found: Determination, today: date) -> list[str]:
    """The form, and the last day for it."""
    appeal, certified = found.appeal, facts.certificate_date is not None
    if appeal.last_day is None:
        return [phrase("utter_step_send_unpublished", form=appeal.form, bare_date=shown(appeal.bare_date))]
    soon = appeal.aim_for is None or appeal.aim_for < today or (appeal.days_left or 0) < NEAR
    to_get = bool(found.certificate.needed) and not certified
    if to_get:
        name = "utter_step_send_then_soon" if soon else "utter_step_send_then"
    elif found.certificate.needed:
        name = "utter_step_send_certified_today" if soon else "utter_step_send_certified"
    else:
        name = "utter_step_send_today" if soon else "utter_step_send"
    aim_for = shown(appeal.aim_for) if appeal.aim_for else ""
    named = not soon and appeal.aim_for == appeal.last_day
    last_day = _same_day(found, to_get) if named else _last_day(found, from_the_letter=to_get)
    return [phrase(name, form=appeal.form, aim_for=aim_for), last_day]


def _last_day(found: Determination, from_the_letter: bool = False) -> str:
    name = "utter_step_last_day_letter" if from_the_letter else "utter_step_last_day"
    return phrase(name, last_day=shown(found.appeal.last_day), days_left=days_words(found.appeal.days_left))


def _same_day(found: Determination, from_the_letter: bool) -> str:
    """The last day, after a step that names it as the day to aim for."""
    name = "utter_step_last_day_same_letter" if from_the_letter else "utter_step_last_day_same"
    return phrase(name, days_left=days_words(found.appeal.days_left))


# ---------------------------------------------------------------- no appeal


def _resolution(facts: Facts, found: Determination) -> list[str]:
    """Disagreement resolution where it applies, and a complaint; which of them, or both, is the family's choice."""
    resolution = {True: ["utter_step_dr"], None: ["utter_step_dr_maybe"], False: []}[found.disagreement_resolution.applies]
    complaint = next((why.rule for why in found.why if why.rule.startswith("complaint.")), "complaint.council")
    care = ["utter_step_care_mediation"] if found.mediation.applies else []
    council = facts.subject == "carrying_out_duties" and facts.counterparty in SETTINGS
    secure = ["utter_step_council_must_secure"] if council else []
    return [phrase(name) for name in (*resolution, *care, f"utter_step_{complaint.replace('.', '_')}", *secure)]


_DOORS = {
    "exclusion": ("utter_step_governors", "utter_step_review_panel", "utter_step_exclusion_claim", "utter_step_advice"),
    "home_to_school_transport": ("utter_step_transport_review", "utter_step_transport_ombudsman"),
    "school_admission": ("utter_step_admission_letter", "utter_step_admission_panel"),
}


def _other_door(facts: Facts, found: Determination) -> list[str]:
    if found.signpost != "disability_discrimination":
        return [phrase(name) for name in _DOORS[found.signpost or ""]]
    appeal, advice = found.appeal, phrase("utter_step_advice")
    if not appeal.possible:
        return [phrase("utter_step_county_court")]
    if facts.decision_date is None or appeal.last_day is None:
        return [phrase("utter_step_claim_undated"), phrase("utter_step_claim", form=appeal.form), advice]
    if appeal.passed:
        return [phrase("utter_step_claim_late", form=appeal.form), advice]
    by = shown(appeal.aim_for) if appeal.aim_for else shown(appeal.last_day)
    last_day = phrase("utter_step_claim_last_day", last_day=shown(appeal.last_day), days_left=days_words(appeal.days_left))
    return [phrase("utter_step_claim", form=appeal.form), phrase("utter_step_claim_aim", aim_for=by), last_day]
