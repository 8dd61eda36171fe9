"""Logs that say what happened and where, but never what anybody said.

Rasa and its libraries put messages, slots, statements and conversation ids into their lines. Here a line is read anew from the
code that wrote it: what stands there as text stays, a number that is filled in too, and "…" stands for any other value. Of an
exception only its kind is kept, and where it was raised. Our own modules write without words in the first place, so their lines
stay as they are. ``GUIDE_LOG=json`` makes each line a JSON object.
"""

from __future__ import annotations

import ast
import json
import logging
import os
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

import structlog

from engine.settings import json_logs

_OURS = ("actions", "channels", "councils", "engine", "nlu", "policies", "tools")
_NUMBERS = (bool, int, float, type(None))
_EVENT_NAME = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)*")
_LOGGING = ("debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log")
_FRAMES = 12  # of a traceback, the innermost
_ROOT = Path(__file__).parents[1]

logger = logging.getLogger(__name__)
_plain_record = logging.getLogRecordFactory()


class _NoWords(str):
    """A text from which the words are gone already."""


def install() -> None:
    """Make the logs of this process quiet. May be called again, for the format of handlers that have come since."""
    logging.setLogRecordFactory(_quiet_record)
    warnings.showwarning = _show_warning
    threading.excepthook = _thread_failed
    if structlog.is_configured():
        # Loggers that were used already hold this very list.
        structlog.get_config()["processors"][:] = [structlog.stdlib.filter_by_level, _event_alone]
    if json_logs():
        for handler in (*logging.getLogger().handlers, logging.lastResort):
            if handler:
                handler.setFormatter(JsonLine())


def _quiet_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = _plain_record(*args, **kwargs)
    if record.name.partition(".")[0] not in _OURS and not isinstance(record.msg, _NoWords):
        record.msg, record.args = _text_of(record), None
    if record.exc_info:
        record.exc_text = "\n".join(_without_words(record.exc_info[1])) if record.exc_info[1] else None
        record.exc_info = None
    return record


def _text_of(record: logging.LogRecord) -> str:
    """The record's text as the code has it, with its numbers; where that cannot be found, its place in the code."""
    text = _texts_of(record.pathname).get(record.lineno)
    if text is None:
        return f"(words left out: {_short(record.pathname)}, line {record.lineno})"
    if not record.args:
        return text
    values = record.args if isinstance(record.args, tuple) else ()
    try:
        return text % tuple(value if isinstance(value, _NUMBERS) else "…" for value in values)
    except (TypeError, ValueError):
        return text


@lru_cache(maxsize=256)
def _texts_of(path: str) -> dict[int, str]:
    """The texts that a file of code logs, by line."""
    try:
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return {}
    found: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LOGGING:
            place = 1 if node.func.attr == "log" else 0
            named = [keyword.value for keyword in node.keywords if keyword.arg == "msg"]
            for text in (named or node.args[place:])[:1]:
                if isinstance(text, (ast.Constant, ast.JoinedStr, ast.BinOp)):
                    found[node.lineno] = _written(text)
    return found


def _written(node: ast.expr) -> str:
    """What of an expression is text, with "…" for the rest."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_written, node.values))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _written(node.left) + _written(node.right)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return _written(node.left)
    return "…"


def _without_words(error: BaseException) -> Iterator[str]:
    """Where an exception was raised and of what kind it is, and the same of those that led to it."""
    for one in _led_to(error):
        for frame in traceback.extract_tb(one.__traceback__)[-_FRAMES:]:
            yield f"  {_short(frame.filename)}, line {frame.lineno}, in {frame.name}"
        yield kind_of(one)


def _led_to(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return chain[::-1]


def kind_of(error: BaseException) -> str:
    """An exception's class; with its text where that holds nobody's words: the engine's own, a missing module, the system's."""
    name = type(error).__name__
    if type(error).__module__.startswith("engine."):
        return f"{name}: {error}"
    if isinstance(error, ImportError):
        return f"{name}: {error.name}"
    if isinstance(error, OSError) and error.errno:
        return f"{name}: {os.strerror(error.errno)}"
    return name


def _short(path: str) -> str:
    """A path within the project, or within its package."""
    found = Path(path)
    if "site-packages" in found.parts:
        return "/".join(found.parts[found.parts.index("site-packages") + 1 :])
    return str(found.relative_to(_ROOT)) if found.is_relative_to(_ROOT) else found.name


def _event_alone(_: Any, __: str, event: dict[str, Any]) -> str:
    """Structlog's last processor: the event's name, and its numbers."""
    name = str(event.pop("event", ""))
    exception = event.pop("exc_info", None)
    error = exception if isinstance(exception, BaseException) else sys.exc_info()[1] if exception else None
    parts = [name if _EVENT_NAME.fullmatch(name) else "(words left out)"]
    parts += [f"{key}={value}" for key, value in event.items() if isinstance(value, _NUMBERS) and value is not None]
    if error:
        parts += ["\n", "\n".join(_without_words(error))]
    return _NoWords(" ".join(parts))


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Rasa warns of a message that it cannot read by quoting it."""
    if not issubclass(category, (DeprecationWarning, PendingDeprecationWarning, FutureWarning)):
        logger.warning("%s at %s, line %s", category.__name__, _short(filename), lineno)


def _thread_failed(failed: Any) -> None:
    if failed.exc_value:
        logger.error("A thread failed: %s", "\n".join(_without_words(failed.exc_value)))


class JsonLine(logging.Formatter):
    """A line as a JSON object: ``time`` (UTC, ISO 8601), ``level``, ``logger``, ``event``, and ``error`` where one was raised."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_text:
            line["error"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)
