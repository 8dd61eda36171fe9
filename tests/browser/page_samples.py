"""The page in all its states, from made-up contexts.

``python -m tests.browser.page_samples FOLDER`` writes them as files.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from channels.web.links import linked, told, with_gaps
from channels.web.stored import Part

ROOT = Path(__file__).parents[2]
BASE = "/send-guide"
HOST_PAGE = "https://www.council.example"


@dataclass(frozen=True)
class Sample:
    """One state of one page: which template, and with what context."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


def static(name: str) -> str:
    """The address of a built file, as the door gives it."""
    return f"{BASE}/static/0123abcd/{name}"


def you(*texts: str) -> dict[str, Any]:
    """A turn of the person."""
    return {"who": "you", "parts": [Part(text) for text in texts], "new": False}


def guide(*parts: str | Part) -> dict[str, Any]:
    """A turn of the guide."""
    return {"who": "guide", "parts": [part if isinstance(part, Part) else Part(part) for part in parts], "new": False}


FIRST_ANSWERS = [
    {"id": "a1", "title": "The council said no to an assessment"},
    {"id": "a2", "title": "I disagree with what the plan says"},
    {"id": "a3", "title": "The school is not helping"},
    {"id": "a4", "title": "How long do I have to appeal?"},
]
DATES = [
    {"name": "ring_by", "label": "Last day to ring the mediation adviser", "day": "Sunday 3 May 2026", "iso": "2026-05-03"},
    {
        "name": "aim_for",
        "label": "Aim for the Tribunal to have your appeal by this day",
        "day": "Friday 1 May 2026",
        "iso": "2026-05-01",
    },
    {"name": "last_day", "label": "Last day the law allows, 5pm", "day": "Tuesday 5 May 2026", "iso": "2026-05-05"},
]
FACTS = [
    {"name": "counterparty", "label": "You disagree with", "value": "the council", "can_change": True},
    {"name": "subject", "label": "About", "value": "The council will not assess the child", "can_change": True},
    {"name": "decision_date", "label": "Date on the letter", "value": "Tuesday 3 March 2026", "can_change": True},
    {"name": "council", "label": "Council", "value": "Sefton Metropolitan Borough Council", "can_change": False},
]
SUM = [
    "The letter is dated Tuesday 3 March 2026. 2 months on is Sunday 3 May 2026.",
    "Sunday 3 May 2026 is not a working day (Sunday, then Early May bank holiday). So the time moves to Tuesday 5 May 2026.",
]
LETTERS = [
    {"key": "ask_for_certificate", "title": "Request for a mediation certificate", "fits": True},
    {"key": "chase_mediation", "title": "Mediation not arranged within 30 days", "fits": False},
    {"key": "ask_for_decision_letter", "title": "Decision letter missing or not complete", "fits": False},
    {"key": "first_stage_complaint", "title": "Formal complaint, first stage", "fits": False},
]
LAW_ROWS = [
    {"title": "Children and Families Act 2014, section 55", "link": "https://www.legislation.gov.uk/", "checked_on": "Friday"}
]
NO_TAKE: dict[str, Any] = {"summary": False, "calendar": False, "letters": []}
ALL_TAKE: dict[str, Any] = {"summary": True, "calendar": True, "letters": LETTERS}
OPENING = [
    you("Hello, the council has refused to assess my son and I don't know what to do next"),
    guide(
        "This is what I understand:\n• You disagree with: the council\n• About: The council will not assess the child",
        "What date is printed on the letter with the decision? Look for it at the top.",
    ),
]
ANSWERED = [
    *OPENING,
    you("3 March"),
    guide(
        Part(
            "Your last day to appeal is Tuesday 5 May 2026, 5pm. There are 12 days left.\n"
            "Aim for the Tribunal to have your appeal by Friday 1 May 2026. "
            "If your letter gives an earlier date, keep to that one.\n"
            "Do this today:\n"
            "• Ring the mediation adviser and ask for the certificate, which you need first.\n"
            "• The last day to contact the adviser is Sunday 3 May 2026. It is never extended.",
            headline=True,
        ),
        Part(
            "How to get the certificate\n1. Contact the mediation adviser named in your decision letter.\n"
            '2. Say: "I want to appeal this decision and I need a certificate." Have the letter with you.\n'
            "3. The adviser tells you about mediation. Say whether you want it. You can say no.\n"
            "If you say no, the certificate must come within 3 working days, usually by e-mail.",
            fold=True,
        ),
        Part(
            "Mediation applies: you have a right to it\nIt is free, and you can say yes or no.\n"
            "If you want it, tell the council and the adviser in writing on the same day.",
            fold=True,
        ),
        Part(
            "Where this comes from (last checked November 2026):\n"
            "• Children and Families Act 2014, section 51(2)(a): "
            "https://www.legislation.gov.uk/ukpga/2014/6/part/3/crossheading/appeals-mediation-and-dispute-resolution\n"
            "• SEND Regulations 2014, regulation 33: https://www.legislation.gov.uk/uksi/2014/1530/part/2/crossheading/mediation",
            fold=True,
        ),
        "Have you got a mediation certificate about this decision? If so, what date is on it?",
    ),
]
HOSTILE = '<img src=x onerror="alert(1)"> {{ 7 * 7 }} <script>alert(2)</script> [x](javascript:alert(3))'
SUMMARY = (
    "Summary: your disagreement about special educational needs (SEN)\n"
    "================================================================\n\n"
    'Made on Thursday 23 April 2026. Words like "today", "now" and "days left" count from that day.\n\n'
    "What you told me\n----------------\n• About: The council will not assess the child\n"
    "• Date on the letter: Tuesday 3 March 2026\n\n"
    "By when\n-------\nYour dates:\n• Aim for the Tribunal to have your appeal by Friday 1 May 2026.\n"
    "• Your last day to appeal is Tuesday 5 May 2026, 5pm. There are 12 days left.\n\n"
    "How to get the certificate\n--------------------------\n"
    "1. Contact the mediation adviser named in your decision letter.\n2. Say whether you want mediation.\n\n"
    "Sources\n-------\n• Tribunal Procedure Rules 2008, rule 20(1)(c)(i): https://www.legislation.gov.uk/uksi/2008/2699/article/20/data.html"
)
LETTER = (
    "[Your name]\n[Your address and e-mail]\n\nThursday 23 April 2026\n\n"
    "To: [the mediation adviser named in your decision letter]\n\n"
    "Dear [name, or Sir or Madam]\n\nI want to appeal this decision to the SEND Tribunal.\n"
    "Please give me my mediation certificate.\n\nYours sincerely\n[Your name]"
)


def dated(left: dict[str, int]) -> list[dict[str, Any]]:
    """The dates, with days left by name, in the order in which they come: the adviser is rung today while there is time."""
    return sorted((_shown(date, left[date["name"]]) for date in DATES), key=lambda date: date["at"])


def _shown(date: dict[str, Any], left: int) -> dict[str, Any]:
    now = date["name"] == "ring_by" and left >= 0
    when = "this day has passed" if left < 0 else {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
    more = {"label": "Today: ring the mediation adviser", "note": "It is never extended."} if now else {"note": ""}
    return {**date, **more, "days_left": left, "at": 0 if now else left, "when": when, "passed": left < 0, "now": now}


def _page(**changes: Any) -> Sample:
    context: dict[str, Any] = {
        "title": "Special educational needs: what to do when you disagree",
        "token": "t0ken",
        "limits": {"message": 1000, "letter": 20000},
        "turns": [],
        "answers": [],
        "answers_kind": "answers" if changes.get("turns") else "start",
        "asks_date": None,
        "facts": [],
        "dates": [],
        "sum": [],
        "take": NO_TAKE,
        "typed": "",
        "date_typed": {"day": "", "month": "", "year": ""},
    }
    return Sample("page.html", {**context, **changes})


_KNOWN = {
    "turns": ANSWERED,
    "facts": FACTS,
    "sum": SUM,
    "take": ALL_TAKE,
    "answers": [{"id": "n", "title": "No, not yet"}, {"id": "w", "title": "What is that?"}],
}
_ASKED = {"of": "decision_date", "label": "Date on the letter"}

SAMPLES: dict[str, Sample] = {
    "first-visit": _page(answers=FIRST_ANSWERS),
    "first-visit-council": _page(
        answers=FIRST_ANSWERS, council={"name": "Example Metropolitan Borough Council", "embed_on": [HOST_PAGE]}
    ),
    "date-asked": _page(
        turns=OPENING,
        answers=[{"id": "l", "title": "I have no letter"}],
        asks_date=_ASKED,
        facts=FACTS[:2],
        take={**NO_TAKE, "summary": True},
    ),
    "certificate-asked": _page(
        turns=ANSWERED,
        answers=[{"id": "n", "title": "No, not yet"}],
        asks_date={"of": "certificate_date", "label": "Date on the certificate"},
    ),
    "date-wrong": _page(
        turns=OPENING,
        asks_date=_ASKED,
        facts=FACTS[:2],
        error={"text": "There is no 31 April. Check the day", "field": "day"},
        date_typed={"day": "31", "month": "4", "year": "2026"},
    ),
    "message-wrong": _page(turns=OPENING, error={"text": "Write your message first", "field": "message"}),
    "too-fast": _page(
        turns=OPENING,
        error={"text": "You have sent a lot of messages. Wait one minute, then send it again.", "field": None},
        typed="The school",
    ),
    "all-asked": _page(**{**_KNOWN, "answers": [{"id": "s", "title": "Give me a summary"}]}, answers_kind="questions"),
    "dates-known": _page(**_KNOWN, dates=dated({"aim_for": 8, "ring_by": 10, "last_day": 12})),
    "dates-far": _page(**_KNOWN, dates=dated({"aim_for": 118, "ring_by": 120, "last_day": 122})),
    "dates-near": _page(**_KNOWN, dates=dated({"aim_for": -2, "ring_by": 0, "last_day": 1})),
    "dates-passed": _page(**_KNOWN, dates=dated({"aim_for": -11, "ring_by": -9, "last_day": -7})),
    "one-date": _page(**_KNOWN, dates=dated({"aim_for": 0, "ring_by": 0, "last_day": 0})[2:]),
    "long-text": _page(
        turns=[
            you("Dear parent\n\n" + "We have decided not to carry out an assessment. " * 60 + "\nYours\n" + "x" * 200),
            *OPENING[1:],
        ],
        typed="A long text. " * 120,
    ),
    "hostile": _page(
        turns=[you(HOSTILE), guide(HOSTILE)],
        typed=HOSTILE,
        answers=[{"id": HOSTILE, "title": HOSTILE}],
        facts=[{"name": HOSTILE, "label": HOSTILE, "value": HOSTILE, "can_change": True}],
        council={"name": HOSTILE, "embed_on": []},
    ),
    "embedded": _page(
        turns=OPENING, answers=FIRST_ANSWERS[:2], embedded=True, council={"name": "Example Council", "embed_on": [HOST_PAGE]}
    ),
    "summary": Sample("take_away.html", {"title": "Your summary", "text": SUMMARY, "download": f"{BASE}/take-away/summary.txt"}),
    "letter": Sample(
        "take_away.html",
        {
            "title": "Request for a mediation certificate",
            "text": LETTER,
            "download": f"{BASE}/take-away/letters/ask_for_certificate.txt",
        },
    ),
    "deleted": Sample("deleted.html", {"title": "Your conversation is deleted"}),
    **{name: Sample(f"{name}.html", {"title": name, "law_rows": LAW_ROWS}) for name in ("about", "privacy", "accessibility")},
    "problem": Sample(
        "problem.html", {"title": "There is no such page", "text": "The address may be mistyped.\nYour conversation is not lost."}
    ),
}


def environment() -> Environment:
    """The templates as the door sets them up; a name that the context lacks is an error."""
    made = Environment(loader=FileSystemLoader(ROOT / "channels/page/templates"), autoescape=True, undefined=StrictUndefined)
    made.filters.update(linked=linked, told=lambda line, seen: told(line, BASE, seen), with_gaps=with_gaps)
    made.globals.update(base=BASE, static=static, council=None, embedded=False, error=None, keep_hours=24, fresh_set=set)
    return made


def render(name: str) -> str:
    """One sample as HTML."""
    sample = SAMPLES[name]
    return environment().get_template(sample.template).render(**sample.context)


def fragments(**changes: Any) -> dict[str, str]:
    """What the door answers to a message that the script sends: the parts of the page of a sample, by name."""
    context = {**_page().context, **changes}
    made = environment()
    return {name: made.get_template(f"_{name}.html").render(**context) for name in ("turns", "ask", "beside")}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for each in SAMPLES:
        (folder / f"{each}.html").write_text(render(each), encoding="utf-8")
    print(f"{len(SAMPLES)} samples written.")
