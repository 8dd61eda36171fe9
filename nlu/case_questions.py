"""Questions that only the facts of this case answer ("is it too late?", "why is it a Tuesday?"), found by their words.

The rows are in ``case_questions.yml``; what is answered is in ``actions/case_answers.yml``.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from nlu.dates import find_phrases
from nlu.phrase_rows import Phrases, read_rows, small_letters

FILE = Path(__file__).with_name("case_questions.yml")
OUTPUT, ALONE = "case_questions", "case_question_alone"  # keys of a message
LONGEST = 400  # characters; longer ones are stories or letters
DAY = "\u00a7"  # stands for each character of a day, where a row with ``days`` is looked for: "so §§§§§§§§§§?"
MOST_BESIDE = 12  # words beside a question; with more, something is told as well
# What tells something of the case, beside a question: a day, a decision, a paper, a yes or a no.
_TELLS = re.compile(
    r"\d|\b(?:yes|yeah|yep|no|nope|not|never|nobody|without|today|yesterday|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    r"|refus\w*|reject\w*|declin\w*|denied|turned|end(?:ed|ing)|stopp\w*|ceas\w*|dated|letter|draft|final|certificate|cert"
    r"|rang|rung|spoke|emailed)\b|n't\b",
    re.I,
)


@dataclass(frozen=True)
class CaseQuestion:
    """A row of ``case_questions.yml``.

    ``tells``: it says something of the case as well, so it is listened to all the same; ``days``: it asks about a day.
    """

    name: str
    phrases: Phrases
    needs: str
    tells: bool
    days: bool
    instead_of: tuple[str, ...]


@functools.cache
def case_questions() -> tuple[CaseQuestion, ...]:
    """The rows of the file."""
    return tuple(
        CaseQuestion(
            name,
            Phrases.of(row),
            row.get("needs", ""),
            bool(row.get("tells")),
            bool(row.get("days")),
            tuple(row.get("instead_of", ())),
        )
        for name, row in read_rows(FILE).items()
    )


def read_case_questions(text: str) -> tuple[list[str], bool]:
    """The names of the questions that a text asks, in the order of the file, and whether it says nothing besides."""
    if len(text) > LONGEST:
        return [], False
    low, blanked = small_letters(text), _with_days_blanked(text)
    found = [(row, row.phrases.find(blanked if row.days else low)) for row in case_questions() if row.needs in low]
    asked = [(row, places) for row, places in found if places]
    alone = bool(asked) and not any(row.tells for row, _ in asked)
    return [row.name for row, _ in asked], alone and not _tells(low, [place for _, places in asked for place in places])


def days_asked_about(text: str) -> list[tuple[int, int]]:
    """The day phrases of which a text asks whether they are right ("so 8th of May?"): start and end of each."""
    days = [(phrase.start, phrase.end) for phrase in find_phrases(text)] if len(text) <= LONGEST else []
    if not days:
        return []
    low, blanked = small_letters(text), _with_days_blanked(text)
    rows = (row for row in case_questions() if row.days and row.needs in low)
    places = [place for row in rows for place in row.phrases.find(blanked)]
    return [(start, end) for start, end in days if any(first <= start and end <= last for first, last in places)]


def _with_days_blanked(text: str) -> str:
    """A text in small letters, with ``DAY`` for each character of a day."""
    blanked = small_letters(text)
    for phrase in find_phrases(text):
        blanked = blanked[: phrase.start] + DAY * (phrase.end - phrase.start) + blanked[phrase.end :]
    return blanked


def _tells(text: str, places: list[tuple[int, int]]) -> bool:
    """Whether something is told beside the questions."""
    beside = "".join(char for at, char in enumerate(text) if not any(start <= at < end for start, end in places))
    return bool(_TELLS.search(beside)) or len(re.findall(r"\w+", beside)) > MOST_BESIDE
