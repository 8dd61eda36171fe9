"""Sentences, words and the reading age of a text that has bullets, ``{slots}`` and sources in brackets.

The reading age is the Flesch-Kincaid grade and five years. Syllables are counted here: of the libraries, `textstat` fetches a
dictionary when it runs, and hyphenation (`pyphen`) misses every tenth of our words, nearly always to our advantage
("about", "only" and "tribunal" are one syllable to it). The rule below was right on 99 in 100 of our words when compared with
the CMU pronouncing dictionary.
"""

from __future__ import annotations

import re

from tools.wording_lists import Lists

SLOT = re.compile(r"\{(\w+)\}")
_MARKER = re.compile(r"^\s*(?:[•*-]|\d+[.)])\s+")
_END = re.compile(r"""(?<=[.?!])["')]*\s+(?=["'({[]?[A-Z0-9{([])""")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['./-][A-Za-z0-9]+)*")
_BRACKET = re.compile(r"""(?P<before>[.?!]["')]*)?\s*\((?P<words>(?:[^()]|\([^()]*\))*)\)(?P<after>[.?!]?)\s*$""")
_SILENT = re.compile(r"(?:[^aeiouyl]e|[aeiouy]le|[^aeiouydt]ed|[aeiouy]ed|[^aeiouycsxzghl]es|[aeiouy]les)$")
_APART = re.compile(r"(?<![ct])ia|[aeou]ing$")
_STAND_IN = "day"


def sentences(text: str, lists: Lists) -> list[str]:
    """The sentences, without list markers and sources, with easy words for each slot. Every line ends one."""
    found = []
    for line in text.splitlines():
        for part in _END.split(without_citation(_MARKER.sub("", line), lists)):
            words = SLOT.sub(lambda slot: _filled(slot[1], lists), part)
            if _WORD.search(words):
                found.append(words)
    return found


def _filled(slot: str, lists: Lists) -> str:
    return " ".join([_STAND_IN] * lists.sentences.slots.get(slot, lists.sentences.other_slots))


def without_citation(line: str, lists: Lists) -> str:
    """The line without the source in brackets that ends it."""
    bracket = _BRACKET.search(line)
    if not bracket or not lists.sentences.citation.first_in(bracket["words"]):
        return line
    return line[: bracket.start()] + (bracket["before"] or "") + bracket["after"]


def citations(text: str, lists: Lists) -> str:
    """Only the sources in brackets that end the lines of a text."""
    brackets = [_BRACKET.search(line) for line in text.splitlines()]
    return "\n".join(b["words"] for b in brackets if b and lists.sentences.citation.first_in(b["words"]))


def words_of(sentence: str) -> list[str]:
    """Its words; "5pm", "GOV.UK" and "re-assessment" are one each."""
    return _WORD.findall(sentence)


def syllables(word: str, lists: Lists) -> int:
    """How many syllables a word has; a legal term, a name or an acronym counts as an easy word."""
    plain = re.sub(r"'s?$", "", word.lower())
    easy = lists.reading_age.easy_words
    if sum(c.isupper() for c in word) > 1 or any(form in easy for form in (plain, plain.removesuffix("s"))):
        return min(lists.reading_age.easy_syllables, _sounded(plain, lists))
    return _sounded(plain, lists)


def _sounded(plain: str, lists: Lists) -> int:
    if plain in lists.reading_age.syllables:
        return lists.reading_age.syllables[plain]
    return sum(_groups(part) for part in re.split(r"[-./]", plain.replace("'", "")) if part)


def _groups(part: str) -> int:
    return max(1, len(re.findall(r"[aeiouy]+", part)) - len(_SILENT.findall(part)) + len(_APART.findall(part)))


def reading_age(text: str, lists: Lists) -> float | None:
    """The age at which most readers follow the text; None where it is too short to tell."""
    for name in lists.reading_age.names:
        text = text.replace(name, " ".join([_STAND_IN.title()] * len(name.split())))  # a capital can begin a sentence
    found = sentences(text, lists)
    words = [word for sentence in found for word in words_of(sentence)]
    if len(words) < lists.reading_age.from_words:
        return None
    grade = 0.39 * len(words) / len(found) + 11.8 * sum(syllables(word, lists) for word in words) / len(words) - 15.59
    return round(grade + 5, 1)
