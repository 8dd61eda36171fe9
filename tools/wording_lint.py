"""Checks of the wording: is what people are shown plain, true of today, and free of numbers that nobody vouches for?

Run as ``python -m tools.wording_lint`` (add ``--ages`` for the reading age of every text); ``make lint`` runs it too. Its lists,
and what stands all the same and why, are in ``wording_lint.yml``.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from councils import councils
from tools.reading_age import SLOT, citations, reading_age, sentences, without_citation, words_of
from tools.wording_lists import Known, Lists, read_lists
from tools.wording_texts import Text, law_links, passages, shown_texts

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n")
_E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.(?:uk|org|com|net|info|gov|eu|io)\b(?:/\S*)?", re.I)
_PHONE = re.compile(r"(?<![\w/])(?:\+44\s?(?:\(0\))?|\(?0)[\d\s()-]*\d|(?<![\w/-])\d(?:[\s-]?\d){6,}(?![\w/-])")
_RUNG = re.compile(r"\b(?:ring|call|phone|dial|text|number(?: is)?):?\s+(?:on\s+)?(\d[\d ]*\d)\b", re.I)
_ACRONYM = re.compile(r"\b(?=(?:\w*[A-Z]){2})\w+")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = (
    rf"(?:{_MONTHS}|[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|[Mm]ar(?:ch)?|[Aa]pr(?:il)?|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?|[Ss]ept?(?:ember)?"
    r"|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?)\b"
)
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DATE = re.compile(
    r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}([/.-])\d{1,2}\1\d{2,4}\b"
    rf"|(?:\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,? )?(?:\bthe )?\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\.?"
    r"(?:,? '?\d{2,4}\b)?"
    rf"|\b{_MONTH}\.? (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?![\d:])(?:,? \d{{4}}\b)?"
)
_GOOD_DATE = re.compile(rf"(?:(?:{_WEEKDAYS}) )?(?:[1-9]|[12]\d|3[01]) (?:{_MONTHS}) \d{{4}}")


@dataclass(frozen=True)
class Given:
    """What texts are compared with: the lists, and the addresses that the law and the councils' files hold."""

    lists: Lists
    addresses: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Finding:
    """What is wrong with which words of which text."""

    check: str
    text: Text
    words: str
    says: str

    def __str__(self) -> str:
        return f"{self.text.file}: {self.text.name}: {self.check}: {self.says}"


Found = Iterator[tuple[str, str]]  # the words concerned, and what is wrong with them


def long_sentences(text: Text, given: Given) -> Found:
    """Sentences of too many words."""
    for sentence in sentences(text.words, given.lists):
        if (count := len(words_of(sentence))) > given.lists.sentences.longest:
            yield sentence, f"{count} words, at most {given.lists.sentences.longest}: {sentence}"


def hard_reading(text: Text, given: Given) -> Found:
    """A text that asks for an older reader."""
    age = reading_age(text.words, given.lists)
    if age is not None and age > given.lists.reading_age.highest:
        yield text.words, f"for readers of {age}, at most {given.lists.reading_age.highest}: {text.words[:80]} …"


def banned_phrases(text: Text, given: Given) -> Found:
    """Words that are wrong, stale, steering or not plain."""
    for sentence in _SENTENCE_END.split(text.words):
        for phrase in given.lists.phrases:
            right = (phrase.as_today and text.past) or (phrase.unless and phrase.unless.first_in(sentence))
            if not right and (match := phrase.find.first_in(sentence)):
                yield match[0], f'"{match[0]}": {phrase.why}. Write: {phrase.instead}'


def unknown_numbers(text: Text, given: Given) -> Found:
    """Phone numbers that cannot be one, or that nobody vouches for. A council's own number stands in its file alone."""
    known = {_digits(entry.value): entry for entry in given.lists.phone_numbers}
    without_dates = _DATE.sub(" ", text.words)
    numbers = [match[0] for match in _PHONE.finditer(without_dates)] + [match[1] for match in _RUNG.finditer(without_dates)]
    for number in dict.fromkeys(number.strip() for number in numbers):
        yield from _wrong_number(number, known)


def _wrong_number(number: str, known: dict[str, Known]) -> Found:
    digits = _digits(number)
    entry = known.get(digits)
    if len(digits) not in (10, 11) and not (entry and entry.short):
        yield number, f"{number} has {len(digits)} digits; a British number has 10 or 11"
    elif entry is None:
        yield number, f"{number} is not in the list of phone numbers, with its source"


def _digits(number: str) -> str:
    """Its digits as dialled within the country."""
    return re.sub(r"\D", "", re.sub(r"^\s*\+44\s?(?:\(0\))?", "0", number))


def unknown_addresses(text: Text, given: Given) -> Found:
    """E-mail addresses and links that are in no list, council's file or row of the law."""
    known = given.addresses | {_bare(entry.value) for entry in given.lists.addresses}
    e_mails = _E_MAIL.findall(text.words)
    links = [match[0] for match in _LINK.finditer(_E_MAIL.sub(" ", text.words))]
    for address in dict.fromkeys([*e_mails, *links]):
        if _bare(address) not in known:
            yield address, f"{_bare(address)} is not in the list of addresses, with its source"


def _bare(address: str) -> str:
    """An address without what may be left out, so that two ways to write it are the same."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", address.strip(), flags=re.I).rstrip(".,;:)/")


def unexplained_acronyms(text: Text, given: Given) -> Found:
    """Acronyms that the same text does not explain, other than those that everybody knows."""
    listed = given.lists.acronyms
    body = "\n".join(without_citation(line, given.lists) for line in text.words.splitlines())
    explained = {acronym for acronym in _acronyms(body, listed.known) if _is_explained(acronym, body)}
    in_sources = _acronyms(citations(text.words, given.lists), {**listed.known, **listed.in_citations})
    for acronym in dict.fromkeys([*_acronyms(body, listed.known), *in_sources]):
        if acronym not in explained:
            yield acronym, f"{acronym} is not explained here, nor in the list of known acronyms"


def _acronyms(words: str, known: Iterable[str]) -> list[str]:
    words = _LINK.sub(lambda link: link[0] if link[0] in known else " ", _E_MAIL.sub(" ", SLOT.sub(" ", words)))
    for name in sorted(known, key=len, reverse=True):
        words = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", words)
    return _ACRONYM.findall(words)


def _is_explained(acronym: str, words: str) -> bool:
    """Words before it, "a charity (ABC)"; after it, "ABC (a charity)", "ABC: a charity"; or "charities such as ABC"."""
    here = re.escape(acronym)
    ways = (
        rf"[a-z]\w* \((?:[^()]*[ ,])?{here}\b[^()]*\)",
        rf"\b{here} \((?:an? )?[a-z]",
        rf"\b{here} means [a-z]",
        rf"[a-z] (?:such as|called|like) (?:\S+ (?:and|or) )?{here}\b",
        rf"\b{here}(?: and [^\s:]+)?: [a-z]",
    )
    return any(re.search(way, words) for way in ways)


def other_dates(text: Text, given: Given) -> Found:
    """Dates in another form than "Tuesday 5 May 2026" or "3 March 2026"."""
    for match in _DATE.finditer(SLOT.sub(" ", text.words)):
        day = match[0].rstrip(".")
        if not _GOOD_DATE.fullmatch(day) and day not in given.lists.days_of_every_year:
            yield day, f'"{day}": write dates like "Tuesday 5 May 2026" or "3 March 2026"'


def american_spellings(text: Text, given: Given) -> Found:
    """Words as they are spelt in America; an entry that ends in * stands for every word that begins so."""
    for american, british in given.lists.spelling.items():
        pattern = re.escape(american.rstrip("*")) + (r"\w*" if american.endswith("*") else "")
        if match := re.search(rf"\b{pattern}\b", text.words, re.I):
            yield match[0], f'"{match[0]}": write {british}'


CHECKS: dict[str, Callable[[Text, Given], Found]] = {
    "sentence length": long_sentences,
    "phrase": banned_phrases,
    "phone number": unknown_numbers,
    "address": unknown_addresses,
    "acronym": unexplained_acronyms,
    "date": other_dates,
    "spelling": american_spellings,
}


def findings(texts: list[Text], given: Given) -> list[Finding]:
    """Everything that is wrong, text by text; then what is hard to read."""
    todo = [(name, check, text) for text in texts for name, check in CHECKS.items()]
    todo += [("reading age", hard_reading, text) for text in passages(texts)]
    return [Finding(name, text, words, says) for name, check, text in todo for words, says in check(text, given)]


def failures(texts: list[Text], given: Given) -> list[str]:
    """What is wrong and not exempted, and the exemptions that nothing needs any more."""
    unused = list(given.lists.exemptions)
    said = []
    for finding in findings(texts, given):
        stands = [
            exemption
            for exemption in given.lists.exemptions
            if (exemption.check, exemption.where) == (finding.check, finding.text.name) and exemption.words in finding.words
        ]
        unused = [exemption for exemption in unused if exemption not in stands]
        if not stands:
            said.append(str(finding))
    said += [f"tools/wording_lint.yml: exemption of {one.where} ({one.check}) is not needed any more" for one in unused]
    return list(dict.fromkeys(said))


def of_this_project() -> Given:
    """The lists, and the addresses in the law and in the councils' files."""
    contacts = [contact for council in councils().values() for contact in council.contacts]
    held = {str(part) for contact in contacts for part in (contact.email, contact.website, contact.source.link) if part}
    return Given(read_lists(), frozenset(_bare(address) for address in held | law_links()))


def wording_failures() -> list[str]:
    """What is wrong with the texts of this project; a broken list counts."""
    try:
        return failures(shown_texts(), of_this_project())
    except ValueError as error:
        return [str(error)]


def _print_ages() -> None:
    """The reading age of every text, highest first, and the median."""
    lists = read_lists()
    ages = [(age, text) for text in passages(shown_texts()) if (age := reading_age(text.words, lists)) is not None]
    for age, text in sorted(ages, key=lambda pair: -pair[0]):
        print(f"{age:5} {text.file}: {text.name}")
    print(f"{len(ages)} texts measured, median {statistics.median(age for age, _ in ages):.1f}")


def main() -> int:
    """Print what is wrong (then 1, else 0), and on demand the reading ages."""
    wrong = wording_failures()
    for line in wrong:
        print(f"error: {line}", file=sys.stderr)
    if "--ages" in sys.argv[1:]:
        _print_ages()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
