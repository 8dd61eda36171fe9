"""A pasted letter taken apart: what stands over its greeting, its body, what follows, and its sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.letter_phrases import SIGN_OFF, TO_OTHERS, TO_PARENTS

#: Characters of a letter that are read: a long one has half of these.
LONGEST = 40_000
#: Characters behind "Yours sincerely" in which the sender's office stands.
_SENDER = 300
_LONGEST_SENTENCE = 800

_ODD = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
        "\u200b": None,
        "–": "-",
        "—": "-",
        "‑": "-",
        "\r": None,
    }
)
_BULLET = r"[•·*▪●◦‣o-]"
_BREAK = re.compile(rf"\n(?: ?\n)+|\n ?(?={_BULLET} )|(?<=[.!?;])[ \n]+(?=[A-Z\[\"(•·▪●0-9])|[ \n](?=[•·▪●])")
_BULLETED = re.compile(rf" ?{_BULLET} ?")
_GREETING = re.compile(r"(?<![\w'])dear ", re.I)


@dataclass(frozen=True)
class Parts:
    """A letter in pieces.

    text: the whole, with plain quotes and dashes and single spaces; line ends stay.
    head: what stands before the greeting, empty where there is no greeting.
    body: from the greeting to the sign-off and the sender's office; the whole text where there is no greeting.
    tail: what follows the body.
    greeted: "parents", "others" or "nobody".
    signed: whether the body ends with a sign-off.
    """

    text: str
    head: str
    body: str
    tail: str
    greeted: str
    signed: bool


@dataclass(frozen=True)
class Sentence:
    """A sentence with its place in its text, and whether it stands in a list."""

    text: str
    start: int
    listed: bool


def plain(text: str) -> str:
    """The text with plain quotes, dashes and single spaces. Line ends stay, one or two of them."""
    text = text[:LONGEST].translate(_ODD)
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def take_apart(written: str) -> Parts:
    """The pieces of a pasted text. What somebody wrote above a letter that they pass on is in its head."""
    text = plain(written)
    for match in _GREETING.finditer(text):
        greeted = "others" if TO_OTHERS.match(text, match.start()) else "parents" if TO_PARENTS.match(text, match.start()) else ""
        if greeted:
            break
    else:
        return Parts(text, "", text, "", "nobody", bool(SIGN_OFF.search(text)))
    signed = SIGN_OFF.search(text, match.end())
    end = min(len(text), signed.end() + _SENDER) if signed else len(text)
    return Parts(text, text[: match.start()], text[match.start() : end], text[end:], greeted, bool(signed))


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, line ends in them as spaces. One that never ends is cut."""
    found: list[Sentence] = []
    start = 0
    for end, after in [*(match.span() for match in _BREAK.finditer(text)), (len(text), len(text))]:
        for at in range(start, end, _LONGEST_SENTENCE):
            piece = text[at : min(end, at + _LONGEST_SENTENCE)].replace("\n", " ")
            bullet = _BULLETED.match(piece)
            found.append(Sentence(piece, at, bullet is not None))
        start = after
    return found
