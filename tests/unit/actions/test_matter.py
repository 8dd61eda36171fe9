"""Which matter a message is about: kept, changed, asked about, named beside; and what words settle."""

from __future__ import annotations

from typing import Any

import pytest
from tracker_helpers import TODAY, on, tracker

from actions.heard import Heard
from actions.listening import hear
from actions.matter import Matter, matter_of
from actions.matter_in_words import good_news, is_not_final, is_not_honoured, matter_in_words


def judged(text: str, intent: str, was: str | None, share: float = 0.8, **more: Any) -> Matter:
    ranking = more.pop("ranking", [{"name": intent, "confidence": share}])
    options = {"asked": "decision_date", "pending": None, "answers": False, **more}
    message = {"text": text, "intent": {"name": intent}, "label_ranking": ranking, "matters": options.pop("matters", [])}
    subject = intent if intent not in ("inform", "correct", "affirm", "deny", "nlu_fallback", "unclear_disagreement") else was
    return matter_of(message, subject, was, options["asked"], options["pending"], options["answers"])


# ---------------------------------------------------------------- a change of the matter


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("we handed the form in on 5 january", "school_admission"),
        ("i wrote to them twice and nobody answers", "carrying_out_duties"),
        ("leave it i will not go on with this", "ceasing_plan"),
    ],
)
def test_a_change_that_is_not_plain_is_asked_about(text: str, intent: str) -> None:
    found = judged(text, intent, "refusal_to_assess")
    assert (found.subject, found.check) == ("refusal_to_assess", intent)


@pytest.mark.parametrize(
    ("text", "intent", "was", "share"),
    [
        ("actually they did assess but won't give a plan", "refusal_to_issue_plan", "refusal_to_assess", 0.7),
        ("sorry, it is about the taxi", "home_to_school_transport", "refusal_to_assess", 0.8),
        ("they are ending her plan", "ceasing_plan", "refusal_to_assess", 0.95),  # from one appeal to another
        ("it's the school they named", "placement", "plan_contents", 0.65),
        ("/exclusion", "exclusion", "refusal_to_assess", 1.0),  # a suggested answer
        ("the council refused to assess him", "refusal_to_assess", "exclusion", 0.8),  # no time limit is lost
        ("the council refused to assess him", "refusal_to_assess", None, 0.8),
    ],
)
def test_a_plain_change_is_taken(text: str, intent: str, was: str | None, share: float) -> None:
    assert judged(text, intent, was, share) == Matter(intent)


def test_where_nothing_was_asked_a_clear_change_is_taken() -> None:
    text = "they've turned down school transport"
    assert judged(text, "home_to_school_transport", "refusal_to_amend", 0.95, asked=None) == Matter("home_to_school_transport")
    assert judged(text, "home_to_school_transport", "refusal_to_amend", 0.7, asked=None).check == "home_to_school_transport"


def test_a_date_that_answers_the_question_changes_no_matter() -> None:
    assert judged("i emailed them 1 april", "carrying_out_duties", "refusal_to_assess", answers=True) == Matter(
        "refusal_to_assess"
    )


@pytest.mark.parametrize(
    ("intent", "subject", "check"),
    [
        ("affirm", "exclusion", None),
        ("deny", "refusal_to_assess", None),
        ("inform", "refusal_to_assess", None),
        ("faq", "refusal_to_assess", "exclusion"),  # the question stays open
        ("exclusion", "exclusion", None),
    ],
)
def test_the_answer_to_something_else_now(intent: str, subject: str, check: str | None) -> None:
    found = judged("…", intent, "refusal_to_assess", pending="exclusion")
    assert (found.subject, found.check) == (subject, check)


def in_a_talk(text: str, intent: str, dates: list[tuple[str, str | None]], **slots: Any) -> Heard:
    told = {"facts": {"subject": "refusal_to_assess"}, "answer": None}
    slots = {"subject": intent, "decision_date": "2026-03-03", "told": told, **slots}
    message = {"label_ranking": [{"name": intent, "confidence": 0.8}]}
    return hear(tracker(text, intent, [on(day, role, text) for day, role in dates], message=message, **slots), TODAY)


def test_the_matter_is_put_back_and_nothing_else_is_taken_until_a_yes() -> None:
    found = in_a_talk("i complained on 2 april", "carrying_out_duties", [("2 april", None)], requested_slot="council")
    assert found.facts == {"subject": "refusal_to_assess"}
    assert found.matter.check == "carrying_out_duties"


# ---------------------------------------------------------------- a detail, and a matter without a time limit of ours


@pytest.mark.parametrize(
    ("text", "intent", "was"),
    [
        ("he has autism", "disability_discrimination", "school_admission"),
        ("my son is disabled", "disability_discrimination", "home_to_school_transport"),
        ("shes got adhd and a heart condition", "nlu_fallback", "refusal_to_assess"),
        ("he has an ehcp with the school named 9 miles away", "placement", "home_to_school_transport"),
        ("son", "affirm", "plan_contents"),
        ("secondary", "inform", "carrying_out_duties"),
    ],
)
def test_a_detail_keeps_the_matter(text: str, intent: str, was: str) -> None:
    assert judged(text, intent, was, 0.99) == Matter(was, kept=True, noted=True)


@pytest.mark.parametrize(
    ("text", "intent", "was"),
    [
        ("he has a plan", "refusal_to_reassess", "refusal_to_assess"),  # which may be news
        ("she has an ehcp", "carrying_out_duties", "sen_provision"),
        ("the school left him out because he has autism", "disability_discrimination", "exclusion"),
    ],
)
def test_what_is_more_than_a_detail_is_not_passed_over(text: str, intent: str, was: str) -> None:
    assert not judged(text, intent, was, 0.99).kept


def test_why_help_does_not_come_keeps_the_matter() -> None:
    message = {"text": "school says no money", "intent": {"name": "sen_provision"}, "case_questions": ["no_money"]}
    found = matter_of(message, "sen_provision", "carrying_out_duties", "council", None, False)
    assert found == Matter("carrying_out_duties", kept=True)


def test_a_body_in_a_detail_is_not_the_opponent() -> None:
    told = {"facts": {"subject": "carrying_out_duties", "counterparty": "local_authority"}, "answer": None}
    slots = {"subject": "carrying_out_duties", "counterparty": "school", "told": told, "requested_slot": "council"}
    assert hear(tracker("secondary", "inform", **slots), TODAY).facts == {"counterparty": "local_authority"}


@pytest.mark.parametrize(
    ("text", "intent", "was"),
    [
        ("the council refused to assess him", "refusal_to_assess", "exclusion"),
        ("they've stopped the taxi", "home_to_school_transport", "sen_provision"),
        ("sorry, I mean it is about the place", "school_admission", "exclusion"),
        ("the plan says ten hours and he gets none", "carrying_out_duties", "sen_provision"),
        ("there is no plan", "sen_provision", "carrying_out_duties"),
    ],
)
def test_a_matter_without_a_time_limit_gives_way_to_one_that_is_told(text: str, intent: str, was: str) -> None:
    assert judged(text, intent, was) == Matter(intent)


@pytest.mark.parametrize(
    ("text", "intent", "was", "check"),
    [
        ("it is nine miles away and he is small", "placement", "home_to_school_transport", "placement"),
        ("he was in tears all week", "exclusion", "home_to_school_transport", "exclusion"),
        ("he struggles in lessons", "sen_provision", "carrying_out_duties", None),  # more of the same
    ],
)
def test_one_that_only_its_label_tells_is_asked_about(text: str, intent: str, was: str, check: str | None) -> None:
    assert judged(text, intent, was, 0.99) == Matter(was, check=check)


@pytest.mark.parametrize(("asked", "taken"), [("in_ehc_process", True), ("council", False)])
def test_no_review_going_on_answers_only_where_it_was_asked(asked: str, taken: bool) -> None:
    told = {"facts": {"subject": "social_care_provision", "counterparty": "local_authority"}, "answer": None}
    slots = {"subject": "carrying_out_duties", "counterparty": "local_authority", "told": told, "requested_slot": asked}
    found = hear(tracker("its not being reviewed no", "carrying_out_duties", **slots), TODAY)
    assert found.facts.get("in_ehc_process") is (False if taken else None)


def test_nothing_heard_may_be_delay_or_refusal() -> None:
    found = judged("asked on 11 march, nothing yet", "inform", None, asked="subject")
    assert found == Matter(None, likely=("carrying_out_duties", "refusal_to_assess"))
    assert judged("still nothing", "do_not_know", "refusal_to_assess", asked="certificate_date").likely == ()


# ---------------------------------------------------------------- education beside health, and beside a question


FINAL = [{"entity": "plan_stage", "value": "final"}]


@pytest.mark.parametrize(
    ("text", "entities", "subject"),
    [
        ("final plan. i want speech therapy in F and physio in G changed", FINAL, "plan_contents"),
        ("final plan, sections I and G are wrong", FINAL, "placement"),
        ("i want physio in section G", FINAL, "health_provision"),
        ("speech therapy in F and physio in G", [], "health_provision"),  # no plan is spoken of that can be appealed
        ("final plan, physio in section F and G never came", FINAL, "carrying_out_duties"),
    ],
)
def test_the_education_part_comes_first(text: str, entities: list[dict[str, Any]], subject: str) -> None:
    ranking = [{"name": "health_provision", "confidence": 0.6}]
    message = {"text": text, "intent": {"name": "health_provision"}, "label_ranking": ranking, "entities": entities}
    assert matter_of(message, "health_provision", None, None, None, False).subject == subject


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ({"text": "refused plan letter 24 feb", "entities": [{"entity": "date", "role": "decision"}]}, True),
        ({"text": "refused plan", "beside": {"name": "inform", "confidence": 0.9, "question": False}}, True),
        ({"text": "what can be done about a refused plan"}, False),
    ],
)
def test_a_refusal_told_beside_a_question_is_heard(message: dict[str, Any], found: bool) -> None:
    likely = matter_of({**message, "intent": {"name": "faq"}}, None, None, None, None, False).likely
    assert bool(likely) is found


# ---------------------------------------------------------------- behind "correct"


def test_a_correction_that_names_another_matter_changes_it() -> None:
    ranking = [{"name": "correct", "confidence": 0.98}, {"name": "refusal_to_issue_plan", "confidence": 0.01}]
    text = "no wait they did the assessment, just no plan"
    assert judged(text, "correct", "refusal_to_assess", ranking=ranking).subject == "refusal_to_issue_plan"


@pytest.mark.parametrize("text", ["no it's the other one", "sorry, wrong month"])
def test_a_correction_that_speaks_of_no_matter_changes_none(text: str) -> None:
    ranking = [{"name": "correct", "confidence": 0.98}, {"name": "refusal_to_issue_plan", "confidence": 0.01}]
    assert judged(text, "correct", "refusal_to_assess", ranking=ranking) == Matter("refusal_to_assess")


# ---------------------------------------------------------------- two matters


def two(first: str, second: str) -> list[dict[str, Any]]:
    return [{"name": first, "confidence": 0.9, "start": 0, "end": 5}, {"name": second, "confidence": 0.9, "start": 6, "end": 9}]


def test_a_part_of_which_the_label_is_unsure_is_read_by_its_words() -> None:
    text = "la refused a plan for my daughter, also the bus was refused"
    parts = [{"name": "school_admission", "confidence": 0.3, "start": 0, "end": 33}]
    parts += [{"name": "home_to_school_transport", "confidence": 1.0, "start": 40, "end": len(text)}]
    found = judged(text, "home_to_school_transport", None, matters=parts)
    assert found == Matter("refusal_to_issue_plan", also="home_to_school_transport")


@pytest.mark.parametrize("order", [("refusal_to_assess", "exclusion"), ("exclusion", "refusal_to_assess")])
def test_the_matter_with_a_time_limit_goes_first(order: tuple[str, str]) -> None:
    found = judged("…", "exclusion", None, matters=two(*order))
    assert found == Matter("refusal_to_assess", also="exclusion")


def test_health_care_beside_the_school_named_is_one_appeal() -> None:
    assert judged("…", "placement", None, matters=two("placement", "health_provision")) == Matter("placement")


def test_two_complaints_about_one_plan_are_one_appeal() -> None:
    assert judged("…", "plan_contents", None, matters=two("plan_contents", "placement")) == Matter("plan_contents")


def test_a_second_matter_later_does_not_push_out_the_first() -> None:
    assert judged("also my son is excluded", "exclusion", "refusal_to_assess") == Matter("refusal_to_assess", also="exclusion")


# ---------------------------------------------------------------- words that settle it


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("the LA refused to issue, letter 2 feb", {"subject": "refusal_to_issue_plan"}),
        ("refused to assess 5 march and school says wait", {"subject": "refusal_to_assess"}),
        ("they refused to re-assess", {"subject": "refusal_to_reassess"}),
        ("refused to assess again, she has a plan", {"subject": "refusal_to_reassess"}),
        ("final plan section F letter 2 feb", {"subject": "plan_contents"}),
        ("plan finalised 2/4/26 just F", {"subject": "plan_contents"}),
        ("final ehcp, section I", {"subject": "placement"}),
        ("only the school is wrong", {"subject": "placement", "placement_only": True}),
        ("final plan, wrong school only", {"subject": "placement", "placement_only": True}),
        ("la refused her a plan", {"subject": "refusal_to_issue_plan"}),
        ("got a draft plan can i appeal it", {"subject": "plan_contents", "plan_stage": "draft"}),
    ],
)
def test_words_settle_the_matter(text: str, facts: dict[str, Any]) -> None:
    assert matter_in_words(text, None, False) == facts


@pytest.mark.parametrize(
    "text",
    [
        "they haven't refused to assess yet",
        "they might have refused to issue",
        "they refused a plan review",
        "the adviser refused to issue a certificate",
        "the council refused to issue the final plan",
        "final plan section F is not being delivered",
        "nobody follows section F of the final plan",
        "only the school helps him",
        "not only the school is wrong",
        "only the school and section F are wrong",
        "help me draft my appeal",
        "section F",
    ],
)
def test_words_that_only_look_alike_settle_nothing(text: str) -> None:
    assert matter_in_words(text, None, False) == {}


@pytest.mark.parametrize("text", ["an assessment", "to the assessment", "About an EHC needs assessment."])
def test_an_assessment_answers_what_it_is_about(text: str) -> None:
    assert matter_in_words(text, "subject", False) == {"subject": "refusal_to_assess"}
    assert matter_in_words(text, "decision_date", False) == {}


@pytest.mark.parametrize(
    "text",
    ["council sent proposed amended plan", "got an amendment notice", "the working document of the amended plan is wrong"],
)
def test_a_proposal_is_not_final(text: str) -> None:
    assert is_not_final(text)


@pytest.mark.parametrize(
    "text",
    [
        "the amended final plan came, section F is wrong",
        "they rejected the amendments we proposed",
        "the council refused our proposed changes",
        "they never sent the amendment notice",
        "the amended plan is wrong",
    ],
)
def test_a_final_plan_or_a_refusal_is_no_proposal(text: str) -> None:
    assert not is_not_final(text)


@pytest.mark.parametrize(
    ("text", "news"),
    [
        ("the council backed down and will assess", "agreed"),
        ("they have agreed to issue a plan", "agreed"),
        ("they agreed to give her a plan but it has not come", "waiting"),
        ("they agreed to assess but won't give a plan", None),
        ("they have not agreed to assess", None),
        ("if they agree to assess, what then", None),
        ("the council refused to assess", None),
    ],
)
def test_good_news_is_no_refusal(text: str, news: str | None) -> None:
    assert good_news(text) == news


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we moved from hull to leeds and leeds wont honour the plan", True),
        ("since moving the council is not following his ehcp", True),
        ("we moved house and the plan is ending", False),
        ("the council won't honour the plan", False),
    ],
)
def test_a_plan_that_a_new_council_does_not_honour(text: str, found: bool) -> None:
    assert is_not_honoured(text) is found


def test_good_news_takes_no_refusal() -> None:
    found = judged("the council backed down and will assess now", "refusal_to_assess", None)
    assert found == Matter(None, agreed=True)
