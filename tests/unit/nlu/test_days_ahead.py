"""Days in a question about a time limit: they may lie ahead."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.dates import read_near

TODAY, LAST_DAY = date(2026, 4, 23), date(2026, 5, 5)  # a Thursday, a Tuesday


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("8th of may", [date(2026, 5, 8)]),
        ("3 march", [date(2026, 3, 3)]),
        ("8 may 2025", [date(2025, 5, 8)]),
        ("08/05/26", [date(2026, 5, 8)]),
        ("5th", [date(2026, 5, 5)]),
        ("28th", [date(2026, 4, 28)]),
        ("31st", [date(2026, 5, 31)]),
        ("tomorrow", [date(2026, 4, 24)]),
        ("monday", [date(2026, 4, 27)]),
        ("thursday", [TODAY]),
        ("next tuesday", [date(2026, 4, 28), date(2026, 5, 5)]),
        ("end of may", []),
        ("31 april", []),
    ],
)
def test_the_nearest_day_of_that_name_is_meant(phrase: str, days: list[date]) -> None:
    assert list(read_near(phrase, TODAY, LAST_DAY)) == days


def test_about_new_year_the_year_is_that_of_the_last_day() -> None:
    assert read_near("5 january", date(2026, 12, 20), date(2027, 1, 6)) == (date(2027, 1, 5),)
    assert read_near("30 december", date(2027, 1, 3), date(2027, 1, 6)) == (date(2026, 12, 30),)
