"""Links in the guide's texts: made of addresses on hosts that its own files name, and of nothing else."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_ROOT = Path(__file__).parents[2]
_FILES = ("domain.yml", "actions/rules/*.yml", "councils/*.yml")
_PLAIN = Markup('<a class="govuk-link" rel="noopener" href="{0}">{0}</a>')
_IN_NEW_TAB = Markup('<a class="govuk-link" rel="noopener" target="_blank" href="{0}">{0} (opens in a new tab)</a>')
_LINK = re.compile(r"https://[^\s<>\"'()]+[^\s<>\"'().,;:!?]")


@lru_cache(maxsize=1)
def known_hosts() -> frozenset[str]:
    """The hosts of all addresses in the wording, the law and the council files."""
    paths = [path for pattern in _FILES for path in _ROOT.glob(pattern)]
    found = (_LINK.findall(path.read_text(encoding="utf-8")) for path in paths)
    return frozenset(_host(link) for links in found for link in links)


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").lower()
    except ValueError:
        return ""


def linked(text: str, new_tab: bool = False) -> Markup:
    """The text, safe in a page, with its addresses on known hosts as links. The link reads as the address it goes to."""
    link = _IN_NEW_TAB if new_tab else _PLAIN
    parts: list[Markup] = []
    end = 0
    for match in _LINK.finditer(text):
        if _host(match[0]) not in known_hosts():
            continue
        parts.append(escape(text[end : match.start()]))
        parts.append(link.format(match[0]))
        end = match.end()
    return Markup("").join([*parts, escape(text[end:])])
