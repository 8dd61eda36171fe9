"""What came of playing the conversations: a table for the terminal, a page, and transcripts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tools.player.coverage import Part, Reason
from tools.player.playing import Played, transcript

PAGE = Path("reports/conversations.md")
TRANSCRIPTS = Path("reports/conversations")
_HEADINGS = {
    "responses": "Responses of domain.yml",
    "rules": "Rules of data/rules.yml",
    "branches": "Outcomes of the rules module",
    "dates": "Ways of giving the dates",
}
_WIDTH = 62


def table(played: Iterable[Played]) -> str:
    """One line a conversation: its title, with whom, the day, the turns, and pass or what did not hold first."""
    rows = [("conversation", "disagrees with", "today", "turns", "result")]
    rows += [(_short(p.conversation.title), *_row(p)) for p in played]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join([*(f"{row[c]:<{widths[c]}}" for c in range(4)), row[4]]) for row in rows)


def totals(played: Iterable[Played]) -> list[tuple[str, int, int]]:
    """File, conversations, and how many of them pass."""
    by_file: dict[str, list[Played]] = {}
    for p in played:
        by_file.setdefault(p.conversation.file, []).append(p)
    return [(file, len(ps), sum(p.failure is None for p in ps)) for file, ps in sorted(by_file.items())]


def write_transcripts(played: Iterable[Played], every: bool, folder: Path = TRANSCRIPTS) -> None:
    """Write the transcripts of what failed, or of all; those of the last time are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    for p in played:
        if every or p.failure:
            (folder / transcript_name(p)).write_text(transcript(p), encoding="utf-8")


def transcript_name(played: Played) -> str:
    """The file name of a conversation's transcript."""
    words = re.sub(r"[^a-z0-9]+", "-", played.conversation.title.lower()).strip("-")
    return f"{words[:100].rstrip('-')}.txt"


def page(played: list[Played], parts: list[Part] | None, reasons: list[Reason]) -> str:
    """The report as a page. ``parts`` is None where only some were played: that says nothing of what all of them reach."""
    failed = [p for p in played if p.failure]
    lines = ["# Conversations", "", f"{len(played)} played, {len(failed)} failed.", ""]
    lines += ["| file | conversations | pass |", "|---|---|---|"]
    lines += [f"| {file} | {number} | {passed} |" for file, number, passed in totals(played)]
    if failed:
        lines += ["", "## What did not hold", ""]
        lines += [f"- [{p.conversation.title}](conversations/{transcript_name(p)}): {p.failure}" for p in failed]
    lines += ["", "## What the conversations reach", ""]
    if parts is None:
        lines.append("Only some conversations were played, so nothing is said of what they all reach.")
    for part in parts or ():
        lines += [*_part(part, reasons), ""]
    lines += [
        "",
        "## All conversations",
        "",
        "| conversation | disagrees with | today | turns | result |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {' | '.join(_cell(c) for c in (p.conversation.title, *_row(p)))} |" for p in played]
    return "\n".join(lines) + "\n"


def summary(parts: Iterable[Part], reasons: list[Reason]) -> list[str]:
    """What is reached, one line a part, and the names of what is not."""
    lines = []
    for part in parts:
        lines.append(f"{_HEADINGS[part.title]}: {len(part.reached & part.all)} of {len(part.all)} reached")
        for name in part.missed:
            lines.append(f"  not reached: {name}{'' if _why(part, name, reasons) else '  (no reason written down)'}")
    return lines


def _part(part: Part, reasons: list[Reason]) -> list[str]:
    lines = [f"### {_HEADINGS[part.title]}: {len(part.reached & part.all)} of {len(part.all)}", ""]
    if not part.missed:
        return [*lines, "All are reached."]
    lines += ["| not reached | why |", "|---|---|"]
    return lines + [f"| {_cell(name)} | {_cell(_why(part, name, reasons) or 'no reason written down')} |" for name in part.missed]


def _why(part: Part, name: str, reasons: list[Reason]) -> str | None:
    return next((reason.why for reason in reasons if reason.explains(part.title, name)), None)


def _row(played: Played) -> tuple[str, str, str, str]:
    who = (played.counterparty or "-").replace("_", " ")
    result = f"FAIL {played.failure}" if played.failure else "pass"
    return who, str(played.conversation.today), str(len(played.conversation.talk)), result.replace("\n", " ")


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def _short(words: str) -> str:
    return words if len(words) <= _WIDTH else words[: _WIDTH - 1] + "…"
