"""The page without JavaScript: a conversation from the first visit to the files, as plain requests."""

from __future__ import annotations

from datetime import date

import pytest
from client import BASE, Page, Visitor, dates_in
from icalendar import Calendar
from kept import Kept, NewVisitor

REFUSED = "The council has refused to assess my son."
RING_BY, LAST_DAY = "Sunday 3 May 2026", "Tuesday 5 May 2026"  # letter of 3 March 2026; 3 May is a Sunday, 4 May a holiday
# As a parent would paste it: several pages, most of which no guide needs.
LETTER = """Northmere Borough Council
SEND Statutory Assessment Team
Date: 3 March 2026

Dear parent

Request for an Education, Health and Care needs assessment

I am writing to let you know that the local authority has decided not to carry out an EHC needs assessment.

Your right to appeal

If you disagree with our decision you have the right to appeal to the First-tier Tribunal. You must contact a mediation adviser
before you register an appeal. You have two months from the date of this letter.

Yours sincerely
SEN Casework Officer

""" + "\n\n".join(f"Annex {number}. The panel read the report of the school with great care." for number in range(1, 80))


@pytest.fixture
def asked_for_date(parent: Visitor) -> Visitor:
    """A person who is asked for the date on the letter."""
    assert parent.write(REFUSED).asks_date_of == "decision_date"
    return parent


@pytest.fixture
def knows_the_date(asked_for_date: Visitor) -> Visitor:
    """A person who has been told the last day."""
    assert asked_for_date.date("3", "3", "2026").dates
    return asked_for_date


def test_a_first_visit_stores_nothing(new_visitor: NewVisitor, kept: Kept) -> None:
    before = kept.senders
    page = new_visitor().page
    assert page.status == 200
    assert page.turns == []
    assert len(page.answers) >= 2
    assert kept.senders == before


def test_a_message_is_answered_with_a_redirect_to_the_talk(parent: Visitor, kept: Kept) -> None:
    before = kept.senders
    page = parent.write(REFUSED)
    assert page.came_by == [303]
    assert page.url.endswith(f"{BASE}#latest")
    assert page.turns[0] == ("You", REFUSED)
    assert page.turns[1][0] == "Guide"
    assert page.tree.all(id="latest")
    assert len(kept.senders - before) == 1


def test_loading_the_page_again_shows_the_same_talk_and_sends_nothing_twice(parent: Visitor) -> None:
    turns = parent.write(REFUSED).turns
    assert parent.visit().turns == turns
    assert parent.visit().turns == turns


def test_a_suggested_answer_is_shown_by_its_title(parent: Visitor) -> None:
    title = next(iter(parent.page.answers))
    page = parent.choose(title)
    assert page.came_by == [303]
    assert page.turns[0] == ("You", title)
    assert "/" not in page.turns[0][1]


def test_every_first_answer_leads_somewhere(new_visitor: NewVisitor) -> None:
    said = {title: new_visitor().choose(title).latest for title in new_visitor().page.answers}
    assert all(said.values())
    assert len(set(said.values())) == len(said)


def test_an_answer_that_was_suggested_earlier_may_still_be_chosen(parent: Visitor) -> None:
    title, answer = next(iter(parent.page.answers.items()))
    parent.choose(title)
    page = parent.post({"token": parent.page.token, "answer": answer})
    assert page.came_by == [303]
    assert [words for who, words in page.turns if who == "You"] == [title, title]


@pytest.mark.parametrize("written", [("3", "3", "2026"), ("03", "03", "26"), (" 3 ", "March", "2026"), ("3", "mar", "2026")])
def test_a_date_in_three_fields_gives_the_last_day(written: tuple[str, str, str], asked_for_date: Visitor) -> None:
    page = asked_for_date.date(*written)
    assert page.came_by == [303]
    assert ("You", "Tuesday 3 March 2026") in page.turns
    assert page.dates["last_day"] == (LAST_DAY, "in 12 days")
    assert page.dates["ring_by"] == (RING_BY, "in 10 days")
    assert LAST_DAY in page.latest
    assert page.facts["Date on the letter"] == "Tuesday 3 March 2026"


@pytest.mark.parametrize(
    ("written", "field", "says"),
    [
        (("31", "4", "2026"), "day", "no such day"),
        (("29", "2", "2026"), "day", "no such day"),
        (("32", "3", "2026"), "day", "1 to 31"),
        (("3", "13", "2026"), "month", "1 to 12"),
        (("3", "Smarch", "2026"), "month", "1 to 12"),
        (("3", "3", "226"), "year", "4 numbers"),
        (("", "3", "2026"), "day", "Write the day"),
        (("3", "", "2026"), "month", "Write the day"),
        (("3", "3", ""), "year", "Write the day"),
        (("٣", "3", "2026"), "day", "1 to 31"),
        (("-3", "3", "2026"), "day", "1 to 31"),
        (("3", "3", "0000"), "day", "no such day"),
    ],
)
def test_a_date_that_cannot_be_names_the_field_and_keeps_what_was_typed(
    written: tuple[str, str, str], field: str, says: str, asked_for_date: Visitor
) -> None:
    turns = asked_for_date.page.turns
    page = asked_for_date.date(*written)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert says in (page.error or "")
    assert page.error_field == field
    assert page.date_typed == written
    assert page.turns == turns
    assert page.dates == {}
    assert asked_for_date.date("3", "3", "2026").dates["last_day"][0] == LAST_DAY


def test_all_texts_of_the_talk_name_the_same_days_as_the_panel(knows_the_date: Visitor) -> None:
    page = knows_the_date.page
    shown = {day for day, _ in page.dates.values()}
    beside = page.tree.all(id="beside")[0].text  # the letter's date and the steps of the sum are there, too
    assert {RING_BY, LAST_DAY} <= shown
    assert {RING_BY, LAST_DAY} <= set(dates_in(page.latest)) <= set(dates_in(beside))
    summary = knows_the_date.visit("take-away/summary").words
    assert LAST_DAY in summary
    assert RING_BY in summary


def test_a_fact_can_be_changed(knows_the_date: Visitor) -> None:
    page = knows_the_date.change("Date on the letter")
    assert page.came_by == [303]
    assert page.turns[-2] == ("You", "Change: Date on the letter")
    assert page.asks_date_of == "decision_date"
    page = knows_the_date.date("5", "March", "2026")
    assert page.facts["Date on the letter"] == "Thursday 5 March 2026"
    assert page.dates["ring_by"][0] == "Tuesday 5 May 2026"


def test_a_date_typed_in_words_does_as_well(asked_for_date: Visitor) -> None:
    assert asked_for_date.write("it is dated the third of March 2026").dates["last_day"][0] == LAST_DAY


def test_how_the_day_comes_about_is_told(knows_the_date: Visitor) -> None:
    steps = knows_the_date.page.tree.all("details", css="guide-sum")[0].all("li")
    assert len(steps) >= 2


def test_the_calendar_file_is_one(knows_the_date: Visitor) -> None:
    file = knows_the_date.visit("take-away/dates.ics")
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert file.headers["Content-Disposition"].startswith("attachment;")
    days = {event.decoded("dtstart"): str(event["summary"]) for event in Calendar.from_ical(file.html).walk("VEVENT")}
    assert date(2026, 5, 5) in days
    assert date(2026, 5, 3) in days
    assert "son" not in " ".join(days.values()).lower().split()


def test_every_file_that_is_offered_is_there(knows_the_date: Visitor) -> None:
    files = knows_the_date.page.files
    assert any(file.endswith("summary") for file in files)
    assert len([file for file in files if "/letters/" in file]) >= 3
    for file in files:
        page = knows_the_date.visit(file)
        assert page.status == 200, file
        if file.endswith(".ics"):
            continue
        download = next(link for link in page.links if link.endswith(".txt"))
        text = knows_the_date.visit(download)
        assert text.status == 200, download
        assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert text.headers["Content-Disposition"].startswith("attachment;")
        first = next(line for line in text.html.splitlines() if line.strip())
        assert " ".join(first.split()) in page.words


@pytest.mark.parametrize(
    "name", ["summary", "summary.txt", "dates.ics", "letters/none", "letters/", "", "%2e%2e/about", "dates.ics.txt"]
)
def test_without_a_conversation_there_are_no_files(name: str, parent: Visitor) -> None:
    assert parent.visit(f"take-away/{name}").status == 404


@pytest.mark.parametrize("length", [1_001, 5_000, 20_000])
def test_long_texts_are_taken(length: int, parent: Visitor) -> None:
    text = (f"{REFUSED} " + "I do not know what to do now and I am worried about it all. " * 400)[: length - 1] + "."
    page = parent.write(text)
    assert page.came_by == [303]
    assert page.latest


def test_a_letter_is_read(parent: Visitor) -> None:
    assert len(LETTER) > 5_000
    page = parent.write(LETTER)
    assert page.came_by == [303]
    assert "Annex 79." in page.turns[0][1]
    assert "3 March 2026" in page.latest


def test_a_text_that_is_too_long_is_refused_in_words_and_kept(parent: Visitor) -> None:
    text = "a" * 20_001
    page = parent.write(text)
    assert page.status == 422
    assert "20,000" in (page.error or "")
    assert page.error_field == "message"
    assert page.typed == text
    assert page.turns == []


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "/", "//", "\u200b", "\x00"])
def test_an_empty_message_is_answered_in_words(text: str, parent: Visitor) -> None:
    page = parent.write(text)
    assert page.status == 422
    assert "Write what happened" in (page.error or "")
    assert page.title.startswith("Error: ")
    assert page.turns == []


def test_the_pages_about_the_guide_are_there(parent: Visitor) -> None:
    for name in ("about", "privacy", "accessibility", "deleted"):
        page = parent.visit(name)
        assert page.status == 200
        assert page.tree.all("h1")
        assert "SENDIASS" in page.words


def test_a_page_of_no_name_is_said_in_words(parent: Visitor) -> None:
    page = parent.visit("nothing/of/this/kind")
    assert page.status == 404
    assert "no such page" in page.words


def test_a_slash_behind_the_address_does_no_harm(parent: Visitor) -> None:
    page = parent.visit(f"{parent.address}{BASE}/")
    assert page.status == 200
    assert page.tree.all("textarea", name="message")


def test_odd_words_are_shown_as_they_were_typed(parent: Visitor) -> None:
    for odd in ("{{ 7*7 }} {facts} ${x} %s {0}", "'; DROP TABLE events; --", "ñandú 😀 ملف", "a\nb\n\nc"):
        page: Page = parent.write(odd)
        assert page.turns[-2] == ("You", " ".join(odd.split())), odd
        assert "49" not in page.turns[-2][1]


def test_a_talk_that_was_deleted_meanwhile_is_said_to_be_gone(parent: Visitor, kept: Kept) -> None:
    parent.write("the council refused to assess my son")
    open_page = parent.page
    parent.delete()
    parent.visit()
    token = parent.page.token
    page = parent.post({"message": "the letter is dated 3 March", "token": token, "begun": "1"})
    assert "I no longer have what was said before" in page.words
    data = parent.say({"message": "hello", "begun": True}).json()
    assert "I no longer have" not in data["turns"]
    assert open_page.turns
