"""Bars lying down, one below the other, each with its words and figure: for kinds, whose names are long."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from champion_desk.i18n import _
from champion_desk.ui.theme import theme


class BarRows(QWidget):
    """Figures with their words, the largest first as they are given; all of it is said to a screen reader."""

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: list[tuple[int, str]] = []

    def set_rows(self, rows: Sequence[tuple[int, str]]) -> None:
        """Show these figures and words."""
        self._rows = list(rows)
        said = [_("{label}: {value}").format(label=label, value=value) for value, label in self._rows]
        self.setAccessibleDescription("; ".join(said))
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def _line(self) -> int:
        look = theme()
        return QFontMetrics(look.font("quiet")).height() + look.px(12)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), self._line() * max(len(self._rows), 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small, strong = look.font("quiet"), look.font("quiet", bold=True)
        line, most = self._line(), max(max(value for value, _label in self._rows), 1)
        figure = max(QFontMetrics(strong).horizontalAdvance(str(value)) for value, _label in self._rows)
        room = self.width() - figure - look.px(8)
        for at, (value, label) in enumerate(self._rows):
            top = at * line
            words = QRect(0, top, room, line - look.px(8))
            painter.setFont(small)
            painter.setPen(look.colour("ink"))
            short = QFontMetrics(small).elidedText(label, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)
            painter.setFont(strong)
            place = QRect(self.width() - figure, top, figure, line - look.px(8))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            bar = QRectF(0, top + line - look.px(8), max(room * value / most, look.px(2)), look.px(4))
            painter.drawRoundedRect(bar, look.px(2), look.px(2))
