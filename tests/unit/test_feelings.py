"""Feelings: found where people speak of their own, or of danger, and not where a case is about a child who is upset."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu.feeling_reader import FeelingGatherer, FeelingSplitter
from nlu.feelings import feelings, read_feeling, without_feelings
from tests.patience import LONGEST

DANGER = yaml.safe_load((Path(__file__).parent / "nlu" / "danger.yml").read_text(encoding="utf-8"))


def felt(text: str) -> str | None:
    """The name of what is felt."""
    feeling = read_feeling(text)
    return feeling.name if feeling else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pls help i am so tired. council say no plan", "worn_out"),
        ("so so tired", "worn_out"),
        ("i dont understand nothing", "worn_out"),
        ("he is so tired after school", None),
        ("i dont understand section F", None),
        ("my son says he wants to die", "danger_child"),
        ("he's 10 and says he wants to die because of school", "danger_child"),
        ("she's been cutting herself and the council won't assess her", "danger_child"),
        ("My daughter doesn't want to be here any more", "danger_child"),
        ("she tied something round her neck", "danger_child"),
        ("He told his nan he'd be better off not here", "danger_child"),
        ("I want to die", "danger_self"),
        ("i dont want to be here any more", "danger_self"),
        ("I've thought about ending it all", "danger_self"),
        ("council refused again and i dont want to be here", "danger_self"),
        ("some days I feel like hurting myself", "danger_self"),
        ("they would be better off without me", "danger_self"),
        ("my son is being hit by staff at school", "danger_harm"),
        ("the TA hit him", "danger_harm"),
        ("they came home with bruises all over their arms", "danger_harm"),
        ("I can't do this any more, I'm crying every night", "despair"),
        ("i cant cope no more", "despair"),
        ("We are at breaking point", "despair"),
        ("I'm at the end of my tether with them", "despair"),
        ("I have not slept for weeks", "despair"),
        ("I'm so fed up and worn out with this, they refused to assess him", "worn_out"),
        ("honestly i've had enough, they said no again", "worn_out"),
        ("I feel so alone with this", "worn_out"),
        ("we're exhausted. The council ended her plan", "worn_out"),
        ("I am so upset about the letter", "worn_out"),
        ("I don't know where to turn", "worn_out"),
    ],
)
def test_is_found(text: str, name: str) -> None:
    assert felt(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "he doesnt want to be here at this school",
        "he does not want to live with his dad",
        "i don't want to be here arguing with the council",
        "the council refused to assess my son",
        "he gets upset at school",
        "she is worried about maths",
        "He is exhausted by the time he comes home",
        "my daughter is overwhelmed in class and the school does nothing",
        "my son is so fed up with school",
        "school leaves him in tears every day",
        "I'm his mum and he is very stressed in lessons",
        "the school says it can't cope with her",
        "they ring me to fetch him because he can't cope",
        "he can't go on the trip",
        "I can't do this on a screen",
        "his cutting skills are poor, section F says nothing of it",
        "he cries when the taxi comes late",
        "the plan does not say that she has been self-harming",
        "he was hit by another child at break",
        "she used to say she wants to die, that is years ago",
        "does my tooth need to come out, its killing me",
        "got assessed. no plan at the end of it",
        "what if I can't cope at the hearing",
        "Do I have to go to mediation when I'm upset?",
        "the laptop in section F is broken",
        "I want to appeal",
        "they don't want him here any more",
    ],
)
def test_is_not_found(text: str) -> None:
    assert felt(text) is None


@pytest.mark.parametrize(("text", "name"), [(text, name) for name, texts in DANGER["is_found"].items() for text in texts])
def test_danger_is_found(text: str, name: str) -> None:
    assert felt(text) == name


@pytest.mark.parametrize("text", DANGER["is_not_found"])
def test_what_only_sounds_like_danger_is_not_taken_for_it(text: str) -> None:
    feeling = read_feeling(text)
    assert feeling is None or feeling.strength != "urgent"


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        (
            "I can't do this any more, I'm crying every night. The council refused to assess my son, letter dated 3 March 2026",
            "The council refused to assess my son, letter dated 3 March 2026",
        ),
        ("crying every night because the council refused to assess him", "because the council refused to assess him"),
        ("They ended her plan on 3 March and I'm at breaking point", "They ended her plan on 3 March and"),
        (
            "im on my own i cant cope they refused to assess him letter 3 march",
            "im on my own they refused to assess him letter 3 march",
        ),
        ("my son says he wants to die. they turned down the assessment", "they turned down the assessment"),
    ],
)
def test_the_matter_is_left_where_it_stood(text: str, matter: str) -> None:
    rest = without_feelings(text)
    assert rest is not None
    assert len(rest) == len(text)
    assert " ".join(rest.split()).strip(" ,.") == matter


@pytest.mark.parametrize(
    "text", ["", "I can't go on", "he's 10 and says he wants to die because of school", "I'm fed up, they refused to assess him"]
)
def test_nothing_is_parted_where_there_is_no_matter_or_no_need(text: str) -> None:
    assert without_feelings(text) is None


def gathered(text: str, label: str, confidence: float = 0.9, intent: str | None = None) -> Message:
    """A message after the pipeline, whose remaining text was labelled so."""
    [message] = FeelingSplitter().process([Message({"text": text})])
    message.set("label_ranking", [{"name": label, "confidence": confidence}])
    message.set("intent", {"name": intent or label, "confidence": confidence})
    [message] = FeelingGatherer().process([message])
    assert message.get("text") == text
    return message


def test_danger_makes_it_a_message_of_distress_with_the_matter_beside_it() -> None:
    message = gathered("My son says he wants to die. They refused to assess him.", "refusal_to_assess")
    assert (message.get("intent")["name"], message.get("feeling")) == ("distress", "danger_child")
    assert message.get("beside") == {"name": "refusal_to_assess", "confidence": 0.9, "question": False}


def test_danger_alone_has_nothing_beside_it() -> None:
    message = gathered("she's cutting herself", "inform")
    assert message.get("intent")["name"] == "distress"
    assert message.get("beside") is None


def test_despair_beside_a_matter_leaves_the_matter_to_be_answered() -> None:
    message = gathered("I can't go on. They refused to assess him.", "refusal_to_assess")
    assert (message.get("intent")["name"], message.get("feeling")) == ("refusal_to_assess", "despair")


@pytest.mark.parametrize("intent", ["speak_to_person", "nlu_fallback", "thank"])
def test_despair_beside_what_is_no_matter_stays_distress(intent: str) -> None:
    message = gathered("I can't go on. The council is all I hear about.", "speak_to_person", intent=intent)
    assert message.get("intent")["name"] == "distress"


def test_weariness_changes_nothing() -> None:
    message = gathered("I'm so fed up, they refused to assess him", "refusal_to_assess")
    assert (message.get("intent")["name"], message.get("feeling")) == ("refusal_to_assess", "worn_out")


def test_a_councils_letter_has_no_feelings_of_the_persons() -> None:
    message = gathered("Dear parent, she has been cutting herself. The council refused.", "ask_letter", intent="council_letter")
    assert (message.get("intent")["name"], message.get("feeling")) == ("council_letter", None)


@given(st.text(max_size=1_000))
def test_any_text_is_read_and_keeps_its_length(text: str) -> None:
    assert felt(text) in {None, *(feeling.name for feeling in feelings())}
    assert len(without_feelings(text) or text) == len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "i can't ",
        "my son she he ",
        "i just want ",
        "crying ",
        "staff my staff ",
        "staff ",
        "he was ",
        "locked in the ",
        "i just want to ",
        "a teacher the ",
        "so so so ",
    ],
)
def test_long_texts_are_read_in_no_time(piece: str) -> None:
    read_feeling("first the files are read")
    start = time.thread_time()
    without_feelings((piece * 400)[:1_000])
    read_feeling((piece * 400)[:1_000])
    assert time.thread_time() - start < LONGEST
