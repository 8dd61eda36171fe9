"""Short answers and details: found in many wordings, and not in messages that tell more."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.replies import LONGEST, replies_with

IS = {
    "diagnosis": [
        "he has autism",
        "my son is disabled",
        "shes got adhd and a heart condition",
        "He's autistic",
        "she uses a wheelchair",
        "my daughter has autism too",
        "he's been diagnosed with autism",
    ],
    "there_is_a_plan": [
        "he has an ehcp with the school named 9 miles away",
        "she's got an ehcp",
        "he has a plan already",
        "he has an ehcp and it is for a special school",
    ],
    "names_a_child": ["son", "my daughter", "the older one", "it's for my son please", "mine"],
    "names_a_phase": ["secondary", "its secondary", "primary to secondary transfer", "year 6 to year 7"],
    "only_the_school": [
        "only that",
        "section I changed only",
        "we want section I changed only",
        "just the school",
        "the school only",
    ],
    "none_under_way": ["its not being reviewed no", "there isnt one going on", "no review", "no assessment at the moment"],
    "nothing_heard": ["still nothing", "asked on 11 march, nothing yet", "heard nothing back", "nobody has replied"],
    "final_to_come": ["and then final will be when?", "they will finalise it next week", "waiting for the final"],
}
IS_NOT = {
    "diagnosis": ["they left him out because he is disabled", "he has autism and the school excluded him", "he has no support"],
    "there_is_a_plan": ["he has an ehcp and they named the wrong school", "he has a plan with section F wrong", "he has no plan"],
    "names_a_child": ["my son is excluded", "first one, the school", "the other one", "my son's letter is dated 3 march"],
    "names_a_phase": ["secondary school", "the secondary refused him", "year 7 place refused"],
    "only_the_school": ["just got the certificate", "only the school and section F", "only the letter", "only section f"],
    "none_under_way": ["why is it not being reviewed", "the review is in june", "yes an assessment is going on"],
    "nothing_heard": ["nothing stops the clock", "they refused, nothing else", "no"],
    "final_to_come": ["it is final", "final plan dated 3 march", "the final one came on friday"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in IS.items() for text in texts])
def test_it_is_heard(name: str, text: str) -> None:
    assert replies_with(name, text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in IS_NOT.items() for text in texts])
def test_what_looks_alike_is_not(name: str, text: str) -> None:
    assert not replies_with(name, text)


def test_a_long_message_is_more_than_a_detail() -> None:
    assert not replies_with("names_a_child", "my son" + " " * LONGEST)


@given(st.text(alphabet="ehcp schoolnamd9 ,and", max_size=LONGEST))
def test_no_text_takes_long(text: str) -> None:
    started = time.perf_counter()
    for name in IS:
        replies_with(name, f"he has an ehcp {text}"[:LONGEST])
    assert time.perf_counter() - started < 1
