"""What has been found so far, said to somebody who goes on with a person or comes back to a matter."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions.answering import fact_lines
from actions.rules import Facts
from actions.turn import Turn
from actions.wording import shown


def say_so_far(turn: Turn, dispatcher: CollectingDispatcher) -> None:
    """The facts, and the last day where it is known and has not passed."""
    known = [name for name, value in turn.facts.to_dict().items() if value is not None]
    if lines := fact_lines(turn.facts, known, Facts(), turn.young):
        dispatcher.utter_message(response="utter_so_far", facts=lines)
    if turn.complete and turn.found.appeal.last_day and not turn.found.appeal.passed:
        dispatcher.utter_message(response="utter_so_far_last_day", last_day=shown(turn.found.appeal.last_day))
