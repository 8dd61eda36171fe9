"""The guide as it runs for people: Rasa and the action server as processes, spoken to over REST."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from channels.web.settings import ANSWER
from tools import chat, serve
from tools.train import MODEL

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 30  # until a server that does not end in peace is killed


class NotSuggested(AssertionError):
    """A suggested answer is chosen that is not there."""


class GuideServer:
    """Rasa on a free port, and an action server whose today can be changed (it is started anew, which takes a second)."""

    def __init__(self, **settings: str) -> None:
        """``settings`` are added to the environment of both, and before them a long time to answer, for a busy machine."""
        self.settings = {ANSWER: "60", **settings}
        self.folder = Path(tempfile.mkdtemp(prefix="guide-test-"))
        self.port, self.action_port = serve.free_port(), serve.free_port()
        self.log = self.folder / "servers.log"
        self.stored = self.folder / "conversations.db"
        self._rasa: subprocess.Popen[bytes] | None = None
        self._actions: subprocess.Popen[bytes] | None = None
        self._today: str | None = None

    def start(self, today: str | None = None) -> None:
        """Start Rasa, if it does not run, and wait until it answers; in the meantime have the action server run on that day."""
        if self._rasa and self._rasa.poll() is None:
            return
        path = serve.endpoints(self.folder, self.action_port, self.stored)
        command = [sys.executable, "-m", "engine.lean", "run", "--model", str(MODEL), "--endpoints", str(path)]
        command += ["--credentials", "credentials.yml", "--interface", serve.HOST, "--port", str(self.port)]
        self._rasa = self._run(command, {})
        if today:
            self.be_on(today)
        self._wait(f"http://{serve.HOST}:{self.port}/", self._rasa)

    def be_on(self, today: str) -> None:
        """Have the action server run on that day."""
        if self._today != today or self._actions is None or self._actions.poll() is not None:
            self.stop_actions()
            command = [sys.executable, "-m", "engine.action_server", "--actions", "actions", "--port", str(self.action_port)]
            self._actions = self._run(command, {"GUIDE_TODAY": today})
            self._wait(f"http://{serve.HOST}:{self.action_port}/health", self._actions)
            self._today = today

    def stop_actions(self) -> None:
        """End the action server."""
        self._end(self._actions)
        self._actions = None

    def stop_rasa(self) -> None:
        """End Rasa; what it stored stays."""
        self._end(self._rasa)
        self._rasa = None

    def stop(self) -> None:
        """End both."""
        self.stop_actions()
        self.stop_rasa()

    def say(self, sender: str, text: Any) -> list[dict[str, Any]]:
        """Send a message; the replies as Rasa's REST channel gives them."""
        return chat.ask(self.port, sender, text)

    def _run(self, command: list[str], settings: dict[str, str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            env = {**serve.environment(), **self.settings, **settings}
            return subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)

    def _wait(self, url: str, server: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + serve.START_SECONDS
        while not serve.answers(url):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{url} does not answer:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.2)

    @staticmethod
    def _end(server: subprocess.Popen[bytes] | None) -> None:
        if server and server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


class Talk:
    """One conversation, and what it has come to."""

    def __init__(self, server: GuideServer) -> None:
        self._server, self.sender = server, uuid.uuid4().hex
        self.replies: list[dict[str, Any]] = []
        self.transcript: list[str] = []
        self.guide: dict[str, Any] | None = None

    def say(self, text: Any) -> str:
        """Say something; the words of the reply, messages parted by blank lines."""
        self.replies = self._server.say(self.sender, text)
        self.transcript.append(f"> {text}")
        for reply in self.replies:
            if "guide" in (reply.get("custom") or {}):
                self.guide = reply["custom"]["guide"]
            if reply.get("text"):
                self.transcript.append(reply["text"])
            if reply.get("buttons"):
                self.transcript.append("  " + " · ".join(f"[{b['title']}]" for b in reply["buttons"]))
        return self.words

    @property
    def words(self) -> str:
        """The words of the last reply."""
        return "\n\n".join(reply["text"] for reply in self.replies if reply.get("text"))

    @property
    def suggested(self) -> dict[str, str]:
        """The last reply's suggested answers: title to payload."""
        return {b["title"]: b["payload"] for reply in self.replies for b in reply.get("buttons") or ()}

    def choose(self, title: str) -> str:
        """Choose a suggested answer by its title.

        Raises:
            NotSuggested: the last reply did not suggest it.
        """
        if title not in self.suggested:
            raise NotSuggested(f"{title!r} was not suggested; suggested were {list(self.suggested)}")
        return self.say(self.suggested[title])
