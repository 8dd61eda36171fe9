"""What a message names, so that "it" in the next one can be taken for that."""

from __future__ import annotations

import pytest

from nlu.spoken_of import spoken_of


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("what is disagreement resolution", "resolution"),
        ('/faq{"topic": "disagreement_resolution"}', "resolution"),
        ("so if i mediate do i get more time", "mediation"),
        ("who is the mediation adviser", None),
        ("how do i get the mediation certificate", "certificate"),
        ("is there a cert after mediation", "mediation"),
        ("they refused to assess him", None),
        ("can i ask for an assessment", "assessment"),
        ("the council agreed to assess him in mediation. agreement signed 14 april", "agreement"),
        ("we had mediation and did not agree, no agreement", "mediation"),
        ("", None),
    ],
)
def test_what_is_named_last(text: str, thing: str | None) -> None:
    assert spoken_of(text) == thing
