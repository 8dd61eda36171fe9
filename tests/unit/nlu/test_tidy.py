"""What a person typed, made fit to be read: nothing invisible, never too long, and otherwise as it was."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.tidy import LONGEST, MessageTidier, tidy

INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("the council said no", "the council said no"),
        ("  two   spaces \n and\ta line ", "two spaces and a line"),
        ("don’t “quote” ‘me’", "don't \"quote\" 'me'"),
        ("3\u00a0March", "3 March"),
        ("cafe\u0301", "café"),
        ("a\x00b\x07c", "a b c"),
        ("3 \u202emarch\u202c 2026", "3 march 2026"),
        ("\U000e0041hidden\U000e007f", "hidden"),
        ("\u200b\u200d\ufeff", ""),
        ("\ud800", ""),
        ("😀 £20 – ½ price…", "😀 £20 – ½ price…"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_text_is_made_readable(typed: str, read: str) -> None:
    assert tidy(typed) == read


def test_text_of_the_longest_length_stays_whole() -> None:
    text = "word " * (LONGEST // 5 - 1) + "ends"
    assert tidy(text) == text
    assert len(tidy("x" * LONGEST)) == LONGEST


def test_a_long_letter_keeps_its_beginning_and_its_end() -> None:
    read = tidy("Dear council. " + "word " * 1000 + "Dated 3 March 2026.")
    assert len(read) == LONGEST
    assert read.startswith("Dear council.")
    assert read.endswith("Dated 3 March 2026.")


def test_the_limit_can_be_set() -> None:
    assert tidy("0123456789 0123456789", 11) == "01234 56789"


@given(st.text(max_size=300))
def test_tidy_text_is_visible_single_spaced_and_stays_as_it_is(text: str) -> None:
    read = tidy(text, 100)
    assert len(read) <= 100
    assert not [c for c in read if unicodedata.category(c) in INVISIBLE]
    assert read == read.strip()
    assert "  " not in read
    assert tidy(read, 100) == read


def test_a_message_is_replaced_by_its_tidied_text() -> None:
    tidier = MessageTidier()
    messages = [Message({TEXT: "a\u200bb  c"}), Message({TEXT: "x" * 5_000}), Message({})]
    assert [len(m.get(TEXT)) for m in tidier.process(messages)] == [5, LONGEST, 0]
    assert messages[0].get(TEXT) == "a b c"
    assert TEXT in messages[0].output_properties
