"""A client that sends whatever it is told over one connection that is kept open, and judges every answer."""

from __future__ import annotations

import http.client
import re
import socket
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tests.patience import ANSWER

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
REDIRECTS = (301, 302, 303)

# What an answer must not tell: where it went wrong inside, and what it runs on.
LEAKS = re.compile(
    r"Traceback \(most recent|File \"[^\"]+\", line \d|\.py\b|\b(?:Type|Value|Key|Index|Attribute|Unicode\w*|Recursion)Error\b"
    r"|\bsanic\b|\brasa\b|\buvloop\b|\b3\.6\.21\b|\b21\.12\b|/site-packages/|\bpython\b",
    re.I,
)


@dataclass(frozen=True)
class Answer:
    """What came back: ``headers`` by name in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")


class Line:
    """A connection that is kept open; when the server closes it, the next request opens another."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._connection: http.client.HTTPConnection | None = None
        self.opened = 0

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, bytes] | None = None) -> Answer:
        """Send a request as it is given, whatever bytes are in it; the answer, judged."""
        started = time.monotonic()
        answer = self._sent(method, path, body, headers or {})
        judge(answer, time.monotonic() - started)
        if not path.startswith("/webhooks"):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["content-security-policy"]
        return answer

    def _sent(self, method: str, path: str, body: bytes | None, headers: dict[str, bytes]) -> Answer:
        for attempt in (1, 2):  # a connection that the server has closed in the meantime is opened anew, once
            connection = self._connection or http.client.HTTPConnection(self.host, self.port, timeout=ANSWER)
            self.opened += self._connection is None
            self._connection = connection
            try:
                connection.putrequest(method, path)
                if body is not None:
                    connection.putheader("Content-Length", str(len(body)))
                for name, value in headers.items():
                    connection.putheader(name, value)
                connection.endheaders(body)
                response = connection.getresponse()
                found = {name.lower(): value for name, value in response.getheaders()}
                return Answer(response.status, found, response.read())
            except (http.client.RemoteDisconnected, ConnectionError):
                self.close()
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Close the connection."""
        if self._connection:
            self._connection.close()
        self._connection = None


def judge(answer: Answer, seconds: float) -> None:
    """Raise AssertionError where an answer is the guide's fault, late, empty, or tells of the inside."""
    assert answer.status < 500, f"{answer.status}: {answer.body[:300]!r}"
    assert seconds < ANSWER, f"took {seconds:.1f} seconds"
    if answer.status in REDIRECTS:
        assert answer.headers["location"].startswith(("/send-guide", "/desk"))
    else:
        assert answer.body.strip(), f"{answer.status} without words"
    named = [
        f"{name}: {value}" for name, value in answer.headers.items() if LEAKS.search(value) or name in ("server", "x-powered-by")
    ]
    assert not named, named
    kind = answer.headers.get("content-type", "")
    if "html" in kind or "plain" in kind or "json" in kind:
        found = LEAKS.search(answer.text)
        assert not found, f"{answer.status}: …{answer.text[max(0, found.start() - 80) : found.end() + 80]}…" if found else ""


def raw(host: str, port: int, request: bytes) -> bytes:
    """Send bytes that need be no HTTP; what comes back until the server closes or is silent."""
    with socket.create_connection((host, port), timeout=5) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        parts = []
        try:
            while part := connection.recv(65_536):
                parts.append(part)
        except (TimeoutError, ConnectionError):
            pass
    return b"".join(parts)


class Person:
    """Somebody at a door with a session: their cookie and their token."""

    def __init__(self, line: Line, base: str, cookie_name: str) -> None:
        self.line, self.base, self.cookie_name = line, base, cookie_name
        self.cookie, self.token = "", ""

    def arrive(self) -> Person:
        """Open the page."""
        self.take(self.line.send("GET", self.base, headers=self.headers()))
        return self

    def take(self, answer: Answer) -> Answer:
        """Keep the cookie and the token of an answer."""
        if found := re.match(rf"{self.cookie_name}=([^;]*)", answer.headers.get("set-cookie", "")):
            self.cookie = found[1]
        if found := re.search(r'name="token"[^>]*value="([0-9a-f]{40})"', answer.body.decode("utf-8", "replace")):
            self.token = found[1]
        return answer

    def headers(self, kind: str = "", **more: bytes) -> dict[str, bytes]:
        """The headers of a browser on the guide's own page."""
        found = {
            "Cookie": f"{self.cookie_name}={self.cookie}".encode(),
            "Origin": f"http://{self.line.host}:{self.line.port}".encode(),
        }
        if kind:
            found["Content-Type"] = kind.encode()
        if kind == JSON:
            found["X-Guide-Token"] = self.token.encode()
        return {**found, **{name.replace("_", "-"): value for name, value in more.items()}}

    def post_json(self, path: str, body: bytes) -> Answer:
        """Send what the script sends."""
        return self.line.send("POST", f"{self.base}/{path}", body, self.headers(JSON))

    def post_form(self, path: str, fields: dict[str, Any], token: bool = True) -> Answer:
        """Send a form; characters that are none go as the bytes that they would be."""
        given = {"token": self.token, **fields} if token else fields
        body = "&".join(f"{form_text(name)}={form_text(value)}" for name, value in given.items()).encode()
        return self.line.send(
            "POST", self.base + (path if path.startswith("?") else f"/{path}".rstrip("/")), body, self.headers(FORM)
        )


def form_text(value: Any) -> str:
    """A value as a browser would write it into a form."""
    return quote(str(value).encode("utf-8", "surrogatepass"), safe="")
