"""Takes personal details out of what people write, before anything is stored.

Names of people, numbers by which a person can be found, telephone numbers, e-mail and postal addresses, postcodes and
dates of birth give way to words in square brackets: ``[name]``, ``[number]``, ``[phone number]``, ``[e-mail]``,
``[address]``, ``[postcode]``, ``[date of birth]``. What the guide lives on stays: councils, decision dates, sections, laws.

Not every name is found. One that nothing shows to be a name is left, as a masked everyday word would spoil the message.
"""

from __future__ import annotations

from channels.personal_details import find_details
from channels.personal_names import find_names
from channels.spans import Span

# What is left when one thing has been replaced may be seen for what it is only then. One round is enough for all that
# people write, and the second finds nothing; more are for rows of digits without meaning.
_ROUNDS = 6


def mask(text: str) -> str:
    """The text with its personal details replaced. Never raises; masking masked text changes nothing."""
    for _ in range(_ROUNDS):
        masked = _replaced(text, find_details(text) + find_names(text))
        if masked == text:
            break
        text = masked
    return text


def _replaced(text: str, spans: list[Span]) -> str:
    """The text with each span replaced. Of two that overlap the earlier stays, then the one found first."""
    parts: list[str] = []
    end = 0
    last = ""
    for span in sorted(spans, key=lambda span: span.start):
        if span.start < end:
            continue
        between = text[end : span.start]
        if span.instead == last == "[name]" and between.strip(" \t") == "" and len(between) <= 3 and parts:
            end = span.end  # first name and surname, found apart, are one name
            continue
        parts += [between, span.instead]
        end, last = span.end, span.instead
    return "".join(parts) + text[end:]
