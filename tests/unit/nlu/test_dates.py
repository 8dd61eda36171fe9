"""Dates as British parents type them: every phrase that was tried on the libraries, look-alikes, and round trips."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.dates import DatePhrase, Reading, find_phrases, find_vague, read
from tests.patience import LONGEST

ROOT = Path(__file__).resolve().parents[3]
#: A Wednesday. Easter Sunday was 5 April.
TODAY = date(2026, 4, 15)


def shown(reading: Reading) -> str:
    """A reading in a few words, for the tables: "2026-03-03", "which_week 2026-04-14 2026-04-07", "vague"."""
    if reading.kind == "exact":
        assert reading.reason is None
        assert reading.candidates == ()
        return str(reading.day)
    assert reading.day is None
    assert reading.kind == "ambiguous" or reading.candidates == ()
    return " ".join([str(reading.reason), *map(str, reading.candidates)])


def spans(phrases: list[DatePhrase]) -> list[str]:
    """The phrases as written."""
    return [phrase.text for phrase in phrases]


# Section 6.1, appendix A of the field report, in its order: 37 with a day, 10 vague, 3 impossible.
APPENDIX_WITH_A_DAY = [
    ("3rd March", "2026-03-03"),
    ("3 March 2026", "2026-03-03"),
    ("03/04/26", "2026-04-03"),
    ("3/4/2026", "2026-04-03"),
    ("03.04.26", "2026-04-03"),
    ("03-04-2026", "2026-04-03"),
    ("2026-04-03", "2026-04-03"),
    ("13/02/26", "2026-02-13"),
    ("the [third of March]", "2026-03-03"),
    ("the [3rd of March]", "2026-03-03"),
    ("March 3rd", "2026-03-03"),
    ("Tuesday 3rd March", "2026-03-03"),
    ("Tues 3 March 26", "2026-03-03"),
    ("30 November", "2025-11-30"),
    ("1st Sept", "2025-09-01"),
    ("the [3rd]", "2026-04-03"),
    ("today", "2026-04-15"),
    ("yesterday", "2026-04-14"),
    ("the [day before yesterday]", "2026-04-13"),
    ("three days ago", "2026-04-12"),
    ("ten days ago", "2026-04-05"),
    ("a week ago", "2026-04-08"),
    ("two weeks ago", "2026-04-01"),
    ("a fortnight ago", "2026-04-01"),
    ("two months ago", "2026-02-15"),
    ("last Tuesday", "which_week 2026-04-14 2026-04-07"),
    ("on [Tuesday]", "2026-04-14"),
    ("Friday just gone", "2026-04-10"),
    ("a week last Friday", "2026-04-03"),
    ("Monday of last week", "2026-04-06"),
    ("Good Friday", "2026-04-03"),
    ("Boxing Day", "2025-12-26"),
    ("Christmas Eve", "2025-12-24"),
    ("3rd Mrach", "2026-03-03"),
    ("I got the letter on the [3rd of March]", "2026-03-03"),
    ("the letter is dated [3 March] but it came on [9 Mar]", "2026-03-03 + 2026-03-09"),
    ("we got the certificate on [12/03/26] from Global M", "2026-03-12"),
    ("31/04/2026", "impossible"),
    ("29 February", "impossible"),
    ("30th Feb 2026", "impossible"),
    # Listed as vague there; here a date phrase that never becomes a day.
    ("about three weeks ago", "approximate"),
    ("a couple of weeks ago", "approximate"),
]
APPENDIX_VAGUE = [
    "beginning of the month",
    "last week",
    "last month",
    "mid March",
    "end of February",
    "the week before half term",
    "just before Easter",
    "in the summer holidays",
]

FORMS = [
    # Day and month, in figures and words.
    ("[3 mar]", "2026-03-03"),
    ("[3march]", "2026-03-03"),
    ("[3rdmarch]", "2026-03-03"),
    ("[03march26]", "2026-03-03"),
    ("[3rd march 2026]", "2026-03-03"),
    ("on the [5 of March]", "2026-03-05"),
    ("[twenty-first of January] it came", "2026-01-21"),
    ("[twenty first January] it came", "2026-01-21"),
    ("[March the third]", "2026-03-03"),
    ("[Mar 3, 2026]", "2026-03-03"),
    ("[2026 March 3]", "2026-03-03"),
    ("[3-Mar-26]", "2026-03-03"),
    ("[03/Mar/2026]", "2026-03-03"),
    ("[3rd March '26].", "2026-03-03"),
    ("[3 Sept. 2025]", "2025-09-03"),
    ("[3rd March last year]", "2025-03-03"),
    ("[3 March] 10:30", "2026-03-03"),
    ("[3 March] 10am", "2026-03-03"),
    ("[3 March] 26 pages long", "2026-03-03"),
    ("[2nd o' November]", "2025-11-02"),
    ("the [third o' march]", "2026-03-03"),
    # Numbers only.
    ("[140226]", "2026-02-14"),
    ("its [14022026]", "2026-02-14"),
    ("letter [140226].", "2026-02-14"),
    ("letter is [03/04]", "2026-04-03"),
    ("refused assesment [03/04]", "2026-04-03"),
    ("it was [3/4]", "2026-04-03"),
    ("yes [3/4] i think", "2026-04-03"),
    ("so its [02/03] then what", "2026-03-02"),
    ("[3 / 4 / 26]", "2026-04-03"),
    ("[3.4.26]", "2026-04-03"),
    ("[03 04 26]", "2026-04-03"),
    ("[14 4 26]", "2026-04-14"),
    ("letter [2 3 26].", "2026-03-02"),
    ("[2026/04/03]", "2026-04-03"),
    ("[02/13/26]", "impossible"),
    ("[03/04/0206]", "impossible"),
    ("[01/02/0000]", "impossible"),
    ("turned down [16/1]", "2026-01-16"),
    ("on [12/12]", "2025-12-12"),
    ("dated [24/7]", "2025-07-24"),
    ("as of [31/08] he's off roll", "2025-08-31"),
    # Misspelt months.
    ("[12 Febuary]", "2026-02-12"),
    ("[12 of Febury]", "2026-02-12"),
    ("[Feburary 3rd]", "2026-02-03"),
    ("[2 Janurary]", "2026-01-02"),
    ("[12 Agust]", "2025-08-12"),
    ("[4 Setember]", "2025-09-04"),
    ("[5 Novemeber] 2 pages", "2025-11-05"),
    ("[Decemeber 3]", "2025-12-03"),
    # No year: the most recent one, asked about when long ago.
    ("[15 April]", "2026-04-15"),
    ("[16 April]", "long_ago 2025-04-16"),
    ("[14 June]", "long_ago 2025-06-14"),
    ("[15 June]", "2025-06-15"),
    ("[16 April 2026]", "2026-04-16"),
    # Weekdays beside a number.
    ("[Tuesday 4 March]", "weekday_mismatch 2026-03-04"),
    ("[Tuesday 4 March 2025]", "2025-03-04"),
    ("[3 March (Tuesday)]", "2026-03-03"),
    ("[Tue, 3 Mar 2026]", "2026-03-03"),
    ("[Tuesday 14th]", "2026-04-14"),
    ("[Monday 2nd]", "weekday_mismatch 2026-03-02 2026-04-02"),
    ("[last Friday the 10th of April]", "2026-04-10"),
    # A day of the month.
    ("on the [5th]", "2026-04-05"),
    ("on the [fifth] it came", "2026-04-05"),
    ("met on the [30th] and it was a no", "2026-03-30"),
    ("the [31st]", "2026-03-31"),
    ("the [20th of last month]", "2026-03-20"),
    ("on the [twelfth of last month]", "2026-03-12"),
    ("the [31st of last month]", "2026-03-31"),
    ("the [5th of this month]", "2026-04-05"),
    ("sorry, the [5th] not the [3rd]", "2026-04-05 + 2026-04-03"),
    ("between the [3rd] and [5th of March]", "2026-04-03 + 2026-03-05"),
    ("the [3rd or 4th of March]", "approximate"),
    ("[3rd/4th March]", "approximate"),
    ("[9-12 March]", "approximate"),
    # Weekdays alone.
    ("[tuesday]", "2026-04-14"),
    ("it came [weds]", "which_week 2026-04-15 2026-04-08"),
    ("the letter came [wed]", "which_week 2026-04-15 2026-04-08"),
    ("[last Wednesday]", "which_week 2026-04-08 2026-04-01"),
    ("[last thurs]", "which_week 2026-04-09 2026-04-02"),
    ("[Tuesday just gone]", "2026-04-14"),
    ("letter come [Tuesday gone]", "2026-04-14"),
    ("[this past Tuesday]", "2026-04-14"),
    ("[Tuesday last week]", "2026-04-07"),
    ("[last week on Tuesday]", "2026-04-07"),
    ("[Monday morning]", "2026-04-13"),
    ("the [Thursday before last]", "which_week 2026-04-02 2026-03-26"),
    ("[this Monday]", "which_week 2026-04-13 2026-04-20"),
    ("[next Tuesday]", "which_week 2026-04-21 2026-04-28"),
    ("[Monday or Tuesday]", "approximate"),
    ("on [sat]", "2026-04-11"),
    ("she sent 9, last one [Monday]", "2026-04-13"),
    # Counted from today.
    ("[this morning]", "2026-04-15"),
    ("[2day]", "2026-04-15"),
    ("[last night]", "2026-04-14"),
    ("[yday]", "2026-04-14"),
    ("[tmrw]", "2026-04-16"),
    ("[10 days ago]", "2026-04-05"),
    ("[two wks ago]", "2026-04-01"),
    ("[2 weeks ago]", "2026-04-01"),
    ("[a month ago]", "2026-03-15"),
    ("[3 weeks back] I rang", "2026-03-25"),
    ("[a week ago today]", "2026-04-08"),
    ("[a week ago yesterday]", "2026-04-07"),
    ("[a fortnight yesterday]", "2026-03-31"),
    ("[a week ago Friday]", "2026-04-03"),
    ("[two weeks ago on Tuesday]", "2026-03-31"),
    ("[two weeks ago on Friday]", "which_week 2026-04-03 2026-03-27"),
    ("[three weeks today]", "which_week 2026-03-25 2026-05-06"),
    ("[a week on Monday]", "2026-04-27"),
    # Doubt in words.
    ("[2-3 weeks ago]", "approximate"),
    ("[2/3 weeks ago]", "approximate"),
    ("[two or three weeks ago]", "approximate"),
    ("[a week or so ago]", "approximate"),
    ("[a week ago or so]", "approximate"),
    ("[over a month ago]", "approximate"),
    ("[a few days ago]", "approximate"),
    ("[around 3 March]", "approximate"),
    ("[3rd March-ish]", "approximate"),
    ("[two days after the 3rd]", "approximate"),
    ("[week commencing 3 March]", "approximate"),
    ("the [day after Boxing Day]", "approximate"),
    # Named days.
    ("[Christmas Day]", "2025-12-25"),
    ("[xmas eve]", "2025-12-24"),
    ("[New Year's Eve]", "2025-12-31"),
    ("[New Year’s Day]", "2026-01-01"),
    ("[new years day 2025]", "2025-01-01"),
    ("[Easter Monday]", "2026-04-06"),
    ("[Good Friday 2025]", "2025-04-18"),
]

NO_DATE = (
    """
I may appeal|we have two months|Year 6|section F|20 weeks|0151 934 2347|15 hours a week|now what do I do
he sat in the hall|the second time|6 weeks|age 14|SI 2014/1530|section 9|3 kids|part 3|1 to 1|1:1|half 3|at 3pm
EH12 3AB|page 4 of 20|24/7|50/50|our first meeting|on the second floor|he is 5th in line|the 5th time
on the 5th floor|the 5th year|the 5th letter|our 5th child|the 5th appeal|the 5th one|on the 5th draft|the 3rd plan
3rd in a row|2nd no to EHCNA|3 mark|3 marsh|3 matches|they may 3 times|What may the First-tier Tribunal decide
Year 6 may have trips|section 3 may be|he is 12 may I appeal|She is in Year 3. May I ask|she is 3, may I ask
we march on|mark it|every Tuesday|on a Friday|Monday to Friday 9 to 3|Mon-Fri|a Saturday job
he does monday and wednesday mornings|she's only in mondays|one saturday club|put in 1/2, NHS the rest|9/10 in maths
after 1/2 price|years 5/6|version 3.6.21|192.168.1.10|020 8123 4567|01 02 03 04 05|£3.50|9.30am|day to day
that's all for today|in two weeks|in 5 days|walk 2.8 miles|3 St Mary's Road|we mediated|sat down
I was sat at the back|2 of us|part 3.4.26|ref 12/3456/26|020-12-03-26|on 24/7|he has a carer on 24/7|we wed in June
section 9 3 26|he is 8 4 26|2 3 4 26
my ref is 140226|140226 pupils|311426|call 14022026|140270|he gets 3/4 of it|support is 1/2 time|2/3 of the plan is wrong
help is 1/2|he only gets 3/4
we got wed|they wed last week|carer for Saturday|a carer for Saturday please
""".strip()
    .replace("\n", "|")
    .split("|")
)

VAGUE = [
    "[in March]",
    "[recently]",
    "it ran out [over Christmas]",
    "out of school [since Easter]",
    "[since September]",
    "[in March 26]",
    "[March 2026]",
    "[last summer]",
    "[the week before last]",
    "[the Friday before Christmas]",
    "[first Monday in March]",
    "the [last Friday of term]",
    "[the Tuesday] they rang",
    "[bank holiday monday]",
    "[2 years ago]",
    "[14 months ago]",
    "[the other day]",
    "[a while ago]",
    "[back end of last year]",
    "[early January]",
    "by the [end of the week]",
    "[two weeks before Easter]",
    "[about Easter]",
    "[July]",
    "[half term]",
    "he sat [last week]",
    "he can go back [in September]",
    "[first week of term]",
    "not [the Saturday], [the other day]",
]


def unmarked(marked: str) -> tuple[str, list[str]]:
    """A message without its brackets, and the phrases in them; without brackets the whole is the phrase."""
    if "[" not in marked:
        return marked, [marked]
    return marked.replace("[", "").replace("]", ""), [part.split("]")[0] for part in marked.split("[")[1:]]


@pytest.mark.parametrize(("marked", "expected"), APPENDIX_WITH_A_DAY + FORMS)
def test_phrase_is_found_and_read(marked: str, expected: str) -> None:
    message, phrases = unmarked(marked)
    found = find_phrases(message)
    assert spans(found) == phrases
    assert " + ".join(shown(read(phrase.text, TODAY)) for phrase in found) == expected


@pytest.mark.parametrize("marked", APPENDIX_VAGUE + VAGUE)
def test_vague_phrase_names_no_day(marked: str) -> None:
    message, phrases = unmarked(marked)
    assert find_phrases(message) == []
    assert spans(find_vague(message)) == phrases
    assert [shown(read(phrase, TODAY)) for phrase in phrases] == ["vague"] * len(phrases)


@pytest.mark.parametrize("message", NO_DATE)
def test_no_date_is_found(message: str) -> None:
    assert find_phrases(message) == []


def test_no_vague_phrase_in_a_length_of_time() -> None:
    assert [find_vague(message) for message in ("we have two months", "20 weeks", "I may appeal", "now")] == [[]] * 4


@pytest.mark.parametrize(
    "noun",
    ["time", "floor", "year", "letter", "child", "appeal", "one", "draft", "plan", "school", "review", "meeting"],
)
def test_ordinal_before_a_noun_is_no_day(noun: str) -> None:
    assert find_phrases(f"it was on the 5th {noun}") == []


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("on the 3rd of March", "2026-03-03"),
        ("dated 3 March.", "2026-03-03"),
        ("2026-Mar-03", "2026-03-03"),
        ("Mar/3/2026", "2026-03-03"),
        ("Year 6", "unreadable"),
        ("", "unreadable"),
        ("banana", "unreadable"),
        ("!?", "unreadable"),
        ("march", "vague"),
    ],
)
def test_what_a_caller_may_hand_over_is_read(phrase: str, expected: str) -> None:
    assert shown(read(phrase, TODAY)) == expected


@pytest.mark.parametrize(
    ("today", "phrase", "expected"),
    [
        ("2025-01-02", "31 December", "2024-12-31"),
        ("2025-01-02", "2 January", "2025-01-02"),
        ("2025-01-02", "3 January", "long_ago 2024-01-03"),
        ("2025-01-02", "the 31st", "2024-12-31"),
        ("2025-01-02", "Boxing Day", "2024-12-26"),
        ("2026-03-30", "Good Friday", "long_ago 2025-04-18"),
        ("2024-03-10", "29 February", "2024-02-29"),
        ("2025-02-20", "29 February", "long_ago 2024-02-29"),
        ("2025-03-10", "29 February", "impossible"),
        ("2026-03-31", "a month ago", "2026-02-28"),
        ("2026-03-05", "the 31st of last month", "impossible"),
        ("2026-04-13", "Monday", "which_week 2026-04-13 2026-04-06"),
        ("2026-04-13", "Monday just gone", "2026-04-06"),
        ("2026-04-13", "Monday of last week", "2026-04-06"),
        ("0001-01-01", "a week ago", "impossible"),
        ("9999-12-31", "tomorrow", "impossible"),
    ],
)
def test_reading_depends_on_today_only(today: str, phrase: str, expected: str) -> None:
    assert shown(read(phrase, date.fromisoformat(today))) == expected


def test_easter_is_right_for_known_years() -> None:
    known = {2019: "04-21", 2020: "04-12", 2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28", 2038: "04-25"}
    assert {year: f"{read(f'Easter Sunday {year}', TODAY).day:%m-%d}" for year in known} == known


def ordinal(day: int) -> str:
    """1st, 2nd, 13th."""
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


FORMATS = [
    lambda d: f"{d:%d/%m/%Y}",
    lambda d: f"{d.day}/{d.month}/{d:%y}",
    lambda d: f"{d:%d.%m.%y}",
    lambda d: f"{d.day}-{d.month}-{d.year}",
    lambda d: f"{d.day} / {d.month} / {d:%y}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d.day} {d:%B} {d.year}",
    lambda d: f"{ordinal(d.day)} of {d:%B} {d.year}",
    lambda d: f"{ordinal(d.day)} {d:%b} {d:%y}",
    lambda d: f"{d.day}{d:%b}{d.year}".lower(),
    lambda d: f"{d:%d}-{d:%b}-{d:%y}",
    lambda d: f"{d:%B} {ordinal(d.day)}, {d.year}",
    lambda d: f"{d:%A} {d.day} {d:%B} {d.year}",
    lambda d: f"{d:%a} the {ordinal(d.day)} of {d:%B} {d:%y}".lower(),
    lambda d: f"{d:%A}, {d:%d/%m/%y}",
    lambda d: f"{d.day} {d:%B} '{d:%y}".upper(),
]
PLACES = [
    "{}",
    "dated {}",
    "the letter came on {} and it says no",
    "Refused ({}). What now?",
    "{}, I think",
    "got it {}!!",
]


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.sampled_from(FORMATS), st.sampled_from(PLACES), st.dates())
def test_any_date_with_a_year_comes_back(day: date, form: object, place: str, today: date) -> None:
    assert callable(form)
    written = form(day)
    message = place.format(written)
    found = find_phrases(message)
    assert spans(found) == [written]
    assert read(written, today) == Reading("exact", day, (), None)


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.integers(0, 250))
def test_a_date_without_a_year_is_the_latest_past_one(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    expected = "impossible" if (day.month, day.day) == (2, 29) and back > 366 else str(day)
    assert shown(read(f"{day.day} {day:%B}", today)) == expected


PIECES = """
3 3rd 5th 31 26 2026 03/04/26 6/11 14 march March may feb sept mrach monday Tuesday sat last this next week weeks
month year fortnight ago back before after a two couple of few the on in since about just or and - / , . ' yesterday
today easter christmas eve day boxing half term holidays mid end beginning good friday first third twenty gone of
term ish so new year's recently bank holiday 24/7 w/c mar 9-12 . ( )
"""
WORDS = PIECES.split()


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)))
def test_any_text_gives_sound_phrases(message: str) -> None:
    days, vague = find_phrases(message), find_vague(message)
    everything = sorted(days + vague, key=lambda phrase: phrase.start)
    for phrase in everything:
        assert phrase.text
        assert message[phrase.start : phrase.end] == phrase.text
    for left, right in itertools.pairwise(everything):
        assert left.end <= right.start
    for phrase in days:
        assert read(phrase.text, TODAY).reason not in ("vague", "unreadable"), phrase
    for phrase in vague:
        assert shown(read(phrase.text, TODAY)) == "vague", phrase


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)), st.dates())
def test_any_text_can_be_read(phrase: str, today: date) -> None:
    shown(read(phrase, today))


@pytest.mark.parametrize(
    "piece",
    ["1 ", "1/", "3-", "a week ", "3 march ", "last tuesday ", "about ", "(", " ", "a", "1", "3 decembre ", "the "],
)
def test_long_messages_take_no_time(piece: str) -> None:
    message = (piece * 5000)[:5000]
    find_phrases("first the files are read")
    started = time.thread_time()
    find_phrases(message)
    # About 20 ms at most on a laptop; the bound only catches work that grows faster than the message.
    assert time.thread_time() - started < LONGEST


def test_importing_is_cheap() -> None:
    """The fallback library takes most of a second to import, so it must not come with the module."""
    code = "import sys, nlu.dates; sys.exit('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
