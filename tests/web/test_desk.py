"""The helpline's desk over HTTP: the way in, fields and words that fill them, what if, the note, without and with the script."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from client import tree_of, words_of

from channels.desk.signing_in import SigningIn, desk_password
from tests.patience import ANSWER

DESK, PASSWORD = "/desk", "only for these tests"  # as in tests/conftest.py


class Staff:
    """Somebody at the desk, with a browser's cookies."""

    def __init__(self, address: str) -> None:
        self.address = address + DESK
        self.http = requests.Session()

    def sign_in(self, password: str = PASSWORD) -> requests.Response:
        return self.http.post(f"{self.address}/login", {"password": password}, timeout=ANSWER)

    def look(self, path: str = "") -> requests.Response:
        return self.http.get(self.address + path, timeout=ANSWER)

    @property
    def token(self) -> str:
        found = re.search(r'name="token" value="(\w+)"', self.look().text)
        assert found
        return found[1]

    def send(self, path: str = "/say", **body: Any) -> dict[str, Any]:
        answer = self.http.post(self.address + path, json=body, headers={"X-Guide-Token": self.token}, timeout=ANSWER)
        data: dict[str, Any] = answer.json()
        return {**data, "http": answer.status_code}

    def post(self, path: str = "", **fields: str) -> requests.Response:
        return self.http.post(self.address + path, {"token": self.token, **fields}, timeout=ANSWER)


@pytest.fixture
def new_staff(address: str) -> Callable[[], Staff]:
    def arrive() -> Staff:
        staff = Staff(address)
        assert "Caller says" in staff.sign_in().text
        return staff

    return arrive


@pytest.fixture
def staff(new_staff: Callable[[], Staff]) -> Staff:
    return new_staff()


def field(html: str, name: str) -> str:
    """What a field of the desk holds."""
    for box in tree_of(html).all("input", name=f"fact-{name}"):
        return box.attributes.get("value") or ""
    for box in tree_of(html).all("select", name=f"fact-{name}"):
        return next((o.attributes["value"] or "" for o in box.all("option") if "selected" in o.attributes), "")
    raise AssertionError(f"no field {name}")


# ---------------------------------------------------------------- the way in


def test_nothing_is_shown_without_the_password(address: str) -> None:
    stranger = Staff(address)
    assert "Caller says" not in stranger.look().text
    for path in ("/note", "/note.txt", "/take-away/summary"):
        assert "Caller says" not in stranger.look(path).text
    for path in ("/say", "/what-if", "", "/new", "/delete", "/logout"):
        answer = stranger.http.post(stranger.address + path, json={"message": "hello"}, timeout=ANSWER)
        assert answer.status_code in (403, 415), path
        assert "Traceback" not in answer.text


def test_a_made_up_cookie_lets_nobody_in(address: str, staff: Staff) -> None:
    cookie = staff.http.cookies["desk_session"]
    for forged in ("", "x.y", cookie[:-1] + ("0" if cookie[-1] != "0" else "1"), cookie.split(".")[0]):
        answer = requests.get(address + DESK, cookies={"desk_session": forged}, timeout=ANSWER)
        assert "Caller says" not in answer.text


def test_a_wrong_password_is_refused_in_words(address: str) -> None:
    answer = Staff(address).sign_in("not the password")
    assert answer.status_code == 403
    assert "That is not the password" in answer.text


def test_who_guesses_is_locked_out_and_nobody_else() -> None:
    door = SigningIn("a long password", "memory://")
    for _ in range(5):
        assert door.locked_for("198.51.100.7") == 0
        assert not door.is_password("guess", "198.51.100.7")
    assert 1 <= door.locked_for("198.51.100.7") <= 15
    assert door.locked_for("198.51.100.8") == 0
    for number in range(5):
        door.is_password("guess", f"2001:db8::{number}")
    assert door.locked_for("2001:db8::99") > 0
    assert door.is_password("a long password", "198.51.100.8")


def test_guessing_from_many_addresses_is_stopped_too() -> None:
    door = SigningIn("a long password", "memory://")
    for number in range(300):
        door.is_password("guess", f"2001:db8:0:{number:x}::1")
    assert door.locked_for("203.0.113.9") > 0


def test_a_short_password_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_DESK_PASSWORD", "short")
    with pytest.raises(ValueError, match="shorter than 12"):
        desk_password()
    monkeypatch.delenv("GUIDE_DESK_PASSWORD")
    assert desk_password() is None


def test_signing_out_ends_it(staff: Staff) -> None:
    staff.post("/logout")
    assert "Caller says" not in staff.look().text


# ---------------------------------------------------------------- a case


def test_what_the_caller_says_fills_the_fields(staff: Staff) -> None:
    data = staff.send(message="caller says council ended his plan, letter 2 Feb")
    assert field(data["facts"], "subject") == "ceasing_plan"
    assert field(data["facts"], "decision_date") == "Monday 2 February 2026"
    assert "Thursday 2 April 2026" in words_of(data["result"])
    assert data["status"].startswith("Updated. Next: ")


def test_while_an_answer_is_to_be_confirmed_not_all_is_asked(staff: Staff) -> None:
    data = staff.send(message="mum says la refused to assess her lad, letter 3rd march, got cert 20 april")
    assert "Is Monday 20 April 2026 the date printed on it?" in words_of(data["script"])
    assert "Nothing more" not in words_of(data["script"])
    assert data["status"] == "Updated. An answer is still to be confirmed."
    data = staff.send(message="yes")
    assert data["status"] == "Updated. Next: Council"
    data = staff.send(message="rather not say")
    assert "Nothing more has to be asked." in words_of(data["script"])
    assert data["status"] == "Updated. Nothing more has to be asked."


def test_fields_can_be_filled_in_any_order(staff: Staff) -> None:
    staff.send(facts={"council": "Sefton"})
    staff.send(facts={"decision_date": "3/3/26"})
    data = staff.send(facts={"subject": "refusal_to_assess"})
    assert "Tuesday 5 May 2026" in words_of(data["result"])
    assert "Tuesday 5 May 2026" in words_of(data["script"])
    data = staff.send(facts={"certificate_date": "20 April 2026"})
    changed = words_of(data["result"])
    assert "Wednesday 20 May 2026" in changed
    assert "before: Tuesday 5 May 2026" in changed
    data = staff.send(facts={"certificate_date": ""})
    assert "Tuesday 5 May 2026" in words_of(data["result"])


def test_a_field_that_cannot_be_read_keeps_what_was_typed(staff: Staff) -> None:
    data = staff.send(facts={"decision_date": "31 April 2026"})
    assert (data["http"], data["error"]["field"]) == (422, "decision_date")
    assert field(data["facts"], "decision_date") == "31 April 2026"
    assert "exact day" in words_of(data["facts"])


def test_what_is_asked_next_and_what_the_caller_has_not_got(staff: Staff) -> None:
    staff.send(facts={"subject": "refusal_to_issue_plan", "decision_date": "3 March 2026"})
    data = staff.send(without="certificate_date")
    assert "asking now" in words_of(data["script"])
    data = staff.send(ask="decision_date")
    assert "What date is printed on the decision letter" in words_of(data["script"])


def test_asides_and_topics_are_answered_to_be_read_aloud(staff: Staff) -> None:
    staff.send(facts={"subject": "refusal_to_assess", "decision_date": "3 March 2026"})
    for topic, says in (("mediation_required", "mediat"), ("cost", "free"), ("distress", "Samaritans"), ("hearing", "Tribunal")):
        data = staff.send(topic=topic)
        assert says in words_of(data["script"]), topic
    assert staff.send(topic="weather")["http"] == 422


def test_what_if_leaves_the_case_alone(staff: Staff) -> None:
    staff.send(facts={"subject": "refusal_to_assess", "decision_date": "3 March 2026"})
    data = staff.send("/what-if", facts={"certificate_date": "17 April 2026"})
    said = words_of(data["what_if"])
    assert "Monday 18 May 2026" in said
    assert "Tuesday 5 May 2026" in said
    page = staff.look().text
    assert field(page, "certificate_date") == ""
    assert "Monday 18 May 2026" not in words_of(page)
    assert "exact day" in words_of(staff.send("/what-if", facts={"certificate_date": "soon"})["what_if"])


def test_the_note_holds_facts_dates_sources_and_time(staff: Staff) -> None:
    staff.send(facts={"subject": "refusal_to_assess", "decision_date": "3 March 2026"})
    text = staff.look("/note.txt").text
    for words in ("Tuesday 5 May 2026", "Thursday 23 April 2026, ", "https://www.legislation.gov.uk/"):
        assert words in text
    shown = text.split("Shown on the desk to be said")[1].split("\n\n")[0]
    assert "Tuesday 5 May 2026, 5pm" in shown, "the last day is among what was put on the screen"
    assert "?" not in shown and "The sources are on the right" not in shown, "no question, and nothing that is not for the caller"
    assert "Case note" in staff.look("/note").text


def test_calendar_and_letters_can_be_sent_on(staff: Staff) -> None:
    staff.send(facts={"subject": "refusal_to_assess", "decision_date": "3 March 2026"})
    assert staff.look("/take-away/dates.ics").text.startswith("BEGIN:VCALENDAR")
    assert staff.look("/take-away/letters/ask_for_certificate.txt").status_code == 200
    assert staff.look("/take-away/letters/none").status_code == 404


def test_a_new_case_begins_empty(staff: Staff) -> None:
    staff.send(facts={"subject": "refusal_to_assess"})
    staff.post("/new")
    assert field(staff.look().text, "subject") == ""


def test_two_desks_do_not_see_each_other(new_staff: Callable[[], Staff]) -> None:
    one, other = new_staff(), new_staff()
    one.send(facts={"subject": "ceasing_plan"})
    other.send(facts={"subject": "placement"})
    assert field(one.look().text, "subject") == "ceasing_plan"
    assert field(other.look().text, "subject") == "placement"


def test_another_case_s_token_is_refused(new_staff: Callable[[], Staff]) -> None:
    one, other = new_staff(), new_staff()
    answer = one.http.post(one.address + "/say", json={"message": "hi"}, headers={"X-Guide-Token": other.token}, timeout=ANSWER)
    assert answer.status_code == 403


def test_it_works_without_a_script(staff: Staff) -> None:
    page = staff.post(message="the council refused to assess, letter 3 March")
    assert "Tuesday 5 May 2026" in words_of(page.text)
    page = staff.post(**{"fact-subject": "refusal_to_assess", "fact-decision_date": "5 March 2026"})
    assert field(page.text, "decision_date") == "Thursday 5 March 2026"
    page = staff.post("/what-if", **{"fact-certificate_date": "20 April 2026"})
    assert "Wednesday 20 May 2026" in words_of(page.text)
    page = staff.post(**{"fact-decision_date": "31 April"})
    assert page.status_code == 422
    assert field(page.text, "decision_date") == "31 April"


def test_the_case_is_deleted_at_once(staff: Staff) -> None:
    staff.send(facts={"subject": "refusal_to_assess"})
    assert field(staff.post("/delete").text, "subject") == ""


@pytest.mark.parametrize(
    "body", [{}, {"message": 7}, {"facts": []}, {"facts": {"subject": 3}}, {"answer": "x"}, {"ask": "colour"}]
)
def test_odd_input_is_refused_in_words(staff: Staff, body: dict[str, Any]) -> None:
    data = staff.send(**body)
    assert data["http"] == 422
    assert data["error"]["text"]
