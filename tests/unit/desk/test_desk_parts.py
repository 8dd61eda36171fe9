"""The desk's fields, result, what-if and note, and what stands beside the talk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.beside import beside, law_rows
from actions.desk.fields import CHOICES, DATES, KEYS, FieldError, fields, read_field, read_fields
from actions.desk.note import note
from actions.desk.result import changes, result, state
from actions.desk.supposing import supposed
from actions.rules.facts import SUBJECTS
from actions.turn import Turn, take_in

TODAY = date(2026, 4, 23)


class Slots:
    """A conversation's memory."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def get_slot(self, name: str) -> Any:
        return self.values.get(name)


def turn_of(**values: Any) -> Turn:
    return take_in(Slots(**values), listen=False)


REFUSED = {"subject": "refusal_to_assess", "counterparty": "local_authority", "decision_date": "2026-03-03"}


CERTIFIED = {"certificate_date": "2026-04-20"}


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_TODAY", TODAY.isoformat())


# ---------------------------------------------------------------- fields


@pytest.mark.parametrize(
    ("name", "typed", "fact"),
    [
        ("decision_date", "3/3/26", "2026-03-03"),
        ("decision_date", " 3 Mar 2026 ", "2026-03-03"),
        ("certificate_date", "yesterday", "2026-04-22"),
        ("adviser_contacted_on", "Tuesday 3 March 2026", "2026-03-03"),
        ("council", "sefton", "sefton"),
        ("council", "Sefton Council", "sefton"),
        ("subject", "ceasing_plan", "ceasing_plan"),
        ("placement_only", "yes", "yes"),
        ("plan_stage", "", None),
        ("decision_date", "   ", None),
    ],
)
def test_a_field_is_read(name: str, typed: str, fact: str | None) -> None:
    assert read_field(name, typed, TODAY) == fact


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("decision_date", "31 April 2026", "exact day"),
        ("decision_date", "last Tuesday", "This may be"),
        ("decision_date", "a while ago", "exact day"),
        ("council", "Atlantis", "No council"),
        ("subject", "sandwich", "cannot be used"),
        ("young_person", "maybe", "cannot be used"),
        ("council", "x" * 200, "cannot be used"),
    ],
)
def test_a_field_that_cannot_be_read_says_why(name: str, typed: str, says: str) -> None:
    with pytest.raises(FieldError, match=says):
        read_field(name, typed, TODAY)
    assert read_fields({name: typed}, TODAY)[0] == {}


def test_fields_that_are_none_of_ours_are_left_out() -> None:
    assert read_fields({"colour": "blue", "plan_stage": "final"}, TODAY) == ({"plan_stage": "final"}, {})


@given(st.dictionaries(st.sampled_from([*KEYS, "other"]), st.one_of(st.text(), st.none(), st.integers(), st.lists(st.text()))))
def test_no_field_fails_whatever_is_typed(typed: dict[str, Any]) -> None:
    facts, errors = read_fields(typed, TODAY)
    assert set(facts) | set(errors) == set(typed) & set(KEYS)


def test_fields_show_what_is_known() -> None:
    found = {field.name: field for field in fields(turn_of(**REFUSED, declined=["certificate_date"]))}
    assert list(found) == list(KEYS)
    assert found["decision_date"].value == "Tuesday 3 March 2026"
    assert found["subject"].value == "refusal_to_assess"
    assert found["certificate_date"].without
    assert not found["decision_date"].without
    assert [option.value for option in found["plan_stage"].options] == ["", "draft", "final", "amended"]
    assert len({field.key for field in found.values()}) == len(found)
    assert all(found[name].options for name in CHOICES)
    assert not any(found[name].options for name in DATES)


def test_what_could_not_be_read_stays_in_its_field() -> None:
    found = {field.name: field for field in fields(turn_of(**REFUSED), {"decision_date": "31 April"}, {"decision_date": "No."})}
    assert (found["decision_date"].value, found["decision_date"].error) == ("31 April", "No.")


@given(st.sampled_from(DATES), st.dates(date(2020, 1, 1), TODAY))
def test_a_date_field_reads_what_it_shows(name: str, day: date) -> None:
    field = next(f for f in fields(turn_of(subject="ceasing_plan", **{name: day.isoformat()})) if f.name == name)
    assert read_field(name, field.value, TODAY) == day.isoformat()


# ---------------------------------------------------------------- the result


def test_each_line_of_a_result_has_its_sources() -> None:
    lines = {line.name: line for line in result(turn_of(**REFUSED))}
    assert set(lines) == {"appeal", "mediation", "certificate", "disagreement_resolution"}
    assert (lines["appeal"].tone, lines["certificate"].tone) == ("yes", "yes")
    assert "SEND35a" in lines["appeal"].value
    for line in lines.values():
        assert line.why
        assert all(source.link.startswith("https://") and source.checked_on and source.says for source in line.why)


STATES = st.fixed_dictionaries(
    {"subject": st.sampled_from(SUBJECTS)},
    optional={
        "counterparty": st.sampled_from(CHOICES["counterparty"]),
        "plan_stage": st.sampled_from(CHOICES["plan_stage"]),
        "placement_only": st.booleans(),
        "in_ehc_process": st.booleans(),
        "after_review": st.booleans(),
        "young_person": st.booleans(),
        "decision_date": st.dates(date(2024, 1, 1), TODAY).map(date.isoformat),
        "certificate_date": st.dates(date(2024, 1, 1), TODAY).map(date.isoformat),
        "adviser_contacted_on": st.dates(date(2024, 1, 1), TODAY).map(date.isoformat),
        "declined": st.lists(st.sampled_from([*DATES, "not_contacted", "plan_stage"]), unique=True),
    },
)


@given(STATES)
def test_every_case_has_a_result_in_words(values: dict[str, Any]) -> None:
    turn = turn_of(**values)
    lines = result(turn)
    assert lines
    assert len({line.name for line in lines}) == len(lines)
    assert all(line.value and line.label for line in lines)
    assert (turn.found.signpost is None) == any(line.name == "mediation" for line in lines)
    said = {line.name: line.tone for line in lines}
    if "mediation" in said:
        assert said["mediation"] == {True: "yes", False: "no", None: "open"}[turn.found.mediation.applies]
        assert said["certificate"] == {True: "yes", False: "no", None: "open"}[turn.found.certificate.needed]


def test_no_result_before_it_is_known_what_it_is_about() -> None:
    assert result(turn_of()) == []


# ---------------------------------------------------------------- what moved, what if


def test_what_moved_is_named_with_before_and_after() -> None:
    before, after = state(turn_of(**REFUSED)), state(turn_of(**REFUSED, certificate_date="2026-04-20"))
    moved = {change.label: (change.before, change.after) for change in changes(before, after)}
    assert moved["Last day in law, 5pm"] == ("Tuesday 5 May 2026", "Wednesday 20 May 2026")
    assert moved["Tribunal to have the appeal by (aim)"] == ("Friday 1 May 2026", "Wednesday 20 May 2026")
    assert moved["Contact the adviser by"] == ("Sunday 3 May 2026", "no longer needed")
    assert moved["Date on the certificate"] == ("not known", "Monday 20 April 2026")
    assert "Date on the letter" not in moved


def test_dates_that_become_equal_keep_their_own_former_days() -> None:
    moved = {change.name: change for change in changes(state(turn_of(**REFUSED)), state(turn_of(**REFUSED, **CERTIFIED)))}
    assert moved["aim_for"].after == moved["last_day"].after == "Wednesday 20 May 2026"
    assert (moved["aim_for"].before, moved["last_day"].before) == ("Friday 1 May 2026", "Tuesday 5 May 2026")


@given(STATES)
def test_nothing_moves_where_nothing_changes(values: dict[str, Any]) -> None:
    assert changes(state(turn_of(**values)), state(turn_of(**values))) == []


def test_what_if_leaves_the_case_as_it_is() -> None:
    turn = turn_of(**REFUSED)
    then = supposed(turn, {"certificate_date": "2026-06-17", "adviser_contacted_on": "2026-05-01"}, date(2026, 6, 20))
    assert then.found.appeal.last_day == date(2026, 7, 17)
    assert turn.facts.certificate_date is None
    assert turn.found.appeal.last_day == date(2026, 5, 5)


@given(STATES, STATES)
def test_what_if_says_the_same_as_the_case_itself_would(values: dict[str, Any], others: dict[str, Any]) -> None:
    facts = {name: value for name, value in others.items() if name in KEYS}
    turn = turn_of(**values)
    then = supposed(turn, facts, TODAY)
    assert then.found == turn_of(**{**turn.facts.to_dict(), **facts}).found


# ---------------------------------------------------------------- the note


def test_the_note_has_facts_dates_sources_and_what_was_said() -> None:
    dates = (
        "Your dates:\n• Ring the adviser by Sunday 3 May 2026.\n• The last day is Tuesday 5 May 2026, 5pm.\nKeep to the letter."
    )
    said = ["The adviser comes first.\nThat is so.", "The adviser comes first.", dates]
    text = note(turn_of(**REFUSED), said, "Thursday 23 April 2026, 10:15")
    assert "Thursday 23 April 2026, 10:15" in text
    assert "- Last day in law, 5pm: Tuesday 5 May 2026" in text
    assert "2 months on is Sunday 3 May 2026" in text
    assert text.count("The adviser comes first.") == 1 and "That is so." not in text
    shown_to_staff = text.split("Shown on the desk to be said")[1].split("Sources")[0]
    assert "- The last day is Tuesday 5 May 2026, 5pm." in shown_to_staff, "not only the first line of the dates"
    assert "Your dates:" not in shown_to_staff and "- Keep to the letter." in shown_to_staff
    assert "https://www.legislation.gov.uk/" in text


def test_a_note_of_nothing_is_short() -> None:
    assert len(note(turn_of(), [], "today").splitlines()) == 3


# ---------------------------------------------------------------- beside the talk


def test_beside_the_talk_stand_facts_dates_and_what_to_take_away() -> None:
    found = beside(Slots(**REFUSED), TODAY)
    assert [(fact.name, fact.value) for fact in found.facts][:1] == [("counterparty", "the council")]
    assert [(day.name, day.day, day.days_left) for day in found.dates] == [
        ("ring_by", "Sunday 3 May 2026", 10),
        ("aim_for", "Friday 1 May 2026", 8),
        ("last_day", "Tuesday 5 May 2026", 12),
    ]
    assert [day.when for day in found.dates] == ["in 10 days", "in 8 days", "in 12 days"]
    assert found.sum[0].startswith("The letter is dated Tuesday 3 March 2026")
    assert found.take is not None
    assert found.take["calendar"] is not None


def test_the_call_to_the_adviser_is_for_today_whatever_day_the_law_allows() -> None:
    ring = beside(Slots(**REFUSED), TODAY).dates[0]
    assert (ring.now, ring.at, ring.label) == (True, 0, "Today: ring the mediation adviser")
    assert "That is not a working day, so ring before it." in ring.note  # a Sunday
    working = beside(Slots(**{**REFUSED, "decision_date": "2026-03-05"}), TODAY).dates[0]
    assert (working.day, working.note) == ("Tuesday 5 May 2026", "It is never extended.")
    on_the_day = next(day for day in beside(Slots(**REFUSED), date(2026, 5, 3)).dates if day.name == "ring_by")
    assert (on_the_day.now, on_the_day.note) == (True, "It is never extended."), "there is no day before it any more"


def test_once_it_has_passed_it_stands_among_the_others_by_its_day() -> None:
    found = beside(Slots(**REFUSED), date(2026, 5, 4)).dates
    assert [(day.name, day.days_left) for day in found] == [("aim_for", -3), ("ring_by", -1), ("last_day", 1)]
    assert not any(day.now for day in found)


def test_what_falls_on_one_day_stands_there_once() -> None:
    certified = beside(Slots(**REFUSED, **CERTIFIED), TODAY).dates
    assert [(day.name, day.day) for day in certified] == [("last_day", "Wednesday 20 May 2026")]
    in_june = {**REFUSED, "decision_date": "2026-04-01"}
    assert [day.name for day in beside(Slots(**in_june), TODAY).dates] == ["ring_by", "last_day"]
    passed = beside(Slots(**in_june), date(2026, 6, 20)).dates
    assert [(day.name, day.day) for day in passed] == [("last_day", "Monday 1 June 2026")]
    assert "ring the mediation adviser" in passed[0].label and "your appeal" in passed[0].label


@given(STATES, st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_dates_stand_in_their_order_one_a_day(values: dict[str, Any], today: date) -> None:
    found = beside(Slots(**values), today).dates
    assert [day.at for day in found] == sorted(day.at for day in found)
    days = [day.iso for day in found if not day.now]
    assert len(days) == len(set(days))


@pytest.mark.parametrize(
    ("today", "when"),
    [(date(2026, 5, 4), "tomorrow"), (date(2026, 5, 5), "today"), (date(2026, 5, 6), "this day has passed")],
)
def test_how_far_off_a_day_is(today: date, when: str) -> None:
    assert beside(Slots(**REFUSED), today).dates[-1].when == when


def test_no_dates_while_something_is_missing_that_decides_them() -> None:
    found = beside(Slots(subject="placement", decision_date="2026-03-03"), TODAY)
    assert found.dates == ()
    assert found.take is not None
    assert found.take["calendar"] is None
    assert beside(Slots(), TODAY).take is None


def test_the_law_is_listed_with_its_links() -> None:
    rows = law_rows()
    assert len(rows) > 20
    assert all(row["link"].startswith("https://") and row["checked_on"] for row in rows)
