"""Where the family lives: said outright, left behind, somebody else's, or only near the border."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from nlu.england import read_where
from nlu.england_reader import EnglandReader

OUTSIDE = [
    "we are in Wales. the council refused to assess my son, letter 1 april",
    "in scotland, council refused to assess my daughter letter 1 april",
    "we live in Wales",
    "We live in Cardiff and the council says my son cant have an IDP",
    "i live in north wales, they refused to assess him",
    "were in swansea and the school wont help",
    "Im in Glasgow at college and they stopped my support",
    "hi from Belfast, council refused to assess",
    "my son lives in Scotland with his dad and the council wont assess him",
    "family is based in Wrexham, refusal to assess dated 3 march",
    "clr in Wales, refused assessment",
    "caller lives in Aberdeen",
    "mum in Cardiff, LA refused to assess 1 april",
    "Cardiff council refused to assess my son",
    "the Welsh council refused to give her a plan",
    "our council is in Scotland",
    "Powys council ended his plan",
    "they refused him an IDP letter 2 april",
    "he's got an IDP not an EHCP and they wont follow it",
    "we've been refused a co-ordinated support plan",
    "no CSP for my daughter, refused in march",
    "we moved to Edinburgh in the summer and they say the plan means nothing",
    "we moved from Leeds to Cardiff last year and the council there refused",
    "I live in Cardiff, moved from Bristol for work",
    "sorry should of said im in wales",
    "northern ireland here",
    "Wales",
    "the education tribunal for wales",
    "we live over in northern ireland",
    "we are from Leeds but live in Wales now",
    "i live near cardiff",
    "ALN tribunal",
    "we livin in swansea",
]
INSIDE = [
    "no we live in Chester",
    "no we live in England",
    "no, England",
    "we are in England",
    "sorry we live in leeds",
    "its england",
    "we dont live in wales",
    "we're not in Wales",
    "we moved from Wales to Leeds",
    "we moved from Scotland to Kent last year and kent refused to assess",
    "we live in Shropshire near the welsh border",
    "we live on the border with Wales, council is Herefordshire",
    "i live in Chester by the Welsh border",
    "we moved to Chester from Wrexham in march",
    "caller lives in Northumberland",
    "we are an English family",
    "English council",
    "came from wales last year, now in leeds",
    "no i live in england",
    "we transferred from Scotland in january",
]
NEITHER = [
    "grandma lives in Scotland",
    "my nan is in Wales",
    "his dad lives in Cardiff and wont help",
    "my ex moved to Glasgow",
    "we went on holiday to Wales when the letter came",
    "we were in Wales for half term so I only saw the letter now",
    "the council wants to send him to a school in Wales",
    "they named a school in Wales, plan dated 1 april",
    "we used to live in Wales",
    "he was born in Scotland",
    "the law of England and Wales",
    "my son wants to go to university in Edinburgh",
    "is it the same in Scotland",
    "the council refused to assess my daughter letter 1 april",
    "he had an IDP in Wales, now Leeds will not assess",
    "if we move to Wales what happens to the plan",
    "we are moving to Scotland in august",
    "he plays rugby for Wales",
    "he lost his jersey",
    "we live in a flat",
    "we live in fear of the next letter",
    "i live with my mum",
    "we are in limbo",
    "what rules apply in England",
    "is mediation free",
    "his name is Derry",
    "the school is Cardiff Road primary",
    "cardiff road school refused to help",
    "sister in Wales can come to the hearing",
    "does this only work in England",
]


@pytest.mark.parametrize("text", OUTSIDE)
def test_outside_england(text: str) -> None:
    assert read_where(text) == "outside"


@pytest.mark.parametrize("text", INSIDE)
def test_inside_england(text: str) -> None:
    assert read_where(text) == "inside"


@pytest.mark.parametrize("text", NEITHER)
def test_says_nothing_of_where_they_live(text: str) -> None:
    assert read_where(text) in (None, "not_theirs")


def read(text: str, label: str) -> Message:
    """A message with that label after the reader."""
    [message] = EnglandReader().process([Message({"text": text, "intent": {"name": label, "confidence": 0.9}})])
    return message


@pytest.mark.parametrize(
    ("text", "label", "becomes"),
    [
        ("hello from Belfast", "greet", "outside_england"),
        ("we live in Wales", "nlu_fallback", "outside_england"),
        ("in Wales, they refused to assess her", "refusal_to_assess", "refusal_to_assess"),
        ("we moved from Wales to Leeds", "outside_england", "inform"),
        ("grandma lives in Scotland", "outside_england", "inform"),
        ("no we live in Chester", "deny", "inform"),
        ("my sister lives in Wales and her boy was refused help", "outside_england", "outside_england"),
        ("Does this cover Scotland?", "outside_england", "outside_england"),
        ("im a soldier in cyprus, does this count", "outside_england", "outside_england"),
        ("What about zuwsgkrwcvqxst?", "outside_england", "nlu_fallback"),
        ("what about Penkridge", "outside_england", "nlu_fallback"),
    ],
)
def test_the_label_goes_with_the_words(text: str, label: str, becomes: str) -> None:
    assert read(text, label).get("intent")["name"] == becomes


def test_the_addresses_of_a_letter_are_not_the_familys() -> None:
    assert read("Dear parent, the family moved to Cardiff", "council_letter").get("where") is None


@given(st.text(max_size=1_000))
def test_any_text_is_read(text: str) -> None:
    assert read_where(text) in ("outside", "inside", "not_theirs", None)


@pytest.mark.parametrize("piece", ["we live in ", "moved from ", "in wales ", "we we we ", "not in "])
def test_long_texts_are_read_in_no_time(piece: str) -> None:
    start = time.perf_counter()
    read_where((piece * 400)[:1_000])
    assert time.perf_counter() - start < 0.5
