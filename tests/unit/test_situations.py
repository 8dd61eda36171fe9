"""Situations: found where they are spoken of, and not where a message only sounds like it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nlu.situations import read_situations, situations
from tests.patience import LONGEST

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("ive got 60 days", "belief_in_days"),
        ("they said its 60 days", "belief_in_days"),
        ("i am a foster carer, am i allowed to appeal", "not_the_parent"),
        ("I'm his nan, I have special guardianship", "not_the_parent"),
        ("the boy is in care", "not_the_parent"),
        ("social worker says it must go through them", "not_the_parent"),
        ("we are not his parents", "not_the_parent"),
        ("mum doesnt agree with appealing", "parents_disagree"),
        ("LA didnt answer my request for assessment its been 9 weeks", "before_decision"),
        ("our mediation was cancelled and it's been more than 30 days", "mediation_past_30_days"),
        ("its been over 30 days and council still hasnt arranged mediation", "mediation_past_30_days"),
        ("still waiting for mediation, asked in January", "mediation_past_30_days"),
        ("The mediation got cancelled on the day", "mediation_cancelled"),
        ("they postponed our mediation twice", "mediation_cancelled"),
        ("mediation is booked for 20 May", "mediation_booked"),
        ("Our mediation is next Tuesday", "mediation_booked"),
        ("we had mediation yesterday and got nowhere", "mediation_held"),
        ("mediation was on 8 april", "mediation_held"),
        ("had mediation on 8 april about section F", "mediation_held"),
        ("mediation failed, what now", "mediation_held"),
        ("We went to the mediation meeting last week", "mediation_held"),
        ("the mediation session took place on Monday", "mediation_held"),
        ("mediation came to nothing", "mediation_held"),
        ("can I cancel the mediation. they cancelled our mediation last week", "mediation_cancelled"),
        ("I don't want to appeal anymore", "no_appeal_wanted"),
        ("im done with appealing", "no_appeal_wanted"),
        ("we decided not to go to tribunal", "no_appeal_wanted"),
        ("can you help me drop the appeal", "no_appeal_wanted"),
        ("we agreed at mediation and the council hasn't done it", "agreement_not_kept"),
        ("they broke the mediation agreement", "agreement_not_kept"),
        ("Everything they agreed to in mediation, none of it has happened", "agreement_not_kept"),
        ("still waiting for the certificate", "waiting_for_certificate"),
        ("the certificate still hasn't come", "waiting_for_certificate"),
        ("the mediation adviser never answers", "adviser_not_answering"),
        ("I can't get through to the adviser", "adviser_not_answering"),
        ("I have sent the appeal already", "appeal_sent"),
        ("we've lodged our appeal", "appeal_sent"),
        ("my appeal has been registered", "appeal_sent"),
        ("I have no decision yet", "before_decision"),
        ("the council hasn't decided yet", "before_decision"),
        ("everyone on facebook says the deadline is 60 days from when you get the letter", "hearsay"),
        ("the school said I can't appeal", "hearsay"),
        ("caseworker told me I have to go to mediation", "hearsay"),
        ("I've got two children, one refused assessment and the other's plan is rubbish", "two_children"),
        ("it's about my son and my daughter", "two_children"),
        ("I disagree with both the council and the school", "council_and_school"),
        ("they refused to assess my daughter. i have 28 days right?", "belief_in_days"),
        ("its 60 days isnt it? refused to issue letter 31 dec 2025", "belief_in_days"),
        ("someone told me i have 60 days to appeal", "belief_in_days"),
        ("is it 30 days after i receive the certificate", "belief_in_days"),
        ("refused to issue 10 april. cert 20 april. if i post the form on 10 june is that ok", "posted_or_arrived"),
        ("does it have to arrive or just be posted by then", "posted_or_arrived"),
        ("we did disagreement resolution already so do i still need the certificate", "dr_gives_no_certificate"),
        ("is the certificate needed after DR", "dr_gives_no_certificate"),
        ("We are a school. Can we appeal the refusal to assess?", "only_the_family_appeals"),
        ("im a teaching assistant the council refused our pupil letter 9 april", "only_the_family_appeals"),
        ("can the school appeal for us", "only_the_family_appeals"),
        ("i lost my certificate", "lost_certificate"),
        ("can i appeal that?", "appeal_this"),
        ("so can we go to tribunal about that", "appeal_this"),
        ("I can't find the mediation certificate", "lost_certificate"),
        ("can we appeal that to the tribunal", "appeal_this"),
        ("so we can't appeal?", "appeal_this"),
        ("it's because of her epilepsy can i not go to tribunal", "appeal_this"),
        ("it's because of her epilepsy, can i not go to the tribunal", "appeal_this"),
        ("he keeps getting bullied", "bullied"),
        ("i haven't had a letter yet", "no_letter_yet"),
        ("the letter still hasn't come", "no_letter_yet"),
        ("we have nothing in writing", "no_letter_yet"),
        ("she is bullied at school", "bullied"),
        ("other kids keep bullying him", "bullied"),
        ("the senco won't ask for an assessment", "school_will_not_ask"),
        ("nursery refuses to apply for an ehcp", "school_will_not_ask"),
        ("the school will not assess him", "school_decides"),
        ("you are useless", "anger"),
        ("this is a stupid waste of time", "anger"),
        ("ffs just tell me", "anger"),
        ("you got that wrong", "got_it_wrong"),
        ("no thats wrong", "got_it_wrong"),
        ("You've misunderstood me there", "got_it_wrong"),
        ("you have it wrong", "got_it_wrong"),
        ("that's not what i said", "got_it_wrong"),
        ("this is incorrect", "got_it_wrong"),
        ("wait, you got it all wrong", "got_it_wrong"),
        ("i didnt say that", "got_it_wrong"),
        ("it isn't right", "got_it_wrong"),
        ("is anyone even open", "opening_hours"),
        ("are they open on saturday", "opening_hours"),
        ("is the adviser open tomorrow", "opening_hours"),
        ("is the council open at christmas", "opening_hours"),
        ("what are the opening hours", "opening_hours"),
        ("will anyone be working today", "opening_hours"),
        ("what time does the line open", "opening_hours"),
        ("are the offices shut over christmas", "opening_hours"),
        ("then what if the council dont reply", "council_does_not_reply"),
        ("what happens if the council doesn't respond", "council_does_not_reply"),
        ("what if the LA ignores me", "council_does_not_reply"),
        ("what if the council does not get back to me", "council_does_not_reply"),
    ],
)
def test_is_found(text: str, situation: str) -> None:
    assert situation in read_situations(text)


@pytest.mark.parametrize(
    "text",
    [
        "the council refused to assess my son, he is in year 4",
        "my son is in the care plan meeting",
        "what if i was not his mum",
        "he is not looked after properly",
        "social worker says we need respite",
        "my husband doesnt want the school",
        "",
        "is mediation free?",
        "can I cancel mediation?",
        "what if we don't want to appeal",
        "the council said we should drop the appeal",
        "what if mediation failed",
        "we haven't had mediation",
        "we never had mediation",
        "have you tried mediation",
        "what happens after mediation",
        "I had a mediation adviser on the phone",
        "I have done the mediation certificate call",
        "how is mediation arranged",
        "what happens if we don't agree at mediation",
        "what if the certificate hasn't come in time",
        "how do I send the appeal",
        "I haven't sent my appeal yet",
        "should I appeal before the letter comes",
        "the council refused to assess my son",
        "my son is 11 and has autism, he has two TAs",
        "the school said no",
        "his teacher said he is fine",
        "they agreed to assess and then said no plan",
        "she has been out of school for 30 days",
        "mediation must be in 30 days right",
        "we have 15 days to comment on the draft",
        "it's 30 days since they wrote",
        "we are moving school in September",
        "I am a teacher and my son was refused an assessment",
        "do I have to be there at the hearing",
        "the council sent the letter on 10 April",
        "what is disagreement resolution",
        "no certificate yet",
        "can I appeal the school named in the plan?",
        "can I appeal if they refuse to assess",
        "we can't appeal without the certificate",
        "i have a letter here",
        "what if no letter has come",
        "the council is bullying us",
        "the school asked for an assessment and the council won't assess",
        "school will not follow the plan",
        "the council decided not to assess him",
        "the plan is wrong",
        "that's wrong, the letter is dated 4 march",
        "section F is wrong",
        "they got it wrong",
        "the council got that wrong",
        "is the appeal still open",
        "is my case closed",
        "the school is open in august",
        "open evening at the school",
        "the council did not reply to my email",
        "what if they refuse",
        "is it open to appeal",
        "wrong date, its 12 feb",
    ],
)
def test_is_not_found(text: str) -> None:
    assert read_situations(text) == []


def test_every_situation_has_words() -> None:
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    assert {f"utter_situation_{s.name}" for s in situations()} <= set(responses)


def test_topics_that_are_replaced_exist() -> None:
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    assert {f"utter_faq/{topic}" for s in situations() for topic in s.instead_of} <= set(responses)


@given(st.text(max_size=1_000))
def test_any_text_is_read(text: str) -> None:
    assert set(read_situations(text)) <= {s.name for s in situations()}


@pytest.mark.parametrize("piece", ["mediation ", "agreed ", "both council and ", "you are ", "council said "])
def test_long_texts_are_read_in_no_time(piece: str) -> None:
    read_situations("first the files are read")
    start = time.thread_time()
    read_situations((piece * 400)[:1_000])
    assert time.thread_time() - start < LONGEST
