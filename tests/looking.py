"""What can be seen of a window, and whether all of it can be read: words that are cut, or lie on others."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from champion_desk.ui.handout_gallery import HandoutCard
from champion_desk.ui.record_table import QUIET, TONE, RecordTable
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.labels import ElidedLabel, PlainLabel, badge_size, breakable
from champion_desk.ui.widgets.suggestions import Suggestions
from champion_desk.ui.widgets.token_field import Token

_SLACK = 2  # pixels that rounding may take


def in_sight(root: QWidget) -> list[QWidget]:
    """Every widget inside that is shown, also where one has to scroll to it."""
    return [w for w in root.findChildren(QWidget) if w.isVisible() and w.window() is root.window()]


def text_of(widget: QWidget) -> str:
    """The words that a widget shows."""
    if isinstance(widget, ElidedLabel):
        return widget.whole()
    if isinstance(widget, QLabel):
        return widget.text()
    if isinstance(widget, HandoutCard):
        return widget.words.title
    if isinstance(widget, QAbstractButton):
        return str(getattr(widget, "words", "") or widget.text() or getattr(widget, "_words", ""))
    if isinstance(widget, QLineEdit):
        return "" if widget.text() else widget.placeholderText()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def named(widget: QWidget) -> str:
    """A widget in a message: its class and its words."""
    return f"{type(widget).__name__} “{(text_of(widget) or widget.accessibleName())[:60]}”"


def clipped(root: QWidget) -> list[str]:
    """What can't be read whole, each with the reason."""
    found = []
    for widget in in_sight(root):
        reason = _too_small(widget) or _cut_off(widget, root)
        if reason:
            found.append(f"{named(widget)}: {reason}")
        if isinstance(widget, RecordTable):
            found += [f"{named(widget)}: {cell}" for cell in _cells(widget)]
    return found + _sideways(root) + _covered(root)


def _too_small(widget: QWidget) -> str:
    """Why the words have no room in their own widget."""
    words = text_of(widget)
    if not words or isinstance(widget, ElidedLabel | Token):
        return ""
    if isinstance(widget, QLabel):
        return _label_too_small(widget, words)
    if isinstance(widget, QLineEdit):
        room = widget.contentsRect().width() - widget.textMargins().left() - widget.textMargins().right()
        return _wanted("wide", widget.fontMetrics().horizontalAdvance(words), room)
    if isinstance(widget, QComboBox):
        room = widget.width() - theme().px(18 + 20)
        return _wanted("wide", widget.fontMetrics().horizontalAdvance(words), room)
    if isinstance(widget, HandoutCard):
        return _wanted("high", widget.height_for(widget.width()), widget.height())
    if isinstance(widget, QAbstractButton):
        hint = widget.sizeHint()
        high = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else hint.height()
        wide = 0 if widget.hasHeightForWidth() else hint.width()
        return _wanted("wide", wide, widget.width()) or _wanted("high", high, widget.height())
    return ""


def _label_too_small(label: QLabel, words: str) -> str:
    hint = label.sizeHint()
    if not label.wordWrap():
        return _wanted("wide", hint.width(), label.width()) or _wanted("high", hint.height(), label.height())
    parts = (breakable(words) if isinstance(label, PlainLabel) else words).replace("\u200b", " ").split()
    longest = max((label.fontMetrics().horizontalAdvance(part) for part in parts), default=0)
    return _wanted("wide", longest, label.width()) or _wanted(
        "high", label.heightForWidth(label.width()), label.height()
    )


def _wanted(what: str, wanted: int, given: int) -> str:
    return f"wants {wanted} {what}, has {given}" if wanted > given + _SLACK else ""


def _cut_off(widget: QWidget, root: QWidget) -> str:
    """Whether something around it cuts it off, where nobody can scroll."""
    if not text_of(widget):
        return ""
    place, across, down = widget.rect(), True, True
    child, parent = widget, widget.parentWidget()
    while parent is not None and child is not root and not child.isWindow():
        place = place.translated(child.pos())
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            down = down and area.verticalScrollBar().maximum() == 0
            across = across and area.horizontalScrollBar().maximum() == 0
        room = parent.rect()
        if across and (place.left() < -_SLACK or place.right() > room.right() + _SLACK):
            return f"cut off at the side by {type(parent).__name__}"
        if down and (place.top() < -_SLACK or place.bottom() > room.bottom() + _SLACK):
            return f"cut off above or below by {type(parent).__name__}"
        child, parent = parent, parent.parentWidget()
    return ""


def _cells(table: RecordTable) -> Iterator[str]:
    """Words in a table's cells that are cut."""
    model = table.model()
    for row in range(min(model.rowCount(), 30)):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            words = str(index.data() or "")
            wide, high = table.columnWidth(column), table.rowHeight(row)
            if not words or table.isColumnHidden(column):
                continue
            if index.data(TONE):
                reason = _wanted("wide", badge_size(words).width() + theme().px(10), wide)
            else:
                metrics = QFontMetrics(theme().font("quiet" if index.data(QUIET) else "body"))
                room = wide - theme().px(20)
                longest = max(metrics.horizontalAdvance(word) for word in words.split())
                box = metrics.boundingRect(QRect(0, 0, room, 10_000), int(Qt.TextFlag.TextWordWrap), words)
                reason = _wanted("wide", longest, room) or _wanted("high", box.height(), high)
            if reason:
                yield f"cell “{words[:40]}” {reason}"


def _sideways(root: QWidget) -> list[str]:
    """Pages that one has to scroll sideways to read."""
    areas = [a for a in in_sight(root) if isinstance(a, QScrollArea)]
    return [f"{named(a)}: scrolls sideways" for a in areas if a.horizontalScrollBar().maximum() > 0]


def _covered(root: QWidget) -> list[str]:
    """Words that lie on other words."""
    parts = []
    for widget in in_sight(root):
        shows = text_of(widget) and not isinstance(widget, QLineEdit) and not widget.visibleRegion().isEmpty()
        if shows and not _in_a_list(widget):
            seen = widget.visibleRegion().boundingRect()
            parts.append((widget, seen.translated(widget.mapTo(root, QPoint(0, 0)))))
    found = []
    for at, (one, here) in enumerate(parts):
        for other, there in parts[at + 1 :]:
            both = here.intersected(there)
            related = one.isAncestorOf(other) or other.isAncestorOf(one)
            if not related and both.width() > 4 and both.height() > 4:
                found.append(f"{named(one)}: lies on {named(other)}")
    return found


def _in_a_list(widget: QWidget) -> bool:
    """Whether it belongs to the list that opens over a page on purpose."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, Suggestions):
            return True
        parent = parent.parentWidget()
    return False
