"""Common misspellings: a letter left out, doubled or swapped with the next, another vowel, another letter of the same sound."""

from __future__ import annotations

VOWELS = "aeiou"
_SAME_SOUND = {
    "c": ("k", "s"), "k": ("c",), "s": ("c",), "sch": ("sk",), "ou": ("ow",), "oo": ("u",),
    "er": ("ur", "or"), "th": ("f",), "y": ("ey", "ie"), "eg": ("edg",), "ll": ("l",),
}  # fmt: skip
SHORTEST = 5  # letters; of a shorter word each slip is another word


def slips(word: str) -> frozenset[str]:
    """The word with one such slip, in small letters; the first letter stays unless it only sounds the same.

    Raises:
        ValueError: the word is shorter than ``SHORTEST`` letters, or is more than one word.
    """
    low = word.lower()
    if len(low) < SHORTEST or not low.isalpha():
        raise ValueError(f"{word!r}: only a word of {SHORTEST} letters or more is looked for misspelt")
    found = set()
    for i in range(1, len(low)):
        found.add(low[:i] + low[i + 1 :])
        found.add(low[:i] + low[i] + low[i:])
        found.add(low[:i] + low[i + 1 : i + 2] + low[i] + low[i + 2 :])
        if low[i] in VOWELS:
            found |= {low[:i] + vowel + low[i + 1 :] for vowel in VOWELS}
    for written, sounds in _SAME_SOUND.items():
        for i in range(len(low)):
            if low.startswith(written, i):
                found |= {low[:i] + sound + low[i + len(written) :] for sound in sounds}
    return frozenset(found - {low})
