"""Does one slow thing on a thread of its own, so that whoever waits for it can give up at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from champion_desk.domain.problems import Cancelled

Result = TypeVar("Result")
_LOOK = 0.1  # seconds between two looks at whether someone gave up


class TooSlow(Exception):
    """It took longer than it may."""


def ask(work: Callable[[], Result], cancelled: Callable[[], bool], most: float) -> Result:
    """What `work` gives, or the error it ends with. Raises `Cancelled`, or `TooSlow` after `most` seconds.

    Work that nobody waits for any more ends by itself, and does not keep the program from ending.
    """
    ended = threading.Event()
    outcome: dict[str, Any] = {}

    def run() -> None:
        try:
            outcome["result"] = work()
        except BaseException as error:
            outcome["error"] = error
        finally:
            ended.set()

    threading.Thread(target=run, name="asking", daemon=True).start()
    until = time.monotonic() + most
    while not ended.wait(_LOOK):
        if cancelled():
            raise Cancelled
        if time.monotonic() > until:
            raise TooSlow
    if "error" in outcome:
        raise outcome["error"]
    return cast(Result, outcome["result"])
