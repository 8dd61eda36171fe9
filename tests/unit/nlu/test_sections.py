"""Which sections of a plan a text names."""

from __future__ import annotations

import pytest

from nlu.sections import sections_named


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("I want speech therapy in F and physio in G changed", "FG"),
        ("F changed and section G and H", "FGH"),
        ("section b and f", "BF"),
        ("sections B, F and I", "BFI"),
        ("physio in G and F salt are both wrong", "FG"),
        ("F is wrong", "F"),
        ("I want to be in school", ""),
        ("can I be heard in d court", ""),
        ("plan b is to move house", ""),
    ],
)
def test_the_letters_are_found(text: str, letters: str) -> None:
    assert sections_named(text) == set(letters)
