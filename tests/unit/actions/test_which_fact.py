"""Dates in answers, as people write them: the right fact, no fact, or a question first. Words, roles and rules together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tracker_helpers import on, tracker

from actions.heard import Heard
from actions.listening import hear
from nlu.date_roles import role_of
from nlu.dates import find_phrases

TODAY = date(2026, 4, 23)  # a Thursday
LETTER: dict[str, Any] = {"decision_date": "2026-03-03", "subject": "refusal_to_assess"}
ASKED_CERTIFICATE = {**LETTER, "requested_slot": "certificate_date"}
ASKED_ADVISER = {**LETTER, "decision_date": "2026-02-10", "requested_slot": "adviser_contacted_on"}


def heard(text: str, intent: str = "inform", situations: list[str] | None = None, **slots: Any) -> Heard:
    """What a message changes, with its dates found and told apart as the pipeline does."""
    places = [(phrase.start, phrase.end) for phrase in find_phrases(text)]
    entities = [
        on(text[start:end], role_of(text, start, end, [other for other in places if other != (start, end)]), text)
        for start, end in places
    ]
    return hear(tracker(text, intent, entities, message={"situations": situations or []}, **slots), TODAY)


RANG = [
    ("not yet but i rang them on 20 april", date(2026, 4, 20), True),
    ("no, rang them yesterday", date(2026, 4, 22), True),
    ("not yet, spoke to a lady on monday she said its coming", date(2026, 4, 20), True),
    ("no i rang on 20th april", date(2026, 4, 20), True),
    ("i phoned up 20 april and they said 3 days", date(2026, 4, 20), False),
    ("I phoned about the certificate on 20 april", date(2026, 4, 20), False),
]


@pytest.mark.parametrize("intent", ["inform", "correct", "deny", "nlu_fallback"])
@pytest.mark.parametrize(("text", "day", "says_no"), RANG)
def test_a_call_told_when_the_certificate_is_asked_for_is_the_call_to_the_adviser(
    text: str, day: date, says_no: bool, intent: str
) -> None:
    found = heard(text, intent, **ASKED_CERTIFICATE)
    assert (found.facts, found.check) == ({"adviser_contacted_on": day}, None)
    assert ("certificate_date" in found.declined) is says_no


@pytest.mark.parametrize(
    "text",
    [
        "no i applied for it on 15 april",
        "no but mediation was 20 april",
        "no. they emailed me on 20 april asking for the letter",
        "havent got one, i only found out about this on 20 april",
        "no, i spoke to the council on 20 april",
        "not yet, the school rang me on 20 april",
        "nope. booked a call with them for 27 april",
    ],
)
def test_after_a_no_no_day_is_a_certificates_nor_changes_the_letter(text: str) -> None:
    found = heard(text, **ASKED_CERTIFICATE)
    assert (found.facts, found.check, found.problems) == ({}, None, [])
    assert found.declined == {"certificate_date"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("no, 20 april", "2026-04-20"),
        ("no the 13th of march", "2026-03-13"),
        ("no it was the 13th", "2026-03-13"),
        ("nope its dated 13 march", "2026-03-13"),
        ("friday 13 march sorry", "2026-03-13"),
        ("oh its friday 13 march", "2026-03-13"),
        ("sorry 13 march", "2026-03-13"),
        ("actually the 13th", "2026-03-13"),
    ],
)
def test_a_bare_day_that_may_put_another_right_is_asked_about(text: str, day: str) -> None:
    found = heard(text, "deny", **ASKED_CERTIFICATE)
    assert (found.facts, found.problems, found.declined) == ({}, [], set())
    assert found.check == {"fact": "decision_date", "days": [day], "reason": "instead"}


@pytest.mark.parametrize(
    ("text", "facts", "declined"),
    [
        ("13 april", {"certificate_date": date(2026, 4, 13)}, set()),
        ("yes sorry 13 april", {"certificate_date": date(2026, 4, 13)}, set()),
        ("sorry i have one, 13 april", {"certificate_date": date(2026, 4, 13)}, set()),
        ("not yet, 13 april", {}, {"certificate_date"}),
        ("no i got an email on 13 april", {}, {"certificate_date"}),
    ],
)
def test_an_answer_with_a_day_puts_nothing_right(text: str, facts: dict[str, date], declined: set[str]) -> None:
    found = heard(text, "inform", **ASKED_CERTIFICATE)
    assert (found.facts, found.declined, found.check) == (facts, declined, None)


def test_a_day_taken_back_for_one_that_cannot_be_read_is_asked_for_again() -> None:
    found = heard("no sorry the day before good friday", "deny", **ASKED_CERTIFICATE)
    assert (found.facts, found.declined) == ({"decision_date": None}, set())
    assert [name for name, _ in found.problems] == ["utter_date_approximate"]
    unsure = heard("sorry the day before good friday", "inform", **ASKED_CERTIFICATE)
    assert "decision_date" not in unsure.facts


ASKED_LETTER: dict[str, Any] = {"subject": "refusal_to_assess", "requested_slot": "decision_date"}


@pytest.mark.parametrize(
    ("text", "slots", "check"),
    [
        # Nothing but the guide's question can be meant, so it is an answer in doubt.
        ("so 3 march?", ASKED_LETTER, {"fact": "decision_date", "days": ["2026-03-03"], "reason": "meant"}),
        ("is it 3 march?", ASKED_LETTER, {"fact": "decision_date", "days": ["2026-03-03"], "reason": "meant"}),
        ("13 april?", ASKED_CERTIFICATE, {"fact": "certificate_date", "days": ["2026-04-13"], "reason": "meant"}),
        # A day to come, two days, or one asked about once the letter's is known.
        ("so 8th of may?", ASKED_LETTER, None),
        ("is it 3 march or 5 march", ASKED_LETTER, None),
        ("so 8th of may?", ASKED_CERTIFICATE, None),
        ("8 may yes?", ASKED_CERTIFICATE, None),
        ("so not 13 april?", ASKED_CERTIFICATE, None),
        ("is 13 april the one", ASKED_ADVISER, None),
        ("counting from 13 april?", ASKED_CERTIFICATE, None),
        ("and if i send it 9th may", ASKED_CERTIFICATE, None),
    ],
)
def test_a_day_put_as_a_question_is_never_a_fact(text: str, slots: dict[str, Any], check: dict[str, Any] | None) -> None:
    for intent in ("inform", "affirm", "faq"):
        found = heard(text, intent, **slots)
        assert (found.facts, found.check) == ({}, check)


@pytest.mark.parametrize(
    "text", ["i sent the appeal off on 20 april", "we posted our SEND35 form on 20 april", "i complained 2 april"]
)
def test_what_was_sent_is_no_paper_of_ours(text: str) -> None:
    found = heard(text, "nlu_fallback", **ASKED_CERTIFICATE)
    assert (found.facts, found.check) == ({}, None)


NEAR = [
    # What is a certificate's, an adviser's or a letter's date all the same.
    ("20 april", {"certificate_date": date(2026, 4, 20)}, ASKED_CERTIFICATE),
    ("yes it's dated 20 april", {"certificate_date": date(2026, 4, 20)}, ASKED_CERTIFICATE),
    ("I rang and got a certificate dated 20 April", {"certificate_date": date(2026, 4, 20)}, ASKED_CERTIFICATE),
    ("no sorry, the certificate is dated 20 april", {"certificate_date": date(2026, 4, 20)}, ASKED_CERTIFICATE),
    ("no, the letter is dated 13 march", {"decision_date": date(2026, 3, 13)}, ASKED_CERTIFICATE),
    ("i emailed them 1 april no reply", {"adviser_contacted_on": date(2026, 4, 1)}, ASKED_ADVISER),
    ("1 april", {"adviser_contacted_on": date(2026, 4, 1)}, ASKED_ADVISER),
    ("rang 1 april", {"adviser_contacted_on": date(2026, 4, 1)}, ASKED_ADVISER),
    ("no, 3 March 2026", {"decision_date": date(2026, 3, 3)}, {"requested_slot": "decision_date"}),
]


@pytest.mark.parametrize(("text", "facts", "slots"), NEAR)
def test_an_answer_is_still_an_answer(text: str, facts: dict[str, date], slots: dict[str, Any]) -> None:
    found = heard(text, **slots)
    assert (found.facts, found.check) == (facts, None)


def test_never_with_another_day_means_never() -> None:
    found = heard("never, only opened it 20 april", **ASKED_ADVISER)
    assert (found.facts, found.check) == ({}, None)
    assert {"adviser_contacted_on", "not_contacted"} <= found.declined


MEANT = [
    ("the lady i rang on 21 april said ill get it friday", "council", "adviser_contacted_on", "2026-04-21"),
    ("they rang me on 21 april", "certificate_date", "adviser_contacted_on", "2026-04-21"),
    ("is the certificate the same as the mediation letter dated 10 april", "certificate_date", "certificate_date", "2026-04-10"),
    ("they refused again on 21 april", "certificate_date", "certificate_date", "2026-04-21"),
]


@pytest.mark.parametrize(("text", "asked", "fact", "day"), MEANT)
def test_a_day_that_may_be_none_of_ours_is_asked_about(text: str, asked: str, fact: str, day: str) -> None:
    found = heard(text, "nlu_fallback", **LETTER, requested_slot=asked)
    assert (found.facts, found.check) == ({}, {"fact": fact, "days": [day], "reason": "meant"})


def test_yes_takes_it_and_no_drops_it() -> None:
    check = {"fact": "adviser_contacted_on", "days": ["2026-04-21"], "reason": "meant"}
    assert heard("yes", "affirm", **LETTER, date_check=check).facts == {"adviser_contacted_on": date(2026, 4, 21)}
    found = heard("no", "deny", **LETTER, date_check=check)
    assert (found.facts, found.check) == ({}, None)


def test_a_call_before_the_letter_is_known_is_not_the_advisers_unless_it_says_so() -> None:
    assert heard("i rang them 20 april", subject="refusal_to_assess", requested_slot="decision_date").facts == {}
    said = heard("i rang the mediation people 20 april", subject="refusal_to_assess", requested_slot="decision_date")
    assert said.facts == {"adviser_contacted_on": date(2026, 4, 20)}


def test_for_discrimination_there_is_no_adviser() -> None:
    assert heard("i rang them on 20 april", subject="disability_discrimination", requested_slot="decision_date").facts == {}


def test_a_second_call_does_not_move_the_first() -> None:
    found = heard("rang them again on 20 april", **ASKED_CERTIFICATE, adviser_contacted_on="2026-04-01")
    assert (found.facts, found.check) == ({}, None)


def test_the_first_call_is_put_right() -> None:
    known = {**LETTER, "adviser_contacted_on": "2026-04-01"}
    assert heard("Sorry, I first rang the mediation adviser on 20 March", **known).facts == {
        "adviser_contacted_on": date(2026, 3, 20)
    }
    found = heard("rang the mediation adviser 20 March", **known)
    assert (found.facts, found.check) == ({}, {"fact": "adviser_contacted_on", "days": ["2026-03-20"], "reason": "instead"})


# ---------------------------------------------------------------- a date that is known


def test_a_known_date_changes_only_by_a_clear_correction() -> None:
    found = heard("they refused on 20 april", **LETTER, requested_slot="council")
    assert (found.facts, found.check) == ({}, {"fact": "decision_date", "days": ["2026-04-20"], "reason": "instead"})
    assert heard("the letter is dated 20 april", **LETTER).facts == {"decision_date": date(2026, 4, 20)}
    assert heard("sorry it was 20 april", "correct", **LETTER).facts == {"decision_date": date(2026, 4, 20)}
    assert heard("sorry it was 20 april", **ASKED_CERTIFICATE).facts == {"certificate_date": date(2026, 4, 20)}


MONTH_KEPT = [
    ("sorry it was the 13th", "correct", "2026-03-12", date(2026, 3, 13)),
    ("oops i meant the 14th", "inform", "2026-03-04", date(2026, 3, 14)),
    ("typo, 13th", "inform", "2026-03-03", date(2026, 3, 13)),
    ("sorry the letter is dated the 31st", "correct", "2025-12-30", date(2025, 12, 31)),
    ("sorry, 13th april", "correct", "2026-03-12", date(2026, 4, 13)),  # its own month counts
    ("sorry, yesterday", "correct", "2026-03-12", date(2026, 4, 22)),
]


@pytest.mark.parametrize(("text", "intent", "known", "day"), MONTH_KEPT)
def test_a_bare_day_keeps_the_month_that_it_puts_right(text: str, intent: str, known: str, day: date) -> None:
    found = heard(text, intent, requested_slot="certificate_date", subject="refusal_to_assess", decision_date=known)
    assert (found.facts, found.check) == ({"decision_date": day}, None)


@pytest.mark.parametrize(("known", "day"), [("2026-04-13", "2026-03-31"), ("2026-02-12", "2026-03-31")])
def test_a_bare_day_that_month_has_not_had_is_asked_about(known: str, day: str) -> None:
    found = heard("sorry it was the 31st", "correct", decision_date=known, requested_slot="certificate_date")
    assert (found.facts, found.check) == ({}, {"fact": "decision_date", "days": [day], "reason": "instead"})


def test_a_bare_day_that_is_asked_for_is_the_latest() -> None:
    assert heard("the 13th", requested_slot="decision_date").facts == {"decision_date": date(2026, 4, 13)}


def test_of_two_known_dates_the_one_given_last_is_put_right() -> None:
    known = {"decision_date": "2026-03-02", "certificate_date": "2026-04-05"}
    told = {"facts": known, "answer": None, "lately": "certificate_date"}
    found = heard("sorry its the 7th", "correct", **known, told=told)
    assert found.facts == {"certificate_date": date(2026, 4, 7)}
    unclear = heard("sorry its the 7th", "correct", **known)
    assert (unclear.facts, unclear.problems) == ({}, [("utter_date_of_what", {"day": date(2026, 4, 7)})])


# ---------------------------------------------------------------- the council's own day, and "section F wrong"


@pytest.mark.parametrize(("said", "day"), [("4 may 2026", "2026-05-04"), ("4 may", "2026-05-04")])
def test_the_letters_own_last_day_is_kept_and_is_no_fact(said: str, day: str) -> None:
    found = heard(f"refused to assess dated 13 march, letter says i must appeal by {said}")
    assert found.facts == {"subject": "refusal_to_assess", "decision_date": date(2026, 3, 13)}
    assert found.letter_says == {"appeal_by": day, "contact_adviser_by": None}


@pytest.mark.parametrize("text", ["i have to appeal by 4 may 2026", "the letter says we must reply by 4 may 2026"])
def test_another_last_day_is_not_the_letters_for_an_appeal(text: str) -> None:
    assert heard(text).letter_says is None


@pytest.mark.parametrize("text", ["section F wrong dated 2 march 2026", "4 march was wrong 2 march 2026 is right"])
def test_wrong_takes_no_date_back(text: str) -> None:
    assert date(2026, 3, 2) in (
        heard(text, "inform").facts.values() or heard(text, "correct", decision_date="2026-03-04").facts.values()
    )


# ---------------------------------------------------------------- a day is a fact only where the words tie it to one


STRAY = [
    "can i count from the 17th",
    "can we count from the 17th",
    "do i count from the 17th march",
    "does that mean i count from the 17th",
    "can i count from the 17th instead",
    "i am away from the 20th",
    "im free on 20 april",
    "what do i do tomorrow morning",
    "is the adviser line open saturday",
    "what happens on 5 may",
    "im seeing the gp 20 april",
    "the adviser is ringing me back on 28 april",
    "its not the 20th",
    "the 20th isnt the date on it",
]


@pytest.mark.parametrize("intent", ["inform", "faq", "nlu_fallback", "correct"])
@pytest.mark.parametrize("asked", ["certificate_date", "adviser_contacted_on", "council"])
@pytest.mark.parametrize("text", STRAY)
def test_a_stray_day_is_no_fact_and_is_not_asked_about(text: str, asked: str, intent: str) -> None:
    found = heard(text, intent, **{**ASKED_ADVISER, "requested_slot": asked})
    assert (found.facts, found.check, found.problems) == ({}, None, [])


@pytest.mark.parametrize(
    "text", ["my mum is 60 on 20 april", "20 april can i use that", "so from the 20th april then", "20 april?"]
)
def test_a_day_that_nothing_ties_to_the_certificate_is_asked_about(text: str) -> None:
    found = heard(text, **ASKED_CERTIFICATE)
    assert (found.facts, found.check) == ({}, {"fact": "certificate_date", "days": ["2026-04-20"], "reason": "meant"})


@pytest.mark.parametrize("text", ["we heard on 3 march", "3 march?", "they said he is not bad enough 3 march"])
@pytest.mark.parametrize("slots", [ASKED_LETTER, {"subject": "refusal_to_assess"}])
def test_a_day_that_nothing_ties_to_the_letter_is_asked_about(text: str, slots: dict[str, Any]) -> None:
    found = heard(text, **slots)
    assert (found.facts, found.check) == ({}, {"fact": "decision_date", "days": ["2026-03-03"], "reason": "meant"})


@pytest.mark.parametrize(
    "text",
    [
        "3 march",
        "um 3rd of march i think",
        "its 3/3/26",
        "3 march. section f is wrong",
        "030326",
        "it was the 3rd of march, sorry",
    ],
)
def test_a_plain_answer_is_taken(text: str) -> None:
    assert heard(text, **ASKED_LETTER).facts == {"decision_date": date(2026, 3, 3)}


def test_six_digits_are_a_date_only_where_one_was_asked_for() -> None:
    found = heard("030326", subject="refusal_to_assess", requested_slot="council")
    assert (found.facts, found.check, found.problems) == ({}, None, [])


def test_a_question_that_puts_right_is_asked_about() -> None:
    found = heard("can you change it to 5 march", "correct", **ASKED_CERTIFICATE)
    assert (found.facts, found.check) == ({}, {"fact": "decision_date", "days": ["2026-03-05"], "reason": "instead"})


NOT_RUNG = [
    "havent rung anyone omg is it today",
    "no i havent rung anyone, is it today",
    "no certificate, i havent spoken to the adviser, is it today",
    "I have not contacted the adviser as of today",
]


@pytest.mark.parametrize("asked", ["certificate_date", "adviser_contacted_on", "council"])
@pytest.mark.parametrize("text", NOT_RUNG)
def test_what_was_not_done_has_no_day(text: str, asked: str) -> None:
    found = heard(text, **{**ASKED_ADVISER, "requested_slot": asked})
    assert (found.facts, found.check) == ({}, None)
    assert {"adviser_contacted_on", "not_contacted"} <= found.declined


def test_not_until_that_day_is_that_day() -> None:
    assert heard("i didnt ring until 1 april", **ASKED_ADVISER).facts == {"adviser_contacted_on": date(2026, 4, 1)}


@pytest.mark.parametrize(
    "text", ["my mum rang them 1 april but no one answered", "tried to ring 1 april", "rang 1 april no answer"]
)
def test_a_call_that_perhaps_nobody_answered_is_asked_about(text: str) -> None:
    found = heard(text, **ASKED_ADVISER)
    assert (found.facts, found.check) == ({}, {"fact": "adviser_contacted_on", "days": ["2026-04-01"], "reason": "reached"})


@pytest.mark.parametrize(
    "text", ["we asked on 12 january", "i asked them on the 12th of january", "we sent the request 12 january"]
)
@pytest.mark.parametrize("slots", [ASKED_LETTER, {"subject": "refusal_to_assess"}])
def test_the_day_of_the_request_is_told_from_the_letters(text: str, slots: dict[str, Any]) -> None:
    found = heard(text, **slots)
    assert (found.facts, found.problems) == ({}, [("utter_date_of_request", {"day": date(2026, 1, 12)})])


def test_the_day_of_the_request_beside_the_letters_is_not_spoken_of() -> None:
    found = heard("we asked on 12 january, refused 3 march", **ASKED_LETTER)
    assert (found.facts, found.problems) == ({"decision_date": date(2026, 3, 3)}, [])


def test_of_two_childrens_letters_it_is_asked_which() -> None:
    found = heard("Ive got twins, one was refused an assessment on 10 march, the other got his final plan 1 april")
    assert found.facts == {} and found.check
    assert (found.check["reason"], found.check["days"]) == ("two", ["2026-03-10", "2026-04-01"])


def test_a_claims_day_to_come_is_not_taken_for_last_years() -> None:
    claim = {"subject": "disability_discrimination", "counterparty": "school", "requested_slot": "decision_date"}
    found = heard("its on 20 may", **claim)
    assert (found.facts, found.check, found.problems) == ({}, None, [("utter_date_future", {"day": date(2026, 5, 20)})])
    assert heard("it was on 10 february", **claim).facts == {"decision_date": date(2026, 2, 10)}


ASKED_LETTER = {"subject": "refusal_to_assess", "requested_slot": "decision_date"}
UNDATED = ["letter_undated"]


@pytest.mark.parametrize("text", ["the email is 16 april", "they emailed me on 16 april", "e-mail dated 16 april"])
def test_an_email_alone_may_only_be_news_of_the_decision(text: str) -> None:
    found = heard(text, **ASKED_LETTER)
    assert found.facts == {} and found.check == {"fact": "decision_date", "days": ["2026-04-16"], "reason": "email"}


@pytest.mark.parametrize("text", ["the letter they emailed is dated 16 april", "email with the letter attached, dated 16 april"])
def test_a_letter_by_email_is_a_letter(text: str) -> None:
    assert heard(text, **ASKED_LETTER).facts == {"decision_date": date(2026, 4, 16)}


def test_an_email_with_a_letter_still_to_come_gives_no_day() -> None:
    found = heard("they emailed on 16 april, a letter will follow", situations=["no_letter_yet"], **ASKED_LETTER)
    assert (found.facts, found.check, found.declined) == ({}, None, {"decision_date"})


@pytest.mark.parametrize(("intent", "text"), [("deny", "no"), ("deny", "no there is a letter to come")])
def test_a_no_to_the_email_waits_for_the_letter(intent: str, text: str) -> None:
    check = {"fact": "decision_date", "days": ["2026-04-16"], "reason": "email"}
    found = heard(text, intent, date_check=check, subject="refusal_to_assess", requested_slot="date_check")
    assert (found.facts, found.check, found.declined) == ({}, None, {"decision_date"})


def test_of_a_letter_without_a_date_the_day_of_sending_is_asked() -> None:
    found = heard("I got the final plan on 17 April the letter has no date on it", situations=UNDATED)
    assert found.facts == {} and found.check == {"fact": "decision_date", "days": ["2026-04-17"], "reason": "sent"}


def test_an_email_is_sent_on_the_day_it_comes() -> None:
    check = {"fact": "decision_date", "days": ["2026-04-17"], "reason": "sent"}
    found = heard("the email came on the 17th with the plan attached", date_check=check, requested_slot="date_check")
    assert (found.facts, found.check) == ({"decision_date": date(2026, 4, 17)}, None)


def test_no_date_on_it_answers_whether_a_day_is_printed_on_it() -> None:
    check = {"fact": "decision_date", "days": ["2026-04-17"], "reason": "came"}
    found = heard("the letter has no date on it", "deny", UNDATED, date_check=check, requested_slot="date_check")
    assert found.check == {**check, "reason": "sent"}


def test_a_day_that_was_looked_up_is_plain() -> None:
    assert heard("ok found it 19/3/26", **ASKED_LETTER).facts == {"decision_date": date(2026, 3, 19)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("it says in the letter deadline 20 april", {"appeal_by": "2026-04-20", "contact_adviser_by": None}),
        ("council letter says i have until 30 may", {"appeal_by": "2026-05-30", "contact_adviser_by": None}),
        ("council says the deadline is 5pm 12 may", {"appeal_by": "2026-05-12", "contact_adviser_by": None}),
        ("the letter says i must ring the adviser by 3 may", {"appeal_by": None, "contact_adviser_by": "2026-05-03"}),
    ],
)
def test_a_last_day_that_was_told_is_kept_and_is_no_letters_date(text: str, says: dict[str, str | None]) -> None:
    found = heard(text, **LETTER)
    assert (found.facts, found.letter_says) == ({}, says)


@pytest.mark.parametrize(
    "text",
    [
        "my friend says the deadline is 12 may",
        "they said i have until 12 may to comment on the draft",
        "the council said the plan will be done by 30 may",
        "the council said the phase transfer deadline is 15 february",
    ],
)
def test_other_deadlines_are_not_the_letters(text: str) -> None:
    found = heard(text, **LETTER)
    assert (found.facts, found.letter_says) == ({}, None)
