"""Words on a page: labels that never take data for markup, badges, and the little caps that show a key."""

from __future__ import annotations

import re
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from champion_desk.ui import icons
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.theme import Tone, theme

Role = Literal[
    "title", "heading", "strong", "body", "quiet", "quiet-strong", "small", "small-strong", "large", "count"
]  # fmt: skip


_LONG_WORD = re.compile(r"\S{25,}")
_PART_OF_IT = re.compile(r"(?:[^\s/\\_.@&?=-]{0,23}[/\\_.@&?=-]+|\S{24})(?=\S)")
_MAY_BREAK = "\u200b"


def breakable(text: str) -> str:
    """The text with places to break long words at: a folder or web address may be wider than any card."""
    return _LONG_WORD.sub(lambda word: _PART_OF_IT.sub(rf"\g<0>{_MAY_BREAK}", word[0]), text)


class PlainLabel(QLabel):
    """Text exactly as it is, never markup; wraps, and takes the height its lines need."""

    def __init__(
        self, text: str = "", role: Role = "body", wrap: bool = True, tone: Tone | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        self.setText(text)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        # What someone may copy from here stays as it is.
        fixed = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        super().setText(breakable(text) if self.wordWrap() and not fixed else text)

    def setTextInteractionFlags(self, flags: Qt.TextInteractionFlag) -> None:
        super().setTextInteractionFlags(flags)
        self.setText(self.text())

    def text(self) -> str:
        return super().text().replace(_MAY_BREAK, "")

    def sizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().sizeHint()
        # Qt would like wrapped words to be square; people read lines.
        self.ensurePolished()
        natural = self.fontMetrics().size(0, self.text()).width() + 2
        width = min(natural, theme().px(520))
        return QSize(width, self.heightForWidth(width))

    def set_tone(self, tone: Tone | None) -> None:
        """Change what the colour says; the words must say it too."""
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)


class ElidedLabel(PlainLabel):
    """One line that ends in … where space ends; the whole text is its accessible name and its tip."""

    def __init__(self, text: str = "", role: Role = "body", parent: QWidget | None = None) -> None:
        self._whole = ""
        super().__init__("", role, wrap=False, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Show this text, as much of it as fits."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def whole(self) -> str:
        """The text, also what does not fit."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        return QSize(min(metrics.horizontalAdvance(self._whole), theme().px(48)), metrics.height())

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        # A tip may hold markup in Qt unless it is escaped; the zero-width joiner keeps Qt from guessing so.
        self.setToolTip("" if shown == self._whole else plain_tip(self._whole))


def plain_tip(text: str) -> str:
    """Text for a tool tip that Qt cannot take for markup."""
    return text.replace("<", "‹").replace(">", "›")


class TitleLine(QWidget):
    """A label and a quiet aside on one line, on two where space is short."""

    def __init__(self, text: str, role: Role, aside: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = FlowLayout(self, gap=6)
        self.label = PlainLabel(text, role)
        self.aside = PlainLabel(aside, "quiet", parent=self)
        self.aside.setVisible(bool(aside))
        line.addWidget(self.label)
        line.addWidget(self.aside)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class Badge(QLabel):
    """A word of state on soft colour, an icon before it if it helps: "done", "open until 17:00"."""

    def __init__(
        self, text: str, tone: Tone = "quiet", icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._tone: Tone = tone
        self._icon = icon
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_badge(self, text: str, tone: Tone) -> None:
        """Say something else."""
        self._tone = tone
        self.setText(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return badge_size(self.text(), self._icon is not None)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_badge(QPainter(self), self.rect(), self.text(), self._tone, self._icon)


def badge_size(text: str, with_icon: bool = False) -> QSize:
    """The room a badge takes."""
    metrics = QFontMetrics(theme().font("quiet", bold=True))
    icon = theme().px(20) if with_icon else 0
    return QSize(metrics.horizontalAdvance(text) + theme().px(18) + icon, metrics.height() + theme().px(6))


def paint_badge(painter: QPainter, rect: QRect, text: str, tone: str, icon: str | None = None) -> None:
    """Paint a badge filling `rect`; tables share it."""
    look = theme()
    ink, ground = look.tone(tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edged = look.tokens.card == ground.name().upper() or tone == "quiet"
    painter.setPen(
        QPen(ink if look.tokens.card == ground.name().upper() else look.colour("line"), 1)
        if edged
        else Qt.PenStyle.NoPen
    )
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), look.px(6), look.px(6))
    inner = rect.adjusted(look.px(9), 0, -look.px(8), 0)
    if icon:
        size = look.px(15)
        icons.draw(painter, icon, ink, inner.x(), rect.center().y() - size / 2 + 0.5, size)
        inner.adjust(look.px(20), 0, 0, 0)
    painter.setFont(look.font("quiet", bold=True))
    painter.setPen(ink)
    painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class KeyHint(QLabel):
    """A key as a small cap: "Ctrl Enter". Screen readers hear the key from the control it belongs to."""

    def __init__(self, keys: str, parent: QWidget | None = None, ink: str = "quiet") -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._ink = ink
        self.setText(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return key_cap_size(self.text())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        paint_key_cap(QPainter(self), self.rect(), self.text(), look.colour(self._ink), look.colour("line"))


def key_cap_size(keys: str) -> QSize:
    """The room a key cap takes."""
    look = theme()
    font = look.font("quiet")
    font.setPixelSize(look.px(13))
    metrics = QFontMetrics(font)
    return QSize(metrics.horizontalAdvance(keys) + look.px(12), metrics.height() + look.px(4))


def paint_key_cap(painter: QPainter, rect: QRect, keys: str, ink: QColor, edge: QColor) -> None:
    """Paint a key cap filling `rect`; buttons share it."""
    look = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), look.px(5), look.px(5))
    font = look.font("quiet")
    font.setPixelSize(look.px(13))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, keys)
