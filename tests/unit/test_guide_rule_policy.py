"""The policy that is never silent: what it sees in a turn, and what it then does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from policies.guide_rule_policy import (
    TROUBLE,
    GuideRulePolicy,
    in_conversation,
    last_action,
    last_action_failed,
    nothing_said,
)

DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["greet", "inform", "faq", "deny"],
        "slots": {
            "colour": {"type": "any", "mappings": [{"type": "custom"}]},
            "sure": {"type": "bool", "mappings": [{"type": "custom"}]},
        },
        "forms": {"disagreement_form": {"required_slots": ["colour"]}},
        "actions": ["action_people", "action_misunderstood", "validate_disagreement_form"],
        "responses": {name: [{"text": name}] for name in (TROUBLE, "utter_greet")},
    }
)
LISTEN = ActionExecuted("action_listen")
SAID = BotUttered("Here is an answer.")


def user(intent: str = "greet", channel: str | None = "rest") -> UserUttered:
    return UserUttered("hello", {"name": intent}, input_channel=channel)


def did(name: str) -> ActionExecuted:
    return ActionExecuted(name)


def talk(*events: Event, channel: str | None = "rest", intent: str = "greet") -> DialogueStateTracker:
    """A conversation: the guide listened, the person spoke, then these events."""
    return DialogueStateTracker.from_events("someone", [LISTEN, user(intent, channel), *events], DOMAIN.slots)


FAILED: list[tuple[str, list[Event], bool]] = [
    ("nothing done yet", [], False),
    ("an action, and no trace", [did("action_people")], True),
    ("an action that spoke", [did("action_people"), SAID], False),
    ("an action that set a slot", [did("action_people"), SlotSet("colour", "red")], False),
    ("the form, and no trace", [did("disagreement_form")], True),
    (
        "the form, which asked",
        [did("disagreement_form"), ActiveLoop("disagreement_form"), SlotSet("requested_slot", "colour")],
        False,
    ),
    ("an answer, then the form without a trace", [did("action_people"), SAID, did("disagreement_form")], True),
    ("a response", [did("utter_greet")], False),
    ("listening", [did("action_people"), SAID, LISTEN], False),
    ("Rasa's own action", [did("action_session_start")], False),
    ("Rasa's own extraction", [did("action_extract_slots")], False),
    ("a note of the features is no trace", [did("action_people"), DefinePrevUserUtteredFeaturization(False)], True),
]


@pytest.mark.parametrize(("case", "events", "failed"), FAILED, ids=[row[0] for row in FAILED])
def test_an_action_without_a_trace_has_failed(case: str, events: list[Event], failed: bool) -> None:
    assert last_action_failed(talk(*events), DOMAIN) is failed


def test_a_failure_before_the_last_message_is_past() -> None:
    assert not last_action_failed(talk(did("action_people"), LISTEN, user()), DOMAIN)


SILENT: list[tuple[str, list[Event], bool]] = [
    ("nothing done yet", [], True),
    ("an action that spoke", [did("action_people"), SAID], False),
    ("an action that set a slot", [did("action_people"), SlotSet("colour", "red")], True),
    ("data without words", [did("action_people"), BotUttered(data={"custom": {"guide": {}}})], True),
    ("words, then data", [did("action_people"), SAID, BotUttered(data={"custom": {}})], False),
    ("words before the last message", [did("utter_greet"), SAID, LISTEN, user()], True),
]


@pytest.mark.parametrize(("case", "events", "silent"), SILENT, ids=[row[0] for row in SILENT])
def test_a_turn_without_words_is_noticed(case: str, events: list[Event], silent: bool) -> None:
    assert nothing_said(talk(*events)) is silent


LAST: list[tuple[str, list[Event], str | None]] = [
    ("nothing done yet", [], None),
    ("one action", [did("action_people"), SAID], "action_people"),
    ("trouble after a failure", [did("action_people"), did(TROUBLE), SAID], TROUBLE),
    ("trouble before the last message", [did(TROUBLE), SAID, LISTEN, user()], None),
]


@pytest.mark.parametrize(("case", "events", "name"), LAST, ids=[row[0] for row in LAST])
def test_the_last_action_of_the_turn(case: str, events: list[Event], name: str | None) -> None:
    assert last_action(talk(*events)) == name


def test_a_story_that_is_replayed_is_no_conversation() -> None:
    assert in_conversation(talk())
    assert not in_conversation(talk(channel=None))
    assert not in_conversation(DialogueStateTracker.from_events("someone", [LISTEN], DOMAIN.slots))


# ---------------------------------------------------------------- what is done about it


def policy(folder: Path, **settings: Any) -> GuideRulePolicy:
    config = {**GuideRulePolicy.get_default_config(), "core_fallback_action_name": "action_misunderstood", **settings}
    context = ExecutionContext(GraphSchema({}))
    return GuideRulePolicy(config, LocalModelStorage(folder), Resource("policy"), context)


def predicted(prediction: PolicyPrediction) -> str:
    return str(DOMAIN.action_names_or_texts[prediction.probabilities.index(max(prediction.probabilities))])


DECISIONS: list[tuple[str, str, list[Event], str]] = [
    # the case, what the rules say, the turn so far, what is done
    ("all is well", "action_listen", [did("utter_greet"), SAID], "action_listen"),
    ("the rules have an answer", "utter_greet", [], "utter_greet"),
    ("the turn would end in silence", "action_listen", [did("action_people"), SlotSet("colour", "red")], TROUBLE),
    ("an action failed", "action_listen", [did("action_people")], TROUBLE),
    ("an action failed, and the rules go on", "utter_greet", [did("action_people")], TROUBLE),
    ("the form failed", "utter_greet", [did("disagreement_form")], TROUBLE),
    ("trouble was told", "utter_greet", [did("action_people"), did(TROUBLE), SAID], "action_listen"),
    ("the fallback has spoken", "action_misunderstood", [did("action_misunderstood"), SAID], "action_listen"),
    ("the fallback is wanted", "action_misunderstood", [], "action_misunderstood"),
]


@pytest.mark.parametrize(("case", "rules_say", "events", "done"), DECISIONS, ids=[row[0] for row in DECISIONS])
def test_what_is_done(
    case: str, rules_say: str, events: list[Event], done: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certain = [float(name == rules_say) for name in DOMAIN.action_names_or_texts]
    plain = PolicyPrediction(certain, "RulePolicy")
    monkeypatch.setattr(RulePolicy, "predict_action_probabilities", lambda *args, **kwargs: plain)
    assert predicted(policy(tmp_path).predict_action_probabilities(talk(*events), DOMAIN)) == done


def test_in_a_story_the_rules_have_the_last_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = PolicyPrediction([1.0] + [0.0] * (len(DOMAIN.action_names_or_texts) - 1), "RulePolicy")
    monkeypatch.setattr(RulePolicy, "predict_action_probabilities", lambda *args, **kwargs: plain)
    story = talk(did("action_people"), channel=None)
    assert policy(tmp_path).predict_action_probabilities(story, DOMAIN) is plain


def in_form(intent: str, *events: Event) -> DialogueStateTracker:
    """The form is open and asks; the person says something else."""
    before = [did("disagreement_form"), ActiveLoop("disagreement_form"), SlotSet("requested_slot", "colour"), LISTEN]
    return talk(*before, user(intent), *events)


@pytest.mark.parametrize(("intent", "form"), [("inform", "disagreement_form"), ("faq", None)])
def test_a_question_interrupts_the_form_and_an_answer_does_not(intent: str, form: str | None, tmp_path: Path) -> None:
    guide = policy(tmp_path, interrupting_intents=["faq"])
    assert guide._find_action_from_loop_happy_path(in_form(intent))[0] == form


@pytest.mark.parametrize(
    ("intent", "sure", "form"),
    [
        ("deny", True, None),
        ("deny", None, "disagreement_form"),
        ("deny", False, "disagreement_form"),
        ("inform", True, "disagreement_form"),
    ],
)
def test_a_yes_or_no_is_for_the_rules_while_they_ask_for_it(
    intent: str, sure: bool | None, form: str | None, tmp_path: Path
) -> None:
    guide = policy(tmp_path, interrupting_slot="sure")
    before = [did("disagreement_form"), ActiveLoop("disagreement_form"), SlotSet("sure", sure), LISTEN]
    assert guide._find_action_from_loop_happy_path(talk(*before, user(intent)))[0] == form


def test_after_the_question_the_form_goes_on(tmp_path: Path) -> None:
    guide = policy(tmp_path, interrupting_intents=["faq"])
    assert guide._find_action_from_loop_happy_path(in_form("faq", did("action_people"), SAID))[0] == "disagreement_form"


@pytest.mark.parametrize(("intent", "action"), [("back", None), ("session_start", None), ("restart", "action_restart")])
def test_rasas_own_commands_do_nothing_in_silence(intent: str, action: str | None, tmp_path: Path) -> None:
    assert policy(tmp_path)._find_action_from_default_actions(talk(intent=intent))[0] == action
