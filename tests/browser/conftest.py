"""Chromium; the samples of the page, served to it as the door serves them, without a server; and the page of the running guide."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

import page_samples

from tools.build_page import BUILT, NODE
from tools.player.guide_server import GuideServer
from tools.serve import HOST

SITE = "https://guide.example"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    f"font-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors {page_samples.HOST_PAGE}"
)
_HTML = "text/html; charset=utf-8"


@pytest.fixture(scope="session")
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


class Opened:
    """A page, and what it asked for and complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)


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


GUIDE_PAGE = "/send-guide"
SLOWEST_REPLY = 30_000  # ms, on a machine that does much else
_WATCH = """addEventListener('securitypolicyviolation', (event) => console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI));
window.ran = 0; window.alert = () => { window.ran += 1; };"""


class Guest:
    """A person at the page of the running guide, in a browser of their own."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        context.add_init_script(_WATCH)
        self.dialogs: list[str] = []
        self.opened = self.new_tab()
        self.page = self.opened.page

    def new_tab(self) -> Opened:
        """The page in a further tab."""
        opened = Opened(self.context.new_page())
        opened.page.set_default_timeout(SLOWEST_REPLY)
        opened.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        opened.page.goto(f"{self.address}{GUIDE_PAGE}")
        return opened

    def write(self, text: str) -> None:
        """Type a message, send it with Enter, and wait for the reply."""
        before = self.turns.count()
        self.page.fill("#message", text)
        self.page.press("#message", "Enter")
        self.wait(before)

    def wait(self, before: int) -> None:
        """Wait until the guide has answered; ``before`` turns were there."""
        expect(self.turns.nth(before + 1)).to_be_visible(timeout=SLOWEST_REPLY)
        expect(self.page.locator("#status")).to_contain_text("answered", timeout=SLOWEST_REPLY)

    @property
    def turns(self) -> Locator:
        """The turns of the talk."""
        return self.page.locator("#talk .guide-turn")

    @property
    def focus(self) -> str:
        """The id of what has the focus."""
        return str(self.page.evaluate("document.activeElement?.id ?? ''"))


NewGuest = Callable[..., Guest]


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
