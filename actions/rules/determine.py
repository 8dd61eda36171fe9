"""Combine the facts with the law: which way the disagreement goes, and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Extra, ValidationError

from actions.rules.deadlines import Deadline, appeal_deadline, claim_deadline, contact_adviser_by
from actions.rules.determination import (
    Appeal,
    Certificate,
    Determination,
    DisagreementResolution,
    Mediation,
    Why,
)
from actions.rules.facts import SUBJECTS, Counterparty, Facts
from actions.rules.law import LawNotKnown, all_law, law, read_yaml

ROUTES_FILE = Path(__file__).with_name("routes.yml")

SETTINGS = ("school", "academy", "early_years_provider", "post_16_institution")
MOST_USEFUL_FIRST = (
    "subject",
    "in_ehc_process",
    "plan_stage",
    "placement_only",
    "counterparty",
    "decision_date",
    "adviser_contacted_on",
    "certificate_date",
)
_PLAN_SUBJECTS = ("plan_contents", "placement")
_NO_PROCESS = Determination(
    None,
    None,
    mediation=Mediation(False),
    certificate=Certificate(False),
    appeal=Appeal(False),
    disagreement_resolution=DisagreementResolution(False),
)


class Route(BaseModel):
    """Where a subject leads (a row of ``routes.yml``)."""

    route: Literal["appeal", "resolve", "health_care", "commissioning", "claim", "door"]
    rule: str
    counterparty: Counterparty | None
    asks: tuple[Literal["in_ehc_process", "plan_stage", "placement_only", "counterparty"], ...] = ()

    class Config:
        extra = Extra.forbid
        frozen = True


def read_routes(path: Path) -> dict[str, Route]:
    """Subject to route, for all subjects.

    Raises:
        ValueError: the file is broken: names the row and what is expected.
    """
    rows = read_yaml(path)
    if not isinstance(rows, dict) or set(rows) != set(SUBJECTS):
        raise ValueError(f"{path.name}: expected one row for each of {', '.join(SUBJECTS)}")
    found = {}
    for name, row in rows.items():
        try:
            found[name] = Route.parse_obj(row)
        except ValidationError as error:
            first = error.errors()[0]
            raise ValueError(f"{path.name}: {name}, {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        if found[name].rule not in all_law():
            raise ValueError(f"{path.name}: {name}, rule: {found[name].rule} is no row of law.yml")
    return found


@lru_cache(maxsize=1)
def routes() -> dict[str, Route]:
    """The routes of ``routes.yml``, read once."""
    return read_routes(ROUTES_FILE)


def counts_from(subject: str | None) -> str | None:
    """What a subject's time counts from: "letter", "happening" (a discrimination claim), or None where no time is worked out."""
    route = routes()[subject].route if subject else "appeal"
    return {"appeal": "letter", "claim": "happening"}.get(route)


def determine(facts: Facts, today: date) -> Determination:
    """Say what follows from the facts. Pure: no clock, no I/O.

    Args:
        facts: what is known; unknown facts are None.
        today: the day to count from.

    Returns:
        The determination. Parts that hang on an unknown fact are None, and ``missing`` names the facts, most useful first.
        The law is that of the decision date, or of ``today`` where there is none.

    Raises:
        LawNotKnown: the decision was made before the law that the guide knows.
    """
    if facts.subject is None:
        return Determination(facts.counterparty, None, missing=("subject",))
    route = routes()[facts.subject]
    on = facts.decision_date or today
    law("act.appeal_right", on)
    named = facts.counterparty
    if route.counterparty:
        facts = facts.with_(counterparty=route.counterparty)
    found = {
        "appeal": _appeal,
        "resolve": _resolve,
        "health_care": _health_care,
        "commissioning": _commissioning,
        "claim": _claim,
        "door": _door,
    }[route.route](facts, route, today)
    rules = [why.rule for why in found.why]
    if route.route == "appeal" and named not in (None, "local_authority"):
        rules.insert(0, "act.council_decides")
    if facts.young_person and found.appeal.possible:
        rules.append("person.young_person")
    return replace(
        found,
        counterparty=facts.counterparty,
        subject=facts.subject,
        missing=_missing(facts, route, found),
        why=_why(rules, on),
    )


def _missing(facts: Facts, route: Route, found: Determination) -> tuple[str, ...]:
    """What is still needed: the subject's own questions and the dates, most useful first."""
    asks = {name for name in route.asks if getattr(facts, name) is None}
    if route.route == "appeal" and facts.plan_stage == "draft":
        asks = set()  # a draft settles it
    if route.route == "health_care":
        if facts.plan_stage == "draft":
            asks.discard("in_ehc_process")  # a draft shows that a plan is being drawn up
        if facts.in_ehc_process is False:
            asks.discard("plan_stage")
        if _just_made(facts):
            asks -= {"in_ehc_process", "counterparty"}  # the plan gives the right to mediation
    return tuple(name for name in MOST_USEFUL_FIRST if name in asks or name in found.missing)


def _why(rules: list[str], on: date) -> tuple[Why, ...]:
    cited = []
    for rule_id in dict.fromkeys(rules):
        try:
            row = law(rule_id, on)
        except LawNotKnown:
            continue  # the right did not exist yet on that day, so nothing is said of it
        cited.append(Why(rule_id, row.says, row.section, str(row.link), row.checked_on))
    return tuple(cited)


def _cite(*rules: str) -> tuple[Why, ...]:
    """Names only; ``determine`` puts in the rows of the right day."""
    return tuple(Why(rule, "", "", "", date.min) for rule in rules)


def _timed(deadline: Deadline, form: str | None, today: date) -> Appeal:
    last = deadline.last_day
    return Appeal(
        possible=True,
        form=form,
        last_day=last,
        aim_for=deadline.aim_for,
        passed=None if last is None else today > last,
        days_left=None if last is None else max((last - today).days, 0),
        bare_date=deadline.bare_date,
        sum=deadline.steps,
    )


def _appeal(facts: Facts, route: Route, today: date) -> Determination:
    """Section 51 decisions: mediation and appeal are rights; the certificate is needed but for section I alone."""
    resolution = DisagreementResolution(True, 1)
    if facts.subject in _PLAN_SUBJECTS and facts.plan_stage == "draft":
        return replace(
            _NO_PROCESS,
            disagreement_resolution=resolution,
            why=_cite("act.draft_plan", "mediation.no_right", "dr.kind_1"),
        )
    if facts.subject == "refusal_to_amend" and facts.after_review is False:
        # Section 51(2)(e) has only the refusal that follows a review or re-assessment, so no time runs.
        return replace(
            _NO_PROCESS, disagreement_resolution=resolution, why=_cite("act.no_review", "mediation.no_right", "dr.kind_1")
        )
    if facts.subject == "plan_contents" and facts.plan_stage is None:
        missing = () if facts.decision_date else ("decision_date",)
        return Determination(None, None, disagreement_resolution=resolution, missing=missing, why=_cite("dr.kind_1"))
    needed = _certificate_needed(facts)
    parts = ["act.plan_contents", "act.placement"] if facts.subject in _PLAN_SUBJECTS and facts.placement_only is False else []
    rules = [*(parts or [route.rule]), "mediation.right", "mediation.within_30_days"]
    rules += {
        True: ["certificate.needed", "certificate.contact_adviser", "certificate.three_working_days"],
        False: ["certificate.placement_only"],
        None: ["certificate.needed", "certificate.placement_only", "certificate.contact_adviser"],
    }[needed]
    form = law(route.rule, facts.decision_date or today).values["form"]
    certificate, appeal, still = Certificate(needed), Appeal(True, form), ["decision_date"]
    warnings: list[str] = []
    if facts.decision_date is not None:
        certificate, appeal, still, date_rules, warnings = _appeal_dates(facts, needed, form, today)
        rules += date_rules
    return replace(
        _NO_PROCESS,
        disagreement_resolution=resolution,
        mediation=Mediation(True),
        certificate=certificate,
        appeal=appeal,
        missing=tuple(still),
        warnings=tuple(warnings),
        why=_cite(*rules, "dr.kind_1", "dr.no_effect_on_time"),
    )


def _certificate_needed(facts: Facts) -> bool | None:
    if facts.subject not in _PLAN_SUBJECTS:
        return True
    if facts.placement_only is None:
        return True if facts.subject == "plan_contents" else None
    return not facts.placement_only


def _appeal_dates(
    facts: Facts, needed: bool | None, form: str, today: date
) -> tuple[Certificate, Appeal, list[str], list[str], list[str]]:
    """Certificate, appeal, what is missing, the rules and the warnings, for a decision whose date is known."""
    assert facts.decision_date is not None
    contact_by = contact_adviser_by(facts.decision_date)
    certified, contacted = facts.certificate_date, facts.adviser_contacted_on
    in_time: bool | None = None
    missing: list[str] = []
    rules: list[str] = []
    warnings: list[str] = []
    if certified is not None and certified <= contact_by:
        in_time = True  # the certificate itself shows it
        if contacted is not None and contacted > certified:
            warnings.append("adviser_after_certificate")
    elif contacted is not None:
        in_time = contacted <= contact_by
    if certified is not None and certified < facts.decision_date:
        warnings.append("certificate_before_decision")
    if needed:
        if in_time is None and (certified is not None or today > contact_by):
            missing.append("adviser_contacted_on")
        if certified is None:
            missing.append("certificate_date")
        if in_time is False:
            rules.append("certificate.contacted_late")
    elif needed is False and certified is not None:
        rules.append("certificate.not_counted_placement_only")
    certificate = Certificate(needed, None if needed is False else contact_by, in_time if needed else None)
    if needed and certified is not None and in_time is None:
        # Whether the certificate counts decides the date, so no date is given yet.
        return certificate, Appeal(True, form), missing, [*rules, "certificate.contact_unknown"], warnings
    deadline = appeal_deadline(facts.decision_date, certified if needed and in_time else None)
    if needed is None and certified and appeal_deadline(facts.decision_date, certified).bare_date > deadline.bare_date:
        # Whether the appeal is only about section I decides the date, so no date is given yet.
        return certificate, Appeal(True, form), missing, rules, warnings
    appeal = _timed(deadline, form, today)
    rules += deadline.rules
    if appeal.passed:
        rules.append("appeal.late")
    return certificate, appeal, missing, rules, warnings


def _resolve(facts: Facts, route: Route, today: date) -> Determination:
    """Duties not carried out, and help in a school, nursery or college: disagreement resolution, or a complaint."""
    in_process = True if facts.plan_stage == "draft" else facts.in_ehc_process
    kind: int | None
    if facts.counterparty == "health_commissioner" and facts.subject == "carrying_out_duties" and not in_process:
        # What section F has, the council must secure, whoever gives it (section 42): so it is a matter with the council too.
        kind, rules = 1, ["dr.kind_1", "complaint.council"]
    elif facts.counterparty == "health_commissioner":
        if in_process is None:
            return replace(
                _NO_PROCESS,
                disagreement_resolution=DisagreementResolution(),
                missing=("in_ehc_process",),
                why=_cite("dr.kind_3_process", "mediation.no_right", "act.no_appeal", "complaint.health"),
            )
        kind = 3 if in_process else None
        rules = ["dr.kind_3" if kind else "dr.kind_3_process"]
        rules += ["complaint.council"] if facts.subject == "carrying_out_duties" else []
    elif facts.subject == "sen_provision":
        kind = 1 if facts.counterparty == "local_authority" else 2
        rules = [f"dr.kind_{kind}"]
    else:
        kind, rules = 1, ["dr.kind_1"]
    rules += ["mediation.no_right", "act.no_appeal", _complaint(facts)]
    return replace(_NO_PROCESS, disagreement_resolution=DisagreementResolution(kind is not None, kind), why=_cite(*rules))


def _complaint(facts: Facts) -> str:
    other_side = facts.counterparty or ("health_commissioner" if facts.subject == "health_provision" else None)
    if other_side == "health_commissioner":
        return "complaint.health"
    return "complaint.school" if other_side in SETTINGS else "complaint.council"


def _just_made(facts: Facts) -> bool:
    """Whether a final or changed plan and the day of its letter are known: sections 52 and 53 give mediation on what it has."""
    return facts.plan_stage in ("final", "amended") and facts.decision_date is not None


def _health_care(facts: Facts, route: Route, today: date) -> Determination:
    """Health or social care around an EHC assessment or plan: no appeal on its own."""
    rules = ["appeal.not_health_alone", "appeal.extended", _complaint(facts)]
    # A draft shows that the plan is being drawn up.
    in_process = True if facts.plan_stage == "draft" else facts.in_ehc_process
    if in_process is None and _just_made(facts):
        right = "mediation.health_and_social_care"
        resolution = DisagreementResolution(False if facts.counterparty in SETTINGS else None)
        return replace(
            _NO_PROCESS,
            disagreement_resolution=resolution,
            mediation=Mediation(True),
            why=_cite(right, "dr.kind_3_process", *rules),
        )
    if in_process is None:
        return replace(
            _NO_PROCESS,
            disagreement_resolution=DisagreementResolution(),
            mediation=Mediation(),
            missing=("in_ehc_process",),
            why=_cite("dr.kind_3_process", *rules),
        )
    if not in_process:
        just_made = facts.plan_stage in ("final", "amended")
        right = "mediation.health_and_social_care" if just_made else "mediation.no_right"
        return replace(_NO_PROCESS, mediation=Mediation(just_made), why=_cite("dr.kind_3_process", right, *rules))
    right_party = facts.counterparty not in SETTINGS
    mediation = None if facts.plan_stage is None else facts.plan_stage != "draft"
    return replace(
        _NO_PROCESS,
        disagreement_resolution=DisagreementResolution(right_party, 3 if right_party else None),
        mediation=Mediation(mediation),
        why=_cite(
            "dr.kind_3" if right_party else "dr.not_these_parties",
            "mediation.no_right" if mediation is False else "mediation.health_and_social_care",
            *rules,
        ),
    )


def _commissioning(facts: Facts, route: Route, today: date) -> Determination:
    """A council against a health body."""
    return replace(
        _NO_PROCESS,
        disagreement_resolution=DisagreementResolution(True, 4),
        why=_cite("dr.kind_4", "mediation.no_right"),
    )


def _claim(facts: Facts, route: Route, today: date) -> Determination:
    """Disability discrimination: a claim to the Tribunal against a school, to the County Court against others."""
    base = replace(_NO_PROCESS, signpost=facts.subject)
    if facts.counterparty not in (None, "school", "academy"):
        return replace(base, why=_cite("claim.county_court"))
    rules = [route.rule, "claim.no_extension"]
    form = law(route.rule, facts.decision_date or today).values["form"]
    if facts.decision_date is None:
        return replace(base, appeal=Appeal(True, form), missing=("decision_date",), why=_cite(*rules))
    deadline = claim_deadline(facts.decision_date)
    appeal = _timed(deadline, form, today)
    late = ["appeal.late"] if appeal.passed else []
    unpublished = [] if deadline.aim_for else ["appeal.bank_holidays_unpublished"]
    return replace(base, appeal=appeal, why=_cite(*deadline.rules, *late, *unpublished))


def _door(facts: Facts, route: Route, today: date) -> Determination:
    """Exclusion, transport, admission: another way altogether."""
    return replace(_NO_PROCESS, signpost=facts.subject, why=_cite(route.rule))
