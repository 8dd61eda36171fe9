"""Chromium; samples of the page, served to it as the door serves them, without a server; the page of the running guide."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

import page_samples
from guests import SLOWEST_REPLY, Guest, NewGuest, Opened

from tools.build_page import BUILT, NODE
from tools.player.guide_server import GuideServer
from tools.serve import HOST

SITE = "https://guide.example"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    f"font-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors {page_samples.HOST_PAGE}"
)
_HTML = "text/html; charset=utf-8"

expect.set_options(timeout=SLOWEST_REPLY)


# Not for the whole session: while it is open, no other test can run an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "Chromium is not there: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built() -> Path:
    """Where the built styles and scripts are."""
    subprocess.run([sys.executable, "-m", "tools.build_page"], check=True)
    return BUILT


@pytest.fixture(scope="session")
def axe(built: Path) -> str:
    """The source of axe-core, which is installed with what the styles are built from."""
    return (NODE / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


Open = Callable[..., Opened]


@pytest.fixture
def open_sample(chromium: Browser, built: Path) -> Iterator[Open]:
    """``open_sample(name, width, height, **context options)``: a sample, served with the door's headers."""
    contexts: list[BrowserContext] = []

    def serve(route: Route) -> None:
        name = route.request.url.split("#")[0].rsplit("/", 1)[-1]
        if name == "look.css":
            route.fulfill(body="", content_type="text/css")
        elif "/static/" in route.request.url:
            kind = "text/css" if name.endswith(".css") else "text/javascript"
            route.fulfill(body=(built / name).read_text(encoding="utf-8"), content_type=kind)
        else:
            route.fulfill(body=page_samples.render(name), content_type=_HTML, headers={"Content-Security-Policy": CSP})

    def opened(name: str, width: int = 1280, height: int = 900, **options: object) -> Opened:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.route("**/*", serve)
        made = Opened(context.new_page())
        made.page.goto(f"{SITE}/samples/{name}")
        return made

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def new_guest(chromium: Browser, page_guide: GuideServer) -> Iterator[NewGuest]:
    """``new_guest(width, height, **context options)``: a person who has opened the page of the running guide."""
    contexts: list[BrowserContext] = []

    def arrive(width: int = 1280, height: int = 900, **options: object) -> Guest:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        return Guest(context, f"http://{HOST}:{page_guide.port}")

    yield arrive
    for context in contexts:
        context.close()
