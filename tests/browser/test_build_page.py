"""The page's build: pinned packages without addresses, done once, and a failure in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import build_page


def test_the_lock_pins_every_package_and_names_no_host() -> None:
    lock = Path("package-lock.json").read_text(encoding="utf-8")
    packages = {name: entry for name, entry in json.loads(lock)["packages"].items() if name}
    assert {"node_modules/sass", "node_modules/govuk-frontend", "node_modules/axe-core"} <= set(packages)
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert '"resolved"' not in lock
    assert "://" not in lock + Path("requirements.lock").read_text(encoding="utf-8")


def test_versions_asked_for_are_exact() -> None:
    wanted = json.loads(Path("package.json").read_text(encoding="utf-8"))
    for version in [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]:
        assert version[0].isdigit()


def test_a_second_build_does_nothing(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (built / "page.css").stat().st_mtime_ns
    monkeypatch.setattr(build_page, "_run", lambda *_: pytest.fail("a program is run"))
    assert build_page.main() == 0
    assert (built / "page.css").stat().st_mtime_ns == before


def test_what_is_stale_is_seen(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "assets"
    changed.mkdir()
    (changed / "page.scss").write_text("a {color: red}", encoding="utf-8")
    assert build_page.is_fresh()
    monkeypatch.setattr(build_page, "SOURCES", changed)
    assert not build_page.is_fresh()


def test_styles_that_do_not_compile_say_so(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.scss").write_text("a { color: $nothing }", encoding="utf-8")
    monkeypatch.setattr(build_page, "SOURCES", tmp_path)
    monkeypatch.setattr(build_page, "BUILT", tmp_path / "built")
    with pytest.raises(build_page.BuildError, match=r"(?s)styles could not be compiled.*Undefined variable"):
        build_page.build()


def test_a_failing_npm_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho no network; exit 1\n", encoding="utf-8")
    npm.chmod(0o700)
    monkeypatch.setattr(build_page, "NODE", tmp_path / "node")
    monkeypatch.setattr(build_page, "_INSTALLED", tmp_path / "node/installed.sha256")
    monkeypatch.setattr(build_page, "_program", lambda name: str(npm))
    monkeypatch.setattr("sys.argv", ["build_page", "--force"])
    assert build_page.main() == 1
    said = capsys.readouterr().err
    assert said.startswith("error: the packages for the page could not be fetched")
    assert "no network" in said and "Traceback" not in said
