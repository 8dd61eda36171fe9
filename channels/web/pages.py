"""Answers of the web doors, made with Jinja: everything is escaped, and links are made of known addresses only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from sanic.response import HTTPResponse, html, json

from actions.wording import phrase
from channels.web.assets import Assets
from channels.web.links import linked, told, with_gaps

_PROBLEMS = {403: "utter_page_load_again", 404: "utter_page_not_found"}
_SUMMARY, _CALENDAR, _LETTERS, _TEXT = "summary", "dates.ics", "letters/", ".txt"


class Pages:
    """The templates of a folder, with what all of them may use: ``base``, ``static(name)``, the filters, ``always``."""

    def __init__(self, folders: list[Path], assets: Assets, base: str, always: Mapping[str, Any]) -> None:
        self.assets, self.base = assets, base
        self._templates = Environment(loader=FileSystemLoader(folders), autoescape=True, auto_reload=False)
        self._templates.globals.update(base=base, static=assets.url, fresh_set=set, **always)
        self._templates.filters.update(linked=_linked, told=_told, with_gaps=with_gaps)

    def part(self, template: str, **context: Any) -> str:
        """A template filled."""
        return self._templates.get_template(template).render(**context)

    def page(self, template: str, status: int = 200, wait: int = 0, **context: Any) -> HTTPResponse:
        """A template filled, as an answer. ``wait``: seconds after which to come again."""
        return _wait(html(self.part(template, **context), status=status), wait)

    def problem(self, status: int, text: str, embedded: bool, wait: int = 0) -> HTTPResponse:
        """A page that says what went wrong."""
        title = phrase(_PROBLEMS.get(status, "utter_page_trouble"))
        return self.page("problem.html", status, wait, embedded=embedded, title=title, text=text)

    @staticmethod
    def refusal(error: Mapping[str, Any], status: int, wait: int = 0, **parts: Any) -> HTTPResponse:
        """Why a message was not taken, for a script."""
        return _wait(json({"error": error, **parts}, status=status), wait)

    def take_away(self, name: str, take: Mapping[str, Any] | None, **context: Any) -> HTTPResponse | None:
        """A summary, calendar file or letter, to read or (with its ending) as a file; None where there is none of that name.

        Args:
            name: as in the address.
            take: as ``actions.takeaways.take_away`` gives it.
            context: for the template.
        """
        if take is None:
            return None
        if name == _CALENDAR:
            calendar = take["calendar"]
            return file(calendar["text"], calendar["name"], "text/calendar") if calendar else None
        texts = {_SUMMARY: (phrase("utter_beside_summary"), take["summary"])}
        texts |= {f"{_LETTERS}{letter['key']}": (letter["title"], letter["text"]) for letter in take["letters"]}
        stem = name.removesuffix(_TEXT)
        if stem not in texts:
            return None
        title, text = texts[stem]
        if stem != name:
            return file(text, name.replace("/", "-").replace("_", "-"), "text/plain")
        download = f"{self.base}/take-away/{name}{_TEXT}"
        return self.page("take_away.html", title=title, text=text, download=download, **context)


def file(text: str, name: str, content_type: str) -> HTTPResponse:
    """A text to be saved."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HTTPResponse(body=text.encode(), content_type=f"{content_type}; charset=utf-8", headers=headers)


def offers(take: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What there is to take away, without the texts."""
    return (
        None
        if take is None
        else {
            "summary": True,
            "calendar": take["calendar"] is not None,
            "letters": [{name: letter[name] for name in ("key", "title", "fits")} for letter in take["letters"]],
        }
    )


@pass_context
def _linked(context: Context, text: str) -> Markup:
    """Links in a frame open in a tab of their own: other sites refuse to be shown in one."""
    return linked(text, new_tab=bool(context.get("embedded")))


@pass_context
def _told(context: Context, text: str, seen: set[str]) -> Markup:
    has_help = bool(context.get("has_help", True))
    return told(text, str(context.get("base") or ""), seen, new_tab=bool(context.get("embedded")), has_help=has_help)


def _wait(response: HTTPResponse, seconds: int) -> HTTPResponse:
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
