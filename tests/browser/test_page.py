"""The page of the running guide in a browser: whole conversations, by keyboard, without script, on small screens, in trouble."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from guests import GUIDE_PAGE, Guest, NewGuest
from playwright.sync_api import Error, expect

from tools.player.guide_server import GuideServer

REFUSED = "The council has refused to assess my son."
LAST_DAY = "Tuesday 5 May 2026"  # of a letter dated 3 March 2026
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_TABS = 40
SIZES = {"desktop": (1280, 900), "phone": (320, 640), "400% zoom": (320, 256)}


@pytest.fixture
def guest(new_guest: NewGuest) -> Iterator[Guest]:
    """A person at the page. Whatever they do, the browser has nothing to complain about and asks no other host."""
    made = new_guest()
    yield made
    assert_clean(made)


@pytest.fixture(autouse=True)
def whole_again(page_guide: GuideServer) -> Iterator[None]:
    """Whatever a test has stopped runs again afterwards, though it failed."""
    yield
    page_guide.start()


def assert_clean(guest: Guest, *, but: str = "") -> None:
    """No violation of the policy, no error of the script, no dialog, no request to anybody else."""
    host = urlsplit(guest.address).netloc
    assert [url for url in guest.opened.requests if urlsplit(url).netloc != host and not url.startswith("data:")] == []
    assert [text for text in guest.opened.complaints if not but or but not in text] == []
    assert guest.dialogs == []


def tab_to(guest: Guest, wanted: str, key: str = "Tab") -> None:
    """Go on from one control to the next until the wanted one (a CSS selector) has the focus; each shows it."""
    for _ in range(MOST_TABS):
        guest.page.keyboard.press(key)
        if guest.page.evaluate("document.activeElement === document.body"):
            continue  # from the last control to the first
        assert guest.page.evaluate(
            """() => { const style = getComputedStyle(document.activeElement);
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none'; }"""
        ), f"the focus cannot be seen on {guest.page.evaluate('document.activeElement.outerHTML')[:200]}"
        if guest.page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            assert guest.page.evaluate(
                """() => { const box = document.activeElement.getBoundingClientRect();
                return box.bottom > 0 && box.top < innerHeight; }"""
            ), "what has the focus is out of sight"
            return
    pytest.fail(f"{wanted} is not reached by {key}")


def fill_date(guest: Guest, day: str, month: str, year: str) -> None:
    for name, value in (("day", day), ("month", month), ("year", year)):
        guest.page.fill(f"#{name}", value)


def last_day(guest: Guest) -> str:
    expect(guest.page.locator(".guide-date--last_day time")).to_be_visible()
    return guest.page.inner_text(".guide-date--last_day time")


def test_a_whole_conversation_by_keyboard(guest: Guest) -> None:
    page = guest.page
    tab_to(guest, "#message")
    page.keyboard.type("what is")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("mediation?")
    assert page.input_value("#message") == "what is\nmediation?"
    page.keyboard.press("Enter")
    guest.wait(0)
    assert guest.focus in ("message", "latest")  # in the box where that is in sight, else at the reply
    assert page.input_value("#message") == ""
    if guest.focus != "message":
        tab_to(guest, "#message")
    page.keyboard.type(REFUSED)
    page.keyboard.press("Enter")
    expect(page.locator("#day")).to_be_visible()
    guest.wait(2)
    assert guest.focus in ("message", "latest")
    tab_to(guest, "#day", "Shift+Tab" if guest.focus == "message" else "Tab")
    for written in ("3", "3", "2026"):
        page.keyboard.type(written)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert last_day(guest) == LAST_DAY
    guest.wait(4)
    assert guest.focus in ("ask", "latest")  # the fields are gone; what can be done next is here, or below the reply
    tab_to(guest, "#message")
    tab_to(guest, ".guide-sum summary")
    page.keyboard.press("Enter")
    assert page.locator(".guide-sum li").first.is_visible()
    tab_to(guest, "button[name=change][value=decision_date]")
    page.keyboard.press("Enter")
    expect(page.locator("#day")).to_be_visible()
    guest.wait(6)
    assert guest.focus != ""
    tab_to(guest, "a[href*='take-away/summary']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Back to your conversation")).to_be_visible()


def test_the_latest_reply_is_one_step_away(guest: Guest) -> None:
    guest.write(REFUSED)
    guest.page.reload()
    tab_to(guest, "a[href='#latest']")
    guest.page.keyboard.press("Enter")
    assert guest.focus == "latest"


def test_a_suggested_answer_by_keyboard(guest: Guest) -> None:
    tab_to(guest, ".guide-answer")
    title = guest.page.evaluate("document.activeElement.textContent")
    guest.page.keyboard.press("Space")
    guest.wait(0)
    assert title in guest.turns.first.inner_text()
    assert guest.focus != ""


def test_a_whole_conversation_without_script(new_guest: NewGuest) -> None:
    guest = new_guest(java_script_enabled=False)
    page = guest.page
    page.fill("#message", REFUSED)
    page.get_by_role("button", name="Send", exact=True).click()
    assert page.url.endswith("#latest")
    assert not page.get_by_text("Enter sends.").is_visible()
    fill_date(guest, "31", "4", "2026")
    page.get_by_role("button", name="Send this date").click()
    assert page.title().startswith("Error: ")
    assert page.input_value("#day") == "31"
    fill_date(guest, "3", "3", "2026")
    page.get_by_role("button", name="Send this date").click()
    assert page.inner_text(".guide-date--last_day time") == LAST_DAY
    with page.expect_download() as download:
        page.get_by_role("link", name="calendar").click()
    assert "BEGIN:VCALENDAR" in download.value.path().read_text(encoding="utf-8")
    page.locator("button[name=change][value=decision_date]").click()
    assert page.locator("#day").is_visible()
    page.get_by_text("Delete this conversation").click()
    page.get_by_role("button", name="Delete it now").click()
    assert "deleted" in page.inner_text("h1")
    assert_clean(guest, but="422")


def axe_finds(guest: Guest, axe: str) -> list[str]:
    for part in guest.page.locator("summary").all():
        if part.is_visible() and not part.evaluate("part => part.parentElement.open"):
            part.click()
    guest.page.evaluate(axe)
    found: dict[str, Any] = guest.page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert found["passes"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_every_state_is_accessible_and_fits(size: tuple[int, int], new_guest: NewGuest, axe: str) -> None:
    guest = new_guest(*size)
    page = guest.page

    def check(state: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], state
        if size != SIZES["400% zoom"]:  # to axe the same as the phone
            assert axe_finds(guest, axe) == [], state
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], state

    check("first visit")
    guest.write(REFUSED)
    check("a date is asked for")
    fill_date(guest, "31", "4", "2026")
    page.click("text=Send this date")
    expect(page.locator("#day")).to_have_attribute("aria-invalid", "true")
    check("a wrong date")
    fill_date(guest, "3", "3", "2026")
    page.click("text=Send this date")
    assert last_day(guest) == LAST_DAY
    check("dates")
    guest.write("a" * 300 + " " + "what is mediation? " * 10)
    check("a long word")
    page.fill("#message", "x" * 900)
    check("characters are counted")
    for path in ("take-away/summary", "about", "privacy", "accessibility", "deleted", "nothing"):
        page.goto(f"{guest.address}{GUIDE_PAGE}/{path}")
        check(path)
    assert_clean(guest, but="status of 4")


def test_what_happens_is_said_to_who_cannot_see_it(guest: Guest) -> None:
    page = guest.page
    status = page.get_by_role("status")
    assert status.inner_text() == ""
    assert page.get_by_role("log").locator("*").count() == 0
    guest.write(REFUSED)
    expect(status).to_contain_text("The guide has answered.")
    answers = page.get_by_role("group", name="Suggested answers").get_by_role("button").count()
    if answers > 1:
        expect(status).to_contain_text(f"{answers} suggested answers")
    assert page.get_by_role("log").get_by_text("refused").count()
    assert page.get_by_role("log").locator("button, input").count() == 0
    assert page.get_by_role("log").get_attribute("aria-busy") is None


def test_a_wrong_date_is_said_at_its_field_and_nothing_is_lost(guest: Guest) -> None:
    guest.write(REFUSED)
    guest.page.fill("#message", "half a thought")
    fill_date(guest, "3", "13", "2026")
    guest.page.press("#year", "Enter")
    expect(guest.page.locator("#month")).to_have_attribute("aria-invalid", "true")
    assert guest.focus == "month"
    assert guest.page.title().startswith("Error: ")
    assert "1 to 12" in guest.page.inner_text("#date-error")
    assert [guest.page.input_value(f"#{name}") for name in ("day", "month", "year")] == ["3", "13", "2026"]
    assert guest.page.input_value("#message") == "half a thought"
    guest.page.fill("#month", "3")
    guest.page.press("#year", "Enter")
    assert last_day(guest) == LAST_DAY
    assert not guest.page.title().startswith("Error: ")
    assert guest.page.input_value("#message") == "half a thought"
    guest.opened.complaints[:] = [text for text in guest.opened.complaints if "422" not in text]


def test_a_letter_may_be_pasted(guest: Guest) -> None:
    letter = (
        "Northmere Council\nDate: 3 March 2026\n\nDear parent\n\nI am writing to let you know that the council has decided "
        "not to carry out an EHC needs assessment.\n\nIf you disagree you have the right to appeal to the First-tier Tribunal. "
        "You must contact a mediation adviser first.\n\nYours sincerely\nSEN Casework Officer\n\n"
    ) + "\n\n".join(f"Annex {number}. The panel read the report of the school." for number in range(60))
    guest.page.fill("#message", letter)
    assert "read as a letter" in guest.page.inner_text("#message-count")
    guest.page.press("#message", "Enter")
    guest.wait(0)
    assert "3 March 2026" in guest.turns.nth(1).inner_text()
    assert guest.page.input_value("#message") == ""


def test_loading_again_shows_the_same_talk(guest: Guest) -> None:
    guest.write(REFUSED)
    before = guest.turns.all_inner_texts()
    guest.page.reload()
    assert guest.turns.all_inner_texts() == before
    assert guest.new_tab().page.locator("#talk .guide-turn").all_inner_texts() == before


def test_deleting_empties_the_page_and_other_tabs_are_told(guest: Guest) -> None:
    guest.write(REFUSED)
    tab = guest.new_tab().page
    guest.page.get_by_text("Delete this conversation").click()
    guest.page.get_by_role("button", name="Delete it now").click()
    expect(guest.page.locator("h1")).to_contain_text("deleted")
    guest.page.get_by_role("link", name="Start again").click()
    assert guest.turns.count() == 0
    tab.fill("#message", "and another thing")
    tab.press("#message", "Enter")
    expect(tab.locator("#message-error")).to_contain_text("load the page again")
    assert tab.input_value("#message") == "and another thing"


XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>click me</a>",
    'https://www.ipsea.org.uk/"onmouseover="alert(1)',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<style>*{background:url(https://evil.example)}</style><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form id=guide><input name=message><base href=https://evil.example>",
]


def test_nothing_that_is_typed_is_run(guest: Guest) -> None:
    page = guest.page
    for number, text in enumerate(XSS):
        guest.write(text)
        assert text in guest.turns.nth(2 * number).inner_text().replace("\n", " ")
    page.reload()  # now as the server wrote it
    assert page.evaluate("window.ran") == 0
    assert page.locator("#talk").locator("script, img, svg, iframe, style, form, base, a[href^=javascript]").count() == 0
    for turn in guest.turns.all()[:4]:
        turn.hover()
    assert page.evaluate("window.ran") == 0
    page.fill("#message", XSS[3] + "a" * 19_999)
    assert page.evaluate("window.ran") == 0


LOST = "What you wrote is not lost"


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (429, '{"error": {"text": "Please wait 30 seconds.", "field": null}}', "Please wait 30 seconds."),
        (503, '{"error": {"text": "Many people are asking just now.", "field": null}}', "Many people are asking just now."),
        (502, "<html>Bad gateway</html>", LOST),
        (200, "no JSON at all", LOST),
    ],
    ids=["too often", "busy", "no gateway", "no JSON"],
)
def test_what_was_typed_stays_when_it_is_not_taken(status: int, body: str, says: str, new_guest: NewGuest) -> None:
    guest = new_guest()
    guest.write(REFUSED)
    kind = "application/json" if body.startswith("{") else "text/html"
    guest.page.route("**/say", lambda route: route.fulfill(status=status, body=body, content_type=kind))
    guest.page.fill("#message", "my next words")
    guest.page.press("#message", "Enter")
    error = guest.page.locator("#message-error")
    expect(error).to_contain_text(says)
    assert guest.page.input_value("#message") == "my next words"
    assert guest.page.title().startswith("Error: ")
    assert guest.turns.count() == 2
    guest.page.unroute("**/say")
    guest.page.press("#message", "Enter")
    guest.wait(2)
    assert not guest.page.title().startswith("Error: ")
    assert error.inner_text() == ""


def test_when_the_server_is_ended_nothing_is_lost(new_guest: NewGuest, page_guide: GuideServer) -> None:
    guest = new_guest()
    page = guest.page
    guest.write(REFUSED)
    page_guide.stop_rasa()
    page.fill("#message", "the letter is dated 3 March 2026")
    page.press("#message", "Enter")
    error = page.locator("#message-error")
    expect(error).not_to_be_empty()
    assert LOST in error.inner_text()
    assert page.input_value("#message") == "the letter is dated 3 March 2026"
    assert guest.turns.count() == 2
    assert page.locator("#sending").inner_text() == ""
    page_guide.start()
    page.press("#message", "Enter")
    assert last_day(guest) == LAST_DAY
    guest.wait(2)
    assert page.input_value("#message") == ""
    page.reload()
    assert guest.turns.count() == 4
    with pytest.raises(AssertionError):  # the browser did complain: the test would see it
        assert_clean(guest)


@pytest.mark.parametrize("media", [{"reduced_motion": "reduce"}, {"forced_colors": "active"}, {"color_scheme": "dark"}], ids=str)
def test_the_page_works_with_other_wishes(media: dict[str, Any], new_guest: NewGuest) -> None:
    guest = new_guest(**media)
    guest.write(f"{REFUSED} The letter is dated 3 March 2026.")
    assert last_day(guest) == LAST_DAY
    if "reduced_motion" in media:
        moving = """[...document.querySelectorAll('*')].map((each) => getComputedStyle(each)).filter(
            (style) => Math.max(parseFloat(style.transitionDuration), parseFloat(style.animationDuration)) > 0.01
            ).length"""
        assert guest.page.evaluate(moving) == 0
        assert guest.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    tab_to(guest, "#message", "Shift+Tab")
    assert_clean(guest)


def test_the_watch_would_see_a_violation(new_guest: NewGuest) -> None:
    """So that no complaint means no violation."""
    guest = new_guest()
    guest.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 5'}))")
    guest.page.evaluate("fetch('https://evil.example/').catch(() => {})")
    expect(guest.page.locator("body")).to_be_visible()
    assert guest.page.evaluate("window.ran") == 0
    assert any("CSP" in text for text in guest.opened.complaints)
    with pytest.raises((AssertionError, Error)):
        assert_clean(guest)
