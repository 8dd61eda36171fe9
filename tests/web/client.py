"""A browser without JavaScript, made for tests that read like a conversation: cookies, forms, and what a page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

import requests

from tests.patience import ANSWER

BASE = "/send-guide"
COOKIE = "guide_session"
_NEVER_CLOSED = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_UNSEEN = {"script", "style", "template", "title", "head", "svg"}


@dataclass
class Node:
    """An element: its name, its attributes, and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Node]:
        """This element and all in it, in the order of the page."""
        yield self
        for each in self.inside:
            if isinstance(each, Node):
                yield from each

    def all(self, tag: str = "", css: str = "", **attributes: str) -> list[Node]:
        """The elements of that name, class (``css``) and attributes; ``for_`` stands for ``for``."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            node
            for node in self
            if (not tag or node.tag == tag)
            and (not css or css in node.attributes.get("class", "").split())
            and all(node.attributes.get(name) == value for name, value in wanted.items())
        ]

    @property
    def text(self) -> str:
        """Its words as a person sees them; runs of spaces are one."""
        return " ".join(self._words().split())

    def _words(self) -> str:
        if self.tag in _UNSEEN:
            return ""
        return " ".join(each if isinstance(each, str) else each._words() for each in self.inside)

    @property
    def raw(self) -> str:
        """The text in it as it is."""
        return "".join(each if isinstance(each, str) else each.raw for each in self.inside)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)
        if tag not in _NEVER_CLOSED:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)


def tree_of(html: str) -> Node:
    """The elements of a page or of a part of one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class Page:
    """An answer of the door, and what it shows."""

    def __init__(self, response: requests.Response) -> None:
        self.response = response
        self.status: int = response.status_code
        self.headers = response.headers
        self.html: str = response.content.decode("utf-8")
        self.url: str = response.url
        self.came_by: list[int] = [step.status_code for step in response.history]

    @cached_property
    def tree(self) -> Node:
        """Its elements."""
        return tree_of(self.html)

    @property
    def words(self) -> str:
        """All words on it."""
        return self.tree.text

    @property
    def title(self) -> str:
        """The title in the window's bar."""
        return self.tree.all("title")[0].raw

    @property
    def turns(self) -> list[tuple[str, str]]:
        """The talk: ("You" or "Guide", words)."""
        turns = []
        for turn in self.tree.all("div", css="guide-turn"):
            who = turn.all("p", css="guide-turn__who")[0].text.split()[0]
            turns.append((who, turn.text.removeprefix(who).removeprefix(" :").strip()))
        return turns

    @property
    def latest(self) -> str:
        """The guide's last words."""
        return next((words for who, words in reversed(self.turns) if who == "Guide"), "")

    @property
    def answers(self) -> dict[str, str]:
        """Suggested answers: titles with their ids."""
        return {button.text: button.attributes["value"] for button in self.tree.all("button", name="answer")}

    @property
    def facts(self) -> dict[str, str]:
        """What the guide has understood."""
        rows = self.tree.all("div", css="govuk-summary-list__row")
        return {row.all("dt")[0].text: row.all("dd")[0].text for row in rows}

    @property
    def changes(self) -> dict[str, str]:
        """The facts that can be changed: what they are called, with their names."""
        return {
            button.text.removeprefix("Change "): button.attributes["value"] for button in self.tree.all("button", name="change")
        }

    @property
    def dates(self) -> dict[str, tuple[str, str]]:
        """The dates by the last part of their class ("last_day"): the day, and when that is."""
        found = {}
        for item in self.tree.all("li", css="guide-date"):
            name = item.attributes["class"].split()[1].removeprefix("guide-date--")
            found[name] = (item.all("time")[0].text, item.all("span", css="guide-date__when")[0].text)
        return found

    @property
    def asks_date_of(self) -> str | None:
        """The fact whose day is asked for in three fields."""
        fields = self.tree.all("input", name="date_of")
        return fields[0].attributes["value"] if fields else None

    @property
    def date_typed(self) -> tuple[str, ...]:
        """What stands in the fields of the date."""
        return tuple(self.tree.all("input", name=name)[0].attributes["value"] for name in ("day", "month", "year"))

    @property
    def typed(self) -> str:
        """What stands in the box."""
        return self.tree.all("textarea", name="message")[0].raw.removeprefix("\n")

    @property
    def error(self) -> str | None:
        """The error at the top."""
        summaries = self.tree.all("div", css="govuk-error-summary")
        return summaries[0].all("a")[0].text if summaries else None

    @property
    def error_field(self) -> str | None:
        """The field that the error leads to."""
        summaries = self.tree.all("div", css="govuk-error-summary")
        return summaries[0].all("a")[0].attributes["href"].removeprefix("#") if summaries else None

    @property
    def token(self) -> str:
        """The token of its forms."""
        return self.tree.all("input", name="token")[0].attributes["value"]

    @property
    def links(self) -> list[str]:
        """Where it leads to."""
        return [link.attributes["href"] for link in self.tree.all("a")]

    @property
    def files(self) -> list[str]:
        """What there is to take away."""
        return [link for link in self.links if "/take-away/" in link]


class NotThere(AssertionError):
    """A form, button or answer is used that the page does not have."""


class Visitor:
    """A person with a browser: ``visit`` first, then ``write``, ``choose``, ``date`` … as the last page offers it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.http = requests.Session()
        self.http.trust_env = False
        self.page: Page

    def visit(self, path: str = "", **headers: str) -> Page:
        """Open the page, or one below it."""
        url = path if path.startswith(("http", "/")) else f"{BASE}/{path}".rstrip("/")
        self.page = Page(self.http.get(urljoin(self.address, url), headers=headers, timeout=ANSWER))
        return self.page

    def write(self, text: str) -> Page:
        """Type a message, and send it."""
        return self._submit("message", {"message": text})

    def choose(self, title: str) -> Page:
        """Choose a suggested answer."""
        if title not in self.page.answers:
            raise NotThere(f"{title!r} is not suggested; these are: {list(self.page.answers)}")
        return self._submit("answer", {"answer": self.page.answers[title]})

    def date(self, day: str, month: str, year: str) -> Page:
        """Fill in the three fields of a date."""
        return self._submit("date", {"day": day, "month": month, "year": year})

    def change(self, label: str) -> Page:
        """Press "Change" beside a fact."""
        if label not in self.page.changes:
            raise NotThere(f"{label!r} cannot be changed; these can: {list(self.page.changes)}")
        return self._submit("change", {"change": self.page.changes[label]})

    def delete(self) -> Page:
        """Delete the conversation."""
        return self.post({"token": self.page.token}, f"{BASE}/delete")

    def post(self, fields: dict[str, str], path: str = BASE, **headers: str) -> Page:
        """Send a form, whatever is in it."""
        headers = {"Origin": self.address, "Content-Type": "application/x-www-form-urlencoded", **_dashed(headers)}
        self.page = Page(self.http.post(urljoin(self.address, path), data=urlencode(fields), headers=headers, timeout=ANSWER))
        return self.page

    def say(
        self, body: Any = None, *, raw: bytes | None = None, token: str | None = None, path: str = "say", **headers: str
    ) -> Any:
        """What the page's script sends: JSON. The answer as it comes (``requests.Response``)."""
        sent = {"Content-Type": "application/json", "Origin": self.address, "X-Guide-Token": token or self.page.token}
        sent = {name: value for name, value in {**sent, **_dashed(headers)}.items() if value}
        how = {"json": body} if raw is None else {"data": raw}
        return self.http.post(f"{self.address}{BASE}/{path}", headers=sent, timeout=ANSWER, **how)

    @property
    def cookie(self) -> str:
        """The cookie that the browser carries."""
        return self.http.cookies.get(COOKIE, path=BASE) or ""

    @cookie.setter
    def cookie(self, value: str) -> None:
        self.http.cookies.clear()
        self.http.cookies.set(COOKIE, value, path=BASE)

    def _submit(self, kind: str, filled: dict[str, str]) -> Page:
        forms = self.page.tree.all("form", data_kind=kind)
        if not forms:
            raise NotThere(f"the page has no form for: {kind}\n{self.page.words[-600:]}")
        hidden = {each.attributes["name"]: each.attributes["value"] for each in forms[0].all("input", type="hidden")}
        return self.post({**hidden, **filled}, forms[0].attributes["action"])


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def words_of(html: str) -> str:
    """The words of a part of a page."""
    return tree_of(html).text


def dates_in(words: str) -> list[str]:
    """The dates in a text, as the guide writes them."""
    return re.findall(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]+ \d{4}", words)
