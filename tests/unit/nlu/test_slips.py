"""Common misspellings of a word, and that none of them makes a body of another word."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nlu.build import WORDS_FILE, spellings
from nlu.slips import SHORTEST, slips


@pytest.mark.parametrize(
    ("word", "slip"),
    [
        ("council", "counsil"),
        ("council", "concil"),
        ("council", "kouncil"),
        ("council", "cowncil"),
        ("school", "skool"),
        ("school", "scool"),
        ("school", "shcool"),
        ("nursery", "nursrey"),
        ("nursery", "nursary"),
        ("academy", "accademy"),
        ("college", "colledge"),
        ("college", "collage"),
        ("panel", "panal"),
        ("Senco", "senko"),
    ],
)
def test_a_common_slip_is_made(word: str, slip: str) -> None:
    assert slip in slips(word)


@pytest.mark.parametrize(
    ("word", "other"), [("council", "cancel"), ("school", "cool"), ("nursery", "nurses"), ("teacher", "reach")]
)
def test_another_word_is_not(word: str, other: str) -> None:
    assert other not in slips(word)


@pytest.mark.parametrize("word", ["", "la", "team", "local authority", "co-op1"])
def test_short_words_and_phrases_are_refused(word: str) -> None:
    with pytest.raises(ValueError, match="only a word of 5 letters"):
        slips(word)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=SHORTEST, max_size=15))
def test_a_slip_is_another_word_of_about_its_length(word: str) -> None:
    found = slips(word)
    assert word not in found
    assert all(abs(len(slip) - len(word)) <= 1 for slip in found)


def test_no_spelling_stands_for_two_values() -> None:
    words = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    owner: dict[str, str] = {}
    for values in words.values():
        for value, phrases in values.items():
            for phrase in phrases:
                for spelt in spellings(phrase):
                    assert owner.setdefault(spelt, value) == value, f"{spelt}: {owner[spelt]} and {value}"


def test_no_slip_is_written_out_as_well() -> None:
    words = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    for values in words.values():
        for phrases in values.values():
            made = {slip for phrase in phrases if phrase.endswith("~") for slip in spellings(phrase)[1:]}
            assert not made & set(phrases) - {"governor"}
