"""Odd inputs, without end and always the same for the same seed: broken characters, huge texts, wrong types, near misses."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from tests.fuzz.odd_words import ALMOST_DATES, HARMFUL, KEYS, SENTENCES, UNSEEN, WORDS

_PLANES = ((0x00, 0x7F), (0x80, 0x24F), (0x300, 0x36F), (0x5D0, 0x6FF), (0x2000, 0x206F), (0x4E00, 0x4EFF), (0xD800, 0xDFFF))
_HIGH = ((0xE000, 0xE0FF), (0xFDD0, 0xFDEF), (0xFE00, 0xFFFF), (0x1F300, 0x1FAFF), (0xE0000, 0xE007F), (0x10FF00, 0x10FFFF))
_MOST_PARTS, _HUGE = 7, 30_000


class Odd:
    """A source of odd inputs."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def characters(self, most: int = 12) -> str:
        """Characters of one part of Unicode, half surrogates among them."""
        first, last = self.random.choice(_PLANES + _HIGH)
        return "".join(chr(self.random.randint(first, last)) for _ in range(self.random.randint(0, most)))

    def number(self) -> str:
        """What a number may look like."""
        digits = self.random.choice(("0123456789", "٠١٢٣٤٥٦٧٨٩", "²³¹", "０１２３", "0123456789-+.,/ :eE"))
        return "".join(self.random.choice(digits) for _ in range(self.random.randint(1, 14)))

    def part(self) -> str:
        """A short piece of text."""
        kind = self.random.randrange(9)
        if kind < 5:
            return self.random.choice((SENTENCES, WORDS, ALMOST_DATES, HARMFUL, UNSEEN)[kind])
        if kind == 5:
            return self.number()
        if kind == 6:
            return self._spoilt(self.random.choice(SENTENCES))
        return self.characters()

    def text(self, huge: bool = True) -> str:
        """A text of any kind; one in 150 is huge where that is allowed."""
        if huge and not self.random.randrange(150):
            piece = self.part() or "x"
            return (piece * (_HUGE // len(piece) + 1))[: self.random.randint(_HUGE // 4, _HUGE)]
        glue = self.random.choice(("", " ", " ", "\n", ", "))
        return glue.join(self.part() for _ in range(self.random.randint(0, _MOST_PARTS)))

    def value(self, depth: int = 3) -> Any:
        """A value of any type that JSON has."""
        kind = self.random.randrange(10 if depth else 8)
        if kind < 3:
            return self.text(huge=False)
        if kind == 8:
            return [self.value(depth - 1) for _ in range(self.random.randrange(4))]
        if kind == 9:
            return {self.key(): self.value(depth - 1) for _ in range(self.random.randrange(4))}
        plain = (None, True, False, 0, -1, 10**30, 1e308, 0.1)
        return self.random.choice(plain)

    def key(self) -> str:
        """A name that the doors know, or any."""
        return self.random.choice(KEYS) if self.random.randrange(5) else self.text(huge=False)[:30]

    def fields(self) -> dict[str, Any]:
        """An object as the doors take them, with odd values."""
        return {self.key(): self.value() for _ in range(self.random.randint(1, 4))}

    def json(self, value: Any) -> bytes:
        """A value as JSON; one in five is spoilt: nested without end, cut off, in another encoding, or not JSON at all."""
        kind = self.random.randrange(25)
        if kind == 0:
            depth = self.random.choice((10, 500, 1_900))
            return b'{"message": ' + b"[" * depth + b"]" * depth + b"}"
        written = json.dumps(value, ensure_ascii=bool(self.random.randrange(2)))
        encoded = written.encode(self.random.choice(("utf-16", "utf-32")) if kind == 1 else "utf-8", "surrogatepass")
        if kind == 2:
            return encoded[: self.random.randint(0, len(encoded))]
        if kind == 3:
            return self.bytes()
        if kind == 4:
            return b'{"message": 1, "message": "twice", ' + encoded[1:]
        return encoded

    def bytes(self) -> bytes:
        """Any bytes."""
        return self.random.randbytes(self.random.choice((0, 1, 3, 40, 400)))

    def _spoilt(self, text: str) -> str:
        letters = list(text)
        for _ in range(self.random.randint(1, 6)):
            at = self.random.randrange(len(letters) + 1)
            letters[at:at] = self.characters(2) or self.random.choice(UNSEEN)
        start = self.random.randrange(len(letters))
        return "".join(letters[start:] if self.random.randrange(2) else letters[:start])


def texts(seed: int, count: int, huge: bool = True) -> Iterator[str]:
    """So many odd texts."""
    odd = Odd(seed)
    return (odd.text(huge) for _ in range(count))
