"""Reads dates as British parents type them: the only place in the product that does.

A small hand-written grammar comes first, in day-month order (03/04/26 is 3 April). The dateparser library is a last
resort, only for a short phrase that the grammar could not read. Everything is pure: today is an argument.

A wrong day is worse than no day, so whatever is open to doubt is "ambiguous" or "none", never "exact". And a piece of a
longer phrase must not pass for the whole: "the Friday before Christmas" is matched whole, as vague.
"""

from nlu.dates.ahead import read_near
from nlu.dates.days import Reading
from nlu.dates.finding import DatePhrase, find_phrases, find_vague
from nlu.dates.reading import bare_day, read

__all__ = ["DatePhrase", "Reading", "bare_day", "find_phrases", "find_vague", "read", "read_near"]
