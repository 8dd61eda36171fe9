"""A statement and a question in one message: what is split off, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu.two_things import BESIDE, PART, PartGatherer, QuestionSplitter, split, split_matters


@pytest.mark.parametrize(
    ("text", "statement", "question"),
    [
        ("its the 5th of March 2026, is mediation free?", "its the 5th of March 2026", "is mediation free?"),
        ("No, the school said no. And do I have to mediate?", "No, the school said no.", "And do I have to mediate?"),
        ("the council wont assess her and how long have i got", "the council wont assess her", "how long have i got"),
        ("How do I appeal? They ended his plan on 3 March.", "They ended his plan on 3 March.", "How do I appeal?"),
    ],
)
def test_both_parts_are_found(text: str, statement: str, question: str) -> None:
    assert split(text) == (statement, question)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "is mediation free?",
        "they refused to assess",
        "3 March, is it?",  # too little to say anything by itself
        "what do I do now? and who do I ring?",
        "They named a school which has 1,000 children, who would do that",
    ],
)
def test_one_thing_stays_whole(text: str) -> None:
    assert split(text) is None


def test_background_is_not_read_by_itself() -> None:
    messages = QuestionSplitter().process([Message({"text": "We have just moved the piano upstairs. Is mediation free?"})])
    assert len(messages) == 1


def test_the_part_is_gathered_and_its_text_is_gone() -> None:
    whole, part = QuestionSplitter().process([Message({"text": "The letter is dated 5 March. Is mediation free?"})])
    assert (part.get("text"), part.get(PART)) == ("Is mediation free?", True)
    part.set("label_ranking", [{"name": "faq/cost", "confidence": 0.9}])
    assert PartGatherer().process([whole, part]) == [whole]
    assert whole.get(BESIDE) == {"name": "faq/cost", "confidence": 0.9, "question": True}
    assert BESIDE in whole.as_dict(only_output_properties=True)


@given(st.text(max_size=500))
def test_any_text_gives_two_parts_or_none(text: str) -> None:
    parts = split(text)
    assert parts is None or all(len(part.split()) >= 3 for part in parts)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("they won't assess her and also the taxi was stopped", "they won't assess her", "the taxi was stopped"),
        (
            "they won't assess him and the school has suspended him too",
            "they won't assess him",
            "the school has suspended him too",
        ),
    ],
)
def test_two_matters_are_parted(text: str, first: str, second: str) -> None:
    assert [text[start:end] for start, end in split_matters(text)] == [first, second]


@pytest.mark.parametrize(
    "text",
    ["I asked for an assessment and the council hasn't replied", "can I appeal and also mediate?", "me too", "also this"],
)
def test_one_matter_stays_whole(text: str) -> None:
    assert split_matters(text) == []
