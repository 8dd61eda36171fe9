"""Which of a person's rights a letter tells of, and which sections of a plan it names."""

from __future__ import annotations

import re

from nlu.letter_phrases import ADVISER, CONTACT, NOT_ADVISER, TELLS

#: Characters behind "mediation" in which the adviser's telephone number or address stands.
_CONTACT_NEAR = 350
_LETTER = r"[A-K](?:[12](?![0-9]))?"
_AND = r"(?:,|,? ?&|,?[ \n]and(?:/or)?|,?[ \n]or|[ \n]to|[ \n]?[-/])"
_SECTIONS = re.compile(
    rf"\b[Ss](?:ections?|ECTIONS?)[ \n]\(?({_LETTER}(?:\)?{_AND}[ \n]?(?:[Ss]ections?[ \n])?\(?{_LETTER}\b)*)(?![\w'])"
)


def tells(text: str) -> dict[str, bool]:
    """For each thing that the letter has to tell, whether it does."""
    words = text.replace("\n", " ")
    said = {name: any(pattern.search(words) for pattern in patterns) for name, patterns in TELLS.items()}
    denied = said.pop("no_right_of_appeal")
    if denied and _only_denied(words):
        said["right_of_appeal"] = False
    return {**said, "adviser_contact": _gives_adviser(words)}


def _only_denied(words: str) -> bool:
    """Whether every mention of a right of appeal is a denial: "there is no right of appeal at this stage"."""
    for pattern in TELLS["no_right_of_appeal"]:
        words = pattern.sub(" ", words)
    return not any(pattern.search(words) for pattern in TELLS["right_of_appeal"])


def _gives_adviser(words: str) -> bool:
    """Whether a telephone number, e-mail or web address stands near "mediation" with nobody else's name between."""
    for contact in CONTACT.finditer(words):
        before = words[max(0, contact.start() - _CONTACT_NEAR) : contact.start()]
        nearest = max((match.end() for match in ADVISER.finditer(before)), default=-1)
        if nearest >= 0 and not NOT_ADVISER.search(before, nearest):
            return True
    return False


def sections(text: str) -> tuple[str, ...]:
    """The letters of the sections named, in order, each once."""
    named: set[str] = set()
    for match in _SECTIONS.finditer(text):
        letters = re.sub(r"[12]", "", match[1].replace("\n", " "))
        for first, last in re.findall(r"([A-K])(?: ?- ?| to )([A-K])", letters):
            named.update(chr(code) for code in range(ord(first), ord(last) + 1))
        named.update(re.findall(r"\b[A-K]\b", letters))
    return tuple(sorted(named))
