"""What is sent to the script's door: whatever it is, the answer is quick, is JSON with words, and is never the guide's fault."""

from __future__ import annotations

import json
import statistics
import threading
import time
from typing import Any

import pytest
from client import BASE, Visitor
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import NewVisitor

from tests.patience import ANSWER, QUICK, wait_until

MESSAGE = {"message": "The council has refused to assess my son."}
EXAMPLES = 200
LOGIC = b'{"message": "hello", "x": '


def refused(response: Any, *statuses: int) -> dict[str, Any]:
    """The error of an answer that is none."""
    assert response.status_code in statuses, response.text[:300]
    assert response.headers["Content-Type"].startswith("application/json")
    error: dict[str, Any] = response.json()["error"]
    assert len(error["text"].split()) > 3
    assert error["field"] in ("message", "day", "month", "year", None)
    for leak in ("Traceback", "Error", "File ", "sanic", "rasa", "Exception", ".py"):
        assert leak not in error["text"]
    return error


def test_a_message_gets_the_parts_of_the_page(parent: Visitor) -> None:
    response = parent.say(MESSAGE)
    assert response.status_code == 200
    assert set(response.json()) == {"turns", "ask", "beside", "status"}
    assert "guide-turn--guide" in response.json()["turns"]
    assert response.json()["status"].endswith(".")


@pytest.mark.parametrize("path", ["say", "letter"])
@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json", "", "application/jsonp"],
)
def test_other_types_are_not_taken(kind: str, path: str, parent: Visitor) -> None:
    refused(parent.say(raw=json.dumps(MESSAGE).encode(), path=path, Content_Type=kind), 415)
    assert parent.visit().turns == []


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON"])
def test_json_by_any_writing_is_taken(kind: str, parent: Visitor) -> None:
    assert parent.say(raw=json.dumps(MESSAGE).encode(), Content_Type=kind).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data; boundary=x", ""])
def test_the_form_takes_forms_only(kind: str, parent: Visitor) -> None:
    page = parent.post({"token": parent.page.token, "message": "hello"}, Content_Type=kind)
    assert page.status == 415
    assert parent.visit().turns == []


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Origin": "127.0.0.1"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_other_sites_are_sent_away(headers: dict[str, str], parent: Visitor) -> None:
    refused(parent.say(MESSAGE, **headers), 403)
    token = parent.page.token
    assert parent.post({"token": token, "message": "hello"}, **headers).status == 403
    assert parent.post({"token": token}, f"{BASE}/delete", **headers).status == 403
    assert parent.visit().turns == []


def test_no_site_may_read_the_answers(parent: Visitor) -> None:
    for response in (
        parent.say(MESSAGE),
        parent.say(MESSAGE, Origin="https://evil.example"),
        parent.visit(Origin="https://evil.example"),
    ):
        assert not [name for name in response.headers if name.lower().startswith("access-control-")]
    asked = parent.http.options(
        f"{parent.address}{BASE}/say",
        headers={
            "Origin": "https://evil.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "x-guide-token",
        },
        timeout=ANSWER,
    )
    assert not [name for name in asked.headers if name.lower().startswith("access-control-")]


def test_without_a_token_nothing_is_taken(parent: Visitor) -> None:
    refused(parent.say(MESSAGE, X_Guide_Token=""), 403)
    refused(parent.say(MESSAGE, token="0" * 40), 403)
    assert parent.visit().turns == []


NOT_READABLE = {
    "nothing": b"",
    "cut off": b'{"message": "hel',
    "no quotes": b"{message: hello}",
    "two objects": b"{}{}",
    "a list": b"[]",
    "a text": b'"message"',
    "a number": b"5",
    "null": b"null",
    "not UTF-8": b'{"message": "caf\xe9"}',
    "UTF-16": '{"message": "hello"}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "zeros": b"\x00" * 100,
    "a form": b"message=hello",
    "deep lists": LOGIC + b"[" * 1_500 + b"]" * 1_500 + b"}",
    "deep objects": LOGIC + b'{"a":' * 600 + b"1" + b"}" * 600 + b"}",
    "deep and open": b"[" * 4_000,
    "a huge number": LOGIC + b"9" * 4_040 + b"}",
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
}


@pytest.mark.parametrize("body", NOT_READABLE.values(), ids=NOT_READABLE.keys())
def test_what_cannot_be_read_is_said_in_words(body: bytes, parent: Visitor) -> None:
    response = parent.say(raw=body)
    if response.status_code == 200:  # deep, but readable, and beside a message
        assert body.startswith(LOGIC)
    else:
        refused(response, 400)
        assert parent.visit().turns == []


WRONG: list[dict[str, Any]] = [
    {},
    {"message": None},
    {"message": 5},
    {"message": True},
    {"message": ["hello"]},
    {"message": {"text": "hello"}},
    {"answer": None},
    {"answer": 5},
    {"answer": ["x"]},
    {"answer": {}},
    {"answer": "0" * 24},
    {"date": None},
    {"date": "3 3 2026"},
    {"date": []},
    {"date": {}},
    {"date": {"of": None, "day": "3", "month": "3", "year": "2026"}},
    {"date": {"of": ["decision_date"], "day": "3", "month": "3", "year": "2026"}},
    {"change": None},
    {"change": 5},
    {"change": ["decision_date"]},
    {"change": {"a": 1}},
    {"sender": "x", "session": "y"},
    {"messages": "hello"},
]


@pytest.mark.parametrize("body", WRONG, ids=json.dumps)
def test_wrong_types_are_said_in_words(body: dict[str, Any], parent: Visitor) -> None:
    refused(parent.say(body), 422)
    assert parent.visit().turns == []


@pytest.mark.parametrize(
    "parts",
    [
        {"day": 3, "month": 3, "year": 2026},
        {"day": "3", "month": "3", "year": "2026", "of": "certificate_date"},
        {"day": ["3"], "month": {"a": 3}, "year": None},
        {"day": "9" * 3_000, "month": "3", "year": "2026"},
        {"day": 1e308, "month": -1, "year": 0},
        {"day": True, "month": "3", "year": "2026"},
        {"day": "3\x00", "month": "3", "year": "2026"},
        {"day": "\ud800", "month": "3", "year": "2026"},
    ],
    ids=str,
)
def test_odd_dates_are_said_in_words_or_read(parts: dict[str, Any], parent: Visitor) -> None:
    assert parent.write(MESSAGE["message"]).asks_date_of == "decision_date"
    response = parent.say({"date": {"of": "decision_date", **parts}})
    if response.status_code == 200:
        assert parts["day"] == 3
    else:
        assert refused(response, 422)["field"]
        assert "ask" in response.json()


@pytest.mark.parametrize("name", ["certificate_date", "requested_slot", "subject", "", "__class__", "decision_date "])
def test_the_day_of_another_fact_is_not_taken(name: str, parent: Visitor) -> None:
    assert parent.write(MESSAGE["message"]).asks_date_of == "decision_date"
    refused(parent.say({"date": {"of": name, "day": "3", "month": "3", "year": "2026"}}), 422)
    page = parent.post({"token": parent.page.token, "date_of": name, "day": "3", "month": "3", "year": "2026"})
    assert page.status == 422
    assert not parent.visit().dates


def test_of_two_keys_of_one_name_the_last_counts(parent: Visitor) -> None:
    response = parent.say(raw=b'{"message": "first words", "message": "last words"}')
    assert response.status_code == 200
    assert parent.visit().turns[0] == ("You", "last words")


def test_of_two_fields_of_one_name_the_last_counts(parent: Visitor) -> None:
    raw = f"token={parent.page.token}&message=first+words&message=last+words"
    sent = {"Content-Type": "application/x-www-form-urlencoded"}
    parent.http.post(f"{parent.address}{BASE}", data=raw, headers=sent, timeout=ANSWER)
    assert parent.visit().turns[0] == ("You", "last words")


@pytest.mark.parametrize("raw", ["%ff%fe", "message=%E9", "message=%ED%A0%80", "&".join(f"a{n}=1" for n in range(500)), "\udcff"])
def test_forms_that_cannot_be_read_are_said_in_words(raw: str, parent: Visitor) -> None:
    body = f"token={parent.page.token}&{raw}".encode("utf-8", "surrogateescape")
    response = parent.http.post(
        f"{parent.address}{BASE}", data=body, headers={"Content-Type": "application/x-www-form-urlencoded"}, timeout=ANSWER
    )
    assert response.status_code in (400, 422)
    assert "Traceback" not in response.text
    assert "</html>" in response.text


@pytest.mark.parametrize(
    "raw",
    [rb'{"message": "\ud800 mediation"}', rb'{"message": "mediation \udfff\u0000"}', rb'{"message": "mediation \u0000\u0007"}'],
)
def test_halves_of_characters_and_zeros_do_no_harm(raw: bytes, parent: Visitor) -> None:
    assert parent.say(raw=raw).status_code == 200
    assert parent.visit().turns[0][1].strip() == "mediation"


SIZES = [1, 100, 4_096, 4_097, 10_000, 100_000, 1_000_000, 10_000_000]


@pytest.mark.parametrize("size", SIZES)
def test_of_every_size_the_answer_is_quick_and_in_words(size: int, parent: Visitor) -> None:
    empty = len(b'{"message":""}')
    body = b'{"message":"' + b"a" * (size - empty) + b'"}' if size > empty else b"x" * size
    started = time.monotonic()
    response = parent.say(raw=body)
    if size > 4_096:
        refused(response, 413)
    elif size > 1_100:
        assert response.status_code == 200
    assert response.status_code < 500
    assert time.monotonic() - started < QUICK


@pytest.mark.parametrize("size", [130_001, 1_000_000])
def test_a_letter_has_its_limit_as_well(size: int, parent: Visitor) -> None:
    refused(parent.say(raw=b'{"message":"' + b"a" * size + b'"}', path="letter"), 413)
    page = parent.post({"token": parent.page.token, "message": "a" * size})
    assert page.status == 413
    assert "too long" in page.words


def test_a_body_without_an_end_is_cut_off(parent: Visitor) -> None:
    def pieces() -> Any:
        yield b'{"message":"'
        for _ in range(200):
            yield b"a" * 5_000

    refused(
        parent.http.post(
            f"{parent.address}{BASE}/say",
            data=pieces(),
            headers={"Content-Type": "application/json", "X-Guide-Token": parent.page.token},
            timeout=ANSWER,
        ),
        413,
    )


def test_a_bystander_is_answered_as_quickly_while_large_bodies_come_in(new_visitor: NewVisitor) -> None:
    bystander, flooder = new_visitor(), new_visitor()

    def seconds() -> float:
        started = time.monotonic()
        assert bystander.say({"message": "what is mediation?"}).status_code == 200
        return time.monotonic() - started

    body = b'{"message":"' + b"a" * 10_000_000 + b'"}'
    answers: list[int] = []

    def flood(over: threading.Event) -> None:
        while not over.is_set():
            try:
                answers.append(flooder.say(raw=body).status_code)
            except OSError:  # the server need not read on
                answers.append(413)

    seconds()
    alone, beside = [], []
    for _ in range(5):  # in turns: the machine may have more to do at one time than at another
        alone += [seconds() for _ in range(3)]
        over, before = threading.Event(), len(answers)
        thread = threading.Thread(target=flood, args=(over,))
        thread.start()
        try:
            wait_until(lambda before=before: len(answers) > before, "the flood has begun")
            beside += [seconds() for _ in range(3)]
        finally:
            over.set()
            thread.join()
    assert set(answers) == {413}
    # Not frozen; how much slower it is, tests.load measures for people to read.
    assert statistics.median(beside) < 10 * statistics.median(alone) + 1


_TEXT = st.text(st.characters(), max_size=60)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXT,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(_TEXT, inside, max_size=4),
    max_leaves=8,
)
_FIELDS = st.sampled_from(["message", "answer", "date", "change", "token", "of", "day"])
_BODIES = st.one_of(
    _JSON,
    st.dictionaries(_FIELDS, _JSON, max_size=3),
    st.fixed_dictionaries({"date": st.dictionaries(st.sampled_from(["of", "day", "month", "year"]), _JSON)}),
    st.fixed_dictionaries({"message": _TEXT}),
)


@settings(max_examples=EXAMPLES)
@given(_BODIES)
def test_no_body_breaks_the_door(address: str, body: Any) -> None:
    visitor = Visitor(address)
    visitor.visit()
    response = visitor.say(raw=json.dumps(body).encode())
    if response.status_code != 200:
        refused(response, 400, 413, 422)
    else:
        assert response.json()["turns"]
        assert visitor.visit().latest


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_door(address: str, body: bytes) -> None:
    visitor = Visitor(address)
    visitor.visit()
    refused(visitor.say(raw=body), 400, 422)
