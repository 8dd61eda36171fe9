"""A message cut into words, numbers and marks."""

from __future__ import annotations

import re
from collections.abc import Container

# The suffix is cut off its number so that "3rdmarch" comes apart too. Digits are ASCII only: int() and the offsets
# must agree about what a number is.
_TOKEN = re.compile(r"[0-9]+|(?<=[0-9])(?:st|nd|rd|th)(?![a-z]{1,2}(?![a-z]))|[^\W\d_]+|\S", re.IGNORECASE)
_LONGEST_PHRASE = 4


class Text:
    """A message cut into tokens; asking beyond either end gives the empty token."""

    def __init__(self, message: str) -> None:
        self.message = message
        self.spans = [match.span() for match in _TOKEN.finditer(message)]
        self.size = len(self.spans)
        # The empty tokens behind the end answer for the places before the start too (index -1 and below).
        self.lows = [message[start:end].lower().replace("’", "'") for start, end in self.spans] + [""] * 4

    def low(self, i: int) -> str:
        """The token in lower case, or "" beyond the ends."""
        try:
            return self.lows[i]
        except IndexError:
            return ""

    def small(self, i: int) -> bool:
        """Whether the token starts with a small letter: "may", unlike "May", is seldom a month."""
        return self.message[self.spans[i][0]].islower()

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

    def skip(self, i: int, *words: str) -> int:
        """Past token i if it is one of these words."""
        return i + 1 if self.low(i) in words else i

    def past(self, i: int, phrases: Container[tuple[str, ...]]) -> int:
        """Past the longest of these phrases that stands at i; i itself where none does."""
        return i + len(self.phrase(i, phrases))

    def phrase(self, i: int, phrases: Container[tuple[str, ...]]) -> tuple[str, ...]:
        """The longest of these phrases that stands at i; empty where none does."""
        for length in range(_LONGEST_PHRASE, 0, -1):
            found = tuple(self.lows[i : i + length])
            if found in phrases:
                return found
        return ()
