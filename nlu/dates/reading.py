"""From a phrase to the day that it names."""

from __future__ import annotations

from datetime import date, datetime, time

from nlu.dates import days, words
from nlu.dates.finding import content_end, hits_at, scan
from nlu.dates.hit import Hit
from nlu.dates.numbers import day
from nlu.dates.tokens import Text
from nlu.dates.vague import lone_period

_LEAD_IN = words.of("on the dated date of from it its is was s : sent received")
#: Words that may stand in a phrase handed to dateparser.
_PLAIN = words.of("of the on at dated date sent received am pm st nd rd th day year") | {*words.MONTHS, *words.WEEKDAYS}


def read(phrase: str, today: date) -> days.Reading:
    """The day that a phrase names, seen from today. Never raises; what cannot be read is kind "none"."""
    text = Text(phrase)
    start = next((i for i in range(text.size) if text.digits(i) or text.is_word(i)), text.size)
    end = content_end(text)
    # Before "on" or "it was dated" is dropped: "the Tuesday" is vague although "Tuesday" is not.
    past_lead_in = next(i for i in range(start, start + 6) if text.low(i) not in _LEAD_IN or i == start + 5)
    hit = _whole(text, start, end) or _whole(text, past_lead_in, end)
    try:
        if hit is not None:
            return hit.resolve(today)
        return days.none("vague") if lone_period(text, start, end) else _last_resort(text, start, end, today)
    except (ValueError, OverflowError):
        # Only at the very edges of the calendar (years 1 and 9999).
        return days.none("impossible")


def bare_day(phrase: str) -> int | None:
    """The number of a day that is given alone ("the 13th"), None for any other phrase. Its month is then for others to tell."""
    text = Text(phrase)
    start = next((i for i in range(text.size) if text.low(i) not in _LEAD_IN), text.size)
    found = day(text, start)
    alone = found is not None and found.ordinal and found.end == content_end(text)
    return found.number if found and alone and 1 <= found.number <= 31 else None


def _whole(text: Text, start: int, end: int) -> Hit | None:
    """The match that covers the phrase from end to end; one that names a day before a vague one."""
    return next((hit for hit in hits_at(text, start) if hit.end == end), None)


def _last_resort(text: Text, start: int, end: int, today: date) -> days.Reading:
    """dateparser, for a short phrase with a month and a day that the grammar has no shape for ("2026, 3 March")."""
    said = [text.low(i) for i in range(start, end)]
    months = {words.MONTHS[word] for word in said if word in words.MONTHS}
    numbers = {text.number(i) for i in range(start, end)} - {None}
    known = all(word in _PLAIN or not word[0].isalpha() for word in said)
    if not (known and len(said) <= 12 and len(text.message) <= 60 and len(months) == 1 and numbers):
        phrases = scan(text)
        return days.none("vague" if phrases and all(is_vague for _, is_vague in phrases) else "unreadable")
    asked = _ask_dateparser(text.message, today)
    # It sometimes fills in what it did not find; a day or month that is not in the words is not what was meant.
    if asked is None or asked.month not in months or asked.day not in numbers:
        return days.none("unreadable")
    weekday = next((words.WEEKDAYS[word] for word in said if word in words.WEEKDAYS), None)
    return days.checked(asked, weekday, today, any(text.digits(i) == 4 for i in range(start, end)))


def _ask_dateparser(phrase: str, today: date) -> date | None:
    """dateparser's reading, or None. The library is slow to import, so this waits until it is needed."""
    import dateparser

    try:
        found = dateparser.parse(
            phrase,
            languages=["en"],
            settings={
                "DATE_ORDER": "DMY",
                "PREFER_DATES_FROM": "past",
                "REQUIRE_PARTS": ["day", "month"],
                "RELATIVE_BASE": datetime.combine(today, time(12)),
            },
        )
    except Exception:
        # A third party reading whatever a person typed: no failure in there may stop a conversation.
        return None
    return found.date() if found else None
