"""Reads dates as British parents type them: the only place in the product that does.

A small hand-written grammar over word and number tokens comes first, in day-month order (03/04/26 is 3 April).
The dateparser library is a last resort, and only for a short phrase that the grammar could not read.
Everything here is pure: today is an argument, and nothing reads the clock.

Two rules shape the grammar. A wrong day is worse than no day, so whatever is open to doubt is "ambiguous" or "none",
never "exact". And a piece of a longer phrase must not pass for the whole: "the Friday before Christmas" is matched
whole, as vague, so that its "Friday" is not read as last Friday.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Literal

Kind = Literal["exact", "ambiguous", "none"]
Reason = Literal["which_week", "weekday_mismatch", "long_ago", "approximate", "vague", "impossible", "unreadable"]

#: Years that a letter or a birthday may have. Any other is a slip of the keys.
_YEARS = range(1900, 2100)
#: A date without a year that lies further back than this many months is asked about again.
LONG_AGO_MONTHS = 10


@dataclass(frozen=True)
class DatePhrase:
    """A phrase as written. start and end are character offsets in the message, end exclusive."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """What a phrase says.

    day is set for "exact" only; candidates, the likeliest first, for "ambiguous" only, where they may be empty.
    """

    kind: Kind
    day: date | None
    candidates: tuple[date, ...]
    reason: Reason | None


def find_phrases(message: str) -> list[DatePhrase]:
    """Every phrase that names a day, exactly or with some doubt, in order and without overlaps. Never raises."""
    return [phrase for phrase, vague in _scan(message) if not vague]


def find_vague(message: str) -> list[DatePhrase]:
    """Every phrase of time that names no day ("last week", "mid March"), in order. Never raises."""
    return [phrase for phrase, vague in _scan(message) if vague]


def read(phrase: str, today: date) -> Reading:
    """The day that a phrase names, seen from today. Never raises; what cannot be read is kind "none"."""
    text = _Text(phrase)
    end = _content_end(text)
    start = _content_start(text)
    # Before the lead-in is dropped: "the Tuesday" is vague although "Tuesday" is not.
    hit = _whole(text, start, end) or _whole(text, _after_lead_in(text, start), end)
    try:
        if hit is not None:
            return hit.resolve(today)
        if _bare_period(text, start, end):
            return _none("vague")
        return _last_resort(text, start, end, today)
    except (ValueError, OverflowError):
        # Only at the very edges of the calendar (years 1 and 9999).
        return _none("impossible")


# --- Words -----------------------------------------------------------------------------------------------------------


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _numbered_words(listed: str, start: int) -> dict[str, int]:
    """Groups of words that mean the same ("a/b c/d"), numbered from start."""
    return {word: n for n, group in enumerate(listed.split(), start) for word in group.split("/")}


_MONTHS = _numbered_words(
    "january/jan february/feb/febr march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct"
    " november/nov december/dec",
    1,
)
_MONTH_NAMES = tuple(word for word in _MONTHS if len(word) >= 4 and word not in ("sept", "febr"))
#: Real words and names one slip away from a month; they are never taken for a misspelt one.
_NOT_MONTHS = _words("match marsh macho marcy marc marco mach jane junk judy jury jude juno jung augusta apron april's")
_WEEKDAYS = _numbered_words(
    "monday/mon/munday/mondy tuesday/tue/tues/teusday/tuseday/tuesdy wednesday/wed/weds/wensday/wednsday/wendsday"
    "/wedensday/wednesdy thursday/thu/thur/thurs/thrusday/thursdy/thurday/thusday friday/fri/firday/fridy"
    " saturday/sat/saterday/satuday/saturdy sunday/sun/sundy",
    0,
)
_SHORT_WEEKDAYS = _words("mon tue tues wed weds thu thur thurs fri sat sun")
_ORDINALS = _numbered_words(
    "first second third fourth/forth fifth sixth seventh eighth/eigth ninth/nineth tenth eleventh twelfth/twelth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth/twentyth"
    " twentyfirst twentysecond twentythird twentyfourth twentyfifth twentysixth twentyseventh twentyeighth twentyninth"
    " thirtieth thirtyfirst",
    1,
)
_TENS = {"twenty": 20, "thirty": 30}
_SUFFIXES = _words("st nd rd th")
_CARDINALS = _numbered_words(
    "a/an/one two/too/tow three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty",
    1,
)
_UNITS: dict[str, tuple[int, int]] = {}  # word -> (days, months)
for _names, _size in (
    ("day days dys", (1, 0)),
    ("week weeks wk wks weak weaks wek weeek", (7, 0)),
    ("fortnight fortnights fornight fortnite", (14, 0)),
    ("month months mth mths mnth mnths", (0, 1)),
    ("year years yr yrs", (0, 12)),
):
    _UNITS.update(dict.fromkeys(_names.split(), _size))
_WEEK_WORDS = _words("week weeks wk wks")
_DAY_PARTS = _words("morning afternoon evening night lunchtime teatime dinnertime am pm")
_FLEXIBLE_WEEKDAY_TAILS = _words("gone past")

#: After a number these make it a count or a time of day: "March 3 times", "3 March 20 pages".
_COUNTED = _words(
    "am pm a.m p.m oclock o'clock second seconds minute minutes min mins hour hours hr hrs day days week weeks wk wks"
    " fortnight fortnights month months mth mths year years yr yrs yo old page pages people person child children kid"
    " kids boy boys girl girls time times of percent pounds quid mile miles marks session sessions school schools"
    " noon midday letter letters email emails staff pupil pupils adult adults others different more"
)
#: Before a bare number these make it a label, not a day: "Year 6", "part 3", "page 4".
_LABELS = _words(
    "year years yr yrs y section sections sec part parts page pages pg p age aged ages room ward para paragraph reg"
    " regs regulation rule article clause chapter ch class key ks level grade band tier phase question q box flat house"
    " unit point item si s si. number nos ref bus tel phone step version v"
)
#: The labels that stand even before a full date: "Year 6 March 2026" is a month.
_SCHOOL_LABELS = _words("year years yr yrs y age aged part section sec version v")
#: After "3 may" these show a verb: "section 3 may be ...".
_AFTER_VERB_MAY = _words(
    "be have not need also well still take want apply help never always only just require include cause contain say"
)
_PRONOUNS = _words("i we he she they you it")
_AFTER_MAY_I = _words(
    "appeal apply ask have use go bring request still see be need get take do make also not attend speak"
)
#: Before a bare "5th" or "6/11": the words that lead to a day.
_LEADS_TO_DAY = _words(
    "on dated date dates from since by until till til untill before b4 after between of to due for around about as"
    " received recieved"
)
#: After "on the 5th": words that carry on the sentence. Anything else may be a noun that the ordinal counts.
_CARRIES_ON = _words(
    "and but or not no so when that which who because cos cuz coz bc then than if as with without by from at to for"
    " until till til i i'm im ive we they he she it its you u there this my our his her their mum dad was were is are"
    " had has have didn wasn isn saying said says say telling stating asking giving confirming refusing after before"
    " since just only also again both though although while where what why how please thanks thank sorry lol apparently"
    " actually came arrived sent got gone now still w n re about via through the a an im think thinking maybe instead"
    " did do does would will can could should been met they've decided refused turned rejected"
)
#: After "the 5th" with nothing before it that leads to a day: narrower, because "the 2nd was lovely" is no date.
_CARRIES_ON_STRICTLY = _words("but or not i im sorry so it its then please thanks because cos")
_BEFORE_LONE_ORDINAL = _words("sorry sry soz no not its s is it was said say meant mean actually or and but yes yeah")
#: Before a weekday these make it a habit or a kind of day: "every Monday", "a Tuesday".
_BEFORE_HABIT = _words(
    "a an every each any some most other one alternate my our your no per non sheffield black the following previous"
    " same ev evry first second third fourth fifth ist 1st 2nd 3rd"
)
_AFTER_HABIT = _words(
    "club clubs job jobs shift shifts roast mornings afternoons evenings nights lunchtimes league football dinner"
)
_RANGE_MARKS = _words("to - – — / thru through til till until &")
_HEDGES = _words("about around roughly approx approximately approximatly circa bout abt maybe roundabout round like ~")
_MEASURE_HEDGES = _words("over under nearly almost some say atleast barely probably")
_HEDGE_PAIRS = frozenset(
    tuple(pair.split())
    for pair in (
        "just over,just under,more than,less than,at least,at most,well over,a good,must be,up to,sometime around,"
        "somewhere around,sometime about,something like,close to,round about,just about,only about,or about"
    ).split(",")
)
_MEASURE_PAIRS = _words("just more less at well a must up")
_SEPARATORS = {"/": "/", ".": ".", "-": "-", "–": "-", "—": "-", "‑": "-"}
_LEAD_IN = _words("on the dated date of from it its is was s : it's sent received")


# --- Tokens ----------------------------------------------------------------------------------------------------------

# The suffix is cut off its number so that "3rdmarch" comes apart too. Digits are ASCII only: int() and the offsets
# must agree about what a number is.
_TOKEN = re.compile(r"[0-9]+|(?<=[0-9])(?:st|nd|rd|th)(?![a-z]{1,2}(?![a-z]))|[^\W\d_]+|\S", re.IGNORECASE)


class _Text:
    """A message cut into tokens; asking beyond either end gives the empty token."""

    def __init__(self, message: str) -> None:
        self.message = message
        found = list(_TOKEN.finditer(message))
        self.size = len(found)
        self.spans = [match.span() for match in found]
        self.raws = [match.group() for match in found]
        # The empty tokens behind the end answer for the places before the start too (index -1 and below): this is
        # asked tens of thousands of times for a long message, so it must not cost a comparison.
        self.lows = [raw.lower().replace("’", "'") for raw in self.raws] + [""] * 4

    def low(self, i: int) -> str:
        """The token in lower case, or "" beyond the ends."""
        try:
            return self.lows[i]
        except IndexError:
            return ""

    def glued(self, i: int) -> bool:
        """Whether token i follows the one before it without a space."""
        return 0 < i < self.size and self.spans[i][0] == self.spans[i - 1][1]

    def digits(self, i: int) -> int:
        """How many digits the token has; 0 when it is no number."""
        low = self.low(i)
        return len(low) if low and "0" <= low[0] <= "9" else 0

    def number(self, i: int, most: int = 2) -> int | None:
        """The token as a number of at most so many digits."""
        return int(self.lows[i]) if 0 < self.digits(i) <= most else None

    def is_word(self, i: int) -> bool:
        """Whether the token is a word."""
        return self.low(i)[:1].isalpha()

    def closed(self, i: int) -> bool:
        """Whether a clause ends before token i: the end of the message, or a mark that does not tie words together."""
        low = self.low(i)
        return not low or (not low[0].isalnum() and not (low in ("-", "–", "%", "'") and self.glued(i)))

    def has(self, i: int, *words: str) -> bool:
        """Whether these words stand at i, in this order."""
        return all(self.low(i + n) == word for n, word in enumerate(words))


# --- Readings --------------------------------------------------------------------------------------------------------

_Resolve = Callable[[date], Reading]
_Need = Literal["nothing", "numeric", "pair", "month", "month_first", "ordinal", "weekday", "today"]


@dataclass(frozen=True)
class _Hit:
    """A match that ends before token `end`. need names the check on its surroundings that it must still pass."""

    end: int
    resolve: _Resolve
    need: _Need = "nothing"
    vague: bool = False


@dataclass(frozen=True)
class _Core:
    """A day by number. year None: not given; 0 and -1: this year and last year; otherwise the year."""

    end: int
    day: int
    month: int
    year: int | None
    need: _Need


def _exact(day: date) -> Reading:
    return Reading("exact", day, (), None)


def _ambiguous(reason: Reason, *candidates: date) -> Reading:
    return Reading("ambiguous", None, candidates, reason)


def _none(reason: Reason) -> Reading:
    return Reading("none", None, (), reason)


def _approximate(today: date) -> Reading:
    return _ambiguous("approximate")


def _vague(today: date) -> Reading:
    return _none("vague")


def _month_back(today: date, months: int) -> date:
    """The corresponding day so many months earlier; the month's last day where there is none."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _checked(day: date, weekday: int | None, today: date, year_given: bool) -> Reading:
    """A numbered day against the weekday written beside it and, without a year, against its age."""
    if weekday is not None and day.weekday() != weekday:
        return _ambiguous("weekday_mismatch", day)
    if not year_given and day < _month_back(today, LONG_AGO_MONTHS):
        return _ambiguous("long_ago", day)
    return _exact(day)


def _latest(days: Iterable[date | None], today: date) -> Reading | date:
    """The first of these days, given newest first, that is not ahead of today nor more than a year back."""
    for day in days:
        if day is not None and _month_back(today, 12) <= day <= today:
            return day
    return _none("impossible")


def _resolve_numbered(core: _Core, weekday: int | None, today: date) -> Reading:
    """A day and month; without a year, the most recent past one."""
    if core.year is not None:
        year = core.year if core.year > 0 else today.year + core.year
        day = _calendar_day(year, core.month, core.day) if year in _YEARS or core.year <= 0 else None
        return _none("impossible") if day is None else _checked(day, weekday, today, True)
    latest = _latest((_calendar_day(today.year - back, core.month, core.day) for back in (0, 1)), today)
    return latest if isinstance(latest, Reading) else _checked(latest, weekday, today, False)


def _resolve_day_only(number: int, weekday: int | None, months_back: int | None, today: date) -> Reading:
    """A bare "the 5th": the most recent one, or the one in a month counted back from this one."""
    months = [months_back] if months_back is not None else list(range(12))
    firsts = [_month_back(today.replace(day=1), back) for back in months]
    days = [day for first in firsts if (day := _calendar_day(first.year, first.month, number)) is not None]
    if months_back is None:
        days = [day for day in days if day <= today]
    if not days:
        return _none("impossible")
    if weekday is None or days[0].weekday() == weekday:
        return _exact(days[0])
    fitting = [day for day in days[:6] if day.weekday() == weekday]
    return _ambiguous("weekday_mismatch", *fitting[:1], days[0])


def _resolve_shift(days: int, months: int, today: date) -> Reading:
    """So many days and months back; negative days lie ahead."""
    return _exact(_month_back(today, months) - timedelta(days=days))


def _before(today: date, weekday: int) -> date:
    """The latest such weekday before today."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def _resolve_weekday(weekday: int, today: date) -> Reading:
    """A bare "Tuesday". Said on a Tuesday it may mean today or a week ago."""
    latest = _before(today, weekday)
    return _ambiguous("which_week", today, latest) if today.weekday() == weekday else _exact(latest)


def _resolve_last(weekday: int, weeks: int, today: date) -> Reading:
    """ "Last Tuesday": people mean the latest one or the one of last week, so both are offered."""
    latest = _before(today, weekday) - timedelta(weeks=weeks)
    return _ambiguous("which_week", latest, latest - timedelta(weeks=1))


def _resolve_gone(weekday: int, weeks: int, today: date) -> Reading:
    """ "Tuesday just gone", "a week last Tuesday"."""
    return _exact(_before(today, weekday) - timedelta(weeks=weeks))


def _resolve_of_week(weekday: int, weeks: int, today: date) -> Reading:
    """A weekday of this week or of one so many weeks back. Weeks run from Monday."""
    return _exact(today - timedelta(days=today.weekday() - weekday, weeks=weeks))


def _resolve_weeks_ago_on(weekday: int, weeks: int, today: date) -> Reading:
    """ "Two weeks ago on Friday": counted from last Friday or by calendar week, which may differ."""
    counted = _before(today, weekday) - timedelta(weeks=weeks)
    by_week = today - timedelta(days=today.weekday() - weekday, weeks=weeks)
    return _exact(counted) if counted == by_week else _ambiguous("which_week", by_week, counted)


def _resolve_next(weekday: int, today: date) -> Reading:
    """ "Next Tuesday": the coming one or the one after."""
    coming = _before(today, weekday) + timedelta(weeks=1 if today.weekday() != weekday else 2)
    return _ambiguous("which_week", coming, coming + timedelta(weeks=1))


def _resolve_this(weekday: int, today: date) -> Reading:
    """ "This Tuesday": said before and after the day, so the past one and the coming one, the nearer first."""
    past = _before(today, weekday)
    if today.weekday() == weekday:
        return _ambiguous("which_week", today, past)
    return _ambiguous("which_week", *sorted((past, past + timedelta(weeks=1)), key=lambda day: abs(day - today)))


def _resolve_week_after(weekday: int, weeks: int, today: date) -> Reading:
    """ "A week on Monday": always ahead."""
    return _exact(_before(today, weekday) + timedelta(weeks=weeks + (1 if today.weekday() != weekday else 2)))


def _resolve_either_side(days: int, anchor: int, today: date) -> Reading:
    """ "A week today" is said of the past and of what is to come."""
    pivot = today - timedelta(days=anchor)
    return _ambiguous("which_week", pivot - timedelta(days=days), pivot + timedelta(days=days))


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm)."""
    century, rest = divmod(year, 100)
    epact = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    shift = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (year % 19 + 11 * epact + 22 * shift) // 451
    month, day = divmod(epact + shift - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _resolve_easter(offset: int, year: int | None, today: date) -> Reading:
    """A day counted from Easter Sunday."""
    if year is not None:
        return _exact(_easter(year if year > 0 else today.year + year) + timedelta(days=offset))
    # Easter moves, so last year's may lie more than a year back; the newest past one is meant all the same.
    past = [_easter(today.year - back) + timedelta(days=offset) for back in (0, 1)]
    return _checked(next(day for day in past if day <= today), None, today, False)


# --- Days by number --------------------------------------------------------------------------------------------------


def _distance(left: str, right: str) -> int:
    """Slips between two words: letters missing, added, wrong or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]


@lru_cache(maxsize=1024)
def _misspelt_month(word: str) -> int | None:
    """The month that a slightly misspelt word of 4 letters or more stands for. It must start with the right letter."""
    if not 4 <= len(word) <= 11 or word in _NOT_MONTHS:
        return None
    for name in _MONTH_NAMES:
        allowed = 2 if len(name) >= 7 else 1
        if word[0] != name[0] or abs(len(word) - len(name)) > allowed:
            continue
        # Cheap first test: most words share too few letters to be worth the full comparison.
        if len(set(word) ^ set(name)) <= 2 * allowed and _distance(word, name) <= allowed:
            return _MONTHS[name]
    return None


def _month(text: _Text, i: int) -> int | None:
    """The month at i, misspellings included: only for a word with a day number beside it."""
    word = text.low(i)
    return _MONTHS.get(word) or (_misspelt_month(word) if len(word) >= 4 else None)


def _day(text: _Text, i: int) -> tuple[int, int, bool] | None:
    """A day number at i: where it ends, the number, and whether it is an ordinal."""
    value = text.number(i)
    if value is not None:
        suffix = text.low(i + 1)
        if suffix in _SUFFIXES and (text.glued(i + 1) or suffix != "st"):  # "3 St Mary's" is an address
            return i + 2, value, True
        return i + 1, value, False
    word = text.low(i)
    if word in _TENS:
        j = i + 2 if text.low(i + 1) in ("-", "‑", "–") else i + 1
        unit = _ORDINALS.get(text.low(j), 99)
        return (j + 1, _TENS[word] + unit, True) if unit < 10 else None
    value = _ORDINALS.get(word)
    return None if value is None else (i + 1, value, True)


def _number_ends(text: _Text, end: int) -> bool:
    """Whether the number before token `end` stands by itself: not "10:30", "26th", "20 pages"."""
    low = text.low(end)
    if text.glued(end) and (low in _SUFFIXES or low in (":", "%") or low in _COUNTED):
        return False
    if text.glued(end) and low in _SEPARATORS and text.glued(end + 1) and text.digits(end + 1):
        return False
    return low not in _COUNTED and low not in _MONTHS and not (text.glued(end) and text.digits(end))


def _year(text: _Text, i: int) -> tuple[int, int | None]:
    """A year at i, after a day and month: where it ends, and its value as in _Core. No year: (i, None)."""
    if text.low(i) in ("last", "this") and text.low(i + 1) in ("year", "yr"):
        return i + 2, -1 if text.low(i) == "last" else 0
    j = i + 1 if text.low(i) in (",", "of", "in", ".") else i
    if text.digits(j) == 4 and int(text.low(j)) in _YEARS and _number_ends(text, j + 1):
        return j + 1, int(text.low(j))
    if j > i and text.low(i) != ".":
        return i, None  # "3 March, 20 of us"
    if text.low(j) in ("'", "‘"):
        j += 1
    # Two digits that cannot be a recent or coming year are something else ("3 March 05" is too rare to guess).
    if text.digits(j) == 2 and 10 <= int(text.low(j)) <= 49 and _number_ends(text, j + 1):
        return j + 1, 2000 + int(text.low(j))
    return i, None


def _full_year(text: _Text, i: int) -> int | None:
    """The year in an all-number date: four digits, or two in this century. Year 0 is kept apart from "this year"."""
    if text.digits(i) == 4:
        return int(text.low(i)) or 1
    return 2000 + int(text.low(i)) if text.digits(i) == 2 else None


def _separator(text: _Text, i: int) -> str | None:
    """The mark between the numbers of a date. A full stop must touch both, or it ends a sentence."""
    mark = _SEPARATORS.get(text.low(i))
    if mark == "." and not (text.glued(i) and text.glued(i + 1)):
        return None
    return mark


def _iso(text: _Text, i: int) -> _Core | None:
    """2026-04-03, 2026/04/03 and 2026 March 3."""
    if text.digits(i) != 4 or int(text.low(i)) not in _YEARS:
        return None
    year = int(text.low(i))
    mark = _separator(text, i + 1)
    month, day = text.number(i + 2), text.number(i + 4)
    if mark and mark == _separator(text, i + 3) and month is not None and day is not None:
        return _Core(i + 5, day, month, year, "numeric")
    named = _MONTHS.get(text.low(i + 1))
    found = _day(text, i + 2)
    if named and found:
        return _Core(found[0], found[1], named, year, "numeric")
    return None


def _numeric(text: _Text, i: int) -> _Core | None:
    """3/4/26, 03.04.2026, 3 - 4 - 26, and 03 04 26 with every number in full."""
    day = text.number(i)
    if day is None:
        return None
    mark, month, year = _separator(text, i + 1), text.number(i + 2), _full_year(text, i + 4)
    if mark and mark == _separator(text, i + 3) and month is not None and year is not None:
        return _Core(i + 5, day, month, year, "numeric")
    month, year = text.number(i + 1), _full_year(text, i + 2)
    spaced = text.digits(i) == 2 and text.digits(i + 1) == 2 and text.digits(i + 3) == 0 == text.digits(i - 1)
    if spaced and month is not None and year is not None and day <= 31 and month <= 12 and 2010 <= year <= 2049:
        return _Core(i + 3, day, month, year, "numeric")
    return None


def _pair(text: _Text, i: int) -> _Core | None:
    """6/11, with no year."""
    day, month = text.number(i), text.number(i + 2)
    if day is None or month is None or text.low(i + 1) != "/" or not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return _Core(i + 3, day, month, None, "pair")


def _day_month(text: _Text, i: int) -> _Core | None:
    """3rd March, third of March, 3 mar 26, 3-Mar-2026."""
    found = _day(text, i)
    if found is None:
        return None
    j, day, ordinal = found
    mark = _SEPARATORS.get(text.low(j))
    spaced = mark is not None and not (text.glued(j) and text.glued(j + 1))
    if text.low(j) == "of" or mark or (text.low(j) == "," and ordinal):
        j += 1
    month = _month(text, j)
    if month is None:
        return None
    # "Year 3. May I ask" and "60 may come" are no dates; "3. March 2026" and "32nd March" are meant as dates.
    if (spaced or (day > 31 and not ordinal)) and _year(text, j + 1)[1] is None:
        return None
    end, year = j + 1, None
    if mark and mark == _SEPARATORS.get(text.low(end)):
        year = _full_year(text, end + 1)
    end, year = (end + 2, year) if year is not None else _year(text, end)
    return _Core(end, day, month, year, "month" if year is None else "numeric")


def _month_day(text: _Text, i: int) -> _Core | None:
    """March 3rd, March the third, Mar 3, 2026."""
    j = i + 1
    if text.low(j) == "." and text.low(i) in _MONTHS and len(text.low(i)) < 5:
        j += 1
    if text.low(j) == "the":
        j += 1
    found = _day(text, j)
    if found is None or not 1 <= found[1] <= 31:
        return None
    end, day, ordinal = found
    month = _month(text, i)
    if month is None or not (ordinal or _number_ends(text, end)):
        return None
    end, year = _year(text, end)
    return _Core(end, day, month, year, "month_first")


def _core(text: _Text, i: int) -> _Core | None:
    """The longest day by number at i."""
    if text.digits(i):
        found = [_iso(text, i), _numeric(text, i), _day_month(text, i), _pair(text, i)]
    else:
        found = [_day_month(text, i), _month_day(text, i)]
    return max((core for core in found if core), key=lambda core: core.end, default=None)


def _dated(text: _Text, i: int) -> _Hit | None:
    """A day by number, perhaps with its weekday in brackets behind it: "3 March (Tuesday)"."""
    core = _core(text, i)
    if core is None:
        return None
    if text.low(core.end) == "(" and text.low(core.end + 1) in _WEEKDAYS and text.low(core.end + 2) == ")":
        weekday = _WEEKDAYS[text.low(core.end + 1)]
        return _Hit(core.end + 3, partial(_resolve_numbered, core, weekday), core.need)
    return _Hit(core.end, partial(_resolve_numbered, core, None), core.need)


def _either(text: _Text, i: int) -> _Hit | None:
    """ "3rd or 4th of March", "3/4 March", "the 3rd or the 4th": one of two days, so neither."""
    first = _day(text, i)
    if first is None or text.low(first[0]) not in ("or", "/", "-", "–"):
        return None
    j = first[0] + 1
    if text.low(first[0]) != "or" and not (text.glued(j) and text.glued(j - 1)):
        return None
    j = j + 1 if text.low(j) == "the" else j
    core = _day_month(text, j)
    if core and 1 <= first[1] <= 31:
        return _Hit(core.end, _approximate, core.need)
    second = _day_only(text, j) if first[2] else None
    return _Hit(second.end, _approximate, "ordinal") if second else None


def _which_month(text: _Text, i: int) -> tuple[int, int] | None:
    """ "of last month" behind a day: where it ends, and how many months back."""
    j = i + 1 if text.low(i) == "of" else i
    if text.low(j) == "the" and text.low(j + 1) in ("previous", "last"):
        j += 1
    back = {"last": 1, "previous": 1, "this": 0, "next": -1}.get(text.low(j))
    return (j + 2, back) if back is not None and text.low(j + 1) in ("month", "mth") else None


def _day_only(text: _Text, i: int) -> _Hit | None:
    """A bare "5th", or "20th of last month"."""
    found = _day(text, i)
    if found is None or not 1 <= found[1] <= 31:
        return None
    end, day, ordinal = found
    month = _which_month(text, end)
    if month:
        return _Hit(month[0], partial(_resolve_day_only, day, None, month[1]))
    if not ordinal or text.low(i) in ("first", "second", "third") or (text.digits(i) and not text.glued(i + 1)):
        return None
    if text.has(end, "of", "the", "month"):
        end += 3
    return _Hit(end, partial(_resolve_day_only, day, None, None), "ordinal")


# --- Weekdays --------------------------------------------------------------------------------------------------------


def _weekday_led(text: _Text, i: int) -> _Hit | None:
    """A weekday with a number: "Tues 3 March 26", "last Friday the 6th"."""
    j = i + 1 if text.low(i) in ("last", "this", "next") else i
    weekday = _WEEKDAYS.get(text.low(j))
    if weekday is None:
        return None
    j += 1
    if text.low(j) in (",", ".", "-", "–"):
        j += 1
    if text.low(j) == "the":
        j += 1
    core = _core(text, j)
    if core and (core.need != "pair" or _pair_fits(text, j, core.end)):
        return _Hit(core.end, partial(_resolve_numbered, core, weekday))
    day = _day(text, j)
    if not (day and day[2] and text.digits(j) and text.glued(j + 1) and 1 <= day[1] <= 31):
        return None
    if not (text.closed(day[0]) or text.low(day[0]) in _CARRIES_ON or _which_month(text, day[0])):
        return None  # "Tuesday 2nd time this week"
    month = _which_month(text, day[0])
    return _Hit(month[0] if month else day[0], partial(_resolve_day_only, day[1], weekday, month[1] if month else None))


def _day_part(text: _Text, i: int) -> int:
    """Past "morning" or "night" behind a day."""
    return i + 1 if text.low(i) in _DAY_PARTS else i


def _weekday_tail(text: _Text, j: int, weekday: int) -> _Hit | None:
    """What follows a weekday and says which week: "just gone", "of last week", "before last", "week"."""
    k = j + 1 if text.low(j) == "just" else j
    if text.low(k) in _FLEXIBLE_WEEKDAY_TAILS and (k > j or text.closed(k + 1) or text.low(k + 1) in _CARRIES_ON):
        return _Hit(k + 1, partial(_resolve_gone, weekday, 0))
    if text.has(j, "before", "last") or text.has(j, "b4", "last"):
        return _Hit(j + 2, partial(_resolve_last, weekday, 1))
    k = j + 1 if text.low(j) in ("of", "in", ",") else j
    if text.low(k) in ("last", "this", "next") and text.low(k + 1) in _WEEK_WORDS:
        return _Hit(k + 2, partial(_resolve_of_week, weekday, {"last": 1, "this": 0, "next": -1}[text.low(k)]))
    k = k + 1 if text.low(k) == "the" else k
    if text.low(k) in _WEEK_WORDS and text.low(k + 1) in ("before", "b4") and text.low(k + 2) == "last":
        return _Hit(k + 3, partial(_resolve_of_week, weekday, 2))
    return _weekday_plain_tail(text, j, weekday)


def _weekday_plain_tail(text: _Text, j: int, weekday: int) -> _Hit | None:
    """ "Tuesday last", "Monday week", "Tuesday two weeks ago"."""
    if text.low(j) == "last" and (text.closed(j + 1) or text.low(j + 1) in _CARRIES_ON):
        return _Hit(j + 1, partial(_resolve_last, weekday, 0))
    if text.low(j) in ("week", "fortnight") and text.low(j + 1) != "ago":
        return _Hit(j + 1, partial(_resolve_week_after, weekday, 1 if text.low(j) == "week" else 2))
    span = _span(text, j)
    if span and text.low(span.end) == "ago" and span.days and span.days % 7 == 0:
        return _Hit(span.end + 1, partial(_resolve_weeks_ago_on, weekday, span.days // 7))
    return None


def _weekday_word(text: _Text, i: int) -> _Hit | None:
    """A weekday without a number: "Tuesday", "last Tuesday", "Monday of last week"."""
    lead = text.low(i) if text.low(i) in ("last", "this", "next", "past") else ""
    j = i + 1 if lead else i
    if lead == "this" and text.low(j) in ("past", "last", "coming", "next"):
        lead = {"past": "past", "last": "last"}.get(text.low(j), "next")
        j += 1
    weekday = _WEEKDAYS.get(text.low(j))
    if weekday is None:
        return None
    end = _day_part(text, j + 1)
    tail = _weekday_tail(text, end, weekday)
    if tail:
        # "he sat last week"
        return replace(tail, need="weekday") if not lead and text.low(j) in ("sat", "sun") else tail
    if text.low(end) == "or" and text.low(end + 1) in _WEEKDAYS:
        return _Hit(_day_part(text, end + 2), _approximate, "weekday")
    ways: dict[str, _Resolve] = {
        "last": partial(_resolve_last, weekday, 0),
        "past": partial(_resolve_gone, weekday, 0),
        "this": partial(_resolve_this, weekday),
        "next": partial(_resolve_next, weekday),
    }
    if lead:
        return _Hit(end, ways[lead])
    return _Hit(end, partial(_resolve_weekday, weekday), "weekday")


def _last_week_on(text: _Text, i: int) -> _Hit | None:
    """ "last week on Tuesday"."""
    if text.low(i) not in ("last", "this") or text.low(i + 1) not in _WEEK_WORDS:
        return None
    j = i + 3 if text.low(i + 2) in ("on", ",") else i + 2
    weekday = _WEEKDAYS.get(text.low(j))
    if weekday is None or (text.low(j) == "sat" and text.low(j - 1) != "on"):
        return None
    return _Hit(j + 1, partial(_resolve_of_week, weekday, 1 if text.low(i) == "last" else 0))


# --- Days counted from today -----------------------------------------------------------------------------------------

#: Phrase -> days back from today; negative ones lie ahead.
_SHIFTS: dict[tuple[str, ...], int] = {}
for _listed, _back in (
    ("today|todays|2day|2 day|tonight|tonite|2nite|2 nite|2night|2 night|this morning|this mornin|this afternoon", 0),
    ("this evening|this aft|earlier today|just now today", 0),
    ("yesterday|yday|yesday|yest|yesterdy|yesturday|yestarday|ysterday|yesterady|last night|last nite|last evening", 1),
    ("day before yesterday|day b4 yesterday|day before yday", 2),
    ("tomorrow|tomorow|tommorow|tommorrow|tomorro|tmrw|tmr|tomoz|2moro|2 moro|2 morrow|2 mro|2 moz|tomo", -1),
    ("day after tomorrow", -2),
):
    _SHIFTS.update(dict.fromkeys((tuple(entry.split()) for entry in _listed.split("|")), _back))


def _shift(text: _Text, i: int) -> _Hit | None:
    """ "today", "yesterday morning", "day before yesterday"."""
    for length in (3, 2, 1):
        words = tuple(text.lows[i : i + length])
        back = _SHIFTS.get(words)
        if back is None or (words[0] == "2" and not text.glued(i + 1)):
            continue
        end = _day_part(text, i + length)
        if text.low(end) == "week" and words in (("today",), ("tomorrow",)):
            return _Hit(end + 1, partial(_resolve_shift, back - 7, 0))
        return _Hit(end, partial(_resolve_shift, back, 0), "today" if back == 0 else "nothing")
    return None


@dataclass(frozen=True)
class _Span:
    """A length of time that ends before token `end`, in days or in months. Loose: "two or three weeks"."""

    end: int
    days: int
    months: int
    loose: bool


def _count(text: _Text, i: int) -> tuple[int, int, bool] | None:
    """ "3", "three", "a couple of", "two or three", "2-3": where it ends, the number, and whether it is loose."""
    j = i + 1 if text.low(i) == "a" else i
    if text.low(j) == "good":
        j += 1
    if text.low(j) in ("couple", "cple", "coupla", "few", "several"):
        return (j + 2 if text.low(j + 1) in ("of", "o") else j + 1), 0, True
    first = _CARDINALS.get(text.low(i)) or text.number(i, 3)
    if first is None:
        return None
    j = i + 1
    if text.low(j) in ("-", "–", "/", "or", "to"):
        second = _CARDINALS.get(text.low(j + 1)) or text.number(j + 1)
        if second is not None and second > 1:
            return j + 2, 0, True
    if text.has(j, "and", "a", "half"):
        return j + 3, 0, True
    return j, first, False


def _span(text: _Text, i: int) -> _Span | None:
    """ "three weeks", "a fortnight", "week"."""
    count = _count(text, i) or (i, 1, False)
    unit = _UNITS.get(text.low(count[0]))
    if unit is None or (count[0] == i and text.low(i)[-1] == "s"):
        return None
    end, number, loose = count[0] + 1, count[1], count[2]
    for extra in (("and", "a", "half"), ("or", "so"), ("or", "two"), ("and", "a", "bit"), ("odd",), ("ish",)):
        if text.has(end, *extra):
            return _Span(end + len(extra), unit[0] * number, unit[1] * number, True)
    return _Span(end, unit[0] * number, unit[1] * number, loose)


def _too_long(span: _Span, text: _Text) -> bool:
    """Whether a length is too great to count back to a day: "2 years ago" is vague."""
    return text.low(span.end - 1)[0] == "y" or span.days > 366 or span.months > 12


def _ago(text: _Text, i: int) -> _Hit | None:
    """ "three weeks ago", "a fortnight ago yesterday", "a week last Friday", "a week on Monday"."""
    span = _span(text, i)
    if span is None:
        return None
    if _says_ago(text, span.end):
        if any(_UNITS.get(text.low(k), (0, 0))[1] == 12 for k in range(i, span.end)) or _too_long(span, text):
            return _Hit(span.end + 1, _vague, vague=True)
        if span.loose or not (span.days or span.months):
            return _Hit(span.end + 1, _approximate)
        return _ago_anchored(text, span) or _Hit(span.end + 1, partial(_resolve_shift, span.days, span.months))
    if span.loose or span.days % 7 or not 0 < span.days <= 366:
        return None
    return _weeks_from(text, span)


def _says_ago(text: _Text, i: int) -> bool:
    """ "ago", or "back" where it does not lead on to a place ("two days back at school")."""
    if text.low(i) == "back":
        return text.closed(i + 1) or text.low(i + 1) in _CARRIES_ON - _words("at to from with the w by and as")
    return text.low(i) in ("ago", "agoo", "agao", "ago's")


_ANCHORS = {"today": 0, "yesterday": 1, "tomorrow": -1, "2day": 0}


def _ago_anchored(text: _Text, span: _Span) -> _Hit | None:
    """What may follow "a week ago": "today", "yesterday", "Friday", "last Friday", "on Friday"."""
    j = span.end + 1
    if text.low(j) in _ANCHORS:
        return _Hit(j + 1, partial(_resolve_shift, span.days + _ANCHORS[text.low(j)], span.months))
    if span.months or span.days % 7:
        return None
    lead = text.low(j) if text.low(j) in ("on", "last", "this", "past") else ""
    j += 1 if lead else 0
    weekday = _WEEKDAYS.get(text.low(j))
    if weekday is None or (text.low(j) == "sat" and not lead):
        return None
    # "A week ago Friday" is a set phrase, counted from Friday; "two weeks ago on Friday" leaves the week open.
    resolve = _resolve_weeks_ago_on if lead in ("on", "this") else _resolve_gone
    return _Hit(j + 1, partial(resolve, weekday, span.days // 7))


def _weeks_from(text: _Text, span: _Span) -> _Hit | None:
    """ "a week last Friday" (past), "a week on Friday" (ahead), "a fortnight yesterday", "a week today"."""
    j, weeks = span.end, span.days // 7
    anchor = _ANCHORS.get(text.low(j))
    if anchor is not None:
        if anchor == 1:
            return _Hit(j + 1, partial(_resolve_shift, span.days + 1, 0))
        return _Hit(j + 1, partial(_resolve_either_side, span.days, anchor))
    lead = text.low(j) if text.low(j) in ("last", "past", "this", "on", "from", "next") else ""
    j += 1 if lead else 0
    weekday = _WEEKDAYS.get(text.low(j))
    if weekday is None or (text.low(j) in ("sat", "sun") and not lead):
        return None
    if lead in ("last", "past"):
        return _Hit(j + 1, partial(_resolve_gone, weekday, weeks))
    return _Hit(j + 1, partial(_resolve_week_after, weekday, weeks))


# --- Named days ------------------------------------------------------------------------------------------------------

_FIXED_DAYS = {
    ("christmas", "eve"): (24, 12),
    ("christmas", "day"): (25, 12),
    ("boxing", "day"): (26, 12),
    ("newyear", "eve"): (31, 12),
    ("newyear", "day"): (1, 1),
}
_EASTER_DAYS = {
    ("shrove", "tuesday"): -47,
    ("pancake", "tuesday"): -47,
    ("pancake", "day"): -47,
    ("ash", "wednesday"): -46,
    ("palm", "sunday"): -7,
    ("maundy", "thursday"): -3,
    ("good", "friday"): -2,
    ("easter", "saturday"): -1,
    ("easter", "sunday"): 0,
    ("easter", "monday"): 1,
    ("easter", "tuesday"): 2,
}


def _new_year(text: _Text, i: int) -> int | None:
    """Past "New Year's", "new years", "new year" at i."""
    if text.low(i) != "new" or text.low(i + 1) not in ("year", "years"):
        return None
    j = i + 2
    if text.low(j) in ("'", "‘", "`") and text.low(j + 1) == "s":
        return j + 2
    return j + 1 if text.low(j) == "'" else j


def _named(text: _Text, i: int) -> _Hit | None:
    """Boxing Day, New Year's Eve, Good Friday 2025."""
    word = {"xmas": "christmas", "chrismas": "christmas", "crimbo": "christmas"}.get(text.low(i), text.low(i))
    j = i + 1
    if word == "new":
        past = _new_year(text, i)
        if past is None:
            return None
        word, j = "newyear", past
    key = (word, text.low(j))
    if key in _FIXED_DAYS:
        end, year = _year(text, j + 1)
        core = _Core(end, *_FIXED_DAYS[key], year, "nothing")
        return _Hit(end, partial(_resolve_numbered, core, None))
    if key in _EASTER_DAYS:
        end, year = _year(text, j + 1)
        return _Hit(end, partial(_resolve_easter, _EASTER_DAYS[key], year))
    return None


# --- Doubt around a day ----------------------------------------------------------------------------------------------


def _hedged(text: _Text, i: int) -> _Hit | None:
    """ "about three weeks ago", "around 3 March", "the week after the 3rd of March"."""
    low = text.low(i)
    measure_only = low in _MEASURE_HEDGES
    j = i + 1
    if (low, text.low(j)) in _HEDGE_PAIRS:
        measure_only = low in _MEASURE_PAIRS and text.low(j) != "about"
        j += 1
    elif (past := _past_side(text, i)) is not None:
        j = past
    elif low not in _HEDGES and not measure_only:
        return None
    if text.low(j) in _HEDGES:
        j += 1
    if text.low(j) in ("the", "on"):
        j += 1
    inner = _inner(text, j, measure_only)
    return _Hit(inner.end, _approximate) if inner else None


def _past_side(text: _Text, i: int) -> int | None:
    """Past "the week after", "two days before", "Monday following", "w/c"."""
    if text.low(i) == "wc" or text.has(i, "w", "/", "c") or text.has(i, "w", "/", "e"):
        return i + 1 if text.low(i) == "wc" else i + 3
    if text.low(i) == "week" and text.low(i + 1) in ("commencing", "beginning", "starting", "ending", "of"):
        return i + 2
    count = _count(text, i)
    j = count[0] if count and text.low(count[0]) in _UNITS else i
    if text.low(j) not in _UNITS and text.low(j) not in _WEEKDAYS and text.low(j) != "weekend":
        return None
    return j + 2 if text.low(j + 1) in ("before", "after", "following", "b4") else None


def _inner(text: _Text, j: int, measure_only: bool) -> _Hit | None:
    """The day that the doubt is about. "over" and "nearly" go with lengths of time only."""
    parsers = (_ago,) if measure_only else (_ago, _dated, _weekday_led, _weekday_word, _named, _day_only)
    hits = [hit for parser in parsers if (hit := parser(text, j)) and not hit.vague and _fits(text, j, hit)]
    return max(hits, key=lambda hit: hit.end, default=None)


def _softened(text: _Text, hit: _Hit) -> _Hit:
    """The same match with the doubt behind it, if any: "3rd March-ish", "a week ago or so"."""
    if hit.vague:
        return hit
    j = hit.end + 1 if text.low(hit.end) == "-" else hit.end
    if text.low(j) == "ish":
        return replace(hit, end=j + 1, resolve=_approximate)
    for words in (("or", "so"), ("or", "thereabouts"), ("give", "or", "take"), ("or", "thereabout"), ("or", "near")):
        if text.has(hit.end, *words):
            return replace(hit, end=hit.end + len(words), resolve=_approximate)
    return hit


# --- Times that name no day ------------------------------------------------------------------------------------------

_SEASONS = _words("easter christmas xmas crimbo summer autumn winter spring whitsun whit ramadan eid diwali")
_BREAKS = _words("holidays holiday hols hol break vacation vacations term terms time period recess")
_PERIODS = _words("week wk month mth year yr term weekend")
_LASTS = _words("last this next previous past following coming")
_EDGES = _words("beginning start middle end back early mid late begining beggining")
_NEARNESS = _words("just shortly right soon straight immediately long way")
_IN_SEASON = _words(
    "in during over at since before after around about by until till til from through throughout b4 round"
)
_IN_MONTH = _words("in during since before after around about by until till til from b4 last this next early mid late")
#: With lower-case "may" and "march" only these show that the month is meant.
_IN_MAY = _words("in during since by until till til last mid early late")
_DETERMINERS = _words("the last this next previous his her their our my school all")


def _half_term(text: _Text, i: int) -> int | None:
    """Past "half term"."""
    if text.low(i) in ("halfterm", "halfterms"):
        return i + 1
    if text.low(i) != "half" and not text.has(i, "1", "/", "2"):
        return None
    j = i + 1 if text.low(i) == "half" else i + 3
    j = j + 1 if text.low(j) in ("-", "–") else j
    return j + 1 if text.low(j) in ("term", "terms") else None


def _season(text: _Text, i: int) -> int | None:
    """Past a season, holiday or term at i, with "the" or "last" before it: "the summer holidays", "half term"."""
    j = i
    for _ in range(2):
        j = j + 1 if text.low(j) in _DETERMINERS else j
    low = text.low(j)
    if low in _SEASONS or low in _MONTHS:
        return _season_end(text, j + 1, must_go_on=low in _MONTHS)
    half = _half_term(text, j)
    if half is not None:
        return half + 1 if text.low(half) in _BREAKS or text.low(half) == "week" else half
    if text.has(j, "bank", "holiday"):
        return j + 3 if text.low(j + 2) in _WEEKDAYS else j + 2
    new_year = _new_year(text, j)
    if new_year is not None:
        return None if text.low(new_year) in ("eve", "day") else new_year
    if low in ("academic", "school") and text.low(j + 1) in ("year", "term", "holidays", "hols"):
        return j + 2
    return j + 1 if low in ("holidays", "hols", "weekend") or (low == "term" and j > i) else None


def _season_end(text: _Text, j: int, must_go_on: bool) -> int | None:
    """Past the rest of "summer holidays", "October half term". "Christmas Eve" and "Easter Monday" name a day."""
    half = _half_term(text, j)
    if half is not None:
        return half
    if text.low(j) in _BREAKS:
        return j + 1
    if must_go_on or text.low(j) in ("eve", "day") or text.low(j) in _WEEKDAYS:
        return None
    return _year(text, j)[0]


def _vague_month(text: _Text, i: int, lead: str) -> int | None:
    """Past a month without a day at i, behind the word `lead`: "March", "March 2025"."""
    low = text.low(i)
    if low not in _MONTHS:
        return None
    if low in ("may", "march", "mar") and text.raws[i][0].islower() and lead not in _IN_MAY:
        return None
    if low == "may" and (text.low(i + 1) in _PRONOUNS or _verb_may(text, i + 1)):
        return None
    core = _month_day(text, i)
    if core and not _month_first_fits(text, i, core.end):
        core = None
    if core:
        return None
    end = _year(text, i + 1)[0]
    return end + 1 if text.has(end, "time") else end


def _in_vague(text: _Text, i: int) -> _Hit | None:
    """ "in March", "since Easter", "over the summer holidays", "in 2025"."""
    lead = text.low(i)
    j = i + 1
    if lead in _IN_MONTH:
        month = _vague_month(text, j + 1 if text.low(j) in ("early", "mid", "late") else j, lead)
        if month:
            return _Hit(month, _vague, vague=True)
    if lead in _IN_SEASON:
        season = _season(text, j)
        if season:
            return _Hit(season, _vague, vague=True)
        if lead in ("in", "since", "during") and text.digits(j) == 4 and 1990 <= int(text.low(j)) <= 2099:
            return _Hit(j + 1, _vague, vague=True) if _number_ends(text, j + 1) and not text.glued(j + 1) else None
    return None


def _last_period(text: _Text, i: int) -> _Hit | None:
    """ "last week", "this term", "the last few weeks", "last summer"."""
    if text.low(i) not in _LASTS:
        return None
    j = i + 1
    if text.low(j) in ("few", "couple"):
        j = j + 2 if text.low(j + 1) == "of" else j + 1
        return _Hit(j + 1, _vague, vague=True) if text.low(j) in _UNITS else None
    if text.low(j) in _PERIODS:
        return _Hit(j + 1, _vague, vague=True)
    season = _season(text, j)
    return _Hit(season, _vague, vague=True) if season else None


def _edge_of(text: _Text, i: int) -> _Hit | None:
    """ "mid March", "end of February", "beginning of the month", "first week of term"."""
    j = i + 1
    if text.low(i) in _ORDINALS or text.low(i) in ("last", "1", "2", "3"):
        j = j + 1 if text.low(j) in _SUFFIXES else j
        if text.low(j) not in _PERIODS and text.low(j) not in _WEEKDAYS:
            return None
        if text.low(j + 1) not in ("of", "in"):
            return None
        j += 1
    elif text.low(i) not in _EDGES:
        return None
    edge = text.low(i)
    if edge == "back":
        if text.low(j) != "end":
            return None  # "back in September" starts at "in"
        j += 1
    if text.low(j) in ("-", "–"):
        j += 1
    joined = text.low(j) in ("of", "o") or text.low(i) not in _EDGES
    j += 1 if joined else 0
    if not joined and edge not in ("early", "mid", "late"):
        return None
    if text.low(j) in ("the", "this", "last", "next"):
        j += 1
    end = _vague_month(text, j, "in") or _season(text, j)
    if end is None and text.low(j) in _PERIODS and (joined or edge == "mid"):
        end = j + 1
    return _Hit(end, _vague, vague=True) if end else None


def _near_event(text: _Text, i: int) -> _Hit | None:
    """ "just before Easter", "the week before half term", "the Friday before Christmas", "week before last"."""
    j = i + 1 if text.low(i) == "the" else i
    count = _count(text, j)
    if count and text.low(count[0]) in _UNITS:
        j = count[0]
    low = text.low(j)
    timed = low in _UNITS or low in _WEEKDAYS or low in ("weekend", "night")
    if low not in _NEARNESS and not timed:
        return None
    side = text.low(j + 1)
    if side not in ("before", "after", "around", "b4", "following", "of"):
        return None
    if timed and text.low(j + 2) == "last" and side in ("before", "b4") and low in _PERIODS:
        return _Hit(j + 3, _vague, vague=True)
    if side == "of":
        return None
    if timed and text.low(j + 2) in ("that", "this") and text.low(j + 3) not in _PERIODS:
        return _Hit(j + 3, _vague, vague=True)
    end = _season(text, j + 2) or _vague_month(text, j + 2, side)
    return _Hit(end, _vague, vague=True) if end else None


#: Phrases of time that always name no day.
_ALWAYS_VAGUE: frozenset[tuple[str, ...]] = frozenset(
    tuple(entry.split())
    for entry in (
        "recently|lately|the other day|the other week|other day|other week|the other month|a while ago|while ago"
        "|a while back|while back|ages ago|ages back|long ago|a long time ago|some time ago|sometime ago|some time back"
        "|days ago|weeks ago|wks ago|months ago|mths ago|years ago|yrs ago|weeks back|months back|years back"
        "|earlier this week|earlier this month|earlier this year|earlier this term|not long ago|a bit ago|a bit back"
        "|bank holiday monday|bank holiday friday|over the weekend|at the weekend|weeks and weeks ago"
    ).split("|")
)
_LONGEST_ALWAYS_VAGUE = max(len(words) for words in _ALWAYS_VAGUE)


def _always_vague(text: _Text, i: int) -> _Hit | None:
    """A set phrase: "recently", "the other day"."""
    for length in range(_LONGEST_ALWAYS_VAGUE, 0, -1):
        words = tuple(text.lows[i : i + length])
        if words in _ALWAYS_VAGUE:
            return _Hit(i + length, _vague, vague=True)
    return None


def _the_weekday(text: _Text, i: int) -> _Hit | None:
    """ "the Tuesday", "the following Friday": a day told from an earlier one in the story, not from today."""
    j = i + 1 if text.low(i) == "the" else i
    told = j > i
    if text.low(j) in ("following", "previous", "same") or (told and text.low(j) in _ORDINALS):
        j, told = j + 1, True
    if not told or text.low(j) not in _WEEKDAYS or text.low(j) in ("sun", "sat"):
        return None
    end = _day_part(text, j + 1)
    return None if text.low(end) in _AFTER_HABIT else _Hit(end, _vague, vague=True)


def _month_and_year(text: _Text, i: int) -> _Hit | None:
    """ "March 2025"."""
    end, year = _year(text, i + 1)
    if text.low(i) not in _MONTHS or year is None or year <= 0 or text.digits(end - 1) != 4:
        return None
    return _Hit(end, _vague, vague=True)


# --- Where each shape may start --------------------------------------------------------------------------------------

_Parser = Callable[[_Text, int], _Hit | None]


def _starting_words() -> Iterator[tuple[Iterable[str], _Parser]]:
    """Which words each shape can start with. The order settles ties: a named day wins over a vague time."""
    relative = {words[0] for words in _SHIFTS}
    counted = _words("a couple cple coupla few several good") | set(_CARDINALS)
    yield relative, _shift
    yield [*counted, *_UNITS], _ago
    yield [*_WEEKDAYS, "last", "this", "next"], _weekday_led
    yield [*_WEEKDAYS, "last", "this", "next", "past"], _weekday_word
    yield ["last", "this"], _last_week_on
    yield ["new", "xmas", "chrismas", "crimbo", *(first for first, _ in [*_FIXED_DAYS, *_EASTER_DAYS])], _named
    yield [*_ORDINALS, *_TENS, *_MONTHS], _dated
    yield [*_ORDINALS, *_TENS], _day_only
    yield [*_ORDINALS, *_TENS], _either
    yield [*_HEDGES, *_MEASURE_HEDGES, *(pair[0] for pair in _HEDGE_PAIRS)], _hedged
    yield [*_UNITS, *_WEEKDAYS, *counted, "weekend", "w", "wc"], _hedged
    yield {words[0] for words in _ALWAYS_VAGUE}, _always_vague
    yield [*_IN_SEASON, *_IN_MONTH], _in_vague
    yield _LASTS, _last_period
    yield [*_EDGES, *_ORDINALS, "last"], _edge_of
    yield [*_NEARNESS, *_UNITS, *_WEEKDAYS, *counted, "weekend", "night", "the"], _near_event
    yield ["the", "following", "previous", "same"], _the_weekday
    yield _MONTHS, _month_and_year


def _by_first_word() -> dict[str, tuple[_Parser, ...]]:
    table: dict[str, tuple[_Parser, ...]] = {}
    for words, parser in _starting_words():
        for word in set(words):
            table[word] = (*table.get(word, ()), parser)
    return table


_BY_WORD = _by_first_word()
_BY_NUMBER: tuple[_Parser, ...] = (_shift, _dated, _day_only, _either, _ago, _hedged, _edge_of, _near_event)
_BEFORE_NUMBER: tuple[_Parser, ...] = (_dated,)  # 03 04 26
_OTHER_WORD: tuple[_Parser, ...] = (_dated,)  # a misspelt month may come before its day


def _parsers_at(text: _Text, i: int) -> tuple[_Parser, ...]:
    if text.digits(i):
        # Cheap tests first, for long rows of numbers.
        if text.digits(i) > 4 or not _number_starts(text, i):
            return ()
        return _BEFORE_NUMBER if text.digits(i + 1) else _BY_NUMBER
    return _BY_WORD.get(text.low(i)) or (_OTHER_WORD if text.is_word(i) else ())


def _hits(text: _Text, i: int) -> list[_Hit]:
    """Every match at token i, doubt behind it included."""
    return [_softened(text, hit) for parser in _parsers_at(text, i) if (hit := parser(text, i))]


# --- Surroundings ----------------------------------------------------------------------------------------------------


def _fits(text: _Text, i: int, hit: _Hit) -> bool:
    """Whether the words around a match at i allow it."""
    if text.low(i - 1) == "'" and text.glued(i) and text.glued(i - 1) and text.is_word(i - 2):
        return False  # "c'mon"
    checks: dict[_Need, Callable[[_Text, int, int], bool]] = {
        "numeric": _numeric_fits,
        "pair": _pair_fits,
        "month": _month_fits,
        "month_first": _month_first_fits,
        "ordinal": _ordinal_fits,
        "weekday": _weekday_fits,
        "today": _today_fits,
    }
    check = checks.get(hit.need)
    return check is None or check(text, i, hit.end)


def _number_starts(text: _Text, i: int) -> bool:
    """Whether the number at i is not the tail of something longer: "EH12", "192.168", "10:3", "£3"."""
    if not text.glued(i):
        return True
    before = text.low(i - 1)
    if text.is_word(i - 1):
        return before in _WEEKDAYS or before in _MONTHS
    tail = before in _SEPARATORS or before == ":"
    tail = tail and text.digits(i - 2) > 0 and text.glued(i - 1)
    if before == "-":
        # "9-12 March" may start at either number, "020-12-03-26" only at its first.
        tail = tail and text.low(i - 3) in _SEPARATORS and text.glued(i - 2)
    return before not in ("£", "$", "#", "_") and not tail


def _numeric_fits(text: _Text, i: int, end: int) -> bool:
    """A date all in numbers, or with a year: not a piece of a longer row of numbers, not "section 9.3.26"."""
    joined = text.glued(end) and text.low(end) in _SEPARATORS and text.glued(end + 1) and text.digits(end + 1)
    cut_off = text.glued(i) and text.low(i - 1) in _SEPARATORS and text.digits(i - 2)
    named = text.low(i + 1) in _MONTHS and text.low(i - 1) in _SCHOOL_LABELS
    label = _labelled(text, i) and (text.low(i + 1) == "." or named)
    # "9-12 March 2026" ends in a date; "020-12-03-26" does not.
    return not joined and not label and not (cut_off and text.digits(i + 2))


def _pair_fits(text: _Text, i: int, end: int) -> bool:
    """6/11 without a year: not 24/7, a fraction, a mark out of ten or a pair of school years."""
    low, high = text.number(i), text.number(end - 1)
    before, after = text.low(i - 1), text.low(end)
    if low is None or high is None or _labelled(text, i) or after in _COUNTED:
        return False
    if text.glued(end) and (after in ("/", "-") or text.is_word(end) or text.digits(end)):
        return False
    fraction = (low <= high and high in (2, 3, 4, 5, 8, 10)) or (low, high) == (24, 7)
    alone = i == 0 and text.closed(end) and (low, high) != (24, 7)
    return not fraction or alone or before in _words("on dated date since of from until till by") or before in _WEEKDAYS


def _labelled(text: _Text, i: int) -> bool:
    """Whether the word before makes the number at i a label. The s of "it's 19 January" is no section."""
    return text.low(i - 1) in _LABELS and text.low(i - 2) != "'"


def _verb_may(text: _Text, i: int) -> bool:
    """Whether the words at i show that the "may" before them is a verb: "may be", "may we ask"."""
    return text.low(i) in _AFTER_VERB_MAY or (text.low(i) in _PRONOUNS and text.low(i + 1) in _AFTER_MAY_I)


def _month_fits(text: _Text, i: int, end: int) -> bool:
    """3 March without a year: not "Year 6 may ...", "the third may be late"."""
    bare = text.digits(i) and text.low(i + 1) not in _SUFFIXES
    if bare and _labelled(text, i):
        return False
    name = text.low(end - 1)
    if name == "may" and _verb_may(text, end):
        return False
    counted = text.low(i) in ("first", "second", "third") and text.low(i + 1) != "of"
    return not (counted and name in ("may", "march", "mar") and text.raws[end - 1][0].islower())


def _month_first_fits(text: _Text, i: int, end: int) -> bool:
    """March 3: not the month and year "in March 26", not "we may 3 times"."""
    last = end - 1
    if text.low(last) in _ORDINALS and not (text.closed(end) or text.low(end) in _CARRIES_ON):
        return False  # "May the First-tier Tribunal ..."
    if text.low(last) in _SUFFIXES or text.is_word(last) or text.digits(last) == 4 or text.digits(last - 1):
        return True
    number = text.number(last)
    if text.low(i - 1) in ("in", "during", "of", "mid", "early", "late") and number is not None and number >= 20:
        return False
    leads = i == 0 or text.low(i - 1) in _LEADS_TO_DAY or not text.raws[i][0].islower()
    return leads or text.low(i) not in ("may", "march", "mar")


def _ordinal_fits(text: _Text, i: int, end: int) -> bool:
    """A bare 5th: led to by "on the" or the like, and not counting a noun ("the 5th floor", "5th in line")."""
    has_the = text.low(i - 1) == "the"
    before = text.low(i - 2 if has_the else i - 1)
    after = text.low(end)
    if text.is_word(i):
        leads = has_the and before in ("on", "dated", "from", "since", "by")
        return leads and (text.closed(end) or after in _CARRIES_ON)
    if before in _LEADS_TO_DAY and before not in ("for", "to", "as", "about", "around"):
        return text.closed(end) or after in _CARRIES_ON or (after == "in" and before in ("on", "dated"))
    led = before in _LEADS_TO_DAY or before in _WEEKDAYS
    loose = has_the or led or before in _BEFORE_LONE_ORDINAL or not before or not before[0].isalnum()
    return loose and (text.closed(end) or after in _CARRIES_ON_STRICTLY)


def _weekday_fits(text: _Text, i: int, end: int) -> bool:
    """A bare weekday: not "every Monday", "Monday to Friday", "a Saturday job", nor the verbs sat and wed."""
    before, after, low = text.low(i - 1), text.low(end), text.low(i)
    the_one = before == "one" and text.low(i - 2) in ("last", "first", "next", "this", "the")
    if (before in _BEFORE_HABIT and not the_one) or after in _AFTER_HABIT:
        return False
    if before in _SUFFIXES and text.digits(i - 2):
        return False  # "1st Monday in March"
    if after in _RANGE_MARKS and text.low(end + 1) in _WEEKDAYS:
        return False
    if before in _RANGE_MARKS and text.low(i - 2) in _WEEKDAYS:
        return False
    if after in ("and", "or", ",", "&") and text.low(end + 1) in _WEEKDAYS and text.low(end + 2) in _AFTER_HABIT:
        return False
    if low in ("sat", "sun"):
        return before in _words("on since by until till til dated from") or (not before and text.closed(end))
    return not (low in _SHORT_WEEKDAYS and text.glued(end) and text.low(end) in ("'", "-"))


def _today_fits(text: _Text, i: int, end: int) -> bool:
    """today: not the "for today" of a goodbye."""
    return text.low(i - 1) != "for"


# --- Finding ---------------------------------------------------------------------------------------------------------


def _best(text: _Text, i: int) -> _Hit | None:
    """The longest match at token i that its surroundings allow; the earlier kind wins a tie."""
    best: _Hit | None = None
    for hit in _hits(text, i):
        if (best is None or hit.end > best.end) and _fits(text, i, hit):
            best = hit
    return best


def _scan(message: str) -> list[tuple[DatePhrase, bool]]:
    """All phrases, each with whether it is vague. Where two overlap the longer stays, then the earlier."""
    text = _Text(message)
    found = [(i, hit) for i in range(text.size) if (hit := _best(text, i))]
    found += [(0, hit) for hit in _lone_period(text)]
    found.sort(key=lambda item: (text.spans[item[0]][0] - text.spans[item[1].end - 1][1], item[0]))
    taken = bytearray(text.size)
    chosen: list[tuple[DatePhrase, bool]] = []
    for i, hit in found:
        if any(taken[i : hit.end]):
            continue
        taken[i : hit.end] = b"\1" * (hit.end - i)
        start, end = text.spans[i][0], text.spans[hit.end - 1][1]
        chosen.append((DatePhrase(message[start:end], start, end), hit.vague))
    return sorted(chosen, key=lambda item: item[0].start)


def _lone_period(text: _Text) -> Iterator[_Hit]:
    """A month or holiday that is all there is to the message, as an answer to "when?"."""
    end = _content_end(text)
    if end and _bare_period(text, 0, end):
        yield _Hit(end, _vague, vague=True)


def _bare_period(text: _Text, start: int, end: int) -> bool:
    return (end == start + 1 and text.low(start) in _MONTHS) or _season(text, start) == end


# --- Reading ---------------------------------------------------------------------------------------------------------


def _content_start(text: _Text) -> int:
    """The first token that is a word or a number."""
    return next((i for i in range(text.size) if text.digits(i) or text.is_word(i)), text.size)


def _content_end(text: _Text) -> int:
    """The end of the phrase without the marks behind it. A bracket stays: "3 March (Tuesday)"."""
    end = text.size
    while end and not (text.digits(end - 1) or text.is_word(end - 1) or text.low(end - 1) == ")"):
        end -= 1
    return end


def _after_lead_in(text: _Text, start: int) -> int:
    """Past "on", "on the", "it was dated"."""
    i = start
    while i < min(text.size, start + 5) and text.low(i) in _LEAD_IN:
        i += 1
    return i


def _whole(text: _Text, start: int, end: int) -> _Hit | None:
    """The match that covers the phrase from end to end; one that names a day before a vague one."""
    covering = [hit for hit in _hits(text, start) if hit.end == end]
    return min(covering, key=lambda hit: hit.vague, default=None)


def _last_resort(text: _Text, start: int, end: int, today: date) -> Reading:
    """dateparser, for a short phrase with a month and a day that the grammar has no shape for ("2026, 3 March")."""
    words = [text.low(i) for i in range(start, end)]
    months = {_MONTHS[word] for word in words if word in _MONTHS}
    numbers = {text.number(i) for i in range(start, end)} - {None}
    known = all(word in _MONTHS or word in _WEEKDAYS or word in _PLAIN or not word[0].isalpha() for word in words)
    if not (known and len(words) <= 12 and len(text.message) <= 60 and len(months) == 1 and numbers):
        phrases = _scan(text.message)
        return _none("vague" if phrases and all(vague for _, vague in phrases) else "unreadable")
    day = _ask_dateparser(text.message, today)
    # It sometimes fills in what it did not find; a day or month that is not in the words is not what was meant.
    if day is None or day.month not in months or day.day not in numbers:
        return _none("unreadable")
    weekday = next((_WEEKDAYS[word] for word in words if word in _WEEKDAYS), None)
    return _checked(day, weekday, today, any(text.digits(i) == 4 for i in range(start, end)))


#: Words that may stand in a phrase handed to dateparser.
_PLAIN = _words("of the on at dated date sent received am pm st nd rd th day year")


def _ask_dateparser(phrase: str, today: date) -> date | None:
    """dateparser's reading, or None. The library is slow to import, so this waits until it is needed."""
    from datetime import datetime, time

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
