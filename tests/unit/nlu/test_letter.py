"""Pasted decision letters: what is read out of them, and that nothing is read out of anything else."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from channels.masking import mask
from nlu.letter import read_letter
from nlu.letter_reader import COUNCIL_LETTER, LetterReader

TODAY = date(2026, 6, 1)
FILES = Path(__file__).parents[1] / "letters"
LETTERS: list[dict[str, Any]] = yaml.safe_load((FILES / "letters.yml").read_text(encoding="utf-8"))
NOT_LETTERS: list[str] = [str(text) for text in yaml.safe_load((FILES / "not_letters.yml").read_text(encoding="utf-8"))]
TELLS = ("right_of_appeal", "time_limit", "mediation", "adviser_contact")
GREETING, END = "Dear Mrs [name],\n", "\nYou have a right of appeal.\nYours sincerely\n[name]\nSEN Officer"


def expected(letter: dict[str, Any]) -> dict[str, Any]:
    """What the file says of a letter, with what it leaves out filled in."""
    says = letter["says"]
    dates = {field: str(says[field]) if field in says else None for field in ("dated", "appeal_by", "contact_adviser_by")}
    return {
        "subject": says.get("subject"),
        "plan_stage": says.get("plan_stage"),
        "intends": says.get("intends", False),
        "sections": letter.get("sections", []),
        "tells": {name: name in says.get("tells", []) for name in TELLS},
        **dates,
    }


def read(text: str) -> dict[str, Any]:
    letter = read_letter(text, TODAY)
    assert letter is not None
    return letter.to_dict()


@pytest.mark.parametrize("letter", LETTERS, ids=[letter["name"] for letter in LETTERS])
def test_a_letter_is_read(letter: dict[str, Any]) -> None:
    assert read(letter["text"]) == expected(letter)


@pytest.mark.parametrize("letter", LETTERS, ids=[letter["name"] for letter in LETTERS])
def test_masking_takes_nothing_from_a_letter(letter: dict[str, Any]) -> None:
    assert read(mask(letter["text"])) == expected(letter)


@pytest.mark.parametrize("letter", LETTERS, ids=[letter["name"] for letter in LETTERS])
def test_lost_line_breaks_change_no_subject_and_give_no_wrong_date(letter: dict[str, Any]) -> None:
    found = read(" ".join(letter["text"].split()))
    wanted = expected(letter)
    assert found["subject"] == wanted["subject"]
    assert found["plan_stage"] == wanted["plan_stage"]
    assert found["dated"] in (wanted["dated"], None)


@pytest.mark.parametrize("text", NOT_LETTERS)
def test_anything_else_is_no_letter(text: str) -> None:
    assert read_letter(text, TODAY) is None


@pytest.mark.parametrize(
    ("decision", "subject"),
    [
        ("We have decided not to assess your child.", "refusal_to_assess"),
        ("The council is unable to agree to your request for an EHC needs assessment of your son.", "refusal_to_assess"),
        ("Your request for an EHC needs assessment of your son has been refused by the council's panel.", "refusal_to_assess"),
        ("We have concluded that there is insufficient evidence to initiate an EHCNA of your child.", "refusal_to_assess"),
        ("The local authority has decided not to carry out a re-assessment of your child's needs.", "refusal_to_reassess"),
        ("The local authority has declined your request to reassess your child.", "refusal_to_reassess"),
        ("We have decided that it is not necessary to issue an EHC plan for your child.", "refusal_to_issue_plan"),
        ("The council has decided that your daughter does not need an EHC plan.", "refusal_to_issue_plan"),
        ("The council has decided not to amend your child's EHC plan.", "refusal_to_amend"),
        ("The council has decided to maintain your child's plan without amendment.", "refusal_to_amend"),
        ("The council has decided to cease your child's EHC plan.", "ceasing_plan"),
        ("The council has decided that it will no longer maintain your child's EHC plan.", "ceasing_plan"),
        ("The council has issued your child's final EHC plan, which is enclosed.", "plan_contents"),
        ("Please find enclosed your child's draft EHC plan. Our decision is that one is needed.", "plan_contents"),
        ("We have made our decision about your child. It is on the other page.", None),
    ],
)
def test_subject(decision: str, subject: str | None) -> None:
    assert read(f"Date: 3 March 2026\n{GREETING}{decision}{END}")["subject"] == subject


@pytest.mark.parametrize(
    ("head", "dated"),
    [
        ("3 March 2026", "2026-03-03"),
        ("Tuesday 3rd March 2026", "2026-03-03"),
        ("Wednesday 3 March 2026", None),  # it was a Tuesday
        ("Date: 03/03/26", "2026-03-03"),
        ("Date 2026-03-03", "2026-03-03"),
        ("Dated: 3.3.2026", "2026-03-03"),
        ("Date of birth: 3 March 2016\nDate: 4 March 2026", "2026-03-04"),
        ("DOB 3 March 2016", None),
        ("Date of birth: 03/03/2016", None),
        ("Panel date: 3 March 2026", None),
        ("Date of meeting: 3 March 2026", None),
        ("Your letter dated 3 March 2026", None),
        ("Reply by 3 March 2026", None),
        ("Date: 3 March 2026\nReply by: 20 March 2026", "2026-03-03"),
        ("Date: 3 March 2026\nDate: 3 March 2026", "2026-03-03"),
        ("Date: 3 March 2026\nDate: 4 March 2026", None),
        ("Date: 3 March 2027", None),  # still to come
        ("From: a\nSent: 5 March 2026\nTo: b\nFrom: SEND\nSent: 3 March 2026", "2026-03-03"),
        ("I got this on 5 March 2026\nDate: 3 March 2026", "2026-03-03"),
        ("", None),
    ],
)
def test_the_letters_own_date(head: str, dated: str | None) -> None:
    text = f"{head}\n{GREETING}We have decided not to assess your child. The panel met on 14 February 2026.{END}"
    assert read(text)["dated"] == dated


@pytest.mark.parametrize(
    ("first_line", "dated"),
    [
        ("Date: 3 March 2026\n", "2026-03-03"),
        ("Our ref: 12\nDate: 3 March 2026\n", "2026-03-03"),
        ("Date: 3 March 2026 Time: 10am\n", None),
        ("Meeting date: 3 March 2026\n", None),
        ("You are invited. Date: 3 March 2026\n", None),
    ],
)
def test_a_date_right_under_the_greeting(first_line: str, dated: str | None) -> None:
    much = "We looked at all the advice that we were given. " * 20
    assert read(f"{GREETING}{first_line}We have decided not to assess your child. {much}{END}")["dated"] == dated


@pytest.mark.parametrize(
    ("foot", "dated"),
    [
        ("\nDate: 3 March 2026\nEnc: leaflet", "2026-03-03"),
        ("\n3 March 2026", "2026-03-03"),
        (" dated 3.3.26", "2026-03-03"),
        ("\nReview date: 3 March 2026", None),
        ("\nOffice closed from 3 March 2026", None),
        ("\nEnc: report dated 3 March 2026", None),
    ],
)
def test_a_date_at_the_foot(foot: str, dated: str | None) -> None:
    assert read(f"{GREETING}We have decided not to assess your child.{END}{foot}")["dated"] == dated


@pytest.mark.parametrize(
    ("sentence", "appeal_by", "contact_by"),
    [
        ("You must appeal by 3 May 2026.", "2026-05-03", None),
        ("Your appeal must be received by the Tribunal no later than 5pm on 5 May 2026.", "2026-05-05", None),
        ("The deadline for an appeal is 3 May 2026.", "2026-05-03", None),
        ("The last day to appeal is 3 May.", "2026-05-03", None),
        ("You must contact the mediation adviser by 3 May 2026 if you wish to appeal.", None, "2026-05-03"),
        ("If you want to appeal, ring the mediation adviser before 3 May 2026.", None, "2026-05-03"),
        ("Contact the mediation adviser by 3 May 2026. Appeal by 5 May 2026.", "2026-05-05", "2026-05-03"),
        ("You must appeal by 3 May 2026. Appeals must arrive by 5 May 2026.", None, None),
        ("You can appeal within two months of 3 March 2026.", None, None),
        ("Please reply by 3 May 2026 with your comments.", None, None),
        ("The annual review will be held by 3 May 2026.", None, None),
    ],
)
def test_the_last_days_that_the_letter_gives(sentence: str, appeal_by: str | None, contact_by: str | None) -> None:
    found = read(f"Date: 3 March 2026\n{GREETING}We have decided not to assess your child. {sentence}{END}")
    assert (found["appeal_by"], found["contact_adviser_by"]) == (appeal_by, contact_by)


@pytest.mark.parametrize(
    ("sentence", "sections"),
    [
        ("You can appeal about section I.", ["I"]),
        ("Sections B, F and I can be appealed.", ["B", "F", "I"]),
        ("Section F and section B", ["B", "F"]),
        ("Sections B to F", ["B", "C", "D", "E", "F"]),
        ("SECTIONS H1 & H2", ["H"]),
        ("Under section 51 of the Act. In section A of course.", ["A"]),
        ("Section Imagine", []),
    ],
)
def test_sections(sentence: str, sections: list[str]) -> None:
    assert read(f"{GREETING}We have issued the final EHC plan for your child. {sentence}{END}")["sections"] == sections


def test_to_dict_is_ready_for_json() -> None:
    found = read(LETTERS[0]["text"])
    assert json.loads(json.dumps(found)) == found
    assert found["dated"] == "2026-03-03"


@settings(max_examples=200)
@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    read_letter(text, TODAY)
    read_letter(GREETING + "We have decided not to assess your child. " + text + END, TODAY)


@settings(max_examples=200)
@given(st.sampled_from(LETTERS), st.integers(0, 4000), st.text(max_size=30))
def test_a_slip_in_a_letter_stops_nothing(letter: dict[str, Any], place: int, slip: str) -> None:
    text = letter["text"]
    place %= len(text)
    found = read_letter(text[:place] + slip + text[place:], TODAY)
    assert found is None or found.dated is None or found.dated <= TODAY


PIECES = """word |not to |enclosed |final plan |3 March 2026 |by 3 March 2026 |sections A, B, |dear |mediation [e-mail] |a|-
| |your son |• |the assessment has not been |yours sincerely |date: |plan |appeal by """


@pytest.mark.parametrize("piece", PIECES.split("|"))
def test_long_texts_take_no_longer_than_their_length(piece: str) -> None:
    text = GREETING + "We have decided not to assess your child. Our decision is final. " + piece * (20_000 // len(piece))
    start = time.thread_time()
    read_letter(text[:20_000], TODAY)
    assert time.thread_time() - start < 20


def test_the_reader_sets_the_letter_and_its_intent_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_TODAY", "2026-06-01")
    reader = LetterReader.create({}, None, None, None)  # type: ignore[arg-type]
    whole = Message({"whole_text": LETTERS[0]["text"], TEXT: "cut"})
    alone = Message({TEXT: LETTERS[1]["text"]})
    other = Message({TEXT: "my son was refused an assessment"})
    before = set(whole.data), set(other.data)
    reader.process([whole, alone, other])
    assert whole.get("intent")["name"] == COUNCIL_LETTER
    assert whole.get("letter") == expected(LETTERS[0])
    assert alone.get("letter") == expected(LETTERS[1])
    assert set(whole.data) == before[0] | {"letter", "intent"}
    assert set(other.data) == before[1]
    assert "letter" in whole.as_dict(only_output_properties=True)


def test_there_are_letters_enough() -> None:
    assert len(LETTERS) >= 25
    assert len(NOT_LETTERS) >= 25
