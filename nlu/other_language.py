"""Is a text in another language than English? Asked of what was not understood; short or misspelt English is English."""

from __future__ import annotations

import re
import unicodedata

FEWEST_WORDS = 4  # of Latin letters; in fewer, an unknown word may be a name or a slip
MOST_ENGLISH = 0.15  # share of words that English has too ("list", "no"), up to which a text counts as another language
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Without those that are words of other languages too ("a", "no", "me").
_COMMON = frozenset(
    """
    about after again all also always am an and another any anything appeal are ask asked asses assess assessment at away
    back be because been before being but by call called came can cannot cant cert certificate child come contact could
    council date daughter day days did didnt do does doesnt done dont draft due ehcp else email every everything fine
    first for form from get getting give go going good got had has hasnt have havent hello help her here him his how i if
    im in into is isnt it its ive just keep know last late later legal letter like ltr made make may mediation meeting
    month months more mum must my need never new next nobody not nothing now of off ok on once one only or other our out
    over own person phone plan please pls post put rang really refused right ring said same say says school section see
    send sent she should so some somebody someone something son sorry speak still stop support take tell than thank thanks
    that thats the their them then there they thing things think this those time to today told too tribunal two u under
    until up us very wait want wanted was wasnt we week weeks well went were what whats when where which who why will with
    without wont work would write wrong year years wot yes yesterday yet you your
    """.split()  # noqa: SIM905
)


def is_other_language(text: str) -> bool:
    """Whether a text is not English: in another script, or of words of which hardly any are English."""
    letters = [c for c in text if c.isalpha()]
    if sum(not unicodedata.name(c, "").startswith("LATIN") for c in letters) > len(letters) / 2:
        return True
    words = [word.lower().replace("'", "") for word in _WORD.findall(text)]
    return len(words) >= FEWEST_WORDS and sum(word in _COMMON for word in words) <= MOST_ENGLISH * len(words)
