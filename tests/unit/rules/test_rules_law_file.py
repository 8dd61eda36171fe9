"""The law file and the routes file: whole, cited, dated, plainly worded; a broken one is refused with the place."""

from __future__ import annotations

import ast
import importlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from rules_helpers import days

import actions.rules
from actions.rules import Facts, LawNotKnown
from actions.rules.describe import words
from actions.rules.facts import COUNTERPARTIES, SUBJECTS
from actions.rules.law import LAW_FILE, Rule, all_law, law, read_law, stale
from actions.rules.working_days import add_months

PACKAGE = Path(actions.rules.__file__).parent
DETERMINE = importlib.import_module("actions.rules.determine")  # the name `determine` in the package is the function
ROWS = [row for rows in all_law().values() for row in rows]
ID = re.compile(r"[a-z_]+\.[a-z0-9_]+")


def _row_name(row: Rule) -> str:
    return f"{row.id} {row.in_force_from}"


def _ids_in_code() -> Iterator[tuple[str, str]]:
    """File and pattern of every string in the package that looks like a rule id; an f-string's gaps match anything."""
    for path in sorted(PACKAGE.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts_of_f_strings = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                text = "".join(str(p.value) if isinstance(p, ast.Constant) else "0" for p in node.values)
                if ID.fullmatch(text):
                    yield path.name, re.escape(text).replace("0", "[a-z0-9]+")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts_of_f_strings:
                if ID.fullmatch(node.value) and not node.value.endswith(".yml"):
                    yield path.name, re.escape(node.value)


def _cited() -> set[str]:
    in_code = {pattern for _, pattern in _ids_in_code()}
    in_routes = {route.rule for route in DETERMINE.routes().values()}
    return {name for name in all_law() if name in in_routes or any(re.fullmatch(p, name) for p in in_code)}


# What the code and the routes cite.


def test_every_rule_that_the_code_names_exists() -> None:
    named = list(_ids_in_code())
    assert len(named) > 30  # the search itself works
    assert [(file, p) for file, p in named if not any(re.fullmatch(p, name) for name in all_law())] == []


def test_every_rule_that_the_routes_name_exists() -> None:
    assert [name for name, route in DETERMINE.routes().items() if route.rule not in all_law()] == []


def test_no_rule_is_dead() -> None:
    assert set(all_law()) - _cited() == set()


def test_the_routes_name_every_subject_known_facts_and_known_parties() -> None:
    routes = DETERMINE.routes()
    assert set(routes) == set(SUBJECTS)
    assert {fact for route in routes.values() for fact in route.asks} <= {f.name for f in fields(Facts)}
    assert {route.counterparty for route in routes.values()} <= {None, *COUNTERPARTIES}


def test_every_fact_that_the_routes_ask_for_has_words() -> None:
    asked = {fact for route in DETERMINE.routes().values() for fact in route.asks}
    assert asked | {"subject", "decision_date", "certificate_date", "adviser_contacted_on"} <= set(words()["missing"])


# The rows.


@pytest.mark.parametrize("row", ROWS, ids=_row_name)
def test_a_row_says_it_in_sentences_of_at_most_25_words(row: Rule) -> None:
    sentences = re.split(r"(?<=[.?!])\s+", row.says)
    assert [s for s in sentences if len(s.split()) > 25] == []
    assert row.says.endswith(".")


@pytest.mark.parametrize("row", ROWS, ids=_row_name)
def test_a_row_has_its_source(row: Rule) -> None:
    assert row.section.strip()
    assert str(row.link).startswith("https://")
    assert row.in_force_from >= date(2014, 9, 1)


@pytest.mark.parametrize("name", all_law())
def test_the_rows_of_a_rule_do_not_overlap(name: str) -> None:
    rows = all_law()[name]
    for earlier, later in itertools.pairwise(rows):
        assert earlier.until is not None
        assert earlier.until < later.in_force_from
    for row in rows:
        for edge in filter(None, (row.in_force_from, row.until)):
            assert [r for r in rows if r.in_force(edge)] == [row]


@pytest.mark.parametrize("name", all_law())
def test_a_rule_begins_on_its_first_day_and_has_no_gap(name: str) -> None:
    rows = all_law()[name]
    first = rows[0].in_force_from
    assert law(name, first) == rows[0]
    with pytest.raises(LawNotKnown, match=f"{name}.*begins on {first}"):
        law(name, first - timedelta(days=1))
    for earlier, later in itertools.pairwise(rows):
        assert earlier.until is not None
        assert list(days(earlier.until, later.in_force_from)) == [earlier.until, later.in_force_from]


def test_an_unknown_rule_is_a_mistake_in_the_code() -> None:
    with pytest.raises(KeyError, match=re.escape("act.no_such_rule")):
        law("act.no_such_rule", date(2026, 1, 1))


# Stale rows.


def test_rows_are_stale_after_12_months() -> None:
    oldest = min(row.checked_on for row in ROWS)
    due = add_months(oldest, 12)
    assert stale(due) == []
    assert stale(due + timedelta(days=1)) == [row for row in ROWS if row.checked_on == oldest]
    assert stale(due, months=11)
    assert stale(date(2100, 1, 1)) == ROWS


# Broken law files. A good row, and what is done to it.

GOOD = {
    "id": "act.example",
    "says": "A rule.",
    "section": "Some Act, section 1",
    "link": "https://www.legislation.gov.uk/",
    "checked_on": date(2026, 11, 21),
    "sure": "A",
    "in_force_from": date(2014, 9, 1),
    "until": None,
}


def _file(folder: Path, content: object) -> Path:
    path = folder / "law.yml"
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content), encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    later = {**GOOD, "says": "Another.", "in_force_from": date(2020, 1, 1)}
    found = read_law(_file(tmp_path, [later, {**GOOD, "until": date(2019, 12, 31)}]))
    assert [row.says for row in found["act.example"]] == ["A rule.", "Another."]
    assert read_law(LAW_FILE) == all_law()


@pytest.mark.parametrize("text", ["- id: [", "- {id: a", "a: b: c", "\t- id: x"])
def test_bad_yaml_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"(?s)^law\.yml: not readable as YAML: .*line \d+"):
        read_law(_file(tmp_path, text))


@pytest.mark.parametrize("text", ["", "id: act.example", "just words"])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"^law\.yml: expected a list of rows"):
        read_law(_file(tmp_path, text))


@pytest.mark.parametrize("field", [name for name in GOOD if name not in ("id", "until")])
def test_a_missing_field_is_refused(tmp_path: Path, field: str) -> None:
    row = {name: value for name, value in GOOD.items() if name != field}
    with pytest.raises(ValueError, match=rf"^law\.yml: row 2 \(act\.example\), {field}: field required"):
        read_law(_file(tmp_path, [{**GOOD, "id": "act.other"}, row]))


def test_a_missing_id_is_refused(tmp_path: Path) -> None:
    row = {name: value for name, value in GOOD.items() if name != "id"}
    with pytest.raises(ValueError, match=r"^law\.yml: row 1 \(\?\), id: field required"):
        read_law(_file(tmp_path, [row]))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sauce", "Some Act"),
        ("link", "not an address"),
        ("checked_on", "yesterday"),
        ("in_force_from", "2014-02-30"),
        ("until", "for ever"),
        ("sure", "C"),
        ("values", "two"),
    ],
)
def test_an_unknown_field_or_a_bad_value_is_refused(tmp_path: Path, field: str, value: str) -> None:
    with pytest.raises(ValueError, match=rf"^law\.yml: row 1 \(act\.example\), {field}: "):
        read_law(_file(tmp_path, [{**GOOD, field: value}]))


def test_a_row_that_is_no_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^law\.yml: row 2 "):
        read_law(_file(tmp_path, [GOOD, "just words"]))


def test_until_before_the_beginning_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^law\.yml: row 1 \(act\.example\), .*`until` is before `in_force_from`"):
        read_law(_file(tmp_path, [{**GOOD, "until": date(2014, 8, 31)}]))


@pytest.mark.parametrize("until", [None, date(2020, 1, 1), date(2024, 5, 5)])
def test_overlapping_rows_are_refused(tmp_path: Path, until: date | None) -> None:
    rows = [{**GOOD, "in_force_from": date(2020, 1, 1)}, {**GOOD, "until": until}]
    with pytest.raises(ValueError, match=r"^law\.yml: act\.example has two rows in force on 2020-01-01"):
        read_law(_file(tmp_path, rows))


def test_a_law_file_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "law.yml"
    path.write_bytes("- id: act.café".encode("latin-1"))
    with pytest.raises(ValueError, match=r"^law\.yml: not a text file in UTF-8$"):
        read_law(path)


# Broken routes files: the good one, and what is done to the row of exclusions.

EXCLUSION = "exclusion: {route: door, rule: door.exclusion}"


def _routes(folder: Path, text: str) -> Path:
    path = folder / "routes.yml"
    path.write_text(text, encoding="utf-8")
    return path


def _good_routes() -> str:
    text: str = DETERMINE.ROUTES_FILE.read_text(encoding="utf-8")
    assert text.count(EXCLUSION) == 1
    return text


def test_good_routes_are_read(tmp_path: Path) -> None:
    assert DETERMINE.read_routes(_routes(tmp_path, _good_routes())) == DETERMINE.routes()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "exclusion: {route: door, rule: door.exclusion, colour: red}",
            "exclusion, colour: extra fields not permitted",
        ),
        ("exclusion: {rule: door.exclusion}", "exclusion, route: field required"),
        ("exclusion: {route: door}", "exclusion, rule: field required"),
        ("exclusion: {route: window, rule: door.exclusion}", "exclusion, route: unexpected value"),
        ("exclusion: {route: door, rule: door.window}", "exclusion, rule: door.window is no row of law.yml"),
        ("exclusion: just words", "exclusion, "),
        ("exclusion:", "exclusion, "),
        ("", "expected one row for each of "),
        (f"{EXCLUSION}\nbullying: {{route: door, rule: door.exclusion}}", "expected one row for each of "),
    ],
    ids=[
        "unknown field",
        "no route",
        "no rule",
        "unknown route",
        "unknown rule",
        "words",
        "nothing",
        "left out",
        "one too many",
    ],
)
def test_a_broken_route_is_refused(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(f'routes.yml: {words}')}.*"):
        DETERMINE.read_routes(_routes(tmp_path, _good_routes().replace(EXCLUSION, row)))


@pytest.mark.parametrize("text", ["exclusion: [", "exclusion: {route: door", "a: b: c", "\texclusion: x"])
def test_routes_in_bad_yaml_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"(?s)^routes\.yml: not readable as YAML: .*line \d+"):
        DETERMINE.read_routes(_routes(tmp_path, text))


@pytest.mark.parametrize("text", ["", f"- {EXCLUSION}", "just words"])
def test_routes_that_are_no_rows_by_subject_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"^routes\.yml: expected one row for each of .*exclusion"):
        DETERMINE.read_routes(_routes(tmp_path, text))
