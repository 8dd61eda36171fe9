"""Whom letters go to: from the council's file where it says, else a [gap]."""

from __future__ import annotations

from actions.wording import phrase
from councils import Contact, Council
from nlu.council_names import council_name


def adviser(council: Council | None) -> str:
    """The mediation adviser."""
    contact = council.contact("mediation_adviser") if council else None
    return (contact and _written(contact)) or phrase("utter_letter_to_adviser")


def council_team(council: Council | None, key: str | None) -> str:
    """The council's special needs team. ``key`` is the council's short name, which may have no file."""
    return _at_council(council, "council_sen_team") or phrase("utter_letter_to_council", council=name_of(council, key))


def complaints_team(council: Council | None, key: str | None) -> str:
    """Whoever deals with complaints at the council."""
    return _at_council(council, "complaints") or phrase("utter_letter_to_complaints", council=name_of(council, key))


def name_of(council: Council | None, key: str | None) -> str:
    """The council's name as a letter has it, a [gap] where it is not known."""
    if council:
        return council.name
    return phrase("utter_letter_council", name=council_name(key)) if key else phrase("utter_letter_gap_council")


def _at_council(council: Council | None, purpose: str) -> str:
    """Who deals with it there, by the council's file; empty where it says nothing."""
    contact = council.contact(purpose) if council else None
    written = _written(contact) if contact else ""
    return phrase("utter_letter_to_contact", council=council.name, contact=written) if council and written else ""


def _written(contact: Contact) -> str:
    """Name and address; no phone number, which a letter has no use for."""
    return ", ".join(part for part in (contact.name, contact.team, *contact.address, contact.email) if part)
