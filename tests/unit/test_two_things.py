"""A statement and a question in one message: what is split off, and what is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu.two_things import ASKED_BESIDE, BESIDE, PART, PartGatherer, QuestionSplitter, split, split_matters


@pytest.mark.parametrize(
    ("text", "statement", "question"),
    [
        ("its the 5th of March 2026, is mediation free?", "its the 5th of March 2026", "is mediation free?"),
        ("No, the school said no. And do I have to mediate?", "No, the school said no.", "And do I have to mediate?"),
        ("the council wont assess her and how long have i got", "the council wont assess her", "how long have i got"),
        ("no certificate, whats the nhs got to do with it", "no certificate", "whats the nhs got to do with it"),
        ("havent rung. can the school do the appeal for me", "havent rung.", "can the school do the appeal for me"),
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


@pytest.mark.parametrize(
    ("label", "beside"),
    [
        ("inform", {"name": "faq/cost", "confidence": 0.9, "question": True}),
        ("nlu_fallback", {"name": "faq/cost", "confidence": 0.9, "question": True}),
        ("faq", {"name": "refusal_to_assess", "confidence": 0.8, "question": False}),
    ],
)
def test_what_the_whole_was_not_taken_for_is_kept_and_no_text_is(label: str, beside: dict[str, Any]) -> None:
    text = "They won't assess, the letter is of 5 March. Is mediation free?"
    whole, statement, question = QuestionSplitter().process([Message({"text": text})])
    assert (statement.get("text"), statement.get(PART)) == ("They won't assess, the letter is of 5 March.", False)
    assert (question.get("text"), question.get(PART)) == ("Is mediation free?", True)
    whole.set("intent", {"name": label})
    statement.set("label_ranking", [{"name": "refusal_to_assess", "confidence": 0.8}])
    question.set("label_ranking", [{"name": "faq/cost", "confidence": 0.9}])
    assert PartGatherer().process([whole, statement, question]) == [whole]
    assert whole.get(BESIDE) == beside
    assert whole.get(ASKED_BESIDE) == {"name": "faq/cost", "confidence": 0.9}
    assert {BESIDE, ASKED_BESIDE} <= set(whole.as_dict(only_output_properties=True))


@given(st.text(max_size=500))
def test_any_text_gives_two_parts_or_none(text: str) -> None:
    parts = split(text)
    assert parts is None or (len(parts[0].split()) >= 2 and len(parts[1].split()) >= 3)


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
