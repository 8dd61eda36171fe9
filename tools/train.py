"""Train the model if it is missing or older than what it is made from. Run as ``python -m tools.train [--force]``."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

MODEL = Path("models/guide.tar.gz")
STAMP = Path("models/guide.sha256")
INPUTS = (
    "config.yml",
    "domain.yml",
    "requirements.lock",
    "data/**/*.yml",
    "nlu/**/*.py",
    "nlu/**/*.yml",
    "policies/*.py",
    "councils/*.yml",
)


def fingerprint() -> str:
    """A digest of everything the model is made from."""
    digest = hashlib.sha256()
    for pattern in INPUTS:
        for path in sorted(Path().glob(pattern)):
            digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_fresh() -> bool:
    """Whether the model is there and made from what is here now."""
    return MODEL.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == fingerprint()


def train() -> int:
    """Train; returns Rasa's exit code. Its progress is shown, and on failure all it said."""
    wanted = fingerprint()
    print("Training the guide (a minute or two) …", flush=True)
    command = [sys.executable, "-m", "tools.learn", str(MODEL.parent), MODEL.name.split(".")[0]]
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace") as rasa:
        for line in rasa.stdout or ():
            lines.append(line)
            if "Starting to train component" in line:
                print(f"  learning: {line.rsplit(' ', 1)[-1].strip().strip(chr(39) + '.')}", flush=True)
    if rasa.returncode or not MODEL.exists():
        print("".join(lines[-60:]), file=sys.stderr)
        print("error: the model could not be trained. The lines above say why.", file=sys.stderr)
        return rasa.returncode or 1
    STAMP.write_text(wanted, encoding="ascii")
    return 0


def main() -> int:
    """Train where needed."""
    if is_fresh() and "--force" not in sys.argv[1:]:
        return 0
    return train()


if __name__ == "__main__":
    sys.exit(main())
