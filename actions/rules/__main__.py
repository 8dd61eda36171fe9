"""``python -m actions.rules``: the rules as a command, for people (plain text) and programs (``--json``)."""

from __future__ import annotations

import argparse
import json
import sys
from typing import NoReturn

from actions import clock
from actions.rules import Facts, determine
from actions.rules.describe import describe
from actions.rules.facts import COUNTERPARTIES, PLAN_STAGES, SUBJECTS, iso_date

BAD_VALUE = 2


class _OneLine(argparse.ArgumentParser):
    """A wrong flag or value is answered in one line."""

    def error(self, message: str) -> NoReturn:
        flags = ", ".join(sorted(flag for action in self._actions for flag in action.option_strings if flag.startswith("--")))
        print(f"error: {message}; the flags are {flags}", file=sys.stderr)
        sys.exit(BAD_VALUE)


def _parser() -> argparse.ArgumentParser:
    parser = _OneLine(prog="python -m actions.rules", description=__doc__.split(":", 1)[1].strip(), allow_abbrev=False)
    parser.add_argument("--subject", metavar="SUBJECT", help=", ".join(SUBJECTS))
    parser.add_argument("--counterparty", metavar="WHO", help=", ".join(COUNTERPARTIES))
    parser.add_argument("--plan-stage", metavar="STAGE", help=", ".join(PLAN_STAGES))
    parser.add_argument("--placement-only", metavar="yes|no", help="only about the school or college named (section I)")
    parser.add_argument("--decision-date", metavar="YYYY-MM-DD", help="the date on the decision letter")
    parser.add_argument("--certificate-date", metavar="YYYY-MM-DD", help="the date on the mediation certificate")
    parser.add_argument("--adviser-contacted-on", metavar="YYYY-MM-DD", help="when the adviser was first contacted")
    parser.add_argument("--in-ehc-process", metavar="yes|no", help="an EHC assessment, plan or review is under way")
    parser.add_argument("--after-review", metavar="yes|no", help="no: the council refused to change a plan without a review")
    parser.add_argument("--young-person", metavar="yes|no", help="over compulsory school age")
    parser.add_argument("--council", metavar="NAME", help="the council's file name in councils/")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="count from this day (else GUIDE_TODAY, else today)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run the command.

    Returns:
        0, or 2 for a bad value (one line on standard error says what is allowed).
    """
    flags = vars(_parser().parse_args(argv))
    as_json, today_text = flags.pop("json"), flags.pop("today")
    try:
        today = iso_date("today", today_text) if today_text is not None else clock.today()
        facts = Facts.from_text(flags)
        found = determine(facts, today)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_VALUE
    print(json.dumps(found.to_dict(), indent=2, ensure_ascii=False) if as_json else describe(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
