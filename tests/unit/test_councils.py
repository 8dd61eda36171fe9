"""Council files: good ones are read, every kind of broken one is named with its file and its line or field."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from councils import FOLDER, LARGEST_FILE, Council, CouncilFileError, councils, read_council, read_councils
from councils.look import SHAPE_CONTRAST, TEXT_CONTRAST, WHITE, Look, contrast, stylesheet

SOURCE = {"title": "A page", "link": "https://www.example.org/sen", "checked_on": date(2026, 11, 21)}
CONTACT: dict[str, Any] = {"purpose": "mediation_adviser", "name": "A provider", "phone": "0151 000 0000", "source": SOURCE}
GOOD: dict[str, Any] = {"name": "Example Council", "called": ["Example", "Example Council"], "contacts": [CONTACT]}
BLUE = {"colour": "#1d70b8", "text_on_colour": "#ffffff"}
FULL: dict[str, Any] = {  # the good council with every field about the guide itself
    **GOOD,
    "look": BLUE,
    "embed_on": ["https://www.example.gov.uk", "http://localhost:8000"],
    "website": "https://www.example.gov.uk",
    "privacy_notice": "https://www.example.gov.uk/privacy",
    "accessibility_contact": {"team": "Web team", "email": "web@example.gov.uk"},
    "data_protection_contact": {"phone": "0151 000 0000"},
    "data_protection_complaints": "https://www.example.gov.uk/data-complaints",
}


def write(folder: Path, data: Any, name: str = "example") -> Path:
    """A council file in the folder: data as YAML, text and bytes as they are."""
    path = folder / f"{name}.yml"
    text = data if isinstance(data, str | bytes) else yaml.safe_dump(data)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def contact(**changes: Any) -> dict[str, Any]:
    """The good council with its one contact changed; None takes a field away."""
    changed = {name: value for name, value in {**CONTACT, **changes}.items() if value is not None}
    return {**GOOD, "contacts": [changed]}


def test_a_good_file_is_read(tmp_path: Path) -> None:
    found = read_council(write(tmp_path, GOOD))
    assert (found.key, found.name, found.called) == ("example", "Example Council", ("Example", "Example Council"))
    adviser = found.contact("mediation_adviser")
    assert adviser and adviser.phone == "0151 000 0000"
    assert adviser.source.checked_on == date(2026, 11, 21)


def test_what_is_not_in_the_file_is_not_known(tmp_path: Path) -> None:
    found = read_council(write(tmp_path, {"name": "Example Council", "called": ["Example"]}))
    assert found.contacts == ()
    assert found.contact("mediation_adviser") is None


def test_a_council_cannot_be_changed_by_accident(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        read_council(write(tmp_path, GOOD)).name = "Another"


@pytest.mark.parametrize("phone", ["0151 934 2347", "01519342347", "0800 064 4488", "020 8441 1355", "01325 289350"])
def test_british_numbers_are_taken(phone: str, tmp_path: Path) -> None:
    assert read_council(write(tmp_path, contact(phone=phone))).contacts[0].phone == phone


BROKEN: dict[str, tuple[Any, str]] = {
    # what is wrong: the file, and what the message has to name beside the file
    "bad YAML on line 2": ("name: Example Council\ncalled: [Example\ncontacts:\n", "line 3"),
    "a tab on line 2": ("name: Example Council\n\tcalled: [Example]\n", "line 2"),
    "an object of Python": ("name: !!python/object/apply:os.getcwd []\ncalled: [E]\n", "line 1"),
    "no name": ({k: v for k, v in GOOD.items() if k != "name"}, "field name"),
    "no names that people type": ({k: v for k, v in GOOD.items() if k != "called"}, "field called"),
    "a contact without purpose": (contact(purpose=None), "field contacts.0.purpose"),
    "a contact without source": (contact(source=None), "field contacts.0.source"),
    "a source without a day": (contact(source={"title": "A page"}), "field contacts.0.source.checked_on"),
    "an unknown field": ({**GOOD, "fax": "0151"}, "field fax"),
    "an unknown field of a contact": (contact(mobile="07700 900000"), "field contacts.0.mobile"),
    "an unknown purpose": (contact(purpose="mediation"), "field contacts.0.purpose"),
    "a phone number too short": (contact(phone="0151 934"), "field contacts.0.phone"),
    "a phone number too long": (contact(phone="0151 934 2347 99"), "field contacts.0.phone"),
    "a phone number from abroad": (contact(phone="+44 151 934 2347"), "field contacts.0.phone"),
    "a phone number without 0": (contact(phone="1519342347"), "field contacts.0.phone"),
    "a phone number in words": (contact(phone="ring us"), "field contacts.0.phone"),
    "an e-mail without @": (contact(email="sen.example.gov.uk"), "field contacts.0.email"),
    "an e-mail without a domain": (contact(email="sen@example"), "field contacts.0.email"),
    "an e-mail with a space": (contact(email="sen team@example.gov.uk"), "field contacts.0.email"),
    "a website that is none": (contact(website="www.example.gov.uk"), "field contacts.0.website"),
    "a day that is none": (contact(source={**SOURCE, "checked_on": "last week"}), "field contacts.0.source.checked_on"),
    "contacts that are text": ({**GOOD, "contacts": "ring us"}, "field contacts"),
    "names that are a number": ({**GOOD, "called": 7}, "field called"),
    "a list": (["Example Council"], "expected fields"),
    "text": ("Example Council", "expected fields"),
    "nothing": ("", "expected fields"),
    "a comment alone": ("# to be written\n", "expected fields"),
    "a colour that YAML takes for a comment": ("name: E\ncalled: [E]\nlook:\n  colour: #1d70b8\n", "field look.colour: expected"),
    "a colour by name": ({**GOOD, "look": {**BLUE, "colour": "blue"}}, "field look.colour: expected"),
    "a colour of 3 digits": ({**GOOD, "look": {**BLUE, "text_on_colour": "#fff"}}, "field look.text_on_colour: expected"),
    "a colour that is a number": ({**GOOD, "look": {**BLUE, "colour": 123456}}, "field look.colour: expected"),
    "CSS in a colour": ({**GOOD, "look": {**BLUE, "colour": "#1d70b8;}body{"}}, "field look.colour: expected"),
    "a colour without its text": ({**GOOD, "look": {"colour": "#1d70b8"}}, "field look.text_on_colour"),
    "a colour too pale for the page": (
        {**GOOD, "look": {"colour": "#ffdd00", "text_on_colour": "#000000"}},
        "field look.colour: the contrast of #ffdd00 on the white page is 1.34:1, expected at least 3.0:1",
    ),
    "text too like its colour": (
        {**GOOD, "look": {**BLUE, "text_on_colour": "#0b0c0c"}},
        "field look.text_on_colour: the contrast of #0b0c0c as text on #1d70b8 is 3.78:1, expected at least 4.5:1",
    ),
    "a look of its own making": ({**GOOD, "look": {**BLUE, "font": "Comic Sans"}}, "field look.font"),
    "a page to embed on": ({**GOOD, "embed_on": ["https://www.example.gov.uk/send"]}, "field embed_on.0: expected only https://"),
    "an origin with a slash": ({**GOOD, "embed_on": ["https://www.example.gov.uk/"]}, "field embed_on.0: expected only https://"),
    "an origin without https": ({**GOOD, "embed_on": ["http://www.example.gov.uk"]}, "field embed_on.0: expected only https://"),
    "every host": (
        {**GOOD, "embed_on": ["https://www.example.gov.uk", "https://*.gov.uk"]},
        "field embed_on.1: expected only https://",
    ),
    "one origin that is no list": ({**GOOD, "embed_on": "https://www.example.gov.uk"}, "field embed_on"),
    "a council's website without https": ({**GOOD, "website": "http://www.example.gov.uk"}, "field website: expected an address"),
    "a privacy notice that is a script": (
        {**GOOD, "privacy_notice": "javascript:alert(1)"},
        "field privacy_notice: expected an address",
    ),
    "a contact that cannot be reached": (
        {**GOOD, "accessibility_contact": {"team": "Web"}},
        "field accessibility_contact: expected at least",
    ),
    "an officer with half a number": (
        {**GOOD, "data_protection_contact": {"phone": "0151"}},
        "field data_protection_contact.phone",
    ),
    "no text": (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "UTF-8"),
    "control characters": (b"name: a\x00b\n", "YAML"),
    "too large": ("# " + "x" * LARGEST_FILE, str(LARGEST_FILE)),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_named(what: str, tmp_path: Path) -> None:
    data, named = BROKEN[what]
    with pytest.raises(CouncilFileError) as error:
        read_council(write(tmp_path, data))
    assert str(error.value).startswith("example.yml")
    assert named in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CouncilFileError, match=r"gone\.yml"):
        read_council(tmp_path / "gone.yml")


def test_a_folder_with_one_broken_file_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, {"name": "Other Council"}, "other")
    with pytest.raises(CouncilFileError, match=r"other\.yml, field called"):
        read_councils(tmp_path)


def test_two_councils_with_one_name_are_named(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, {"name": "Other", "called": ["Other", "EXAMPLE"]}, "other")
    with pytest.raises(CouncilFileError) as error:
        read_councils(tmp_path)
    assert all(part in str(error.value) for part in ("other.yml", "example.yml", "called", "EXAMPLE"))


def test_one_council_may_say_its_name_twice(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, "called": ["Example", "example"]})
    assert set(read_councils(tmp_path)) == {"example"}


# ---------------------------------------------------------------- what the pages about the guide show, and their colours


def test_every_field_about_the_guide_is_read(tmp_path: Path) -> None:
    found = read_council(write(tmp_path, FULL))
    assert found.embed_on == ("https://www.example.gov.uk", "http://localhost:8000")
    assert (found.website, found.privacy_notice) == (FULL["website"], FULL["privacy_notice"])
    assert found.data_protection_complaints == FULL["data_protection_complaints"]
    assert found.accessibility_contact and found.accessibility_contact.email == "web@example.gov.uk"
    assert found.data_protection_contact and found.data_protection_contact.phone == "0151 000 0000"
    assert stylesheet(found) == ":root {\n  --council-colour: #1d70b8;\n  --council-colour-text: #ffffff;\n}\n"


def test_none_of_them_has_to_be_there(tmp_path: Path) -> None:
    found = read_council(write(tmp_path, GOOD))
    absent = set(FULL) - set(GOOD) - {"embed_on"}
    assert {name: getattr(found, name) for name in absent} == dict.fromkeys(absent)
    assert found.embed_on == ()
    assert stylesheet(found) == stylesheet(None) == ""


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [  # pairs whose ratio is published: the extremes, the greys on either side of 4.5, GOV.UK blue
        ("#000000", "#ffffff", 21.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_the_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(COLOURS, COLOURS)
def test_contrast_has_no_order_and_two_ends(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1.0 <= contrast(one, other) <= 21.0 + 1e-9
    assert contrast(one, one) == 1.0


@given(COLOURS, COLOURS)
@example("#1d70b8", "#ffffff")
@example("#949494", "#000000")
@example("#959595", "#000000")
def test_a_look_is_taken_exactly_where_it_can_be_read(colour: str, text: str) -> None:
    readable = contrast(colour, WHITE) >= SHAPE_CONTRAST and contrast(text, colour) >= TEXT_CONTRAST
    try:
        Look(colour=colour.upper(), text_on_colour=text)
    except ValidationError as error:
        assert not readable
        assert "expected at least" in str(error)
    else:
        assert readable


@given(st.text() | st.from_regex(r"#[0-9a-f]{6}[\s;}/]+.*"), st.sampled_from(["#ffffff", "#000000"]))
@example("#1d70b8\n", "#ffffff")
@example("#1d70b8;}*{color:red", "#ffffff")
@example("url(https://www.example.org)", "#ffffff")
def test_nothing_but_two_colours_gets_into_the_style_sheet(colour: str, text: str) -> None:
    try:
        look = Look(colour=colour, text_on_colour=text)
    except ValidationError:
        return
    sheet = stylesheet(Council(key="e", name="Example", called=("E",), look=look))
    assert re.fullmatch(r":root \{\n  --council-colour: #[0-9a-f]{6};\n  --council-colour-text: #[0-9a-f]{6};\n\}\n", sheet)


ORIGINS = [
    "https://www.example.gov.uk",
    "https://example.gov.uk:8443",
    "https://cms-2.xn--exmple-cua.uk",
    "http://localhost:8000",
]


@pytest.mark.parametrize("origin", [*ORIGINS, "https://WWW.Example.gov.UK"])
def test_origins_are_taken(origin: str) -> None:
    assert Council(key="e", name="E", called=("E",), embed_on=(origin,)).embed_on == (origin.lower(),)


NO_ORIGINS = [
    "",
    "*",
    "https:",
    "'self'",
    "www.example.gov.uk",
    "https://example",
    "https://127.0.0.1",
    "https://www.example.gov.uk:0",
    "https://www.example.gov.uk:65536",
    "https://www.example.gov.uk:*",
    "https://user@www.example.gov.uk",
    "https://www.example.gov.uk?a=b",
    "https://-example.gov.uk",
    "https://www..gov.uk",
    "https://www.example.gov.uk; script-src *",
    "https://www.example.gov.uk\n",
    "http://localhost",
    "http://localhost:8000/",
    "http://localhost.example.gov.uk:80",
    "https://localhost:8000",
]


@pytest.mark.parametrize("origin", NO_ORIGINS)
def test_other_words_are_no_origins(origin: str) -> None:
    with pytest.raises(ValidationError, match="expected only https://"):
        Council(key="e", name="E", called=("E",), embed_on=(origin,))


@given(st.sampled_from(ORIGINS), st.text(alphabet=" \t\r\n;,'\"*/\\?#@<>\u0130\u2028é", min_size=1), st.integers(0, 40))
def test_nothing_that_could_end_a_header_gets_into_an_origin(origin: str, put_in: str, at: int) -> None:
    with pytest.raises(ValidationError):
        Council(key="e", name="E", called=("E",), embed_on=(origin[:at] + put_in + origin[at:],))


# ---------------------------------------------------------------- the councils that are there: what their pages say, no more


def known(council: Council) -> dict[str, dict[str, Any]]:
    """Every fact of a council's contacts, by purpose, without source and unknown fields."""
    return {
        c.purpose: {name: value for name, value in c.dict(exclude={"purpose", "source", "note"}).items() if value}
        for c in council.contacts
    }


def test_sefton_has_what_its_page_says_and_no_more() -> None:
    sefton = councils()["sefton"]
    place = {"address": ("Ainsdale Hope Centre", "Sandringham Road"), "phone": "0151 934 2347", "team": "SEN Casework Team"}
    assert known(sefton) == {"disagreement_resolution": place, "council_sen_team": place}
    arranged = sefton.contact("disagreement_resolution")
    assert arranged and "Global Mediation provides disagreement resolution" in (arranged.note or "")
    assert sefton.name == "Sefton Council"


def test_the_east_midlands_council_has_what_its_page_says_and_no_more() -> None:
    council = councils()["east-midlands"]
    assert known(council) == {"mediation_adviser": {"name": "Global Mediation"}, "council_sen_team": {"team": "SEN Officers"}}
    adviser = council.contact("mediation_adviser")
    assert adviser and "call back" in (adviser.note or "")


def test_no_other_council_is_there() -> None:
    assert set(councils()) == {"sefton", "east-midlands"}


@pytest.mark.parametrize("unknown", ["0800", "020 8441", "064 4488", "@", "PR8", "opening", "9am"])
def test_nothing_was_added_from_elsewhere(unknown: str) -> None:
    """Numbers of the same provider on other councils' pages, a postcode, an e-mail address."""
    for path in FOLDER.glob("*.yml"):
        text = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
        assert unknown not in text, path.name


def test_every_fact_says_when_it_was_read() -> None:
    for council in councils().values():
        assert all(c.source.title and c.source.checked_on <= date(2026, 12, 31) for c in council.contacts)
