"""The dates of a letter: its own, and the last days that it names. Birthdays, meetings and requests are none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from nlu.dates import DatePhrase, find_phrases, read
from nlu.letter_parts import Parts
from nlu.letter_phrases import ADVISER_WORDS, APPEAL_WORDS, DEADLINE, NOT_DEADLINE_WORDS

#: Characters before a date that say what it is the date of.
_BEFORE = 60
#: Characters of a greeting, under which "Date: …" may stand too.
_GREETING = 70
#: Of a letter without a greeting, the beginning that counts as its head.
_HEAD = 400

_LABEL = re.compile(
    r"(?:^|[\n.,|)\]] ?|\d |[a-z] )"
    r"(?P<label>date(?:d| of (?:this )?(?:letter|notice|issue|decision letter)| sent| issued)?|letter date|issue date|"
    r"issued(?: on)?|sent(?: on)?)"
    r"(?P<mark> ?[:=-]? ?)(?:this )?(?:the )?$",
    re.I,
)
_ITSELF = re.compile(
    r"\b(?:this (?:letter|notice|decision|e-?mail)(?: is| was)?,?|"
    r"the date of (?:this (?:letter|notice|decision)|the letter)(?:,| \(| is)?) ?"
    r"(?:dated|sent on|issued on)?[ ,(]{0,3}$|\bdate of (?:this )?letter ?: ?$",
    re.I,
)
_SOMETHING_ELSE = re.compile(
    r"\b(?:birth|born|d\.?o\.?b\.?|panel|meeting|met|review|hearing|request(?:ed)?|received|receipt|starts?|from|due|by|before|"
    r"until|on|deadline|"
    r"report|application|plan|advice|visit|appointment|assessed|your (?:letter|e-?mail|ref)|got|came|arrived|decision|since|"
    r"after|reply|upn|nhs|certificate|respond)\b[^\n]{0,24}$|(?:birth|birth ?date)\]?[: ]*$",
    re.I,
)
_OTHER_LABEL = re.compile(
    r"\b(?:panel|meeting|review|hearing|decision|request|start|birth|due|received|effective|transfer|reply|response|end|visit|exam|report|plan|"
    r"request|letter|application|form|advice|e-?mail|certificate|notice|original|previous) $",
    re.I,
)
_WROTE = re.compile(r" ?(?:,? ?at)? ?\d{1,2}[:.]\d{2}[^\n]{0,80}\bwrote\b|[^\n]{0,60}\bwrote:", re.I)
_OF_A_MEETING = re.compile(r"[\s,.\d]*(?:time|venue|place|location|at \d|from \d|\d{1,2}[.:]\d{2})\b", re.I)
_NAMES_A_DAY = re.compile(r"\d.*(?:[a-z]{3}|\d[/.-]\d)|[a-z]{3}.*\d", re.I | re.S)
_TO_DO: tuple[tuple[str | None, re.Pattern[str]], ...] = (
    ("appeal_by", APPEAL_WORDS),
    ("contact_adviser_by", ADVISER_WORDS),
    (None, NOT_DEADLINE_WORDS),
)
_HAS_YEAR = re.compile(r"\d{4}|\d[/.-]\d{1,2}[/.-]\d{2}|\b\d{2}$")


def own_date(parts: Parts, today: date) -> date | None:
    """The day at the letter's head, or said to be its date; None where none is, or where two compete or it lies ahead."""
    found = _at_the_head(parts, today) | _said_of_itself(parts, today)
    if not found:
        found = _at_the_foot(parts, today)
    day = next(iter(found)) if len(found) == 1 else None
    return day if day and day <= today else None


def _at_the_head(parts: Parts, today: date) -> set[date]:
    head = parts.head or (parts.text[:_HEAD] if parts.greeted == "nobody" else "")
    sent: list[date] = []
    found: set[date] = set()
    for phrase, day in _days(head, today):
        before = head[max(0, phrase.start - _BEFORE) : phrase.start]
        label = _LABEL.search(before)
        on_its_own = _alone(head, phrase)
        if _WROTE.match(head, phrase.end):
            sent.append(day)
        elif label and not _OTHER_LABEL.search(before[: label.start("label")]):
            if label["label"].lower().startswith("sent"):
                sent.append(day)
            else:
                found.add(day)
        elif not label and not _SOMETHING_ELSE.search(before.split("\n")[-1]) and (parts.head or on_its_own or not phrase.start):
            found.add(day)
    # Of several e-mails passed on, the letter is the one whose lines stand last above it.
    return found | set(sent[-1:])


def _alone(text: str, phrase: DatePhrase) -> bool:
    line_start = text.rfind("\n", 0, phrase.start) + 1
    line_end = text.find("\n", phrase.end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    return line.strip(" .,") == phrase.text.strip(" .,") and "\n" in text


def _said_of_itself(parts: Parts, today: date) -> set[date]:
    """ "The date of this letter is 3 March 2026", "this letter, dated 3 March"."""
    rest = parts.text[len(parts.head) :]
    return {day for phrase, day in _days(rest, today) if _ITSELF.search(rest[max(0, phrase.start - _BEFORE) : phrase.start])}


def _at_the_foot(parts: Parts, today: date) -> set[date]:
    """ "Date: 3 March 2026" under the greeting or the name, or anywhere in a letter without greeting; a date as its last word."""
    rest = parts.text if parts.greeted == "nobody" else (parts.body + parts.tail)
    foot_from = 0 if parts.greeted == "nobody" else max(0, len(parts.body) - 400)
    found = set()
    for phrase, day in _days(rest, today):
        before = rest[max(0, phrase.start - _BEFORE) : phrase.start]
        label = _LABEL.search(before)
        of_this = label is not None and not _OTHER_LABEL.search(before[: label.start("label")])
        marked = label is not None and (":" in label["mark"] or _at_line_start(before, label))
        last_word = parts.signed and not rest[phrase.end :].strip(" .\n")
        greeted_above = label is not None and _under_the_greeting(parts, rest, phrase, ":" in label["mark"])
        if (of_this and marked and (phrase.start >= foot_from or greeted_above)) or (
            last_word and (of_this or not _SOMETHING_ELSE.search(before))
        ):
            found.add(day)
    return found


def _under_the_greeting(parts: Parts, rest: str, phrase: DatePhrase, colon: bool) -> bool:
    """Whether a labelled date is the first thing under "Dear …", and not the day of a meeting that is told there."""
    first = phrase.start < _GREETING and not re.search(r"[a-z]{3}[.!?]\s", rest[: phrase.start])
    return parts.greeted != "nobody" and colon and first and not _OF_A_MEETING.match(rest, phrase.end)


def _at_line_start(before: str, label: re.Match[str]) -> bool:
    return label.start("label") == 0 or before[label.start("label") - 1] == "\n"


def deadlines(text: str, dated: date | None, today: date) -> dict[str, date | None]:
    """``appeal_by`` and ``contact_adviser_by`` as the letter gives them; None where it does not, or gives two."""
    found: dict[str, set[date]] = {"appeal_by": set(), "contact_adviser_by": set()}
    for phrase in find_phrases(text):
        before = text[max(0, phrase.start - 260) : phrase.start].replace("\n", " ")
        clause = re.split(r"(?<=[a-z)\]0-9])[.;!?] (?=[A-Z])|\n\n", before)[-1]
        what = _last_day_of(clause, text[phrase.end : phrase.end + 160]) if DEADLINE.search(clause) else None
        day = _day(phrase, dated, today)
        if what and day:
            found[what].add(day)
    return {what: next(iter(days)) if len(days) == 1 else None for what, days in found.items()}


def _last_day_of(before: str, behind: str) -> str | None:
    """What must be done by a date: the nearest cue before it decides, else the nearest behind it in its sentence."""
    nearest = [(match.end(), what) for what, pattern in _TO_DO for match in pattern.finditer(before)]
    if nearest:
        return max(nearest, key=lambda cue: cue[0])[1]
    behind = re.split(r"[.;!?](?: |\n|$)", behind)[0].replace("\n", " ")
    following = [(match.start(), what) for what, pattern in _TO_DO if (match := pattern.search(behind))]
    return min(following, key=lambda cue: cue[0])[1] if following else None


def _day(phrase: DatePhrase, dated: date | None, today: date) -> date | None:
    """The day of a deadline. Without a year it is the first such day after the letter's own date."""
    if not _NAMES_A_DAY.search(phrase.text):
        return None
    if _HAS_YEAR.search(phrase.text):
        reading = read(phrase.text, today)
        return reading.day if reading.kind == "exact" else None
    if dated is None:
        return None
    for year in (dated.year, dated.year + 1):
        reading = read(f"{phrase.text} {year}", today)
        if reading.kind == "exact" and reading.day and reading.day >= dated:
            return reading.day
    return None


def _days(text: str, today: date) -> Iterator[tuple[DatePhrase, date]]:
    """The dates of a text that name day and month, and can be read without doubt."""
    for phrase in find_phrases(text):
        if _NAMES_A_DAY.search(phrase.text):
            reading = read(phrase.text, today)
            if reading.kind == "exact" and reading.day:
                yield phrase, reading.day
