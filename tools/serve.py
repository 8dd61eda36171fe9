"""Start the guide: the action server and Rasa together, until one of them ends or Ctrl-C. Run as ``python -m tools.serve``.

Environment: ``PORT`` (default 5005) for Rasa; ``ACTION_PORT`` (default: a free one); ``CONVERSATIONS`` (default
conversations.db) for the SQLite file; ``GUIDE_TODAY``, ``GUIDE_COUNCIL`` as the README says. Listens on this machine only.
"""

from __future__ import annotations

import gzip
import os
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
import zlib
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import yaml

from actions.clock import today
from actions.rules.determine import routes
from channels.desk.signing_in import desk_password
from channels.web.settings import settings
from councils import CouncilFileError, councils
from engine.settings import check
from tools.train import MODEL

HOST = "127.0.0.1"
START_SECONDS = 180
STOP_SECONDS = 15


def check_inputs() -> str | None:
    """What is wrong with the council files, the law or the settings, in one line; None where all is well."""
    try:
        councils()
        routes()
        today()
        settings()
        check()
        desk_password()
        council = os.environ.get("GUIDE_COUNCIL")
        if council and council not in councils():
            return f"GUIDE_COUNCIL: there is no councils/{council}.yml; there are {', '.join(sorted(councils()))}"
        for name in ("PORT", "ACTION_PORT"):
            value = os.environ.get(name)
            if value and not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
                return f"{name}: {value!r} is not a port between 1 and 65535"
    except (CouncilFileError, ValueError) as error:
        return str(error)
    return None


def model_problem(model: Path = MODEL) -> str | None:
    """What is wrong with the model file, in one line; None where it is whole. Rasa would go on without a model."""
    try:
        with gzip.open(model) as whole:  # to its end, where the checksum is
            while whole.read(1 << 20):
                pass
        with tarfile.open(model) as archive:
            archive.getmember("metadata.json")
    except FileNotFoundError:
        return f"{model} is missing. `make train` makes it"
    except (OSError, EOFError, KeyError, zlib.error, tarfile.TarError):
        return f"{model} is damaged. Delete it; `make train` makes it anew"
    return None


def free_port() -> int:
    """A port of this machine that nobody listens on, and that is this process's until it ends.

    A server that asks to share it (``SO_REUSEADDR``, as Rasa, Sanic, aiohttp and PostgreSQL do) may listen on it, again and
    again; the system gives it to no other program and to no connection that goes out.
    """
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind((HOST, 0))  # and never listens
    port: int = holder.getsockname()[1]
    holder.detach()  # open until the process ends
    return port


def in_use(port: int) -> bool:
    """Whether somebody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def environment() -> dict[str, str]:
    """The servers' environment: no telemetry, quiet libraries, this machine only."""
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SANIC_HOST": HOST, **quiet}


def endpoints(folder: Path, action_port: int, conversations: Path | None = None) -> Path:
    """endpoints.yml with this start's action port and conversation file (None: as the environment says)."""
    settings = yaml.safe_load(Path("endpoints.yml").read_text(encoding="utf-8"))
    settings["action_endpoint"]["url"] = f"http://{HOST}:{action_port}/webhook"
    settings["tracker_store"]["db"] = str(conversations or os.environ.get("CONVERSATIONS", settings["tracker_store"]["db"]))
    path = folder / "endpoints.yml"
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return path


def answers(url: str) -> bool:
    """Whether a server answers there with 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def start(stack: ExitStack, port: int, action_port: int, log: Path | None) -> dict[str, subprocess.Popen[bytes]]:
    """Start both servers; what they print goes to ``log``, else to the terminal."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    out = stack.enter_context(log.open("ab")) if log else None
    actions = [sys.executable, "-m", "engine.action_server", "--actions", "actions", "--port", str(action_port)]
    rasa = [
        sys.executable,
        "-m",
        "engine.lean",
        "run",
        "--model",
        str(MODEL),
        "--endpoints",
        str(endpoints(folder, action_port)),
    ]
    rasa += ["--credentials", "credentials.yml", "--interface", HOST, "--port", str(port)]
    env = environment()
    return {
        "the action server": subprocess.Popen(actions, env=env, stdout=out, stderr=out, start_new_session=True),
        "Rasa": subprocess.Popen(rasa, env=env, stdout=out, stderr=out, start_new_session=True),
    }


def dead(servers: dict[str, subprocess.Popen[bytes]]) -> str | None:
    """The name of a server that has ended."""
    return next((name for name, server in servers.items() if server.poll() is not None), None)


def stop(servers: dict[str, subprocess.Popen[bytes]]) -> None:
    """End all servers, in peace first."""
    for server in servers.values():
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for server in servers.values():
        try:
            server.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def wait_until_ready(servers: dict[str, subprocess.Popen[bytes]], port: int, action_port: int) -> str | None:
    """Wait until both answer; what went wrong, None where all is well."""
    waiting = [f"http://{HOST}:{action_port}/health", f"http://{HOST}:{port}/"]
    deadline = time.monotonic() + START_SECONDS
    while waiting:
        if ended := dead(servers):
            return f"{ended} ended while starting"
        if time.monotonic() > deadline:
            return f"the guide did not start within {START_SECONDS} seconds"
        waiting = [url for url in waiting if not answers(url)]
        time.sleep(0.3)
    return None


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Serve until Ctrl-C (0), or until something goes wrong (1)."""
    if wrong := check_inputs() or model_problem():
        print(f"error: {wrong}", file=sys.stderr)
        return 1
    port, action_port = int(os.environ.get("PORT") or 5005), int(os.environ.get("ACTION_PORT") or free_port())
    if in_use(port):
        print(f"error: port {port} is in use. Choose another: PORT=5006 make run", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, _interrupt)
    with ExitStack() as stack:
        print("Starting the guide (about half a minute) …", flush=True)
        servers = start(stack, port, action_port, None)
        stack.callback(stop, servers)
        try:
            if wrong := wait_until_ready(servers, port, action_port):
                print(f"error: {wrong}. The lines above say why.", file=sys.stderr)
                return 1
            print(f"The guide is at http://{HOST}:{port}/send-guide (Ctrl-C ends it)", flush=True)
            if desk_password():
                print(f"The helpline's desk is at http://{HOST}:{port}/desk", flush=True)
            while not (ended := dead(servers)):
                time.sleep(0.5)
            print(f"error: {ended} ended, so the guide ends. The lines above say why.", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nEnding the guide …", flush=True)
            return 0


if __name__ == "__main__":
    sys.exit(main())
