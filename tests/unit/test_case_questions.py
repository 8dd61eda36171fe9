"""Questions about this case: found in many wordings, alone or beside what is told, and not in messages that look alike."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.case_answers import rows
from actions.wording import has
from nlu.case_question_reader import CaseQuestionReader
from nlu.case_questions import ALONE, OUTPUT, case_questions, read_case_questions

ASKED = {
    "last_day": [
        "what date was it again",
        "whats the deadline again then",
        "when is that again?",
        "so is my last day still in june",
        "has the deadline changed",
        "remind me what the date is",
        "sorry i forgot the date",
        "which date did you say",
        "whats the deadline",
        "so i have till when",
        "so date?",
        "so what date",
        "when by please",
        "when is it due",
        "do i have a deadline",
        "so whats the date",
        "ok and thats my deadline?",
    ],
    "that_day": [
        "so 8th of may?",
        "8 may yes?",
        "is it 14 may or 19 may",
        "so not 20 may?",
        "so not 1 may then",
        "is that tomorrow??",
        "so 17 april right?",
        "so my last day is 10 may?",
        "is deadline 20 may?",
        "so which is it, 26 april or 23 may",
        "so i have till 22 may ok?",
        "i was told i have till 17 april",
        "is 20 feb the one",
        "26 march or 2 april?",
        "do we have until 8 may",
        "is it today",
    ],
    "send_on_day": ["and if i send it 9th may", "can we post it on 9 may", "is 9 may too late", "would monday be ok"],
    "count_from_day": ["counting from 4 march?", "is it from 4 march", "does it run from 4 march"],
    "months_not_days": ["is it 60 days from the letter", "so i have eight weeks"],
    "too_late": [
        "am I too late??",
        "is it already too late to appeal",
        "are we still in time",
        "have I missed my chance",
        "do i still have enough time",
        "my sister says im too late",
        "how long have i got left",
    ],
    "is_it_over": ["is it over", "so is it all over for us then", "is there still any hope", "have i blown it"],
    "time_limit": [
        "is there a time limit",
        "whats the time limit on this",
        "how long do we have then",
        "is there a deadline to claim",
    ],
    "so_soon": ["oh no thats monday", "omg that is tomorrow", "oh god it's so soon. what do i do first"],
    "need_to_appeal": ["do i still need to appeal", "so do we have to appeal then", "must i still appeal"],
    "what_to_write": ["what do i write", "what should we put as reasons", "and what do i put in the form"],
    "who_speaks": [
        "do i do the appeal or my mum",
        "caller asks if she can appeal herself or her mum",
        "can my dad sign for me",
        "she cant speak for herself",
    ],
    "more_time": [
        "does mediation give me more time",
        "so if i mediate do i get an extra month",
        "do we get longer with a certificate",
    ],
    "still_mediation": [
        "can i still do mediation",
        "can we still mediate",
        "can she still ask for mediation after the certificate",
    ],
    "ask_for_mediation": ["how do i ask for mediation", "how can we set up mediation", "actually i want mediation first"],
    "ask_for_it": ["how do i ask for it", "ok and how can we get one"],
    "certificate_from_it": ["do i get a certificate from it", "does that give me the cert"],
    "ring_mediation": ["do I ring the mediation people", "should we phone the adviser now"],
    "still_appeal": ["can we still appeal?", "can I still appeal this now"],
    "august": [
        "does the summer count",
        "do i get extra time for the school holidays",
        "someone said august is not counted so do i get longer",
        "does the clock stop over summer",
    ],
    "christmas": ["does xmas count", "do we get longer because of christmas", "christmas days dont count do they"],
    "weekend": ["do bank holidays count", "what if the last day falls on a saturday"],
    "count_from": [
        "can we count from the 17th",
        "do i count from the day i opened it",
        "is it from when i got the letter",
        "when does the clock start",
        "which do i go with",
        "which letter counts",
    ],
    "why_that_day": ["why is it a monday", "how come its the 5th and not the 3rd", "why is that the last day"],
    "fifteen_days": ["what are the 15 days for", "when do those fifteen days start"],
    "who_appeals": ["who has to appeal, me or her", "is it me or him that appeals", "in whose name does it go"],
    "when_to_send": ["when do i have to send it off", "how soon should i send the form", "should we send it now or wait"],
    "what_to_say": ["what should i say when i ring", "what do we tell the adviser", "what do i say on the phone"],
    "is_it_discrimination": ["was that disability discrimination", "does this count as discrimination"],
    "only_about_the_school": [
        "a friend says you dont need a certificate if its only the school",
        "if its about the placement i need no certificate",
    ],
    "only_a_parent_complains": ["is it true only a parent can complain", "can i complain without my mum"],
    "meeting_first": [
        "the officer wants us to have a way forward meeting before mediation",
        "they wont do mediation until we have talked to the officer",
    ],
    "must_they_come": ["do they have to turn up", "can the council refuse to mediate", "what if the council wont come"],
    "no_pause": ["does the deadline wait while we talk", "will that stop the clock", "can i pause the deadline"],
    "delay": [
        "so can i appeal because they are late",
        "can i appeal for lateness",
        "can we appeal because the council hasnt answered",
        "is the delay something i can appeal",
    ],
    "council_must_answer": [
        "do you know if the council must reply about assessment",
        "does the la have to decide on an assessment",
    ],
    "complaint_or_appeal": ["so its a complaint or an appeal", "is this an appeal or a complaint then"],
    "how": ["how", "how?", "ok how do i do that", "and how do we go about it"],
    "support_meanwhile": [
        "Do I still get the support while I appeal?",
        "will i lose my support",
        "will he keep his plan during the appeal",
    ],
    "tribunal_both": ["can the tribunal do both", "so tribunal can do all three?", "will the tribunal look at health as well"],
    "nhs_bound": ["is the nhs forced to do what they say", "does the icb have to follow what the tribunal says"],
    "when_final": ["and then final will be when?", "when will it be final", "how long till they finalise it"],
    "is_it_mediation": ["so is it mediation then", "so no mediation?", "can we have mediation"],
}
TOLD = {
    "agreement_time": ["how long have they got to do it", "when does the council have to start"],
    "no_money": ["school says no money", "they say there is no funding", "they cant afford it"],
    "in_section_f": ["yes section F", "its in section f of his plan", "the help is in section F"],
    "is_it_mediation": [
        "so is it mediation then",
        "so no mediation?",
        "can we have mediation",
        "and mediation?",
        "what about mediation then",
    ],
}
TOLD = {
    "agreement_time": ["how long have they got to do it", "when does the council have to start"],
    "days_to_comment": ["they said i only have 10 days", "council gave us ten working days to reply"],
    "may_i": ["so can i do it", "am i allowed to appeal"],
    "no_mediation_wanted": [
        "i dont want it i just want appeal",
        "we do not want mediation",
        "can't we... no, straight to tribunal please",
    ],
    "told_need_it": ["the senco said i do need it", "my friend told me we need a certificate"],
    "told_to_pay": ["my friend said you have to pay", "i heard mediation costs a lot"],
    "section_too": ["section F is wrong too", "its also section B, they left out his needs"],
    "how_long_already": ["it's been going on since easter", "been like this for two years"],
    "private_setting": ["its a private nursery", "it is an independent school"],
}


@pytest.mark.parametrize(("question", "text"), [(question, text) for question, texts in ASKED.items() for text in texts])
def test_a_question_is_found_and_nothing_else_is_said(question: str, text: str) -> None:
    names, alone = read_case_questions(text)
    assert question in names
    assert alone


@pytest.mark.parametrize(("question", "text"), [(question, text) for question, texts in TOLD.items() for text in texts])
def test_what_tells_something_is_listened_to(question: str, text: str) -> None:
    assert read_case_questions(text) == ([question], False)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("no certificate yet, is it too late?", "too_late"),
        ("they refused to assess, letter 3 march. is it too late", "too_late"),
        ("council refused to assess, who appeals him or me", "who_appeals"),
        ("the letter came on 17 march, can i count from then", "count_from"),
        ("i have not rung anyone. am i in time", "too_late"),
        ("they gave me certificate 22 april so i have till 22 may ok?", "that_day"),
        ("final plan 4 feb 2026, has cert dated 20 april, is deadline 20 may?", "that_day"),
        ("is the deadline 60 days from the letter? letter 2 march 2026", "months_not_days"),
        ("letter 27 feb. my friend says i have two months from the phone call, is that right", "count_from"),
        ("the council is late with the decision since january, can i appeal for lateness", "delay"),
        ("what happens in august? my letter is 15 june 2026", "august"),
    ],
)
def test_what_stands_beside_a_question_is_listened_to(text: str, question: str) -> None:
    assert read_case_questions(text) == ([question], False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the council refused to assess my son",
        "they refused him in august, can i have an extension",
        "his plan will stop in summer",
        "the letter is dated 17 march",
        "3 march",
        "yes 3 march",
        "so the letter is dated 3 march",
        "is the letter date 3 march",
        "the date is 3 march",
        "so i got the certificate on 20 april",
        "so on 3 march they refused",
        "is mediation on 20 may?",
        "so today they told me no",
        "was it 3 march or 4 march i rang",
        "wednesday 11 march sorry",
        "school starts from 4 march",
        "can i ring them on monday",
        "will i get it by friday",
        "what is the deadline for a complaint",
        "is there a deadline for mediation",
        "what date do i put on the form",
        "so what day do they hold mediation",
        "the plan was due 8 weeks ago",
        "is it 20 weeks",
        "is mediation free",
        "no mediation please",
        "mediation",
        "what is the certificate",
        "when is our mediation again",
        "is it too late for disagreement resolution",
        "is it too late to ask for mediation",
        "missed the deadline, what now",
        "can I still appeal about the rest",
        "dont want mediation, can i still appeal",
        "Section F is too vague",
        "I disagree with section B and section F of the plan",
        "the council says I have to mediate",
        "do I have to come to mediation",
        "do I have to talk to the adviser before I can appeal",
        "how long does the council have to answer a complaint",
        "how long have they got to arrange mediation",
        "who pays for the hearing",
        "does everyone who appeals need a certificate",
        "do weekends count in the 30 days",
        "is it 30 days from when I told the council",
        "isn't this disability discrimination by the academy",
        "what do I say at the hearing",
        "can we begin from the beginning",
        "they have missed the deadline for his plan",
        "we have 15 school days to ask for a panel, which 15 days is that",
        "his private nursery will not take him",
        "can i appeal late",
        "can i appeal because i was late getting the letter",
        "can the council delay my appeal",
        "how long",
        "how do i appeal",
        "do they have to do what was agreed in mediation",
        "when can i appeal the final plan",
        "final plan came when i was away",
        "we have no money for a solicitor",
        "council refused because no funding, letter 3 march",
        "i want section f changed",
        "how long do i have to appeal",
        "how do i contact a mediation adviser",
        "is the mediation over",
        "school says he is over it now",
        "is it over the 30 days limit for mediation",
        "is there a time limit for mediation",
        "how long does mediation take",
        "oh its wednesday 11 march",
        "oh no it is dated wednesday 11 march",
        "that is monday 20 april",
        "do I need to appeal to the tribunal or the council first",
        "how do i ask for an assessment",
        "what happens if i dont want mediation",
        "the council says it costs too much",
        "the school said the council has to pay",
        "we have 15 days to comment",
        "he has 2 days left",
        "my son can't speak",
        "the council wants more time for mediation",
    ],
)
def test_is_not_found(text: str) -> None:
    assert read_case_questions(text) == ([], False)


def _read(text: str, label: str) -> Message:
    message = Message({TEXT: text, INTENT: {"name": label, "confidence": 0.9}})
    return CaseQuestionReader().process([message])[0]


def test_a_message_that_only_asks_is_a_question_whatever_its_label() -> None:
    message = _read("what was the date again", "refusal_to_reassess")
    assert message.get(INTENT)["name"] == "faq"
    assert (message.get(OUTPUT), message.get(ALONE)) == (["last_day"], True)
    assert message.get("response_selector")["faq"]["response"]["intent_response_key"] == "faq/last_day"


def test_a_message_that_tells_something_keeps_its_label() -> None:
    message = _read("they refused to assess, letter 3 march. is it too late", "refusal_to_assess")
    assert message.get(INTENT)["name"] == "refusal_to_assess"
    assert (message.get(OUTPUT), message.get(ALONE)) == (["too_late"], False)


def test_every_question_has_answers_and_every_answer_its_question() -> None:
    assert set(rows()) == {question.name for question in case_questions()}
    topics = {topic for question in case_questions() for topic in question.instead_of}
    assert [topic for topic in topics if not has(f"utter_faq/{topic}")] == []


def test_a_question_that_is_not_listened_to_is_always_answered() -> None:
    without = {question.name for question in case_questions() if not question.tells and rows()[question.name][-1].where}
    assert without == set()


@given(st.text(max_size=1_000))
def test_any_text_is_read(text: str) -> None:
    assert set(read_case_questions(text)[0]) <= {question.name for question in case_questions()}


@pytest.mark.parametrize("text", ["does the " * 130, "when " * 200, "why is it a " * 80, "a" * 400, "how long have they " * 50])
def test_reading_takes_no_time(text: str) -> None:
    start = time.perf_counter()
    read_case_questions(text)
    assert time.perf_counter() - start < 0.2
