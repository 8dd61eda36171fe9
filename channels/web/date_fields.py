"""A date in three fields: the day, the month, the year."""

from __future__ import annotations

from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FIELDS = ("day", "month", "year")


class DateError(ValueError):
    """``field`` is the field to be put right, ``says`` names the response that says how."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field, self.says = field, says


def date_of_fields(day: str, month: str, year: str) -> date:
    """The date. The month may be a name; a year of two digits is of this century.

    Raises:
        DateError: a field is empty or cannot be, or there is no such day.
    """
    values = [value.strip() for value in (day, month, year)]
    for field, value in zip(FIELDS, values, strict=True):
        if not value:
            raise DateError(field, "utter_door_date_missing")
    day_number = _number(values[0], 1, 31)
    if day_number is None:
        raise DateError("day", "utter_door_date_day")
    name = values[1].lower()[:3]
    month_number = _MONTHS.index(name) + 1 if name in _MONTHS and values[1].isalpha() else _number(values[1], 1, 12)
    if month_number is None:
        raise DateError("month", "utter_door_date_month")
    year_number = _number(values[2], 0, 9999)
    if year_number is None or len(values[2]) not in (2, 4):
        raise DateError("year", "utter_door_date_year")
    try:
        return date(year_number + (2000 if len(values[2]) == 2 else 0), month_number, day_number)
    except ValueError:
        raise DateError("day", "utter_door_date_no_such_day") from None


def _number(text: str, least: int, most: int) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
    return number if number is not None and least <= number <= most else None
