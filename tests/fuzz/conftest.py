"""Says at the end how many inputs were tried."""

from __future__ import annotations

from typing import Any

from tests.fuzz.trying import TRIED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line with the count."""
    if TRIED:
        terminalreporter.write_line(f"Odd inputs tried: {sum(TRIED.values()):,} ({len(TRIED)} parts of the guide)")
