"""Buttons: filled for the page's one main act, outlined for the rest, links, icons with names."""

from __future__ import annotations

from weakref import ReferenceType, ref

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QToolTip, QWidget

from champion_desk.i18n import _
from champion_desk.ui import icons
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.focus_ring import ring
from champion_desk.ui.widgets.labels import key_cap_size, paint_key_cap, plain_tip


def literal(text: str) -> str:
    """Text from the store for a button: an & in it is an &, not a key."""
    return text.replace("&", "&&")


# How much of an icon alone is left where it can't be pressed now.
_UNUSABLE = 0.35


class _PaintedButton(QPushButton):
    """What the buttons share: icon, words, key cap in a row, in the theme's colours and at its size."""

    def __init__(self, text: str, icon: str | None, key_hint: str | None, parent: QWidget | None) -> None:
        super().__init__(text, parent)
        self.icon_name = icon
        self.key_hint = key_hint
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._lent_to: ReferenceType[QWidget] | None = None
        if key_hint:
            self.setAccessibleDescription(_("Key: {key}").format(key=key_hint))
        ring(self, 8)

    def set_icon(self, name: str | None) -> None:
        """Show another icon, or none."""
        self.icon_name = name
        self.updateGeometry()
        self.update()

    def setEnabled(self, enabled: bool) -> None:
        """A button that waits for its own work has the keyboard again afterwards, unless it was moved on."""
        had_keyboard = not enabled and self.hasFocus()
        super().setEnabled(enabled)
        now = QApplication.focusWidget()
        if had_keyboard:  # Qt hands it to whatever stands next
            self._lent_to = ref(now) if now is not None else None
        elif enabled and self._lent_to is not None:
            if now is self._lent_to() and self.isVisible():
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._lent_to = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses a button as Space does; Qt itself does so in dialogs only.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
            self.update()

    def words_font(self) -> QFont:
        """The font of the words."""
        return theme().font("body")

    def height_at_100(self) -> int:
        """The least height at 100 % text size."""
        return 38

    def padding_at_100(self) -> int:
        """Space left and right of the contents."""
        return 14

    def icon_at_100(self) -> int:
        """The icon's size."""
        return 20

    def sizeHint(self) -> QSize:
        look = theme()
        metrics = QFontMetrics(self.words_font())
        width = look.px(self.padding_at_100()) * 2 + self._contents_width(metrics)
        height = max(look.px(self.height_at_100()), metrics.height() + look.px(8))
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _shown_words(self) -> str:
        return self.text()

    def _contents_width(self, metrics: QFontMetrics) -> int:
        look, parts = theme(), []
        if self.icon_name:
            parts.append(look.px(self.icon_at_100()))
        if self._shown_words():
            parts.append(metrics.size(Qt.TextFlag.TextShowMnemonic, self._shown_words()).width() + 1)
        if self.key_hint:
            parts.append(key_cap_size(self.key_hint).width())
        return sum(parts) + look.px(8) * max(len(parts) - 1, 0)

    def paint_contents(
        self, painter: QPainter, rect: QRect, ink: QColor, cap_ink: QColor, cap_edge: QColor
    ) -> None:
        """Draw icon, words and key cap in a row in the middle of `rect`."""
        look = theme()
        painter.setFont(self.words_font())
        metrics = QFontMetrics(self.words_font())
        x = rect.x() + max((rect.width() - self._contents_width(metrics)) // 2, 0)
        if self.icon_name:
            size = look.px(self.icon_at_100())
            icons.draw(painter, self.icon_name, ink, x, rect.y() + (rect.height() - size) / 2, size)
            x += size + look.px(8)
        words = self._shown_words()
        if words:
            flags = Qt.TextFlag.TextShowMnemonic
            width = metrics.size(flags, words).width() + 1
            painter.setPen(ink)
            painter.drawText(
                QRect(x, rect.y(), width, rect.height()), int(flags | Qt.AlignmentFlag.AlignVCenter), words
            )
            x += width + look.px(8)
        if self.key_hint:
            size_ = key_cap_size(self.key_hint)
            cap = QRect(x, rect.y() + (rect.height() - size_.height()) // 2, size_.width(), size_.height())
            paint_key_cap(painter, cap, self.key_hint, cap_ink, cap_edge)

    def _frame(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)


def _unusable_edge() -> QPen:
    """The edge of what can't be pressed now: paler, or dashed where all lines are as bright as words."""
    look = theme()
    line = look.colour("line")
    dashed = line == look.colour("ink")
    return QPen(line, 1, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)


class PrimaryButton(_PaintedButton):
    """The one main act of a page, filled with the accent; `large` for the desk's "Help someone"."""

    def __init__(
        self, text: str, icon: str | None = None, key_hint: str | None = None, large: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._large = large
        super().__init__(text, icon, key_hint, parent)

    def words_font(self) -> QFont:
        return theme().font("heading" if self._large else "body", bold=True)

    def height_at_100(self) -> int:
        return 56 if self._large else 38

    def padding_at_100(self) -> int:
        return 24 if self._large else 15

    def icon_at_100(self) -> int:
        return 24 if self._large else 20

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        usable = self.isEnabled()
        lively = usable and (self.isDown() or self.underMouse())
        ground = look.colour("accent-hover" if lively else "accent" if usable else "line")
        ink = look.colour("on-accent" if usable else "ink")
        is_open = ground == ink  # high contrast, where what can't be pressed has no ground but an edge
        painter.setPen(_unusable_edge() if is_open else Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("card") if is_open else ground)
        painter.drawRoundedRect(self._frame() if is_open else QRectF(self.rect()), look.px(8), look.px(8))
        self.paint_contents(painter, self.rect(), ink, ink, ink)


class SecondaryButton(_PaintedButton):
    """Everything else one can do: outlined; `small` stands in lists and cards, never under 32 high."""

    def __init__(
        self, text: str, icon: str | None = None, key_hint: str | None = None, small: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._small = small
        super().__init__(text, icon, key_hint, parent)

    def words_font(self) -> QFont:
        return theme().font("quiet" if self._small else "body")

    def height_at_100(self) -> int:
        return 32 if self._small else 38

    def padding_at_100(self) -> int:
        return 11 if self._small else 14

    def icon_at_100(self) -> int:
        return 16 if self._small else 18

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        usable = self.isEnabled()
        lively = usable and (self.isDown() or self.underMouse())
        painter.setPen(QPen(look.colour("edge"), 1) if usable else _unusable_edge())
        painter.setBrush(look.colour("soft-accent" if lively or self.isChecked() else "card"))
        painter.drawRoundedRect(self._frame(), look.px(8), look.px(8))
        ink = look.colour("ink" if usable else "quiet")
        self.paint_contents(painter, self.rect(), ink, look.colour("quiet"), look.colour("line"))


class LinkButton(_PaintedButton):
    """An act inside or beside a sentence: underlined words, an icon before them if it helps."""

    def __init__(
        self, text: str, icon: str | None = None, key_hint: str | None = None, quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._quiet = quiet
        super().__init__(text, icon, key_hint, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ring(self, 4, inside=False)

    def words_font(self) -> QFont:
        font = theme().font("quiet" if self._quiet else "body")
        font.setUnderline(True)
        return font

    def height_at_100(self) -> int:
        return 28

    def padding_at_100(self) -> int:
        return 2

    def icon_at_100(self) -> int:
        return 18

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        lively = self.isDown() or self.underMouse()
        ink = look.colour("accent" if lively else "quiet" if self._quiet else "ink")
        self.paint_contents(painter, self.rect(), ink, look.colour("quiet"), look.colour("line"))


class IconButton(_PaintedButton):
    """An icon alone, with the name a screen reader says and a tip shows."""

    def __init__(
        self, icon: str, accessible_name: str, parent: QWidget | None = None, small: bool = False
    ) -> None:
        self._small = small
        super().__init__("", icon, None, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.rename(accessible_name)

    def rename(self, accessible_name: str) -> None:
        """Say what it does now."""
        self.setAccessibleName(accessible_name)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            # Shown here and not kept as the tip, or a screen reader would say the name twice.
            QToolTip.showText(event.globalPos(), plain_tip(self.accessibleName()), self)
            return True
        return super().event(event)

    def height_at_100(self) -> int:
        return 26 if self._small else 32

    def padding_at_100(self) -> int:
        return 4 if self._small else 6

    def icon_at_100(self) -> int:
        return 18 if self._small else 20

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(_UNUSABLE)
        elif self.isDown() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("soft-accent"))
            painter.drawRoundedRect(QRectF(self.rect()), look.px(8), look.px(8))
        self.paint_contents(
            painter, self.rect(), look.colour("ink"), look.colour("quiet"), look.colour("line")
        )
