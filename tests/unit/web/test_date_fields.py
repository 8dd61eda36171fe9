"""A date in three fields."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.wording import has
from channels.web.date_fields import FIELDS, DateError, date_of_fields

LETTER = date(2026, 3, 3)
LONG = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_can_be_written_in_every_way(day: date) -> None:
    for number in (str(day.day), f"{day.day:02}", f" {day.day} "):
        for month in (str(day.month), f"{day.month:02}", LONG[day.month - 1], LONG[day.month - 1][:3].upper()):
            for year in (str(day.year), f"{day.year % 100:02}"):
                assert date_of_fields(number, month, year) == day


@given(st.text(max_size=6), st.text(max_size=10), st.text(max_size=6))
def test_whatever_is_written_is_a_day_or_an_error_with_words(day: str, month: str, year: str) -> None:
    try:
        found = date_of_fields(day, month, year)
    except DateError as error:
        assert error.field in FIELDS
        assert has(error.says)
    else:
        assert found.day == int(day)
        assert found.year % 100 == int(year) % 100


@pytest.mark.parametrize("spelled", ["Sept", "sep", "SEPTEMBER", "Septembre"])
def test_a_month_may_be_a_name(spelled: str) -> None:
    assert date_of_fields("3", spelled, "2026") == date(2026, 9, 3)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (("0", "3", "2026"), "day"),
        (("3.", "3", "2026"), "day"),
        (("3rd", "3", "2026"), "day"),
        (("+3", "3", "2026"), "day"),
        (("1e1", "3", "2026"), "day"),
        (("３", "3", "2026"), "day"),
        (("3", "0", "2026"), "month"),
        (("3", "m4r", "2026"), "month"),
        (("3", "ma", "2026"), "month"),
        (("3", "3", "6"), "year"),
        (("3", "3", "20266"), "year"),
        (("3", "3", "this"), "year"),
        (("29", "2", "2027"), "day"),
        (("31", "6", "2026"), "day"),
        (("", "", ""), "day"),
        (("3", " ", "2026"), "month"),
        (("3", "3", "\t"), "year"),
    ],
)
def test_the_field_to_be_put_right_is_named(fields: tuple[str, str, str], wrong: str) -> None:
    with pytest.raises(DateError) as error:
        date_of_fields(*fields)
    assert error.value.field == wrong


def test_a_leap_day_is_a_day() -> None:
    assert date_of_fields("29", "2", "28") == date(2028, 2, 29)
