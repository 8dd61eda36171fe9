"""The helpline desk's screen in a real browser: accessibility, keys, what it sends, and that nothing being typed is ever lost."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import desk_samples
import pytest
from conftest import SITE, Opened
from desk_samples import ALL_KNOWN, BASE, HALF_KNOWN, WHAT_IF, fields, fragments
from page_samples import HOSTILE, ROOT
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tools.player.guide_server import GuideServer

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZE_LIMIT = 30_000  # bytes, gzipped, styles and script together
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
COLUMNS = ".desk__column"
COUNT_CALLS = "window.calls = 0; const plain = fetch; window.fetch = (...given) => { calls += 1; return plain(...given); };"
SLOWEST = 30_000  # ms
OPEN_ALL = "for (const part of document.querySelectorAll('details:not(.desk-menu)')) part.open = true"
IN_SIGHT = (
    "#message",
    "#fact-council",
    "#suppose summary",
    ".desk-say",
    ".desk-question",
    "[name=ask]",
    "[data-key='9']",
    ".guide-date--last_day",
    ".desk-take",
)
SIZES = {"phone": (320, 640), "400% zoom": (320, 256), "tablet": (768, 1024), "small desk": (1100, 700)}
SCREENS = [name for name, sample in desk_samples.SAMPLES.items() if sample.template == "desk.html"]

OpenDesk = Callable[..., "OpenedDesk"]
Reply = tuple[int, dict[str, Any]]


class OpenedDesk(Opened):
    """An opened sample, with what it sent; ``replies`` are given one after the other, and the last of them for ever."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.replies: list[Reply] = [(200, fragments(ALL_KNOWN))]
        self.no_server = False
        self.held: list[Route] = []
        self.hold = False

    def reply(self, route: Route) -> None:
        """Answer one request of the script."""
        status, body = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        route.fulfill(status=status, body=json.dumps(body), content_type="application/json")

    def release(self) -> None:
        """Answer what was held back."""
        self.hold = False
        for route in self.held:
            self.reply(route)
        self.held.clear()

    def sent_in_all(self, count: int) -> list[tuple[str, dict[str, Any]]]:
        """What was sent, as soon as it is so many requests."""
        for _ in range(SLOWEST // 20):
            if len(self.sent) >= count:
                break
            self.page.wait_for_timeout(20)
        return self.sent

    @property
    def calls(self) -> int:
        """How often the script has turned to the server, on its way or not."""
        return int(self.page.evaluate("calls"))


@pytest.fixture
def open_desk(chromium: Browser, built: Path) -> Iterator[OpenDesk]:
    """``open_desk(name, width, height, **context options)``: a sample of the desk, served with the door's headers."""
    contexts: list[BrowserContext] = []

    def opened(name: str, width: int = 1366, height: int = 768, **options: Any) -> OpenedDesk:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        made = OpenedDesk(context.new_page())

        def serve(route: Route) -> None:
            url = route.request.url.split("#")[0]
            last = url.rsplit("/", 1)[-1]
            if route.request.method == "POST":
                made.sent.append((url.removeprefix(SITE + BASE), json.loads(route.request.post_data or "{}")))
                if made.no_server:
                    route.abort()
                elif made.hold:
                    made.held.append(route)
                else:
                    made.reply(route)
            elif last == "look.css":
                route.fulfill(body="", content_type="text/css")
            elif "/static/" in url:
                route.fulfill(
                    body=(built / last).read_text(encoding="utf-8"),
                    content_type="text/css" if last.endswith(".css") else "text/javascript",
                )
            elif last == "note.txt":
                route.fulfill(body=desk_samples.NOTE, content_type="text/plain; charset=utf-8")
            else:
                body = desk_samples.render(last)
                route.fulfill(body=body, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": CSP})

        context.route("**/*", serve)
        context.add_init_script(COUNT_CALLS)
        made.page.goto(f"{SITE}/samples/{name}")
        return made

    yield opened
    for context in contexts:
        context.close()


def checked(opened: Opened, axe: str) -> list[str]:
    """What axe finds wrong."""
    opened.page.evaluate(axe)  # by the debugger, which the page's own policy does not bind
    found: dict[str, Any] = opened.page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert found["passes"], "axe has not looked at anything"
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


def active(page: Page) -> str:
    """The id of what has the focus."""
    return str(page.evaluate("document.activeElement.id"))


# ---------------------------------------------------------------- looks


# Each is slow, so of samples with the same parts there is one.
@pytest.mark.parametrize("width", [320, 1366])
@pytest.mark.parametrize(
    "name", sorted({*desk_samples.SAMPLES} - {"desk-half", "desk-long", "desk-passed", "desk-login", "desk-letter"})
)
def test_axe_finds_nothing(name: str, width: int, open_desk: OpenDesk, axe: str) -> None:
    opened = open_desk(name, width)
    opened.page.evaluate(OPEN_ALL)
    assert checked(opened, axe) == []


@pytest.mark.parametrize("name", desk_samples.SAMPLES)
def test_only_the_desks_own_files_are_asked_for_and_nothing_complains(name: str, open_desk: OpenDesk) -> None:
    opened = open_desk(name)
    assert opened.complaints == [], "the policy (CSP) or the script complains"
    assert all(url.startswith((f"{SITE}/", "data:")) for url in opened.requests)


@pytest.mark.parametrize("menu", range(2))
def test_axe_finds_nothing_in_the_menus(menu: int, open_desk: OpenDesk, axe: str) -> None:
    opened = open_desk("desk-known")
    opened.page.locator(".desk-menu > summary").nth(menu).click()
    assert opened.page.locator(".desk-menu__sheet").nth(menu).is_visible()
    assert checked(opened, axe) == []


def test_axe_would_find_a_field_without_its_label(open_desk: OpenDesk, axe: str) -> None:
    opened = open_desk("desk-start")
    opened.page.evaluate("document.querySelector('label[for=fact-council]').remove()")
    assert any(each.startswith("label") for each in checked(opened, axe))


@pytest.mark.parametrize("name", desk_samples.SAMPLES)
def test_nothing_scrolls_sideways(name: str, open_desk: OpenDesk) -> None:
    page = open_desk(name).page
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for part in ("details:not(.desk-menu)", ".desk-menu >> nth=0", ".desk-menu >> nth=1"):
            page.locator(part).evaluate_all("parts => parts.forEach(part => { part.open = true; })")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (size, part)


@pytest.mark.parametrize("name", SCREENS)
def test_the_whole_screen_is_there_without_scrolling_the_page(name: str, open_desk: OpenDesk) -> None:
    page = open_desk(name).page
    assert page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]") == [768, 1366]
    assert page.locator(COLUMNS).evaluate_all("all => all.every(each => each.scrollWidth <= each.clientWidth)")


def test_what_matters_is_in_sight_in_an_ordinary_case(open_desk: OpenDesk) -> None:
    page = open_desk("desk-known").page
    for seen in IN_SIGHT:
        box = page.locator(seen).first.bounding_box()
        assert box is not None and box["y"] + box["height"] <= 768, seen


def test_the_line_to_say_is_the_largest_and_the_question_is_under_it(open_desk: OpenDesk) -> None:
    page = open_desk("desk-half").page
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    largest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('body *')].filter(e => e.offsetParent && e.innerText)"
        ".filter(e => !e.closest('.desk-say, .govuk-visually-hidden')).map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert page.locator(".desk-say__part .govuk-body").first.evaluate(size) > largest
    question, line = page.locator(".desk-question").bounding_box(), page.locator(".desk-say__part").last.bounding_box()
    assert question is not None and line is not None and question["y"] > line["y"]


@pytest.mark.parametrize("name", ["desk-what-if", "desk-known", "desk-note", "desk-login"])
def test_targets_are_large_enough(name: str, open_desk: OpenDesk) -> None:
    page = open_desk(name, 320).page
    page.evaluate(OPEN_ALL)
    small = page.evaluate(
        """[...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
        .filter(e => !e.closest('p, .desk-talk, .guide-paper') && !e.matches('.govuk-skip-link') && e.offsetParent)
        .map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    assert small == []


def test_what_changed_is_said_in_words(open_desk: OpenDesk) -> None:
    page = open_desk("desk-changed").page
    assert "now Monday 4 May 2026 (before: Sunday 3 May 2026)" in page.inner_text(".desk-changed")
    assert "changed" in page.inner_text(".desk-outcome__line >> nth=0")
    assert "changed" not in page.inner_text(".desk-outcome__line >> nth=1")


def test_forced_colours_and_print_keep_what_matters(open_desk: OpenDesk) -> None:
    page = open_desk("desk-known", forced_colors="active").page
    line, paper = page.locator(".desk-question").evaluate(
        "e => [getComputedStyle(e).borderLeftColor, getComputedStyle(document.body).backgroundColor]"
    )
    assert line != paper
    page = open_desk("desk-note").page
    page.emulate_media(media="print")
    assert page.locator("#paper").is_visible()
    assert not page.locator("[data-copy]").is_visible() and not page.locator("#reference").is_visible()


def test_what_people_write_stays_text(open_desk: OpenDesk) -> None:
    page = open_desk("desk-hostile").page
    assert page.locator("main img, main script, [href^=javascript]").count() == 0
    assert page.input_value("#message") == HOSTILE
    assert page.input_value("#fact-council") == HOSTILE


def test_no_template_has_styles_or_scripts_in_it() -> None:
    for path in (ROOT / "channels/desk/templates").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=|\|\s*safe|accesskey|<script(?! type=\"module\" src=)", text), path.name


def test_styles_and_script_are_small_and_of_no_other_site(built: Path) -> None:
    assert sum(len(gzip.compress((built / name).read_bytes())) for name in ("desk.css", "desk.js")) < SIZE_LIMIT
    styles = (built / "desk.css").read_text(encoding="utf-8")
    assert "GDS Transport" not in styles and "@font-face" not in styles
    assert not re.search(r"url\((?!['\"]?data:)", styles)


# ---------------------------------------------------------------- without the script


def test_without_the_script_every_form_works_by_itself(open_desk: OpenDesk) -> None:
    page = open_desk("desk-known", java_script_enabled=False).page
    forms = page.locator("form").evaluate_all(
        "forms => forms.map(form => [form.getAttribute('action'), form.method, !!form.elements.token])"
    )
    assert all(address.startswith(BASE) and method == "post" and token for address, method, token in forms)
    assert page.get_by_role("button", name="Update").is_visible()
    assert page.locator(".desk-key:visible").count() == 0, "keys that do not work are not shown"
    assert not page.locator("#topic-search").is_visible()
    page.locator("#all-topics summary").click()
    assert page.locator("#topic-list button").count() == len(desk_samples.TOPICS)
    owner = page.locator("[name=without]").first.evaluate("button => button.form.id")
    assert owner == "without-form", "a fact the caller is without is not sent together with the fields"


def test_an_error_is_beside_its_field_and_named_at_the_top(open_desk: OpenDesk) -> None:
    page = open_desk("desk-date-wrong", java_script_enabled=False).page
    assert page.title().startswith("Error: ")
    assert page.get_attribute(".govuk-error-summary a", "href") == "#fact-decision_date"
    assert page.input_value("#fact-decision_date") == "31 April"
    assert page.get_attribute("#fact-decision_date", "aria-describedby") == "fact-decision_date-note"
    assert "no such day" in page.inner_text("#fact-decision_date-note")


# ---------------------------------------------------------------- keys


def test_every_key_is_there_once_and_leads_somewhere(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-known")
    page = opened.page
    keys = page.locator("[data-key]").evaluate_all("all => all.map(each => each.dataset.key)")
    assert len(keys) == len(set(keys))
    listed = page.locator(".desk-keys dt").all_text_contents()
    assert sorted(key.lower() for key in listed) == sorted(keys)


@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("s", "message"),
        ("c", "fact-certificate_date"),
        ("l", "fact-council"),
        ("t", "topic-search"),
        ("q", "say"),
        ("j", "stand"),
    ],
)
def test_alt_and_a_letter_goes_there(key: str, where: str, open_desk: OpenDesk) -> None:
    page = open_desk("desk-known").page
    page.focus("#fact-subject")
    page.keyboard.press(f"Alt+{key}")
    assert active(page) == where


def test_what_if_opens_at_its_key_with_the_first_box_ready(open_desk: OpenDesk) -> None:
    page = open_desk("desk-known").page
    page.keyboard.press("Alt+i")
    assert active(page) == "if-decision_date"


def test_letters_without_alt_are_only_typed(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-known")
    opened.page.keyboard.type("start 123")
    opened.page.keyboard.press("Control+Alt+1")  # as AltGr and 1
    assert opened.page.input_value("#message").startswith("start 123")
    assert opened.sent == []


def test_an_aside_at_a_digit_leaves_the_typing_where_it_is(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-known")
    page = opened.page
    page.fill("#message", "half a sen")
    page.keyboard.press("Alt+1")
    expect(page.locator("#status")).to_have_text(f"Updated. Next: {ALL_KNOWN['question']}")
    page.keyboard.type("tence")
    assert opened.sent == [("/say", {"topic": "aside_1"})]
    assert (page.input_value("#message"), active(page)) == ("half a sentence", "message")


def test_suggested_answers_by_key(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-half")
    opened.page.keyboard.press("Alt+a")
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator(".desk-question")).to_contain_text("Has the mediation adviser")
    assert opened.sent == [("/say", {"answer": "b1"})]
    assert active(opened.page) == "message", "the button is gone: go on at the box"


def test_tab_reaches_everything(open_desk: OpenDesk) -> None:
    page = open_desk("desk-known").page
    controls = "a[href], button, input:not([type=hidden]), select, textarea, summary"
    wanted = page.locator(controls).evaluate_all("all => all.filter(each => each.checkVisibility()).length")
    page.evaluate("document.activeElement.blur(); window.met = new Set()")
    page.evaluate("addEventListener('focusin', event => met.add(event.target))")
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
    assert page.evaluate("met.size") >= wanted


# ---------------------------------------------------------------- sending


def test_enter_sends_what_the_caller_says_and_the_focus_stays(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-start")
    page = opened.page
    page.keyboard.type("council refused to assess")
    page.keyboard.press("Enter")
    expect(page.locator(".guide-date--last_day")).to_be_visible()
    assert opened.sent == [("/say", {"message": "council refused to assess"})]
    assert (page.input_value("#message"), active(page)) == ("", "message")
    assert page.input_value("#fact-decision_date") == "Tuesday 3 March 2026"
    assert page.input_value("#fact-subject") == "refusal_to_assess"


def test_a_field_is_sent_when_it_is_left_or_at_enter(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-half")
    page = opened.page
    page.fill("#fact-decision_date", "3 March")
    page.keyboard.press("Tab")
    expect(page.locator(".guide-date--last_day")).to_be_visible()
    assert opened.sent == [("/say", {"facts": {"decision_date": "3 March"}})]
    page.focus("#fact-plan_stage")
    page.keyboard.press("ArrowDown")
    assert len(opened.sent) == 1, "a list that is being gone through is not sent yet"
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Updated")
    assert opened.sent[1:] == [("/say", {"facts": {"plan_stage": "draft"}})]
    assert active(page) == "fact-plan_stage"


def test_leaving_a_field_as_it_was_sends_nothing(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-known")
    for _ in range(12):
        opened.page.keyboard.press("Tab")
    assert opened.calls == 0
    opened.page.keyboard.press("Alt+2")
    assert [list(body) for _, body in opened.sent_in_all(1)] == [["topic"]]
    assert opened.calls == 1


def test_what_is_typed_while_the_answer_comes_is_kept(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-start")
    page = opened.page
    opened.hold = True
    page.fill("#message", "refused to assess, letter 3 March")
    page.keyboard.press("Enter")
    page.fill("#fact-council", "Wigan")
    page.evaluate("document.querySelector('#fact-council').setSelectionRange(1, 3)")
    opened.release()
    expect(page.locator(".guide-date--last_day")).to_be_visible()
    assert page.input_value("#fact-council") == "Wigan", "not the answer's council"
    assert page.input_value("#fact-decision_date") == "Tuesday 3 March 2026", "untouched fields are filled"
    place = page.evaluate("(({id, selectionStart, selectionEnd}) => [id, selectionStart, selectionEnd])(document.activeElement)")
    assert place == ["fact-council", 1, 3]
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Updated")
    assert opened.sent[-1] == ("/say", {"facts": {"council": "Wigan"}})


def test_a_word_typed_on_after_sending_a_field_is_kept(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-half")
    page = opened.page
    opened.hold = True
    page.fill("#fact-decision_date", "3 March")
    page.keyboard.press("Enter")
    page.keyboard.type(" 2025")
    opened.release()
    expect(page.locator("#status")).to_contain_text("Updated")
    assert page.input_value("#fact-decision_date") == "3 March 2025"


def test_two_things_sent_in_haste_go_one_after_the_other(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-start")
    page = opened.page
    opened.hold = True
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    assert opened.sent_in_all(1) == [("/say", {"message": "one"})]
    assert opened.calls == 1
    opened.release()
    assert [body for _, body in opened.sent_in_all(2)] == [{"message": "one"}, {"message": "two"}]


def test_a_field_that_cannot_be_used_keeps_its_words_and_says_why(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-half")
    page = opened.page
    why = "Write the exact day, like 3 March 2026."
    wrong = fields(subject="refusal_to_assess", decision_date=("3.", ""), errors={"decision_date": why})
    opened.replies = [
        (422, {"error": {"text": why, "field": "decision_date"}, "facts": fragments(HALF_KNOWN, fields=wrong)["facts"]}),
        (200, fragments(HALF_KNOWN)),
    ]
    page.fill("#fact-decision_date", "3.")
    page.keyboard.press("Enter")
    expect(page.locator("#fact-decision_date-note")).to_contain_text(why)
    assert (page.input_value("#fact-decision_date"), active(page)) == ("3.", "fact-decision_date")
    assert page.get_attribute("#fact-decision_date", "aria-invalid") == "true"
    page.keyboard.press("Alt+2")
    expect(page.locator("#status")).to_contain_text("Updated")
    assert page.input_value("#fact-decision_date") == "3.", "another answer does not take it away"
    assert why in page.inner_text("#fact-decision_date-note")
    page.keyboard.press("Tab")
    assert len(opened.sent) == opened.calls == 2, "what could not be used is not sent again as it is"


def test_a_good_field_sent_with_a_wrong_one_is_sent_again_alone(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-start")
    page = opened.page
    opened.hold = True
    page.fill("#message", "hello")
    page.keyboard.press("Enter")  # the fields wait behind it
    page.fill("#fact-decision_date", "3.")
    page.fill("#fact-council", "Wigan")
    page.keyboard.press("Enter")
    wrong = fields(decision_date=("3.", ""), errors={"decision_date": "Write the exact day."})
    start = desk_samples.NOTHING_KNOWN
    error = {"text": "Write the exact day.", "field": "decision_date"}
    opened.replies = [
        (200, fragments(start)),
        (422, {"error": error, "facts": fragments(start, fields=wrong)["facts"]}),
        (200, fragments(start, fields=fields(council="Wigan Metropolitan Borough Council"))),
    ]
    opened.release()
    expect(page.locator("#fact-council")).to_have_value("Wigan Metropolitan Borough Council")
    assert opened.sent[1:] == [
        ("/say", {"facts": {"decision_date": "3.", "council": "Wigan"}}),
        ("/say", {"facts": {"council": "Wigan"}}),
    ]
    assert page.input_value("#fact-decision_date") == "3."


def test_nothing_is_lost_without_a_server(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-half")
    page = opened.page
    opened.no_server = True
    page.fill("#message", "council refused")
    page.keyboard.press("Enter")
    expect(page.locator("#message-error")).to_contain_text("Nothing you typed is lost")
    assert page.input_value("#message") == "council refused"
    assert page.title().startswith("Error: ")
    page.fill("#fact-decision_date", "3 March")
    page.keyboard.press("Tab")
    expect(page.locator("#status")).to_contain_text("No answer came")
    opened.no_server = False
    page.keyboard.press("Alt+s")
    page.keyboard.press("Enter")
    expect(page.locator(".guide-date--last_day")).to_be_visible()
    assert page.title() == desk_samples.NOTHING_KNOWN["title"]


def test_without_and_ask_and_clearing(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-half")
    page = opened.page
    page.get_by_role("button", name="Not got Date on the letter").click()
    expect(page.locator("#status")).to_contain_text("Updated")
    page.get_by_role("button", name="When the adviser was first contacted").click()
    page.fill("#fact-decision_date", "")
    page.keyboard.press("Enter")
    assert [body for _, body in opened.sent_in_all(3)] == [
        {"without": "decision_date"},
        {"ask": "adviser_contacted_on"},
        {"facts": {"decision_date": ""}},
    ]


# ---------------------------------------------------------------- what if


def test_what_if_shows_what_would_follow_and_leaves_the_case(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-known")
    page = opened.page
    opened.replies = [(200, desk_samples.what_if(WHAT_IF)), (200, fragments(ALL_KNOWN))]
    page.keyboard.press("Alt+i")
    page.keyboard.press("Tab")
    page.keyboard.type("17 June")
    page.keyboard.press("Enter")
    card = page.locator(".desk-what-if")
    expect(card).to_contain_text("it would be Friday 17 July 2026, in 85 days (in the case: Tuesday 5 May 2026)")
    assert opened.sent == [("/what-if", {"facts": {"certificate_date": "17 June"}})]
    assert page.inner_text(".guide-date--last_day").startswith("Tuesday 5 May 2026")
    assert active(page) == "if-certificate_date"
    page.get_by_role("button", name="Put this into the case").click()
    expect(card).to_have_count(0)
    assert opened.sent_in_all(2)[1:] == [("/say", {"facts": {"certificate_date": "17 June"}})]


def test_what_if_stands_below_the_dates_of_the_case_and_goes_with_the_next_message(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-what-if")
    page = opened.page
    card, dates = page.locator(".desk-what-if").bounding_box(), page.locator(".desk-dates").bounding_box()
    assert card and dates and card["y"] >= dates["y"] + dates["height"]
    opened.replies = [(503, {"error": {"text": "Busy.", "field": None}}), (200, fragments(ALL_KNOWN))]
    page.keyboard.press("Alt+1")
    expect(page.locator("#message-error")).to_contain_text("Busy.")
    assert page.locator(".desk-what-if").count() == 1, "nothing was taken"
    page.keyboard.press("Alt+1")
    expect(page.locator(".desk-what-if")).to_have_count(0)


def test_in_one_column_the_line_to_say_comes_second(open_desk: OpenDesk) -> None:
    page = open_desk("desk-known", 360, 740).page
    tops = [page.locator(place).bounding_box() for place in (".desk-box", "#say", "#facts", "#stand")]
    assert all(tops)
    ys = [box["y"] for box in tops if box]
    assert ys == sorted(ys)


def test_no_keys_are_named_where_there_is_no_keyboard(open_desk: OpenDesk) -> None:
    page = open_desk("desk-known", 360, 740, has_touch=True, is_mobile=True).page
    assert not page.locator(".desk-tools__hint, .desk-key").filter(visible=True).count()
    assert page.get_by_role("button", name="Send").is_visible()


def test_what_if_is_closed_by_its_button(open_desk: OpenDesk) -> None:
    page = open_desk("desk-what-if").page
    page.get_by_role("button", name="Close").click()
    assert page.locator(".desk-what-if").count() == 0
    assert active(page) == "message"


# ---------------------------------------------------------------- topics and the note


def test_topics_are_found_by_the_beginnings_of_words(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-known")
    page = opened.page
    page.keyboard.press("Alt+t")
    page.keyboard.type("long cert")
    assert page.locator("#topic-list button:visible").all_inner_texts() == ["How long does the certificate take?"]
    expect(page.locator("#topic-count")).to_have_text("1 found. Enter takes the first.")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Updated")
    assert opened.sent == [("/say", {"topic": f"topic_{desk_samples.TOPICS.index('How long does the certificate take?')}"})]
    assert page.input_value("#topic-search") == ""


def test_no_topic_found_sends_nothing(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-known")
    opened.page.fill("#topic-search", "zebra")
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator("#topic-count")).to_have_text("0 found. Try another word.")
    assert opened.sent == []


def test_the_note_is_copied_with_a_reference_that_is_never_sent(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-note", permissions=["clipboard-read", "clipboard-write"])
    page = opened.page
    page.fill("#reference", "AB-12")
    page.get_by_role("button", name="Copy the text").click()
    expect(page.locator("#status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"Reference: AB-12\n\n{desk_samples.NOTE}"
    assert "Reference: AB-12" in page.inner_text("#paper")
    assert page.locator("#reference").evaluate("box => [box.name, box.form]") == ["", None]
    assert opened.sent == [] and not any("AB-12" in url for url in opened.requests)


def test_the_note_is_copied_from_the_screen_with_one_key(open_desk: OpenDesk) -> None:
    page = open_desk("desk-known", permissions=["clipboard-read", "clipboard-write"]).page
    page.keyboard.press("Alt+n")
    expect(page.locator("#status")).to_have_text("The case note is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == desk_samples.NOTE


def test_only_changed_parts_are_put_in_anew(open_desk: OpenDesk) -> None:
    opened = open_desk("desk-known")
    page = opened.page
    page.evaluate("window.line = document.querySelector('.desk-say__lines')")
    page.evaluate("window.dates = document.querySelector('.guide-dates')")
    page.locator("#sum summary").click()
    opened.replies = [(200, fragments(ALL_KNOWN, script=["Another line."]))]
    page.keyboard.press("Alt+3")
    expect(page.locator(".desk-say")).to_contain_text("Another line.")
    assert page.evaluate("[line.isConnected, dates.isConnected]") == [False, True], "what is the same is not read out again"
    assert not page.locator("#sum").evaluate("part => part.open"), "what was closed stays closed"


# ---------------------------------------------------------------- three calls at the running desk, with the keyboard alone

PASSWORD = "correct horse battery"
TODAY = "2026-04-23"
TYPING = 60 / (40 * 5)  # seconds a key, at 40 words of 5 letters a minute
LONGEST_CALL = 120  # seconds of staff's own time: what the guide takes beside it is a matter of the machine


class Call:
    """A call: what staff press and type, timed as if at 40 words a minute."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0

    def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def type(self, text: str) -> None:
        """Type, and send it."""
        self.write(text)
        self.send("Enter")

    def send(self, key: str) -> None:
        """Press a key that sends something, and wait for the answer."""
        before = self.page.inner_text("#status")
        self.page.evaluate("text => { document.getElementById('status').textContent = `${text} `; }", before)
        self.press(key)
        expect(self.page.locator("#status")).to_have_text(re.compile("^(Updated|See where|Not taken)"))

    def end(self) -> str:
        """Copy the note and start a new case; the note."""
        self.press("Alt+n")
        expect(self.page.locator("#status")).to_have_text("The case note is copied.")
        note = str(self.page.evaluate("navigator.clipboard.readText()"))
        took = self.keys * TYPING
        assert took < LONGEST_CALL, f"{took:.0f} seconds"
        with self.page.expect_navigation():
            self.press("Alt+x", "Enter")
        assert self.page.input_value("#fact-subject") == "", "the next call begins with nothing"
        return note


@pytest.fixture(scope="module")
def desk_guide(built: Path) -> Iterator[GuideServer]:
    """The guide with a desk."""
    guide = GuideServer(GUIDE_TODAY=TODAY, GUIDE_DESK_PASSWORD=PASSWORD)
    try:
        guide.start(TODAY)
        yield guide
    finally:
        guide.stop()


def test_three_calls_in_less_than_two_minutes_each(chromium: Browser, desk_guide: GuideServer) -> None:
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, permissions=["clipboard-read", "clipboard-write"])
    opened = Opened(context.new_page())
    page = opened.page
    page.goto(f"http://127.0.0.1:{desk_guide.port}{BASE}")
    expect(page.locator("#password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#message")).to_be_focused()

    # Typed as the caller speaks; an aside; what if, and then so.
    call = Call(page)
    call.type("council ended his plan, letter 2 Feb")
    assert page.input_value("#fact-decision_date") == "Monday 2 February 2026"
    call.send("Alt+1")
    expect(page.locator(".desk-say")).to_contain_text("mediate")
    call.press("Alt+i", "Tab")
    call.write("17 April 2026")
    call.press("Tab")
    call.type("25 March 2026")
    expect(page.locator(".desk-what-if")).to_contain_text("Monday 18 May 2026")
    expect(page.locator(".guide-date--last_day")).to_contain_text("Thursday 2 April 2026")
    call.press("Alt+v")
    call.type("25 March 2026")
    call.press("Alt+c")
    call.type("17 April 2026")
    expect(page.locator(".guide-date--last_day")).to_contain_text("Monday 18 May 2026")
    expect(page.locator(".desk-changed")).to_contain_text("(before: Thursday 2 April 2026)")
    assert "Monday 18 May 2026" in call.end()

    # By the fields, with a date that is not one.
    call = Call(page)
    call.press("Alt+b")
    call.type("the council will not assess the child")
    call.press("Alt+d")
    call.type("31 April 2026")
    expect(page.locator("#fact-decision_date")).to_have_attribute("aria-invalid", "true")
    assert page.input_value("#fact-decision_date") == "31 April 2026"
    call.press("Alt+d")
    call.type("3 March")
    expect(page.locator(".guide-date--last_day")).to_contain_text("Tuesday 5 May 2026")
    call.send("Alt+4")
    assert "Tuesday 5 May 2026" in call.end()

    # It is the school, distress, and a topic that is searched for.
    call = Call(page)
    call.send("Alt+5")
    expect(page.locator(".desk-outcome")).to_contain_text("Disagreement resolution")
    call.send("Alt+9")
    call.press("Alt+t")
    call.type("confidential")
    expect(page.locator(".desk-say")).to_contain_text("confidential")
    assert "section 57" in call.end()
    refusals = [line for line in opened.complaints if "422" not in line]
    assert refusals == []
    context.close()
