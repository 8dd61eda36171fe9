"""What if: the same case with other facts, without changing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from actions.asking import NOT_CONTACTED
from actions.rules import Facts, determine
from actions.turn import Turn, settled


def supposed(turn: Turn, facts: Mapping[str, Any], today: date) -> Turn:
    """The case as it would stand with those facts.

    Args:
        turn: the case as it stands.
        facts: other values by fact name, as ``actions.desk.fields.read_fields`` gives them; None takes one back.
        today: the day it is.
    """
    values = {**turn.facts.to_dict(), **facts}
    new = settled(Facts.from_text(values))
    known = {name for name, value in new.to_dict().items() if value is not None}
    declined = turn.declined - known
    if new.adviser_contacted_on or new.certificate_date:
        declined = declined - {NOT_CONTACTED}
    return replace(turn, facts=new, found=determine(new, today), declined=declined, check=None, letter=None)
