"""The rules as a command, run as people and programs run it: ``python -m actions.rules``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date

import pytest
from rules_helpers import ROOT

from actions.rules import Facts, determine
from actions.rules.describe import describe
from actions.rules.facts import COUNTERPARTIES, PLAN_STAGES, SUBJECTS
from tests.patience import PATIENCE

EXAMPLE = ("--subject", "refusal_to_assess", "--decision-date", "2026-03-03")
EXAMPLE_FACTS = Facts(subject="refusal_to_assess", decision_date=date(2026, 3, 3))
TODAY = date(2026, 4, 23)

SUNDAY_AND_MONDAY = "Sunday, then Early May bank holiday"


def run(*flags: str, guide_today: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "GUIDE_TODAY"}
    if guide_today is not None:
        environment["GUIDE_TODAY"] = guide_today
    return subprocess.run(
        [sys.executable, "-m", "actions.rules", *flags],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def answer(*flags: str, guide_today: str | None = None) -> str:
    done = run(*flags, guide_today=guide_today)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_example_of_the_design_as_json() -> None:
    data = json.loads(answer(*EXAMPLE, "--today", TODAY.isoformat(), "--json"))
    why = data.pop("why")
    for part, names in {
        "certificate": ("needed", "contact_adviser_by"),
        "appeal": ("possible", "form", "last_day", "aim_for", "passed", "days_left"),
    }.items():
        data[part] = {name: data[part][name] for name in names}
    data.pop("warnings", None)
    assert data == {
        "counterparty": "local_authority",
        "subject": "refusal_to_assess",
        "disagreement_resolution": {"applies": True, "kind": 1},
        "mediation": {"applies": True},
        "certificate": {"needed": True, "contact_adviser_by": "2026-05-03"},
        "appeal": {
            "possible": True,
            "form": "SEND35a",
            "last_day": "2026-05-05",
            "aim_for": "2026-05-01",
            "passed": False,
            "days_left": 12,
        },
        "signpost": None,
        "missing": ["certificate_date"],
    }
    assert "appeal.two_months" in [reason["rule"] for reason in why]
    assert all(reason["says"] and reason["source"] for reason in why)


def test_the_json_is_what_the_module_gives() -> None:
    text = answer(*EXAMPLE, "--today", TODAY.isoformat(), "--json")
    assert json.loads(text) == determine(EXAMPLE_FACTS, TODAY).to_dict()


def test_the_example_of_the_design_in_plain_english() -> None:
    text = answer(*EXAMPLE, "--today", TODAY.isoformat())
    assert text == describe(determine(EXAMPLE_FACTS, TODAY)) + "\n"
    for line in (
        "Disagreement resolution: yes (kind 1).",
        "Mediation: you have a right to it.",
        "Mediation certificate: needed before you appeal.",
        "Appeal to the SEND Tribunal: possible, on form SEND35a.",
        "Contact the mediation adviser by: Sunday 3 May 2026.",
        "Aim for: Friday 1 May 2026.",
        "Last day in law (5pm): Tuesday 5 May 2026. 12 days left.",
        "  The letter is dated Tuesday 3 March 2026. 2 months on is Sunday 3 May 2026.",
        f"  Sunday 3 May 2026 is not a working day ({SUNDAY_AND_MONDAY}). So the time moves to Tuesday 5 May 2026.",
        "Still to find out: the date on the mediation certificate.",
    ):
        assert line in text.splitlines()


def test_every_fact_has_its_flag() -> None:
    flags = {
        "--counterparty": "school",
        "--subject": "placement",
        "--plan-stage": "amended",
        "--placement-only": "no",
        "--decision-date": "2026-03-03",
        "--certificate-date": "2026-05-06",
        "--adviser-contacted-on": "2026-04-30",
        "--in-ehc-process": "no",
        "--after-review": "yes",
        "--young-person": "yes",
        "--council": "example",
    }
    facts = Facts.from_text({name.removeprefix("--").replace("-", "_"): value for name, value in flags.items()})
    assert None not in facts.to_dict().values()
    text = answer(*(part for pair in flags.items() for part in pair), "--today", TODAY.isoformat(), "--json")
    assert json.loads(text) == determine(facts, TODAY).to_dict()


def test_no_facts_at_all() -> None:
    assert answer() == "Still to find out: what the disagreement is about.\n"
    assert json.loads(answer("--json"))["missing"] == ["subject"]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--subject", "bullying"), SUBJECTS),
        (("--counterparty", "ccg"), COUNTERPARTIES),
        (("--plan-stage", "finished"), PLAN_STAGES),
        (("--placement-only", "maybe"), ("yes or no",)),
        (("--in-ehc-process", "true"), ("yes or no",)),
        (("--young-person", ""), ("yes or no",)),
        (("--decision-date", "03/03/2026"), ("a date like 2026-03-03",)),
        (("--certificate-date", "2026-02-30"), ("a date like 2026-03-03",)),
        (("--adviser-contacted-on", "last Tuesday"), ("a date like 2026-03-03",)),
        (("--today", "tomorrow"), ("a date like 2026-03-03",)),
        (("--today", "2026-W10-1"), ("a date like 2026-03-03",)),
        (("--today", "20260505"), ("a date like 2026-03-03",)),
        (("--today", ""), ("a date like 2026-03-03",)),
        (("--decision-date", "1899-12-31"), ("1899", "between 1900 and 2199")),
    ],
    ids=lambda value: value[0] if str(value[0]).startswith("--") else "",
)
def test_a_bad_value_is_answered_in_one_line(flags: tuple[str, ...], words: tuple[str, ...]) -> None:
    done = run(*flags)
    name = flags[0].removeprefix("--").replace("-", "_")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"error: {name}: ")
    assert all(word in done.stderr for word in words)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--subject", "exclusion", "--decision-date", "2014-08-31"), "begins on 2014-09-01"),
        (("--colour", "red"), "--colour"),
        (("--subject",), "expected one argument"),
        (("--sub", "exclusion"), "--sub"),
        (("exclusion",), "exclusion"),
    ],
    ids=["before the Act", "no such flag", "no value", "short flag", "no flag"],
)
def test_other_mistakes_are_answered_in_one_line(flags: tuple[str, ...], words: str) -> None:
    done = run(*flags)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert words in done.stderr


def test_an_unknown_flag_is_answered_with_the_flags() -> None:
    done = run("--colour", "red")
    flags = [f"--{name.replace('_', '-')}" for name in EXAMPLE_FACTS.to_dict()]
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("error: ")
    assert [flag for flag in (*flags, "--today", "--json") if flag not in done.stderr] == []


@pytest.mark.parametrize(
    ("today", "nearly_up"),
    [
        ("2026-04-28", False),
        ("2026-04-29", True),
        ("2026-05-04", True),
        ("2026-05-05", True),
        ("2026-05-06", False),
    ],
    ids=["7 days left", "6 days left", "1 day left", "the last day", "passed"],
)
def test_under_7_days_it_says_send_it_today(today: str, nearly_up: bool) -> None:
    text = answer(*EXAMPLE, "--today", today)
    assert ("Your time is nearly up: send it today." in text.splitlines()) is nearly_up


@pytest.mark.parametrize(
    ("today", "left"),
    [("2026-05-03", "2 days left."), ("2026-05-04", "1 day left."), ("2026-05-05", "It is today.")],
)
def test_the_days_left_are_a_sentence(today: str, left: str) -> None:
    text = answer(*EXAMPLE, "--today", today)
    assert f"Last day in law (5pm): Tuesday 5 May 2026. {left}" in text.splitlines()


def test_a_long_bad_value_is_cut() -> None:
    done = run("--subject", "x" * 5000 + "\nsecond line")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "x" * 100 not in done.stderr


def test_today_comes_from_the_environment() -> None:
    appeal = json.loads(answer(*EXAMPLE, "--json", guide_today="2026-05-05"))["appeal"]
    assert (appeal["passed"], appeal["days_left"]) == (False, 0)
    appeal = json.loads(answer(*EXAMPLE, "--json", guide_today="2026-05-06"))["appeal"]
    assert appeal["passed"] is True


def test_the_flag_comes_before_the_environment() -> None:
    appeal = json.loads(answer(*EXAMPLE, "--json", "--today", "2026-05-01", guide_today="2026-05-06"))["appeal"]
    assert appeal["days_left"] == 4


def test_a_bad_day_in_the_environment_is_answered_in_one_line() -> None:
    done = run(*EXAMPLE, guide_today="5 May")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "GUIDE_TODAY: '5 May' is not a date like 2026-05-05" in done.stderr


def test_help_names_every_flag_and_choice() -> None:
    text = answer("--help")
    for flag in (*(f"--{name.replace('_', '-')}" for name in EXAMPLE_FACTS.to_dict()), "--today", "--json"):
        assert flag in text
    together = "".join(text.split())
    assert all(choice in together for choice in (*SUBJECTS, *COUNTERPARTIES, *PLAN_STAGES))


def test_it_runs_without_rasa() -> None:
    code = "import sys, actions.rules.__main__; sys.exit(any(name.split('.')[0] == 'rasa' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=PATIENCE).returncode == 0
