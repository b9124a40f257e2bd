"""What IT's policy decides is shown, never asked: the value in words, a padlock, and who set it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel


class FixedLine(QWidget):
    """A padlock and “Set by your council”, or other words, below what can't be changed."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.label = PlainLabel(words or _("Set by your council"), "quiet")
        row.addWidget(Icon("lock", 16, "quiet"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)


class FixedValue(QWidget):
    """Stands where a field would stand: the value that the policy sets, and the line that says so."""

    def __init__(self, value: str, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.value = PlainLabel(value, "body")
        self.line = FixedLine(words)
        column.addWidget(self.value)
        column.addWidget(self.line)
