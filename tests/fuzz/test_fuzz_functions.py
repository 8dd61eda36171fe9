"""Odd inputs to the functions that read what people, scripts, staff and councils send: none breaks them, none hangs."""

from __future__ import annotations

import asyncio
import contextlib
import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from icalendar import Calendar

from actions.desk.fields import KEYS as FIELD_NAMES
from actions.desk.fields import read_fields
from actions.rules import Facts, FactsError, LawNotKnown, determine
from actions.rules.__main__ import main as rules
from actions.rules.facts import COUNTERPARTIES, PLAN_STAGES, SUBJECTS
from actions.takeaways import take_away
from actions.wording import phrase
from channels.masking import mask
from channels.web.bodies import FORM, JSON, BadRequest, read_form, read_json, same_origin
from channels.web.date_fields import FIELDS, DateError, date_of_fields
from channels.web.links import known_hosts, linked
from channels.web.said import CannotUse, read_answer, read_change, read_date, read_message
from channels.web.sessions import Sessions
from channels.web.stored import Conversation, conversation_of
from councils import CouncilFileError, councils, read_council
from nlu.council_names import find_councils
from nlu.date_reader import read_entities
from nlu.dates import find_phrases, find_vague, read
from nlu.feelings import without_feelings
from nlu.letter import SHORTEST, read_letter
from nlu.situations import read_situations
from nlu.tidy import LONGEST, tidy, visible
from nlu.two_things import split
from tests.fuzz.odd_inputs import Odd, texts
from tests.fuzz.trying import try_all

TODAY = date(2026, 4, 23)
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
SESSIONS = Sessions(b"a secret that is only for these tests", "page")


def unseen(text: str) -> list[str]:
    return [c for c in text if unicodedata.category(c) in _UNSEEN and c not in "\n\t"]


# What people write.


def test_tidying() -> None:
    def check(text: str) -> None:
        seen, tidied = visible(text), tidy(text)
        assert not unseen(seen)
        assert visible(seen) == seen
        assert len(tidied) <= LONGEST
        assert not unseen(tidied)

    try_all("tidying", texts(1, 3_000), check)


def test_masking() -> None:
    def check(text: str) -> None:
        masked = mask(text)
        assert mask(masked) == masked
        assert "943 476 5919" not in masked
        assert "p.r@example.org" not in masked

    try_all("masking", texts(2, 2_500), check)


def test_messages() -> None:
    def check(value: Any) -> None:
        try:
            said = asyncio.run(read_message(value))
        except CannotUse as refused:
            assert refused.field == "message"
            assert len(refused.text.split()) > 3
        else:
            assert said.text.strip()
            assert not said.text.startswith("/")
            assert not unseen(said.text)

    odd = Odd(3)
    try_all("messages", (odd.value() if n % 3 else odd.text() for n in range(1_200)), check)


# What scripts and browsers send.


def test_dates_in_three_fields() -> None:
    def check(fields: tuple[str, str, str]) -> None:
        try:
            day = date_of_fields(*fields)
        except DateError as error:
            assert error.field in FIELDS
            assert phrase(error.says)
        else:
            assert day.day == int(fields[0])
            assert day.year % 100 == int(fields[2]) % 100

    odd = Odd(4)

    def field() -> str:
        return (
            odd.number()
            if odd.random.randrange(3)
            else str(odd.random.randint(-1, 32))
            if odd.random.randrange(4)
            else odd.part()
        )

    try_all("dates in fields", ((field(), field(), field()) for _ in range(2_500)), check)


def conversation() -> Conversation:
    """One in which the date on the letter is asked for."""
    empty = conversation_of(None)
    asked = SimpleNamespace(get_slot=lambda name: "decision_date" if name == "requested_slot" else None)
    return Conversation(empty.turns, empty.offered, {"/affirm": "Yes"}, asked)  # type: ignore[arg-type]


def test_answers_dates_and_changes() -> None:
    talk, session = conversation(), SESSIONS.mint()

    def check(value: Any) -> None:
        for reader in (
            lambda: read_answer(value, talk, {"/deny": "No"}, lambda payload: SESSIONS.answer_id(session, payload)),
            lambda: read_date(value, talk),
            lambda: read_change(value, {"decision_date": "Date on the letter"}),
        ):
            with contextlib.suppress(CannotUse):
                assert reader().text.startswith(("/set_facts", "/change_fact"))

    odd = Odd(5)

    def value() -> Any:
        if odd.random.randrange(2):
            return odd.value()
        return {"of": "decision_date", **{name: odd.value() for name in FIELDS}}

    try_all("answers, dates, changes", (value() for _ in range(1_500)), check)


def test_links() -> None:
    def check(text: str) -> None:
        html = str(linked(text))
        hosts = re.findall(r'<a class="govuk-link" rel="noopener" href="https://([^/"?#:]+)[^"<>]*">[^<]*</a>', html)
        assert {host.lower() for host in hosts} <= known_hosts()
        assert not re.search("[<>]", re.sub(r'<a class="govuk-link" rel="noopener" href="https://[^"<>]*">|</a>', "", html))

    try_all("links", texts(6, 1_500), check)


def test_cookies_and_tokens() -> None:
    session = SESSIONS.mint()

    def check(text: str) -> None:
        for cookie in (text, f"{text}.{session.cookie.partition('.')[2]}", f"{session.cookie}{text or 'x'}"):
            assert SESSIONS.read(cookie) is None
        assert not SESSIONS.is_token(session, text)
        assert SESSIONS.answer_id(session, text.encode("utf-8", "replace").decode())

    try_all("cookies and tokens", texts(7, 1_500, huge=False), check)


def request(headers: dict[str, str], body: bytes = b"", pieces: int = 1) -> Any:
    """What the readers of bodies see of a request."""
    size = max(1, -(-len(body) // pieces))
    left = iter([body[at : at + size] for at in range(0, len(body), size)])

    async def read() -> bytes | None:
        return next(left, None)

    return SimpleNamespace(headers=headers, stream=SimpleNamespace(read=read), host="guide.example.org")


def test_where_requests_say_they_come_from() -> None:
    def check(text: str) -> None:
        for address in (None, "https://guide.example.org"):
            assert same_origin(request({"origin": text}), address) is False
        assert same_origin(request({"sec-fetch-site": text}), None) is (text in ("same-origin", "none"))

    odd = Odd(8)
    sites = ("", "http://", "https://", "https://[", "null", "https://guide.example.org.")
    try_all("origins", ("x" + odd.random.choice(sites) + odd.text(huge=False) for _ in range(400)), check)
    try_all("origins", (odd.random.choice(sites[1:4]) + odd.part() + "/" for _ in range(400)), check)


def test_json_bodies() -> None:
    def check(body: bytes) -> None:
        try:
            found = asyncio.run(read_json(request({"content-type": JSON}, body, 3), 4_096))
        except BadRequest as refused:
            assert refused.status in (400, 413)
            assert phrase(refused.says)
        else:
            assert isinstance(found, dict)

    odd = Odd(9)
    try_all("JSON bodies", (odd.json(odd.fields() if odd.random.randrange(4) else odd.value()) for _ in range(1_500)), check)


def test_form_bodies() -> None:
    def check(body: bytes) -> None:
        try:
            found = asyncio.run(read_form(request({"content-type": FORM}, body, 2), 4_096))
        except BadRequest as refused:
            assert refused.status in (400, 413)
        else:
            assert all(isinstance(value, str) for value in found.values())

    odd = Odd(10)

    def form() -> bytes:
        kind = odd.random.randrange(3)
        if kind == 0:
            return odd.bytes()
        pairs = (f"{odd.key()}={odd.text(huge=False)}".encode("utf-8", "surrogatepass") for _ in range(odd.random.randint(1, 25)))
        joined = b"&".join(pairs)
        return joined if kind == 1 else b"".join(b"%%%02X" % byte for byte in joined)

    try_all("form bodies", (form() for _ in range(1_000)), check)


# What the guide makes out.


def test_days_in_texts() -> None:
    def check(text: str) -> None:
        for phrases in (find_phrases(text), find_vague(text)):
            for found in phrases:
                assert text[found.start : found.end] == found.text
                reading = read(found.text, TODAY)
                assert reading.day is None or isinstance(reading.day, date)
        read(text[:200], TODAY)
        for entity in read_entities(tidy(text)):
            assert entity["value"]

    try_all("days in texts", (text[:3_000] for text in texts(11, 1_500)), check)


def test_letters() -> None:
    def check(text: str) -> None:
        letter = read_letter(text, TODAY)
        if letter and letter.dated:
            assert letter.dated <= TODAY
        if letter:
            letter.to_dict()

    odd = Odd(12)
    opening = (
        "Dear parent,\nWe write to inform you that the local authority has decided not to carry out an EHC needs assessment."
    )
    written = (f"{odd.part()}\n{opening}\n{odd.text()}\n{odd.text()}".ljust(SHORTEST) for _ in range(900))
    try_all("letters", written, check)


def test_situations_councils_and_two_things() -> None:
    def check(text: str) -> None:
        assert all(isinstance(name, str) for name in read_situations(text))
        for start, end, key in ((found[0], found[1], found[2]) for found in find_councils(text)):
            assert 0 <= start < end <= len(text)
            assert key
        assert len(without_feelings(text) or text) == len(text)
        parts = split(text)
        assert parts is None or all(part.strip() for part in parts)

    try_all("situations, councils, two things", (tidy(text) for text in texts(13, 1_500)), check)


# The rules, the desk's fields, what is taken away.


def test_the_desks_fields() -> None:
    def check(typed: dict[str, Any]) -> None:
        facts, errors = read_fields(typed, TODAY)
        assert set(facts) | set(errors) == set(typed) & set(FIELD_NAMES)
        assert all(len(text.split()) > 2 for text in errors.values())
        try:
            Facts.from_text(facts)
        except FactsError as error:
            assert "year" in str(error) or "council" in str(error)

    odd = Odd(14)
    names = tuple(FIELD_NAMES)

    def typed() -> dict[str, Any]:
        return {odd.random.choice(names): odd.part() if odd.random.randrange(3) else odd.value() for _ in range(3)} | odd.fields()

    try_all("the desk's fields", (typed() for _ in range(1_200)), check)


def test_facts() -> None:
    def check(values: dict[str, Any]) -> None:
        try:
            facts = Facts.from_text(values)
        except FactsError as error:
            assert len(str(error)) < 600
            assert len(str(error).splitlines()) == 1 or not set(values) <= {*FIELD_NAMES}
        else:
            assert Facts.from_text(facts.to_dict()) == facts

    odd = Odd(15)
    try_all("facts", (odd.fields() for _ in range(1_500)), check)


def odd_day(odd: Odd) -> date | None:
    far = odd.random.choice((30, 400, 4_000, 90_000))
    day = TODAY + timedelta(days=odd.random.randint(-far, far))
    return day if odd.random.randrange(3) and 1900 <= day.year <= 2199 else None


def test_every_case_has_an_answer_and_files() -> None:
    def check(case: tuple[Facts, date]) -> None:
        facts, today = case
        try:
            found = determine(facts, today)
        except LawNotKnown:
            return
        for council in (None, councils()["sefton"]):
            taken = take_away(facts, found, council, set(), today)
            assert taken["summary"].strip()
            if taken["calendar"]:
                Calendar.from_ical(taken["calendar"]["text"])

    odd = Odd(16)
    pick, yes_no = odd.random.choice, (None, True, False)

    def case() -> tuple[Facts, date]:
        facts = Facts(
            counterparty=pick((None, *COUNTERPARTIES)),
            subject=pick((None, *SUBJECTS)),
            plan_stage=pick((None, *PLAN_STAGES)),
            placement_only=pick(yes_no),
            decision_date=odd_day(odd),
            certificate_date=odd_day(odd),
            adviser_contacted_on=odd_day(odd),
            in_ehc_process=pick(yes_no),
            after_review=pick(yes_no),
            young_person=pick(yes_no),
        )
        return facts, pick((TODAY, date(2019, 8, 31), date(2027, 12, 24), date(2028, 2, 29)))

    try_all("answers and files", (case() for _ in range(500)), check)


def test_the_rules_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUIDE_TODAY", raising=False)

    def check(arguments: list[str]) -> None:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = rules(arguments)
            except SystemExit as ended:  # argparse ends this way, for help and for wrong flags
                code = int(ended.code or 0)
        assert code in (0, 2)
        assert "Traceback" not in err.getvalue()
        if code:
            assert err.getvalue().startswith("error: ")
            assert not out.getvalue()
        else:
            assert out.getvalue().strip()
            assert not err.getvalue()

    odd = Odd(17)
    flags = [f"--{name.replace('_', '-')}" for name in (*FIELD_NAMES, "today")]
    good = {"--subject": SUBJECTS, "--counterparty": COUNTERPARTIES, "--plan-stage": PLAN_STAGES}

    def arguments() -> list[str]:
        given = ["--json"] if odd.random.randrange(2) else []
        for _ in range(odd.random.randint(0, 4)):
            flag = odd.random.choice(flags) if odd.random.randrange(12) else odd.part()
            day = str(odd_day(odd) or odd.number())
            value = odd.random.choice(good.get(flag, (day, day, "yes", "no", odd.part())))
            given += [flag, value.replace("\x00", "") if odd.random.randrange(6) else odd.part()]
        return given

    try_all("the rules command", (arguments() for _ in range(900)), check)


def council_texts() -> Iterator[bytes]:
    """A real file, spoilt; and files of anything."""
    odd = Odd(18)
    lines = (Path("councils") / "sefton.yml").read_text(encoding="utf-8").splitlines()
    for number in range(500):
        if number % 5 == 0:
            yield odd.bytes() if number % 2 else odd.json(odd.value())
            continue
        spoilt = list(lines)
        for _ in range(odd.random.randint(1, 3)):
            at = odd.random.randrange(len(spoilt))
            kind = odd.random.randrange(4)
            key = spoilt[at].partition(":")[0]
            spoilt[at] = (f"{key}: {odd.part()}", f"{key}:", "", f"{odd.part()}{spoilt[at]}")[kind]
        yield "\n".join(spoilt).encode("utf-8", "surrogatepass")


def test_council_files(tmp_path: Path) -> None:
    file = tmp_path / "odd-council.yml"

    def check(content: bytes) -> None:
        file.write_bytes(content)
        try:
            assert read_council(file).key == "odd-council"
        except CouncilFileError as error:
            assert str(error).startswith("odd-council.yml")
            assert len(str(error).splitlines()) == 1

    try_all("council files", council_texts(), check)
