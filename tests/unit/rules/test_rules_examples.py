"""The 44 worked deadlines of the law fact base, and a second sum from its algorithm for every day of 4 years."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from rules_helpers import CERTIFICATE_CASES, PLACEMENT_ONLY, cited, day, days

from actions.rules import Determination, Facts, determine
from actions.rules.describe import describe

# Row 42 counts from the letter's date, not the later e-mail. Row 44 is a discrimination claim: 6 months less a day.
# Besides: section I (the appeal is about that alone), rung (the day the adviser was contacted), claim.
TABLE = """
 # letter         | certificate    | +2 months      | +1 month       | last day       | aim for        | besides
 1 Wed 2025-02-12 | Thu 2025-02-20 | Sat 2025-04-12 | Thu 2025-03-20 | Mon 2025-04-14 | Fri 2025-04-11 |
 2 Wed 2025-02-12 | Wed 2025-04-09 | Sat 2025-04-12 | Fri 2025-05-09 | Fri 2025-05-09 | Fri 2025-05-09 |
 3 Wed 2025-03-05 | Wed 2025-03-12 | Mon 2025-05-05 | Sat 2025-04-12 | Tue 2025-05-06 | Fri 2025-05-02 |
 4 Wed 2024-03-06 | Thu 2024-03-14 | Mon 2024-05-06 | Sun 2024-04-14 | Tue 2024-05-07 | Fri 2024-05-03 |
 5 Wed 2026-03-25 | Wed 2026-04-01 | Mon 2026-05-25 | Fri 2026-05-01 | Tue 2026-05-26 | Fri 2026-05-22 |
 6 Tue 2024-12-31 | Mon 2025-01-06 | Fri 2025-02-28 | Thu 2025-02-06 | Fri 2025-02-28 | Fri 2025-02-28 |
 7 Sun 2023-12-31 | Fri 2024-01-05 | Thu 2024-02-29 | Mon 2024-02-05 | Thu 2024-02-29 | Thu 2024-02-29 |
 8 Fri 2023-12-29 | -              | Thu 2024-02-29 | -              | Thu 2024-02-29 | Thu 2024-02-29 |
 9 Tue 2026-12-29 | Fri 2027-01-08 | Sun 2027-02-28 | Mon 2027-02-08 | Mon 2027-03-01 | Fri 2027-02-26 |
10 Tue 2025-12-30 | Fri 2026-01-09 | Sat 2026-02-28 | Mon 2026-02-09 | Mon 2026-03-02 | Fri 2026-02-27 |
11 Fri 2025-02-28 | Fri 2025-03-07 | Mon 2025-04-28 | Mon 2025-04-07 | Mon 2025-04-28 | Mon 2025-04-28 |
12 Thu 2026-04-30 | Fri 2026-05-08 | Tue 2026-06-30 | Mon 2026-06-08 | Tue 2026-06-30 | Tue 2026-06-30 |
13 Fri 2026-07-31 | Fri 2026-08-07 | Wed 2026-09-30 | Mon 2026-09-07 | Wed 2026-09-30 | Wed 2026-09-30 |
14 Mon 2024-12-02 | Fri 2025-01-31 | Sun 2025-02-02 | Fri 2025-02-28 | Fri 2025-02-28 | Fri 2025-02-28 |
15 Fri 2023-12-01 | Wed 2024-01-31 | Thu 2024-02-01 | Thu 2024-02-29 | Thu 2024-02-29 | Thu 2024-02-29 |
16 Mon 2025-03-31 | Wed 2025-04-30 | Sat 2025-05-31 | Fri 2025-05-30 | Mon 2025-06-02 | Fri 2025-05-30 |
17 Mon 2026-06-15 | Fri 2026-07-10 | Sat 2026-08-15 | Mon 2026-08-10 | Tue 2026-09-01 | Fri 2026-08-14 |
18 Tue 2026-06-30 | Thu 2026-07-30 | Sun 2026-08-30 | Sun 2026-08-30 | Tue 2026-09-01 | Fri 2026-08-28 |
19 Sun 2024-06-30 | Wed 2024-07-31 | Fri 2024-08-30 | Sat 2024-08-31 | Mon 2024-09-02 | Fri 2024-08-30 |
20 Mon 2024-07-01 | Tue 2024-07-30 | Sun 2024-09-01 | Fri 2024-08-30 | Mon 2024-09-02 | Fri 2024-08-30 |
21 Fri 2026-07-10 | Wed 2026-08-05 | Thu 2026-09-10 | Sat 2026-09-05 | Thu 2026-09-10 | Thu 2026-09-10 |
22 Tue 2025-07-15 | Fri 2025-09-12 | Mon 2025-09-15 | Sun 2025-10-12 | Mon 2025-10-13 | Fri 2025-10-10 |
23 Mon 2027-05-31 | Tue 2027-06-08 | Sat 2027-07-31 | Thu 2027-07-08 | Mon 2027-08-02 | Fri 2027-07-30 |
24 Tue 2027-06-01 | -              | Sun 2027-08-01 | -              | Wed 2027-09-01 | Fri 2027-07-30 |
25 Wed 2025-10-01 | Sat 2025-11-29 | Mon 2025-12-01 | Mon 2025-12-29 | Fri 2026-01-02 | Mon 2025-12-29 |
26 Fri 2024-10-25 | Mon 2024-11-25 | Wed 2024-12-25 | Wed 2024-12-25 | Thu 2025-01-02 | Tue 2024-12-24 |
27 Tue 2026-10-27 | Fri 2026-10-30 | Sun 2026-12-27 | Mon 2026-11-30 | Mon 2027-01-04 | Thu 2026-12-24 |
28 Wed 2026-10-28 | Wed 2026-11-04 | Mon 2026-12-28 | Fri 2026-12-04 | Mon 2027-01-04 | Thu 2026-12-24 |
29 Fri 2025-10-24 | Mon 2025-11-03 | Wed 2025-12-24 | Wed 2025-12-03 | Wed 2025-12-24 | Wed 2025-12-24 |
30 Sat 2024-11-02 | Mon 2024-11-11 | Thu 2025-01-02 | Wed 2024-12-11 | Thu 2025-01-02 | Thu 2025-01-02 |
31 Mon 2027-11-01 | Mon 2027-11-08 | Sat 2028-01-01 | Wed 2027-12-08 | Tue 2028-01-04 | Fri 2027-12-31 |
32 Mon 2024-01-29 | -              | Fri 2024-03-29 | -              | Tue 2024-04-02 | Thu 2024-03-28 |
33 Tue 2025-02-18 | Wed 2025-02-26 | Fri 2025-04-18 | Wed 2025-03-26 | Tue 2025-04-22 | Thu 2025-04-17 |
34 Tue 2026-02-03 | Tue 2026-02-10 | Fri 2026-04-03 | Tue 2026-03-10 | Tue 2026-04-07 | Thu 2026-04-02 |
35 Tue 2027-01-26 | Tue 2027-02-02 | Fri 2027-03-26 | Tue 2027-03-02 | Tue 2027-03-30 | Thu 2027-03-25 |
36 Mon 2026-11-30 | Mon 2026-12-07 | Sat 2027-01-30 | Thu 2027-01-07 | Mon 2027-02-01 | Fri 2027-01-29 |
37 Fri 2025-02-14 | -              | Mon 2025-04-14 | -              | Mon 2025-04-14 | Mon 2025-04-14 | section I
38 Fri 2026-02-13 | Thu 2026-04-02 | Mon 2026-04-13 | Sat 2026-05-02 | Mon 2026-04-13 | Mon 2026-04-13 | section I
39 Fri 2025-01-10 | Thu 2025-03-13 | Mon 2025-03-10 | Sun 2025-04-13 | Mon 2025-04-14 | Fri 2025-04-11 | rung 2025-03-10
40 Fri 2025-01-10 | -              | Mon 2025-03-10 | -              | Mon 2025-03-10 | -              | rung 2025-03-20
41 Thu 2025-11-20 | Wed 2026-01-07 | Tue 2026-01-20 | Sat 2026-02-07 | Mon 2026-02-09 | Fri 2026-02-06 | rung 2025-12-03
42 Tue 2026-03-03 | -              | Sun 2026-05-03 | -              | Tue 2026-05-05 | Fri 2026-05-01 |
43 Mon 2026-04-20 | Wed 2026-06-10 | Sat 2026-06-20 | Fri 2026-07-10 | Fri 2026-07-10 | Fri 2026-07-10 |
44 Tue 2026-02-10 | -              | Sun 2026-08-09 | -              | Sun 2026-08-09 | Fri 2026-08-07 | claim
"""


class Row(NamedTuple):
    number: int
    letter: date
    certificate: date | None
    two_months: date
    one_month: date | None
    last_day: date
    aim_for: date | None
    besides: str

    @property
    def contacted(self) -> date | None:
        return day(self.besides.split()[1]) if self.besides.startswith("rung") else None

    @property
    def answer(self) -> Determination:
        case: dict[str, Any] = CERTIFICATE_CASES[self.number % len(CERTIFICATE_CASES)]
        if self.besides == "section I":
            case = PLACEMENT_ONLY
        elif self.besides == "claim":
            case = {"subject": "disability_discrimination", "counterparty": "school"}
        facts = Facts(decision_date=self.letter, certificate_date=self.certificate, adviser_contacted_on=self.contacted, **case)
        return determine(facts, today=max(filter(None, (self.letter, self.certificate, self.contacted))))


def _rows() -> list[Row]:
    rows = []
    for line in TABLE.strip().splitlines()[1:]:
        number, line = line.split(maxsplit=1)
        *dates, besides = (cell.strip() for cell in line.split("|"))
        letter, certificate, two_months, one_month, last_day, aim_for = (None if d == "-" else day(d) for d in dates)
        assert letter
        assert two_months
        assert last_day
        rows.append(Row(int(number), letter, certificate, two_months, one_month, last_day, aim_for, besides))
    return rows


ROWS = _rows()
APPEALS = [row for row in ROWS if row.besides != "claim"]
CERTIFIED = [row for row in APPEALS if row.besides != "section I"]


def _number(row: Row) -> str:
    return str(row.number)


def test_the_table_is_whole() -> None:
    assert [row.number for row in ROWS] == list(range(1, 45))


@pytest.mark.parametrize("row", ROWS, ids=_number)
def test_last_day_in_law(row: Row) -> None:
    assert row.answer.appeal.last_day == row.last_day


@pytest.mark.parametrize("row", ROWS, ids=_number)
def test_day_to_aim_for(row: Row) -> None:
    if row.aim_for is None:  # row 40: over already, so there is nothing to aim for
        assert row.answer.appeal.passed
        assert "Aim for" not in describe(row.answer)
    else:
        assert row.answer.appeal.aim_for == row.aim_for


@pytest.mark.parametrize("row", ROWS, ids=_number)
def test_bare_dates_and_the_steps_of_the_sum(row: Row) -> None:
    ends = {step.kind: step.end for step in row.answer.appeal.sum}
    if row.besides == "claim":
        assert ends["less_a_day"] == row.answer.appeal.bare_date == row.two_months
        return
    assert ends["letter"] == row.two_months
    if row.one_month and row.besides != "section I":
        assert ends["certificate"] == row.one_month
        assert row.answer.appeal.bare_date == ends["later"] == max(row.two_months, row.one_month)
    else:
        assert "certificate" not in ends
        assert row.answer.appeal.bare_date == row.two_months


@pytest.mark.parametrize("row", CERTIFIED, ids=_number)
def test_adviser_by_the_bare_two_months(row: Row) -> None:
    assert row.answer.certificate.needed is True
    assert row.answer.certificate.contact_adviser_by == row.two_months


@pytest.mark.parametrize("row", [row for row in ROWS if row not in CERTIFIED], ids=_number)
def test_no_adviser_where_no_certificate_is_needed(row: Row) -> None:
    assert row.answer.certificate.needed is False
    assert row.answer.certificate.contact_adviser_by is None


@pytest.mark.parametrize("row", ROWS, ids=_number)
def test_every_part_names_its_source(row: Row) -> None:
    rules = cited(row.answer)
    assert all(why.says and why.source and why.link.startswith("https://") for why in row.answer.why)
    if row.besides == "claim":
        assert {"claim.discrimination", "claim.no_extension"} <= set(rules)
        return
    assert {"appeal.two_months", "appeal.month_counting", "appeal.five_pm", "mediation.right"} <= set(rules)
    counted = row.one_month is not None and row.besides != "section I"
    assert ("appeal.certificate_month" in rules) == counted
    bare = row.answer.appeal.bare_date
    assert bare is not None
    assert ("appeal.august" in rules) == (bare.month == 8)
    assert ("appeal.christmas" in rules) == (f"{bare:%m-%d}" >= "12-25" or f"{bare:%m-%d}" == "01-01")
    moved = row.last_day != bare
    assert ("appeal.next_working_day" in rules) == (moved and "appeal.august" not in rules and "appeal.christmas" not in rules)


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        (37, "certificate.placement_only"),
        (38, "certificate.not_counted_placement_only"),
        (40, "certificate.contacted_late"),
    ],
)
def test_special_rows_say_why(number: int, rule: str) -> None:
    assert rule in cited(ROWS[number - 1].answer)


# A second sum, from the algorithm and the bank holiday tables of the law fact base, sharing nothing with the module.

BANK_HOLIDAYS = {
    date(year, month, number)
    for year, months in {
        2024: {1: [1], 3: [29], 4: [1], 5: [6, 27], 8: [26], 12: [25, 26]},
        2025: {1: [1], 4: [18, 21], 5: [5, 26], 8: [25], 12: [25, 26]},
        2026: {1: [1], 4: [3, 6], 5: [4, 25], 8: [31], 12: [25, 28]},
        2027: {1: [1], 3: [26, 29], 5: [3, 31], 8: [30], 12: [27, 28]},
        2028: {1: [3]},
    }.items()
    for month, numbers in months.items()
    for number in numbers
}
DAY = timedelta(days=1)


def _plus(start: date, months: int) -> date:
    year, month = start.year + (start.month + months - 1) // 12, (start.month + months - 1) % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _working(when: date) -> bool:
    return when.weekday() < 5 and when not in BANK_HOLIDAYS


def _next_working(when: date) -> date:
    return when if _working(when) else _next_working(when + DAY)


def _second_sum(letter: date, certificate: date | None) -> tuple[date, date, date]:
    """Last day, day to aim for, bare date."""
    bare = _plus(letter, 2) if certificate is None else max(_plus(letter, 2), _plus(certificate, 1))
    if bare.month == 12 and bare.day >= 25:
        last = _next_working(date(bare.year + 1, 1, 2))
    elif bare.month == 1 and bare.day == 1:
        last = _next_working(date(bare.year, 1, 2))
    elif bare.month == 8:
        last = _next_working(date(bare.year, 9, 1))
    else:
        last = _next_working(bare)
    aim = bare
    while not _working(aim):
        aim -= DAY
    return last, aim, bare


@pytest.mark.parametrize("certified_after", [None, 0, 7, 20, 30, 45, 58, 61])
@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_a_second_sum_agrees_for_every_letter_of_the_year(year: int, certified_after: int | None) -> None:
    for number, letter in enumerate(days(date(year, 1, 1), date(year, 12, 31))):
        certificate = None if certified_after is None else letter + timedelta(days=certified_after)
        facts = Facts(
            decision_date=letter,
            certificate_date=certificate,
            adviser_contacted_on=letter,
            **CERTIFICATE_CASES[number % len(CERTIFICATE_CASES)],
        )
        appeal = determine(facts, today=letter).appeal
        assert (appeal.last_day, appeal.aim_for, appeal.bare_date) == _second_sum(letter, certificate), letter


@pytest.mark.parametrize("row", APPEALS, ids=_number)
def test_the_second_sum_agrees_with_the_table(row: Row) -> None:
    certificate = None if row.besides == "section I" else row.certificate
    last, aim, _ = _second_sum(row.letter, certificate)
    assert (last, aim) == (row.last_day, row.aim_for or aim)
