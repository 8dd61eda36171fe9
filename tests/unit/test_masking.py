"""Personal details are taken out of what people write; what the guide lives on stays as it was."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.masking import mask
from channels.masking_words import everyday_words
from channels.personal_details import find_details
from channels.personal_names import find_names

TRAINING = Path(__file__).parents[2] / "data" / "nlu"
MARK = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")

NAMES = [
    ("my son jack has autism", "my son [name] has autism"),
    ("my son kayden who is 7 was refused", "my son [name] who is 7 was refused"),
    ("my son zebedee, 7, was refused", "my son [name], 7, was refused"),
    ("my son jack smith has no plan", "my son [name] has no plan"),
    ("my daughter daisy has a plan", "my daughter [name] has a plan"),
    ("My Son Jack Smith has autism", "My Son [name] has autism"),
    ("our autistic seven year old daughter Zainab cannot read", "our autistic seven year old daughter [name] cannot read"),
    ("my daughter, Aoife-Rose, has autism", "my daughter, [name], has autism"),
    ("My grandson (Jack) lives with me", "My grandson ([name]) lives with me"),
    ("MY SON JACK HAS AUTISM", "MY SON [name] HAS AUTISM"),
    ("my son TJ has adhd", "my son [name] has adhd"),
    ("your child O'Neil Jones has been assessed", "your child [name] has been assessed"),
    ("my son is Mateusz", "my son is [name]"),
    ("my son Will has a plan", "my son [name] has a plan"),
    (
        "my daughter April was refused on 3 April 2026. April is 9.",
        "my daughter [name] was refused on 3 April 2026. [name] is 9.",
    ),
    ("Dear Mr and Mrs Patel,", "Dear Mr and Mrs [name],"),
    ("Dear Mrs Okonkwo-Smythe,", "Dear Mrs [name],"),
    ("Dear Dr. Brown", "Dear Dr. [name]"),
    ("Dear Jane Hartley, thank you", "Dear [name], thank you"),
    ("mrs akhtar agreed, Mr Young did not", "mrs [name] agreed, Mr [name] did not"),
    ("Mx Quill wrote", "Mx [name] wrote"),
    ("RE: JACK BROWN", "RE: [name]"),
    ("Re: Adaeze Okonkwo", "Re: [name]"),
    ("Child: Zebedee Xanthopoulos", "Child: [name]"),
    ("Name: Tomasz Wisniewski, Pupil: Jo", "Name: [name], Pupil: [name]"),
    ("Kayleigh's EHC plan", "[name]'s EHC plan"),
    ("Olumide’s Education, Health and Care Plan", "[name]’s Education, Health and Care Plan"),
    ("Yours sincerely\nJane Hartley-Booth\nSEND Officer", "Yours sincerely\n[name]\nSEND Officer"),
    ("Yours faithfully Ola Nordby SEN Officer Sefton Council", "Yours faithfully [name] SEN Officer Sefton Council"),
    ("a boy called Zebedee", "a boy called [name]"),
    ("my name is Priya Nair", "my name is [name]"),
    ("my name is jane smith", "my name is [name]"),
    ("my son's name is Abdulmalik.", "my son's name is [name]."),
    ("I am writing on behalf of Olumide Adeyemi", "I am writing on behalf of [name]"),
    ("Mother of Ngozi Brown", "Mother of [name]"),
    ("From: Jane Smith <jane@sefton.gov.uk>", "From: [name] <[e-mail]>"),
    ("Olumide, my son, is 8", "[name], my son, is 8"),
    ("They will not assess Beatrix", "They will not assess [name]"),
]
EVERYWHERE = [
    (
        "My son Jack Smith is 7. JACK can't read, jack's school knows. Smith's",
        "My son [name] is 7. [name] can't read, [name]'s school knows. [name]'s",
    ),
    (
        "my boy is called Will. Will has autism. Will the council pay?",
        "my boy is called [name]. [name] has autism. Will the council pay?",
    ),
    ("my daughter Grace. We hope that grace finds Grace there", "my daughter [name]. We hope that grace finds [name] there"),
    ("My son Kayden Okoro. Mr Okoro and okoro kayden", "My son [name]. Mr [name] and [name]"),
    ("my son Devon Obi at Devon County Council", "my son [name] at Devon County Council"),
]
DETAILS = [
    ("ring 07700 900123", "ring [phone number]"),
    ("0151-496 0000 or (020) 7946 0991", "[phone number] or [phone number]"),
    ("+44 7700 900 123, 00447700900123", "[phone number], [phone number]"),
    ("tel: 496 0000", "tel: [phone number]"),
    ("jane.smith+sen@mail.example.co.uk.", "[e-mail]."),
    ("NHS No: 943 476 5919", "NHS No: [number]"),
    ("943-476-5919 and 9434765919", "[number] and [number]"),
    ("AB 12 34 56 C", "[number]"),
    ("UPN A123456789012", "UPN [number]"),
    ("our ref: SEN/EHC/JS/1234", "our ref: [number]"),
    ("EH123/24/00045", "[number]"),
    ("case number 40771 dated 10/12/2025", "case number [number] dated 10/12/2025"),
    ("12345678", "[number]"),
    ("L20 3NJ, sw1a 1aa, M11AE", "[postcode], [postcode], [postcode]"),
    ("I live at 12 High Street, Bootle", "I live at [address], Bootle"),
    ("Flat 2, 14 Acacia Avenue", "[address]"),
    ("12a acacia avenue", "[address]"),
    ("DOB 12/03/2015", "DOB [date of birth]"),
    ("D.O.B.: 3.3.15", "D.O.B.: [date of birth]"),
    ("date of birth: the third of March 2015", "date of birth: the [date of birth]"),
    ("Date of birth 2015-03-03", "Date of birth [date of birth]"),
    ("he was born on 3rd March 2015", "he was born on [date of birth]"),
    ("born March 2015", "born [date of birth]"),
    ("born in 2015", "born in [date of birth]"),
    ("dob 03032015", "dob [date of birth]"),
    ("3/3/15 (DOB)", "[date of birth] (DOB)"),
]
LEFT_ALONE = [
    "",
    "Mr",
    "the letter is dated 3 March 2026, or 03/03/2026, 03.03.2026, 2026-03-03, 03032026",
    "letter 03-04-2026 10:30 and 03.04.2026 10",
    "Letter dated 3/4/26 is about speech",
    "my son has autism, my son with autism needs a plan, my son in Year 6",
    "my son recieved a letter, my daughter dosnt cope, my son just started school",
    "MY SON HAS BEEN REFUSED AN EHCP AND MY SON NEEDS HELP",
    "My son Year 6, my son SEN support, my daughter EHCP refused",
    "my son goes to St Thomas School",
    "my sons plan, my daughter's plan, the Council's EHC plan, Sefton's EHC plan, Kent's plan",
    "Dear Sefton Council, the Sefton SEN team said no",
    "Dear Sir or Madam, Dear SEN Team, Dear Parent/Carer, Dear Mrs",
    "Re: Request for EHC needs assessment. RE: Refusal to Assess. Re: Sefton",
    "Yours sincerely\nSEND Team\nSefton Council",
    "a form called SEND35, a firm called Global Mediation, they called today",
    "section 36(1), section F, sections B, F and I, regulation 32, [2014] UKUT 4 (AAC), SI 2014/1530, rule 20(1)(c)(i)",
    "the Children and Families Act 2014 and the Children's Wellbeing and Schools Act",
    "20 weeks, 15 days, 2 months, £12,500, 24/7, 2025/26, 2025-2026, 100%",
    "Will the council pay? May I appeal? Hope it helps. Mark it urgent. Summer is near.",
    "I miss the date. DR service, dr service, does DR cost money",
    "January, April, May, June and August",
    "Christmas Eve, New Year's Eve",
    "Mario Kart, the Old Bailey, Thomas Coram Foundation, Percy Hedley, Mary Hare School, Great Ormond Street",
    "the 5th floor, y6 1st term, year 4 3rd class, b4 3yr",
    "I rang 3 schools on the road, 2 months down the line",
    "my son was born early and my daughter was born deaf",
    "[name] has a plan, call [phone number], [date of birth], [address], [postcode], [e-mail], [number]",
    "SENCO said no, LA refused, EHCP and ADHD, PDA, ASD and SEMH",
]


@pytest.mark.parametrize(("written", "kept"), NAMES + EVERYWHERE + DETAILS)
def test_personal_details_are_replaced(written: str, kept: str) -> None:
    assert mask(written) == kept
    assert mask(kept) == kept


@pytest.mark.parametrize("written", LEFT_ALONE)
def test_the_rest_is_left_alone(written: str) -> None:
    assert mask(written) == written


WHOLE_LETTER = """Sefton Council
Tel: 0151 934 2347
Our ref: EHC/123456/JB
3 March 2026

Mr and Mrs Brown
12 High Street
Bootle
L20 3NJ

Dear Mr and Mrs Brown

Re: Jack Brown, DOB: 04/05/2017

We have decided not to assess Jack under section 36 of the Children and Families Act 2014. Jack's
school can meet his needs in Year 3.

Yours sincerely

Alma Quill
SEN Officer"""
WHOLE_LETTER_MASKED = """Sefton Council
Tel: [phone number]
Our ref: [number]
3 March 2026

Mr and Mrs [name]
[address]
Bootle
[postcode]

Dear Mr and Mrs [name]

Re: [name], DOB: [date of birth]

We have decided not to assess [name] under section 36 of the Children and Families Act 2014. [name]'s
school can meet his needs in Year 3.

Yours sincerely

[name]
SEN Officer"""


def test_a_whole_letter() -> None:
    assert mask(WHOLE_LETTER) == WHOLE_LETTER_MASKED


def training_messages() -> Iterator[str]:
    """Every training message, without its marks."""
    for file in sorted(TRAINING.glob("*.yml")):
        for item in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            lines = item["examples"].splitlines() if "intent" in item else []
            yield from (MARK.sub(r"\1", line[2:]) for line in lines if line.startswith("- "))


def test_of_the_training_messages_only_names_and_numbers_change() -> None:
    messages = list(training_messages())
    names = [message[span.start : span.end] for message in messages for span in find_names(message)]
    details = [message[span.start : span.end] for message in messages for span in find_details(message)]
    assert len(messages) > 10_000
    assert [name for name in names if not name[0].isupper() and name not in ("kai", "ryan")] == []
    assert [name for name in names if name.lower() in everyday_words()] == []
    assert len(names) < len(messages) / 40
    assert [detail for detail in details if not any(character.isdigit() for character in detail)] == []
    assert len(details) < 10


PIECES = """my son |jack |Jack |Smith |kayden |has |, |. |
|Re: |Name: |Dear |Mrs |'s |EHC plan |called |is |Will |May |April |dob |born on |3 March 2015|03/03/2015|07700 900123|(020) |
+447700900123|a@b.uk|L20 3NJ|12 |High Street |9434765919|our ref: |AB123456C|[name]|[|]|number|Yours sincerely
|Sefton |Council |SON |JACK |Grace |who |-|/|0|1|é|ſ|O'Neil |my name is |mother of |Thomas Coram Foundation """
LONG = """a|Jack |my son Jack |my |dob |dob 3 March 15 |1/1/15 dob |0|0 |07700 900123 |+44 |+447700900123|a@|a@b.|A-|A-1|a'|(|[|
| |[name]|re: |ref |12 High |Mrs |Aa |sincerely
|called |mother of |L20 |Thomas |Jack, my |my a b c d """


@settings(max_examples=600)
@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=14).map("".join))
def test_masked_text_stays_as_it_is(text: str) -> None:
    masked = mask(text)
    assert mask(masked) == masked


@settings(max_examples=300)
@given(st.text(max_size=200))
def test_any_text_can_be_masked(text: str) -> None:
    masked = mask(text)
    assert mask(masked) == masked


@pytest.mark.parametrize("piece", LONG.split("|"))
def test_long_texts_take_no_longer_than_their_length(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.thread_time()
    mask(text)
    assert time.thread_time() - start < 30


def test_many_different_names() -> None:
    names = [chr(65 + n % 26) + "".join(chr(97 + n // 26**k % 26) for k in range(3)) + "q" for n in range(8_000)]
    start = time.thread_time()
    masked = mask(" ".join(f"my son {name} has." for name in names))
    assert time.thread_time() - start < 30
    assert masked.count("[name]") > 7_900
