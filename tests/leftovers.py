"""Finds what a locked desk still holds: in widgets and models, and anywhere else Python can reach."""

from __future__ import annotations

import gc
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

_others: list[object] = []
_SAYING = ("text", "placeholderText", "title", "currentText", "prefix", "suffix")
_PLAIN = dict | tuple | list | set | frozenset
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


def said_by(widget: QWidget) -> Iterator[str]:
    """Whatever a widget shows, says, or could bring back by Undo."""
    yield from (
        widget.windowTitle(),
        widget.toolTip(),
        widget.whatsThis(),
        widget.statusTip(),
        widget.accessibleName(),
        widget.accessibleDescription(),
    )
    for name in _SAYING:
        said = getattr(widget, name, None)
        if callable(said) and not isinstance(widget, QTextEdit | QPlainTextEdit):
            try:
                answer = said()
            except TypeError:
                continue
            if isinstance(answer, str):
                yield answer
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        yield widget.toPlainText()
        while widget.document().isUndoAvailable():
            widget.document().undo()
            yield widget.toPlainText()
    if isinstance(widget, QLineEdit):
        while widget.isUndoAvailable():
            widget.undo()
            yield widget.text()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))


def widgets_with(word: str) -> list[str]:
    """The widgets of the program that still say a word."""
    return [
        f"{type(widget).__name__} {type(widget.parent()).__name__}"
        for widget in QApplication.allWidgets()
        if isValid(widget) and any(word in said for said in said_by(widget))
    ]


def models_with(word: str) -> list[str]:
    """The models that still hold a word, those that Python made and those that a list has of its own."""
    models = [one for one in gc.get_objects() if isinstance(one, QAbstractItemModel) and isValid(one)]
    lists = [one for one in QApplication.allWidgets() if isinstance(one, QAbstractItemView)]
    models += [one.model() for one in lists if one.model() is not None]
    return [type(model).__name__ for model in models if _holds(model, QModelIndex(), word)]


def _holds(model: QAbstractItemModel, parent: QModelIndex, word: str) -> bool:
    try:
        columns = model.columnCount(parent)
    except TypeError:  # a list: it has one, and does not say so
        columns = 1
    for row in range(model.rowCount(parent)):
        for column in range(columns):
            at = model.index(row, column, parent)
            if any(word in str(model.data(at, role)) for role in _ROLES) or _holds(model, at, word):
                return True
    return False


def records_of(*kinds: type) -> list[object]:
    """The records of these kinds that something still holds, but for those noted as others'."""
    known = {id(one) for one in _others}
    return [one for one in gc.get_objects() if isinstance(one, kinds) and id(one) not in known]


def note_others(*kinds: type) -> None:
    """What is there now is left from other tests, and none of ours; it is held, so that no id comes twice."""
    _others[:] = [one for one in gc.get_objects() if isinstance(one, kinds)]


def forget_others() -> None:
    """Let go of what was noted."""
    _others.clear()


def holders_of(*words: str | bytes) -> list[str]:
    """What holds a string with one of these words in it, other than the word itself."""
    seen: set[int] = set()
    found = []
    for one in gc.get_objects():
        for text in _texts_below(one, seen):
            for word in words:
                if type(text) is type(word) and word in text and text != word:  # type: ignore[operator]
                    found.append(f"{type(one).__name__} {describe(one)}: {text[:80]!r}")
    return found


def _texts_below(one: object, seen: set[int]) -> Iterator[str | bytes]:
    """The strings that a container holds, also through those that Python's collector does not follow."""
    for held in gc.get_referents(one):
        if isinstance(held, str | bytes):
            yield held
        elif isinstance(held, _PLAIN) and not gc.is_tracked(held) and id(held) not in seen:
            seen.add(id(held))
            yield from _texts_below(held, seen)


def describe(one: object) -> str:
    """Enough to find whoever holds it."""
    name = getattr(one, "__qualname__", "") or getattr(one, "f_code", "")
    if isinstance(one, dict):
        name = ", ".join(str(key)[:30] for key in list(one)[:6])
    if isinstance(one, QObject) and isValid(one):
        name = one.objectName()
    above = {type(holder).__name__ for holder in gc.get_referrers(one)} - {"list_iterator", "frame"}
    return f"{name} held by {sorted(above)[:6]}"
