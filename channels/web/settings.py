"""Settings of the web doors, from the environment."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import limits
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from engine.settings import keep_hours

SECRET_FILE = Path("build/web_secret")
SHORTEST_SECRET = 32  # characters
ANSWER = "GUIDE_ANSWER_SECONDS"
ANSWER_SECONDS, MOST_ANSWER_SECONDS = 10, 120
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?", re.I)


@dataclass(frozen=True)
class Settings:
    """``address``: the origin at which people reach the guide, None where it is not set (then cookies are not ``Secure``).

    ``session_rate``, ``address_rate``: messages a session, and an address, may send, like "20/minute". ``rate_store``: where
    they are counted, as the library ``limits`` names it. ``keep_hours``: how long a conversation is kept without a word.
    ``council``: the council that the installation is for. ``answer_seconds``: how long an answer is waited for.
    """

    address: str | None
    session_rate: str
    address_rate: str
    rate_store: str
    keep_hours: int
    council: str | None
    answer_seconds: int

    @property
    def secure(self) -> bool:
        """Whether people reach the guide over https."""
        return bool(self.address and self.address.lower().startswith("https://"))


def settings() -> Settings:
    """The settings as the environment has them now.

    Raises:
        ValueError: one cannot be; the message says which and what is expected.
    """
    found = Settings(
        address=(os.environ.get("GUIDE_ADDRESS") or "").rstrip("/") or None,
        session_rate=os.environ.get("GUIDE_RATE_SESSION") or "20/minute",
        address_rate=os.environ.get("GUIDE_RATE_ADDRESS") or "120/minute",
        rate_store=os.environ.get("GUIDE_RATE_STORE") or "memory://",
        keep_hours=keep_hours(),
        council=os.environ.get("GUIDE_COUNCIL") or None,
        answer_seconds=_answer_seconds(),
    )
    if found.address and not _ORIGIN.fullmatch(found.address):
        raise ValueError(f"GUIDE_ADDRESS: {found.address!r} is not an address like https://guide.example.org")
    for name, rate in (("GUIDE_RATE_SESSION", found.session_rate), ("GUIDE_RATE_ADDRESS", found.address_rate)):
        try:
            limits.parse(rate)
        except ValueError:
            raise ValueError(f"{name}: {rate!r} is not a rate like 20/minute") from None
    try:
        well = storage_from_string(found.rate_store).check()
    except (ConfigurationError, ValueError, ImportError):
        well = False
    if not well:
        raise ValueError(f"GUIDE_RATE_STORE: there is no store that answers at {found.rate_store!r}; memory:// is one")
    given = os.environ.get("GUIDE_SECRET")
    if given is not None and len(given) < SHORTEST_SECRET:
        raise ValueError(f"GUIDE_SECRET: shorter than {SHORTEST_SECRET} characters. `openssl rand -hex 32` makes one")
    return found


def _answer_seconds() -> int:
    text = os.environ.get(ANSWER) or str(ANSWER_SECONDS)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_ANSWER_SECONDS):
        raise ValueError(f"{ANSWER}: {text!r} is not a whole number of seconds from 1 to {MOST_ANSWER_SECONDS}")
    return int(text)


@lru_cache(maxsize=1)
def secret() -> bytes:
    """What sessions are signed with: ``GUIDE_SECRET``, else one that is made at the first start and kept in a file of its own.

    Several processes that serve the same people need the same one.
    """
    if given := os.environ.get("GUIDE_SECRET"):
        return given.encode()
    SECRET_FILE.parent.mkdir(exist_ok=True)
    if not SECRET_FILE.exists():
        # Written in full under another name first: of two processes that start together both must read the same.
        descriptor, name = tempfile.mkstemp(dir=SECRET_FILE.parent)  # for this user alone
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(name, SECRET_FILE)
        os.unlink(name)
    return SECRET_FILE.read_bytes()
