"""Ages: whether a young person's right to appeal is their own, and whether it is they who write.

At 17 compulsory school age is over for certain; 16 may be either (Children and Families Act 2014, section 83).
"""

from __future__ import annotations

import re

_OVER_SCHOOL_AGE = r"(?:1[7-9]|2[0-4])"
# No age: a date, a number of hours, a part of a longer number.
_NO_AGE = (
    r"(?!\s*(?:st|nd|rd|th|%|[-/.:]?\d"
    r"|(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|mths?|miles?|children|kids|pupils|of)\b))"
)
_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
_NOT_A_DAY = rf"(?!\s*{_MONTHS})"
_CHILD = r"(?:son|daughter|child|boy|girl|lad|lass|grandson|granddaughter|young person|yp)"
_IS = r"(?:i'?m|i am|he'?s|he is|she'?s|she is|they'?re|they are|aged?|yp|son is|daughter is)"
# "he is 17", "I turned 17", "her daughter 19", "my 19 year old son"
_AGE = re.compile(
    rf"\b{_IS}\s+(?:now\s+|only\s+|already\s+)?{_OVER_SCHOOL_AGE}\b{_NO_AGE}"
    rf"|\b(?:i|he|she|they)(?:'ve| have|'s| has)? (?:just )?turned {_OVER_SCHOOL_AGE}\b{_NO_AGE}"
    rf"|\b{_CHILD},? (?:is |who is |who's |aged? )?(?:now )?{_OVER_SCHOOL_AGE}\b{_NO_AGE}{_NOT_A_DAY}"
    rf"|\b{_OVER_SCHOOL_AGE}[ -]?(?:years?|yrs?|yr?)[ -]?old {_CHILD}\b",
    re.I,
)
# A young person speaks of themselves; a parent says "he's 17", "his plan".
_OF_ONESELF = re.compile(
    r"\b(?:i'?m|i am)\s+(?:now |only |nearly |almost |just )?(?:1[5-9]|2[0-4])\b"
    + _NO_AGE
    + rf"|\bi(?:'ve| have)? (?:just )?turned {_OVER_SCHOOL_AGE}\b{_NO_AGE}"
    r"|\b(?:re-?)?assess me\b|\bmy (?:ehcp|ehc plan)\b(?! (?:request|application|appeal))"
    r"|\b(?:in|on|of|end(?:ed|ing)?|stop(?:ped|ping)?|amend|change[sd]?) my (?:own )?plan\b"
    r"|\bmy plan (?:says|names|ends|came|ended|stops)\b"
    r"|\b(?:help|teach|support|exclud\w+|suspended) me at (?:college|school|sixth form)\b",
    re.I,
)
_SUPPOSED = re.compile(r"\b(?:if|when|once|until|before|would|suppose|will be|what happens)\b", re.I)


def is_over_school_age(text: str) -> bool:
    """Whether a text gives the young person an age at which the right to appeal is their own."""
    return bool(_AGE.search(text))


def is_supposed(text: str) -> bool:
    """Whether a text speaks of what may be some day ("when he is 17"), and not of what is."""
    return bool(_SUPPOSED.search(text))


def speaks_of_oneself(text: str) -> bool:
    """Whether it is the young person who writes."""
    return bool(_OF_ONESELF.search(text))
