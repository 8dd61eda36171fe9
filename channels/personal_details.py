"""Finds what is no name but tells who somebody is: numbers, telephone numbers, addresses, postcodes, dates of birth.

Every pattern begins at the edge of a word and has no part that can be matched in two ways, so that a text of any kind is
gone through in time that grows with its length only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from channels.masking_words import words
from channels.spans import Span
from nlu.dates.finding import scan
from nlu.dates.tokens import Text

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]++@[\w-]++(?:\.[\w-]++)++")

# Not only inward codes of the right shape: "y6 1st" and "b4 3yr" are none.
_POSTCODE = re.compile(
    r"(?<![\w/])(?:A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|"
    r"L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
    r"[0-9][0-9A-Z]?[ \u00a0]?[0-9](?!(?-i:st|nd|rd|th|yr)\b)[ABD-HJLNP-UW-Z]{2}(?!\w)",
    re.I,
)
_NATIONAL_INSURANCE = re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-Z][ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[A-D](?!\w)", re.I)

_DIGIT_GROUPS = re.compile(r"(?:(?<![\w£$.,/:+-])|(?<=[0-9])(?=\+))(?:\+[ ]?|\()?[0-9](?:[0-9]|[ )(-]{1,2}(?=[0-9(]))*+(?![\w%])")
_PHONE_LABEL = re.compile(r"\b(?:tel(?:ephone)?|phone|mob(?:ile)?|ext(?:ension)?|fax)\b(?: (?:no|number))?[ .:#-]{1,4}$", re.I)
_LONG = 7

_CODE = re.compile(r"(?<![\w/-])[A-Z][A-Z0-9]*+(?:[/-][A-Z0-9]++)*+(?![\w/-])")
_REFERENCE = re.compile(
    r"(?<!\w)(?:(?:our|your) ref|ref(?:erence)?(?: (?:no|number))?|case (?:no|number|id|ref)|client (?:no|number|id)|"
    r"(?:pupil|student|hospital|patient|account|membership|application|passport|policy) (?:no|number|id|ref)|"
    r"upn|nhs(?: (?:no|number))?|n\.?i\.?(?: (?:no|number))|national insurance(?: (?:no|number))?)"
    r"(?:\.|:| is| -|#){0,3}[ \t]{0,3}"
    r"(?P<code>[A-Za-z0-9][A-Za-z0-9/_.-]{2,40}[A-Za-z0-9])(?![\w-])",
    re.I,
)
_NUMERIC_DATE = re.compile(
    r"(?:[0-3]?[0-9][/.-][01]?[0-9][/.-](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[/.-][01]?[0-9](?:[/.-][0-3]?[0-9])?)$"
)
_DATE_AS_DIGITS = re.compile(r"(?:[0-3][0-9][01][0-9](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[01][0-9][0-3][0-9])$")
# The names of forms and of judgments, and the years of laws.
_PUBLIC = re.compile(r"(?:SEND?[0-9]{1,3}[A-Z]?|(?:19|20)[0-9]{2}(?:[/-][0-9]{2,4})?|(?:UA|HS|CE|UKUT|EWHC|EWCA)\b.*)$", re.I)

_STREET = (
    r"road|rd|street|avenue|ave|lane|drive|close|crescent|cres|gardens|gdns|grove|place|court|terrace|way|square|mews|"
    r"walk|row|view|rise|parade|hill|park|green"
)
_ADDRESS = re.compile(
    r"(?<![\w£/.-])(?:(?i:flat|apartment|apt|unit) [0-9]{1,4}[A-Za-z]?,? )?(?!(?:19|20)[0-9]{2}\b)[0-9]{1,4}[A-Za-z]?,? "
    rf"(?!(?i:{_MONTH})\b)(?:[A-Z][a-z'.-]{{1,20}} ){{1,3}}(?i:{_STREET})\b"
)
_ADDRESS_SMALL = re.compile(
    r"(?<![\w£/.-])(?:(?:flat|apartment|apt) [0-9]{1,4}[a-z]?,? )?(?!(?:19|20)[0-9]{2}\b)[0-9]{1,4}[a-z]?,? "
    r"(?P<name>[a-z]{3,20}) (?:road|rd|street|avenue|ave|lane|drive|close|crescent|terrace)\b",
    re.I,
)
_NOT_BEFORE_ADDRESS = re.compile(r"\b(?:year|yr|section|age|aged|page|part|class|stage|paragraph|regulation|rule|the)\s$", re.I)

_BIRTH = re.compile(
    r"\b(?:d\.?[ ]?o\.?[ ]?b\b\.?|date[ -]of[ -]birth|birth ?date|birthday is|born)"
    r"(?: (?:on|in|is|was|of|at|the))*+[ \t:;=.,(–—-]{0,6}\n?[ \t]{0,4}(?:(?:on|in|the) )?(?=[A-Za-z0-9])",
    re.I,
)
_BIRTH_BEHIND = re.compile(r"[ \t]{0,3}[(\[,-]?[ \t]{0,3}(?:d\.?o\.?b\b|date of birth|birth ?date)", re.I)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?![\w/-])")
_DIGITS_OF_A_DATE = re.compile(r"(?:[0-9]{8}|[0-9]{6}|[0-9]{1,2}[ /.,-]{1,2}[0-9]{1,2}[ /.,-]{1,2}(?:[0-9]{4}|[0-9]{2}))(?![\w])")
#: Characters behind "born on" in which its date must begin and end.
_DATE_ROOM = 48


def find_details(text: str) -> list[Span]:
    """Every detail of the text, the surest first. They may overlap."""
    found = list(_births(text))
    found += [Span(*match.span(), "[e-mail]") for match in _EMAIL.finditer(text)]
    found += _references(text)
    found += [Span(*match.span(), "[number]") for match in _NATIONAL_INSURANCE.finditer(text)]
    found += _digit_groups(text)
    found += _codes(text)
    found += _addresses(text)
    found += [Span(*match.span(), "[postcode]") for match in _POSTCODE.finditer(text)]
    return found


def _digit_groups(text: str) -> Iterator[Span]:
    """Telephone numbers, and numbers so long that they stand for a person."""
    for match in _DIGIT_GROUPS.finditer(text):
        written = match[0]
        digits = re.sub(r"[^0-9]", "", written)
        groups = re.findall(r"[0-9]+", written)
        labelled = len(digits) >= 6 and _PHONE_LABEL.search(text, max(0, match.start() - 30), match.start())
        if labelled or _is_phone(written, digits, groups):
            yield Span(*match.span(), "[phone number]")
        elif [len(group) for group in groups] == [3, 3, 4]:
            yield Span(*match.span(), "[number]")  # as NHS numbers are written
        else:
            yield from _long_numbers(match)


def _is_phone(written: str, digits: str, groups: list[str]) -> bool:
    if written.startswith("+"):
        return 8 <= len(digits) <= 15
    if digits.startswith("0044"):
        return 12 <= len(digits) <= 15
    # The dialling code comes first: "03-04-2026 10" is a date and an hour.
    return digits.startswith("0") and 10 <= len(digits) <= 11 and len(groups[0]) >= 3


def _long_numbers(match: re.Match[str]) -> Iterator[Span]:
    for number in re.finditer(r"[0-9]+", match[0]):
        if len(number[0]) >= _LONG and not _DATE_AS_DIGITS.match(number[0]):
            is_phone = number[0].startswith("0") and len(number[0]) in (10, 11)
            instead = "[phone number]" if is_phone else "[number]"
            yield Span(match.start() + number.start(), match.start() + number.end(), instead)


def _references(text: str) -> Iterator[Span]:
    """What stands behind "our ref:", "NHS number" and the like, if it has digits and is no date, law or form."""
    for match in _REFERENCE.finditer(text):
        code = match["code"]
        digits = sum(character.isdigit() for character in code)
        if digits >= 2 and not _NUMERIC_DATE.match(code) and not _DATE_AS_DIGITS.match(code) and not _PUBLIC.match(code):
            yield Span(*match.span("code"), "[number]")


def _codes(text: str) -> Iterator[Span]:
    """Codes of capitals and digits, with five digits or more: pupil numbers, case numbers."""
    for match in _CODE.finditer(text):
        digits = sum(character.isdigit() for character in match[0])
        if digits >= 5 and not _PUBLIC.match(match[0]):
            yield Span(*match.span(), "[number]")


def _addresses(text: str) -> Iterator[Span]:
    for match in _ADDRESS.finditer(text):
        if not _NOT_BEFORE_ADDRESS.search(text, max(0, match.start() - 15), match.start()):
            yield Span(*match.span(), "[address]")
    for match in _ADDRESS_SMALL.finditer(text):
        known = match["name"].lower() in words("streets")
        if known and not _NOT_BEFORE_ADDRESS.search(text, max(0, match.start() - 15), match.start()):
            yield Span(*match.span(), "[address]")


def _births(text: str) -> Iterator[Span]:
    """Dates of birth: the date right behind the words, or right before "(DOB)"."""
    starts = [match.end() for match in _BIRTH.finditer(text)]
    ends: dict[int, int] = {}
    for start, end in _stretches(starts, len(text)):
        for phrase, vague in scan(Text(text[start:end])):
            if not vague or any(character.isdigit() for character in phrase.text):
                ends[start + phrase.start] = start + phrase.end
    for at in starts:
        plain = _DIGITS_OF_A_DATE.match(text, at) or _YEAR.match(text, at)
        stop = max(ends.get(at, 0), plain.end() if plain else 0)
        if stop:
            yield Span(at, stop, "[date of birth]")
    for match in re.finditer(r"(?<![\w/.-])[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})(?![\w/-])", text):
        if _BIRTH_BEHIND.match(text, match.end()) and not _BIRTH_BEHIND_STARTS_NEXT.match(text, match.end()):
            yield Span(*match.span(), "[date of birth]")


# "Letter dated 3/4/26 DOB: 1/2/2015": the words belong to what follows.
_BIRTH_BEHIND_STARTS_NEXT = re.compile(_BIRTH_BEHIND.pattern + r"[ \t.]{0,3}[:=]?[ \t]{0,3}[\[0-9]", re.I)


def _stretches(starts: list[int], size: int) -> Iterator[tuple[int, int]]:
    """The room behind each start, run together where they overlap, so that nothing is read twice."""
    begin = end = -1
    for start in starts:
        if start > end and end >= 0:
            yield begin, end
            begin = -1
        begin = start if begin < 0 else begin
        end = min(size, start + _DATE_ROOM)
    if end >= 0:
        yield begin, end
