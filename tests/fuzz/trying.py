"""Tries a function with odd inputs, counts them, and says which of them it did not stand."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest

from tests.patience import LONGEST

T = TypeVar("T")
_SHOWN = 5

#: How many inputs each part of the guide got.
TRIED: dict[str, int] = {}


def try_all(name: str, inputs: Iterable[T], check: Callable[[T], object]) -> None:
    """Have ``check`` try each input. What it raises, or takes longer than ``LONGEST``, is a failure.

    Fails the test with the first failures, each with its input and where it failed.
    """
    failures: list[str] = []
    for given in inputs:
        TRIED[name] = TRIED.get(name, 0) + 1
        started = time.thread_time()
        try:
            check(given)
        except Exception:
            failures.append(f"{given!r:.400}\n{traceback.format_exc(limit=-2, chain=False)}")
        if (seconds := time.thread_time() - started) > LONGEST:
            failures.append(f"{given!r:.400}\ntook {seconds:.1f} seconds")
    if failures:
        pytest.fail(f"{len(failures)} of {TRIED[name]} inputs:\n\n" + "\n".join(failures[:_SHOWN]), pytrace=False)
