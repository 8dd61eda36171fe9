"""Odd requests to the page, the desk and the REST door of the running guide: no fault, no silence, nothing told of the inside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.fuzz.odd_inputs import Odd
from tests.fuzz.people_at_the_doors import JSON, LEAKS, REDIRECTS, Answer, Line, Person, raw
from tests.fuzz.trying import TRIED, try_all
from tools import serve
from tools.player.guide_server import GuideServer

TODAY = "2026-04-23"
PASSWORD = "a password only for these tests"
REFUSED = {"message": "The council has refused to assess my son."}


@pytest.fixture(scope="module")
def guide() -> Iterator[GuideServer]:
    """A guide with all its doors open, where nobody is stopped for writing too often."""
    server = GuideServer(
        GUIDE_TODAY=TODAY,
        GUIDE_RATE_SESSION="100000/minute",
        GUIDE_RATE_ADDRESS="100000/minute",
        GUIDE_SECRET="a secret that is only for these tests",
        GUIDE_DESK_PASSWORD=PASSWORD,
    )
    try:
        server.start(TODAY)
        yield server
    finally:
        server.stop()


@pytest.fixture
def line(guide: GuideServer) -> Iterator[Line]:
    """One connection for all requests of a test."""
    made = Line(serve.HOST, guide.port)
    yield made
    made.close()


@pytest.fixture
def parent(line: Line) -> Person:
    """Somebody at the page who has begun to talk."""
    person = Person(line, "/send-guide", "guide_session").arrive()
    assert person.post_json("say", json.dumps(REFUSED).encode()).status == 200
    return person


@pytest.fixture
def staff(line: Line) -> Person:
    """Somebody at the desk, signed in."""
    person = Person(line, "/desk", "desk_session").arrive()
    assert person.take(person.post_form("login", {"password": PASSWORD})).status == 303
    assert person.arrive().token
    return person


def said(answer: Answer, *parts: str) -> None:
    """A script gets the parts that it asked for, or words on why not."""
    found: dict[str, Any] = json.loads(answer.body)
    if answer.status == 200:
        assert all(found[part].strip() for part in parts)
    else:
        assert answer.status in (400, 403, 413, 415, 422, 429)
        assert len(found["error"]["text"].split()) > 3


def few_words(odd: Odd) -> dict[str, Any]:
    """A message that is short, as it has the guide think."""
    return {"message": odd.part()[:400]}


def test_messages_to_the_page(parent: Person) -> None:
    odd = Odd(101)
    bodies = (odd.json(few_words(odd) if odd.random.randrange(4) == 0 else odd.fields()) for _ in range(400))
    try_all("page: messages", bodies, lambda body: said(parent.post_json("say", body), "turns", "status"))


def test_letters_to_the_page(parent: Person) -> None:
    odd = Odd(102)
    bodies = (odd.json({"message": odd.text() + odd.text()} if odd.random.randrange(2) else odd.value()) for _ in range(60))
    try_all("page: letters", bodies, lambda body: said(parent.post_json("letter", body), "turns", "status"))


def test_forms_at_the_page(parent: Person) -> None:
    odd = Odd(103)

    def check(fields: dict[str, Any]) -> None:
        path = odd.random.choice(("", "", "", "?embedded=1"))
        assert parent.post_form(path, fields, token=bool(odd.random.randrange(8))).status in (303, 400, 403, 413, 422)

    try_all("page: forms", (odd.fields() for _ in range(250)), check)


PATHS = (
    "",
    "/",
    "/say",
    "/delete",
    "/take-away/",
    "/take-away/summary",
    "/take-away/letters/",
    "/static/",
    "/about",
    "/note.txt",
)


@pytest.mark.parametrize("base", ["/send-guide", "/desk", "/webhooks/rest", ""])
def test_addresses(base: str, parent: Person) -> None:
    odd = Odd(len(base))

    def check(part: str) -> None:
        written = quote(part.encode("utf-8", "surrogatepass"), safe="/.?&=%;@:" if odd.random.randrange(2) else "")
        method = odd.random.choice(("GET", "GET", "GET", "POST", "PUT", "DELETE", "PATCH"))
        path = f"{base}{odd.random.choice(PATHS)}{odd.random.choice(('', '/', '?', '?embedded='))}{written}"
        answer = parent.line.send(method, path if path.startswith("/") else f"/{path}", headers=parent.headers())
        assert answer.status in (*REDIRECTS, 200, 400, 403, 404, 405, 414, 415)

    try_all("addresses", (odd.part()[:300] for _ in range(150)), check)


HEADERS = (
    "Cookie",
    "Origin",
    "X-Guide-Token",
    "Content-Type",
    "Accept",
    "Sec-Fetch-Site",
    "X-Forwarded-For",
    "Forwarded",
    "Referer",
)


def bytes_of(text: str) -> bytes:
    """A text as bytes of a header: no line ends, else anything."""
    return text.encode("utf-8", "surrogatepass").translate(None, b"\r\n\0")[:2_000]


@pytest.mark.parametrize(("base", "cookie"), [("/send-guide", "guide_session"), ("/desk", "desk_session")])
def test_headers(base: str, cookie: str, parent: Person, staff: Person) -> None:
    odd = Odd(104)
    person = parent if base == parent.base else staff

    def check(value: bytes) -> None:
        name = odd.random.choice(HEADERS)
        if name == "Cookie" and odd.random.randrange(2):
            value = f"{cookie}=".encode() + value
        if odd.random.randrange(2):
            answer = person.line.send("GET", base, headers={**person.headers(), name: value})
        else:
            answer = person.line.send("POST", f"{base}/say", b'{"change": "x"}', {**person.headers(JSON), name: value})
        assert answer.status in (200, 400, 403, 415, 422, 429, 431)

    def value() -> bytes:
        text = odd.part()
        return bytes_of(text if odd.random.randrange(2) else text[:40] + odd.characters()) + (
            b"" if odd.random.randrange(3) else b"\xff\xc0"
        )

    try_all("headers", (value() for _ in range(250)), check)


def test_facts_at_the_desk(staff: Person) -> None:
    """Every field is one that the door reads; their values are not."""
    odd = Odd(105)
    kinds = ("facts", "ask", "without", "topic", "answer")

    def body() -> bytes:
        kind = odd.random.choice(kinds)
        value = odd.fields() if kind == "facts" and odd.random.randrange(3) else odd.value()
        return odd.json({kind: value} if odd.random.randrange(8) else odd.value())

    try_all(
        "desk: facts", (body() for _ in range(250)), lambda sent: said(staff.post_json("say", sent), "facts", "script", "result")
    )


def test_what_if_at_the_desk(staff: Person) -> None:
    odd = Odd(106)

    def check(facts: Any) -> None:
        if odd.random.randrange(4):
            said(staff.post_json("what-if", odd.json({"facts": facts})), "what_if")
        else:
            fields = (
                {f"fact-{name}": value for name, value in facts.items()} if isinstance(facts, dict) else {"fact-council": facts}
            )
            assert staff.post_form("what-if", fields).status in (200, 400, 403, 413)

    try_all("desk: what if", (odd.fields() if odd.random.randrange(6) else odd.value() for _ in range(250)), check)


def test_forms_at_the_desk(staff: Person) -> None:
    odd = Odd(107)

    def check(fields: dict[str, Any]) -> None:
        named = {f"fact-{name}" if odd.random.randrange(2) else name: value for name, value in fields.items()}
        assert staff.post_form("", named).status in (303, 400, 403, 413, 422, 429)

    try_all("desk: forms", (odd.fields() for _ in range(150)), check)


def test_programs_at_the_rest_door(line: Line) -> None:
    odd = Odd(108)

    def check(body: bytes) -> None:
        answer = line.send("POST", "/webhooks/rest/webhook", body, {"Content-Type": b"application/json"})
        assert answer.status in (200, 400)
        if answer.status == 200:
            assert any(part.get("text") for part in json.loads(answer.body))

    def body() -> bytes:
        kind = odd.random.randrange(4)
        if kind == 0:
            return odd.json(odd.value())
        sent = {"sender": odd.part() if kind == 1 else odd.value(), "message": odd.value() if kind == 2 else odd.part()}
        return odd.json({**sent, odd.random.choice(("input_channel", "metadata", "stream")): odd.value()} if kind == 3 else sent)

    try_all("REST door", (body() for _ in range(250)), check)


def test_bytes_that_are_no_requests(guide: GuideServer) -> None:
    odd = Odd(109)
    good = b"POST /send-guide/say HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"

    def check(request: bytes) -> None:
        answer = raw(serve.HOST, guide.port, request).decode("latin-1")
        assert not LEAKS.search(answer), answer[:400]
        assert " 500 " not in answer.partition("\r\n")[0]

    def broken() -> bytes:
        if odd.random.randrange(4) == 0:
            return odd.bytes() + b"\r\n\r\n"
        at = odd.random.randrange(len(good))
        return (
            good[:at]
            + odd.random.choice((odd.bytes(), odd.part().encode("utf-8", "surrogatepass")))
            + good[at + odd.random.randrange(9) :]
        )

    try_all("bytes", (broken() for _ in range(80)), check)


def test_the_way_in_to_the_desk(line: Line) -> None:
    """The last of the desk's tests: whoever guesses so often is locked out."""
    odd, nobody = Odd(110), Person(line, "/desk", "desk_session")

    def check(fields: dict[str, Any]) -> None:
        answer = nobody.post_form("login", fields, token=False)
        assert answer.status in (400, 403, 413, 429)
        assert "set-cookie" not in answer.headers

    def fields() -> dict[str, Any]:
        return odd.fields() | ({"password": odd.text(huge=False)[:500]} if odd.random.randrange(4) else {})

    try_all("desk: way in", (fields() for _ in range(200)), check)


def test_the_talks_go_on(guide: GuideServer, parent: Person) -> None:
    """After all this a parent is answered as ever, over a connection that was kept open."""
    answer = parent.post_json("say", json.dumps({"message": "The letter is dated 3 March 2026"}).encode())
    assert "Tuesday 5 May 2026" in answer.text
    assert parent.line.opened == 1


def test_there_were_enough() -> None:
    doors = {name: count for name, count in TRIED.items() if name.startswith(("page", "desk", "REST", "addr", "head", "bytes"))}
    assert sum(doors.values()) >= 2_000
