"""Play the conversations of tests/conversations through the guide. Run as ``python -m tools.conversations [NAME …]``.

NAME is part of a conversation's file or name ("certificate"), or a pattern ("dates: *"); without it all are played.
``--all-transcripts`` keeps the transcripts of conversations that pass, too. The report is ``reports/conversations.md``.
"""

from __future__ import annotations

import argparse
import sys
from fnmatch import fnmatchcase

from tools.player import report
from tools.player.coverage import coverage, read_reasons
from tools.player.guide_server import GuideServer
from tools.player.playing import Played, play
from tools.player.script import Conversation, ScriptError, read_conversations
from tools.player.stored import events_of
from tools.serve import check_inputs
from tools.train import MODEL

_EVERY = 20  # conversations between two lines of progress, where it does not go to a terminal


def chosen(conversations: list[Conversation], names: list[str]) -> list[Conversation]:
    """The conversations whose title has one of the names in it, or fits it as a pattern; all where no name is given."""
    patterns = [name.lower() if "*" in name else f"*{name.lower()}*" for name in names] or ["*"]
    return [c for c in conversations if any(fnmatchcase(c.title.lower(), pattern) for pattern in patterns)]


def play_all(conversations: list[Conversation], server: GuideServer) -> list[Played]:
    """Play them, with progress; in order of file and name."""
    played: list[Played] = []
    failed = 0
    for conversation in conversations:
        played.append(play(conversation, server))
        failed += played[-1].failure is not None
        _progress(len(played), len(conversations), failed)
    return sorted(played, key=lambda p: p.conversation.file)


def _progress(done: int, of: int, failed: int) -> None:
    words = f"{done} of {of} played, {failed} failed"
    if sys.stdout.isatty():
        print(f"\r{words}", end="\n" if done == of else "", flush=True)
    elif done % _EVERY == 0 or done == of:
        print(words, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Play and report. 0: all hold; 1: something does not, or a file is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.conversations", description="Plays conversations through the guide.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help='part of a file or name ("certificate"), or a pattern ("dates: *")'
    )
    parser.add_argument("--all-transcripts", action="store_true", help="keep the transcripts of conversations that pass, too")
    asked = parser.parse_args(arguments)
    try:
        conversations = read_conversations()
    except ScriptError as error:
        return _wrong(str(error))
    to_play = chosen(conversations, asked.names)
    if not to_play:
        return _wrong(f"no conversation has {' or '.join(map(repr, asked.names))} in its file or name")
    if wrong := check_inputs():
        return _wrong(wrong)
    if not MODEL.exists():
        return _wrong(f"there is no {MODEL}; make train builds it")
    server = GuideServer()
    try:
        print("Starting the guide (about half a minute) …", flush=True)
        server.start()
        played = play_all(to_play, server)
    except RuntimeError as error:
        return _wrong(str(error))
    except KeyboardInterrupt:
        return _wrong("ended before all were played")
    finally:
        server.stop()
    return _report(played, len(to_play) == len(conversations), asked.all_transcripts, server)


def _report(played: list[Played], complete: bool, all_transcripts: bool, server: GuideServer) -> int:
    parts = coverage(events_of(server.stored, [p.sender for p in played])) if complete else None
    reasons = read_reasons()
    report.write_transcripts(played, all_transcripts)
    report.PAGE.write_text(report.page(played, parts, reasons), encoding="utf-8")
    print(f"\n{report.table(played)}\n")
    for file, number, passed in report.totals(played):
        print(f"{file}.yml: {passed} of {number} pass")
    if parts:
        print("\n".join(["", *report.summary(parts, reasons)]))
    failed = sum(p.failure is not None for p in played)
    print(
        f"\n{len(played)} played, {failed} failed. {report.PAGE}" + (f"; transcripts in {report.TRANSCRIPTS}" if failed else "")
    )
    return 1 if failed else 0


def _wrong(words: str) -> int:
    print(f"error: {words}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
