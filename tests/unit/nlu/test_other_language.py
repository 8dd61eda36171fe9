"""Another language is told from English that was not understood."""

from __future__ import annotations

import pytest

from nlu.other_language import is_other_language


@pytest.mark.parametrize(
    "text",
    [
        "Dzień dobry rada odmówiła oceny mojego syna list z 3 marca",
        "el ayuntamiento se niega a evaluar a mi hijo",
        "la mairie refuse d'évaluer mon fils",
        "consiliul a refuzat evaluarea copilului meu",
        "المجلس رفض تقييم ابني",
        "市议会拒绝评估我的儿子",
        "Рада",
    ],
)
def test_another_language(text: str) -> None:
    assert is_other_language(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bham",
        "140426",
        "14 4 26",
        "only the school is wrong",
        "no but mediation was 20 april",
        "is this legal advice can i rely on it",
        "blah fnord wibble",
        "Stoke-on-Trent",
        "Newcastle upon Tyne",
        "cownsil sed no to asesment 4 my sun leter dayted 8 aprl",
        "la refsd 2 asses ltr 8/4 no cert wot nxt",
        "my café naïve résumé",
        "???",
    ],
)
def test_english_however_short_or_misspelt(text: str) -> None:
    assert not is_other_language(text)
