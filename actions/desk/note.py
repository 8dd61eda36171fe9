"""A case note, to be copied into the council's own system: no name is in it, as none is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.desk.result import dates_of, facts_of, result
from actions.rules.describe import sum_line
from actions.turn import Turn
from actions.wording import phrase

_DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")


def note(turn: Turn, said: Sequence[str], when: str) -> str:
    """The note as plain text.

    Args:
        turn: the case as it stands.
        said: what was on the screen to be said to the caller, in order; parts that stood folded, questions and sources are none.
        when: the day and time, in words.
    """
    lines = result(turn)
    sources = {source.source: source for line in lines for source in line.why}
    parts = [
        ("utter_desk_note_facts", [f"{label}: {value}" for label, value in facts_of(turn).values()]),
        ("utter_desk_note_dates", [f"{label}: {value}" for label, value in dates_of(turn).values()]),
        ("utter_desk_note_result", [f"{line.label}: {line.value}" for line in lines]),
        ("utter_desk_note_sum", [sum_line(step) for step in turn.found.appeal.sum] if turn.complete else []),
        ("utter_desk_note_said", list(dict.fromkeys(line for part in said for line in _gist(part)))),
        (
            "utter_desk_note_sources",
            [
                phrase("utter_desk_note_source", source=source.source, link=source.link, checked_on=source.checked_on)
                for source in sources.values()
            ],
        ),
    ]
    head = phrase("utter_desk_note_head", when=when)
    blocks = ["\n".join([phrase(title), *(f"- {line}" for line in items)]) for title, items in parts if items]
    return "\n\n".join([head, *blocks, phrase("utter_desk_note_foot")])


def _gist(part: str) -> list[str]:
    """Of what names a day every line; of the rest the first line that is more than a heading."""
    lines = [line for row in part.splitlines() if (line := row.strip(" •")) and not line.endswith(":")]
    return lines if _DAY.search(part) else lines[:1]
