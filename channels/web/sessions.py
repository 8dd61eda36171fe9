"""Sessions: minted here, signed, carried in a cookie. What a client makes up is not believed."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

_BYTES = 24  # of chance in a session's id: 192 bits


@dataclass(frozen=True)
class Session:
    """One browser's session.

    ``cookie`` is what the browser carries; ``sender`` the conversation's name in the store, from which the cookie cannot be
    found; ``token`` goes with every form, so that no other site can post in this session's name.
    """

    cookie: str
    sender: str
    token: str


class Sessions:
    """Mints sessions, and knows its own again."""

    def __init__(self, secret: bytes, door: str) -> None:
        """``door`` keeps the sessions of different doors apart."""
        self._secret, self._door = secret, door

    def mint(self) -> Session:
        """A new session, which carries the time of its making."""
        return self._session(secrets.token_urlsafe(_BYTES), f"{int(time.time()):x}")

    def renew(self, session: Session) -> Session:
        """The same conversation in a session that is made now."""
        return self._session(_parts(session.cookie)[0], f"{int(time.time()):x}")

    def another(self, session: Session) -> Session:
        """Another conversation in a session as old as that one."""
        return self._session(secrets.token_urlsafe(_BYTES), _parts(session.cookie)[1])

    def read(self, cookie: str | None) -> Session | None:
        """The session of a cookie, None where it was not minted here."""
        name, _, signature = (cookie or "").partition(".")
        if not name or not name.isascii() or not _same(signature, self._sign("cookie", name)):
            return None
        return self._session(*_parts(name))

    @staticmethod
    def age(session: Session) -> float:
        """Seconds since the session was made."""
        return time.time() - int(_parts(session.cookie)[1], 16)

    def answer_id(self, session: Session, payload: str) -> str:
        """The id under which a suggested answer is offered to a session."""
        return self._sign("answer", session.sender, payload)[:24]

    def offer(self, session: Session, answers: Mapping[str, str]) -> list[dict[str, str]]:
        """Suggested answers (titles by payload) as they are offered to a session: ``id`` and ``title``."""
        return [{"id": self.answer_id(session, payload), "title": title} for payload, title in answers.items()]

    def is_token(self, session: Session, token: str | None) -> bool:
        """Whether a form's token belongs to the session."""
        return _same(token or "", session.token)

    def _session(self, chance: str, made: str) -> Session:
        name = f"{chance}~{made}"
        return Session(
            cookie=f"{name}.{self._sign('cookie', name)}",
            sender=f"{self._door}-{self._sign('sender', chance)[:40]}",
            token=self._sign("token", name)[:40],
        )

    def _sign(self, purpose: str, *parts: str) -> str:
        text = "\0".join((self._door, purpose, *parts))
        return hmac.new(self._secret, text.encode(), sha256).hexdigest()


def _parts(cookie: str) -> tuple[str, str]:
    """The chance and the time (hexadecimal seconds since 1970) in a cookie that was minted here."""
    chance, _, made = cookie.partition(".")[0].rpartition("~")
    return chance, made


def _same(given: str, right: str) -> bool:
    """Compared in a time that tells nothing. What a client sends may hold bytes that are no characters."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), right.encode())
