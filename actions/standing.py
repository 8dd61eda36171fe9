"""Where a person stands between the decision and the appeal, as they said it: what the next step hangs on."""

from __future__ import annotations

from typing import Any

from actions.next_steps import Mediation
from nlu.situations import OUTPUT

SENT = "appeal_sent"
AGREED = "agreement_not_kept"
_HELD = "mediation_held"
# The adviser has been contacted in all of these but the last.
_ON_THE_WAY = (
    "mediation_booked",
    "mediation_cancelled",
    "mediation_past_30_days",
    "waiting_for_certificate",
    "adviser_not_answering",
)


def standing_of(message: dict[str, Any]) -> str | None:
    """The situation of a message that the next step hangs on; of several the last in the order of ``nlu/situations.yml``."""
    found = [name for name in message.get(OUTPUT) or [] if name in (*_ON_THE_WAY, _HELD, AGREED, SENT)]
    return found[-1] if found else None


def mediation_so_far(standing: str | None) -> Mediation | None:
    """How far mediation is where a person stands there, None where nothing was said of it."""
    if standing in (_HELD, AGREED):
        return "over"
    return "under_way" if standing in _ON_THE_WAY else None
