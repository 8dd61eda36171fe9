"""Logs that say what happened and where, but never what anybody said.

Rasa and its libraries put messages, slots, statements and conversation ids into their lines. Here a line keeps only what stands
in the code itself: a constant text, with numbers as its values. Of a text that was put together, its place in the code is logged
instead; of an exception, its kind and where it was raised. Our own modules write without words in the first place, so their
lines stay as they are. ``GUIDE_LOG=json`` makes each line a JSON object.
"""

from __future__ import annotations

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
from pathlib import Path
from typing import Any, TextIO

import structlog

FORMAT = "GUIDE_LOG"
_OURS = ("actions", "channels", "councils", "engine", "nlu", "policies", "tools")
_NUMBERS = (bool, int, float, type(None))
_EVENT_NAME = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)*")
_FRAMES = 12  # of a traceback, the innermost
_ROOT = Path(__file__).parents[1]

logger = logging.getLogger(__name__)
_plain_record = logging.getLogRecordFactory()


class _NoWords(str):
    """A text from which the words are gone already."""


def problem() -> str | None:
    """What is wrong with the setting, in one line; None where all is well."""
    chosen = os.environ.get(FORMAT)
    return None if chosen in (None, "", "plain", "json") else f"{FORMAT}: {chosen!r} is neither plain nor json"


def install() -> None:
    """Make the logs of this process quiet. May be called again, for the format of handlers that have come since."""
    logging.setLogRecordFactory(_quiet_record)
    warnings.showwarning = _show_warning
    threading.excepthook = _thread_failed
    if structlog.is_configured():
        # Loggers that were used already hold this very list.
        structlog.get_config()["processors"][:] = [structlog.stdlib.filter_by_level, _event_alone]
    if os.environ.get(FORMAT) == "json":
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
    """The record's text where it stands in the code as it is, with its numbers; else its place."""
    if not _is_constant(record):
        return f"(words left out: {_short(record.pathname)}, line {record.lineno})"
    text: str = record.msg
    if not record.args:
        return text
    values = record.args if isinstance(record.args, tuple) else ()
    try:
        return text % tuple(value if isinstance(value, _NUMBERS) else "…" for value in values)
    except (TypeError, ValueError):
        return text


def _is_constant(record: logging.LogRecord) -> bool:
    """Whether the text is a constant of the function that logs it."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == record.pathname and frame.f_code.co_name == record.funcName:
            return isinstance(record.msg, str) and record.msg in frame.f_code.co_consts
        frame = frame.f_back  # type: ignore[assignment]
    return False


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
    """An exception's class; with its text where that cannot hold anybody's words: ours, a missing module, the system's."""
    name = type(error).__name__
    if type(error).__module__.partition(".")[0] in _OURS:
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
