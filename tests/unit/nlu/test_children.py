"""Two children in one message, and which of them a date is about."""

from __future__ import annotations

import pytest

from nlu.children import apart, child_at
from nlu.dates import find_phrases


def children(message: str) -> list[set[str]]:
    """The child of each date of a message."""
    return [child_at(message, phrase.start, phrase.end) for phrase in find_phrases(message)]


@pytest.mark.parametrize(
    "message",
    [
        "my daughter was refused 3 March 2026 and my son got his plan 25 Feb 2026",
        "the older one was refused on 2 March 2026 and the younger one got his plan 24 Feb 2026",
        "my eldest boy's letter is 3 March 2026, my youngest boy's is 4 March 2026",
        "twins. one refused 9 March 2026 and one got a plan 1 March 2026",
        "one was refused on 9 March 2026, the other was refused on 1 March 2026",
        "my son was refused 10 March 2026, my other son got his plan on 1 April 2026",
        "letter 3 March 2026 for my son and letter 20 March 2026 for my daughter",
        "my lad got turned down 3 March 2026. my girl got turned down 4 March 2026",
    ],
)
def test_two_children_are_told_apart(message: str) -> None:
    assert apart(*children(message))


@pytest.mark.parametrize(
    "message",
    [
        "my son was refused on 3 March 2026 and the letter came on 5 March 2026",
        "my older boy was refused on 3 March 2026, my boy got the letter 5 March 2026",
        "they refused on 3 March 2026 and I rang the adviser on 2 April 2026",
        "the other day 3 March 2026 we got a letter dated 1 March 2026",
        "my daughter was refused on 3 March 2026, she got the letter on 5 March 2026",
        "my son got the letter on 3 March 2026 and the other letter is dated 5 March 2026",
    ],
)
def test_one_child_is_not_taken_for_two(message: str) -> None:
    assert not apart(*children(message))
