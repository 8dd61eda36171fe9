"""What the trained model makes of messages it has never seen. The floors are what the guide must not fall below."""

from __future__ import annotations

import pytest

from tools.nlu_report import HELD_OUT, Listener, figures, read_examples
from tools.train import MODEL

FLOORS = {"label": 0.96, "subject": 0.96, "topic": 0.95, "opponent": 0.95, "dates found": 0.97}
CEILINGS = {"false dates": 0.01, "wrong and acted on": 0.02}


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener(MODEL)


@pytest.fixture(scope="module")
def measured(listener: Listener) -> dict[str, float]:
    return figures([listener.hear(example) for example in read_examples(HELD_OUT)])


@pytest.mark.parametrize("measure", FLOORS)
def test_is_not_below_its_floor(measure: str, measured: dict[str, float]) -> None:
    assert measured[measure] >= FLOORS[measure]


@pytest.mark.parametrize("measure", CEILINGS)
def test_is_not_above_its_ceiling(measure: str, measured: dict[str, float]) -> None:
    assert measured[measure] <= CEILINGS[measure]


@pytest.mark.parametrize("text", ["", "   ", "😀😀😀", "???", "\u202e", "\x00\x07"])
def test_a_message_without_words_is_no_statement(text: str, listener: Listener) -> None:
    assert listener.parse(text)["intent"]["name"] in (None, "no_words")


@pytest.mark.parametrize("text", ["qwer tzuio pasdf", "dolor sit consectetur", "zzz zzz zzz zzz"])
def test_gibberish_gets_no_confident_subject(text: str, listener: Listener) -> None:
    parsed = listener.parse(text)
    assert parsed["intent"]["name"] in ("nlu_fallback", "out_of_scope", "no_words")
