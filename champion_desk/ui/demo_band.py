"""The band that marks the demo desk on every page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from champion_desk.i18n import _
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel


class DemoBand(QWidget):
    """One line across the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 3, 24, 3)
        row.setSpacing(8)
        row.addWidget(Icon("info", 16, "partly"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(
            PlainLabel(_("Demo desk: invented people and places"), "small-strong", wrap=False, tone="partly"),
            1,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("partly-soft"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour("line"))
