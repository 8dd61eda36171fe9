"""Links in the guide's texts: only to hosts that its own files name, and never anything but a link."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from channels.web.links import known_hosts, linked

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
