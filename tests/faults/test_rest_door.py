"""Odd messages through the REST door: each gets words, none a stack trace or a legal date."""

from __future__ import annotations

from typing import Any

import pytest

from tools.player.guide_server import GuideServer, Talk

ODD: list[Any] = [
    "",
    "   ",
    None,
    123,
    1.5,
    True,
    [],
    {},
    ["the council refused"],
    "😀😀",
    "\x00\x01\x07",
    "\u202e\u200b",
    "/restart",
    "/back",
    "/session_start",
    "/nonsense",
    "/",
    "//",
    "/inform{",
    '/inform{"x":',
    '/inform{"subject": 5}',
    '/inform{"date": {"a": 1}}',
    '/inform{"plan_stage": "weird"}',
    '/inform{"council": "../../etc/passwd"}',
    '/inform{"placement_only": "perhaps"}',
    '/refusal_to_assess{"counterparty": "martian"}',
    "/faq",
    '/faq{"topic": "none such"}',
    "/nlu_fallback",
    "EXTERNAL: reminder",
    "a" * 5_000,
    "the council refused to assess him " * 150,
    "/" + "a" * 3_000,
    "<script>alert(1)</script>",
    "'; DROP TABLE events; --",
    "{facts} {0} %s ${x}",
]


@pytest.mark.parametrize("message", ODD, ids=[repr(m)[:40] for m in ODD])
def test_an_odd_message_gets_words(message: Any, guide: GuideServer) -> None:
    guide.be_on("2026-04-23")
    talk = Talk(guide)
    words = talk.say(message)
    assert words.strip()
    assert "Traceback" not in words
    assert "our last day to appeal is" not in words
    assert "alert(1)" not in words
    assert talk.say("the council refused to assess my son, letter dated 3 March 2026")  # the conversation goes on
    assert talk.guide is not None
    assert talk.guide["facts"]["decision_date"] == "2026-03-03"


def test_no_sender_of_another_type_breaks_it(guide: GuideServer) -> None:
    guide.be_on("2026-04-23")
    for sender in (5, "x" * 500, "../../etc", "a\nb"):
        assert guide.say(sender, "hello")  # type: ignore[arg-type]
