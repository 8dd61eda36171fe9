"""What a parent might give away of their family, and what they then ask. No such people; the numbers are kept for tests."""

from __future__ import annotations

NHS, NATIONAL_INSURANCE = "401 023 2137", "JG 10 37 59 A"
MOBILE, TELEPHONE = "07700 900982", "01632 960144"
EMAIL, STREET, POSTCODE = "ottoline.wrenfield@example.org", "27 Larkmead Crescent", "L31 8QT"
BORN, BORN_IN_NUMBERS = "9 November 2014", "09/11/2014"

# Each part of it must be nowhere, in small letters and capitals, with and without spaces.
PERSONAL = (
    "Thaddeus",
    "Wrenfield",
    "Ottoline",
    "Holloway-Finch",
    NHS,
    NATIONAL_INSURANCE,
    MOBILE,
    TELEPHONE,
    EMAIL,
    "Larkmead",
    POSTCODE,
    BORN,
    BORN_IN_NUMBERS,
    "2014-11-09",
)

# Words of no person, one for each door: they may stand in the store until it forgets, and never in a log.
PAGE_WORD, LATER_WORD, DESK_WORD, REST_WORD = "zibberwick", "quandlesome", "froomlet", "varnelish"

LETTER = f"""Sefton Council, SEN Team
Mrs Ottoline Wrenfield, {STREET}, Maghull, {POSTCODE}
3 March 2026

Dear Mrs Wrenfield,
Re: Thaddeus Wrenfield, date of birth {BORN_IN_NUMBERS}, NHS number {NHS}
We write to inform you that the local authority has decided not to carry out an EHC needs assessment of Thaddeus.
You have a right of appeal to the First-tier Tribunal within two months. You must contact a mediation adviser before you appeal.
If you would like to talk about this, please ring me on {TELEPHONE}.
Yours sincerely,
Marguerite Holloway-Finch
SEN Casework Officer"""

TO_THE_PAGE = (
    f"Hello, my name is Ottoline Wrenfield and the council has refused to assess my son Thaddeus. A {PAGE_WORD} business.",
    f"He was born on {BORN}, his NHS number is {NHS} and my NI number is {NATIONAL_INSURANCE}.",
    f"You can ring me on {MOBILE} or write to {EMAIL}.",
    f"We live at {STREET}, {POSTCODE}. DOB {BORN_IN_NUMBERS}.",
    LETTER,
    "What is the mediation certificate?",
)
TO_THE_DESK = (
    f"Caller says my name is Mrs Wrenfield, about my son Thaddeus Wrenfield, born {BORN}, a {DESK_WORD} case",
    f"The council refused to assess, letter 3 March 2026, ring back on {MOBILE}",
)
TO_THE_REST_DOOR = (
    f"The council refused to assess my daughter Ottoline. {REST_WORD}. My e-mail is {EMAIL}",
    f"Our postcode is {POSTCODE} and the letter is dated 3 March 2026",
)


def forms(text: str) -> set[bytes]:
    """How a planted text may stand in a file: with its spaces or without, in small letters or capitals, in UTF-8 or UTF-16."""
    plain = {text, text.replace(" ", ""), text.replace(" ", "+"), text.replace(" ", "%20")}
    cased = {form for each in plain for form in (each, each.lower(), each.upper())}
    return {form.encode(code) for form in cased for code in ("utf-8", "utf-16-le")}
