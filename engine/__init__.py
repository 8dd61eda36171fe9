"""How the guide runs: where conversations are kept and for how long, speed, quiet logs, figures without words."""

from __future__ import annotations


def prepare() -> None:
    """Make Rasa ready for our channels. Each of them calls it when it opens; the second call does nothing."""
    from engine import speed

    speed.prepare()
