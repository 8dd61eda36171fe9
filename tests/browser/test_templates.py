"""The page's templates and styles in a real browser: accessibility (axe), narrow screens, colours, size, requests."""

from __future__ import annotations

import gzip
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import page_samples
import pytest
from conftest import SITE, Open, Opened

from councils.look import contrast

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZE_LIMIT = 22_000  # bytes, gzipped, styles and script together
EMBED_LIMIT = 2_048
OPEN_ALL = "document.querySelectorAll('details').forEach(part => { part.open = true })"
TARGETS = "[...document.querySelectorAll('a, button, input:not([type=hidden]), textarea, summary')]"


def checked(opened: Opened, axe: str) -> list[str]:
    """What axe finds wrong."""
    # By the debugger, which the page's own policy does not bind.
    opened.page.evaluate(axe)
    found: dict[str, Any] = opened.page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert found["passes"], "axe has not looked at anything"
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("name", page_samples.SAMPLES)
def test_axe_finds_nothing_wide_or_narrow(name: str, open_sample: Open, axe: str) -> None:
    opened = open_sample(name)
    opened.page.evaluate(OPEN_ALL)
    for width in (1280, 320):
        opened.page.set_viewport_size({"width": width, "height": 900})
        assert checked(opened, axe) == []


def test_axe_would_find_a_nameless_button(open_sample: Open, axe: str) -> None:
    opened = open_sample("first-visit")
    opened.page.evaluate("document.querySelector('.guide-answer').textContent = ''")
    assert any("button-name" in each for each in checked(opened, axe))


@pytest.mark.parametrize("name", page_samples.SAMPLES)
def test_nothing_scrolls_sideways_on_phone_tablet_and_at_400_percent(name: str, open_sample: Open) -> None:
    page = open_sample(name, 320, 256).page
    page.evaluate(OPEN_ALL)
    for width, height in ((320, 256), (320, 640), (768, 1024)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_spacing_of_wcag_loses_nothing(open_sample: Open) -> None:
    page = open_sample("dates-known", 320).page
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync('* {line-height: 1.5 !important; letter-spacing: .12em !important}' +
        '* {word-spacing: .16em !important} p {margin-bottom: 2em !important}');
        document.adoptedStyleSheets.push(sheet); }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    clipped = """[...document.querySelectorAll('button, dd, li, label, p')]
        .filter(e => e.scrollWidth > e.clientWidth + 4 && e.clientWidth > 1 && !e.closest('.govuk-visually-hidden'))
        .filter(e => getComputedStyle(e).display != 'inline').map(e => e.outerHTML)"""
    assert page.evaluate(clipped) == []


@pytest.mark.parametrize("name", ["first-visit", "date-asked", "dates-known", "summary", "deleted"])
def test_targets_are_large_enough(name: str, open_sample: Open) -> None:
    page = open_sample(name, 320).page
    small = page.evaluate(
        TARGETS
        + """.filter(e => !e.closest('p') && !e.matches('.govuk-skip-link, .guide-fold a') && e.offsetParent)
        .map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    assert small == []
    main = page.locator(".guide-answer, .govuk-button, .guide-change").evaluate_all(
        "all => all.filter(e => e.offsetParent).map(e => e.offsetHeight)"
    )
    assert main and min(main) >= 44


def test_the_page_itself_scrolls_and_nothing_in_it(open_sample: Open) -> None:
    page = open_sample("dates-known", 320, 640).page
    inner = """[...document.querySelectorAll('body *')].filter(e => /auto|scroll/.test(getComputedStyle(e).overflowY))
        .filter(e => e.matches(':not(textarea)') && e.scrollHeight > e.clientHeight).length"""
    assert page.evaluate(inner) == 0
    fixed = "[...document.querySelectorAll('body *')].filter(e => /fixed|sticky/.test(getComputedStyle(e).position)).length"
    assert page.evaluate(fixed) == 0


def test_nothing_but_the_guides_own_files_is_asked_for(open_sample: Open) -> None:
    for name in page_samples.SAMPLES:
        opened = open_sample(name)
        assert all(url.startswith((f"{SITE}/", "data:")) for url in opened.requests)
        assert not [url for url in opened.requests if re.search(r"\.(woff2?|ttf|otf|eot)\b|/fonts/", url)]
        assert opened.complaints == [], "the policy (CSP) or the script complains"


def test_what_people_write_stays_text(open_sample: Open) -> None:
    page = open_sample("hostile").page
    assert page.locator("#talk img, #talk script, #beside img, #ask img").count() == 0
    assert page.locator("[href^='javascript']").count() == 0
    assert page.locator(".guide-turn--you .govuk-body").inner_text() == page_samples.HOSTILE
    assert page.input_value("#message") == page_samples.HOSTILE


def test_no_template_has_styles_or_scripts_in_it() -> None:
    for path in (page_samples.ROOT / "channels/page/templates").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=|\|\s*safe|<script(?! type=\"module\" src=)", text), path.name


def test_styles_and_script_are_small(built: Path) -> None:
    sizes = {name: len(gzip.compress((built / name).read_bytes())) for name in ("page.css", "page.js", "embed.js")}
    assert sizes["page.css"] + sizes["page.js"] < SIZE_LIMIT
    assert sizes["embed.js"] < EMBED_LIMIT


def test_styles_are_not_those_of_gov_uk(built: Path) -> None:
    styles = (built / "page.css").read_text(encoding="utf-8")
    assert styles.count("{") > 100
    assert "GDS Transport" not in styles
    assert "@font-face" not in styles
    assert "crown" not in styles
    assert "arial" in styles
    assert not re.search(r"url\((?!['\"]?data:)", styles)


def test_nothing_moves(built: Path) -> None:
    styles = (built / "page.css").read_text(encoding="utf-8")
    assert not re.search(r"animation|transition|scroll-behavior", styles)


def test_default_colours_have_contrast() -> None:
    source = (page_samples.ROOT / "channels/page/assets/page.scss").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", source))
    assert contrast(colours["council-colour"], colours["council-colour-text"]) >= 4.5
    assert contrast(colours["guide-ink"], colours["guide-wash"]) >= 7
    assert contrast(colours["guide-quiet"], colours["guide-wash"]) >= 4.5
    assert contrast(colours["council-colour"], colours["guide-wash"]) >= 3


def test_a_narrow_screen_has_the_talk_first_and_a_way_to_the_dates(open_sample: Open) -> None:
    page = open_sample("dates-known", 320).page
    assert page.locator("#jump").is_visible()
    assert page.evaluate(
        """document.querySelector('#message').getBoundingClientRect().top
        < document.querySelector('#dates').getBoundingClientRect().top"""
    )
    assert not open_sample("date-asked", 320).page.locator("#jump").is_visible()
    assert not open_sample("dates-known", 1280).page.locator("#jump").is_visible()


def order(opened: Opened, *places: str) -> list[str]:
    """The places as they follow each other, on the screen as in the document."""
    tops = {place: opened.page.locator(place).first.bounding_box() for place in places}
    seen = sorted(places, key=lambda place: (tops[place] or {"y": 0.0})["y"])
    comes_before = "([one, other]) => !!(document.querySelector(one).compareDocumentPosition(document.querySelector(other)) & 4)"
    assert all(opened.page.evaluate(comes_before, pair) for pair in pairwise(seen)), "Tab goes another way than the eye"
    return seen


def test_suggested_answers_are_buttons_outside_the_log(open_sample: Open) -> None:
    page = open_sample("first-visit").page
    assert page.locator("[role=log] button").count() == 0
    assert page.locator("[role=log] > *").count() == 0
    assert page.get_by_role("group", name="Or choose the nearest").get_by_role("button").count() == 4
    assert open_sample("dates-known").page.get_by_role("group", name="Suggested answers").get_by_role("button").count() == 2
    assert open_sample("all-asked").page.get_by_role("group", name="You can also ask").get_by_role("button").count() == 1


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)])
def test_what_the_first_screen_promises_can_be_done_on_it(width: int, height: int, open_sample: Open) -> None:
    opened = open_sample("first-visit", width, height)
    assert order(opened, "#message", ".guide-answer", "#points") == ["#message", ".guide-answer", "#points"]
    for place in (".guide-promise", "#message", ".guide-message button", ".guide-answer"):
        box = opened.page.locator(place).first.bounding_box()
        assert box and box["y"] + box["height"] <= height, place


def test_what_is_asked_for_comes_before_the_box(open_sample: Open) -> None:
    assert order(open_sample("date-asked"), "#message", "#day", ".guide-answer") == ["#day", ".guide-answer", "#message"]
    certificate = open_sample("certificate-asked")
    assert order(certificate, "#message", "#day", ".guide-answer") == [".guide-answer", "#day", "#message"]


def test_a_reply_has_headings_below_one_for_the_talk(open_sample: Open, axe: str) -> None:
    page = open_sample("dates-known").page
    headline = "Your last day to appeal is Tuesday 5 May 2026, 5pm. There are 12 days left."
    assert page.locator("#talk h3").all_inner_texts()[-2:] == [headline, "Do this today:"]
    assert page.get_by_role("heading", name="Your conversation", level=2).count() == 1
    assert page.locator(".guide-turn--you :is(h1, h2, h3)").count() == 0


def test_who_comes_back_sees_the_last_day_and_a_way_to_the_reply(open_sample: Open) -> None:
    page = open_sample("dates-known", 360, 740).page
    assert page.inner_text(".guide-return__day") == "Your last day: Tuesday 5 May 2026, 5pm (in 12 days)"
    assert page.get_by_role("link", name="Go to the latest reply").get_attribute("href") == "#latest"
    assert page.locator("#return").count() == 1 and open_sample("date-asked").page.locator("#return").count() == 0


def test_letters_that_do_not_fit_are_folded_away(open_sample: Open) -> None:
    page = open_sample("dates-known").page
    assert page.get_by_role("link", name="Request for a mediation certificate").is_visible()
    assert not page.get_by_role("link", name="Mediation not arranged within 30 days").is_visible()
    page.get_by_text("Other letters").click()
    assert page.get_by_role("link", name="Mediation not arranged within 30 days").is_visible()


def test_what_is_to_be_filled_in_stands_out_in_a_letter_and_is_copied_as_it_is(open_sample: Open) -> None:
    page = open_sample("letter").page
    assert page.locator("#paper .guide-gap").first.inner_text() == "[Your name]"
    assert page.evaluate("document.getElementById('paper-text').content.textContent") == page_samples.LETTER


def test_on_paper_the_dates_come_before_the_talk(open_sample: Open) -> None:
    page = open_sample("dates-known").page
    page.emulate_media(media="print")
    tops = [page.locator(place).bounding_box() for place in ("h1", "#dates", "#talk")]
    ys = [box["y"] for box in tops if box]
    assert len(ys) == 3 and ys == sorted(ys)
    assert not page.locator("#dates .guide-sum").is_visible(), "the talk says how they come about"


def test_the_date_question_names_its_boxes_and_its_error(open_sample: Open) -> None:
    page = open_sample("date-wrong", java_script_enabled=False).page
    assert page.title().startswith("Error: ")
    group = page.get_by_role("group", name="Date on the letter")
    assert [group.get_by_label(name, exact=True).input_value() for name in ("Day", "Month", "Year")] == ["31", "4", "2026"]
    assert page.get_attribute("#day", "aria-invalid") == "true"
    assert page.get_attribute(".govuk-error-summary a", "href") == "#day"
    assert "There is no 31 April" in page.inner_text("#date-error")


def test_dates_are_a_list_with_the_day_first(open_sample: Open) -> None:
    page = open_sample("dates-known").page
    items = page.locator(".guide-dates li").all_inner_texts()
    firsts = [item.split("\n")[0] for item in items]
    assert firsts == ["Today: ring the mediation adviser", "Friday 1 May 2026", "Tuesday 5 May 2026"]
    assert "By law by Sunday 3 May 2026, in 10 days." in items[0]
    assert page.get_attribute(".guide-strip", "aria-hidden") == "true"


@pytest.mark.parametrize("name", ["dates-known", "dates-far", "dates-near", "dates-passed", "one-date"])
def test_marks_of_the_picture_do_not_cover_each_other(name: str, open_sample: Open) -> None:
    page = open_sample(name).page
    places = page.locator(".guide-strip__mark").evaluate_all("marks => marks.map(mark => +mark.getAttribute('cx'))")
    assert places == sorted(places)
    assert all(later - earlier >= 22 for earlier, later in pairwise(places))
    assert all(18 <= place <= 322 for place in places)


def test_change_buttons_name_their_fact(open_sample: Open) -> None:
    page = open_sample("dates-known").page
    assert page.get_by_role("button", name="Change Date on the letter").get_attribute("value") == "decision_date"
    assert page.get_by_role("button", name="Change Council").count() == 0


def test_print_has_talk_facts_and_dates_and_no_form(open_sample: Open) -> None:
    page = open_sample("dates-known").page
    page.emulate_media(media="print")
    assert (
        page.locator("#talk").is_visible()
        and page.locator(".guide-dates").is_visible()
        and page.locator(".guide-facts").is_visible()
    )
    for hidden in ("#message", ".guide-answer", ".guide-change >> nth=0", ".guide-panel--delete"):
        assert not page.locator(hidden).first.is_visible(), hidden


def test_every_page_ends_with_the_same_help() -> None:
    pages = [page_samples.render(name) for name in page_samples.SAMPLES if name != "embedded"]
    helps = {re.search(r'<div class="guide-help".*?</div>', page, re.DOTALL) for page in pages}
    assert len({found and found[0] for found in helps}) == 1
    assert all(page.index("guide-help") > page.index("</main>") for page in pages)


def test_forced_colours_keep_the_marks(open_sample: Open) -> None:
    page = open_sample("dates-known", forced_colors="active").page
    fill, paper = page.evaluate(
        """[getComputedStyle(document.querySelector('.guide-strip__mark--last')).fill,
        getComputedStyle(document.body).backgroundColor]"""
    )
    assert fill != paper
    edges, text = page.evaluate(
        """[[...document.querySelectorAll('.guide-date')].map((date) => getComputedStyle(date, '::before').borderTopColor),
        getComputedStyle(document.body).color]"""
    )
    assert set(edges) == {text}
