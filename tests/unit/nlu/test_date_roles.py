"""Which date is it? The words about it tell the letter's from the certificate's, and both from other days."""

from __future__ import annotations

import pytest

from nlu.date_reader import read_entities
from nlu.date_roles import role_of

DAY = "3 March 2026"


def role(message: str) -> str | None:
    """The role of the message's one date."""
    start = message.index(DAY)
    return role_of(message, start, start + len(DAY), [])


ROLES: dict[str | None, tuple[str, ...]] = {
    "decision": (
        "the letter is dated 3 March 2026",
        "letter 3 March 2026",
        "3 March 2026 is the date on the letter",
        "they refused on 3 March 2026",
        "they turned us down on 3 March 2026",
        "final plan issued 3 March 2026",
        "the council wrote to us on 3 March 2026",
        "Decision: 3 March 2026",
        "they refused our request on 3 March 2026",
        "said no to my request for an assessment 3 March 2026",
        "they turned down our application 3 March 2026",
        "the refusal of our request dated 3 March 2026",
        "refused by the council 3 March 2026",
        "they won't assess him 3 March 2026",
        "missed it by 2 days, letter 3 March 2026",
        "missed the deadline letter 3 March 2026",
        "the council decided on 3 March 2026 not to change the plan",
        "the plan is dated 3 March 2026, and it is not a draft",
        "after the draft we got the final plan dated 3 March 2026",
        "draft in january, plan 3 March 2026",
        "letter 3 March 2026 proposes a different school",
        "they refused my proposed changes on 3 March 2026",
        "it should have been dated 3 March 2026",
        "final plan 3 March 2026 with the proposed changes",
    ),
    "certificate": (
        "the certificate says 3 March 2026",
        "certificate dated 3 March 2026",
        "the certificate I got is dated 3 March 2026",
        "my cert is 3 March 2026",
        "3 March 2026 is on the certificate",
    ),
    "certificate_received": (
        "I got the certificate on 3 March 2026",
        "certificate came 3 March 2026",
        "the certificate arrived on 3 March 2026",
    ),
    "adviser": (
        "I rang the mediation adviser on 3 March 2026",
        "spoke to mediation on 3 March 2026",
        "the adviser phoned me on 3 March 2026",
        "I emailed the advisor 3 March 2026",
        "I rang the mediation adviser about the certificate on 3 March 2026",
    ),
    "received": (
        "the letter came on 3 March 2026",
        "we got a letter on 3 March 2026",
        "it arrived 3 March 2026",
        "it landed through the door on 3 March 2026",
    ),
    "other": (
        "annual review on 3 March 2026",
        "he was born on 3 March 2026",
        "the meeting was 3 March 2026",
        "since 3 March 2026",
        "hearing is 3 March 2026",
        "I rang the council on 3 March 2026",
        "the caseworker phoned me on 3 March 2026",
        "I sent the appeal off on 3 March 2026",
        "we complained on 3 March 2026",
        "panel was 3 March 2026",
        "I told the council on 3 March 2026",
        "booked a call with them for 3 March 2026",
        "i am away from 3 March 2026",
        "can i count from 3 March 2026",
        "the adviser is ringing me back on 3 March 2026",
        "I haven't rung anyone as of 3 March 2026",
        "no one rang me on 3 March 2026",
        "we haven't spoken to the adviser 3 March 2026",
        "didn't manage to speak to anyone 3 March 2026",
        "I couldn't get through 3 March 2026",
        "it did not come on 3 March 2026",
        "the certificate is coming 3 March 2026",
        "they asked us for more on 3 March 2026",
        "the plan should have been done 3 March 2026",
        "plan was supposed to be finalised by 3 March 2026",
        "the final plan was due on 3 March 2026",
        "the panel decided on 3 March 2026 not to assess",
        "mediation held 3 March 2026",
        "Mediation on 3 March 2026",
    ),
    "proposal": (
        "the draft was 3 March 2026",
        "draft plan dated 3 March 2026",
        "they proposed to end it on 3 March 2026",
        "letter dated 3 March 2026 says they intend to cease his plan",
        "letter 3 March 2026 says they propose to amend the plan",
        "notice of proposed amendments 3 March 2026",
    ),
    "contact": (
        "I rang them on 3 March 2026",
        "not yet, spoke to a lady on 3 March 2026",
        "council refused, I phoned up 3 March 2026",
        "I emailed them 3 March 2026, no reply",
        "I rang them about the certificate on 3 March 2026",
        "I did not ring them until 3 March 2026",
        "tried ringing them 3 March 2026",
    ),
    "contacted": ("they rang me on 3 March 2026", "a lady phoned on 3 March 2026", "I asked for mediation on 3 March 2026"),
    "request": (
        "we asked on 3 March 2026",
        "i asked them on 3 March 2026",
        "we asked for an assessment on 3 March 2026",
        "we sent the request 3 March 2026",
        "school put the request in 3 March 2026",
        "our request was dated 3 March 2026",
        "I applied on 3 March 2026",
    ),
    "appeal_by": (
        "the letter says I must appeal by 3 March 2026",
        "council told us to appeal by 3 March 2026",
        "the letter refusing a plan says i must appeal by 3 March 2026 but you say 2 months",
        "the council told us in the letter that we have to appeal by 3 March 2026",
    ),
    None: (
        "3 March 2026",
        "its 3 March 2026, is mediation free?",
        "it was 3 March 2026",
        "ok, 3 March 2026 then",
        "3 March 2026 no certificate",
    ),
}


@pytest.mark.parametrize(("wanted", "message"), [(r, m) for r, messages in ROLES.items() for m in messages])
def test_the_words_about_a_date_give_its_role(wanted: str | None, message: str) -> None:
    assert role(message) == wanted


SEVERAL = [
    ("letter dated 3 March 2026, certificate dated 2 April 2026", ["decision", "certificate"]),
    ("the council wrote on 3 March 2026 and it arrived on 5 March 2026", ["decision", "received"]),
    ("meeting on 3 March 2026 but the letter is dated 5 March 2026", ["other", "decision"]),
    ("we asked on 3 January 2026. They refused on 3 March 2026.", ["request", "decision"]),
    ("we asked in January and they refused on 3 March 2026", ["decision"]),
    ("I haven't rung the council, I rang mediation 3 March 2026", ["adviser"]),
    ("rang mediation 3 March 2026, haven't rung since", ["adviser"]),
    ("letter dated 3 March 2026 refusing a plan says i must appeal by 15 May 2026", ["decision", "appeal_by"]),
    ("They refused on 3 March 2026. I rang the adviser on 2 April 2026.", ["decision", "adviser"]),
    ("The certificate is here. Letter: 3 March 2026", ["decision"]),
    ("got a letter on 4 March 2026 dated 3 March 2026", ["received", "decision"]),
    ("envelope stamped 4 March 2026 letter says 3 March 2026", ["received", "decision"]),
    ("rang 4 March 2026 cert 10 March 2026", ["contact", "certificate"]),
    ("rang them and got a certificate dated 10 March 2026", ["certificate"]),
    ("letter 12 feb 2026 proposes to amend, then the final amended plan came 10 april 2026", ["proposal", "received"]),
    ("EHCP final version 20 march, draft was 3 feb, F is wrong", ["decision", "proposal"]),
    ("final plan was due 3 March 2026 but came on 9 April 2026", ["other", "received"]),
    ("mediation held 15 April 2026, cert dated 17 April 2026", ["other", "certificate"]),
    (
        "Mediation on 28 Feb 2026, letter 8 Jan 2026 refusing to assess, rang adviser 20 Jan 2026",
        ["other", "decision", "adviser"],
    ),
]


@pytest.mark.parametrize(("message", "roles"), SEVERAL)
def test_each_date_has_the_role_of_its_own_clause(message: str, roles: list[str | None]) -> None:
    assert [e.get("role") for e in read_entities(message)] == roles


def test_an_entity_is_the_phrase_as_written() -> None:
    message = "The letter is dated 3rd of March"
    (found,) = read_entities(message)
    assert found["value"] == message[found["start"] : found["end"]] == "3rd of March"
    assert (found["entity"], found["role"]) == ("date", "decision")


def test_without_a_role_there_is_none_in_the_entity() -> None:
    (found,) = read_entities("3 March 2026")
    assert "role" not in found
