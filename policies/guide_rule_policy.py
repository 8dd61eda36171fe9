"""Rasa's rule policy, less its two silences.

1. A custom action that fails (action server down, an error in it) leaves no trace: Rasa goes on as if it had worked, a form even
   submits with empty slots. Here a failed action is noticed, because each of ours always leaves an event, and the person is told.
2. A turn may end without a word. Here no turn does.

Besides, a question in the middle of the form is answered by its rule at once; plain RulePolicy would first have the form
reject it.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME, USER_INTENT_RESTART
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, DefinePrevUserUtteredFeaturization, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

TROUBLE = "utter_trouble"
_OUR_ACTIONS = "action_"
_YES_NO = ("affirm", "deny")
_RASAS_OWN = (
    "action_listen",
    "action_restart",
    "action_session_start",
    "action_default_fallback",
    "action_back",
    "action_extract_slots",
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class GuideRulePolicy(RulePolicy):
    """A rule policy that never ends a turn without words.

    Config, beside RulePolicy's own: ``interrupting_intents``, the intents that a rule answers even while a form is open, and
    ``interrupting_slot``, a yes/no slot: while it is true, a yes or a no is for the rules.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**RulePolicy.get_default_config(), "interrupting_intents": [], "interrupting_slot": None}

    def _find_action_from_loop_happy_path(  # type: ignore[override]
        self, tracker: DialogueStateTracker
    ) -> tuple[str | None, str | None]:
        just_said = tracker.latest_action_name == ACTION_LISTEN_NAME and tracker.latest_message is not None
        if just_said and self._interrupts(tracker):
            return None, None
        found: tuple[str | None, str | None] = RulePolicy._find_action_from_loop_happy_path(tracker)
        return found

    def _interrupts(self, tracker: DialogueStateTracker) -> bool:
        intent, slot = tracker.latest_message.intent.get("name"), self.config["interrupting_slot"]
        asked = slot in tracker.slots and tracker.get_slot(slot) is True
        return (asked and intent in _YES_NO) or intent in self.config["interrupting_intents"]

    @staticmethod
    def _find_action_from_default_actions(tracker: DialogueStateTracker) -> tuple[str | None, str | None]:
        # Rasa's "/back" and "/session_start" would do their work without a word; "/restart" has utter_restart.
        if tracker.latest_message is not None and tracker.latest_message.intent.get("name") != USER_INTENT_RESTART:
            return None, None
        found: tuple[str | None, str | None] = RulePolicy._find_action_from_default_actions(tracker)
        return found

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The rules' prediction, but ``utter_trouble`` after a failed action or where the turn would end without words."""
        prediction = super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        talking, last = in_conversation(tracker), last_action(tracker)
        if talking and last_action_failed(tracker, domain):
            return self._say_trouble(domain, tracker)
        predicted = domain.action_names_or_texts[prediction.probabilities.index(max(prediction.probabilities))]
        # No rule goes on after an action, so the turn ends there. Rasa would say that nothing was understood, again and again.
        ends = last is not None and (last == TROUBLE or predicted == self._fallback_action_name)
        if talking and (ends or predicted == ACTION_LISTEN_NAME) and nothing_said(tracker):
            return self._say_trouble(domain, tracker)
        return self._certain(ACTION_LISTEN_NAME, domain, tracker) if ends else prediction

    def _say_trouble(self, domain: Domain, tracker: DialogueStateTracker) -> PolicyPrediction:
        return self._certain(TROUBLE, domain, tracker)

    def _certain(self, action: str, domain: Domain, tracker: DialogueStateTracker) -> PolicyPrediction:
        return self._rule_prediction(self._prediction_result(action, tracker, domain), f"never silent: {action}")


def in_conversation(tracker: DialogueStateTracker) -> bool:
    """Whether a person is there: a story that Rasa replays in training and tests has no channel, and no words of ours in it."""
    return tracker.latest_message is not None and bool(tracker.latest_message.input_channel)


def _this_turn(tracker: DialogueStateTracker) -> list[Any]:
    """Events since the person last said something, the oldest first; empty where nobody has."""
    turn: list[Any] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return turn[::-1]
        turn.append(event)
    return []


def last_action_failed(tracker: DialogueStateTracker, domain: Domain) -> bool:
    """Whether the turn's last action is one of ours, or a form, and left no event behind."""
    turn = [e for e in _this_turn(tracker) if not isinstance(e, DefinePrevUserUtteredFeaturization)]
    if not turn or not isinstance(turn[-1], ActionExecuted):
        return False
    name = turn[-1].action_name or ""
    ours = name.startswith(_OUR_ACTIONS) and name not in _RASAS_OWN
    return ours or name in domain.form_names


def nothing_said(tracker: DialogueStateTracker) -> bool:
    """Whether the person has had no words in this turn."""
    return not any(isinstance(e, BotUttered) and e.text for e in _this_turn(tracker))


def last_action(tracker: DialogueStateTracker) -> str | None:
    """The name of the turn's last action, None where there was none."""
    return next((e.action_name for e in reversed(_this_turn(tracker)) if isinstance(e, ActionExecuted)), None)
