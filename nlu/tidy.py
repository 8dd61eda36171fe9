"""First in the pipeline: what a person typed, made fit to be read (and never so long that others wait for it)."""

from __future__ import annotations

import re
import unicodedata

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.plain_component import PlainComponent

# Rasa's cost grows with the square of the length (30 KB of text: 2 s). Of a long message its beginning and its end are read,
# where people say what it is about.
LONGEST = 1_000
LONGEST_LETTER = 20_000  # of a letter that was pasted, for the reader of letters
WHOLE = "whole_text"
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})


def visible(text: str) -> str:
    """The text in NFC, with a space for each control, bidirectional, tag or unassigned character. Lines stay lines."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(c if unicodedata.category(c) not in _UNSEEN or c in "\n\t" else " " for c in text)


def tidy(text: str, longest: int = LONGEST) -> str:
    """Text without control, bidirectional and tag characters, in NFC, spaces single, at most ``longest`` characters."""
    if len(text) > 40 * longest:  # so that megabytes are not gone through letter by letter
        text = text[: 20 * longest] + " " + text[-20 * longest :]
    kept = re.sub(r"\s+", " ", visible(text).translate(_QUOTES)).strip()
    if len(kept) > longest:
        half = longest // 2
        kept = kept[:half] + " " + kept[-(longest - half - 1) :]
    return kept


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MessageTidier(PlainComponent):
    """Replaces the text of a message that is being understood by its tidied text. Training messages stay as written."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Tidy the text of each message, in place. The reader of letters finds the whole of it in ``WHOLE``."""
        for message in messages:
            message.set(WHOLE, (message.get(TEXT) or "")[:LONGEST_LETTER])
            message.set(TEXT, tidy(message.get(TEXT) or ""), add_to_output=True)
        return messages
