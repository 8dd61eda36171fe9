"""A conversation as the store has it becomes the turns of a talk."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from channels.web.stored import Conversation, Offered, conversation_of


def talk(*events: Event) -> Conversation:
    return conversation_of(DialogueStateTracker.from_events("someone", list(events)))


def says(text: str | None, *titles: str) -> BotUttered:
    buttons: list[dict[str, Any]] = [{"title": title, "payload": f"/{title.lower()}"} for title in titles]
    return BotUttered(text, data={"buttons": buttons} if buttons else {})


def turns(found: Conversation) -> list[tuple[str, list[str]]]:
    return [(turn.who, [part.text for part in turn.parts]) for turn in found.turns]


def test_before_it_begins_there_is_nothing() -> None:
    found = conversation_of(None)
    assert (found.turns, found.offered, found.ever_offered, found.asked, found.tracker) == ([], [], {}, None, None)


def test_messages_of_one_side_are_one_turn() -> None:
    found = talk(UserUttered("hello"), says("One.\n\nTwo."), ActionExecuted("action_x"), says("Three."), UserUttered("thanks"))
    assert turns(found) == [("you", ["hello"]), ("guide", ["One.", "Two.", "Three."]), ("you", ["thanks"])]


def test_what_came_after_the_last_message_is_new() -> None:
    found = talk(UserUttered("one"), says("1"), UserUttered("two"), says("2"))
    assert [turn.new for turn in found.turns] == [False, False, True, True]


def test_answers_may_be_chosen_until_the_next_message_and_are_remembered() -> None:
    found = talk(UserUttered("hello"), says("Which?", "Yes", "No"))
    assert found.offered == [Offered("Yes", "/yes"), Offered("No", "/no")]
    found = talk(UserUttered("hello"), says("Which?", "Yes", "No"), UserUttered("/yes"), says("Good."))
    assert found.offered == []
    assert found.ever_offered == {"/yes": "Yes", "/no": "No"}


def test_a_choice_is_shown_by_its_title() -> None:
    found = talk(UserUttered("hello"), says("Which?", "Yes"), UserUttered("/yes"))
    assert turns(found)[-1] == ("you", ["Yes"])


def test_what_is_to_be_shown_instead_is_shown() -> None:
    said = UserUttered('/set_facts{"facts": {}}', metadata={"shown": "Tuesday 3 March 2026"})
    assert turns(talk(said)) == [("you", ["Tuesday 3 March 2026"])]


def test_messages_without_text_are_no_turn() -> None:
    found = talk(UserUttered("hello"), says(None), says("   "), says("\n\n"))
    assert [part for turn in found.turns if turn.who == "guide" for part in turn.parts] == []


def test_the_wording_says_what_is_a_headline_and_what_is_folded() -> None:
    reply = BotUttered("Your last day.\nMore.\n\nSecond.", metadata={"utter_action": "utter_answer_dates"})
    folded = BotUttered("Where this comes from:\n• A law", metadata={"utter_action": "utter_sources"})
    parts = talk(UserUttered("hello"), reply, folded, says("Plain.")).turns[1].parts
    assert [(part.headline, part.fold) for part in parts] == [(True, False), (False, False), (False, True), (False, False)]
    assert (parts[2].first, parts[2].rest) == ("Where this comes from", "• A law")


def test_what_is_asked_for_is_known() -> None:
    tracker = DialogueStateTracker.from_events("someone", [])
    assert conversation_of(tracker).asked is None
    assert talk(SlotSet("other", 1)).asked is None
