"""Words without a date: a no, a correction, no certificate, nobody rung. Beside each what sounds like it and is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tracker_helpers import TODAY, tracker

from actions.cues import (
    answers_no,
    asks_what_it_is,
    in_a_question,
    is_on_its_way,
    says_never_contacted,
    says_no_certificate,
    was_not_reached,
    was_not_told,
)
from actions.listening import hear

CUES: list[tuple[Callable[[str], bool], list[str], list[str]]] = [
    (
        says_no_certificate,
        [
            "council refused to assess letter 3 march no certificate yet",
            "no cert",
            "NO CERTIFICATE",
            "still no certificate",
            "refused to issue 10 march, waiting for certificate",
            "we haven't got the certificate",
            "cert still not here its been 3 weeks",
            "certificate: no",
            "la refsd 2 asses ltr 8/4 no cert wot nxt",
            "without a mediation certificate so far",
            "rang the mediation people, said no to mediation still no certificate",
        ],
        [
            "do i need a certificate",
            "no certificate needed they said",
            "they said no certificate",
            "the council says i need no certificate",
            "what if i have no certificate",
            "can i appeal with no certificate",
            "no certificate?",
            "no, the certificate is dated 3 april",
            "not the certificate, the letter",
            "I have the certificate",
            "no certain answer",
        ],
    ),
    (
        says_never_contacted,
        [
            "letter was 10 february, I only just opened it. never spoke to any adviser",
            "havent rang anyone yet",
            "no certificate never rang",
            "I have not contacted anybody.",
            "she's had no contact with mediation yet",
            "no i not talk with mediation",
            "havent rung anyone omg is it today",
            "haven't rung anyone, is it today?",
            "I have not contacted the adviser as of today",
            "didn't ring them",
        ],
        [
            "they never rang",
            "the council has never phoned me",
            "I have not spoken to my husband about it",
            "never rang the council",
            "have I not rung the right people?",
            "i rang them, never again",
        ],
    ),
    (
        answers_no,
        ["no", "not yet", "nope. booked", "never, only opened it", "havent got one", "i havent", "No i rang"],
        ["yes", "no idea what that is", "not sure", "november", "notice dated 3 march", "i rang, no reply"],
    ),
    (
        asks_what_it_is,
        ["no idea what that is", "what's that", "dont know what a mediation certificate is", "whats a certificate"],
        ["no idea", "what day is it on", "I know what to do"],
    ),
    (
        is_on_its_way,
        ["they said theyd email it", "they will send it", "its coming", "it's in the post"],
        ["they emailed me", "they said no"],
    ),
    (
        was_not_reached,
        [
            "my mum rang them but no one answered",
            "tried to ring them",
            "rang, no answer",
            "they didn't pick up",
            "nobody picked up",
        ],
        ["I rang them", "I e-mailed them, no reply", "they answered", "nobody told me"],
    ),
    (was_not_told, ["no one told me i had to", "nobody told us", "i wasn't told"], ["they told me to ring", "I told them"]),
]
ROWS = [(cue, text, want) for cue, yes, no in CUES for texts, want in ((yes, True), (no, False)) for text in texts]


@pytest.mark.parametrize(("cue", "text", "want"), ROWS, ids=[f"{cue.__name__}: {text}" for cue, text, _ in ROWS])
def test_words_say_it_or_do_not(cue: Callable[[str], bool], text: str, want: bool) -> None:
    assert cue(text) is want


def test_no_certificate_is_kept_from_any_message() -> None:
    assert hear(tracker("refused to assess, no certificate yet", "refusal_to_assess"), TODAY).declined == {"certificate_date"}
    known = hear(tracker("still no certificate", certificate_date="2026-04-02"), TODAY)
    assert known.facts == {"certificate_date": None}


def test_who_rang_nobody_has_no_certificate_either() -> None:
    found = hear(tracker("never spoke to any adviser", "refusal_to_assess"), TODAY)
    assert found.declined == {"certificate_date", "adviser_contacted_on", "not_contacted"}
    assert hear(tracker("never spoke to any adviser", adviser_contacted_on="2026-04-02"), TODAY).declined == set()


def test_what_the_certificate_is_is_explained() -> None:
    found = hear(tracker("no idea what that is", "do_not_know", requested_slot="certificate_date"), TODAY)
    assert (found.problems, found.declined) == ([("utter_faq/certificate", {})], set())


def test_a_certificate_on_its_way_is_to_be_asked_after() -> None:
    found = hear(tracker("they said theyd email it", "unclear_disagreement", requested_slot="certificate_date"), TODAY)
    assert found.declined == {"certificate_date"}
    assert found.problems == [("utter_situation_waiting_for_certificate", {})]
    assert hear(tracker("they said theyd email it", requested_slot="decision_date"), TODAY).problems == []


def test_not_having_been_told_is_a_no_to_the_adviser_alone() -> None:
    asked = hear(tracker("no one told me i had to", "nlu_fallback", requested_slot="adviser_contacted_on"), TODAY)
    assert "not_contacted" in asked.declined
    assert hear(tracker("no one told me i had to", "nlu_fallback"), TODAY).declined == set()


@pytest.mark.parametrize(
    "text",
    [
        "can i count from DAY",
        "so do we count from DAY",
        "ok what do i do DAY",
        "is adviser line open DAY",
        "does that mean i count from DAY",
        "havent rung anyone is it DAY",
        "could I use DAY",
        "should it be DAY",
        "what happens on DAY",
        "the letter came late. would DAY count",
        "DAY?",
        "so its DAY then?",
    ],
)
def test_a_day_in_a_question(text: str) -> None:
    start = text.index("DAY")
    assert in_a_question(text, start, start + 3)


@pytest.mark.parametrize(
    "text",
    [
        "letter dated DAY, can I appeal?",
        "letter dated DAY how long have I got?",
        "was dated DAY",
        "DAY",
        "when I got it DAY was on it",
        "I will have to look, it says DAY",
        "can I appeal? The letter is dated DAY",
        "had it DAY",
        "have a certificate DAY",
        "is on it DAY",
    ],
)
def test_a_day_in_a_statement(text: str) -> None:
    start = text.index("DAY")
    assert not in_a_question(text, start, start + 3)
