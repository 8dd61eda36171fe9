"""The rules: what the law of England says about a SEND disagreement. Plain Python and YAML; knows nothing of Rasa.

``determine(facts, today)`` turns what is known (``Facts``) into what follows (``Determination``): whether disagreement
resolution or mediation applies, whether a certificate is needed, and the appeal deadline with its sum and its sources.
"""

from actions.rules.determination import Determination
from actions.rules.determine import determine
from actions.rules.facts import Facts, FactsError
from actions.rules.law import LawNotKnown

__all__ = ["Determination", "Facts", "FactsError", "LawNotKnown", "determine"]
