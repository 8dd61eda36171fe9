"""Whatever is in the memory and whatever was said: no action fails, and none leaves the person without words."""

from __future__ import annotations

import asyncio
import functools
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import CHOICE, DATE_CHECK, LETTER_CHECK, MATTER_CHECK, NOT_CONTACTED, PAUSE
from actions.explaining import ActionExplain
from actions.form import ValidateDisagreementForm
from actions.guarded import GuardedAction
from actions.memory import FACT_NAMES
from actions.misunderstanding import ActionMisunderstood, ActionNothingElse
from actions.next_step import ActionNextStep
from actions.people import ActionComfort, ActionPeople
from actions.questions import ActionAnswerQuestion
from actions.rules.facts import COUNTERPARTIES, DATES, PLAN_STAGES, SUBJECTS
from actions.standing import AGREED, SENT
from actions.starting_over import ActionStartOver
from actions.taking_away import ActionTakeAway
from actions.wording import has, topics
from nlu.case_questions import ALONE, OUTPUT, read_case_questions
from nlu.council_names import find_councils
from nlu.date_reader import read_entities
from nlu.feelings import OUTPUT as FEELING
from nlu.feelings import read_feeling
from nlu.letter import SHORTEST, read_letter
from nlu.situations import OUTPUT as SITUATIONS
from nlu.situations import read_situations

TODAY = date(2026, 4, 23)
NOT_UNDERSTOOD = "nlu_fallback"
# Each action, and the intents that lead to it (data/rules.yml).
TOLD_SOMETHING = ("inform", "correct", "affirm", "deny", "do_not_know", "unclear_disagreement", "no_education", *SUBJECTS)
ACTIONS: list[tuple[GuardedAction, tuple[str, ...]]] = [
    (ValidateDisagreementForm(), TOLD_SOMETHING),
    (ActionAnswerQuestion(), ("faq",)),
    (ActionExplain(), ("why_asked",)),
    (ActionPeople(), ("speak_to_person",)),
    (ActionComfort(), ("distress",)),
    (ActionMisunderstood(), (NOT_UNDERSTOOD,)),
    (ActionStartOver(), ("start_over", "affirm", "deny")),
    (ActionTakeAway(), ("ask_summary", "ask_calendar", "ask_letter")),
    (ActionNextStep(), ("ask_next_step",)),
    (ActionNothingElse(), ("deny",)),
]
CONVERSATIONS = Path(__file__).parents[2] / "conversations"
LETTERS = Path(__file__).parents[1] / "letters" / "letters.yml"


def _said_in_conversations() -> list[str]:
    talks = [talk for file in sorted(CONVERSATIONS.glob("*.yml")) for talk in yaml.safe_load(file.read_text(encoding="utf-8"))]
    turns = [turn for talk in talks if "talk" in talk for turn in talk["talk"]]
    return sorted({str(turn["say"]) for turn in turns if "say" in turn})


SAID = st.sampled_from(
    [
        *_said_in_conversations(),
        "",
        "zzz",
        "whats the deadline",
        "counting from 4 march?",
        "so 8th of may?",
        "no the 3rd of march",
        "31 february",
        "the letter came on 12.3.26, certificate 1/1/0001",
        "29 february and 31.12.9999",
    ]
)
DAYS = st.integers(-1200, 400).map(lambda back: (TODAY + timedelta(days=back)).isoformat())
LATER = st.none() | st.builds(lambda fact, day: {"fact": fact, "days": [day], "reason": "meant"}, st.sampled_from(DATES), DAYS)
OPEN_DATES = st.builds(
    lambda fact, days, reason, later: {
        "fact": fact,
        "days": days,
        "reason": reason if len(days) == 1 else "which",
        **({"then": later} if later else {}),
    },
    st.sampled_from(DATES),
    st.lists(DAYS, min_size=1, max_size=2, unique=True),
    st.sampled_from(["came", "meant", "instead", "long_ago", "same_day", "reached", "weekday_mismatch"]),
    LATER,
)


@functools.cache
def _letters() -> list[dict[str, Any]]:
    rows = yaml.safe_load(LETTERS.read_text(encoding="utf-8"))
    texts = [str(row["text"]) for row in rows if len(str(row["text"])) >= SHORTEST]
    read = [letter for text in texts[:8] if (letter := read_letter(text, TODAY))]
    assert read
    return [letter.to_dict() for letter in read]


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "subject": st.sampled_from(SUBJECTS),
        "counterparty": st.sampled_from(COUNTERPARTIES),
        "plan_stage": st.sampled_from(PLAN_STAGES),
        "council": st.sampled_from(["sefton", "kent"]),
        **dict.fromkeys(("placement_only", "in_ehc_process", "after_review", "young_person"), st.booleans()),
        **dict.fromkeys(DATES, DAYS),
    },
)
MEMORY = st.fixed_dictionaries(
    {},
    optional={
        "declined": st.lists(st.sampled_from([*FACT_NAMES, NOT_CONTACTED]), unique=True, max_size=4),
        "requested_slot": st.sampled_from(
            [*(name for name in FACT_NAMES if has(f"utter_ask_{name}")), DATE_CHECK, LETTER_CHECK, MATTER_CHECK, PAUSE, CHOICE]
        ),
        "asked": st.sampled_from([*FACT_NAMES, DATE_CHECK, LETTER_CHECK, MATTER_CHECK]),
        "date_check": OPEN_DATES,
        "letter_check": st.sampled_from(_letters()),
        "matter_check": st.sampled_from(SUBJECTS),
        "other_matter": st.sampled_from(SUBJECTS),
        "letter_says": st.builds(lambda a, b: {"appeal_by": a, "contact_adviser_by": b}, st.none() | DAYS, st.none() | DAYS),
        "told": st.builds(
            lambda facts, lately: {"facts": facts, "answer": None, "lately": lately}, FACTS, st.none() | st.sampled_from(DATES)
        ),
        "standing": st.sampled_from([SENT, AGREED, "waiting_for_certificate"]),
        "young_speaker": st.just(True),
        "outside_england": st.just(True),
        "asked_to_forget": st.just(True),
        "kind_words": st.integers(1, 3),
    },
)
LABELS = st.lists(
    st.tuples(
        st.sampled_from([*SUBJECTS, "inform", "correct", "affirm", "deny", *(f"faq/{topic}" for topic in topics())]),
        st.floats(0.01, 0.99),
    ),
    max_size=4,
)


def message(
    text: str, intent: str, labels: list[tuple[str, float]], topic: str | None, letter: dict[str, Any] | None
) -> dict[str, Any]:
    """A message as the pipeline leaves it, but for its label, which is given."""
    questions, alone = read_case_questions(text)
    feeling = read_feeling(text)
    councils = [{"entity": "council", "value": key} for _, _, key in find_councils(text)]
    ranking = sorted(
        ({"name": name, "confidence": share} for name, share in labels), key=lambda row: -float(str(row["confidence"]))
    )
    answer = {"response": {"intent_response_key": f"faq/{topic}"}}
    return {
        "text": text,
        "intent": {"name": "faq" if alone else intent},
        "entities": [*read_entities(text), *councils],
        "label_ranking": ranking,
        "response_selector": {"faq": answer} if topic else {},
        SITUATIONS: read_situations(text),
        OUTPUT: questions,
        ALONE: alone,
        FEELING: feeling.name if feeling else None,
        **({"letter": letter} if letter else {}),
    }


def conversation(said: dict[str, Any], memory: dict[str, Any], times: int) -> Tracker:
    """A conversation with that memory, in which this was said so many times."""
    events = [{"event": "user", "text": said["text"], "parse_data": said}] * times
    loop = {"name": "disagreement_form"} if memory.get("requested_slot") else {}
    return Tracker("someone", memory, said, list(events), False, None, loop, "action_listen")


@pytest.mark.parametrize(("action", "intents"), ACTIONS, ids=[action.name() for action, _ in ACTIONS])
@settings(max_examples=100)
@given(data=st.data())
def test_no_action_fails_or_leaves_nobody_to_speak(action: GuardedAction, intents: tuple[str, ...], data: st.DataObject) -> None:
    memory = {**data.draw(MEMORY), **data.draw(FACTS)}
    said = message(
        data.draw(SAID),
        data.draw(st.sampled_from(intents)),
        data.draw(LABELS),
        data.draw(st.none() | st.sampled_from(topics())),
        data.draw(st.none() | st.sampled_from(_letters())) if isinstance(action, ValidateDisagreementForm) else None,
    )
    talk = conversation(said, memory, data.draw(st.integers(1, 3)))
    dispatcher = CollectingDispatcher()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUIDE_TODAY", TODAY.isoformat())
        events = asyncio.run(action.act(dispatcher, talk)) or []  # not run(), which would hide what failed
    words = [one for one in dispatcher.messages if one.get("response") or one.get("text")]
    goes_on = bool(talk.active_loop) or any(event["event"] == "followup" for event in events)
    assert words or goes_on or isinstance(action, ValidateDisagreementForm), "nobody speaks"
    for one in words:
        assert not one.get("response") or has(one["response"]), one["response"]


class _LeavesItToTheForm(GuardedAction):
    def name(self) -> str:
        return "action_without_words"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        return []


def test_an_action_without_words_or_news_does_not_count_as_failed() -> None:
    talk = conversation({"text": "hm"}, {"asked": "date_check", "requested_slot": "date_check"}, 1)
    events = asyncio.run(_LeavesItToTheForm().run(CollectingDispatcher(), talk, {}))
    assert [(event["name"], event["value"]) for event in events] == [("asked", "date_check")]
