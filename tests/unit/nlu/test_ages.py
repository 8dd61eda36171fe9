"""Ages: whose the right to appeal is, and who writes."""

from __future__ import annotations

import pytest

from nlu.ages import is_over_school_age, is_supposed, speaks_of_oneself


@pytest.mark.parametrize(
    "text",
    [
        "im 17 and at college",
        "i turned 17 in january",
        "caller's daughter 19, college placement",
        "my daughter 22 has a plan",
        "my 19 year old son",
        "he's just turned 18",
        "our son, who is 20, has a plan",
        "she is now 24",
    ],
)
def test_the_right_is_the_young_persons_own(text: str) -> None:
    assert is_over_school_age(text)


@pytest.mark.parametrize(
    "text",
    [
        "he is 16",
        "my daughter is 9",
        "son 17 march was excluded",
        "daughter 20/3/26",
        "my son 20 hours a week",
        "the boy 18 miles away",
        "he is 25",
        "the letter is 17 days old",
        "class of 18 children",
        "she gets 20 hours",
    ],
)
def test_is_no_such_age(text: str) -> None:
    assert not is_over_school_age(text)


def test_what_may_be_some_day_is_not_so_now() -> None:
    assert is_supposed("what happens when he is 17")
    assert not is_supposed("im 17, do i do the appeal or my mum")


def test_who_writes() -> None:
    assert speaks_of_oneself("i turned 17 in january")
    assert not speaks_of_oneself("my daughter turned 17 in january")
