"""Finds names of people in a text by the words about them, and then wherever else they stand in it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import yaml

from channels.masking_words import everyday_words, words
from channels.spans import Span
from nlu.council_names import NAMES_FILE, council_keys

_TOKEN = re.compile(
    r"(?P<mask>\[(?:name|number|phone number|e-mail|postcode|address|date of birth)\])"
    r"|[^\W\d_]++(?:['’-][^\W\d_]++)*+"
)
# Mistyped and shortened verb forms, and endings that names hardly have.
_NO_NAME_ENDING = re.compile(r"(?:ly|ing|ed|nt|n't|tion|ment|ness|ful|ous|able|ally|ism|ity|ised|ized|s's)$")
_PLAN_WORD = re.compile(
    r" (?:final |draft |amended |annual |latest |current |new )?"
    r"(?:ehc|ehcp|ehcna|education,? health|plan|annual review|needs assessment|statement|sen|send|special|school|case|needs)\b",
    re.I,
)
_SIGN_OFF = re.compile(r"\b(?:sincerely|faithfully|truly|regards|wishes|respectfully)\b[ \t]*[,.!]?\s{1,8}", re.I)
_THANKS = re.compile(r"\b(?:thanks|thank you|cheers|love|from|signed|ta|dear|hi|hello)\b[ \t]*[,.!:]?\s{1,4}", re.I)
_LABEL = re.compile(
    r"(?<!\w)(?:re|(?:(?:child|pupil|student|young person|parent|carer|your|full|first|son|daughter)(?:['’]?s)? )?name|"
    r"(?:first|fore|sur|last|middle)[ -]?names?|child|pupil|student|young person|parents?|carers?|parent/carer|mother|father|"
    r"from|to|cc|patient|client|applicant|appellant|on behalf of)"
    r"(?: name)?(?: in full)?[ \t]*[:=–-][ \t]{0,4}\n?",
    re.I,
)
_RE = re.compile(r"(?<!\w)(?:RE|Re)[ \t]*:?[ \t]+")
_NAME_IS = re.compile(
    r"\b(?:(?:my|his|her|their|our|child['’]?s|son['’]?s|daughter['’]?s) (?:full |first |sur|last )?name(?:['’]?s|[ ]is|:)"
    r"|i am|i['’]m|this is)[ ]",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:on behalf of|regarding|concerning|in respect of|with regard to|in relation to|"
    r"(?:assess|for|about|refer|exclude)(?:ing|d)?)[ ]",
    re.I,
)
_TOLD_BY_NAME = re.compile(r"\b(?:called|named|known as|name is|name['’]s)[ ]['\"‘“]?", re.I)
_SOMEBODY = re.compile(
    r"\b(?:he|she|they|who|him|her|son|daughter|child|boy|girl|baby|pupil|grandson|nephew|niece|lad|kid)\b", re.I
)
_FAMILY_BEHIND = re.compile(r"[ ]?[,(–-][ ]?(?:my|our|your|his|her)[ ](?:[\w-]{1,15}[ ]){0,3}(\w+)", re.I)
_SENTENCE_ENDS = re.compile(r"[.!?;\n]")
_JOINS = re.compile(r"[ \u00a0\t]{1,2}$")
_LEADS = re.compile(r"(?:[ \u00a0\t\n]{1,2}|[ ]?[,:(–-][ ]?|[ ]['\"‘“(])$")
_LONGEST_NAME = 4


class Word(NamedTuple):
    """A word with its place. ``low`` is in small letters, with a straight apostrophe and without 's; empty for a mask."""

    start: int
    end: int
    written: str
    low: str
    owns: bool  # it had 's behind it


class Lists(NamedTuple):
    """The words of ``masking.yml`` and of the files beside it."""

    first: frozenset[str]
    ordinary: frozenset[str]
    never: frozenset[str]
    bodies: frozenset[str]
    councils: frozenset[str]
    surnames: frozenset[str]
    kin: frozenset[str]
    whose: frozenset[str]
    parents: frozenset[str]
    verbs: frozenset[str]
    titles: frozenset[str]
    titles_that_are_words: frozenset[str]
    words_too: frozenset[str]  # first names that in small letters are an everyday word or a place


@lru_cache(maxsize=1)
def _lists() -> Lists:
    first, never = words("first_names"), words("not_names")
    short_names: dict[str, str] = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))["also_called"]
    named = " ".join([*council_keys(), *short_names]).lower().replace("-", " ").split()
    family = words("kin") | words("parents") | words("titles")
    return Lists(
        first=first,
        ordinary=everyday_words() | never | words("verbs") | family,
        never=never | family,
        bodies=words("bodies"),
        councils=frozenset(named) - {"and", "of", "with", "upon"},
        surnames=words("surnames_that_are_words"),
        kin=words("kin"),
        whose=words("whose"),
        parents=words("parents"),
        verbs=words("verbs"),
        titles=words("titles"),
        titles_that_are_words=words("titles_that_are_words"),
        words_too=words("names_that_are_words"),
    )


def find_names(text: str) -> list[Span]:
    """Every name in the text, as spans to be replaced by ``[name]``."""
    return _Reading(text).spans()


class _Reading:
    """One text being gone through: its words, and the names found in it so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lists = _lists()
        self.words = [_word(match) for match in _TOKEN.finditer(text)]
        self.at = {word.start: i for i, word in enumerate(self.words)}
        self.taken: dict[int, int] = {}  # first word of a name -> past its last

    def spans(self) -> list[Span]:
        self._by_the_word_before()
        self._by_a_phrase_before()
        self._by_the_words_behind()
        self._wherever_else()
        return [Span(self.words[i].start, self._end(self.words[end - 1]), "[name]") for i, end in self.taken.items()]

    def _end(self, word: Word) -> int:
        """The end of a name. What shows that something is the person's stays: "[name]'s plan"."""
        return word.end - 2 if word.owns else word.end

    # What shows that a name stands at a place.

    def _by_the_word_before(self) -> None:
        """ "my son Jack", "Mrs Smith", "mother of Jack"."""
        for i, word in enumerate(self.words[:-1]):
            if word.owns or not word.low:
                continue
            if word.low in self.lists.titles:
                self._after_title(i)
            elif word.low in self.lists.kin:
                self._after_kin(i)
            elif word.low in self.lists.parents and self.words[i + 1].low in ("of", "to") and i + 2 < len(self.words):
                self._take(i + 2, "sure")

    def _after_title(self, i: int) -> None:
        title, name = self.words[i], self.words[i + 1]
        if not re.fullmatch(r"\.?[ \u00a0\t]{1,2}", self._gap(i + 1)) or not name.low:
            return
        if title.written[0].isupper() and title.written != "DR":
            known = name.low in self.lists.first or name.low in self.lists.surnames or name.low not in self.lists.ordinary
            if name.written[0].isupper() and known and not self._is_body(i + 1, i + 2):
                self._take_run(i + 1, self._run(i + 1, i + 2))
            elif name.low in ("and", "or") or not name.written[0].isupper():
                return
        elif title.low not in self.lists.titles_that_are_words and name.low not in self.lists.ordinary and len(name.low) > 2:
            self._take_run(i + 1, i + 2)

    def _after_kin(self, i: int) -> None:
        if not _LEADS.fullmatch(self._gap(i + 1)):
            return
        close = _JOINS.fullmatch(self._gap(i + 1)) is not None
        theirs = self._is_theirs(i)
        shouted = self.words[i].written.isupper()
        following = self.words[i + 1]
        if following.low == "is" and not following.owns and i + 2 < len(self.words) and self._capital(i + 2):
            self._take(i + 2, "known")
        elif not theirs:
            self._take(i + 1, "known")
        elif self._capital(i + 1) and not (shouted and following.written.isupper()):
            self._take(i + 1, "sure")
        elif following.low in self.lists.first and following.low not in self.lists.ordinary:
            self._take_run(i + 1, self._run_of_small(i + 2))
        elif self._before_verb(i + 1, close) and self._unheard(following):
            self._take_run(i + 1, i + 2)
        elif close and self._unheard(following) and self._is_small_surname(i + 2):
            self._take_run(i + 1, i + 3)

    def _by_a_phrase_before(self) -> None:
        """ "Name: Jack", "Yours sincerely", "my name is", "a boy called"."""
        for pattern, how in ((_SIGN_OFF, "sure"), (_THANKS, "known"), (_RE, "known"), (_NAME_IS, "known")):
            for match in pattern.finditer(self.text):
                self._take(self.at.get(match.end(), -1), how)
        for pattern in (_LABEL, _ABOUT):
            for match in pattern.finditer(self.text):
                i = self.at.get(match.end(), -1)
                # "Name: Olumide" is one; "Re: Olumide" may be a place, "Re: Olumide Adeyemi" is hardly one.
                one_will_do = pattern is _LABEL and not re.match(r"re\b|from|to\b|cc", match[0], re.I)
                self._take(i, "sure" if one_will_do or self._two_capitals(i) else "known")
        for match in _NAME_IS.finditer(self.text):
            i = self.at.get(match.end(), -1)
            if "name" in match[0].lower() and i >= 0:
                self._take(i, "sure")
                if self.words[i].written.islower() and self._unheard(self.words[i]):
                    surname = i + 1 < len(self.words) and self._gap(i + 1) == " " and self._unheard(self.words[i + 1])
                    self._take_run(i, i + 2 if surname else i + 1)
        for match in _TOLD_BY_NAME.finditer(self.text):
            before = _SENTENCE_ENDS.split(self.text[max(0, match.start() - 40) : match.start()])[-1]
            self._take(self.at.get(match.end(), -1), "sure" if _SOMEBODY.search(before) else "known")

    def _by_the_words_behind(self) -> None:
        """ "Jack's EHC plan", "Jack, my son,", "Jack has"."""
        for i, word in enumerate(self.words):
            if self._is_plain_first_name(i):
                self._take_run(i, self._run(i, i + 1) if word.written[0].isupper() else i + 1)
                continue
            if not self._capital(i) or not self._unheard(word) or self._in_a_body(i):
                continue
            if word.owns and word.low not in self.lists.councils and _PLAN_WORD.match(self.text, word.end):
                self._take_run(self._back(i), i + 1)
            behind = _FAMILY_BEHIND.match(self.text, word.end)
            if (
                behind
                and behind[1].lower() in self.lists.kin
                and word.low not in self.lists.councils
                and not word.written.isupper()
            ):
                self._take_run(self._back(i), i + 1)

    def _is_plain_first_name(self, i: int) -> bool:
        """Whether word i, whatever stands about it, is a first name: "Jack", and "jack has" and "JACK'S" too."""
        word = self.words[i]
        if (
            word.low not in self.lists.first
            or word.low in self.lists.ordinary
            or word.low in self.lists.councils
            or self._in_a_body(i)
        ):
            return False
        shown = word.owns or self._before_verb(i, False)
        if word.written.islower():
            return shown and word.low not in self.lists.words_too
        if word.low in self.lists.words_too:
            return shown or self._in_mid_sentence(i) or self._two_capitals(i)
        return shown or not word.written.isupper() or self._two_capitals(i)

    def _in_mid_sentence(self, i: int) -> bool:
        return i > 0 and self._gap(i) == " " and self.words[i - 1].written.islower()

    def _two_capitals(self, i: int) -> bool:
        return self._capital(i) and self._run(i, i + 1) > i + 1

    def _back(self, i: int) -> int:
        """The first word of a name that ends with word i: "Jack" for the "Smith" of "Jack Smith's plan"."""
        joined = i > 0 and _JOINS.fullmatch(self._gap(i)) and self._capital(i - 1)
        return i - 1 if joined and not self.words[i - 1].owns and self._unheard(self.words[i - 1]) else i

    def _wherever_else(self) -> None:
        """The names found so far, in every other place."""
        names = {self.words[n].low for i, end in self.taken.items() for n in range(i, end)} - words("particles")
        names = {name for name in names if len(name) > 1}
        everyday = {
            name for name in names if name in self.lists.ordinary or name in self.lists.councils or name in self.lists.bodies
        }
        inside = {n for i, end in self.taken.items() for n in range(i, end)}
        for i, word in enumerate(self.words):
            if i in inside or word.low not in names:
                continue
            if word.low in everyday and not self._means_the_person(i):
                continue
            if word.low in self.lists.words_too and word.written.islower():
                continue
            if word.low not in self.lists.first and self._is_body(i, i + 1):
                continue
            end = self._run(i, i + 1) if word.low in self.lists.first and word.written[0].isupper() else i + 1
            self._take_run(i, end)

    def _means_the_person(self, i: int) -> bool:
        """Whether a name that is an everyday word too ("Will", "Grace", "Kent") is the name here."""
        word = self.words[i]
        if not word.written[0].isupper() or (word.written.isupper() and len(word.written) > 1) or self._is_body(i, i + 1):
            return False
        if (
            re.match(r"[ ]?[0-9]", self.text[word.end : word.end + 2])
            or self.text[max(0, word.start - 2) : word.start].strip().isdigit()
        ):
            return False  # "3 May 2026"
        behind_title = i > 0 and self.words[i - 1].low in self.lists.titles
        if behind_title or word.owns or self._before_verb(i, False):
            return True
        month_or_place = word.low in self.lists.never or word.low in self.lists.councils
        return self._in_mid_sentence(i) and not month_or_place

    # What stands at a place.

    def _gap(self, i: int) -> str:
        """What stands before word i, at most three characters of it."""
        before = self.words[i - 1].end if i else 0
        return self.text[max(before, self.words[i].start - 4) : self.words[i].start]

    def _capital(self, i: int) -> bool:
        return 0 <= i < len(self.words) and bool(self.words[i].low) and self.words[i].written[0].isupper()

    def _unheard(self, word: Word) -> bool:
        """Whether a word is not known as anything but a name."""
        low = word.low
        if not low or len(low) < 3 or low in self.lists.ordinary or low in self.lists.bodies:
            return False
        if low in self.lists.first or (word.written[0].isupper() and not word.written.isupper()):
            return True
        return not _NO_NAME_ENDING.search(low) and "'" not in low

    def _before_verb(self, i: int, or_comma: bool) -> bool:
        """Whether word i is followed by "has", "who" or the like, or by a comma."""
        if i + 1 < len(self.words) and self.words[i + 1].low in self.lists.verbs and _JOINS.fullmatch(self._gap(i + 1)):
            return True
        behind = self.text[self.words[i].end : self.words[i].end + 2]
        return or_comma and behind == ", "

    def _is_theirs(self, i: int) -> bool:
        """Whether the child at word i is somebody's: "my son", "our seven year old autistic daughter"."""
        for back in range(1, 6):
            if back > i or _SENTENCE_ENDS.search(self._gap(i - back + 1)):
                return False
            if self.words[i - back].low in self.lists.whose:
                return True
        return False

    def _run(self, i: int, end: int) -> int:
        """Past the last word of a name that begins at i and goes on, if it does, at ``end``."""
        while end < len(self.words) and end - i < _LONGEST_NAME and _JOINS.fullmatch(self._gap(end)):
            word, before = self.words[end], self.words[end - 1]
            if before.owns or not word.low:
                break
            if word.low in words("particles") and self._capital(end + 1) and self._unheard(self.words[end + 1]):
                end += 1
                continue
            surname = word.low in self.lists.surnames or word.low not in self.lists.ordinary
            initial = len(word.written) == 1 and word.written not in "IAX"
            if not word.written[0].isupper() or not (surname or initial) or word.low in self.lists.bodies - self.lists.surnames:
                break
            end += 1
        return end

    def _run_of_small(self, end: int) -> int:
        """Past a surname in small letters, where a verb shows that it is one."""
        return end + 1 if self._is_small_surname(end) else end

    def _is_small_surname(self, i: int) -> bool:
        joined = i < len(self.words) and _JOINS.fullmatch(self._gap(i)) is not None
        return joined and self._unheard(self.words[i]) and self._before_verb(i, False)

    def _in_a_body(self, i: int) -> bool:
        saint = i > 0 and self.words[i - 1].low in words("before_a_body") and self._gap(i).strip(" .") == ""
        return saint or self._is_body(i, i + 1)

    def _is_body(self, i: int, end: int) -> bool:
        """Whether the capitals from word i on name a body or a place: "Thomas Coram Foundation"."""
        for n in range(end, min(len(self.words), i + 6)):
            word, before = self.words[n], self.words[n - 1]
            if not word.low or not _JOINS.fullmatch(self._gap(n)):
                return False
            capital = word.written[0].isupper()
            if word.low in self.lists.bodies and word.low not in self.lists.surnames:
                return capital or (n == end and not before.owns and word.low in words("small_bodies"))
            part = capital and not before.owns and word.low not in self.lists.never and word.low not in self.lists.councils
            if not part and word.low not in ("and", "of", "upon"):
                return False
        return False

    def _take(self, i: int, how: str) -> None:
        """Take the name that begins at word i, if one does: a capital and unheard of ("sure"), or a first name ("known")."""
        if not 0 <= i < len(self.words) or i in self.taken or not self.words[i].low:
            return
        word = self.words[i]
        low = word.low
        if low in self.lists.first and low not in self.lists.ordinary:
            if not self._is_body(i, i + 1):
                self._take_run(i, self._run(i, i + 1) if word.written[0].isupper() else i + 1)
            return
        if how != "sure" or not word.written[0].isupper():
            return
        if low in self.lists.first:
            self._take_everyday_name(i)
        elif len(low) < 3 or (word.written.isupper() and len(low) < 5):
            initials = word.written.isupper() and low not in self.lists.ordinary and self._before_verb(i, False)
            if initials:
                self._take_run(i, i + 1)
        elif self._unheard(word) and not self._is_body(i, i + 1):
            self._take_run(i, self._run(i, i + 1))

    def _take_everyday_name(self, i: int) -> None:
        """ "my son Will has", "my daughter Grace,", "my daughter May Brown": not "My Son Will Not"."""
        word = self.words[i]
        end = self._run(i, i + 1)
        ends_there = not re.match(r"[ ]?[\w]", self.text[word.end : word.end + 2])
        if end > i + 1 or ends_there or self._before_verb(i, True) or word.owns or word.low not in words("names_that_are_verbs"):
            self._take_run(i, end)

    def _take_run(self, i: int, end: int) -> None:
        self.taken[i] = max(end, self.taken.get(i, 0))


def _word(match: re.Match[str]) -> Word:
    if match["mask"]:
        return Word(*match.span(), match[0], "", False)
    low = match[0].replace("’", "'").lower()
    owns = low.endswith("'s") and len(low) > 3
    return Word(*match.span(), match[0], low[:-2] if owns else low, owns)
