"""What the server answers where no door is asked: no version, no trace of the inside, the same headers."""

from __future__ import annotations

from collections.abc import Mapping

from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, redirect, text

from actions.wording import phrase

_SAYS = {404: "utter_door_no_such_page", 405: "utter_door_no_such_page", 413: "utter_door_too_large"}


def look_after_the_rest(routes: Blueprint, home: str, headers: Mapping[str, str]) -> None:
    """Have the server that these routes become part of send "/" to ``home``, and answer all that is no route with words."""

    async def to_the_door(request: Request) -> HTTPResponse | None:
        return redirect(home, headers=dict(headers)) if request.path == "/" else None

    def refuse(request: Request, error: SanicException) -> HTTPResponse:
        status = error.status_code or 500
        says = _SAYS.get(status, "utter_trouble" if status >= 500 else "utter_door_not_readable")
        answer = text(phrase(says), status=status)
        answer.headers.update(headers)
        return answer

    @routes.listener("before_server_start")
    async def take_over(app: Sanic, _: object) -> None:
        app.register_middleware(to_the_door, "request")
        app.error_handler.add(SanicException, refuse)
