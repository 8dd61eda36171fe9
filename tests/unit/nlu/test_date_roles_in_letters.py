"""Sentences in which another day, or another use of a day, stands beside the letter's date: each once gave a wrong date."""

from __future__ import annotations

import pytest

from nlu.date_reader import read_entities

SENTENCES = [
    ("I got a letter dated 3 March saying they will not assess him", "decision"),
    ("The letter dated 3 March 2026 says the council will cease his plan", "decision"),
    ("the letter is dated 3 March and I want to appeal", "decision"),
    ("refused to assess, last day to appeal is 5 May 2026", "other"),
    ("I have to appeal by 5 May", "other"),
    ("the letter says we must reply by 20 March", "other"),
    ("the certificate hasn't come, I asked for it on 10 April 2026", "other"),
    ("I'm going to ring the adviser on Monday", "other"),
    ("I rang the adviser on 10 April", "adviser"),
    ("my certificate is dated 2 June", "certificate"),
    ("she was born on 4 May 2017", "other"),
    ("the letter came on 9 March", "received"),
]


@pytest.mark.parametrize(("sentence", "role"), SENTENCES)
def test_role(sentence: str, role: str) -> None:
    assert [entity.get("role") for entity in read_entities(sentence)] == [role]
