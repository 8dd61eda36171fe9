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


def test_suggested_answers_are_buttons_before_the_box_and_outside_the_log(open_sample: Open) -> None:
    page = open_sample("first-visit").page
    assert page.locator("[role=log] button").count() == 0
    assert page.locator("[role=log] > *").count() == 0
    assert page.get_by_role("group", name="Suggested answers").get_by_role("button").count() == 4
    assert page.evaluate(
        """!!(document.querySelector('.guide-answer').compareDocumentPosition(document.querySelector('#message'))
        & Node.DOCUMENT_POSITION_FOLLOWING)"""
    )


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
    assert [item.split("\n")[0] for item in items] == [date["day"] for date in page_samples.DATES]
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
