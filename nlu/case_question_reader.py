"""Reads questions about this case: ``case_questions`` of a message, and ``case_question_alone`` (``nlu/case_questions.py``)."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.case_questions import ALONE, OUTPUT, read_case_questions
from nlu.plain_component import PlainComponent

FAQ = "faq"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CaseQuestionReader(PlainComponent):
    """Stands after the fallback: a question in known words is one, however unsure its label."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message. One that only asks is a question (``faq``), with the row's name in place of a topic."""
        for message in messages:
            found, alone = read_case_questions(message.get(TEXT) or "")
            message.set(OUTPUT, found, add_to_output=True)
            message.set(ALONE, alone, add_to_output=True)
            if alone:
                message.set(INTENT, {"name": FAQ, "confidence": 1.0}, add_to_output=True)
                # So that the topic it was taken for does not count as asked about.
                topic = {"confidence": 1.0, "intent_response_key": f"{FAQ}/{found[0]}", "utter_action": f"utter_{FAQ}/{found[0]}"}
                selector = message.get("response_selector") or {"all_retrieval_intents": [FAQ]}
                message.set("response_selector", {**selector, FAQ: {"response": topic, "ranking": [topic]}}, add_to_output=True)
        return messages
