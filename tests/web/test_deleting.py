"""Deleting: at once, of all that was written, and said."""

from __future__ import annotations

import time

import pytest
from client import BASE, COOKIE, Visitor
from kept import Kept, NewVisitor, secret_word

from tests.patience import QUICK

REFUSED = "The council has refused to assess my son."


@pytest.fixture
def word() -> str:
    """A word that stands nowhere else."""
    return secret_word()


@pytest.fixture
def talked(parent: Visitor, word: str) -> Visitor:
    """A person who has told the guide a good deal."""
    parent.write(f"{REFUSED} My {word} worry is great.")
    parent.write("The letter is dated 3 March 2026.")
    parent.write(f"What about {word}?")
    assert parent.page.dates
    return parent


def test_deleting_is_said_and_leaves_nothing(talked: Visitor, word: str, kept: Kept) -> None:
    (sender,) = kept.senders_who_said(word)
    assert word.encode() in kept.files
    page = talked.delete()
    assert page.came_by == [303]
    assert page.url.endswith(f"{BASE}/deleted")
    assert "deleted" in page.words
    files = kept.files
    assert word.encode() not in files
    assert sender.encode() not in files
    assert sender not in kept.senders


def test_the_page_is_empty_afterwards(talked: Visitor, word: str) -> None:
    old = talked.cookie
    talked.delete()
    page = talked.visit()
    assert page.turns == []
    assert page.facts == {}
    assert page.dates == {}
    assert word not in page.html
    assert talked.cookie != old
    assert talked.visit("take-away/summary").status == 404


def test_the_cookie_of_a_deleted_talk_shows_nothing_old(talked: Visitor, word: str) -> None:
    old = talked.cookie
    talked.delete()
    thief = Visitor(talked.address)
    page = thief.visit(Cookie=f"{COOKIE}={old}")
    assert page.turns == []
    assert word not in page.html
    for path in ("take-away/summary", "take-away/dates.ics", "take-away/summary.txt"):
        assert thief.visit(path, Cookie=f"{COOKIE}={old}").status == 404


def test_the_old_pages_forms_fail_politely(talked: Visitor, word: str) -> None:
    """As in another tab that was left open."""
    token = talked.page.token
    talked.delete()
    for fields in ({"message": "and another thing"}, {"answer": "0" * 24}, {"change": "decision_date"}):
        page = talked.post({"token": token, **fields})
        assert page.status == 403
        assert "load the page again" in page.words
    page = talked.post({"token": token}, f"{BASE}/delete")
    assert page.status == 403
    assert talked.say({"message": "hello"}, token=token).status_code == 403
    assert talked.visit().turns == []


def test_a_new_talk_can_be_begun_at_once(talked: Visitor) -> None:
    talked.delete()
    talked.visit()
    page = talked.write(REFUSED)
    assert page.turns[0] == ("You", REFUSED)
    assert page.asks_date_of == "decision_date"
    assert page.dates == {}


def test_only_the_own_talk_is_deleted(talked: Visitor, new_visitor: NewVisitor, kept: Kept) -> None:
    other, others_word = new_visitor(), secret_word()
    other.write(f"my {others_word} question")
    talked.delete()
    assert other.visit().turns[0] == ("You", f"my {others_word} question")
    assert kept.senders_who_said(others_word)


def test_nobody_deletes_anothers_talk(talked: Visitor, new_visitor: NewVisitor) -> None:
    other = new_visitor()
    turns = talked.page.turns
    for fields in ({"token": talked.page.token}, {"token": ""}, {}):
        assert other.post(fields, f"{BASE}/delete").status == 403
    assert talked.post({"token": talked.page.token}, f"{BASE}/delete", Origin="https://evil.example").status == 403
    assert talked.visit().turns == turns


def test_deleting_before_anything_was_written_does_no_harm(parent: Visitor) -> None:
    page = parent.delete()
    assert page.came_by == [303]
    assert page.status == 200


def test_deleting_takes_no_long_time(talked: Visitor) -> None:
    started = time.monotonic()
    talked.delete()
    assert time.monotonic() - started < QUICK
