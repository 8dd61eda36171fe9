"""Sessions: made by the server, signed, and nobody's but their browser's."""

from __future__ import annotations

import asyncio
import re
from http.cookies import SimpleCookie

import aiohttp
import pytest
from client import BASE, COOKIE, Visitor, tree_of
from kept import Kept, NewVisitor, secret_word

from tests.patience import ANSWER

MANY, AT_ONCE = 200, 40  # sessions; the door takes 60 messages at a time
REFUSED = "The council has refused to assess my son."
OLD_PAGE = "load the page again"


def attributes_of(visitor: Visitor) -> dict[str, str]:
    """What the cookie's header says beside its value, in small letters."""
    parts = visitor.page.headers["Set-Cookie"].split("; ")[1:]
    return {name.lower(): value for name, _, value in (part.partition("=") for part in parts)}


def test_the_cookie_is_kept_from_scripts_and_other_sites(parent: Visitor) -> None:
    attributes = attributes_of(parent)
    assert "httponly" in attributes
    assert attributes["samesite"] == "Lax"
    assert attributes["path"] == BASE
    assert attributes["max-age"] == "86400"
    assert "domain" not in attributes
    assert "secure" not in attributes  # the test's guide is reached over http


def test_session_ids_are_long_and_never_the_same(new_visitor: NewVisitor) -> None:
    names = {new_visitor().cookie.partition("~")[0] for _ in range(20)}  # what follows is the time
    assert len(names) == 20
    assert all(re.fullmatch(r"[\w-]{22,}", name) for name in names)  # 22 of 64 signs are 132 bits
    # Chance, not a counter: at every place of the id stand many different signs.
    assert all(len({name[at] for name in names}) > 5 for at in range(22))


def test_one_cookie_for_the_whole_talk(parent: Visitor) -> None:
    cookie = parent.cookie
    parent.write(REFUSED)
    parent.visit()
    assert parent.cookie == cookie


def changed(cookie: str) -> dict[str, str]:
    """The cookie with its name or its signature made another's."""
    name, _, signature = cookie.partition(".")
    other = ("A" if name[0] != "A" else "B") + name[1:]
    return {
        "another name": f"{other}.{signature}",
        "no signature": name,
        "an empty signature": f"{name}.",
        "a short signature": f"{name}.{signature[:-1]}",
        "another signature": f"{name}.{'0' * len(signature)}",
        "capitals": f"{name}.{signature.upper()}",
        "the name twice": f"{name}.{name}.{signature}",
        "made up": "0123456789abcdef0123456789abcdef.0",
        "a path": "../../etc/passwd",
        "empty": "",
        "long": "a" * 3_000,
        "zero": "0",
        "a star": "%2A",
        "quoted": f'"{name}"',
    }


def test_a_made_up_or_changed_cookie_gets_a_new_session(new_visitor: NewVisitor) -> None:
    victim = new_visitor()
    word = secret_word()
    victim.write(f"my {word} question is about mediation")
    for what, cookie in changed(victim.cookie).items():
        thief = Visitor(victim.address)
        page = thief.visit(Cookie=f"{COOKIE}={cookie}")
        assert page.status == 200, what
        assert word not in page.html, what
        assert page.turns == [], what
        given = SimpleCookie(page.headers["Set-Cookie"])[COOKIE].value
        assert given not in (cookie, victim.cookie), what
        assert thief.visit("take-away/summary", Cookie=f"{COOKIE}={cookie}").status == 404, what


def test_a_cookie_set_by_an_attacker_is_not_taken_over(new_visitor: NewVisitor, kept: Kept) -> None:
    victim = new_visitor()
    victim.cookie = "attacker-chose-this-session-id.attacker"
    victim.visit()
    word = secret_word()
    victim.write(f"my {word} question is about mediation")
    assert not any("attacker" in sender for sender in kept.senders)
    attacker = Visitor(victim.address)
    assert word not in attacker.visit(Cookie=f"{COOKIE}=attacker-chose-this-session-id.attacker").html


def test_no_cookie_and_no_session_stands_in_an_address_or_the_log(parent: Visitor, kept: Kept) -> None:
    parent.write(REFUSED)
    page = parent.date("3", "3", "2026")
    name = parent.cookie.partition(".")[0]
    word = secret_word()
    parent.write(f"my {word} question")
    (sender,) = kept.senders_who_said(word)
    for secret in (name, parent.cookie.partition(".")[2], sender, sender.partition("-")[2], page.token):
        assert secret not in page.url
        assert not [link for link in page.links if secret in link]
        assert not [form for form in page.tree.all("form") if secret in form.attributes["action"]]
        assert secret not in kept.log
    assert name not in page.html
    assert sender not in page.html


def test_a_form_of_another_session_is_refused_in_words(new_visitor: NewVisitor) -> None:
    one, other = new_visitor(), new_visitor()
    for fields in ({"message": REFUSED}, {"answer": "x"}, {"change": "decision_date"}):
        page = one.post({"token": other.page.token, **fields})
        assert page.status == 403
        assert OLD_PAGE in page.words
    assert one.visit().turns == []


@pytest.mark.parametrize("token", ["", "0", "a" * 40, "é" * 40, "a" * 3_000])
def test_a_made_up_token_is_refused(token: str, parent: Visitor) -> None:
    page = parent.post({"token": token, "message": REFUSED})
    assert page.status == 403
    assert OLD_PAGE in page.words


def test_without_a_cookie_nothing_is_taken(parent: Visitor) -> None:
    token = parent.page.token
    parent.http.cookies.clear()
    page = parent.post({"token": token, "message": REFUSED})
    assert page.status == 403
    assert OLD_PAGE in page.words


def test_two_tabs_are_one_talk(parent: Visitor) -> None:
    tab = Visitor(parent.address)
    tab.cookie = parent.cookie
    tab.visit()
    parent.write(REFUSED)
    page = tab.write("what is mediation?")  # by the form of a page that is older than the talk
    assert [words for who, words in page.turns if who == "You"] == [REFUSED, "what is mediation?"]
    assert parent.visit().turns == page.turns


def test_two_browsers_are_two_talks(new_visitor: NewVisitor) -> None:
    one, other = new_visitor(), new_visitor()
    one.write(REFUSED)
    assert other.visit().turns == []
    other.write("what is mediation?")
    assert one.visit().turns[0] == ("You", REFUSED)
    assert len([who for who, _ in one.page.turns if who == "You"]) == 1


def test_a_session_goes_on_though_the_browser_is_old(parent: Visitor) -> None:
    """A form that was left open for a long time still works: its token does not change."""
    token = parent.page.token
    parent.write(REFUSED)
    assert parent.page.token == token


def test_many_sessions_at_once_hear_nothing_of_each_other(address: str) -> None:
    words = [secret_word() for _ in range(MANY)]
    assert len(set(words)) == MANY
    seen = asyncio.run(_all_talk(address, words))
    everybody = set(words)
    for word, texts in zip(words, seen, strict=True):
        assert sum(word in text for text in texts) == len(texts) - 1, "each sees their own words (but for the first visit)"
        assert not (everybody - {word}) & set(re.findall(r"\bzu[b-z]{10}\b", " ".join(texts)))


async def _all_talk(address: str, words: list[str]) -> list[list[str]]:
    gate = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=aiohttp.ClientTimeout(ANSWER)) as http:
        return list(await asyncio.gather(*(_talk(http, gate, address, word) for word in words)))


async def _talk(http: aiohttp.ClientSession, gate: asyncio.Semaphore, address: str, word: str) -> list[str]:
    """One person's visit, message and second look; all that they saw."""
    url = f"{address}{BASE}"
    async with gate, http.get(url) as reply:
        first = await reply.text()
        cookie = f"{COOKIE}={reply.cookies[COOKIE].value}"
    token = tree_of(first).all("input", name="token")[0].attributes["value"]
    headers = {"Cookie": cookie, "X-Guide-Token": token, "Origin": address}
    async with gate, http.post(f"{url}/say", json={"message": f"my {word} question"}, headers=headers) as reply:
        answer = await reply.text()
        assert reply.status == 200, answer
    async with gate, http.get(url, headers={"Cookie": cookie}) as reply:
        return [first, answer, await reply.text()]
