"""What a person sent becomes a message for the guide, or words about why it does not."""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.events import SlotSet
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from actions.wording import has
from channels.web.said import LONGEST_LETTER, CannotUse, Said, read_answer, read_change, read_date, read_message
from channels.web.stored import Conversation, conversation_of

NOTHING = conversation_of(None)


def message(text: Any) -> Said:
    return asyncio.run(read_message(text))


def asking(fact: str) -> Conversation:
    """A conversation in which a fact is asked for."""
    tracker = DialogueStateTracker("someone", [TextSlot("requested_slot", mappings=[{}])])
    tracker.update(SlotSet("requested_slot", fact))
    return conversation_of(tracker)


@given(st.text(max_size=200))
def test_no_message_is_a_command_or_has_what_nobody_sees(text: str) -> None:
    try:
        said = message(text).text
    except CannotUse as error:
        assert error.field == "message"
        return
    assert said.strip()
    assert not said.startswith("/")
    assert not [c for c in said if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") and c not in "\n\t"]


@given(st.none() | st.integers() | st.booleans() | st.lists(st.text()) | st.dictionaries(st.text(), st.text()))
def test_what_is_no_text_is_no_message(text: Any) -> None:
    with pytest.raises(CannotUse):
        message(text)


def test_personal_details_are_gone_before_anybody_reads_them() -> None:
    assert message("my son Jack, born on 3 March 2015, was refused").text == "my son [name], born on [date of birth], was refused"
    long = message("my son Jack was refused. " + "It is a long story. " * 200).text
    assert "[name]" in long
    assert "Jack" not in long


def test_the_longest_letter_is_taken_and_one_more_character_is_not() -> None:
    assert len(message("a" * LONGEST_LETTER).text) == LONGEST_LETTER
    for length in (LONGEST_LETTER + 1, 2 * LONGEST_LETTER + 1, 1_000_000):
        with pytest.raises(CannotUse, match="20,000"):
            message("a" * length)


def test_only_what_was_offered_may_be_chosen() -> None:
    offered = {"/greet": "Hello", "/bye": "Good bye"}
    assert read_answer("ID/bye", NOTHING, offered, lambda payload: f"ID{payload}") == Said("/bye", "Good bye")
    for answer in ("/bye", "bye", "", None, 5, ["ID/bye"], {"ID/bye": 1}):
        with pytest.raises(CannotUse):
            read_answer(answer, NOTHING, offered, lambda payload: f"ID{payload}")


def test_a_date_goes_to_the_fact_that_is_asked_for() -> None:
    said = read_date({"of": "decision_date", "day": "3", "month": "3", "year": "2026"}, asking("decision_date"))
    assert said.shown == "Tuesday 3 March 2026"
    assert json.loads(said.text.removeprefix("/set_facts")) == {"facts": {"decision_date": "2026-03-03"}}


@pytest.mark.parametrize(
    "fields",
    [None, "3 3 2026", {}, {"of": None}, {"of": "certificate_date", "day": "3", "month": "3", "year": "2026"}, {"of": []}],
)
def test_a_date_for_another_fact_is_not_taken(fields: Any) -> None:
    for conversation in (asking("decision_date"), NOTHING):
        with pytest.raises(CannotUse) as error:
            read_date(fields, conversation)
        assert error.value.field == "message"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inside: st.lists(inside), max_leaves=3
    )
)
def test_odd_fields_of_a_date_are_said_in_words(odd: Any) -> None:
    with pytest.raises(CannotUse) as error:
        read_date({"of": "decision_date", "day": odd, "month": "3", "year": "0"}, asking("decision_date"))
    assert len(error.value.text.split()) > 3


def test_only_facts_that_are_there_can_be_changed() -> None:
    labels = {"decision_date": "Date on the letter"}
    said = read_change("decision_date", labels)
    assert said == Said('/change_fact{"fact": "decision_date"}', "Change: Date on the letter")
    for name in ("subject", "", None, 5, ["decision_date"], {"a": 1}):
        with pytest.raises(CannotUse):
            read_change(name, labels)


def test_all_words_that_the_doors_use_are_there() -> None:
    """A name that is misspelt would only show when something goes wrong."""
    root = Path(__file__).parents[3] / "channels"
    sources = "\n".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py"))
    names = set(re.findall(r'"(utter_[a-z_]+)"', sources))
    assert len(names) > 10
    assert not {name for name in names - {"utter_action"} if not has(name)}  # Rasa's own key in what was said
