"""What looks like a date and is none: "Year 6", "24/7", "section 3 may be", "every Monday", "the 5th floor"."""

from __future__ import annotations

from nlu.dates import words
from nlu.dates.tokens import Text

_RANGE_MARKS = words.of("to - – — / thru through til till until &")
_LEADS_TO_PAIR = words.of("on dated date since of from until till by")
# Behind these a pair is a date where it ends what is said: "the letter is 03/04", "refused assessment 3/4".
_NAMES_A_PAPER = words.of(
    "letter ltr decision certificate cert plan ehcp notice email refused refusal refuse assessment assesment assess asess says "
    "said dated was is s its yes yeah sorry printed day"
)
_LEADS_TO_DIGITS = words.of("yes yeah it it's its is was s the date dated letter ltr certificate cert on says ok sorry")
_LEADS_TO_SHORT_WEEKDAY = words.of("on since by until till til dated from")
_SHORT_WEEKDAYS = words.of("mon tue tues wed weds thu thur thurs fri sat sun")
_BEFORE_VERB_WED = words.of("i we he she they got get getting")


def number_starts(text: Text, i: int) -> bool:
    """Whether the number at i is not the tail of something longer: "EH12", "192.168", "10:3", "£3"."""
    if not text.glued(i):
        return True
    before = text.low(i - 1)
    if text.is_word(i - 1):
        return before in words.WEEKDAYS or before in words.MONTHS
    tail = (before in words.SEPARATORS or before == ":") and text.digits(i - 2) > 0 and text.glued(i - 1)
    if before == "-":
        # "9-12 March" may start at either number, "020-12-03-26" only at its first.
        tail = tail and text.low(i - 3) in words.SEPARATORS and text.glued(i - 2)
    return before not in ("£", "$", "#", "_") and not tail


def number_ends(text: Text, end: int) -> bool:
    """Whether the number before token `end` stands by itself: not "10:30", "26th", "20 pages"."""
    low = text.low(end)
    if low in words.COUNTED or low in words.MONTHS or _joined(text, end):
        return False
    return not (text.glued(end) and (low in words.SUFFIXES or low in (":", "%") or text.digits(end)))


def _joined(text: Text, end: int) -> bool:
    """Whether a mark at `end` ties another number to the one before."""
    return text.glued(end) and text.low(end) in words.SEPARATORS and text.glued(end + 1) and text.digits(end + 1) > 0


def _labelled(text: Text, i: int) -> bool:
    """Whether the word before makes the number at i a label. The s of "it's 19 January" is no section."""
    of_a_plan = text.low(i - 1) == "version" and text.low(i - 2) in ("final", "amended", "draft")  # which is dated, not numbered
    return text.low(i - 1) in words.LABELS and text.low(i - 2) != "'" and not of_a_plan


def verb_may(text: Text, i: int) -> bool:
    """Whether the words at i show that the "may" before them is a verb: "may be", "may we ask"."""
    asked = text.low(i) in words.PRONOUNS and text.low(i + 1) in words.BEHIND_MAY_I
    return asked or text.low(i) in words.BEHIND_VERB_MAY


def full_date_fits(text: Text, i: int, end: int) -> bool:
    """A date all in numbers, or with a year: not a piece of a longer row of numbers, not "section 9.3.26"."""
    cut_off = text.glued(i) and text.low(i - 1) in words.SEPARATORS and text.digits(i - 2) and text.digits(i + 2)
    named = text.low(i + 1) in words.MONTHS and text.low(i - 1) in words.STRONG_LABELS and _labelled(text, i)
    label = _labelled(text, i) and (text.low(i + 1) == "." or named)
    return not (_joined(text, end) or label or cut_off)  # "9-12 March 2026" ends in a date


def pair_fits(text: Text, i: int, end: int) -> bool:
    """6/11 without a year: not 24/7, a fraction, a mark out of ten or a pair of school years."""
    low, high = text.number(i), text.number(end - 1)
    before, after = text.low(i - 1), text.low(end)
    if low is None or high is None or _labelled(text, i) or after in words.COUNTED:
        return False
    if text.glued(end) and (after in ("/", "-") or text.is_word(end) or text.digits(end)):
        return False
    if (low, high) == (24, 7):
        return before in _LEADS_TO_PAIR - {"on"} or before in words.WEEKDAYS
    fraction = low <= high and high in (2, 3, 4, 5, 8, 10)
    if not fraction or before in _LEADS_TO_PAIR or before in words.WEEKDAYS:
        return True
    ends = text.closed(end) or after in words.CARRIES_ON - words.of("a an the")
    padded = text.low(i)[0] == "0" == text.low(end - 1)[0]  # nobody writes three quarters as 03/04
    half = (low, high) == (1, 2) and before in ("is", "was", "s", "its")
    return padded or (ends and not half and (i == 0 or before in _NAMES_A_PAPER))


def digits_fit(text: Text, i: int, end: int) -> bool:
    """140426: no piece of a longer row of digits, and nothing but "it's", "yes" or the paper's name before it."""
    led = all(text.low(n) in _LEADS_TO_DIGITS or not text.low(n)[:1].isalnum() for n in range(i))
    return led and text.closed(end) and not _joined(text, end)


def day_month_fits(text: Text, i: int, end: int) -> bool:
    """3 March without a year: not "Year 6 may ...", "the third may be late"."""
    if text.digits(i) and text.low(i + 1) not in words.SUFFIXES and _labelled(text, i):
        return False
    name = text.low(end - 1)
    if name == "may" and verb_may(text, end):
        return False
    counted = text.low(i) in ("first", "second", "third") and text.low(i + 1) not in ("of", "o")
    return not (counted and name in ("may", "march", "mar") and text.small(end - 1))


def month_day_fits(text: Text, i: int, end: int) -> bool:
    """March 3: not the month and year "in March 26", not "we may 3 times"."""
    last = end - 1
    if text.low(last) in words.ORDINALS and not (text.closed(end) or text.low(end) in words.CARRIES_ON):
        return False  # "May the First-tier Tribunal ..."
    number = text.number(last)
    if number is None or text.digits(last - 1):
        return True
    if number >= 20 and text.low(i - 1) in ("in", "during", "of", "mid", "early", "late"):
        return False
    leads = i == 0 or text.low(i - 1) in words.LEADS_TO_DAY or not text.small(i)
    return leads or text.low(i) not in ("may", "march", "mar")


def ordinal_fits(text: Text, i: int, end: int) -> bool:
    """A bare 5th: led to by "on the" or the like, and not counting a noun ("the 5th floor", "5th in line")."""
    has_the = text.low(i - 1) == "the"
    before = text.low(i - 2 if has_the else i - 1)
    after = text.low(end)
    goes_on = text.closed(end) or after in words.CARRIES_ON
    if text.is_word(i):
        return goes_on and has_the and before in ("on", "dated", "from", "since", "by")
    if before in words.LEADS_TO_DAY and before not in ("for", "to", "as", "about", "around"):
        return goes_on or (after == "in" and before in ("on", "dated"))
    led = before in words.LEADS_TO_DAY or before in words.WEEKDAYS
    loose = has_the or led or before in words.BEFORE_LONE_ORDINAL or not before[:1].isalnum()
    return loose and (text.closed(end) or after in words.CARRIES_ON_STRICTLY)


def weekday_fits(text: Text, i: int, end: int) -> bool:
    """A bare weekday: not "every Monday", "Monday to Friday", "carer for Saturday", nor the verbs sat and wed."""
    before, after, low = text.low(i - 1), text.low(end), text.low(i)
    weekday_before, weekday_after = text.low(i - 2) in words.WEEKDAYS, text.low(end + 1) in words.WEEKDAYS
    the_one = before == "one" and text.low(i - 2) in ("last", "first", "next", "this", "the")
    if (before in words.BEFORE_HABIT and not the_one) or before == "for" or after in words.BEHIND_HABIT:
        return False
    if before in words.SUFFIXES and text.digits(i - 2):
        return False  # "1st Monday in March"
    if (weekday_after and after in _RANGE_MARKS) or (weekday_before and before in _RANGE_MARKS):
        return False
    if weekday_after and after in ("and", "or", ",", "&") and text.low(end + 2) in words.BEHIND_HABIT:
        return False
    if low in ("sat", "sun"):
        return before in _LEADS_TO_SHORT_WEEKDAY or (not before and text.closed(end))
    if low == "wed" and before in _BEFORE_VERB_WED:
        return False
    return not (low in _SHORT_WEEKDAYS and text.glued(end) and after in ("'", "-"))


def today_fits(text: Text, i: int, end: int) -> bool:
    """today: not the "for today" of a goodbye."""
    return text.low(i - 1) != "for"
