"""Everything that the two council pages tell a parent can be had by asking. The table is ``facts/source_facts.yml``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.player.guide_server import GuideServer, Talk

TABLE = Path(__file__).parent / "facts" / "source_facts.yml"
TODAY = "2026-04-23"
ROWS: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
_KEYS = {"page", "fact", "ask", "says", "council", "today"}
_BROKEN = re.compile(r"Traceback|something went wrong|\{[a-z_]+\}|\bNone\b|\bnull\b|Exception")


def test_the_table_is_well_formed() -> None:
    for row in ROWS:
        assert set(row) <= _KEYS and {"page", "fact", "ask", "says"} <= set(row), row
        assert row["page"] in ("east-midlands", "sefton") and row["says"], row
    names = [(row["page"], row["fact"]) for row in ROWS]
    assert len(names) == len(set(names)), "a fact is in the table twice"


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['page']}: {row['fact']}" for row in ROWS])
def test_fact_of_a_page_can_be_had_by_asking(row: dict[str, Any], guide: GuideServer) -> None:
    guide.be_on(TODAY)
    talk = Talk(guide)
    if "council" in row:
        talk.say(f"My council is {row['council']}")
    words = talk.say(row["ask"])
    missing = [wanted for wanted in row["says"] if not _has(words, wanted)]
    broken = _BROKEN.search(words)
    if missing or broken or not words:
        pytest.fail(f"missing: {missing}; broken: {broken and broken[0]}\n\n" + "\n".join(talk.transcript), pytrace=False)


def _has(words: str, wanted: str | list[str]) -> bool:
    """Whether the words have what is wanted; of a list, one is enough."""
    options = [wanted] if isinstance(wanted, str) else wanted
    return any(option.lower() in words.lower() for option in options)
