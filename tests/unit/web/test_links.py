"""Links in the guide's texts: only to hosts that its own files name, and never anything but a link."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from channels.web.links import NAMES, known_hosts, known_ways, linked, told, with_gaps

LINK = re.compile(r'<a class="govuk-link" rel="noopener" href="([^"<>]*)">([^<>]*)</a>')


def test_a_known_address_is_a_link_that_reads_as_where_it_leads() -> None:
    text = linked("See https://www.ipsea.org.uk/appeals?a=1&b=2, or ask.")
    assert LINK.findall(text) == [("https://www.ipsea.org.uk/appeals?a=1&amp;b=2",) * 2]
    assert text.endswith("</a>, or ask.")


def test_the_files_name_hosts() -> None:
    assert {"www.ipsea.org.uk", "www.gov.uk"} <= known_hosts()
    assert all(re.fullmatch(r"[a-z0-9.-]+", host) for host in known_hosts())


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://www.ipsea.org.uk/",
        "https://www.ipsea.org.uk.evil.example/",
        "https://evil.example/https://www.ipsea.org.uk",
        "https://www.ipsea.org.uk@evil.example/",
        "https://www.ipsea.org.uk:pw@evil.example/",
        "https://evil.example#www.ipsea.org.uk",
        "https://evil.example?https://www.ipsea.org.uk/",
        "https://wwwXipsea.org.uk/",
        "https://[::1]/",
        "https://[broken",
        "https://www.ipsea.org.uk\u3002evil.example/",
        "javascript:alert(1)",
        "data:text/html,https",
        "https://",
        "HTTPS://EVIL.EXAMPLE",
    ],
)
def test_other_addresses_stay_text(address: str) -> None:
    assert "<a" not in linked(f"see {address} now")


@pytest.mark.parametrize(
    "tail",
    ['"onmouseover="alert(1)', "'onclick='x", "<script>alert(1)</script>", "<b>", "&quot;><img src=x>", '\\"><svg onload=x>'],
)
def test_what_follows_an_address_adds_nothing_to_the_link(tail: str) -> None:
    made = linked(f"https://www.ipsea.org.uk/{tail}")
    rest = LINK.sub("", made)
    assert "<" not in rest
    assert len(LINK.findall(made)) == made.count("<a")


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["https://", "www.ipsea.org.uk", "/", "<", '"', "&", "'", ".", " ", "@", "evil.example"])).map(
        "".join
    )
)
def test_a_text_is_only_text_and_links_to_known_hosts(text: str) -> None:
    made = linked(text)
    assert "<" not in LINK.sub("", made)
    for address, words in LINK.findall(made):
        assert address == words
        assert any(address.lower().startswith(f"https://{host}") for host in known_hosts()) or "@" in address
    assert LINK.sub(lambda link: link[2], str(made)) == str(escape(text))


# ---------------------------------------------------------------- what the guide itself says

TOLD = re.compile(r'<a class="(govuk-link[a-z -]*)"(?: rel="noopener")? href="([^"<>]*)">([^<>]*)</a>')


def links_in(text: str) -> list[tuple[str, str]]:
    """Where each link of a line of the guide leads, and its words."""
    return [(match[1], match[2]) for match in TOLD.findall(told(text, "/send-guide", set()))]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("If somebody is in danger now, ring 999.", [("tel:999", "999")]),
        ("Samaritans listen at any hour: ring 116 123, free.", [("tel:116123", "116 123")]),
        ("SEN Casework Team. Phone 0151 934 2347.", [("tel:01519342347", "0151 934 2347")]),
        ("Write to send@justice.gov.uk.", [("mailto:send@justice.gov.uk", "send@justice.gov.uk")]),
        ("Send it on form SEND35a.", [("https://www.gov.uk/appeal-sen-statement-decision", "SEND35a")]),
        ("IPSEA and IPSEA", [("https://www.ipsea.org.uk", "IPSEA")]),
        ("Your local service (SENDIASS)", [("#help", "SENDIASS")]),
        ("(rule 20; gov.uk/appeal-sen-statement-decision)",
         [("https://www.gov.uk/appeal-sen-statement-decision", "gov.uk/appeal-sen-statement-decision")]),
        ("[Save the calendar file](take-away/dates.ics)", [("/send-guide/take-away/dates.ics", "Save the calendar file")]),
        ("The Act, section 55: https://www.legislation.gov.uk/x", [("https://www.legislation.gov.uk/x", "The Act, section 55")]),
    ],
)  # fmt: skip
def test_numbers_names_and_sources_that_the_guide_says_are_links(text: str, links: list[tuple[str, str]]) -> None:
    assert links_in(text) == links


@pytest.mark.parametrize(
    "text",
    [
        "0151 934 2340",  # in no file of ours
        "£999, 2999 and 1999",
        "There are 999.5 of them",
        "116 1234",
        "somebody@example.org",
        "SEND35b, SENDIASSES",
        "[x](take-away/../about)",
        "[x](https://evil.example)",
        "[x](javascript:alert(1))",
        "evilgov.uk/appeal",
    ],
)
def test_what_is_in_no_file_of_ours_stays_text(text: str) -> None:
    assert links_in(text) == []


def test_a_number_that_a_person_typed_is_no_link() -> None:
    assert "<a" not in linked("my reference is 999, or ring 116 123 or 0151 934 2347")


def test_a_name_is_a_link_where_it_is_said_first() -> None:
    seen: set[str] = set()
    assert "<a" in told("Ask IPSEA.", "/send-guide", seen)
    assert "<a" not in told("IPSEA is free.", "/send-guide", seen)


def test_a_source_that_is_not_the_law_itself_says_whose_words_they_are() -> None:
    law = "Tribunal Procedure Rules 2008, rule 12(2): https://www.ipsea.org.uk/x"
    assert str(told(law, "", set())).endswith("</a> (as set out on ipsea.org.uk)")
    assert "set out" not in told("SEND Regulations 2014, regulation 33: https://www.legislation.gov.uk/x", "", set())
    assert "<a" not in told("The Act: https://evil.example/x", "", set())


def test_in_a_frame_other_sites_open_in_a_tab_of_their_own_and_ours_in_the_frame() -> None:
    assert "opens in a new tab" in told("Ask IPSEA.", "/send-guide", set(), new_tab=True)
    here = told("[Open your summary](take-away/summary)", "/send-guide", set(), new_tab=True)
    assert 'href="/send-guide/take-away/summary?embedded=1"' in here and "target" not in here


def test_where_a_page_says_nothing_on_help_there_is_no_link_to_it() -> None:
    assert "<a" not in told("SENDIASS", "/desk", set(), has_help=False)


def test_all_that_is_linked_to_is_in_our_files() -> None:
    assert {"999", "116 123", "0151 934 2347"} <= known_ways()
    assert {re.sub("^https://([^/]+).*", r"\1", address) for address in NAMES.values()} - {"#help"} <= known_hosts()


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from([*NAMES, "999", "[a](take-away/summary)", "<b>", '"', ": https://www.gov.uk/"])).map(" ".join)
)
def test_whatever_the_guide_says_is_text_and_links(text: str) -> None:
    assert "<" not in TOLD.sub("", told(text, "/send-guide", set()))


def test_what_is_to_be_filled_in_is_marked() -> None:
    assert with_gaps(Markup("[Your name] &lt;x")) == '<mark class="guide-gap">[Your name]</mark> &lt;x'
