"""The action server stops, or fails; Rasa is started anew. The person is told, no outcome is spoken, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tools.player.guide_server import GuideServer, Talk

TODAY = "2026-04-23"
TROUBLE = "something went wrong on our side"
FIRST = "The council has refused to assess my son."


@pytest.fixture
def talk(guide: GuideServer) -> Iterator[Talk]:
    guide.be_on(TODAY)
    yield Talk(guide)
    guide.be_on(TODAY)
    guide.start()


@pytest.mark.parametrize("said", [FIRST, "What is the mediation certificate?", "I want to speak to a person", "3 March 2026"])
def test_without_action_server_the_person_is_told_at_once(said: str, talk: Talk, guide: GuideServer) -> None:
    guide.stop_actions()
    words = talk.say(said)
    assert TROUBLE in words
    assert "SENDIASS" in words
    assert "our last day to appeal is" not in words


def test_in_the_middle_of_the_form_no_outcome_is_spoken_with_a_fact_missing(talk: Talk, guide: GuideServer) -> None:
    talk.say(FIRST)
    guide.stop_actions()
    words = talk.say("3 March 2026")
    assert TROUBLE in words
    assert "our last day to appeal is" not in words
    assert "That is all I need" not in words


def test_what_was_said_before_is_kept(talk: Talk, guide: GuideServer) -> None:
    talk.say(FIRST)
    guide.stop_actions()
    assert TROUBLE in talk.say("what is mediation?")
    guide.be_on(TODAY)
    assert "Tuesday 5 May 2026" in talk.say("the letter is dated 3 March 2026")


def test_a_conversation_survives_a_restart(talk: Talk, guide: GuideServer) -> None:
    talk.say(FIRST)
    guide.stop_rasa()
    guide.start()
    assert "Tuesday 5 May 2026" in talk.say("the letter is dated 3 March 2026")


def test_what_was_said_is_not_in_the_log(talk: Talk, guide: GuideServer) -> None:
    marker = "zebrafinch"
    talk.say(f"my son loves his {marker} and the council refused to assess him")
    guide.stop_actions()
    talk.say(f"about the {marker}")
    assert marker not in guide.log.read_text(errors="replace")
