"""Jinja, as the web doors use it: everything is escaped, and links are made of known addresses only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from channels.web.links import linked


def environment(folder: Path, static: Callable[[str], str], base: str) -> Environment:
    """The templates of a folder, with ``base``, ``static(name)`` and the filter ``linked``."""
    made = Environment(loader=FileSystemLoader(folder), autoescape=True, auto_reload=False)
    made.globals.update(base=base, static=static)
    made.filters["linked"] = linked
    return made
