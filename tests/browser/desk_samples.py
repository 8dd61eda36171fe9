"""The helpline desk in all its states, rendered from made-up contexts.

``python tests/browser/desk_samples.py FOLDER`` writes them as files.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from page_samples import ALL_TAKE, ANSWERED, DATES, HOSTILE, NO_TAKE, OPENING, ROOT, SUM, Sample
from page_samples import dated as page_dated
from page_samples import environment as page_environment

BASE = "/desk"
COUNCIL = {"name": "Sefton Metropolitan Borough Council"}
LAW = "https://www.legislation.gov.uk/ukpga/2014/6/"

SUBJECTS = {
    "refusal_to_assess": "Refused to assess",
    "refusal_to_issue_plan": "Assessed, but no plan",
    "plan_contents": "What the plan says",
    "placement": "School or college in the plan",
    "ceasing_plan": "The council is ending the plan",
    "sen_provision": "Help that a school gives",
    "exclusion": "Suspended or excluded",
}
WITH = {"local_authority": "The council", "school": "A school", "academy": "An academy", "post_16_institution": "A college"}
STAGES = {"draft": "Draft", "final": "Final", "amended": "Changed (amended) final"}
YES_NO = {"yes": "Yes", "no": "No"}

# Name, label, kind, options, key, whether a caller may be without it.
FIELDS: list[tuple[str, str, str, dict[str, str], str, bool]] = [
    ("subject", "What it is about", "choice", SUBJECTS, "b", False),
    ("counterparty", "Who it is with", "choice", WITH, "w", False),
    ("decision_date", "Date on the letter", "date", {}, "d", True),
    ("plan_stage", "Stage of the plan", "choice", STAGES, "p", False),
    ("placement_only", "Only the school or college (section I)", "choice", YES_NO, "o", False),
    ("certificate_date", "Date on the certificate", "date", {}, "c", True),
    ("adviser_contacted_on", "Adviser first contacted", "date", {}, "v", True),
    ("in_ehc_process", "Assessment or review going on", "choice", YES_NO, "e", False),
    ("after_review", "Refused after a review or re-assessment", "choice", YES_NO, "r", False),
    ("young_person", "Young person’s own right", "choice", YES_NO, "y", False),
    ("council", "Council", "text", {}, "l", True),
]
ASIDES = [
    "Do I have to mediate?",
    "What is the certificate?",
    "How do I get the certificate?",
    "I missed the date",
    "It is the school",
    "What does it cost?",
    "Does mediation stop the clock?",
    "I want to complain",
    "The caller is in distress",
]
TOPICS = [
    *ASIDES,
    "What is disagreement resolution?",
    "What can disagreement resolution be used for?",
    "When can disagreement resolution be used?",
    "Must everybody take part in disagreement resolution?",
    "Who runs disagreement resolution?",
    "What is mediation?",
    "Which decisions is mediation for?",
    "How soon must mediation happen?",
    "Who comes to mediation?",
    "Is it confidential?",
    "What is the mediation certificate?",
    "How do I get the certificate?",
    "How long does the certificate take?",
    "Who is the mediation adviser?",
    "How do I appeal?",
    "How long do I have to appeal?",
    "What is the SEND Tribunal?",
    "What if we agree only in part?",
    "What happens after mediation?",
    "What happens at the hearing?",
    "What is an EHC plan?",
]


def _why(says: str, source: str, link: str) -> dict[str, str]:
    return {"says": says, "source": source, "link": link, "checked_on": "21 November 2026"}


OUTCOME: list[dict[str, Any]] = [
    {
        "name": "mediation",
        "label": "Mediation",
        "value": "Applies. The parent or young person chooses",
        "tone": "yes",
        "why": [
            _why(
                "There is a right to mediation about this decision. The council must take part if it is wanted.",
                "Children and Families Act 2014, sections 52 to 54",
                f"{LAW}notes/division/4/3/12/2",
            ),
            _why(
                "Mediation must be arranged within 30 calendar days.",
                "SEND Regulations 2014, regulations 34 to 41",
                f"{LAW}part/3",
            ),
        ],
    },
    {
        "name": "certificate",
        "label": "Certificate",
        "value": "Needed before the appeal",
        "tone": "yes",
        "why": [
            _why(
                "A certificate from a mediation adviser comes before the appeal. Nobody has to mediate.",
                "Children and Families Act 2014, section 55",
                f"{LAW}section/55",
            )
        ],
    },
    {
        "name": "appeal",
        "label": "Appeal",
        "value": "Yes, to the SEND Tribunal with form SEND35a",
        "tone": "yes",
        "why": [
            _why(
                "There is an appeal if the council will not carry out an education, health and care (EHC) needs assessment.",
                "Children and Families Act 2014, section 51(2)(a)",
                f"{LAW}section/51",
            ),
            _why(
                "The Tribunal must have the appeal by 5pm on the last day.",
                "Tribunal Procedure Rules 2008, rule 12(1)",
                f"{LAW}x",
            ),
            _why(
                "If the time ends on a weekend, the next working day is in time.",
                "Tribunal Procedure Rules 2008, rule 12(2)",
                f"{LAW}y",
            ),
        ],
    },
    {
        "name": "disagreement_resolution",
        "label": "Disagreement resolution",
        "value": "Possible, if both sides agree: how duties are carried out (kind 1)",
        "tone": "open",
        "why": [
            _why("It gives no certificate and does not stop the clock.", "Children and Families Act 2014, section 57", f"{LAW}z")
        ],
    },
    {
        "name": "complaint",
        "label": "Complaint",
        "value": "Council’s complaints procedure, then the Ombudsman (LGSCO)",
        "tone": "plain",
        "why": [],
    },
]
SCRIPT = [
    "• First, the parent or young person rings the mediation adviser for the certificate. "
    "Sunday 3 May 2026 is the last day for that, and is never extended.\n"
    "• Aim for the Tribunal to have the appeal by Friday 1 May 2026.\n"
    "• Tuesday 5 May 2026, 5pm, is the last day to appeal. There are 12 days left.\n"
    "• If the letter gives an earlier date, keep to that one.",
]
LONG_SCRIPT = [
    *SCRIPT,
    "Mediation is a right here. It is free, and it is all right to say yes or no.",
    "To get the certificate:\n1. Contact the mediation adviser named in the decision letter.\n"
    "2. Say that a certificate is needed to appeal.\n3. Say whether mediation is wanted.",
]
GREETING = ["Hello. This is about disagreements on special educational needs in England."]
NOTE = """Helpline case note
==================

Thursday 23 April 2026, 10:42

Facts
-----
• What it is about: Refused to assess
• Who it is with: the council
• Date on the letter: Tuesday 3 March 2026

Dates
-----
• Last day in law, 5pm: Tuesday 5 May 2026

Said to the caller
------------------
Ring the mediation adviser for the certificate.

Sources
-------
• Children and Families Act 2014, section 51(2)(a): https://www.legislation.gov.uk/ukpga/2014/6/section/51"""


def fields(
    errors: dict[str, str] | None = None, without: tuple[str, ...] = (), **values: str | tuple[str, str]
) -> list[dict[str, Any]]:
    """The fields with what is in them; for a date, its text and its words."""
    made = []
    for name, label, kind, options, key, can_be_without in FIELDS:
        value = values.get(name, "")
        options = {"": "not known", **options} if options else {}
        text, shown = value if isinstance(value, tuple) else (value, options.get(value, value))
        made.append(
            {
                "name": name,
                "label": label,
                "kind": kind,
                "options": [{"value": each, "title": title} for each, title in options.items()],
                "value": text,
                "shown": shown,
                "without": name in without,
                "can_be_without": can_be_without,
                "without_title": "Not got",
                "error": (errors or {}).get(name),
                "key": key,
            }
        )
    return made


def dated(aim_for: int, ring_by: int, last_day: int) -> list[dict[str, Any]]:
    """The dates with days left."""
    return page_dated({"aim_for": aim_for, "ring_by": ring_by, "last_day": last_day})


NOTHING_KNOWN: dict[str, Any] = {
    "title": "Helpline desk: this call",
    "token": "t0ken",
    "typed": "",
    "fields": fields(),
    "councils": ["Sefton Metropolitan Borough Council", "Wigan Metropolitan Borough Council"],
    "script": GREETING,
    "open_parts": 3,
    "question": "What happened, and who is the disagreement with? Names can be left out.",
    "answers": [
        {"id": "a1", "title": "Refused to assess"},
        {"id": "a2", "title": "What the plan says"},
        {"id": "a3", "title": "The school does not help"},
        {"id": "a4", "title": "How long is there to appeal"},
    ],
    "missing": [
        {"name": "subject", "label": "What it is about", "now": True},
        {"name": "counterparty", "label": "Who it is with", "now": False},
    ],
    "asked": "subject",
    "changed": [],
    "outcome": [],
    "dates": [],
    "sum": [],
    "take": None,
    "asides": [{"key": str(number), "title": title, "topic": f"aside_{number}"} for number, title in enumerate(ASIDES, 1)],
    "topics": [{"topic": f"topic_{number}", "title": title} for number, title in enumerate(TOPICS)],
    "what_if": None,
    "turns": [],
}
HALF_KNOWN: dict[str, Any] = {
    **NOTHING_KNOWN,
    "fields": fields(counterparty="local_authority", subject="refusal_to_assess"),
    "script": ["Thank you. That is a decision of the council, and there is a right to appeal about it."],
    "question": "What date is printed on the decision letter?",
    "answers": [{"id": "b1", "title": "No letter"}],
    "missing": [
        {"name": "decision_date", "label": "Date on the letter", "now": True},
        {"name": "certificate_date", "label": "Date on the certificate", "now": False},
        {"name": "adviser_contacted_on", "label": "When the adviser was first contacted", "now": False},
    ],
    "asked": "decision_date",
    "outcome": OUTCOME,
    "take": {**NO_TAKE, "summary": True},
    "turns": OPENING,
}
ALL_KNOWN: dict[str, Any] = {
    **HALF_KNOWN,
    "fields": fields(
        counterparty="local_authority",
        subject="refusal_to_assess",
        decision_date=("Tuesday 3 March 2026", "Tuesday 3 March 2026"),
        council="Sefton Metropolitan Borough Council",
        without=("certificate_date",),
    ),
    "script": SCRIPT,
    "question": "Has the mediation adviser been contacted? If so, on which day?",
    "answers": [
        {"id": "c1", "title": "Not yet"},
        {"id": "c2", "title": "Yes, but the day is not known"},
        {"id": "c3", "title": "Who the adviser is"},
    ],
    "missing": [{"name": "adviser_contacted_on", "label": "When the adviser was first contacted", "now": True}],
    "asked": "adviser_contacted_on",
    "changed": [{"name": "decision_date", "label": "Date on the letter", "before": "not known", "after": "Tuesday 3 March 2026"}],
    "dates": dated(8, 10, 12),
    "sum": SUM,
    "take": ALL_TAKE,
    "turns": ANSWERED,
}
WHAT_IF = {
    "said": "If Date on the certificate: Wednesday 17 June 2026",
    "changes": [
        {
            "name": "certificate_date",
            "label": "Date on the certificate",
            "before": "not known",
            "after": "Wednesday 17 June 2026",
        },
    ],
    "dates": [
        {
            "name": "last_day",
            "label": DATES[2]["label"],
            "day": "Friday 17 July 2026",
            "iso": "2026-07-17",
            "when": "in 85 days",
            "was": "Tuesday 5 May 2026",
        }
    ],
    "error": None,
    "values": {"certificate_date": "17 June"},
}


def _desk(context: dict[str, Any], **changes: Any) -> Sample:
    return Sample("desk.html", {**context, **changes})


_WRONG_DATE = {"decision_date": "There is no such day in that month. Please check the number and the month."}

SAMPLES: dict[str, Sample] = {
    "desk-login": Sample("login.html", {"title": "Sign in: helpline desk"}),
    "desk-login-wrong": Sample(
        "login.html", {"title": "Sign in: helpline desk", "error": {"text": "That is not the password", "field": "password"}}
    ),
    "desk-start": _desk(NOTHING_KNOWN),
    "desk-half": _desk(HALF_KNOWN),
    "desk-known": _desk(ALL_KNOWN, council=COUNCIL),
    "desk-long": _desk(ALL_KNOWN, script=LONG_SCRIPT),
    "desk-changed": _desk(
        ALL_KNOWN,
        changed=[
            {
                "name": "decision_date",
                "label": "Date on the letter",
                "before": "Tuesday 3 March 2026",
                "after": "Wednesday 4 March 2026",
            },
            {"name": "ring_by", "label": DATES[0]["label"], "before": "Sunday 3 May 2026", "after": "Monday 4 May 2026"},
            {
                "name": "mediation",
                "label": "Mediation",
                "before": "not known yet",
                "after": "Applies. The parent or young person chooses",
            },
        ],
    ),
    "desk-passed": _desk(ALL_KNOWN, dates=dated(-11, -9, -7), missing=[], question=None, answers=[]),
    "desk-what-if": _desk(ALL_KNOWN, what_if=WHAT_IF),
    "desk-what-if-wrong": _desk(
        ALL_KNOWN,
        what_if={
            "said": "the moon is full",
            "changes": [],
            "dates": [],
            "error": "That names no fact that can be changed. Try a date.",
            "values": {},
        },
    ),
    "desk-date-wrong": _desk(
        HALF_KNOWN,
        fields=fields(counterparty="local_authority", decision_date=("31 April", ""), errors=_WRONG_DATE),
        error={"text": _WRONG_DATE["decision_date"], "field": "decision_date"},
    ),
    "desk-message-wrong": _desk(HALF_KNOWN, error={"text": "Write what the caller says first", "field": "message"}, typed="   "),
    "desk-hostile": _desk(
        ALL_KNOWN,
        typed=HOSTILE,
        script=[HOSTILE],
        question=HOSTILE,
        answers=[{"id": HOSTILE, "title": HOSTILE}],
        fields=fields(council=HOSTILE, decision_date=(HOSTILE, HOSTILE)),
        changed=[{"name": HOSTILE, "label": HOSTILE, "before": HOSTILE, "after": HOSTILE}],
        what_if={**WHAT_IF, "said": HOSTILE, "values": {"council": HOSTILE}},
        council={"name": HOSTILE},
    ),
    "desk-note": Sample("note.html", {"title": "Case note", "note": NOTE}),
    "desk-letter": Sample(
        "note.html",
        {
            "title": "Request for a mediation certificate",
            "note": "Dear [name]\n\nPlease give a mediation certificate.",
            "reference": False,
            "download": f"{BASE}/take-away/letters/a.txt",
        },
    ),
}


def environment() -> Environment:
    """The desk's templates, and those of the page that they use; a name that the context lacks is an error."""
    made = page_environment()
    made.loader = FileSystemLoader([ROOT / "channels/desk/templates", ROOT / "channels/page/templates"])
    made.globals.update(base=BASE, static=lambda name: f"{BASE}/static/0123abcd/{name}", error=None)
    return made


def render(name: str) -> str:
    """One sample as HTML."""
    sample = SAMPLES[name]
    return environment().get_template(sample.template).render(**sample.context)


def fragments(context: dict[str, Any], **changes: Any) -> dict[str, str]:
    """What the door answers to the script: the parts of the screen, by name, and the status."""
    made = environment()
    parts = {name: made.get_template(f"_{name}.html").render(**{**context, **changes}) for name in ("facts", "script", "result")}
    return {**parts, "status": f"Updated. Next: {context['question']}"}


def what_if(asked: dict[str, Any] | None) -> dict[str, str]:
    """What the door answers to a what-if."""
    return {"what_if": environment().get_template("_what_if.html").render(**NOTHING_KNOWN | {"what_if": asked})}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for each in SAMPLES:
        (folder / f"{each}.html").write_text(render(each), encoding="utf-8")
    print(f"{len(SAMPLES)} samples written.")
