"""Talk to the guide in the terminal. Run as ``python -m tools.chat``; starts the servers, and ends them at the end."""

from __future__ import annotations

import json
import os
import select
import sys
import textwrap
import urllib.error
import urllib.request
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tools import serve

WRAP = textwrap.TextWrapper(96, break_long_words=False, break_on_hyphens=False)
WRAP_LISTS = textwrap.TextWrapper(96, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
LOG = Path("build/chat.log")
KEPT = Path("take-away")  # files that a talk leaves behind
PASTE_GAP = 0.15  # seconds; lines that come faster than that were pasted
_ENDS = ("/quit", "/exit", "/stop")


def ask(port: int, sender: str, text: Any) -> list[dict[str, Any]]:
    """Send a message and give the replies."""
    body = json.dumps({"sender": sender, "message": text}).encode()
    request = urllib.request.Request(
        f"http://{serve.HOST}:{port}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        replies: list[dict[str, Any]] = json.load(reply)
    return replies


def show(replies: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Print the replies; the suggested answers, numbered, come back."""
    suggested: list[dict[str, str]] = []
    for reply in replies:
        if reply.get("text"):
            print()
            for line in reply["text"].splitlines():
                print(WRAP_LISTS.fill(line) if line[:1] in "•123456789" else WRAP.fill(line))
        suggested += reply.get("buttons") or []
    for number, button in enumerate(suggested, 1):
        print(f"  {number}. {button['title']}")
    return suggested


def meant(text: str, suggested: list[dict[str, str]]) -> str:
    """What to send for what was typed: a suggested answer's payload for its number or words; a "/" is only a sign."""
    for number, button in enumerate(suggested, 1):
        if text.strip().lower() in (str(number), button["title"].lower()):
            return button["payload"]
    return text.lstrip("/ ") or " "


def keep(replies: list[dict[str, Any]]) -> list[Path]:
    """Write what there is to take away (summary, calendar, letters) as files; their paths."""
    files: dict[str, str] = {}
    for reply in replies:
        what = ((reply.get("custom") or {}).get("guide") or {}).get("take_away") or {}
        if "summary" in what:
            files["summary.txt"] = what["summary"]
        if "calendar" in what:
            files[what["calendar"]["name"]] = what["calendar"]["text"]
        files |= {f"letter-{letter['key'].replace('_', '-')}.txt": letter["text"] for letter in what.get("letters", [])}
    if files:
        KEPT.mkdir(exist_ok=True)
    for name, text in files.items():
        (KEPT / name).write_bytes(text.encode())
    return [KEPT / name for name in files]


def read_message() -> str:
    """What is typed, up to the end of the line; of what is pasted, all lines.

    Raises:
        EOFError: there is nothing more to read.
    """
    lines = [input("\n> ")]
    while sys.stdin.isatty() and select.select([sys.stdin], [], [], PASTE_GAP)[0]:
        line = sys.stdin.readline()
        if not line:
            break
        lines.append(line.rstrip("\n"))
    return "\n".join(lines)


def talk(port: int) -> None:
    """Talk until the person leaves."""
    sender = uuid.uuid4().hex
    print("Write what happened, or a question. Type the number of a suggested answer to choose it. /quit ends.")
    suggested = show(ask(port, sender, "/greet"))
    while True:
        try:
            text = read_message()
        except (EOFError, KeyboardInterrupt):
            return
        if text.strip().lower() in _ENDS:
            return
        try:
            replies = ask(port, sender, meant(text, suggested))
            suggested = show(replies)
            for path in keep(replies):
                print(f"  (written to {path})")
        except (urllib.error.URLError, OSError):
            print(f"\nThe guide does not answer. {LOG} says why. What you told it is kept.")


def main() -> int:
    """Start, talk, end."""
    if wrong := serve.check_inputs():
        print(f"error: {wrong}", file=sys.stderr)
        return 1
    port, action_port = int(os.environ.get("PORT") or serve.free_port()), serve.free_port()
    LOG.parent.mkdir(exist_ok=True)
    with ExitStack() as stack:
        print("Starting the guide (about half a minute) …", flush=True)
        servers = serve.start(stack, port, action_port, LOG)
        stack.callback(serve.stop, servers)
        if wrong := serve.wait_until_ready(servers, port, action_port):
            print(f"error: {wrong}. {LOG} says why.", file=sys.stderr)
            return 1
        talk(port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
