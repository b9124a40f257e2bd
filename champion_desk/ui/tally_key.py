"""One tally key: the key that presses it, how many it has counted today, and what it counts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from champion_desk.i18n import _
from champion_desk.services.tallies import Preset
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.focus_ring import ring
from champion_desk.ui.widgets.labels import key_cap_size, paint_key_cap, plain_tip

_LINES = 2
# How wide a key is where there is little room, at 100 % text size; compact ones in the small window.
LEAST, LEAST_COMPACT = 112, 100


class TallyKey(QPushButton):
    """A press counts one; with Shift it asks how many (`number_asked`)."""

    number_asked = Signal()

    def __init__(self, preset: Preset, key: str, language: str, compact: bool = False) -> None:
        super().__init__()
        self.preset, self.key, self.count = preset, key, 0
        self.words = preset.label(language)
        self._compact = compact
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setToolTip(plain_tip(_("{key} counts one. Shift+{key} asks how many.").format(key=key)))
        ring(self, 12)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """How many were counted today."""
        self.count = count
        self.setAccessibleName(
            _("{what}: {count} today. Key {key}.").format(what=self.words, count=count, key=self.key)
        )
        self.setAccessibleDescription(_("Shift+{key} asks how many.").format(key=self.key))
        self.update()

    def set_compact(self, compact: bool) -> None:
        """The count beside its key instead of below it, where there is little room."""
        if compact != self._compact:
            self._compact = compact
            self.updateGeometry()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.rect().contains(event.pos()):
            self.setDown(False)
            self.number_asked.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.number_asked.emit()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            self.click()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        look = theme()
        words, count = QFontMetrics(look.font("quiet")), QFontMetrics(look.font("title"))
        cap = key_cap_size(self.key).height()
        height = words.lineSpacing() * _LINES + max(cap, count.height()) + look.px(22)
        if not self._compact:
            height = words.lineSpacing() * _LINES + cap + count.height() + look.px(28)
        return QSize(look.px(LEAST_COMPACT if self._compact else LEAST), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(84), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self.isDown() or self.underMouse()
        painter.setPen(QPen(look.colour("accent" if lively else "edge"), 1))
        painter.setBrush(look.colour("soft-accent" if lively else "card"))
        radius = look.px(12)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        inner = self.rect().adjusted(look.px(12), look.px(10), -look.px(8), -look.px(8))
        cap = key_cap_size(self.key)
        cap_at = QRect(inner.topLeft(), cap)
        count_font, words_font = look.font("title"), look.font("quiet")
        metrics = QFontMetrics(count_font)
        if self._compact:
            count_at = QRect(inner.x(), inner.y(), inner.width(), max(cap.height(), metrics.height()))
            cap_at.moveTop(count_at.center().y() - cap.height() // 2)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        else:
            count_at = QRect(inner.x(), cap_at.bottom() + look.px(4), inner.width(), metrics.height())
            align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        paint_key_cap(painter, cap_at, self.key, look.colour("quiet"), look.colour("edge"))
        painter.setPen(look.colour("ink"))
        painter.setFont(count_font)
        painter.drawText(count_at, int(align), f"{self.count:,}")
        painter.setFont(words_font)
        words_at = inner.adjusted(0, count_at.bottom() + 1 - inner.y(), 0, 0)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words_at, int(flags), self._fitting(QFontMetrics(words_font), words_at.width()))

    def _fitting(self, metrics: QFontMetrics, width: int) -> str:
        """The words, cut where even two lines can't hold them; the whole of them is the name."""
        room = QRect(0, 0, width, 10_000)
        words = self.words
        while len(words) > 4 and (
            metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), words).height()
            > metrics.lineSpacing() * _LINES + 2
        ):
            words = words.rstrip("…")[:-1].rstrip() + "…"
        return words
