"""What words say of a plan that there is, or that was refused, whatever the label would have it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.matter import Matter, matter_of
from actions.matter_in_words import did_assess, matter_in_words, stopped_in_the_plan
from actions.plan_in_words import ASSESS_OR_ISSUE, has_a_plan, is_not_kept_after_a_move, plan_refused, waits_for_the_nhs

ISSUE = ("refusal_to_issue_plan",)


def judged(text: str, intent: str, was: str | None = None, **more: Any) -> Matter:
    options = {"asked": None, "pending": None, "answers": False, "other": None, **more}
    message = {
        "text": text,
        "intent": {"name": intent},
        "label_ranking": [{"name": intent, "confidence": 0.9}],
        "entities": options.pop("entities", []),
        "situations": options.pop("situations", []),
    }
    return matter_of(message, intent if intent.islower() and "_" in intent else was, was, **options)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("council refused a plan, letter 12 march", ISSUE),
        ("the letter says no plan", ISSUE),
        ("they refused my daughter an ehc plan", ISSUE),
        ("ehcp refused after the assessment", ISSUE),
        ("the ehcp request was turned down", ASSESS_OR_ISSUE),
        ("we were denied an EHCP in march", ASSESS_OR_ISSUE),
        ("knocked back for an ehcp", ASSESS_OR_ISSUE),
        ("her application for a plan got rejected", ASSESS_OR_ISSUE),
        ("asked for an EHCP, panel said no", ASSESS_OR_ISSUE),
        ("turned us down for the ehcp", ASSESS_OR_ISSUE),
        ("panel said no to an ehcp", ASSESS_OR_ISSUE),
        ("school refused my son because of his plan", ()),
        ("refused to follow the plan", ()),
        ("they refused the plan review", ()),
        ("we rejected the draft plan", ()),
        ("respite was refused for his ehcp", ()),
        ("what if they refuse an ehcp", ()),
        ("they have not refused an ehcp yet", ()),
        ("he has an ehcp, they refused the plan changes", ()),
    ],
)
def test_a_refused_plan_is_one_of_two_refusals(text: str, meant: tuple[str, ...]) -> None:
    assert plan_refused(text) == meant


@pytest.mark.parametrize("intent", ["school_admission", "ceasing_plan", "unclear_disagreement", "nlu_fallback"])
def test_words_count_against_a_sure_label(intent: str) -> None:
    assert judged("the council refused a plan on 12 march", intent) == Matter("refusal_to_issue_plan")
    assert judged("ehcp application rejected, letter 12 march", intent) == Matter(None, likely=ASSESS_OR_ISSUE)


def test_a_school_place_without_a_plan_stays_one() -> None:
    assert judged("reception place refused, no plan", "school_admission") == Matter("school_admission")
    assert judged("refused by the academy, my other son has a plan and got in", "school_admission") == Matter("school_admission")
    assert judged("they are stopping his plan, it was refused", "ceasing_plan") == Matter("ceasing_plan")


@pytest.mark.parametrize(
    ("text", "there_is"),
    [
        ("none of our choices, she has got an ehcp", True),
        ("he has a plan", True),
        ("not given a place though my son's ehcp names it", True),
        ("he has no plan", False),
        ("he hasn't got a plan", False),
        ("we asked for a plan", False),
        ("he needs a plan", False),
        ("her brother has a plan", False),
        ("if he has a plan", False),
    ],
)
def test_whether_there_is_a_plan(text: str, there_is: bool) -> None:
    assert has_a_plan(text) is there_is


def test_with_a_plan_a_school_place_is_section_i() -> None:
    assert judged("no place at the school we chose, he has an ehcp", "school_admission") == Matter("placement")
    assert judged("yes there is", "affirm", "school_admission") == Matter("placement")
    final = [{"entity": "plan_stage", "value": "final"}]
    assert judged("the final one came", "inform", "school_admission", entities=final) == Matter("placement")
    assert judged("he has no plan", "inform", "school_admission").subject != "placement"


def test_a_school_that_will_not_ask_refuses_no_assessment() -> None:
    will_not = {"situations": ["school_will_not_ask"]}
    assert judged("school refused to apply for an ehcp", "school_admission", **will_not) == Matter("sen_provision")
    assert judged("council refused to assess", "refusal_to_assess") == Matter("refusal_to_assess")


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("camhs have a three year waiting list", True),
        ("waiting two years for an autism diagnosis", True),
        ("number 4 on the waiting list for reception, he has autism", False),
        ("waiting list for year 7", False),
    ],
)
def test_a_waiting_list_of_the_health_service(text: str, waits: bool) -> None:
    assert waits_for_the_nhs(text) is waits
    wanted = "health_provision" if waits else "school_admission"
    assert judged(text, "school_admission").subject == wanted


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("we moved to Bath and they will not keep her plan", False),
        ("moving next month, the new council says it won't maintain the EHCP", False),
        ("they won't keep the plan", True),
        ("we moved to Bath and they will keep her plan", True),
    ],
)
def test_a_plan_after_a_move_may_end_or_not_be_carried_out(text: str, kept: bool) -> None:
    assert is_not_kept_after_a_move(text) is not kept
    likely = () if kept else ("ceasing_plan", "carrying_out_duties")
    assert judged(text, "carrying_out_duties").likely == likely


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("the OT stopped, it is in section F", {"counterparty": "local_authority"}),
        ("salt stopped and it's in his plan", {"counterparty": "local_authority"}),
        ("the nhs stopped her physio, section F has it", {}),
        ("OT isn't in section F", None),  # left out, not stopped
        ("camhs stopped seeing her", None),
        ("the draft has OT in section F, it stopped", None),
    ],
)
def test_therapy_of_section_f_is_the_councils_to_secure(text: str, facts: dict[str, Any] | None) -> None:
    assert stopped_in_the_plan(text) == facts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("OT isn't in section F", {"subject": "plan_contents"}),
        ("they left speech therapy out of section F", {}),
        ("the hours are missing from section F", {"subject": "plan_contents"}),
        ("help in section F is not given", {}),
        ("refusal to assess dated 4 march", {"subject": "refusal_to_assess"}),
        ("it's just the council won't assess him", {"subject": "refusal_to_assess"}),
        ("they won't assess him again, he has got a plan", {"subject": "refusal_to_reassess"}),
        ("not a refusal to assess", {}),
    ],
)
def test_what_other_words_settle(text: str, said: dict[str, Any]) -> None:
    assert matter_in_words(text, None, False) == said


@pytest.mark.parametrize(
    ("text", "did"),
    [
        ("but they did assess him", True),
        ("no he was assessed in may", True),
        ("they did not assess him", False),
        ("they haven't assessed her", False),
        ("they refused to assess", False),
    ],
)
def test_an_assessment_after_all_is_asked_about(text: str, did: bool) -> None:
    assert did_assess(text) is did
    check = "refusal_to_issue_plan" if did else None
    assert judged(text, "nlu_fallback", "refusal_to_assess").check == check


# ---------------------------------------------------------------- two matters


def test_back_to_the_first_gives_the_other_up() -> None:
    found = judged("anyway back to the plan, when is my last day", "nlu_fallback", "plan_contents", pending="exclusion")
    assert found == Matter("plan_contents", back=True)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what about the taxi", "home_to_school_transport"),
        ("and for the other one?", "nlu_fallback"),
        ("the other thing then", "faq"),
    ],
)
def test_the_other_matter_is_answered_and_the_first_kept(text: str, intent: str) -> None:
    other = "home_to_school_transport"
    assert judged(text, intent, "refusal_to_amend", other=other) == Matter("refusal_to_amend", aside=other)


def test_without_another_matter_or_a_time_to_lose_nothing_is_aside() -> None:
    assert judged("what about the other one?", "nlu_fallback", "refusal_to_amend").aside is None
    assert judged("what about the taxi", "home_to_school_transport", "exclusion", other="home_to_school_transport").aside is None


def test_a_question_about_the_tribunal_gives_no_matter_up() -> None:
    text = "it is because of his autism, can I not go to the tribunal"
    found = judged(text, "disability_discrimination", "home_to_school_transport")
    assert found == Matter("home_to_school_transport", check="disability_discrimination")
    assert judged("they left him out because of his autism", "disability_discrimination", "exclusion").check is None
