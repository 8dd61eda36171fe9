"""Set up: from any Python 3 to a complete environment in .venv. Standard library only; steps that are done are skipped.

Run as ``python3 tools/bootstrap.py``.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
OWN_UV = os.path.join(ROOT, "build", "uv")
LOCK = os.path.join(ROOT, "requirements.lock")
STAMP = os.path.join(VENV, "installed.sha256")
VERSION_FILE = os.path.join(ROOT, ".python-version")


def run(command, what):
    """Run a command; on failure end with one line that says what could not be done."""
    if subprocess.call(command, cwd=ROOT) != 0:
        sys.exit("error: could not %s. The lines above say why." % what)


def find_uv():
    """The path of uv: on PATH, else installed below build/uv."""
    found = shutil.which("uv")
    if found and works(found):
        return found
    own = os.path.join(OWN_UV, "bin", "uv")
    if not works(own):
        print("Getting uv, which installs the rest ...", flush=True)
        if not get_uv():
            sys.exit(
                "error: could not get uv. Install it (https://docs.astral.sh/uv/) or give python3 the module pip, and try again."
            )
    return own


def get_uv():
    """Install uv below build/uv, in a virtual environment where this Python can make one, else with pip alone."""
    shutil.rmtree(OWN_UV, ignore_errors=True)
    if quiet([sys.executable, "-m", "venv", OWN_UV]) and quiet(
        [os.path.join(OWN_UV, "bin", "python"), "-m", "pip", "install", "-q", "uv"]
    ):
        return True
    shutil.rmtree(OWN_UV, ignore_errors=True)
    return quiet([sys.executable, "-m", "pip", "install", "-q", "--target", OWN_UV, "uv"]) and works(
        os.path.join(OWN_UV, "bin", "uv")
    )


def quiet(command):
    return subprocess.call(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def works(program):
    return os.path.exists(program) and quiet([program, "--version"])


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def main():
    python = os.path.join(VENV, "bin", "python")
    wanted = digest(LOCK)
    if os.path.exists(STAMP):
        with open(STAMP) as file:
            if file.read() == wanted and os.path.exists(python):
                return
    uv = find_uv()
    with open(VERSION_FILE) as file:
        version = file.read().strip()
    if not os.path.exists(python):
        print("Making the environment (Python %s) ..." % version, flush=True)
        run(
            [uv, "venv", "--quiet", "--clear", "--python", version, VENV],
            "make an environment with Python %s" % version,
        )
    print("Installing the packages of requirements.lock (about a minute) ...", flush=True)
    run([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, LOCK], "install the packages")
    # Rasa would report its errors to a third party even with telemetry off, with a key that comes in this file.
    keys = os.path.join(VENV, "lib", "python%s" % version, "site-packages", "rasa", "keys")
    if os.path.exists(keys):
        os.remove(keys)
    with open(STAMP, "w") as file:
        file.write(wanted)


if __name__ == "__main__":
    main()
