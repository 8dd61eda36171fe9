"""The player of conversations: what it says of a file that is wrong, and whether it sees what was said and done."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tools import conversations
from tools.player.branches import branches, possible
from tools.player.coverage import Part, Reason, outdated, unexplained
from tools.player.playing import Played, PlayedTurn, transcript
from tools.player.report import page, table, transcript_name, write_transcripts
from tools.player.responses import Responses
from tools.player.rules import Rule, Step, fired, read_rules
from tools.player.script import Conversation, Hold, ScriptError, Turn, read_conversations
from tools.player.stored import Event, events_of

GOOD = "- name: a\n  today: 2026-04-23\n  talk:\n  - say: hello\n"
BAD = {
    GOOD + "    hold: {sayz: [x]}": "turn 1, hold: there is no key 'sayz'; allowed are facts, offers, result, says, says_not",
    GOOD + "  - sai: x": "\"a\", turn 2: there is no key 'sai'; allowed are choose, hold, say",
    GOOD.replace("talk", "tallk"): "there is no key 'tallk'; allowed are name, talk, today",
    GOOD + "    choose: x": "turn 1: expected either say or choose",
    GOOD.replace("2026-04-23", "soon"): "today: expected a day like 2026-04-23",
    GOOD.replace("2026-04-23", "5"): "today: expected a day like 2026-04-23",
    GOOD.replace("  today: 2026-04-23\n", ""): "today: is missing",
    GOOD.replace("hello", "yes"): "say: expected words; put numbers, dates, yes and no in double quotes",
    GOOD + "    hold: {says: x}": "hold, says: expected a list",
    GOOD + "    hold: {facts: {subjekt: x}}": "facts: there is no 'subjekt'; allowed are counterparty, subject",
    GOOD + "    hold: {result: {appeal.lastday: x}}": "result: there is no 'appeal.lastday'; allowed are",
    GOOD + "    hold: {says: [x]}\n    hold: {says: [y]}": "line 4: not readable as YAML ('hold' is written twice)",
    GOOD.replace("hello", "he said: hello"): "line 4: not readable as YAML",
    GOOD + GOOD: "a.yml has a conversation of that name already",
    "- name: a\n  today: 2026-04-23\n  talk: []": "talk: expected a list with at least one line",
    "hello": 'expected a list of conversations, each beginning with "- name:"',
    "- hello": "a.yml, conversation 1: expected name, today and talk",
}


@pytest.mark.parametrize("written", BAD, ids=list(BAD.values()))
def test_a_wrong_file_gets_one_line_that_says_what_is_allowed(written: str, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(written, encoding="utf-8")
    with pytest.raises(ScriptError) as caught:
        read_conversations(tmp_path)
    assert BAD[written] in str(caught.value)
    assert str(caught.value).startswith("a.yml")
    assert "\n" not in str(caught.value)


def test_the_command_tells_it_without_a_stack_trace(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> list[Conversation]:
        raise ScriptError("a.yml: wrong")

    monkeypatch.setattr(conversations, "read_conversations", broken)
    assert conversations.main([]) == 1
    assert capsys.readouterr().err == "error: a.yml: wrong\n"


def test_the_command_says_that_no_conversation_is_called_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert conversations.main(["no such conversation"]) == 1
    assert capsys.readouterr().err == "error: no conversation has 'no such conversation' in its file or name\n"


def conversation(name: str, file: str = "dates", **hold: Any) -> Conversation:
    return Conversation(name=name, today="2026-04-23", talk=[Turn(say="hello", hold=Hold(**hold))], file=file)


def test_conversations_are_chosen_by_words_or_patterns() -> None:
    all_of_them = [conversation("a Certificate"), conversation("b"), conversation("c", "topics")]
    assert conversations.chosen(all_of_them, []) == all_of_them
    assert conversations.chosen(all_of_them, ["certificate"]) == all_of_them[:1]
    assert conversations.chosen(all_of_them, ["dates: *"]) == all_of_them[:2]
    assert conversations.chosen(all_of_them, ["topics", "certificate"]) == [all_of_them[0], all_of_them[2]]


def test_a_failure_is_in_the_table_on_the_page_and_in_a_transcript(tmp_path: Path) -> None:
    good, bad = conversation("good"), conversation("bad | odd", says=["x"])
    played = [
        Played(good, "1", (PlayedTurn(good.talk[0], ("Hello.",), None),), None),
        Played(bad, "2", (PlayedTurn(bad.talk[0], ("Hello.",), "the reply does not say 'x'"),), "school"),
    ]
    lines = table(played).splitlines()
    assert lines[1].endswith("pass")
    assert lines[2].endswith("FAIL turn 1: the reply does not say 'x'")
    (tmp_path / "old.txt").write_text("old", encoding="utf-8")
    write_transcripts(played, False, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [transcript_name(played[1])]
    words = transcript(played[1])
    assert "> hello" in words and "Hello." in words and "had to hold: says 'x'" in words and "DOES NOT HOLD" in words
    assert "2 played, 1 failed" in page(played, None, [])
    assert f"(conversations/{transcript_name(played[1])})" in page(played, None, [])


TEXTS = {
    "utter_understood": "This is it:\n{facts}\nRight?",
    "utter_dates": "Until {last_day}. {days_left}",
    "utter_whom": "Contact: {contact}",
    "utter_fact_subject": "About: {value}",
    "utter_fact_was": "{fact} (before: {value})",
    "utter_value_yes": "yes",
    "utter_value_no": "no",
    "utter_meaning_exclusion": "An exclusion",
    "utter_meaning_placement": "The school",
    "utter_days_none": "That is today.",
    "utter_days_many": "There are {days} days left.",
    "utter_contact_phone": "Phone {phone}.",
    "utter_contact_email": "E-mail {email}.",
    "utter_letter_close": "I look forward to your reply by {day}.",
}
RESPONSES = Responses(
    {
        **{name: [{"text": text}] for name, text in TEXTS.items()},
        "utter_did_you_mean": [{"text": "Which?", "buttons": [{"title": "The school"}]}],
    }
)


def bot(response: str, text: str, **data: Any) -> Event:
    return {"event": "bot", "text": text, "metadata": {"utter_action": response}, "data": data}


@pytest.mark.parametrize(
    ("event", "parts"),
    [
        (bot("utter_dates", "Until 5 May. That is today."), {"utter_days_none"}),
        (bot("utter_dates", "Until 5 May. There are 2 days left."), {"utter_days_many"}),
        (bot("utter_whom", "Contact: the yes team. Phone 01 23. (From: there.)"), {"utter_contact_phone"}),
        (
            bot("utter_understood", "This is it:\n• About: An exclusion (before: The school)\n• Other: yes\nRight?"),
            {"utter_fact_was", "utter_fact_subject", "utter_meaning_exclusion", "utter_meaning_placement"},
        ),
        (bot("utter_did_you_mean", "Which?", buttons=[{"title": "An exclusion"}]), {"utter_meaning_exclusion"}),
        (bot("utter_did_you_mean", "Which?", buttons=[{"title": "The school"}]), set()),
        (
            bot("utter_whom", "Contact: x", custom={"guide": {"letter": "Dear X, I look forward to your reply by 5 May. Yours"}}),
            {"utter_letter_close"},
        ),
        (bot("utter_understood", "yes"), set()),
    ],
)
def test_responses_within_a_message_are_seen(event: Event, parts: set[str]) -> None:
    assert RESPONSES.spoken([event]) == {event["metadata"]["utter_action"], *parts}


FORM = "a_form"
OPENS = Rule("opens", intents=["inform", "exclusion"], steps=[Step(FORM, FORM)])
AT_ONCE = Rule("at once", intents=["inform", "exclusion"], steps=[Step(FORM, None), Step("utter_end")])
CLOSES = Rule("closes", loop=FORM, steps=[Step(FORM, None), Step("utter_end")])
FAQ = Rule("question", intents=["faq"], steps=[Step("action_answer")])
NO = Rule("no", loop=None, intents=["deny"], steps=[Step("utter_bye")])


def user(intent: str) -> Event:
    return {"event": "user", "parse_data": {"intent": {"name": intent}}}


def action(name: str) -> Event:
    return {"event": "action", "name": name}


def loop(name: str | None) -> Event:
    return {"event": "active_loop", "name": name}


def test_rules_are_known_by_intent_actions_and_form() -> None:
    every = [OPENS, AT_ONCE, CLOSES, FAQ, NO]
    opened = [user("inform"), action(FORM), loop(FORM), action("action_listen")]
    closed = [user("deny"), action(FORM), loop(None), action("utter_end"), action("action_listen")]
    assert fired(every, opened) == {"opens (inform)"}
    assert fired(every, opened + closed) == {"opens (inform)", "closes"}
    assert fired(every, [user("exclusion"), action(FORM), loop(FORM), loop(None), action("utter_end")]) == {"at once (exclusion)"}
    in_between = [user("faq"), action("action_answer"), action(FORM)]
    assert fired(every, opened + in_between) == {"opens (inform)", "question"}
    assert fired(every, [*opened, user("inform"), action(FORM)]) == {"opens (inform)"}
    assert fired(every, [*opened, user("deny"), action(FORM)]) == {"opens (inform)"}
    assert fired(every, [user("deny"), action("utter_bye")]) == {"no"}


def test_the_rules_of_the_guide_are_read() -> None:
    rules = {rule.name: rule for rule in read_rules()}
    assert rules["the last missing fact closes the form"].loop == "disagreement_form"
    assert rules["no, nothing else"].loop is None
    assert len(rules["nothing was missing, so the form closed at once"].intents) >= 16
    assert all(rule.steps for rule in rules.values())


def test_branches_are_those_that_some_facts_lead_to() -> None:
    assert {f"kind {kind}" for kind in (1, 2, 3, 4)} <= possible()
    assert len([name for name in possible() if name.startswith("signpost ")]) == 4
    resolution = {"applies": True, "kind": 2}
    result = {"subject": "sen_provision", "disagreement_resolution": resolution, "signpost": None}
    result |= {"appeal": {"possible": False}, "mediation": {"applies": False}, "certificate": {"needed": False}}
    assert branches(result) <= possible()


def test_a_reason_explains_what_is_missed_and_nothing_else() -> None:
    part = Part("responses", frozenset({"utter_a", "utter_b", "utter_c"}), frozenset({"utter_a"}))
    reasons = [Reason("responses", "utter_b", "why"), Reason("rules", "utter_c", "why"), Reason("responses", "utter_a*", "why")]
    assert unexplained([part], reasons) == ["responses: utter_c"]
    assert outdated([part], reasons) == ["rules: utter_c", "responses: utter_a*"]


def test_events_are_read_by_sender_in_order(tmp_path: Path) -> None:
    database = tmp_path / "store.db"
    with sqlite3.connect(database) as store:
        store.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, data TEXT)")
        rows = [("b", json.dumps({"event": "x"})), ("a", json.dumps({"event": "y"})), ("b", json.dumps({"event": "z"}))]
        store.executemany("INSERT INTO events (sender_id, data) VALUES (?, ?)", rows)
    assert events_of(database, ["b", "c"]) == [[{"event": "x"}, {"event": "z"}], []]
