"""Says at the end how many inputs were tried."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.fuzz.trying import TRIED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line with the count."""
    if TRIED:
        terminalreporter.write_line(f"Odd inputs tried: {sum(TRIED.values()):,} ({len(TRIED)} parts of the guide)")
