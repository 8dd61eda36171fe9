"""What a message changes: dates by their roles, dates to be confirmed, yes and no, "I don't know", corrections."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tracker_helpers import TODAY, entity, on, tracker

from actions.heard import Heard
from actions.listening import declined_of, hear

LETTER, CERTIFICATE = date(2026, 3, 3), date(2026, 4, 2)
NONE: dict[str, Any] = {}


def heard(text: str, intent: str = "inform", dates: list[tuple[str, str | None]] | None = None, **slots: Any) -> Heard:
    """What a message changes; ``dates`` are its date phrases with their roles."""
    return hear(tracker(text, intent, [on(phrase, role, text) for phrase, role in dates or []], **slots), TODAY)


# ---------------------------------------------------------------- which fact a date is

KNOWN_LETTER = {"decision_date": "2026-03-03"}
ROLES: list[tuple[str, str | None, dict[str, Any], dict[str, date]]] = [
    # the case: the date's role, the slots, the facts that come of "2 April 2026"
    ("nothing said, nothing known", None, NONE, {"decision_date": CERTIFICATE}),
    ("the letter's", "decision", NONE, {"decision_date": CERTIFICATE}),
    ("the certificate's", "certificate", NONE, {"certificate_date": CERTIFICATE}),
    ("the call to the adviser", "adviser", NONE, {"adviser_contacted_on": CERTIFICATE}),
    ("another day, nothing asked", "other", NONE, {}),
    ("another day, the letter asked for", "other", {"requested_slot": "decision_date"}, {}),
    ("nothing said, the certificate asked for", None, {"requested_slot": "certificate_date"},
     {"certificate_date": CERTIFICATE}),
    ("nothing said, the adviser asked for", None, {"requested_slot": "adviser_contacted_on"},
     {"adviser_contacted_on": CERTIFICATE}),
    ('"dated", the certificate asked for', "decision", {"requested_slot": "certificate_date", **KNOWN_LETTER},
     {"certificate_date": CERTIFICATE}),
    ('"dated", the certificate asked for, no letter known', "decision", {"requested_slot": "certificate_date"},
     {"certificate_date": CERTIFICATE}),
    ("the certificate's, the letter asked for", "certificate", {"requested_slot": "decision_date"},
     {"certificate_date": CERTIFICATE}),
    ("no date asked for", None, {"requested_slot": "council"}, {"decision_date": CERTIFICATE}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "role", "slots", "facts"), ROLES, ids=[row[0] for row in ROLES])
def test_a_date_becomes_the_right_fact(case: str, role: str | None, slots: dict[str, Any], facts: dict[str, date]) -> None:
    found = heard("2 April 2026", dates=[("2 April 2026", role)], **slots)
    assert found.facts == facts
    assert (found.check, found.problems, found.declined) == (None, [], set())


def test_a_date_of_the_letter_is_the_letters_whatever_was_asked() -> None:
    found = heard("the letter is dated 2 April 2026", dates=[("2 April 2026", "decision")], requested_slot="certificate_date")
    assert found.facts == {"decision_date": CERTIFICATE}


def test_a_second_date_of_which_nothing_is_said_is_asked_about() -> None:
    found = heard("2 April 2026", dates=[("2 April 2026", None)], **KNOWN_LETTER)
    assert (found.facts, found.problems) == ({}, [("utter_date_of_what", {"day": CERTIFICATE})])


def test_a_correction_of_which_nothing_is_said_is_of_the_one_date_known() -> None:
    assert heard("oops, 2 April 2026", "correct", [("2 April 2026", None)], **KNOWN_LETTER).facts == {
        "decision_date": CERTIFICATE
    }


def test_what_is_only_taken_for_a_correction_is_confirmed_first() -> None:
    found = heard("2 April 2026", "correct", [("2 April 2026", None)], **KNOWN_LETTER)
    assert (found.facts, found.check) == ({}, {"fact": "decision_date", "days": ["2026-04-02"], "reason": "instead"})


def test_two_dates_in_one_message_become_two_facts() -> None:
    found = heard("x", dates=[("3 March 2026", "decision"), ("2 April 2026", "certificate")])
    assert found.facts == {"decision_date": LETTER, "certificate_date": CERTIFICATE}


def test_the_letters_own_date_counts_and_not_the_day_it_came() -> None:
    found = heard("x", dates=[("5 March 2026", "received"), ("3 March 2026", "decision")])
    assert (found.facts, found.check) == ({"decision_date": LETTER}, None)


@pytest.mark.parametrize(
    ("role", "fact"), [("received", "decision_date"), ("certificate_received", "certificate_date")], ids=["letter", "certificate"]
)
def test_a_day_on_which_something_came_is_asked_about(role: str, fact: str) -> None:
    found = heard("x", dates=[("2 April 2026", role)])
    assert found.facts == {}
    assert found.check == {"fact": fact, "days": ["2026-04-02"], "reason": "came"}


@pytest.mark.parametrize("role", [None, "other", "decision", "received"])
def test_for_discrimination_the_day_it_happened_counts(role: str | None) -> None:
    found = heard("x", dates=[("3 March 2026", role)], subject="disability_discrimination")
    assert (found.facts, found.check) == ({"decision_date": LETTER}, None)


# ---------------------------------------------------------------- corrections


def test_of_two_dates_in_a_correction_the_last_counts() -> None:
    said = "I meant 1 March 2026, I mean 3 March 2026"
    found = heard(said, "correct", [("1 March 2026", None), ("3 March 2026", None)], decision_date="2026-03-10")
    assert found.facts == {"decision_date": LETTER}


@pytest.mark.parametrize(
    "text",
    [
        "3 March 2026 not 4 March 2026",
        "not 4 March 2026, it is 3 March 2026",
        "3 March 2026 instead of 4 March 2026",
        "3 March 2026 rather than the 4 March 2026",
        "it isn't 4 March 2026 but 3 March 2026",
    ],
)
def test_a_date_that_is_taken_back_does_not_count(text: str) -> None:
    found = heard(text, "correct", [("4 March 2026", None), ("3 March 2026", None)], decision_date="2026-03-04")
    assert found.facts == {"decision_date": LETTER}


@pytest.mark.parametrize(
    "before", ["the letter was sent", "we went on", "the document dated", "statement dated the", "they meant"]
)
def test_a_word_that_ends_in_nt_takes_nothing_back(before: str) -> None:
    assert heard(f"{before} 3 March 2026", dates=[("3 March 2026", "decision")]).facts == {"decision_date": LETTER}


def test_a_date_that_is_known_already_changes_nothing() -> None:
    assert heard("x", dates=[("3 March 2026", "decision")], decision_date="2026-03-03").facts == {}


def test_the_new_one_of_a_known_and_a_new_date_counts() -> None:
    said = "I said 3 March 2026, but the letter is dated 10 March 2026"
    found = heard(said, dates=[("3 March 2026", "decision"), ("10 March 2026", "decision")], decision_date="2026-03-03")
    assert found.facts == {"decision_date": date(2026, 3, 10)}


# ---------------------------------------------------------------- dates that cannot be used as they are

CHECKS: list[tuple[str, dict[str, Any], list[str], str]] = [
    # the phrase, the slots, the days to be confirmed, the reason
    ("Wednesday 3 March 2026", NONE, ["2026-03-03"], "weekday_mismatch"),
    ("3 March 2020", NONE, ["2020-03-03"], "long_ago"),
    ("last Tuesday", NONE, ["2026-04-28", "2026-04-21"], "which_week"),
]


@pytest.mark.parametrize("asked", ["certificate_date", "adviser_contacted_on"])
def test_a_day_before_the_letter_belongs_to_no_certificate_of_it(asked: str) -> None:
    found = heard("1 March 2026", dates=[("1 March 2026", None)], **{**KNOWN_LETTER, "requested_slot": asked})
    assert found.facts == {}
    assert [name for name, _ in found.problems] == ["utter_date_before_letter"]


@pytest.mark.parametrize(("phrase", "slots", "days", "reason"), CHECKS, ids=[f"{row[0]}, {row[3]}" for row in CHECKS])
def test_a_doubtful_date_is_asked_about(phrase: str, slots: dict[str, Any], days: list[str], reason: str) -> None:
    found = heard(phrase, dates=[(phrase, None)], **slots)
    assert found.facts == {}
    assert found.check is not None
    assert (found.check["days"], found.check["reason"]) == (days, reason)
    assert found.check["fact"] == slots.get("requested_slot", "decision_date")


PROBLEMS = [
    ("31 February 2026", "utter_date_impossible", {"words": "31 February 2026"}),
    ("about 3 March 2026", "utter_date_approximate", {"words": "about 3 March 2026"}),
    ("last week", "utter_date_vague", {"words": "last week"}),
    ("2 May 2026", "utter_date_future", {"day": date(2026, 5, 2)}),
    ("3 March 2027", "utter_date_future", {"day": date(2027, 3, 3)}),
    ("31 August 2014", "utter_date_before_law", {"day": date(2014, 8, 31)}),
]


@pytest.mark.parametrize(("phrase", "response", "values"), PROBLEMS, ids=[row[0] for row in PROBLEMS])
def test_a_date_that_cannot_be_is_said_to_be_none(phrase: str, response: str, values: dict[str, Any]) -> None:
    found = heard(phrase, dates=[(phrase, None)], requested_slot="decision_date")
    assert (found.facts, found.check, found.declined) == ({}, None, set())
    assert found.problems == [(response, values)]


@pytest.mark.parametrize(("phrase", "day"), [("1 May 2026", date(2026, 5, 1)), ("yesterday", date(2026, 4, 30))])
def test_today_and_yesterday_are_dates(phrase: str, day: date) -> None:
    assert heard(phrase, dates=[(phrase, None)]).facts == {"decision_date": day}


def test_two_years_ago_is_not_yet_asked_about() -> None:
    phrase = "1 May 2024"
    assert heard(phrase, dates=[("1 June 2024", None)]).facts == {"decision_date": date(2024, 6, 1)}
    assert heard(phrase, dates=[("30 April 2024", None)]).check is not None


# ---------------------------------------------------------------- the answer to "is that the date?"

CHECK = {"fact": "certificate_date", "days": ["2026-04-02"], "reason": "came"}
WHICH = {"fact": "decision_date", "days": ["2026-04-28", "2026-04-21"], "reason": "which_week"}
ANSWERS: list[tuple[str, dict[str, Any], dict[str, date], set[str], bool]] = [
    # the intent, the check, then: the facts, what is declined, whether the question stays open
    ("affirm", CHECK, {"certificate_date": CERTIFICATE}, set(), False),
    ("deny", CHECK, {}, set(), False),
    ("do_not_know", CHECK, {}, {"certificate_date"}, False),
    ("correct", CHECK, {}, set(), False),
    ("sen_provision", CHECK, {}, set(), True),
    ("faq", CHECK, {}, set(), True),
    ("affirm", WHICH, {}, set(), True),
    ("deny", WHICH, {}, set(), False),
    ("do_not_know", WHICH, {}, {"decision_date"}, False),
]


@pytest.mark.parametrize(("intent", "check", "facts", "declined", "open_still"), ANSWERS)
def test_a_date_to_be_confirmed(
    intent: str, check: dict[str, Any], facts: dict[str, date], declined: set[str], open_still: bool
) -> None:
    found = heard("x", intent, requested_slot="date_check", date_check=check)
    assert (found.facts, found.declined) == (facts, declined)
    assert found.check == (check if open_still else None)


def test_another_date_takes_the_place_of_the_one_to_be_confirmed() -> None:
    found = heard("9 April 2026", dates=[("9 April 2026", None)], requested_slot="date_check", date_check=CHECK)
    assert (found.facts, found.check) == ({"certificate_date": date(2026, 4, 9)}, None)


def test_choosing_one_of_two_days_settles_it() -> None:
    found = heard("", dates=[("2026-04-21", None)], requested_slot="date_check", date_check=WHICH)
    assert (found.facts, found.check) == ({"decision_date": date(2026, 4, 21)}, None)


def test_a_doubtful_date_after_a_doubtful_date_is_asked_about_in_its_turn() -> None:
    found = heard("3 March 2020", dates=[("3 March 2020", None)], requested_slot="date_check", date_check=WHICH)
    assert found.check == {"fact": "decision_date", "days": ["2020-03-03"], "reason": "long_ago"}


# ---------------------------------------------------------------- answers without a date

WITHOUT_DATE: list[tuple[str, str, str, dict[str, Any], set[str]]] = [
    # what is asked, the intent, the words, then: the facts, what is declined
    ("placement_only", "affirm", "yes", {}, set()),  # a bare yes to "only …? or also …?" says nothing
    ("placement_only", "affirm", "yes both", {"placement_only": False}, set()),
    ("placement_only", "deny", "no", {}, set()),
    ("placement_only", "deny", "no, just the school", {"placement_only": True}, set()),
    ("placement_only", "do_not_know", "not sure", {}, {"placement_only"}),
    ("placement_only", "inform", "only the school", {"placement_only": True}, set()),
    ("placement_only", "inform", "the rest is fine", {"placement_only": True}, set()),
    ("placement_only", "inform", "both", {"placement_only": False}, set()),
    ("placement_only", "inform", "section F as well, not only the school", {"placement_only": False}, set()),
    ("placement_only", "inform", "hm", {}, set()),
    ("in_ehc_process", "affirm", "yes", {"in_ehc_process": True}, set()),
    ("in_ehc_process", "deny", "no", {"in_ehc_process": False}, set()),
    ("in_ehc_process", "do_not_know", "no idea", {}, {"in_ehc_process"}),
    ("in_ehc_process", "inform", "only the school", {}, set()),
    ("plan_stage", "do_not_know", "don't know", {}, {"plan_stage"}),
    ("plan_stage", "deny", "no", {}, set()),
    ("counterparty", "do_not_know", "don't know", {}, {"counterparty"}),
    ("counterparty", "inform", "nobody helps", {}, set()),
    ("decision_date", "deny", "no", {}, {"decision_date"}),
    ("decision_date", "do_not_know", "I don't have the letter", {}, {"decision_date"}),
    ("decision_date", "inform", "I have not got it", {}, {"decision_date"}),
    ("decision_date", "inform", "hm", {}, set()),
    ("certificate_date", "deny", "not yet", {}, {"certificate_date"}),
    ("certificate_date", "inform", "we haven't got one", {}, {"certificate_date"}),
    ("adviser_contacted_on", "deny", "never", {}, {"adviser_contacted_on", "not_contacted"}),
    ("adviser_contacted_on", "do_not_know", "no idea when", {}, {"adviser_contacted_on"}),
    ("council", "deny", "rather not", {}, {"council"}),
    ("council", "inform", "it is no big place", {}, set()),
]


@pytest.mark.parametrize(("asked", "intent", "text", "facts", "declined"), WITHOUT_DATE)
def test_an_answer_without_a_date(asked: str, intent: str, text: str, facts: dict[str, Any], declined: set[str]) -> None:
    found = heard(text, intent, requested_slot=asked)
    assert (found.facts, found.declined) == (facts, declined)
    assert (found.check, found.problems) == (None, [])


@pytest.mark.parametrize("intent", ["affirm", "deny", "do_not_know", "inform"])
def test_yes_and_no_to_nothing_change_nothing(intent: str) -> None:
    found = heard("no", intent)
    assert (found.facts, found.declined, found.problems) == ({}, set(), [])


def test_yes_to_the_certificate_asks_for_its_date() -> None:
    assert heard("yes", "affirm", requested_slot="certificate_date").problems == [("utter_need_certificate_date", {})]
    assert heard("yes", "affirm", requested_slot="adviser_contacted_on").problems == [("utter_need_adviser_contacted_on", {})]


def test_a_vague_word_for_the_letter_is_no_date_and_no_refusal() -> None:
    found = heard("it was not long ago", requested_slot="decision_date")
    assert (found.problems, found.declined) == ([("utter_date_vague", {})], set())


def test_a_date_with_a_no_is_a_date() -> None:
    found = heard("no, 3 March 2026", "deny", [("3 March 2026", None)], requested_slot="decision_date")
    assert (found.facts, found.declined) == ({"decision_date": LETTER}, set())


# ---------------------------------------------------------------- a section of a final plan, without a verb


@pytest.mark.parametrize(
    ("text", "intent", "stage", "subject"),
    [
        ("final plan section F letter 3 March 2026, no certificate never rang", "carrying_out_duties", "final", "plan_contents"),
        ("EHCP final 3 March 2026 letter, sec B and F", "inform", "final", "plan_contents"),
        ("final plan section F not delivered since 3 March 2026", "carrying_out_duties", "final", None),
        ("draft plan section F 3 March 2026", "inform", "draft", None),
        ("final plan section I 3 March 2026", "inform", "final", "placement"),
        ("final plan section F 3 March 2026, is that enough", "faq", "final", "plan_contents"),
    ],
)
def test_a_section_of_a_final_plan_is_about_what_it_says(text: str, intent: str, stage: str, subject: str | None) -> None:
    slots = {"subject": intent} if intent == "carrying_out_duties" else {}
    entities = [entity("plan_stage", stage), on("3 March 2026", "decision", text)]
    assert hear(tracker(text, intent, entities, **slots), TODAY).facts.get("subject") == subject


# ---------------------------------------------------------------- the stage, choices of buttons, age


def test_one_stage_is_taken_at_any_time() -> None:
    assert hear(tracker("x", entities=[entity("plan_stage", "draft")]), TODAY).facts == {"plan_stage": "draft"}


def test_of_two_stages_the_last_counts_where_it_was_asked_or_corrected() -> None:
    two = [entity("plan_stage", "draft"), entity("plan_stage", "final")]
    assert hear(tracker("x", entities=two), TODAY).facts == {}
    assert hear(tracker("x", entities=two, requested_slot="plan_stage"), TODAY).facts == {"plan_stage": "final"}
    assert hear(tracker("x", "correct", entities=two), TODAY).facts == {"plan_stage": "final"}


@pytest.mark.parametrize("fact", ["placement_only", "in_ehc_process"])
def test_chosen_answers_are_taken(fact: str) -> None:
    assert hear(tracker(entities=[entity(fact, "yes")], requested_slot=fact), TODAY).facts == {fact: True}
    assert hear(tracker(entities=[entity(fact, "no")], requested_slot=fact), TODAY).facts == {fact: False}
    assert hear(tracker(entities=[entity(fact, "maybe")]), TODAY).facts == {}


def test_a_stage_that_is_none_is_not_taken() -> None:
    assert hear(tracker(entities=[entity("plan_stage", "banana")]), TODAY).facts == {}


@pytest.mark.parametrize(
    ("text", "young"),
    [("he is 17", True), ("I'm 19 and at college", True), ("my son is 24", True), ("he is 16", False), ("she is 25", False),
     ("17 pages", False), ("he is 170 cm tall", False), ("they're 20 days late with the plan", False),
     ("he's 20 minutes late every day", False), ("she's 17 weeks without a taxi", False),
     ("he is 18 months behind in reading", False), ("he's 19th on the list", False), ("he's 17. the council said no", True)],
)  # fmt: skip
def test_age_shows_whose_right_it_is(text: str, young: bool) -> None:
    assert heard(text).facts == ({"young_person": True} if young else {})


@pytest.mark.parametrize(
    ("text", "young"),
    [("I'm 19 and at college", True), ("the council won't assess me", True),
     ("they named a college in my plan", True),
     ("my EHCP is final", True), ("they want to end my plan", True), ("he is 17", False),
     ("my son is 17, they won't assess him", False),
     ("my plan is to appeal", False), ("my EHCP request was refused", False), ("I'm 16 weeks into the assessment", False)],
)  # fmt: skip
def test_who_speaks(text: str, young: bool) -> None:
    assert heard(text).young is young


@pytest.mark.parametrize(
    ("text", "both"),
    [("section F is wrong and also the school they named", True), ("sections B and F and the placement", True),
     ("B, F and I", True),
     ("wrong school and not enough therapy hours", True), ("we want more OT in F, and they put the wrong college", True),
     ("section F is vague and the school named is fine", False), ("I disagree with section B and F", False),
     ("the school says he needs more and the plan does not say it", False),
     ("TA hours cut and nursery have put him on half days", False),
     ("section F says the school will give help and it is too vague", False)],
)  # fmt: skip
def test_the_school_in_the_plan_beside_its_contents(text: str, both: bool) -> None:
    assert heard(text, "plan_contents", subject="plan_contents").facts == ({"placement_only": False} if both else {})


@pytest.mark.parametrize(
    ("text", "subject"),
    [("daughters plan final letter", None), ("plan finalised", None), ("final letter, the plan ends", "ceasing_plan")],
)
def test_a_final_plan_is_not_the_end_of_one(text: str, subject: str | None) -> None:
    ranking = [{"name": "inform", "confidence": 0.8}, {"name": "ceasing_plan", "confidence": 0.2}]
    stage = [entity("plan_stage", "final")]  # what explains that it is taken for facts
    found = hear(tracker(text, "inform", stage, message={"label_ranking": ranking}), TODAY)
    assert found.facts.get("subject") == subject


def test_what_was_declined_before_is_remembered() -> None:
    assert declined_of(tracker(declined=["council"])) == {"council"}
    assert declined_of(tracker()) == set()


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("we got a letter saying they are THINKING of ceasing the plan and want our views", True),
        ("the council intends to cease the plan", True),
        ("they considered it and have decided to end his plan", False),
        ("the council ended the plan", False),
    ],
)
def test_an_intention_is_no_decision(text: str, only: bool) -> None:
    heard = hear(tracker(text, "ceasing_plan", [on("7 April 2026", "decision")], subject="ceasing_plan"), TODAY)
    assert ([name for name, _ in heard.problems] == ["utter_answer_intention"]) is only
    assert ("decision_date" in heard.facts) is not only


@pytest.mark.parametrize(
    ("text", "after_review"),
    [
        ("I asked the council to change the plan by email and they said no. there hasnt been a review", False),
        ("council said no to changing his plan, no annual review happened", False),
        ("they refused to change it without a review", False),
        ("they refused to change it and the annual review never happened", False),
        ("the council will not change the plan after the annual review", None),
        ("they said no to changes at the review", None),
        ("they will not change the plan", None),
    ],
)
def test_a_review_that_did_not_happen_is_heard(text: str, after_review: bool | None) -> None:
    heard = hear(tracker(text, "refusal_to_amend", subject="refusal_to_amend"), TODAY)
    assert heard.facts.get("after_review") is after_review


def test_a_review_after_all_is_heard() -> None:
    heard = hear(tracker("it was after the review", "inform", subject="refusal_to_amend", after_review=False), TODAY)
    assert heard.facts == {"after_review": True}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("its 24 weeks since we asked and still no plan", "local_authority"),
        ("the annual review has not been held for two years", "local_authority"),
        ("his final plan is overdue", "local_authority"),
        ("no help from the plan is given", None),
        ("the speech therapy in his plan has stopped", "local_authority"),
        ("his 1:1 has not been given for 10 weeks and it is in the plan", None),
    ],
)
def test_plans_in_time_and_their_reviews_are_the_councils(text: str, body: str | None) -> None:
    assert heard(text, "carrying_out_duties", subject="carrying_out_duties").facts.get("counterparty") == body


def test_a_body_that_was_named_stays_the_other_side() -> None:
    said = heard("still no annual review", "inform", subject="carrying_out_duties", counterparty="school")
    assert "counterparty" not in said.facts
