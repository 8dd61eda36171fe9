"""People at the page in a browser, and what the browser asks for and complains about meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

GUIDE_PAGE = "/send-guide"
SLOWEST_REPLY = 30_000  # ms, on a machine that does much else
_WATCH = """addEventListener('securitypolicyviolation', (event) => {
  console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI);
});
window.ran = 0; window.alert = () => { window.ran += 1; };"""


class Opened:
    """A page, and what it asked for and complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)


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
        expect(self.turns.nth(before + 1)).to_be_visible()
        expect(self.page.locator("#status")).to_contain_text("answered")

    @property
    def turns(self) -> Locator:
        """The turns of the talk."""
        return self.page.locator("#talk .guide-turn")

    @property
    def focus(self) -> str:
        """The id of what has the focus."""
        return str(self.page.evaluate("document.activeElement?.id ?? ''"))


NewGuest = Callable[..., Guest]
