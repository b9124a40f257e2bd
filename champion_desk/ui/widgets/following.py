"""Keeps something beside a widget: says when the widget, or anything it lies in, moves or hides."""

from __future__ import annotations

from collections.abc import Callable
from weakref import ref

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

_MOVES = {
    QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide,
    QEvent.Type.ParentChange, QEvent.Type.StyleChange, QEvent.Type.ZOrderChange,
}  # fmt: skip


class Follower(QObject):
    """Calls `moved` whenever the followed widget may lie somewhere else on its window."""

    def __init__(self, moved: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moved = moved
        # Weakly: a window must go when its owner lets go of it, not in the midst of the next change of focus.
        self._watched: list[ref[QWidget]] = []

    def follow(self, widget: QWidget | None) -> None:
        """Watch this widget and everything around it; None lets go."""
        for known in self._watched:
            watched = known()
            if watched is not None and isValid(watched):
                watched.removeEventFilter(self)
        self._watched = []
        while widget is not None:
            self._watched.append(ref(widget))
            widget.installEventFilter(self)
            widget = None if widget.isWindow() else widget.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._moved()
        return False
