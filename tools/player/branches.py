"""Which outcomes of the rules module were reached.

What can be reached is not written down but tried out: ``determine`` is asked with every combination of the facts that decide the
way (dates decide only days). What was reached is read from the results that the guide sent along with its replies.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any

from actions.rules import Facts, determine
from actions.rules.facts import COUNTERPARTIES, PLAN_STAGES, SUBJECTS
from tools.player.stored import Event, bot_events

_ANY_DAY = date(2026, 4, 23)
_YES_NO = (None, True, False)
_WORDS = {True: "yes", False: "no", None: "not known yet"}


def branches(result: dict[str, Any]) -> set[str]:
    """The branches that a determination (as data) stands for: its subject's outcome, its kind and its signpost."""
    if not result["subject"]:
        return set()
    resolution, signpost = result["disagreement_resolution"], result["signpost"]
    kind = resolution["kind"]
    outcome = ", ".join(
        (
            f"appeal {_WORDS[result['appeal']['possible']]}",
            f"mediation {_WORDS[result['mediation']['applies']]}",
            f"certificate {_WORDS[result['certificate']['needed']]}",
            f"disagreement resolution {f'kind {kind}' if kind else _WORDS[resolution['applies']]}",
        )
    )
    found = {f"{result['subject']}: {outcome}"}
    found |= {f"kind {kind}"} if kind else set()
    found |= {f"signpost {signpost}"} if signpost else set()
    return found


@lru_cache(maxsize=1)
def possible() -> frozenset[str]:
    """All branches that some combination of facts leads to."""
    found: set[str] = set()
    grid = product(SUBJECTS, (None, *COUNTERPARTIES), (None, *PLAN_STAGES), _YES_NO, _YES_NO)
    for subject, counterparty, stage, placement_only, in_process in grid:
        facts = Facts(counterparty, subject, stage, placement_only, in_ehc_process=in_process)
        found |= branches(determine(facts, _ANY_DAY).to_dict())
    found |= branches(determine(Facts(subject="refusal_to_amend", after_review=False), _ANY_DAY).to_dict())
    return frozenset(found)


def reached(events: Iterable[Event]) -> set[str]:
    """The branches reached in a conversation."""
    found: set[str] = set()
    for event in bot_events(events):
        result = (((event.get("data") or {}).get("custom") or {}).get("guide") or {}).get("determination")
        found |= branches(result) if result else set()
    return found
