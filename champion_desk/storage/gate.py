"""A gate that many pass at the same time, and that one can shut to be alone for a moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from champion_desk.domain.problems import Problem

_PATIENCE = 5.0  # seconds, as long as a busy database is waited for


class Gate:
    """Stands before the store's connections. Who is inside already may pass again on the same thread."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._inside = 0
        self._is_shut = False
        self._own = threading.local()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Go in, as soon as the gate is open."""
        depth: int = getattr(self._own, "depth", 0)
        with self._turn:
            if not depth:
                self._turn.wait_for(lambda: not self._is_shut)
            self._inside += 1
        self._own.depth = depth + 1
        try:
            yield
        finally:
            self._own.depth = depth
            with self._turn:
                self._inside -= 1
                self._turn.notify_all()

    @contextmanager
    def shut(self) -> Iterator[None]:
        """Nobody else is inside. Raises `Problem("store-busy")` where someone does not come out in time."""
        with self._turn:
            waited = self._turn.wait_for(lambda: not self._is_shut and not self._inside, _PATIENCE)
            if not waited:
                raise Problem("store-busy")
            self._is_shut = True
        try:
            yield
        finally:
            with self._turn:
                self._is_shut = False
                self._turn.notify_all()
