"""Calendar sums: months by corresponding date, working days, bank holidays of England and Wales. No clock, no network."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache

from govuk_bank_holidays.bank_holidays import BankHolidays


class BankHolidaysUnpublished(ValueError):
    """The day lies after the last year whose bank holidays are published."""


def add_months(day: date, months: int) -> date:
    """The corresponding date so many months on; the month's last day where there is none.

    Source: Dodds v Walker [1981] (House of Lords). 31 December + 2 = 28 or 29 February; 28 February + 2 = 28 April.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=1)
def bank_holidays() -> dict[date, str]:
    """Bank holidays of England and Wales by day, from GOV.UK's published list bundled with ``govuk-bank-holidays``."""
    published = BankHolidays(use_cached_holidays=True)
    return {h["date"]: h["title"] for h in published.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)}


@lru_cache(maxsize=1)
def published_years() -> tuple[int, int]:
    """First and last year whose bank holidays are published."""
    years = [day.year for day in bank_holidays()]
    return min(years), max(years)


def why_not_working(day: date) -> str | None:
    """None for a working day, else "Saturday", "Sunday" or the bank holiday's name.

    Source: Tribunal Procedure Rules 2008, rule 1(3).

    Raises:
        BankHolidaysUnpublished: that year's bank holidays are not known.
    """
    first, last = published_years()
    if not first <= day.year <= last:
        raise BankHolidaysUnpublished(f"bank holidays are published from {first} to {last}, not for {day.year}")
    if day.weekday() >= 5:
        return f"{day:%A}"
    return bank_holidays().get(day)


def next_working_day(day: date) -> date:
    """The first working day on or after ``day``."""
    while why_not_working(day):
        day += timedelta(days=1)
    return day


def last_working_day(day: date) -> date:
    """The last working day on or before ``day``."""
    while why_not_working(day):
        day -= timedelta(days=1)
    return day
