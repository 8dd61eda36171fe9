"""Settings of how the guide runs, from the environment. Read without Rasa, so that a wrong one is named before the start."""

from __future__ import annotations

import ipaddress
import os

HOURS = "GUIDE_KEEP_HOURS"
DEFAULT_HOURS, MOST_HOURS = 24, 24 * 365
PORT, HOST = "GUIDE_METRICS_PORT", "GUIDE_METRICS_HOST"
THIS_MACHINE = "127.0.0.1"
FORMAT = "GUIDE_LOG"


def keep_hours() -> int:
    """How many hours after its last event a conversation is deleted.

    Raises:
        ValueError: ``GUIDE_KEEP_HOURS`` is no whole number of hours from 1 to a year's.
    """
    text = os.environ.get(HOURS) or str(DEFAULT_HOURS)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_HOURS):
        raise ValueError(f"{HOURS}: {text!r} is not a whole number of hours from 1 to {MOST_HOURS}")
    return int(text)


def figures_address() -> tuple[str, int] | None:
    """Host and port for figures and health, None where they are off.

    Raises:
        ValueError: ``GUIDE_METRICS_PORT`` is no port, or ``GUIDE_METRICS_HOST`` no IP address.
    """
    port, host = os.environ.get(PORT), os.environ.get(HOST) or THIS_MACHINE
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f"{PORT}: {port!r} is not a port between 1 and 65535")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        raise ValueError(f"{HOST}: {host!r} is not an IP address like 127.0.0.1") from None
    return (host, int(port)) if port else None


def json_logs() -> bool:
    """Whether each line of a log is a JSON object.

    Raises:
        ValueError: ``GUIDE_LOG`` is neither plain nor json.
    """
    chosen = os.environ.get(FORMAT) or "plain"
    if chosen not in ("plain", "json"):
        raise ValueError(f"{FORMAT}: {chosen!r} is neither plain nor json")
    return chosen == "json"


def check() -> None:
    """Read all settings.

    Raises:
        ValueError: one cannot be; the message says which and what is expected.
    """
    keep_hours()
    figures_address()
    json_logs()
