"""Answers that hang on the facts: which row fits which case, and what stands beside other answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher
from tracker_helpers import TODAY, on, responses, run, tracker

from actions.case_answers import case_answers, circumstances, say_case_answers
from actions.form import ValidateDisagreementForm
from actions.misunderstanding import ActionMisunderstood
from actions.questions import ActionAnswerQuestion
from actions.turn import say_news, take_in
from nlu.case_questions import ALONE, OUTPUT, read_case_questions

ASSESS: dict[str, Any] = {"subject": "refusal_to_assess", "counterparty": "local_authority", "council": "sefton"}
IN_TIME = {**ASSESS, "decision_date": "2026-04-20"}
TODAY_LAST = {**ASSESS, "decision_date": "2026-03-01"}  # Friday 1 May 2026 is today
PASSED = {**ASSESS, "decision_date": "2026-01-12"}
CERTIFIED = {**IN_TIME, "certificate_date": "2026-04-24"}
AUGUST = {**ASSESS, "decision_date": "2026-06-15"}
CHRISTMAS = {**ASSESS, "decision_date": "2026-10-28"}
DRAFT: dict[str, Any] = {"subject": "plan_contents", "plan_stage": "draft"}
FINAL = {"subject": "plan_contents", "plan_stage": "final", "decision_date": "2026-04-20"}
ONLY_SCHOOL = {"subject": "placement", "plan_stage": "final", "placement_only": True, "decision_date": "2026-04-20"}
BOTH = {**ONLY_SCHOOL, "placement_only": False}
CLAIM = {"subject": "disability_discrimination", "counterparty": "school", "decision_date": "2026-02-10"}
COURT = {"subject": "disability_discrimination", "counterparty": "early_years_provider"}
EXCLUDED: dict[str, Any] = {"subject": "exclusion"}
DUTIES = {"subject": "carrying_out_duties", "counterparty": "local_authority"}
NOT_YET = {"declined": ["certificate_date", "council"]}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_TODAY", TODAY.isoformat())


def told(**facts: Any) -> dict[str, Any]:
    """The slots of a case whose answer was given."""
    turn = take_in(tracker(**facts, **NOT_YET))
    say_news(turn, CollectingDispatcher())
    said = {event["name"]: event["value"] for event in turn.events if event["event"] == "slot"}
    return {**facts, **NOT_YET, "told": said.get("told", turn.told)}


def answers(question: str, facts: dict[str, Any], text: str = "", **slots: Any) -> list[str]:
    """What is said to a question in a case that was told before."""
    turn = take_in(tracker(**{**told(**facts), **slots}), listen=False)
    return [say.response for say in case_answers({"text": text, OUTPUT: [question]}, turn)[0]]


@pytest.mark.parametrize(
    ("question", "facts", "said"),
    [
        ("last_day", IN_TIME, ["utter_answer_dates"]),
        ("last_day", ASSESS, ["utter_known_need_date"]),
        ("last_day", DRAFT, ["utter_known_draft"]),
        ("last_day", DUTIES, ["utter_known_no_appeal"]),
        ("last_day", {}, ["utter_case_time_unknown", "utter_known_tell_me"]),
        ("too_late", IN_TIME, ["utter_case_in_time", "utter_answer_dates"]),
        ("too_late", TODAY_LAST, ["utter_case_in_time_today", "utter_answer_dates_near_ring"]),
        ("too_late", PASSED, ["utter_answer_passed_maybe"]),
        ("too_late", CLAIM, ["utter_case_in_time", "utter_answer_claim_dates"]),
        ("too_late", ASSESS, ["utter_case_time_unknown", "utter_known_need_date"]),
        ("too_late", {}, ["utter_case_time_unknown", "utter_known_tell_me"]),
        ("still_appeal", PASSED, ["utter_answer_passed_maybe"]),
        ("still_appeal", DUTIES, []),
        ("august", IN_TIME, ["utter_case_august_stays"]),
        ("august", CLAIM, ["utter_case_holidays_claim", "utter_answer_claim_dates"]),
        ("christmas", IN_TIME, ["utter_case_christmas_stays"]),
        ("weekend", IN_TIME, ["utter_case_weekend", "utter_answer_sum", "utter_sources"]),
        ("count_from", IN_TIME, ["utter_case_count_from", "utter_answer_dates"]),
        ("count_from", CLAIM, ["utter_case_count_from_claim", "utter_answer_claim_dates"]),
        ("why_that_day", IN_TIME, ["utter_answer_sum", "utter_sources"]),
        ("fifteen_days", DRAFT, ["utter_case_fifteen_days"]),
        ("fifteen_days", FINAL, ["utter_case_fifteen_days_not_now", "utter_answer_dates"]),
        ("fifteen_days", EXCLUDED, ["utter_answer_exclusion"]),
        ("who_appeals", IN_TIME, ["utter_case_who_appeals"]),
        ("who_appeals", {**IN_TIME, "young_person": True}, ["utter_known_young_person"]),
        ("when_to_send", IN_TIME, ["utter_case_when_to_send", "utter_case_adviser_first"]),
        ("when_to_send", CERTIFIED, ["utter_case_when_to_send"]),
        ("when_to_send", TODAY_LAST, ["utter_answer_dates_near_ring"]),
        ("what_to_say", IN_TIME, ["utter_case_what_to_say"]),
        ("what_to_say", ONLY_SCHOOL, ["utter_case_no_need_to_ring"]),
        ("what_to_say", DUTIES, ["utter_case_what_to_say_resolution"]),
        ("is_it_discrimination", COURT, ["utter_case_cannot_judge", "utter_answer_county_court"]),
        ("is_it_discrimination", DUTIES, ["utter_case_cannot_judge", "utter_case_discrimination"]),
        ("only_about_the_school", ONLY_SCHOOL, ["utter_answer_no_certificate"]),
        ("only_about_the_school", BOTH, ["utter_case_not_only_the_school"]),
        ("only_about_the_school", FINAL, ["utter_case_not_only_the_school"]),
        ("only_about_the_school", IN_TIME, ["utter_case_not_about_the_school"]),
        ("meeting_first", IN_TIME, ["utter_case_meeting_first", "utter_case_last_day_stays"]),
        ("meeting_first", DUTIES, ["utter_faq/dr_voluntary"]),
        ("must_they_come", IN_TIME, ["utter_case_must_come"]),
        ("must_they_come", DUTIES, ["utter_faq/dr_voluntary"]),
        ("must_they_come", {}, ["utter_case_must_come"]),
        ("no_pause", IN_TIME, ["utter_case_no_pause", "utter_case_certificate_gives_time", "utter_case_last_day_stays"]),
        ("no_pause", ONLY_SCHOOL, ["utter_case_no_pause", "utter_case_last_day_stays"]),
        ("is_it_mediation", EXCLUDED, ["utter_case_no_mediation", "utter_answer_exclusion"]),
        ("is_it_mediation", DUTIES, ["utter_case_no_mediation", "utter_known_route_dr"]),
        ("is_it_mediation", DRAFT, ["utter_case_no_mediation_draft"]),
        ("is_it_mediation", IN_TIME, ["utter_known_route_mediation"]),
        ("is_it_mediation", {}, ["utter_faq/mediation_scope"]),
        ("section_too", FINAL, ["utter_case_same_appeal", "utter_case_last_day_stays"]),
        ("section_too", IN_TIME, []),
        ("how_long_already", DUTIES, ["utter_case_how_long_noted"]),
        ("how_long_already", IN_TIME, []),
        ("private_setting", COURT, ["utter_case_county_court_all_the_same"]),
        ("private_setting", DUTIES, []),
    ],
)
def test_the_answer_fits_the_case(question: str, facts: dict[str, Any], said: list[str]) -> None:
    assert answers(question, facts) == said


@pytest.mark.parametrize(
    ("question", "facts", "today", "said"),
    [
        ("august", AUGUST, "2026-07-01", ["utter_case_august_moves", "utter_case_adviser_does_not_move"]),
        (
            "august",
            AUGUST,
            "2026-08-20",
            ["utter_case_august_moves", "utter_case_adviser_does_not_move", "utter_answer_dates_ring_passed"],
        ),
        ("august", {**AUGUST, "certificate_date": "2026-06-25"}, "2026-07-01", ["utter_case_august_moves"]),
        ("christmas", CHRISTMAS, "2026-12-01", ["utter_case_christmas_moves", "utter_case_adviser_does_not_move"]),
        ("christmas", {**ASSESS, "decision_date": "2026-10-24"}, "2026-12-01", ["utter_case_christmas_stays"]),  # trap 5: 24 Dec
        ("august", {**ASSESS, "decision_date": "2027-05-31"}, "2027-07-01", ["utter_case_august_stays"]),  # trap 7: 31 July
    ],
)
def test_only_a_time_that_ends_in_the_holidays_moves(
    monkeypatch: pytest.MonkeyPatch, question: str, facts: dict[str, Any], today: str, said: list[str]
) -> None:
    monkeypatch.setenv("GUIDE_TODAY", today)
    assert answers(question, facts) == said


# A letter of 20 April: the last day is Monday 22 June, to contact the adviser Saturday 20 June, to aim for Friday 19 June.
@pytest.mark.parametrize(
    ("question", "text", "facts", "said"),
    [
        ("that_day", "so 22 june?", IN_TIME, ["utter_case_day_yes", "utter_answer_dates"]),
        ("that_day", "so the 22nd?", IN_TIME, ["utter_case_day_yes", "utter_answer_dates"]),
        ("that_day", "so not 22 june?", IN_TIME, ["utter_case_day_it_is", "utter_answer_dates"]),
        ("that_day", "is it 20 june or 22 june", IN_TIME, ["utter_case_day_it_is", "utter_answer_dates"]),
        ("that_day", "is it 18 june or 21 june", IN_TIME, ["utter_case_day_neither", "utter_answer_dates"]),
        ("that_day", "so 24 june?", IN_TIME, ["utter_case_day_no_after", "utter_answer_dates"]),
        ("that_day", "so not 24 june then", IN_TIME, ["utter_case_day_after", "utter_answer_dates"]),
        ("that_day", "so 18 june?", IN_TIME, ["utter_case_day_no_before", "utter_answer_dates"]),
        ("that_day", "so not 18 june?", IN_TIME, ["utter_case_day_before", "utter_answer_dates"]),
        ("that_day", "so 20 june?", IN_TIME, ["utter_case_day_to_ring", "utter_answer_dates"]),
        ("that_day", "so 19 june?", IN_TIME, ["utter_case_day_to_aim", "utter_answer_dates"]),
        ("that_day", "is 20 april the one", IN_TIME, ["utter_case_day_of_letter", "utter_answer_dates"]),
        ("that_day", "is 24 april the one", CERTIFIED, ["utter_case_day_of_certificate", "utter_answer_dates_certified"]),
        ("that_day", "is it today", TODAY_LAST, ["utter_case_day_yes", "utter_answer_dates_near_ring"]),
        ("that_day", "is that tomorrow??", TODAY_LAST, ["utter_case_day_no_after", "utter_answer_dates_near_ring"]),
        ("that_day", "so 12 march?", PASSED, ["utter_case_day_yes", "utter_answer_passed_maybe"]),
        ("that_day", "so 8 may?", ASSESS, ["utter_case_day_not_known", "utter_known_need_date"]),
        ("that_day", "so 8 may?", DRAFT, ["utter_known_draft"]),
        ("that_day", "so 8 may?", DUTIES, ["utter_known_no_appeal"]),
        ("that_day", "so 8 may?", {}, ["utter_case_day_not_known", "utter_known_tell_me"]),
        ("that_day", "so 10 feb?", CLAIM, ["utter_case_count_from_claim", "utter_answer_claim_dates"]),
        ("send_on_day", "can i send it on 24 june", IN_TIME, ["utter_case_send_after", "utter_answer_dates"]),
        ("send_on_day", "can i send it on 18 june", IN_TIME, ["utter_case_send_in_time", "utter_answer_dates"]),
        ("send_on_day", "is 22 june too late", IN_TIME, ["utter_case_send_on_last_day", "utter_answer_dates"]),
        ("send_on_day", "can i send it on 18 june", PASSED, ["utter_answer_passed_maybe"]),
        ("count_from_day", "counting from 20 april?", IN_TIME, ["utter_case_day_of_letter", "utter_answer_dates"]),
        ("count_from_day", "counting from 22 april?", IN_TIME, ["utter_case_count_from", "utter_answer_dates"]),
        ("count_from_day", "counting from 22 april?", ASSESS, ["utter_case_count_from", "utter_known_need_date"]),
        ("months_not_days", "is it 60 days", IN_TIME, ["utter_case_months_not_days", "utter_answer_dates"]),
        ("months_not_days", "is it 60 days", {}, ["utter_case_months_not_days", "utter_known_tell_me"]),
    ],
)
def test_a_day_put_as_a_question_is_said_to_be_right_or_not(
    question: str, text: str, facts: dict[str, Any], said: list[str]
) -> None:
    assert read_case_questions(text)[0] == [question]
    assert answers(question, facts, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("so 8 may?", ["utter_case_day_not_yet"]),
        ("26 march or 2 april?", ["utter_case_which_date"]),
        ("so 26 march?", []),
    ],
)
def test_before_a_day_is_confirmed_no_other_is_said_to_be_right(text: str, said: list[str]) -> None:
    check = {"fact": "decision_date", "days": ["2026-03-26", "2026-04-02"], "reason": "which"}
    turn = take_in(tracker(**ASSESS, date_check=check), listen=False)
    assert [say.response for say in case_answers({"text": text, OUTPUT: ["that_day"]}, turn)[0]] == said


def test_an_agreement_is_known_from_the_words_or_from_before() -> None:
    assert answers("agreement_time", {}, "how long have they got to do what we agreed") == ["utter_case_agreement_time"]
    assert answers("agreement_time", {}, "how long have they got", standing="agreement_not_kept") == ["utter_case_agreement_time"]
    assert answers("agreement_time", {}, "how long have they got") == []


def test_a_day_that_waits_to_be_confirmed_gives_no_last_day() -> None:
    check = {"fact": "decision_date", "days": ["2026-04-20"], "reason": "came"}
    turn = take_in(tracker(**ASSESS, date_check=check), listen=False)
    assert "dated" not in circumstances(turn, "", TODAY)
    assert "undated" in circumstances(turn, "", TODAY)


def _asked(text: str, names: list[str], alone: bool, intent: str = "faq", **slots: Any) -> tuple[list[str], dict[str, Any]]:
    message = {OUTPUT: names, ALONE: alone}
    entities = [on("the 17th", text=text)] if "17th" in text else []
    action = ActionAnswerQuestion() if intent == "faq" else ActionMisunderstood()
    messages, set_slots = run(action, tracker(text, intent, entities, message=message, **slots))
    return responses(messages), set_slots


def test_a_day_in_a_question_becomes_no_fact() -> None:
    said, slots = _asked(
        "so can i count from the 17th", ["count_from"], True, **told(**IN_TIME), requested_slot="certificate_date"
    )
    assert said[:2] == ["utter_case_count_from", "utter_answer_dates"]
    assert "certificate_date" not in slots
    assert "decision_date" not in slots


def test_what_is_not_understood_and_yet_asks_is_answered() -> None:
    said, _ = _asked("no letter came, is it too late", ["too_late"], False, "nlu_fallback", **ASSESS)
    assert said[:2] == ["utter_case_time_unknown", "utter_known_need_date"]
    assert "utter_did_you_mean" not in said


def test_beside_a_whole_answer_its_dates_are_not_said_twice() -> None:
    turn = take_in(tracker(**IN_TIME))
    dispatcher = CollectingDispatcher()
    needless = say_case_answers({"text": "", OUTPUT: ["too_late"]}, turn, dispatcher)
    assert responses(dispatcher.messages) == ["utter_case_in_time"]
    assert needless is not None
    assert "appeal_late" in needless


def test_the_form_answers_first_and_then_asks_on() -> None:
    message = {OUTPUT: ["who_appeals"], ALONE: False}
    messages, slots = run(
        ValidateDisagreementForm(), tracker("they refused, who appeals him or me", "refusal_to_assess", message=message, **ASSESS)
    )
    assert responses(messages)[0] == "utter_case_who_appeals"
    assert slots["requested_slot"] == "decision_date"


def test_nothing_is_said_where_nothing_was_asked() -> None:
    assert say_case_answers({"text": "hello"}, take_in(tracker(**IN_TIME)), CollectingDispatcher()) is None


def test_the_days_are_those_of_the_case() -> None:
    turn = take_in(tracker(**IN_TIME))
    assert {"dated", "adviser_to_ring", "certificate_missing", "mediation"} <= circumstances(turn, "", TODAY)
    assert "passed" in circumstances(take_in(tracker(**PASSED)), "", date(2026, 5, 1))
