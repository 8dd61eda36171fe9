"""Styles and scripts of the web doors: files built at set-up, under names that change with their content."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


class AssetsMissing(RuntimeError):
    """The page's files have not been built."""


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    content: bytes
    content_type: str


class Assets:
    """All files of a door, held in memory: nothing else on the disk can be asked for."""

    def __init__(self, base: str, folder: Path, names: tuple[str, ...], made: dict[str, str]) -> None:
        """``names`` are files of ``folder``; ``made`` are further ones by name, with their text.

        Raises:
            AssetsMissing: a file is not there.
        """
        try:
            contents = {name: (folder / name).read_bytes() for name in names}
        except FileNotFoundError as error:
            raise AssetsMissing(f"{error.filename} is missing: run `make setup`") from None
        contents |= {name: text.encode() for name, text in made.items()}
        self._assets = {name: Asset(content, _TYPES[Path(name).suffix]) for name, content in contents.items()}
        self.version = sha256(b"\0".join(contents[name] for name in sorted(contents))).hexdigest()[:16]
        self._base = base

    def url(self, name: str) -> str:
        """Where a page finds a file.

        Raises:
            KeyError: there is no such file.
        """
        self._assets[name]
        return f"{self._base}/static/{self.version}/{name}"

    def find(self, name: str) -> Asset | None:
        """The file, None where there is none of that name."""
        return self._assets.get(name)
