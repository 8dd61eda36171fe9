"""Not understood: first "did you mean", then other words, then people."""

from __future__ import annotations

from typing import Any

import pytest
from tracker_helpers import responses, run, tracker

from actions.misunderstanding import ActionMisunderstood, choices, times_in_a_row


def said(*intents: str | None) -> list[dict[str, Any]]:
    """Events of a conversation whose messages had these intents, with what the guide did between them."""
    events: list[dict[str, Any]] = []
    for intent in intents:
        parsed = {"intent": {"name": intent}} if intent else None
        events += [{"event": "user", "parse_data": parsed}, {"event": "action", "name": "action_misunderstood"}]
    return events


def ranking(**shares: float) -> dict[str, Any]:
    """What the classifier leaves in a message; "__" stands for "/"."""
    return {"label_ranking": [{"name": name.replace("__", "/"), "confidence": share} for name, share in shares.items()]}


@pytest.mark.parametrize(
    ("intents", "times"),
    [
        (["nlu_fallback"], 1),
        (["greet", "nlu_fallback"], 1),
        (["nlu_fallback", "nlu_fallback"], 2),
        (["nlu_fallback", "nlu_fallback", "nlu_fallback"], 3),
        (["nlu_fallback", "inform", "nlu_fallback"], 1),
        (["nlu_fallback", "inform"], 0),
        (["nlu_fallback", None], 0),
        ([], 0),
    ],
)
def test_how_often_in_a_row(intents: list[str | None], times: int) -> None:
    assert times_in_a_row(said(*intents)) == times


def test_the_likeliest_three_are_offered() -> None:
    found = choices(ranking(refusal_to_assess=0.3, faq__certificate=0.2, placement=0.15, ceasing_plan=0.1))
    assert [button["payload"] for button in found] == ["/refusal_to_assess", '/faq{"topic": "certificate"}', "/placement"]
    assert [button["title"] for button in found][1] == "What is the mediation certificate?"


def test_a_guess_that_is_noise_is_not_offered() -> None:
    assert [b["payload"] for b in choices(ranking(refusal_to_assess=0.3, placement=0.03))] == ["/refusal_to_assess"]


def test_a_label_without_words_for_it_is_not_offered() -> None:
    found = choices(ranking(out_of_scope=0.4, inform=0.3, affirm=0.2, placement=0.1))
    assert [b["payload"] for b in found] == ["/placement"]


@pytest.mark.parametrize("message", [{}, {"label_ranking": None}, {"label_ranking": []}])
def test_without_a_ranking_nothing_is_offered(message: dict[str, Any]) -> None:
    assert choices(message) == []


TWO = ranking(refusal_to_assess=0.3, placement=0.2)


def answered(*intents: str, found: dict[str, Any], **slots: Any) -> list[dict[str, Any]]:
    slots = {"missed": len(intents) - 1, **slots}
    conversation = tracker("qwer", intents[-1], events=said(*intents), message=found, **slots)
    return run(ActionMisunderstood(), conversation)[0]


def test_the_first_time_suggestions_are_made_with_a_way_out() -> None:
    messages = answered("nlu_fallback", found=TWO)
    assert responses(messages) == ["utter_did_you_mean"]
    assert [b["payload"] for b in messages[0]["buttons"]] == ["/refusal_to_assess", "/placement", "/none_of_these"]


def test_one_suggestion_alone_is_no_choice() -> None:
    assert responses(answered("nlu_fallback", found=ranking(placement=0.4))) == ["utter_say_it_differently"]


def test_english_is_asked_for_where_the_text_is_in_another_language() -> None:
    polish = tracker(
        "rada odmówiła oceny mojego syna", "nlu_fallback", events=said("nlu_fallback"), message=ranking(placement=0.4)
    )
    assert responses(run(ActionMisunderstood(), polish)[0]) == ["utter_say_it_in_english"]


@pytest.mark.parametrize("times", [2, 3, 9])
def test_from_the_second_time_on_people_are_named(times: int) -> None:
    messages = answered(*["nlu_fallback"] * times, found=TWO)
    assert responses(messages) == ["utter_still_not_understood", "utter_people"]


def test_a_message_that_was_answered_all_the_same_is_no_miss() -> None:
    messages = answered("nlu_fallback", "nlu_fallback", found=TWO, missed=0)
    assert responses(messages) == ["utter_did_you_mean"]


def test_what_was_missed_before_another_message_does_not_count() -> None:
    messages = answered("nlu_fallback", "greet", "nlu_fallback", found=TWO, missed=1)
    assert responses(messages) == ["utter_did_you_mean"]


def test_the_way_out_is_offered_once() -> None:
    found = choices(ranking(refusal_to_assess=0.3, none_of_these=0.2, placement=0.15))
    assert [button["payload"] for button in found] == ["/refusal_to_assess", "/placement"]


def test_what_has_been_found_so_far_is_said_beside_the_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_TODAY", "2026-04-23")
    known = {"subject": "refusal_to_assess", "decision_date": "2026-03-03"}
    messages = answered(*["nlu_fallback"] * 2, found=TWO, **known)
    assert responses(messages)[:3] == ["utter_still_not_understood", "utter_so_far", "utter_so_far_last_day"]
    assert "Tuesday 3 March 2026" in messages[1]["facts"]
    assert messages[2]["last_day"] == "Tuesday 5 May 2026"


def test_the_councils_own_people_are_named_where_they_are_known() -> None:
    messages = answered(*["nlu_fallback"] * 2, found=TWO, council="sefton")
    assert responses(messages) == ["utter_still_not_understood", "utter_so_far", "utter_people_council", "utter_people"]
    assert "0151 934 2347" in messages[2]["contacts"]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (
            {"subject": "carrying_out_duties", "counterparty": "local_authority"},
            [
                "utter_situation_appeal_this",
                "utter_answer_complaint_council",
                "utter_answer_council_duty",
                "utter_known_route_dr",
            ],
        ),
        ({"subject": "refusal_to_assess"}, ["utter_known_can_appeal"]),
        ({"subject": "disability_discrimination", "counterparty": "school"}, ["utter_known_claim_time"]),
        ({"subject": "disability_discrimination", "counterparty": "post_16_institution"}, ["utter_answer_county_court"]),
        ({"subject": "plan_contents"}, ["utter_answer_stage_unknown"]),
        ({"subject": "plan_contents", "plan_stage": "draft"}, ["utter_known_draft"]),
        ({}, ["utter_did_you_mean"]),
    ],
)
def test_can_i_appeal_that_is_answered_for_the_matter(known: dict[str, Any], expected: list[str]) -> None:
    found = {**TWO, "situations": ["appeal_this"]}
    assert responses(answered("nlu_fallback", found=found, **known)) == expected


CAME = {"fact": "decision_date", "days": ["2026-03-04"], "reason": "came"}
REFUSED = {"subject": "refusal_to_issue_plan", "counterparty": "local_authority"}


@pytest.mark.parametrize(
    ("times", "expected"),
    [(1, ["utter_not_an_answer"]), (2, ["utter_still_not_understood", "utter_so_far", "utter_people"])],
)
def test_words_are_found_while_a_date_waits_to_be_confirmed(times: int, expected: list[str]) -> None:
    told = {"facts": REFUSED, "answer": None}
    waiting = {**REFUSED, "date_check": CAME, "requested_slot": "date_check", "told": told}
    assert responses(answered(*["nlu_fallback"] * times, found=TWO, **waiting)) == expected
