"""The headers of every answer, also of those that say no; and that nothing but the door's own files can be had."""

from __future__ import annotations

import http.client
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from client import BASE, Visitor
from kept import NewVisitor
from small_door import SmallDoor, small_door

from councils import Council
from tests.patience import ANSWER

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'none'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cache-Control": "no-store",
}
ABOUT_US = ("Traceback", "sanic", "rasa", "3.6.21", "21.12", "Python", ".py", "site-packages", "Exception")


def raw(address: str, request: bytes) -> tuple[int, dict[str, str], str]:
    """Send bytes that no library would; status, headers and body of the answer."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=ANSWER)
    connection.connect()
    assert connection.sock
    connection.sock.sendall(request)
    response = http.client.HTTPResponse(connection.sock)
    response.begin()
    body = response.read().decode("utf-8", "replace")
    connection.close()
    return response.status, dict(response.getheaders()), body


def check(headers: dict[str, str], body: str, **but: str) -> None:
    """Every header is as it is meant, and nothing tells what runs here."""
    for name, value in {**ALWAYS, **{name.replace("_", "-"): value for name, value in but.items()}}.items():
        assert headers.get(name) == value, name
    assert "Server" not in headers
    assert "X-Powered-By" not in headers
    for word in ABOUT_US:
        assert word.lower() not in body.lower(), word


@pytest.mark.parametrize(
    "path", ["", "about", "privacy", "accessibility", "deleted", "nothing", "take-away/summary", "static/x/none.css"]
)
def test_every_page_has_them(path: str, parent: Visitor) -> None:
    page = parent.visit(path)
    check(dict(page.headers), "")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.status == (404 if path in ("nothing", "take-away/summary", "static/x/none.css") else 200)


def test_answers_to_messages_have_them(parent: Visitor) -> None:
    for response in (
        parent.say({"message": "what is mediation?"}),
        parent.say({"message": ""}),
        parent.say(raw=b"{"),
        parent.say({"message": "x"}, token="0" * 40),
        parent.say(raw=b"a" * 5_000),
        parent.say(raw=b"{}", Content_Type="text/plain"),
        parent.say({"message": "x"}, Origin="https://evil.example"),
    ):
        check(dict(response.headers), response.text if response.status_code >= 400 else "")


def test_the_redirect_has_them(parent: Visitor) -> None:
    sent = {"token": parent.page.token, "message": "what is mediation?"}
    response = parent.http.post(f"{parent.address}{BASE}", data=sent, allow_redirects=False, timeout=ANSWER)
    assert response.status_code == 303
    assert response.headers["Location"] == f"{BASE}#latest"
    check(dict(response.headers), response.text)


def test_files_to_take_away_have_them(parent: Visitor) -> None:
    parent.write("The council has refused to assess my son. The letter is dated 3 March 2026.")
    for name in ("dates.ics", "summary.txt", "summary"):
        page = parent.visit(f"take-away/{name}")
        assert page.status == 200
        check(dict(page.headers), "")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
@pytest.mark.parametrize("path", [BASE, f"{BASE}/say", f"{BASE}/about"])
def test_other_methods_are_said_no_to(method: str, path: str, address: str) -> None:
    response = requests.request(method, f"{address}{path}", timeout=ANSWER)
    assert response.status_code in (404, 405)
    check(dict(response.headers), response.text)


def test_asking_for_what_is_only_taken(address: str) -> None:
    for path in ("say", "letter", "delete"):
        response = requests.get(f"{address}{BASE}/{path}", timeout=ANSWER)
        assert response.status_code in (404, 405)
        check(dict(response.headers), response.text)


@pytest.mark.parametrize(
    "path",
    ["/conversations/x/tracker", "/model", "/domain", "/version", "/status", "/docs", "/webhooks", "/favicon.ico", "/robots.txt"],
)
def test_nothing_else_is_open(path: str, address: str) -> None:
    response = requests.get(f"{address}{path}", timeout=ANSWER)
    assert response.status_code == 404
    check(dict(response.headers), response.text)


def test_the_root_leads_to_the_page(address: str) -> None:
    response = requests.get(f"{address}/", timeout=ANSWER, allow_redirects=False)
    assert response.status_code in (301, 302, 303)
    assert response.headers["Location"] == BASE
    check(dict(response.headers), response.text)


BROKEN = {
    "no HTTP": b"hello\r\n\r\n",
    "a header without an end": b"GET /send-guide HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    "an address without an end": b"GET /send-guide/" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a wrong length": b"POST /send-guide HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
    "an odd method": b"BREW /send-guide HTTP/1.1\r\nHost: x\r\n\r\n",
    "an odd expectation": b"POST /send-guide HTTP/1.1\r\nHost: x\r\nExpect: magic\r\nContent-Length: 1\r\n\r\nx",
}


@pytest.mark.parametrize("request_", BROKEN.values(), ids=BROKEN.keys())
def test_broken_requests_are_told_nothing_of_the_inside(request_: bytes, address: str) -> None:
    status, headers, body = raw(address, request_)
    assert 400 <= status < 600
    assert "Server" not in headers
    for word in ABOUT_US:
        assert word.lower() not in body.lower(), word
    assert Visitor(address).visit().status == 200


# Files.


def test_styles_and_scripts_are_kept_for_ever(parent: Visitor) -> None:
    page = parent.page
    urls = [each.attributes["href"] for each in page.tree.all("link", rel="stylesheet")]
    urls += [each.attributes["src"] for each in page.tree.all("script")]
    assert len(urls) >= 3
    for url in urls:
        file = parent.visit(url)
        assert file.status == 200, url
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert file.headers["Content-Type"] in ("text/css; charset=utf-8", "text/javascript; charset=utf-8")
        assert file.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in file.headers
        old = parent.visit(url.replace(url.split("/")[3], "0123456789abcdef"))
        assert old.headers["Cache-Control"] == "no-cache"


SECRET = "hidden in a file that nobody may see"
PATHS = [
    "../config.yml",
    "../../config.yml",
    "%2e%2e/config.yml",
    "%2e%2e%2fconfig.yml",
    "..%2f..%2fconfig.yml",
    "%252e%252e/config.yml",
    "..%5c..%5cconfig.yml",
    "%c0%ae%c0%ae/config.yml",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "page.css%00.txt",
    "built.sha256",
    "link-out.css",
    "page.css/",
    "page.css/..",
    ".",
    "",
    "PAGE.CSS",
    "file:///etc/passwd",
]


@pytest.fixture(scope="module")
def symlink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """In the folder of the built files, a link that leads out of it."""
    target = tmp_path_factory.mktemp("outside") / "secret.css"
    target.write_text(SECRET)
    link = Path("build/page/link-out.css")
    link.unlink(missing_ok=True)
    os.symlink(target, link)
    yield
    link.unlink()


@pytest.mark.parametrize("version", ["", "0123456789abcdef", "%2e%2e"])
@pytest.mark.parametrize("path", PATHS)
def test_no_other_file_can_be_had(path: str, version: str, address: str, symlink: None) -> None:
    status, _, body = raw(
        address, f"GET {BASE}/static/{version}/{path} HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\n\r\n".encode()
    )
    assert status in (301, 400, 404)
    for inside in (SECRET, "pipeline:", "root:x:", "sha256"):
        assert inside not in body


# With other settings.


def council(**fields: object) -> Council:
    return Council.parse_obj({"key": "example", "name": "Example Council", "called": ("Example",), **fields})


def opened(door: SmallDoor) -> Visitor:
    visitor = Visitor(door.address)
    visitor.visit()
    return visitor


def test_a_council_may_show_the_guide_in_its_own_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = ("https://www.example.gov.uk", "https://cms.example.gov.uk:8443")
    with small_door(monkeypatch, council(embed_on=hosts), GUIDE_ADDRESS="https://guide.example.gov.uk") as door:
        page = opened(door).page
    policy = page.headers["Content-Security-Policy"]
    assert policy == f"{POLICY} {' '.join(hosts)}"
    assert "X-Frame-Options" not in page.headers  # it knows no list
    cookie = page.headers["Set-Cookie"]
    assert cookie.endswith("SameSite=None; Partitioned; Secure")
    assert "HttpOnly" in cookie


def test_without_https_a_frame_gets_no_looser_cookie(monkeypatch: pytest.MonkeyPatch) -> None:
    with small_door(monkeypatch, council(embed_on=("http://localhost:8000",))) as door:
        assert opened(door).page.headers["Set-Cookie"].endswith("SameSite=Lax")


def test_over_https_the_browser_stays_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with small_door(monkeypatch, GUIDE_ADDRESS="https://guide.example.gov.uk") as door:
        visitor = opened(door)
        page = visitor.page
        assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert page.headers["Set-Cookie"].endswith("SameSite=Lax; Secure")
        foreign = visitor.say({"message": "hello"}, Cookie=page.headers["Set-Cookie"].split(";")[0])
        assert foreign.status_code == 403  # its origin is the test's, not the address that is set
        own = visitor.say(
            {"message": "hello"}, Cookie=page.headers["Set-Cookie"].split(";")[0], Origin="https://guide.example.gov.uk"
        )
        assert own.status_code == 200


def test_when_the_inside_fails_nothing_of_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with small_door(monkeypatch) as door:
        visitor = opened(door)
        door.agent.tracker_store.trouble.append(RuntimeError("zebrafinch in /srv/secret.py"))
        page = visitor.visit()
        assert page.status == 503
        assert int(page.headers["Retry-After"]) > 0
        assert "SENDIASS" in page.words
        assert "zebrafinch" not in page.html
        check(dict(page.headers), page.html)
        assert visitor.visit().status == 200


def test_when_the_answer_fails_nothing_of_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with small_door(monkeypatch) as door:

        async def fail(message: object) -> None:
            raise RuntimeError("zebrafinch in /srv/secret.py")

        door.agent.answer = fail
        visitor = opened(door)
        page = visitor.write("hello")
        assert page.status == 503
        assert page.typed == "hello"
        assert "zebrafinch" not in page.html
        check(dict(page.headers), page.html)
        answer = visitor.say({"message": "hello"})
        assert answer.status_code == 503
        assert "zebrafinch" not in answer.text
        assert int(answer.headers["Retry-After"]) > 0


def test_the_embedding_script_may_be_had_by_other_sites(new_visitor: NewVisitor) -> None:
    visitor = new_visitor()
    script = visitor.page.tree.all("script")[0].attributes["src"].replace("page.js", "embed.js")
    file = visitor.visit(script)
    assert file.status == 200
    assert file.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
