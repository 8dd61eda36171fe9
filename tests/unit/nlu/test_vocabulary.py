"""The vocabulary as it is built: bodies found in a message."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from nlu.build import build_vocabulary


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Language:
    folder: Path = tmp_path_factory.mktemp("vocabulary") / "built"
    build_vocabulary(folder)
    return spacy.load(folder)


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("The Council refused", [("Council", "local_authority")]),
        ("t'council wain't have it", [("council", "local_authority")]),
        ("T’Council and th'school", [("Council", "local_authority"), ("school", "school")]),
        ("it's the council's", [("the council's", "local_authority")]),
        ("I can't and won't", []),
        ("that's not what it's about", []),
    ],
)
def test_bodies(text: str, bodies: list[tuple[str, str]], vocabulary: Language) -> None:
    assert [(found.text, found.ent_id_) for found in vocabulary(text).ents] == bodies


def test_the_marks_of_a_short_word_are_not_parted(vocabulary: Language) -> None:
    assert [token.text for token in vocabulary("don't, isn't, t'other, it's")] == [
        *("do", "n't", ",", "is", "n't", ",", "t'", "other", ",", "it", "'s")
    ]
