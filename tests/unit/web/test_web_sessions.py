"""Sessions are minted here, and nothing else is believed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.web.sessions import Sessions

SECRET = b"a secret of thirty-two characters"
OURS = Sessions(SECRET, "page")


def test_a_minted_session_is_known_again() -> None:
    session = OURS.mint()
    assert OURS.read(session.cookie) == session
    assert Sessions(SECRET, "page").read(session.cookie) == session, "also after a restart, and in another process"


def test_sessions_are_all_different() -> None:
    minted = [OURS.mint() for _ in range(200)]
    for part in ("cookie", "sender", "token"):
        assert len({getattr(session, part) for session in minted}) == 200


def test_no_part_tells_another() -> None:
    session = OURS.mint()
    name, _, signature = session.cookie.partition(".")
    secrets = {name, signature, session.sender.removeprefix("page-"), session.token}
    for secret in secrets:
        assert not any(secret[:16] in other for other in secrets - {secret})


def test_an_id_has_chance_enough() -> None:
    chance = OURS.mint().cookie.partition("~")[0]
    assert len(chance) * 6 >= 128  # bits, of 64 signs


@given(st.text(max_size=120))
def test_no_made_up_cookie_is_believed(cookie: str) -> None:
    assert OURS.read(cookie) is None


@given(st.data())
def test_no_changed_cookie_is_believed(data: st.DataObject) -> None:
    cookie = OURS.mint().cookie
    at = data.draw(st.integers(0, len(cookie) - 1))
    sign = data.draw(st.characters())
    changed = cookie[:at] + sign + cookie[at + 1 :]
    assert (OURS.read(changed) is None) == (changed != cookie)
    assert OURS.read(cookie[:at]) is None
    assert OURS.read(cookie + sign) is None


@pytest.mark.parametrize("others", [Sessions(SECRET, "desk"), Sessions(b"another secret of thirty-two char", "page")])
def test_sessions_of_another_door_or_secret_are_not_ours(others: Sessions) -> None:
    session = others.mint()
    assert OURS.read(session.cookie) is None
    assert not OURS.is_token(OURS.mint(), session.token)


def test_none_is_no_session() -> None:
    assert OURS.read(None) is None
    assert not OURS.is_token(OURS.mint(), None)
    assert not OURS.is_token(OURS.mint(), "")


@given(st.text(max_size=60))
def test_no_made_up_token_is_believed(token: str) -> None:
    assert not OURS.is_token(OURS.mint(), token)


def test_a_token_is_its_sessions_own() -> None:
    one, other = OURS.mint(), OURS.mint()
    assert OURS.is_token(one, one.token)
    assert not OURS.is_token(one, other.token)


def test_an_answer_has_another_id_in_each_session() -> None:
    one, other = OURS.mint(), OURS.mint()
    assert OURS.answer_id(one, "/greet") == OURS.answer_id(one, "/greet")
    assert len({OURS.answer_id(session, payload) for session in (one, other) for payload in ("/greet", "/bye")}) == 4


def test_a_session_knows_its_age(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [time.time()]
    monkeypatch.setattr(time, "time", lambda: now[0])
    session = OURS.mint()
    now[0] += 3_600
    assert 3_599 <= Sessions.age(session) <= 3_601  # the cookie has whole seconds
