"""What a browser sends, read no further than allowed."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sanic.request import Request

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
_MOST_FIELDS = 20


class BadRequest(Exception):
    """What was sent cannot be used. ``status`` is the HTTP status, ``says`` names a response for people, ``utter_door_…``."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status, self.says = status, says


async def read_body(request: Request, most: int) -> bytes:
    """The body, of a route that streams it.

    Raises:
        BadRequest: it is longer than ``most`` bytes (413); the rest is not kept.
    """
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > most:
        raise BadRequest(413, "utter_door_too_large")
    body = bytearray()
    while request.stream is not None and (piece := await request.stream.read()) is not None:
        body += piece
        if len(body) > most:
            raise BadRequest(413, "utter_door_too_large")
    return bytes(body)


def content_type(request: Request) -> str:
    """The body's type without its parameters, in small letters."""
    return str(request.headers.get("content-type", "")).partition(";")[0].strip().lower()


async def read_json(request: Request, most: int) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        BadRequest: no JSON (415), not readable or no object (400), too long (413).
    """
    if content_type(request) != JSON:
        raise BadRequest(415, "utter_door_not_readable")
    body = await read_body(request, most)
    try:
        data = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadRequest(400, "utter_door_not_readable") from None
    if not isinstance(data, dict):
        raise BadRequest(400, "utter_door_not_readable")
    return data


async def read_form(request: Request, most: int) -> dict[str, str]:
    """The fields of a form, each once.

    Raises:
        BadRequest: no form (415), not readable (400), too long (413).
    """
    if content_type(request) != FORM:
        raise BadRequest(415, "utter_door_not_readable")
    body = await read_body(request, most)
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise BadRequest(400, "utter_door_not_readable") from None
    return {name: values[-1] for name, values in fields.items()}


def same_origin(request: Request, address: str | None) -> bool:
    """Whether a request comes from a page of this server (or from no page at all, as by a program).

    Args:
        address: the origin at which people reach the guide, where it is set.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    if address:
        return bool(origin.lower() == address.lower())
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return bool(host and host == request.host)
