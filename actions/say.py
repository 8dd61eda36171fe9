"""One message to be said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Say:
    """One message: a response of ``domain.yml`` and its values."""

    response: str
    values: dict[str, Any] = field(default_factory=dict)
