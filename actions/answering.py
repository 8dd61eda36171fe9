"""From a determination to what is said: which responses of ``domain.yml``, with which values. Every outcome checks its inputs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from actions.asking import NOT_CONTACTED
from actions.rules import Determination, Facts
from actions.rules.describe import NEAR, sum_line
from actions.rules.determine import SETTINGS
from actions.say import Say
from actions.wording import meaning, phrase, shown
from councils import Contact, Council
from nlu.council_names import council_name

SHOWN_FACTS = (
    "counterparty",
    "subject",
    "plan_stage",
    "placement_only",
    "in_ehc_process",
    "after_review",
    "young_person",
    "decision_date",
    "certificate_date",
    "adviser_contacted_on",
    "council",
)
# Rules that the full list of sources has ("where does that come from?") and the answer itself leaves out.
_DETAILS = frozenset(
    {
        "appeal.month_counting",
        "appeal.working_days",
        "appeal.five_pm",
        "appeal.extended",
        "certificate.three_working_days",
        "claim.no_extension",
        "dr.no_effect_on_time",
        "mediation.within_30_days",
    }
)


def fact_lines(facts: Facts, names: list[str], before: Facts, young: bool = False) -> str:
    """The named facts as lines of a list, with their former values where they had other ones. ``young``: to the young person."""
    lines = []
    if is_both(facts) and "subject" in names:
        names = [name for name in names if name != "placement_only"]  # the subject's line says so
    for name in SHOWN_FACTS:
        if name == "counterparty" and facts.subject == "joint_commissioning":
            continue  # two services disagree with each other, and not with whoever asks
        value, old = getattr(facts, name), getattr(before, name)
        if name in names and value is None and old is not None:
            gone = phrase(f"utter_fact_{name}", value=fact_words(name, old, facts, young))
            lines.append(phrase("utter_fact_taken_back", fact=gone))
        if name in names and value is not None:
            line = phrase(f"utter_fact_{_wording_of(name, facts, young)}", value=fact_words(name, value, facts, young))
            lines.append(line if old is None else phrase("utter_fact_was", fact=line, value=fact_words(name, old, facts, young)))
    return "\n".join(f"• {line}" for line in lines)


def shown_facts(facts: Facts, young: bool = False) -> list[tuple[str, str]]:
    """The known facts that are shown to people, by name and by what they are called."""
    known = [name for name in SHOWN_FACTS if getattr(facts, name) is not None]
    return [(name, fact_label(name, facts, young)) for name in known]


def fact_label(name: str, facts: Facts, young: bool = False) -> str:
    """What a fact is called."""
    return phrase(f"utter_fact_{_wording_of(name, facts, young)}", value="").rstrip(" :")


def _wording_of(name: str, facts: Facts, young: bool) -> str:
    if name == "young_person" and young:
        return "young_person_own"
    happened = name == "decision_date" and facts.subject in ("disability_discrimination", "exclusion")
    return "happened_on" if happened else name


def fact_words(name: str, value: Any, facts: Facts, young: bool = False) -> str:
    """A fact's value as people read it; ``young``: as said to the young person, and not to a parent."""
    if name == "subject" and value == facts.subject and is_both(facts):
        return phrase("utter_subject_both")
    if name == "subject" and value == "refusal_to_amend" and not facts.after_review:
        return phrase("utter_meaning_refusal_to_amend_no_review")
    if name == "subject":
        return meaning(value, young)
    if name == "council":
        return council_name(value)
    return shown(value)


def is_both(facts: Facts) -> bool:
    """Whether it is about needs or help in the plan and about the school or college in it: one appeal, with one last day."""
    return facts.subject in ("plan_contents", "placement") and facts.placement_only is False


def changed_facts(facts: Facts, told: dict[str, Any]) -> list[str]:
    """Names of the facts that are not as they were told last."""
    return [name for name, value in facts.to_dict().items() if value != told.get(name)]


def answer(
    facts: Facts, found: Determination, council: Council | None, declined: set[str], today: date, young: bool = False
) -> list[Say]:
    """The whole answer, most important first; nothing where a fact is missing that decides it. ``young``: to the young person."""
    if facts.subject is None:
        return []
    unknown = _unknown(found, declined)
    says: list[Say] = []
    if found.signpost:
        says = _other_door(facts, found, today)
    elif found.disagreement_resolution.kind == 4:
        says = [Say("utter_answer_commissioning")]
    elif found.appeal.possible:
        says = dates(facts, found, declined, today)
        if facts.subject == "refusal_to_amend" and not facts.after_review:
            says.append(Say("utter_answer_after_review"))
        if is_both(facts):
            says.append(Say("utter_answer_both"))
        if facts.subject == "ceasing_plan":
            says.append(Say("utter_answer_which_letter"))
        if facts.young_person:
            says.append(whose_right(young))
        says += _mediation_and_certificate(facts, found, council)
        says.append(Say("utter_answer_keep_in_mind"))
    elif facts.subject == "refusal_to_amend":
        says = [Say("utter_answer_no_review")]
    elif facts.plan_stage == "draft" and facts.subject in ("plan_contents", "placement"):
        says = [Say("utter_answer_draft")]
    elif found.appeal.possible is None:
        says = [Say("utter_answer_stage_unknown")] if "plan_stage" in unknown else []
    else:
        says = _resolution(facts, found, council)
    says += missing_facts(found, declined)
    if says and found.why:
        says.append(sources(found, brief=True))
    return says


def whose_right(young: bool) -> Say:
    """Whose the right to appeal is; ``young``: as said to the young person."""
    return Say("utter_known_young_person_own" if young else "utter_known_young_person")


def _unknown(found: Determination, declined: set[str]) -> list[str]:
    return [name for name in found.missing if name in declined and name not in ("certificate_date", "adviser_contacted_on")]


def missing_facts(found: Determination, declined: set[str]) -> list[Say]:
    """That the answer is not certain, where the person has not got a fact that decides it; a date has words of its own."""
    unknown = _unknown(found, declined)
    if not [name for name in unknown if name != "decision_date"]:
        return []
    return [Say("utter_answer_not_certain", {"facts": _missing_words(unknown)})]


def dates(facts: Facts, found: Determination, declined: set[str], today: date) -> list[Say]:
    """The dates first, then how they come about."""
    appeal, certificate = found.appeal, found.certificate
    if facts.decision_date is None:
        return [Say("utter_answer_no_date", {"form": appeal.form})]
    by = shown(certificate.contact_adviser_by) if certificate.contact_adviser_by else ""
    if appeal.bare_date is None:
        if certificate.needed is None:
            return [Say("utter_answer_section_unknown", {"ring_by": by})]
        return [Say("utter_answer_contact_unknown", {"ring_by": by})]
    values = {
        "ring_by": by,
        "aim_for": aim_words(appeal.aim_for, appeal.last_day, today) if appeal.aim_for else "",
        "last_day": shown(appeal.last_day) if appeal.last_day else "",
        "bare_date": shown(appeal.bare_date),
        "days_left": days_words(appeal.days_left),
        "form": appeal.form,
    }
    says = [Say(_dates_response(facts, found, declined, today), values)]
    if certificate.contacted_in_time is False:
        if facts.certificate_date:
            says.append(Say("utter_answer_adviser_late_certified", {"ring_by": by}))
        else:
            says.append(Say("utter_answer_adviser_late", {"ring_by": by}))
    says.append(Say("utter_answer_sum", {"sum": "\n".join(sum_line(step) for step in appeal.sum)}))
    return says


def is_near(found: Determination) -> bool:
    """Whether the last day is so near that the answer is urgent; not once it has passed."""
    appeal = found.appeal
    return not appeal.passed and appeal.days_left is not None and appeal.days_left < NEAR


def _dates_response(facts: Facts, found: Determination, declined: set[str], today: date) -> str:
    appeal = found.appeal
    if found.signpost:
        return "utter_answer_claim_passed" if appeal.passed else "utter_answer_claim_dates"
    if appeal.last_day is None:
        return "utter_answer_dates_unpublished"
    contacted = False if NOT_CONTACTED in declined else found.certificate.contacted_in_time
    certified = facts.certificate_date is not None
    if appeal.passed:
        if NOT_CONTACTED in declined:
            return "utter_answer_passed_not_contacted"
        if not found.certificate.needed or certified or contacted is False:
            return "utter_answer_passed"
        return "utter_answer_passed_contacted" if contacted else "utter_answer_passed_maybe"
    near = is_near(found)
    if not found.certificate.needed:
        if found.certificate.needed is None and near:
            return "utter_answer_dates_maybe_near"
        return "utter_answer_dates_no_certificate_near" if near else "utter_answer_dates_no_certificate"
    if certified:
        return "utter_answer_dates_certified_near" if near else "utter_answer_dates_certified"
    assert found.certificate.contact_adviser_by is not None
    if contacted:
        return "utter_answer_dates_near_contacted" if near else "utter_answer_dates_contacted"
    if today <= found.certificate.contact_adviser_by:
        return "utter_answer_dates_near_ring" if near else "utter_answer_dates"
    if contacted is False:
        return "utter_answer_dates_not_contacted"
    return "utter_answer_dates_near" if near else "utter_answer_dates_ring_passed"


def aim_words(aim_for: date, last_day: date | None, today: date) -> str:
    """The day to aim for, as it follows "by": where it is the last day itself, that day is not said twice."""
    if aim_for == last_day and aim_for >= today:
        return phrase("utter_aim_today" if aim_for == today else "utter_aim_same")
    return phrase("utter_aim_passed", day=shown(aim_for)) if aim_for < today else shown(aim_for)


def days_words(days: int | None) -> str:
    """How many days are left, as a sentence; nothing where it is not known."""
    if days is None:
        return ""
    if days > 1:
        return phrase("utter_days_many", days=days)
    return phrase("utter_days_one" if days else "utter_days_none")


def _mediation_and_certificate(facts: Facts, found: Determination, council: Council | None) -> list[Say]:
    """What is to be done for the certificate, then what mediation is."""
    says: list[Say] = []
    if found.certificate.needed is None:
        says.append(Say("utter_answer_certificate_maybe"))
    elif not found.certificate.needed:
        says.append(Say("utter_answer_no_certificate"))
    elif facts.certificate_date:
        says.append(Say("utter_answer_has_certificate", {"form": found.appeal.form}))
    else:
        says += whom(facts, found, council)
        says += [] if found.appeal.passed else [Say("utter_answer_certificate")]
    return [*says, Say("utter_answer_mediation")]


def whom(facts: Facts, found: Determination, council: Council | None) -> list[Say]:
    """Whom to contact for the certificate, or for disagreement resolution."""
    if found.certificate.needed and facts.certificate_date is None:
        return [Say("utter_answer_whom", {"contact": contact_words(council, "mediation_adviser")})]
    if found.disagreement_resolution.kind in (1, 2, 3):
        return [Say("utter_answer_dr_how", {"contact": contact_words(council, "disagreement_resolution")})]
    return []


def _resolution(facts: Facts, found: Determination, council: Council | None) -> list[Say]:
    """Disagreement resolution (kinds 1 to 3), or where it does not apply what does."""
    kind = found.disagreement_resolution.kind
    if kind is None:
        says = [Say("utter_answer_dr_maybe" if found.disagreement_resolution.applies is None else "utter_answer_no_dr")]
    else:
        says = [Say(f"utter_answer_dr_{kind}")]
        says += whom(facts, found, council)
    if facts.subject in ("health_provision", "social_care_provision"):
        stage = {True: "right", False: "no_right", None: "maybe"}[found.mediation.applies]
        mediation = [Say(f"utter_answer_health_care_mediation_{stage}")]
        if facts.subject == "health_provision" and found.mediation.applies:
            mediation.append(Say("utter_answer_health_mediation_who"))
        says = [*mediation, *says] if found.mediation.applies and kind is None else [*says, *mediation]
    else:
        says.append(Say("utter_answer_no_appeal"))
    yourself = [Say("utter_answer_ask_yourself")] if facts.subject == "sen_provision" else []
    return says + _complaint(facts, found) + yourself


def _other_door(facts: Facts, found: Determination, today: date) -> list[Say]:
    if found.signpost == "disability_discrimination":
        if not found.appeal.possible:
            return [Say("utter_answer_county_court")]
        timed = dates(facts, found, set(), today) if facts.decision_date else []
        return [Say("utter_answer_disability_discrimination", {"form": found.appeal.form}), *timed]
    return [Say(f"utter_answer_{found.signpost}")]


def in_place_of_an_appeal(facts: Facts, found: Determination) -> list[Say]:
    """What there is for a matter without an appeal: its own way, or a complaint and disagreement resolution."""
    if found.appeal.possible or facts.subject is None or facts.plan_stage == "draft":
        return []
    if facts.subject == "refusal_to_amend":
        return [Say("utter_answer_no_review")]
    if found.signpost:
        return [] if found.signpost == "disability_discrimination" else [Say(f"utter_answer_{found.signpost}")]
    if found.disagreement_resolution.kind == 4:
        return [Say("utter_answer_commissioning")]
    resolution = [Say("utter_known_route_dr")] if found.disagreement_resolution.applies else []
    return [*_complaint(facts, found), *resolution]


def in_its_own_way(facts: Facts, found: Determination) -> list[Say]:
    """What there is for a matter of which nothing more is known, a claim of discrimination included."""
    if found.signpost == "disability_discrimination":
        return [Say("utter_known_claim_time", {"form": found.appeal.form})]
    return in_place_of_an_appeal(facts, found)


def _complaint(facts: Facts, found: Determination) -> list[Say]:
    """To whom to complain. Whoever fails to give what section F promises, the council must see to it (section 42)."""
    rules = [why.rule for why in found.why if why.rule.startswith("complaint.")] or ["complaint.council"]
    says = [Say(f"utter_answer_{rule.replace('.', '_')}") for rule in rules]
    if facts.subject == "carrying_out_duties" and facts.counterparty == "health_commissioner":
        says.append(Say("utter_answer_council_duty_nhs"))
    elif facts.subject in ("carrying_out_duties", "sen_provision"):
        if facts.counterparty in SETTINGS:
            says.append(Say("utter_answer_council_must_secure"))
        elif facts.counterparty == "local_authority":
            says.append(Say("utter_answer_council_duty"))
    return says


def contact_words(council: Council | None, purpose: str) -> str:
    """Whom to turn to, from the council's file; where it has nothing, that it has nothing and where to look."""
    contact = council.contact(purpose) if council else None
    if contact is None:
        name = f"utter_contact_no_{purpose}"
        return phrase(name, council=council.name) if council else phrase(f"utter_contact_unknown_{purpose}")
    words = contact_line(contact)
    if not (contact.phone or contact.email):
        words += " " + phrase("utter_contact_number_in_letter")
    return words


def contact_lines(contacts: Iterable[Contact]) -> list[str]:
    """Contacts in words, each once: one whose phone number or address was named already is not named again."""
    lines: list[str] = []
    named: set[str] = set()
    for contact in contacts:
        reached = {part for part in (contact.phone, contact.email) if part}
        if not (reached and reached <= named):
            lines.append(contact_line(contact))
        named |= reached
    return list(dict.fromkeys(lines))


def contact_line(contact: Contact) -> str:
    """One contact in words, with the page it comes from."""
    who = ", ".join(part for part in (contact.team, contact.name) if part)
    parts = [part for part in (contact.note, ", ".join([who, *contact.address]) if contact.address else None) if part] or [who]
    if contact.phone:
        parts.append(phrase("utter_contact_phone", phone=contact.phone))
    if contact.email:
        parts.append(phrase("utter_contact_email", email=contact.email))
    if contact.website:
        parts.append(str(contact.website))
    checked = contact.source.checked_on
    source = phrase("utter_contact_source", title=contact.source.title, checked=f"{checked.day} {checked:%B %Y}")
    return " ".join(part if part.endswith(".") else part + "." for part in parts) + " " + source


def sources(found: Determination, brief: bool = False) -> Say:
    """The sources of a determination, one a line, each once; ``brief`` leaves out the details.

    Beside a last day that is also what holds of mediation and disagreement resolution: ``utter_answer_mediation`` names its own.
    """
    beside = ("dr.", "mediation.") if brief and found.appeal.last_day and not found.signpost else ()
    rows = {why.source: why for why in found.why if not (brief and why.rule in _DETAILS) and not why.rule.startswith(beside)}
    lines = "\n".join(f"• {why.source}: {why.link}" for why in rows.values())
    checked = min(why.checked_on for why in rows.values())
    return Say("utter_sources", {"sources": lines, "checked": f"{checked:%B %Y}"})


def _missing_words(names: list[str]) -> str:
    return "\n".join(f"• {phrase(f'utter_missing_{name}')}" for name in names)
