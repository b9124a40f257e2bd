"""Answers for a widget that may have gone by the time they come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid


def while_alive(owner: QObject, answer: Callable[..., None]) -> Callable[..., None]:
    """Calls `answer` only while `owner` still exists: its screen may have been left since the work began."""

    def deliver(*arguments: Any) -> None:
        if isValid(owner):
            answer(*arguments)

    return deliver
