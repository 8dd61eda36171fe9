"""Council files: good ones are read, every kind of broken one is named with its file and its line or field."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from councils import FOLDER, LARGEST_FILE, Council, CouncilFileError, councils, read_council, read_councils

SOURCE = {"title": "A page", "link": "https://www.example.org/sen", "checked_on": date(2026, 11, 21)}
CONTACT: dict[str, Any] = {"purpose": "mediation_adviser", "name": "A provider", "phone": "0151 000 0000", "source": SOURCE}
GOOD: dict[str, Any] = {"name": "Example Council", "called": ["Example", "Example Council"], "contacts": [CONTACT]}


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
