"""The page's script in a real browser, with an acted door: what is sent and shown, where the focus is, failures."""

from __future__ import annotations

import json
from typing import Any

import page_samples
import pytest
from conftest import CSP, SITE, Open, Opened
from playwright.sync_api import Browser, Page, Route, expect

from tools.build_page import BUILT

NEW = [page_samples.you("The school"), page_samples.guide("Thank you.", "What date is on the letter?")]


def answering(**changes: Any) -> dict[str, Any]:
    """What the door says to a message, as JSON."""
    context = {"turns": NEW, "answers": [{"id": "b1", "title": "I have no letter"}], **changes}
    return {**page_samples.fragments(**context), "status": "The guide has answered. There is 1 suggested answer."}


class Talk:
    """A page whose door is acted."""

    def __init__(self, opened: Opened) -> None:
        self.page: Page = opened.page
        self.opened = opened
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.begun: list[bool] = []
        self.tokens: list[str | None] = []
        self.answers: list[tuple[int, dict[str, Any]] | None] = []
        for path in ("say", "letter"):
            self.page.route(f"**/send-guide/{path}", self._answer)

    def _answer(self, route: Route) -> None:
        body = json.loads(route.request.post_data or "null")
        self.begun.append(body.pop("begun"))
        self.sent.append((route.request.url.rsplit("/", 1)[-1], body))
        self.tokens.append(route.request.headers.get("x-guide-token"))
        answer = self.answers.pop(0) if self.answers else (200, answering())
        if answer is None:
            route.abort()
        else:
            route.fulfill(status=answer[0], body=json.dumps(answer[1]), content_type="application/json")

    def write(self, text: str) -> None:
        """Type and press Enter."""
        self.page.locator("#message").focus()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def settled(self) -> None:
        """Wait until the guide has answered or failed."""
        expect(self.page.locator("#sending")).to_be_empty()
        expect(self.page.locator("#status")).not_to_have_text("The guide is writing")


@pytest.fixture
def talk(open_sample: Open) -> Talk:
    """A first visit."""
    return Talk(open_sample("first-visit"))


def test_enter_sends_and_the_focus_stays_in_the_box(talk: Talk) -> None:
    talk.write("The school")
    talk.settled()
    assert talk.sent == [("say", {"message": "The school"})]
    assert talk.tokens == ["t0ken"]
    assert talk.page.locator("#talk .guide-turn").count() == 2
    assert talk.page.evaluate("document.activeElement.id") == "message"
    assert talk.page.input_value("#message") == ""
    assert talk.page.locator("#latest").inner_text().startswith("Guide")
    assert talk.page.locator("#intro").count() == 0
    assert talk.page.get_by_role("button", name="I have no letter").is_visible()
    assert "1 suggested answer" in talk.page.inner_text("#status")
    assert talk.opened.complaints == []


def test_a_reply_is_shown_from_its_beginning(open_sample: Open) -> None:
    for width in (320, 1280):
        talk = Talk(open_sample("first-visit", width, 700))
        long = page_samples.guide(*["A long reply. " * 30] * 5)
        talk.answers = [(200, answering()), (200, answering(turns=[page_samples.you("The school"), long]))]
        for turn in (0, 2):
            talk.write("The school")
            talk.settled()
            box = talk.page.locator("#talk .guide-turn").nth(turn).bounding_box()
            assert box and 0 <= box["y"] < 700 - box["height"]


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)])
def test_after_a_pasted_letter_the_reply_is_on_the_screen(width: int, height: int, open_sample: Open) -> None:
    talk = Talk(open_sample("first-visit", width, height))
    letter = "Dear parent. We have decided not to assess your child. " * 20
    talk.answers = [(200, answering(turns=[page_samples.you(letter), NEW[1]]))]
    talk.page.fill("#message", letter)
    talk.page.press("#message", "Enter")
    talk.settled()
    box = talk.page.locator("#latest").bounding_box()
    assert box and 0 <= box["y"] < height / 2


def test_where_the_box_is_out_of_the_window_the_focus_goes_to_the_reply(open_sample: Open) -> None:
    talk = Talk(open_sample("first-visit", 360, 740))
    long = page_samples.guide(*["A long reply. " * 30] * 5)
    talk.answers = [(200, answering(turns=[page_samples.you("The school"), long]))]
    talk.write("The school")
    talk.settled()
    assert talk.page.evaluate("document.activeElement.id") == "latest"
    before = talk.page.evaluate("scrollY")
    talk.page.keyboard.press("ArrowDown")
    talk.page.wait_for_timeout(300)
    assert 0 < talk.page.evaluate("scrollY") - before < 200, "the arrow reads on from the reply"


def test_who_writes_on_meanwhile_keeps_the_box(open_sample: Open) -> None:
    talk = Talk(open_sample("first-visit", 360, 740))
    held: list[Route] = []
    talk.page.route("**/send-guide/say", lambda route: held.append(route))
    talk.write("first")
    expect(talk.page.locator("#status")).to_have_text("The guide is writing")
    talk.page.keyboard.type("and another th")
    long = page_samples.guide(*["A long reply. " * 30] * 5)
    body = json.dumps(answering(turns=[page_samples.you("first"), long]))
    held[0].fulfill(status=200, body=body, content_type="application/json")
    talk.settled()
    talk.page.keyboard.type("ing")
    assert talk.page.input_value("#message") == "and another thing"


def test_while_it_waits_the_buttons_show_that_nothing_is_taken(talk: Talk) -> None:
    held: list[Route] = []
    talk.page.route("**/send-guide/say", lambda route: held.append(route))
    talk.write("first")
    expect(talk.page.locator("#status")).to_have_text("The guide is writing")
    buttons = talk.page.locator(".guide-answer, .guide-message button")
    assert buttons.evaluate_all("all => all.every((each) => each.getAttribute('aria-disabled') === 'true')")
    assert float(buttons.first.evaluate("each => getComputedStyle(each).opacity")) < 1
    sending = talk.page.locator("#sending .guide-turn").bounding_box()
    assert sending and sending["y"] >= 0
    held[0].abort()
    expect(talk.page.locator("#message-error")).not_to_be_empty()
    assert talk.page.locator("[aria-disabled]").count() == 0


def test_shift_and_enter_makes_a_line_and_a_half_typed_word_is_not_sent(talk: Talk) -> None:
    box = talk.page.locator("#message")
    box.focus()
    talk.page.keyboard.type("one")
    talk.page.keyboard.press("Shift+Enter")
    talk.page.keyboard.type("two")
    assert talk.page.input_value("#message") == "one\ntwo"
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    assert talk.sent == []


def test_the_latest_reply_is_one_place_however_long_the_talk(talk: Talk) -> None:
    for _ in range(3):
        talk.write("The school")
        talk.settled()
    assert talk.page.locator("[id=latest]").count() == 1
    assert talk.page.locator("#talk .guide-turn").count() == 6
    assert talk.page.locator("#talk .guide-turn").last.get_attribute("id") == "latest"
    assert talk.page.get_by_role("link", name="Skip to the latest reply").count() == 1


def test_a_suggested_answer_is_sent_by_its_id_and_what_was_typed_stays(talk: Talk) -> None:
    talk.page.fill("#message", "half a thought")
    talk.page.get_by_role("button", name="The school is not helping").focus()
    talk.page.keyboard.press("Enter")
    talk.settled()
    assert talk.sent == [("say", {"answer": "a3"})]
    assert talk.page.input_value("#message") == "half a thought"
    assert talk.page.evaluate("document.activeElement.id") == "ask", "the button is gone: go on with what can be done next"


def test_a_date_is_sent_in_its_parts(open_sample: Open) -> None:
    talk = Talk(open_sample("date-asked"))
    for name, value in (("day", "3"), ("month", "March"), ("year", "2026")):
        talk.page.fill(f"#{name}", value)
    talk.page.keyboard.press("Enter")
    talk.settled()
    assert talk.sent == [("say", {"date": {"of": "decision_date", "day": "3", "month": "March", "year": "2026"}})]


def test_change_asks_for_the_fact_and_dates_come_and_go(open_sample: Open) -> None:
    talk = Talk(open_sample("dates-known", 320))
    assert talk.page.locator("#jump").is_visible()
    talk.page.get_by_role("button", name="Change Date on the letter").click()
    talk.settled()
    assert talk.sent == [("say", {"change": "decision_date"})]
    assert not talk.page.locator("#jump").is_visible()
    assert talk.page.locator("#dates").count() == 0


def test_a_wrong_date_is_said_beside_its_box(open_sample: Open) -> None:
    talk = Talk(open_sample("date-asked"))
    title = talk.page.title()
    error = {"text": "There is no such day in that month.", "field": "day"}
    asked = {"of": "decision_date", "label": "Date on the letter"}
    parts = page_samples.fragments(asks_date=asked, error=error, date_typed={"day": "31", "month": "4", "year": "2026"})
    talk.answers = [(422, {"error": error, "ask": parts["ask"]})]
    talk.page.fill("#day", "31")
    talk.page.keyboard.press("Enter")
    expect(talk.page.locator("#date-error")).to_contain_text("no such day")
    assert talk.page.evaluate("document.activeElement.id") == "day"
    assert talk.page.input_value("#month") == "4"
    assert talk.page.title() == f"Error: {title}"
    talk.page.fill("#day", "30")
    talk.page.keyboard.press("Enter")
    talk.settled()
    assert talk.page.title() == title
    assert talk.page.locator(".govuk-error-message").count() == 0


@pytest.mark.parametrize(
    "answer",
    [
        None,
        (429, {"error": {"text": "Please wait 20 seconds.", "field": None}}),
        (503, {"error": {"text": "Busy.", "field": None}}),
        (502, {}),
    ],
    ids=["no network", "too often", "busy", "not the guide"],
)
def test_nothing_typed_is_lost_when_it_fails(answer: tuple[int, dict[str, Any]] | None, talk: Talk) -> None:
    talk.answers = [answer]
    talk.write("The council said no")
    expect(talk.page.locator("#message-error")).not_to_be_empty()
    assert talk.page.input_value("#message") == "The council said no"
    assert talk.page.title().startswith("Error: ")
    assert talk.page.locator("#talk .guide-turn").count() == 0
    assert len(talk.sent) == 1, "it is not tried again by itself"
    talk.page.locator("#message").focus()
    talk.page.keyboard.press("Enter")
    talk.settled()
    assert [said for _, said in talk.sent] == [{"message": "The council said no"}] * 2
    assert not talk.page.title().startswith("Error: ")


def test_an_empty_message_gets_the_doors_own_words(talk: Talk) -> None:
    error = {"text": "Write what happened, or a question.", "field": "message"}
    talk.answers = [(422, {"error": error, "ask": page_samples.fragments(error=error)["ask"]})]
    talk.page.get_by_role("button", name="Send").click()
    expect(talk.page.locator("#message-error")).to_contain_text("Write what happened")
    assert talk.page.get_attribute("#message", "aria-invalid") == "true"
    assert talk.page.evaluate("document.activeElement.id") == "message"
    assert talk.page.locator("#talk .guide-turn").count() == 0


def test_characters_are_counted_from_four_fifths_on(talk: Talk) -> None:
    count = talk.page.locator("#message-count")
    talk.page.fill("#message", "x" * 799)
    assert not count.is_visible()
    talk.page.fill("#message", "x" * 800)
    assert count.inner_text() == "You have 200 characters left."
    talk.page.fill("#message", "x" * 1001)
    assert count.inner_text() == "Long text: read as a letter. You have 18,999 characters left."
    expect(talk.page.locator("#message-count-spoken")).to_contain_text("18,999")


def test_a_long_text_goes_the_way_of_letters(talk: Talk) -> None:
    talk.page.fill("#message", "y" * 1000)
    talk.page.get_by_role("button", name="Send").click()
    talk.settled()
    talk.page.fill("#message", "y" * 1001)
    talk.page.get_by_role("button", name="Send").click()
    talk.settled()
    assert [path for path, _ in talk.sent] == ["say", "letter"]


def test_one_message_at_a_time(talk: Talk) -> None:
    held: list[Route] = []
    talk.page.route("**/send-guide/say", lambda route: held.append(route))
    talk.write("first")
    expect(talk.page.locator("#status")).to_have_text("The guide is writing")
    assert talk.page.inner_text("#sending").endswith("first")
    assert talk.page.get_attribute("#sending", "aria-hidden") == "true"
    talk.write("second")
    assert len(held) == 1
    held[0].fulfill(status=200, body=json.dumps(answering()), content_type="application/json")
    talk.settled()
    assert talk.page.input_value("#message") == "second"


def test_words_of_people_and_of_the_door_stay_text(talk: Talk) -> None:
    talk.answers = [(200, answering(turns=[page_samples.you(page_samples.HOSTILE), page_samples.guide(page_samples.HOSTILE)]))]
    talk.write(page_samples.HOSTILE)
    talk.settled()
    assert talk.page.locator("#talk img, #talk script, #sending img").count() == 0
    assert talk.page.locator("#talk .guide-turn--you .govuk-body").inner_text() == page_samples.HOSTILE
    assert talk.opened.complaints == []


def test_a_summary_can_be_copied_and_printed(open_sample: Open) -> None:
    page = open_sample("summary", permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="Copy the text").click()
    expect(page.locator("#status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page_samples.SUMMARY
    assert page.get_by_role("button", name="Print").is_visible()


def test_buttons_that_need_the_script_are_not_there_without_it(open_sample: Open) -> None:
    page = open_sample("summary", java_script_enabled=False).page
    assert page.get_by_role("button").count() == 0
    assert page.get_by_role("link", name="Save as a text file").is_visible()


def test_what_is_closed_is_printed_open(open_sample: Open) -> None:
    page = open_sample("dates-known").page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize(("host", "grows"), [(page_samples.HOST_PAGE, True), ("https://elsewhere.example", False)])
def test_the_frame_is_as_high_as_the_page_on_the_councils_site_only(host: str, grows: bool, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []

    def serve(route: Route) -> None:
        url = route.request.url
        name = url.split("?")[0].rsplit("/", 1)[-1]
        if url.startswith(host):
            element = f'<send-guide src="{SITE}/send-guide" title="Guide"></send-guide>'
            body = f'<title>Council</title>{element}<script src="{SITE}/static/embed.js"></script>'
            route.fulfill(body=body, content_type="text/html")
        elif name.endswith((".css", ".js")):
            body = "" if name == "look.css" else (BUILT / name).read_text(encoding="utf-8")
            route.fulfill(body=body, content_type="text/css" if name.endswith(".css") else "text/javascript")
        else:
            asked.append(url)
            # Here the frame is let in everywhere, so that the script's own check is what is tried.
            policy = CSP.replace(f"frame-ancestors {page_samples.HOST_PAGE}", "frame-ancestors *")
            route.fulfill(
                body=page_samples.render("embedded"),
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": policy},
            )

    context.route("**/*", serve)
    page.goto(f"{host}/page")
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_be_visible()
    assert page.get_attribute("iframe", "title") == "Guide"
    assert asked == [f"{SITE}/send-guide?embedded=1"]
    high = "document.querySelector('iframe').offsetHeight > 1000"
    if grows:
        page.wait_for_function(high)
        needed = frame.locator("body").evaluate("body => body.getBoundingClientRect().height")
        page.wait_for_function("needed => Math.abs(document.querySelector('iframe').offsetHeight - needed) <= 2", arg=needed)
    else:
        # Whatever the page said to its host, it said before it answers this.
        page.frames[1].evaluate("() => { onmessage = ({data}) => data === 'ping' && parent.postMessage('pong', '*'); }")
        page.evaluate(
            """() => new Promise(done => {
            addEventListener('message', ({data}) => data === 'pong' && done());
            document.querySelector('iframe').contentWindow.postMessage('ping', '*'); })"""
        )
        assert not page.evaluate(high)
    context.close()


def test_the_door_is_told_whether_a_talk_stands_on_the_page(talk: Talk) -> None:
    talk.write("The school")
    talk.settled()
    talk.write("The council")
    talk.settled()
    assert talk.begun == [False, True]
