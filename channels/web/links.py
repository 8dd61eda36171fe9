"""Links in the guide's texts: made of addresses, numbers and names that its own files have, and of nothing else."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from actions.wording import phrase

_ROOT = Path(__file__).parents[2]
_FILES = ("domain.yml", "actions/rules/*.yml", "councils/*.yml")
_PLAIN = Markup('<a class="govuk-link" rel="noopener" href="{0}">{0}</a>')
_IN_NEW_TAB = Markup('<a class="govuk-link" rel="noopener" target="_blank" href="{0}">{0} (opens in a new tab)</a>')
_HERE = Markup('<a class="{2}" href="{0}">{1}</a>')
_NAMED = Markup('<a class="govuk-link guide-named" rel="noopener" href="{0}">{1}</a>')
_NAMED_IN_NEW_TAB = Markup(
    '<a class="govuk-link guide-named" rel="noopener" target="_blank" href="{0}">{1} (opens in a new tab)</a>'
)
_LINK = re.compile(r"https://[^\s<>\"'()]+[^\s<>\"'().,;:!?]")

# What the guide's texts name without an address; each is a link where a text names it first.
_APPEALS = "https://www.gov.uk/appeal-sen-statement-decision"
HELP = "#help"  # at the foot of every page: how to find the local advice service
NAMES = {"SEND35a": _APPEALS, "SEND35": _APPEALS, "IPSEA": "https://www.ipsea.org.uk", "SENDIASS": HELP}

_PHONE = r"(?<![\d£.])(?:0\d{2,4} ?\d{3} ?\d{3,4}|116 123|999)(?!\d|\.\d)"
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_WHAT = re.compile(
    r"\[(?P<words>[^\[\]]+)\]\((?P<file>take-away/(?:dates\.ics|summary|letters/[a-z_]+))\)"
    rf"|(?P<address>{_LINK.pattern})"
    r"|(?<![\w@./-])(?P<bare>gov\.uk/[a-z-]+)"
    rf"|(?P<email>{_EMAIL})|(?P<phone>{_PHONE})"
    rf"|\b(?P<name>{'|'.join(NAMES)})\b"
)
_SOURCE = re.compile(rf"(?P<name>[^:]{{3,150}}): (?P<address>{_LINK.pattern})")
_A_LAW = re.compile(r"\b(?:Act|Rules|Regulations)\b")
_THE_LAW_ITSELF = ("legislation.gov.uk", "gov.uk")


@lru_cache(maxsize=1)
def _texts() -> str:
    paths = [path for pattern in _FILES for path in sorted(_ROOT.glob(pattern))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


@lru_cache(maxsize=1)
def known_hosts() -> frozenset[str]:
    """The hosts of all addresses in the wording, the law and the council files."""
    return frozenset(_host(link) for link in _LINK.findall(_texts()))


@lru_cache(maxsize=1)
def known_ways() -> frozenset[str]:
    """The phone numbers and e-mail addresses in the wording, the law and the council files."""
    return frozenset(re.findall(f"{_EMAIL}|{_PHONE}", _texts()))


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


def told(text: str, base: str, seen: set[str], new_tab: bool = False, has_help: bool = True) -> Markup:
    """A line that the guide says, safe in a page: numbers to ring, names and sources in it are links too.

    Only for the guide's own words: digits that a person typed must never become a number to ring.

    Args:
        text: the line.
        base: the door's address, for things to take away: ``[words](take-away/summary)``.
        seen: the names that are links already; those of this line are added.
        new_tab: whether other sites open in a tab of their own.
        has_help: whether the page says at its foot who helps.
    """
    if (source := _SOURCE.fullmatch(text)) and _host(source["address"]) in known_hosts():
        return _source(source["name"], source["address"], new_tab)
    parts: list[Markup] = []
    end = 0
    for match in _WHAT.finditer(text):
        made = _link(match, base, seen, new_tab)
        if made is None or (match[0] == "SENDIASS" and not has_help):
            continue
        parts += [escape(text[end : match.start()]), made]
        end = match.end()
    return Markup("").join([*parts, escape(text[end:])])


def _link(match: re.Match[str], base: str, seen: set[str], new_tab: bool) -> Markup | None:
    """What was found as a link, None where it stays text."""
    kind, words = str(match.lastgroup), match[0]
    if kind == "file":
        address = f"{base}/{match['file']}" + ("?embedded=1" if new_tab and not match["file"].endswith(".ics") else "")
        return _HERE.format(address, match["words"], "govuk-link guide-file")
    if kind == "address":
        return (_IN_NEW_TAB if new_tab else _PLAIN).format(words) if _host(words) in known_hosts() else None
    if kind in ("email", "phone"):
        address = f"mailto:{words}" if kind == "email" else f"tel:{words.replace(' ', '')}"
        return _HERE.format(address, words, "govuk-link guide-way") if words in known_ways() else None
    if words in seen:
        return None
    seen.add(words)
    address = NAMES.get(words) or f"https://www.{words}"
    return _HERE.format(address, words, "govuk-link") if address == HELP else _named(address, words, new_tab)


def _named(address: str, words: str, new_tab: bool) -> Markup:
    return (_NAMED_IN_NEW_TAB if new_tab else _NAMED).format(address, words)


def _source(name: str, address: str, new_tab: bool) -> Markup:
    """A source by its name; where its address is not the law's own site, that site is named."""
    site = _host(address).removeprefix("www.")
    elsewhere = _A_LAW.search(name) and site not in _THE_LAW_ITSELF
    return _named(address, name, new_tab) + (escape(" " + phrase("utter_door_explained", site=site)) if elsewhere else "")


def with_gaps(line: Markup) -> Markup:
    """A line of a letter, with what the person still has to fill in or take out made to be seen: [it stands in brackets]."""
    return Markup(re.sub(r"\[[^\[\]<>]+\]", lambda gap: f'<mark class="guide-gap">{gap[0]}</mark>', str(line)))
