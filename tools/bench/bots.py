"""The two bots: how each is made, started and ended."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import yaml

from tools import chat, serve

KEPT = Path("build/bench")  # the stock bot and what it learned, and the servers' logs
TODAY = "2026-04-23"
PLAIN = "hello there"
ACTION = "the council refused to assess my son, letter dated 3 March 2026"
_LIKE_ACTION = (
    "the council refused to assess my daughter, letter dated 5 May 2026",
    "our council refused to assess my son, letter dated 12 January 2026",
    "council refused to assess my child, the letter is dated 1 April 2026",
    "they refused to assess my son, the letter is dated 3 March 2026",
    "the council will not assess my daughter, letter dated 9 February 2026",
    "my council refused an assessment for my son, letter dated 3 March 2026",
)
_STOCK_ACTION = '''"""The least that an action can do."""

from rasa_sdk import Action


class ActionNoteLetter(Action):
    def name(self):
        return "action_note_letter"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="I have made a note of your letter.")
        return []
'''
_MB = 1024


class BenchError(Exception):
    """Something did not work, in words for the person at the terminal."""


@dataclass(frozen=True)
class Running:
    """A bot that runs: its port, its processes, and how long it took from nothing to the first reply (seconds)."""

    name: str
    port: int
    servers: dict[str, subprocess.Popen[bytes]]
    cold_start: float

    def megabytes(self) -> tuple[float, float]:
        """Resident memory of Rasa, and of the action server."""
        return _megabytes(self.servers["Rasa"].pid), _megabytes(self.servers["the action server"].pid)

    def cpu_seconds(self) -> float:
        """Processor time that Rasa has used so far."""
        fields = Path(f"/proc/{self.servers['Rasa'].pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(pid: int) -> float:
    """Of a process and all it started."""
    own = 0
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            own = int(line.split()[1])
    children = " ".join(path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return own / _MB + sum(map(_megabytes, map(int, children.split())))


class Bot(Protocol):
    """A bot that can be measured."""

    name: str
    store: str

    def train(self) -> float:
        """Learn anew; seconds."""

    def running(self) -> AbstractContextManager[Running]:
        """The bot, running, with no conversations stored."""


class Guide:
    """The guide, started as ``python -m tools.serve`` starts it, with a SQLite file of its own."""

    name = "the guide"
    store = "SQLite file"

    def train(self) -> float:
        """Learn everything anew, beside the model that is in use; seconds."""
        with tempfile.TemporaryDirectory() as folder:
            return _timed([sys.executable, "-m", "tools.learn", folder, "guide"], Path())

    @contextmanager
    def running(self) -> Iterator[Running]:
        """The guide with no conversations stored."""
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            os.environ |= {"CONVERSATIONS": str(folder / "conversations.db"), "GUIDE_TODAY": TODAY}
            began, port, action_port = time.monotonic(), serve.free_port(), serve.free_port()
            servers = serve.start(stack, port, action_port, _log(self.name))
            stack.callback(serve.stop, servers)
            yield _when_it_answers(self.name, port, servers, began)


class Stock:
    """What ``rasa init`` makes, trained as it comes, with one action more: the least that an action can do."""

    name = "stock bot"
    store = "memory"

    def __init__(self) -> None:
        self._folder = KEPT / "stock"
        self._model = self._folder / "models" / "stock.tar.gz"

    def train(self) -> float:
        """Make the project and learn; seconds of learning."""
        from rasa.cli.scaffold import create_initial_project

        shutil.rmtree(self._folder, ignore_errors=True)
        create_initial_project(str(self._folder.resolve()))
        (self._folder / "actions" / "actions.py").write_text(_STOCK_ACTION, encoding="utf-8")
        domain = yaml.safe_load((self._folder / "domain.yml").read_text(encoding="utf-8"))
        domain["intents"].append("note_letter")
        domain["actions"] = ["action_note_letter"]
        (self._folder / "domain.yml").write_text(yaml.safe_dump(domain, sort_keys=False), encoding="utf-8")
        examples = "".join(f"    - {text}\n" for text in _LIKE_ACTION)
        self._add("nlu", f"\n- intent: note_letter\n  examples: |\n{examples}")
        self._add("rules", "\n- rule: Make a note\n  steps:\n  - intent: note_letter\n  - action: action_note_letter\n")
        seconds = _timed([sys.executable, "-m", "rasa", "train", "--force", "--fixed-model-name", "stock"], self._folder)
        (self._folder / "trained").write_text(f"{_recipe()} {seconds}", encoding="ascii")
        return seconds

    def _add(self, part: str, text: str) -> None:
        with (self._folder / "data" / f"{part}.yml").open("a", encoding="utf-8") as file:
            file.write(text)

    def trained(self) -> float | None:
        """How long an earlier training took, if the model made then is the one that would be made now."""
        stamp = self._folder / "trained"
        recipe, _, seconds = stamp.read_text(encoding="ascii").partition(" ") if stamp.exists() else ("", "", "")
        return float(seconds) if recipe == _recipe() and self._model.exists() else None

    @contextmanager
    def running(self) -> Iterator[Running]:
        """The stock bot with no conversations stored."""
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            began, port, action_port = time.monotonic(), serve.free_port(), serve.free_port()
            endpoints, credentials = folder / "endpoints.yml", folder / "credentials.yml"
            endpoints.write_text(f"action_endpoint:\n  url: http://{serve.HOST}:{action_port}/webhook\n", encoding="ascii")
            credentials.write_text("rest:\n", encoding="ascii")
            rasa = ["rasa", "run", "--model", str(self._model.resolve()), "--endpoints", str(endpoints)]
            rasa += ["--credentials", str(credentials), "--interface", serve.HOST, "--port", str(port)]
            commands = {"the action server": ["rasa_sdk", "--actions", "actions", "--port", str(action_port)], "Rasa": rasa}
            out = stack.enter_context(_log(self.name).open("ab"))
            servers = {
                name: subprocess.Popen(
                    [sys.executable, "-m", *command],
                    cwd=self._folder,
                    env=serve.environment(),
                    stdout=out,
                    stderr=out,
                    start_new_session=True,
                )
                for name, command in commands.items()
            }
            stack.callback(serve.stop, servers)
            yield _when_it_answers(self.name, port, servers, began)


def _recipe() -> str:
    """A digest of what the stock bot is made from."""
    import rasa

    return hashlib.sha256(f"{rasa.__version__}{_STOCK_ACTION}{_LIKE_ACTION}".encode()).hexdigest()


def _log(name: str) -> Path:
    KEPT.mkdir(parents=True, exist_ok=True)
    return KEPT / f"{name.replace(' ', '-')}.log"


def _timed(command: list[str], folder: Path) -> float:
    began = time.monotonic()
    log = _log("training")
    with log.open("wb") as out:
        done = subprocess.run(command, cwd=folder, env=serve.environment(), stdout=out, stderr=out)
    if done.returncode:
        raise BenchError(f"a training failed; {log} says why")
    return time.monotonic() - began


def _when_it_answers(name: str, port: int, servers: dict[str, subprocess.Popen[bytes]], began: float) -> Running:
    """Ask for a reply that needs the action server until there is one."""
    while True:
        if ended := serve.dead(servers):
            raise BenchError(f"{name}: {ended} ended while starting; {_log(name)} says why")
        if time.monotonic() - began > serve.START_SECONDS:
            raise BenchError(f"{name} did not start within {serve.START_SECONDS} seconds; {_log(name)} says why")
        try:
            if chat.ask(port, f"first-{began}", PLAIN):
                return Running(name, port, servers, time.monotonic() - began)
        except OSError:
            time.sleep(0.1)
