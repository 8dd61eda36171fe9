"""What the helpline desk says: every response that is said by itself has a line that can be read aloud as it stands.

Rasa chooses the variation by the name of the channel (``channel: desk`` in domain.yml). Each check is a function that gives the
problems it finds, so that a planted defect can show that it bites: see ``DEFECTS``.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from test_assistant_files import (  # noqa: F401  (the fixture is used by its name)
    ASKED_LIKE_SLOTS,
    ROOT,
    SAID_BY_RASA,
    Assistant,
    actions_of,
    assistant,
    read_code,
    variables,
)

from actions.wording import phrase
from tools.reading_age import SLOT, citations, sentences, words_of
from tools.wording_lists import read_lists

DESK = "desk"
PAGE = "guide_page"  # has links where other channels have the text itself
LISTS = read_lists()
Responses = dict[str, list[dict[str, Any]]]

# ---------------------------------------------------------------- what a line to be read aloud may hold

LONGEST, TYPICAL = 25, 18  # words of a sentence: never more; in the middle of all lines
MOST_SENTENCES = 4  # of a line without a list
MOST_ITEMS, MOST_IN_AN_ITEM, MOST_AROUND_A_LIST = 4, 2, 2

# The dates that the law sets: a desk line keeps every one that the plain wording has.
DATES = {
    "ring_by",
    "aim_for",
    "last_day",
    "bare_date",
    "days_left",
    "first",
    "first_iso",
    "second",
    "second_iso",
    "day",
    "letter",
    "theirs",
}
FORBIDDEN = {
    "the computer's I": r"(?<!\bsection )(?<!\bsections )\bI(?:'m|'ve|'d|'ll)?\b(?!\))|\b(?:me|my|mine)\b",
    "words about a screen": (
        r"(?i:\b(?:typ(?:e|es|ed|ing)|click\w*|choos(?:e|ing)|chose|buttons?|above|below|messages?|write|writes)\b)"
    ),
    "a link": r"https?://|www\.|\w\.uk\b",
    "a judgement on time or on mediation": r"(?i:\btoo late\b|\b(?:should|must|have to|need to) (?:not )?mediate\b)",
}
# The law in the third person: only a question speaks to whoever is on the phone.
YOU = re.compile(r"(?<!\bthank )\b(?:you|your|yours)\b", re.I)
ITEM = re.compile(r"^(?:•|\d\.) ")

# ---------------------------------------------------------------- what has no desk line, and why

OF_THE_DOORS = ("utter_desk_", "utter_door_", "utter_beside_")  # what the desk and the page say of themselves
AS_IT_STANDS = "its plain wording can be read aloud as it stands"
LEFT_OUT = {
    "utter_faq/*": "the answers to questions speak of the law alone; those that say more have a line (see plain_answers_fit)",
    "utter_contact_*": "a part of utter_answer_whom and utter_answer_dr_how, not said by itself",
    "utter_letter_*": "the body of a letter, or a part of one",
    "utter_summary_*": "a part of the summary",
    "utter_meaning_*": "the title of a suggested answer",
    "utter_fact_*": "a line of the list in utter_understood and utter_changed",
    "utter_step_*": "a line of the list in utter_next_steps; each can be read aloud (see steps_can_be_read_aloud)",
    "utter_check_weekday_mismatch": AS_IT_STANDS,
    "utter_check_long_ago": AS_IT_STANDS,
    "utter_check_meant_decision_date": AS_IT_STANDS,
    "utter_check_meant_certificate_date": AS_IT_STANDS,
    "utter_check_came_letter": AS_IT_STANDS,
    "utter_check_came_certificate": AS_IT_STANDS,
    "utter_date_impossible": AS_IT_STANDS,
    "utter_date_future": AS_IT_STANDS,
    "utter_date_of_request": AS_IT_STANDS,
    "utter_answer_whom": AS_IT_STANDS,
    "utter_answer_dr_maybe": AS_IT_STANDS,
    "utter_answer_dr_how": AS_IT_STANDS,
    "utter_answer_disability_discrimination": AS_IT_STANDS,
    "utter_so_far_last_day": AS_IT_STANDS,
    "utter_case_day_yes": AS_IT_STANDS,
    "utter_case_day_it_is": AS_IT_STANDS,
    "utter_case_day_to_ring": AS_IT_STANDS,
    "utter_case_which_date": AS_IT_STANDS,
    "utter_again": AS_IT_STANDS,
    "utter_gist_disagreement_resolution": AS_IT_STANDS,
    "utter_gist_dr_voluntary": AS_IT_STANDS,
    "utter_gist_dr_independence": AS_IT_STANDS,
    "utter_gist_mediation_scope": AS_IT_STANDS,
    "utter_gist_mediation_timescale": AS_IT_STANDS,
    "utter_gist_confidentiality": AS_IT_STANDS,
    "utter_gist_appeal_deadline": AS_IT_STANDS,
    "utter_gist_tribunal": AS_IT_STANDS,
    "utter_gist_single_route_of_redress": AS_IT_STANDS,
    "utter_gist_complaint": AS_IT_STANDS,
    "utter_gist_young_person": AS_IT_STANDS,
    "utter_gist_ehc_plan": AS_IT_STANDS,
}


def desk_lines(responses: Responses) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each response's name with each of its desk variations."""
    for name, variations in responses.items():
        yield from ((name, variation) for variation in variations if variation.get("channel") == DESK)


def plain_of(responses: Responses, name: str, like: dict[str, Any]) -> list[dict[str, Any]]:
    """The plain variations of a response that are for the same case (``condition``)."""
    return [v for v in responses[name] if "channel" not in v and v.get("condition") == like.get("condition")]


def parts_of_others(paths: list[Path]) -> set[str]:
    """The responses, by name or family, that the code only puts into others: those named in a call of ``phrase``."""
    named: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "phrase":
                for part in ast.walk(node):
                    if isinstance(part, ast.JoinedStr):
                        named.add("".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in part.values))
                    elif isinstance(part, ast.Constant) and str(part.value).startswith("utter_"):
                        named.add(str(part.value))
    return named


def said_by_itself(a: Assistant) -> set[str]:
    """Every response that the rules, the form or an action say as a reply of its own."""
    members = a.families()
    said = {f"utter_ask_{slot}" for slot in (*a.form_slots, *ASKED_LIKE_SLOTS)} | SAID_BY_RASA
    said |= {name for rule in a.rules for name in actions_of(rule) if name.startswith("utter_")}
    for path in sorted((ROOT / "actions").rglob("*.py")):
        code, parts = read_code([path]), parts_of_others([path])
        said |= code.names - parts
        for family in code.families - parts:
            known = members.get(family) or {name for name in a.responses if fnmatchcase(name, family)}
            said |= {family.replace("*_*", "*").replace("*", member) for member in known}
    return {name for name in said & set(a.responses) if not name.startswith(OF_THE_DOORS)}


# ---------------------------------------------------------------- the checks


def every_reply_has_a_desk_line(a: Assistant) -> list[str]:
    have = {name for name, _ in desk_lines(a.responses)}
    return [
        f"{name}: no desk line, and no reason in LEFT_OUT"
        for name in said_by_itself(a) - have
        if not any(fnmatchcase(name, pattern) for pattern in LEFT_OUT)
    ]


def what_is_left_out_needs_no_line(a: Assistant) -> list[str]:
    """A wording that is read aloud as it stands keeps to the same rules; an entry that nothing needs goes."""
    problems = []
    have = {name for name, _ in desk_lines(a.responses)}
    for pattern, why in LEFT_OUT.items():
        names = [name for name in said_by_itself(a) - have if fnmatchcase(name, pattern)]
        problems += [] if names else [f"{pattern}: nothing is left out by it"]
        if why == AS_IT_STANDS:
            problems += [f"{name}: {wrong}" for name in names for v in a.responses[name] for wrong in wrong_aloud(v)]
    return problems


def plain_answers_fit(a: Assistant) -> list[str]:
    """An answer to a question that speaks as a computer, or of writing to it, has a desk line."""
    have = {name for name, _ in desk_lines(a.responses)}
    kinds = ("the computer's I", "words about a screen")
    return [
        f"{name}: {found[0]!r}"
        for name, variations in a.responses.items()
        if name.startswith("utter_faq/") and name not in have
        for kind in kinds
        if (found := re.search(FORBIDDEN[kind], variations[0]["text"]))
    ]


def a_desk_line_comes_last(a: Assistant) -> list[str]:
    """``phrase()`` takes the first variation: summaries and letters keep the plain wording."""
    problems = []
    for name, variations in a.responses.items():
        channels = [variation.get("channel") for variation in variations]
        if DESK in channels and (channels[0] == DESK or None in channels[channels.index(DESK) :]):
            problems.append(f"{name}: the desk line stands before the plain wording")
        problems += [f"{name}: no such channel {channel}" for channel in set(channels) - {None, DESK, PAGE}]
    return problems


def every_case_has_its_line(a: Assistant) -> list[str]:
    """Where the plain wording differs by case, so does the desk's; otherwise one case would be told what is for another."""
    problems = []
    for name in {name for name, _ in desk_lines(a.responses)}:
        cases = [{str(v.get("condition")) for v in a.responses[name] if v.get("channel") == channel} for channel in (None, DESK)]
        problems += [f"{name}: cases {sorted(cases[0] ^ cases[1])}"] if cases[0] != cases[1] else []
    return problems


def facts_are_kept(a: Assistant) -> list[str]:
    """Only values that the plain wording has, and every date among them."""
    problems = []
    for name, line in desk_lines(a.responses):
        plain = [_values(v) for v in plain_of(a.responses, name, line)]
        here = _values(line)
        problems += [f"{name}: {{{value}}} is new" for value in here - set().union(*plain)]
        problems += [f"{name}: {{{date}}} is lost" for date in (set.intersection(*plain) & DATES) - here] if plain else []
    return problems


def _values(variation: dict[str, Any]) -> set[str]:
    buttons = variation.get("buttons", [])
    return {v for text in (variation["text"], *(b["title"] + b["payload"] for b in buttons)) for v in variables(text)}


def sources_are_kept(a: Assistant) -> list[str]:
    """The source that a plain wording names in brackets, the desk line names too."""
    problems = []
    for name, line in desk_lines(a.responses):
        for plain in plain_of(a.responses, name, line):
            cited = [_bare(source) for source in citations(plain["text"], LISTS).splitlines()]
            problems += [f"{name}: {source!r} is lost" for source in cited if source not in _bare(line["text"])]
    return problems


def _bare(source: str) -> str:
    """A source without our own words before it, and with its spaces made one."""
    return " ".join(re.sub(r"^Tips of ours\. Your ", "", source).replace("The right", "right").split())


def numbers_are_kept(a: Assistant) -> list[str]:
    """No number that the plain wording does not have: 2 months stay 2 months, section 57 stays section 57."""
    problems = []
    for name, line in desk_lines(a.responses):
        plain = {number for v in plain_of(a.responses, name, line) for number in _numbers(v["text"])}
        problems += [f"{name}: the number {number}" for number in _numbers(line["text"]) - plain]
    return problems


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", "\n".join(ITEM.sub("", row) for row in SLOT.sub(" ", text).splitlines())))


def answers_lead_to_the_same(a: Assistant) -> list[str]:
    problems = []
    for name, line in desk_lines(a.responses):
        here = [button["payload"] for button in line.get("buttons", [])]
        for plain in plain_of(a.responses, name, line):
            there = [button["payload"] for button in plain.get("buttons", [])]
            problems += [f"{name}: suggested answers {here}, not {there}"] if here != there else []
    return problems


def lines_can_be_read_aloud(a: Assistant) -> list[str]:
    return [f"{name}: {wrong}" for name, line in desk_lines(a.responses) for wrong in wrong_aloud(line)]


def steps_can_be_read_aloud(a: Assistant) -> list[str]:
    """The steps stand in a list, on every channel in the same words."""
    steps = ((name, v) for name, variations in a.responses.items() if name.startswith("utter_step_") for v in variations)
    return [f"{name}: {wrong}" for name, v in steps for wrong in wrong_aloud(v)]


def wrong_aloud(variation: dict[str, Any]) -> Iterator[str]:
    """What would not do on the telephone."""
    text = variation["text"]
    for kind, pattern in FORBIDDEN.items():
        for shown in (text, *(button["title"] for button in variation.get("buttons", []))):
            if found := re.search(pattern, SLOT.sub(" ", shown)):
                yield f"{found[0]!r} ({kind})"
    spoken = sentences(text, LISTS)
    for sentence in spoken:
        if len(words_of(sentence)) > LONGEST:
            yield f"{len(words_of(sentence))} words: {sentence}"
        if YOU.search(sentence) and not sentence.rstrip(" \"'").endswith("?"):
            yield f"'you' outside a question: {sentence}"
    rows = [_own_sentences(row) for row in text.splitlines()]
    items = [count for row, count in zip(text.splitlines(), rows, strict=True) if ITEM.match(row)]
    if items:
        if len(items) > MOST_ITEMS or max(items) > MOST_IN_AN_ITEM or sum(rows) - sum(items) > MOST_AROUND_A_LIST:
            yield f"a list of {items} sentences, and {sum(rows) - sum(items)} around it"
    elif sum(rows) > MOST_SENTENCES:
        yield f"{sum(rows)} sentences"


def _own_sentences(row: str) -> int:
    """Sentences of a row, not counting those that a value brings ("There are 3 days left.")."""
    return len(sentences(re.sub(r"(?<=[.?!]) \{\w+\}|^\{\w+\}$", "", row), LISTS))


Check = Callable[[Assistant], list[str]]
CHECKS: tuple[Check, ...] = (
    every_reply_has_a_desk_line,
    what_is_left_out_needs_no_line,
    plain_answers_fit,
    a_desk_line_comes_last,
    every_case_has_its_line,
    facts_are_kept,
    sources_are_kept,
    numbers_are_kept,
    answers_lead_to_the_same,
    lines_can_be_read_aloud,
    steps_can_be_read_aloud,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_all_is_well(check: Check, assistant: Assistant) -> None:  # noqa: F811
    assert sorted(check(assistant)) == []


def test_most_sentences_are_short(assistant: Assistant) -> None:  # noqa: F811
    lengths = [len(words_of(s)) for _, line in desk_lines(assistant.responses) for s in sentences(line["text"], LISTS)]
    assert sum(length <= TYPICAL for length in lengths) >= 0.85 * len(lengths)


# ---------------------------------------------------------------- planted defects


def _desk(name: str, **new: Any) -> Callable[[Assistant], Any]:
    """Changes the last desk line of a response."""
    return lambda a: [line for at, line in desk_lines(a.responses) if at == name][-1].update(new)


def _without(name: str) -> Callable[[Assistant], Any]:
    return lambda a: a.responses.update({name: [v for v in a.responses[name] if v.get("channel") != DESK]})


def _first(name: str) -> Callable[[Assistant], Any]:
    return lambda a: a.responses[name].reverse()


def _plain(name: str, text: str) -> Callable[[Assistant], Any]:
    return lambda a: a.responses[name][0].update(text=text)


LONG = " ".join(["word"] * 26) + "."
DEFECTS: tuple[tuple[Check, str, Callable[[Assistant], Any]], ...] = (
    (every_reply_has_a_desk_line, "utter_ask_council", _without("utter_ask_council")),
    (every_reply_has_a_desk_line, "utter_greet", _without("utter_greet")),
    (every_reply_has_a_desk_line, "utter_answer_dates_near:", _without("utter_answer_dates_near")),
    (every_reply_has_a_desk_line, "utter_situation_anger", _without("utter_situation_anger")),
    (every_reply_has_a_desk_line, "utter_people", _without("utter_people")),
    (every_reply_has_a_desk_line, "utter_date_before_letter", _without("utter_date_before_letter")),
    (what_is_left_out_needs_no_line, "your", _plain("utter_gist_tribunal", "It is your court.")),
    (what_is_left_out_needs_no_line, "utter_again: nothing", lambda a: a.responses["utter_again"].append({"channel": DESK})),
    (plain_answers_fit, "utter_faq/hearing", _without("utter_faq/hearing")),
    (a_desk_line_comes_last, "utter_bot", _first("utter_bot")),
    (a_desk_line_comes_last, "dusk", _desk("utter_bot", channel="dusk")),
    (every_case_has_its_line, "utter_ask_decision_date", lambda a: a.responses["utter_ask_decision_date"].pop()),
    (facts_are_kept, "{last_day} is lost", _desk("utter_answer_passed", text="It was {form}.")),
    (facts_are_kept, "{ring_by} is new", _desk("utter_answer_passed", text="{last_day} {ring_by} {form}")),
    (facts_are_kept, "{second} is lost", _desk("utter_check_which", text="{first}?", buttons=[])),
    (sources_are_kept, "Section 57", _desk("utter_gist_dr_scope", text="It is about help.")),
    (
        sources_are_kept,
        "regulations 5 and 10",
        _desk("utter_situation_before_decision", text="(SEND Regulations 2014, regulation 5)"),
    ),
    (numbers_are_kept, "30", _desk("utter_gist_dr_scope", text="Within 30 days. (Section 57)")),
    (answers_lead_to_the_same, "utter_ask_council", _desk("utter_ask_council", buttons=[])),
    (lines_can_be_read_aloud, "'I'", _desk("utter_bot", text="I am here.")),
    (lines_can_be_read_aloud, "'my'", _desk("utter_ask_council", buttons=[{"title": "Not my council", "payload": "/deny"}])),
    (lines_can_be_read_aloud, "Choose", _desk("utter_bot", text="Choose one.")),
    (lines_can_be_read_aloud, "https://", _desk("utter_bot", text="See https://example.org.")),
    (lines_can_be_read_aloud, "too late", _desk("utter_bot", text="It is too late.")),
    (lines_can_be_read_aloud, "26 words", _desk("utter_bot", text=LONG)),
    (lines_can_be_read_aloud, "outside a question", _desk("utter_bot", text="You can appeal. Do you want to?")),
    (lines_can_be_read_aloud, "5 sentences", _desk("utter_bot", text="One. Two. Three. Four. Five.")),
    (lines_can_be_read_aloud, "a list of", _desk("utter_bot", text="\n".join(["• One."] * 5))),
    (lines_can_be_read_aloud, "a list of [3]", _desk("utter_bot", text="• One. Two. Three.")),
    (steps_can_be_read_aloud, "your", _plain("utter_step_send", "Send your form.")),
    (lines_can_be_read_aloud, "and 3 around", _desk("utter_bot", text="One. Two. Three.\n• Four.")),
)


@pytest.mark.parametrize(("check", "word", "plant"), DEFECTS, ids=[f"{c.__name__}: {w}" for c, w, _ in DEFECTS])
def test_a_planted_defect_is_found(
    check: Check,
    word: str,
    plant: Callable[[Assistant], Any],
    assistant: Assistant,  # noqa: F811
) -> None:
    broken = copy.copy(assistant)
    broken.domain = copy.deepcopy(assistant.domain)
    plant(broken)
    assert any(word in problem for problem in check(broken)), check(broken)


def test_every_check_has_a_planted_defect() -> None:
    assert {check for check, _, _ in DEFECTS} == set(CHECKS)


def test_what_only_looks_wrong_is_right() -> None:
    for text in (
        "It is in section I of the plan.",
        "In sections B, F and section I.",
        "(section I)?",
        "Have you got a date?",
        "GOV.UK has it.",
    ):
        assert list(wrong_aloud({"text": text})) == [], text


# ---------------------------------------------------------------- Rasa's own choice


def test_rasa_says_the_desk_line_at_the_desk_alone(assistant: Assistant) -> None:  # noqa: F811
    speaker = TemplatedNaturalLanguageGenerator(assistant.responses)
    for name, line in desk_lines(assistant.responses):
        slots = {one["name"]: one["value"] for one in line.get("condition", [])}
        for channel in (DESK, "page", "rest"):
            said = speaker._random_response_for(name, channel, slots)
            assert said is not None
            assert (said == line) == (channel == DESK), f"{name} on {channel}"


def test_parts_and_take_aways_keep_the_plain_wording() -> None:
    assert "Ring the mediation adviser and ask" in phrase(
        "utter_answer_dates", ring_by="", aim_for="", last_day="", days_left="", form=""
    )
    assert "People who can help" in phrase("utter_people")
