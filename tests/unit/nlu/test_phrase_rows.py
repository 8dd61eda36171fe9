"""Rows of phrases: where they are found, whatever the case, and what takes them back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.phrase_rows import Phrases, read_rows, small_letters

REFUSED = Phrases.of({"patterns": [r"\brefused\b", r"\bsaid no\b"], "unless": r"\b(?:not|never)\b"})


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("they refused", [(5, 12)]),
        ("THEY REFUSED and Said No", [(5, 12), (17, 24)]),
        ("they never refused", []),
        ("it is not good. they refused", [(21, 28)]),
        ("İt was refused", [(7, 14)]),
        ("refuseds", []),
        ("", []),
    ],
)
def test_where_it_is_found(text: str, places: list[tuple[int, int]]) -> None:
    assert REFUSED.find(text) == places


def test_a_capital_that_would_never_be_found_is_an_error() -> None:
    with pytest.raises(ValueError, match="small letters"):
        Phrases.of({"patterns": ["the LA"]})
    assert Phrases.of({"patterns": [r"\Wla\W"]}).find("the LA said") == [(3, 7)]


@given(st.text(max_size=200))
def test_small_letters_keep_their_places(text: str) -> None:
    low = small_letters(text)
    assert len(low) == len(text)
    assert all(small.casefold() == sign.casefold() for small, sign in zip(low, text, strict=True))


def test_named_parts_are_written_out(tmp_path: Path) -> None:
    file = tmp_path / "rows.yml"
    file.write_text("words: {who: '(?:%kin%|i)', kin: 'mum|dad'}\nsad:\n  patterns: ['%who% cried']\n  unless: '%kin% laughed'\n")
    rows = read_rows(file)
    assert rows == {"sad": {"patterns": ["(?:mum|dad|i) cried"], "unless": "mum|dad laughed"}}
    file.write_text("words: {}\nsad:\n  patterns: ['%who% cried']\n")
    with pytest.raises(KeyError, match="who"):
        read_rows(file)
