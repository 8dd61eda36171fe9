"""Names of councils in a message: found whatever the spelling of the kind, and not in everyday words."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from councils import councils
from nlu.council_names import council_keys, find_councils, key_of
from nlu.council_reader import CouncilReader


def named(text: str) -> list[tuple[str, str]]:
    """The names found, as written, with their keys."""
    return [(text[start:end], key) for start, end, key in find_councils(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kent", [("Kent", "kent")]),
        ("we live in kent", [("kent", "kent")]),
        ("KENT COUNTY COUNCIL said no", [("KENT COUNTY COUNCIL", "kent")]),
        ("Leicester City Council", [("Leicester City Council", "leicester")]),
        ("Leicestershire", [("Leicestershire", "leicestershire")]),
        ("north yorkshire council refused", [("north yorkshire council", "north-yorkshire")]),
        ("Newcastle upon Tyne", [("Newcastle upon Tyne", "newcastle-upon-tyne")]),
        ("South Tyneside", [("South Tyneside", "south-tyneside")]),
        ("Stoke-on-Trent", [("Stoke-on-Trent", "stoke-on-trent")]),
        ("St Helens", [("St Helens", "st-helens")]),
        ("Kent's SEN team", [("Kent", "kent")]),
        ("hackney la", [("hackney la", "hackney")]),
        ("sefton mbc", [("sefton mbc", "sefton")]),
        ("Sefton Council", [("Sefton Council", "sefton")]),
        ("east midlands council", [("east midlands council", "east-midlands")]),
        ("moved from Leeds to Bradford", [("Leeds", "leeds"), ("Bradford", "bradford")]),
    ],
)
def test_a_council_is_found(text: str, found: list[tuple[str, str]]) -> None:
    assert named(text) == found


@pytest.mark.parametrize(
    "text",
    ["", "the council said no", "Kentish Town", "anti-Kent", "Kentucky", "he is behind in reading", "bury the letter",
     "derby day", "slough off", "the hull of a boat", "Cardiff", "Glasgow"],
)  # fmt: skip
def test_an_everyday_word_or_another_place_is_no_council(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [("we live in Reading", "reading"), ("reading council", "reading"), ("Bury council", "bury"), ("hull city council", "hull")],
)
def test_a_name_that_is_a_word_counts_with_a_capital_or_council_beside_it(text: str, key: str) -> None:
    assert [found for _, found in named(text)] == [key]


@pytest.mark.parametrize(
    ("name", "key"), [("St Helens", "st-helens"), ("Bournemouth, Christchurch and Poole", "bournemouth-christchurch-and-poole")]
)
def test_a_name_becomes_a_key(name: str, key: str) -> None:
    assert key_of(name) == key


def test_every_council_with_a_file_is_known_by_its_names() -> None:
    for council in councils().values():
        assert council.key in council_keys()
        for name in council.called:
            assert [key for _, key in named(f"It is {name} council" if "council" not in name.lower() else name)] == [council.key]


def test_the_reader_adds_entities_and_keeps_those_that_are_there() -> None:
    other = {"entity": "date", "value": "3 March", "start": 0, "end": 7}
    message = Message({TEXT: "3 March, Kent and Surrey", ENTITIES: [other]})
    CouncilReader().process([message, Message({})])
    found = message.get(ENTITIES)
    assert found[0] == other
    assert [(e["entity"], e["value"], e["start"], e["end"]) for e in found[1:]] == [
        ("council", "kent", 9, 13),
        ("council", "surrey", 18, 24),
    ]
