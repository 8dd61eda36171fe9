"""The lists of the wording check (``wording_lint.yml``), read and checked: an entry without its reason is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConstrainedStr, Extra, NonNegativeInt, ValidationError

from actions.rules.law import read_yaml

LISTS_FILE = Path(__file__).with_name("wording_lint.yml")

Check = Literal["sentence length", "reading age", "phrase", "phone number", "address", "acronym", "date", "spelling"]


class Reason(ConstrainedStr):
    """Why an entry is there; never empty."""

    strip_whitespace = True
    min_length = 1


class Expression(str):
    """A regular expression; one that cannot be read is refused."""

    @classmethod
    def __get_validators__(cls) -> Iterator[Callable[[str], Expression]]:
        yield cls._compiles

    @classmethod
    def _compiles(cls, pattern: str) -> Expression:
        try:
            re.compile(pattern)
        except (re.error, TypeError) as error:
            raise ValueError(f"not a regular expression: {error}") from None
        return cls(pattern)

    def first_in(self, words: str) -> re.Match[str] | None:
        """Where it is found first, in any case."""
        return re.search(self, words, re.I)


class _Strict(BaseModel):
    class Config:
        extra = Extra.forbid
        frozen = True


class Sentences(_Strict):
    """How long a sentence may be, and how many words a ``{slot}`` stands for."""

    longest: int
    slots: dict[str, NonNegativeInt]
    other_slots: int
    citation: Expression


class ReadingAge(_Strict):
    """The highest reading age, and the words that count as easy because they are names or explained."""

    highest: float
    from_words: int
    easy_syllables: int
    easy_words: frozenset[str]
    names: tuple[str, ...]
    syllables: dict[str, int]


class Phrase(_Strict):
    """Words that are not used, why, and what to write; ``unless`` is what makes them right in the same sentence."""

    find: Expression
    why: Reason
    instead: Reason
    unless: Expression | None
    as_today: bool = False  # wrong only as the name of something of today: rows of the law that have ended may say it


class Known(_Strict):
    """A phone number, e-mail address or link that texts may name, and the place it comes from."""

    value: str
    source: Reason
    short: bool = False  # a number of fewer digits than a British phone number has: 999


class Acronyms(_Strict):
    """Acronyms that need no explanation, each with its reason: everywhere, or only where a source is named."""

    known: dict[str, Reason]
    in_citations: dict[str, Reason]


class Exemption(_Strict):
    """One finding that stands: in this text, about these words, for this reason."""

    check: Check
    where: str
    words: str
    reason: Reason


class Lists(_Strict):
    """Everything that ``wording_lint.yml`` holds."""

    sentences: Sentences
    reading_age: ReadingAge
    phrases: tuple[Phrase, ...]
    spelling: dict[str, str]
    phone_numbers: tuple[Known, ...]
    addresses: tuple[Known, ...]
    acronyms: Acronyms
    days_of_every_year: dict[str, Reason]
    exemptions: tuple[Exemption, ...]


def read_lists(path: Path = LISTS_FILE) -> Lists:
    """Read the lists.

    Raises:
        ValueError: the file is broken; names the field and what is expected.
    """
    try:
        return Lists.parse_obj(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{path.name}, field {where}: {first['msg']}") from None
