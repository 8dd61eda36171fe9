"""One run of the whole guide with planted people: what it wrote, what it forgot, and whom it called. Prints JSON.

Run as ``python -m tests.privacy.planted_run FOLDER``, best in a network of its own (``unshare -n``), where only this machine is.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
import sqlite3
import struct
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.fuzz.people_at_the_doors import Line, Person
from tests.patience import wait_until
from tests.privacy import planted
from tools import serve
from tools.player.guide_server import GuideServer

TODAY = "2026-04-23"
PASSWORD = "a password only for these tests"
KEPT_HOURS = 24
_NOT_OF_THE_RUN = (".git", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "tests", "node_modules")
_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 0x1
_NOWHERE = ("192.0.2.1", 9)  # an address kept for documents: nobody has it


def bring_up_loopback() -> None:
    """In a new network even this machine's own address is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        given = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, _FLAGS, given))[1]
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", flags | _UP))


def calls_without_a_way() -> int:
    """How often a program in this network turned to an address that cannot be reached from here, as the kernel counts."""
    lines = [line.split() for line in Path("/proc/net/snmp").read_text().splitlines() if line.startswith("Ip:")]
    old = int(dict(zip(lines[0], lines[1], strict=True))["OutNoRoutes"])
    with contextlib.suppress(OSError):
        new = dict(line.split() for line in Path("/proc/net/snmp6").read_text().splitlines())
        return old + int(new["Ip6OutNoRoutes"])
    return old


def name_questions() -> int:
    """How many datagrams left: the guide itself sends none, a question for a name is one."""
    lines = [line.split() for line in Path("/proc/net/snmp").read_text().splitlines() if line.startswith("Udp:")]
    return int(dict(zip(lines[0], lines[1], strict=True))["OutDatagrams"])


def files_of(guide: GuideServer, folder: Path, since: float) -> list[Path]:
    """All files that the run may have written: in its folder, and in the project those that are new or changed."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    for top in sorted(Path.cwd().iterdir()):
        if top.name in (*_NOT_OF_THE_RUN, ".venv"):
            continue
        for path in [top] if top.is_file() else top.rglob("*"):
            with contextlib.suppress(OSError):
                if not set(path.parts) & set(_NOT_OF_THE_RUN) and path.is_file() and path.stat().st_mtime >= since:
                    found.append(path)
    return found


def holds(paths: Iterable[Path], words: Iterable[str]) -> dict[str, list[str]]:
    """Which files hold which words."""
    found: dict[str, list[str]] = {}
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            content = path.read_bytes()
            if here := [word for word in words if any(form in content for form in planted.forms(word))]:
                found[path.name] = here
    return found


def store_files(guide: GuideServer) -> list[Path]:
    """The conversation file and what SQLite puts beside it."""
    return sorted(guide.stored.parent.glob(guide.stored.name + "*"))


class Talks:
    """The planted people's talks through all three doors, and what they were answered."""

    def __init__(self, guide: GuideServer) -> None:
        self._guide, self.answers = guide, 0

    def at_the_page(self, words: Iterable[str]) -> Person:
        """Write to the page; look at it, and take away all there is."""
        parent = Person(self._line(), "/send-guide", "guide_session").arrive()
        for text in words:
            path = "letter" if len(text) > 1_000 else "say"
            answer = parent.post_json(path, json.dumps({"message": text}).encode())
            self._count(answer.status == 200, answer.text)
        for path in (
            "",
            "/take-away/summary",
            "/take-away/summary.txt",
            "/take-away/dates.ics",
            "/take-away/letters/ask_for_certificate",
        ):
            self._count(True, parent.line.send("GET", f"{parent.base}{path}", headers=parent.headers()).text)
        return parent

    def at_the_desk(self) -> Person:
        """Sign in, write what a caller says, fill in a field, suppose something, and take the note."""
        staff = Person(self._line(), "/desk", "desk_session").arrive()
        staff.take(staff.post_form("login", {"password": PASSWORD}))
        staff.arrive()
        for text in planted.TO_THE_DESK:
            answer = staff.post_json("say", json.dumps({"message": text}).encode())
            self._count(answer.status == 200, answer.text)
        for facts in ({"council": "Wrenfield"}, {"decision_date": "3 March 2026"}):
            staff.post_json("say", json.dumps({"facts": facts}).encode())
        staff.post_json("what-if", json.dumps({"facts": {"certificate_date": "17 June, says Ottoline Wrenfield"}}).encode())
        self._count(True, staff.line.send("GET", "/desk/note.txt", headers=staff.headers()).text)
        return staff

    def at_the_rest_door(self, sender: str) -> None:
        """As a program would."""
        for text in planted.TO_THE_REST_DOOR:
            said = self._guide.say(sender, text)
            self._count(bool(said), json.dumps(said))

    def _line(self) -> Line:
        return Line(serve.HOST, self._guide.port)

    def _count(self, well: bool, text: str) -> None:
        if not well:
            raise AssertionError(f"not answered: {text[:300]}")
        self.answers += 1


def senders_who_said(guide: GuideServer, word: str) -> list[str]:
    """The conversations in which a word stands."""
    with contextlib.closing(sqlite3.connect(guide.stored)) as store:
        return [row[0] for row in store.execute("SELECT DISTINCT sender_id FROM events WHERE instr(data, ?)", (word,))]


def grow_old(guide: GuideServer, senders: list[str], hours: float) -> None:
    """Have some conversations' last word lie further back. The guide must not be running."""
    with contextlib.closing(sqlite3.connect(guide.stored)) as store, store:
        for sender in senders:
            store.execute("UPDATE events SET timestamp = timestamp - ? WHERE sender_id = ?", (hours * 3600, sender))


def run(guide: GuideServer, folder: Path, since: float) -> dict[str, Any]:
    """Everything, in order."""
    talks, log = Talks(guide), guide.log
    parent = talks.at_the_page(planted.TO_THE_PAGE)
    later = talks.at_the_page((f"The council ended my daughter's plan. A {planted.LATER_WORD} thing.",))
    talks.at_the_desk()
    talks.at_the_rest_door("planted-rest")
    own = (planted.PAGE_WORD, planted.LATER_WORD, planted.DESK_WORD, planted.REST_WORD)
    found: dict[str, Any] = {
        "answers": talks.answers,
        "personal": holds(files_of(guide, folder, since), planted.PERSONAL),
        "in_log": holds([log], own),
        "in_store": sorted({word for words in holds(store_files(guide), own).values() for word in words}),
        "files": sorted({path.name for path in files_of(guide, folder, since)}),
    }
    (deleted,) = senders_who_said(guide, planted.PAGE_WORD)
    found["delete_status"] = parent.post_form("delete", {}).status
    found["after_delete"] = holds(files_of(guide, folder, since), (planted.PAGE_WORD, deleted))
    idle = senders_who_said(guide, planted.DESK_WORD) + senders_who_said(guide, planted.REST_WORD)
    guide.stop_rasa()
    grow_old(guide, idle, KEPT_HOURS + 0.1)
    grow_old(guide, senders_who_said(guide, planted.LATER_WORD), KEPT_HOURS - 1)
    guide.start()
    words = (planted.DESK_WORD, planted.REST_WORD, *idle)
    wait_until(lambda: not holds(store_files(guide), words), "the talks of more than a day ago are gone")
    found["idle"] = len(idle)
    found["after_expiry"] = holds(files_of(guide, folder, since), words)
    later.line.close()
    found["kept"] = planted.LATER_WORD in later.line.send("GET", later.base, headers=later.headers()).text
    return found


def main() -> int:
    """Run once, in the folder named; the findings as JSON."""
    folder = Path(sys.argv[1]).resolve()
    own_network = os.environ.get("GUIDE_TEST_OWN_NETWORK") == "1"
    if own_network:
        bring_up_loopback()
    calls, since = (calls_without_a_way(), name_questions()) if own_network else (0, 0), time.time()
    guide = GuideServer(
        GUIDE_TODAY=TODAY,
        GUIDE_KEEP_HOURS=str(KEPT_HOURS),
        GUIDE_DESK_PASSWORD=PASSWORD,
        GUIDE_SECRET="a secret that is only for these tests",
    )
    try:
        guide.start(TODAY)
        found = run(guide, folder, since)
    finally:
        guide.stop()
    if own_network:
        found["calls"] = [calls_without_a_way() - calls[0], name_questions() - calls[1]]
        probe = f"import socket; socket.socket().connect({_NOWHERE!r})"
        unwatched = {name: value for name, value in os.environ.items() if name != "GUIDE_TEST_CONNECTIONS"}
        subprocess.run([sys.executable, "-c", probe], env=unwatched, capture_output=True, check=False)
        found["would_have_been_seen"] = calls_without_a_way() - calls[0] > found["calls"][0]
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
