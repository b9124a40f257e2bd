"""The ring round whatever has the keyboard: painted outside the control, in every theme, on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea, QWidget
from shiboken6 import isValid

from champion_desk.ui.widgets.following import Follower

if TYPE_CHECKING:  # the theme owns the ring
    from champion_desk.ui.theme import Theme

GAP, WIDTH = 2, 3
ROUND = -1


def ring(widget: QWidget, radius: int = 8, inside: bool = False) -> None:
    """How the ring fits a widget: corner radius at 100 % (ROUND for a chip), inside where space is short."""
    widget.setProperty("ring_radius", radius)
    widget.setProperty("ring_inside", inside)


class FocusRing(QObject):
    """Follows the focus through the application and lays a ring round the control that has it."""

    def __init__(self, app: QApplication, theme: Theme) -> None:
        super().__init__(app)
        self._theme = theme
        self._overlay: _Overlay | None = None
        self._control: ref[QWidget] | None = None
        self._follower = Follower(self._place, self)
        app.focusChanged.connect(self._focus_changed)
        theme.theme_changed.connect(self._place)

    @Slot()
    def _focus_changed(self) -> None:
        # Without the signal's own arguments: the one that lost the focus may be half destroyed by now.
        now = QApplication.focusWidget()
        control = _ringed(now) if now is not None else None
        self._control = ref(control) if control is not None else None
        self._follower.follow(control)
        self._place()

    def _place(self) -> None:
        control = self._control() if self._control is not None else None
        if control is None or not isValid(control) or not control.isVisible():
            if self._overlay is not None and isValid(self._overlay):
                self._overlay.hide()
            return
        home = _home(control)
        if self._overlay is None or not isValid(self._overlay):
            self._overlay = _Overlay(home)
        overlay = self._overlay
        if overlay.parentWidget() is not home:
            overlay.setParent(home)
        overlay.lay_round(control, self._theme)


class _Overlay(QWidget):
    """The ring itself: the mouse and the screen reader pass through it."""

    def __init__(self, home: QWidget) -> None:
        super().__init__(home)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._radius = 8.0
        self._theme: Theme | None = None

    def lay_round(self, control: QWidget, theme: Theme) -> None:
        self._theme = theme
        home = _home(control)
        place = QRect(control.mapTo(home, QPoint(0, 0)), control.size())
        inside = bool(control.property("ring_inside"))
        grow = -1 if inside else GAP + WIDTH + 1
        wanted = control.property("ring_radius")
        radius = theme.px(8 if wanted is None else int(wanted))
        self._radius = place.height() / 2 if wanted == ROUND else radius
        self._radius += 0 if inside else GAP
        self.setGeometry(place.adjusted(-grow, -grow, grow, grow))
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme
        # A dark line on each side carries the 3:1 where amber alone would not, on white.
        outer = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        middle = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        painter.setPen(QPen(tokens.colour("focus-edge"), 1))
        painter.drawRoundedRect(outer, self._radius + WIDTH, self._radius + WIDTH)
        painter.setPen(QPen(tokens.colour("focus"), WIDTH))
        painter.drawRoundedRect(middle, self._radius + WIDTH / 2, self._radius + WIDTH / 2)


def _ringed(focused: QWidget) -> QWidget | None:
    """What the ring goes round: a field inside a frame lends the frame; windows and menus have none."""
    if focused.isWindow() or isinstance(focused, QMenu) or focused.property("ring_none"):
        return None
    parent = focused.parentWidget()
    return parent if parent is not None and parent.property("ring_host") else focused


def _home(control: QWidget) -> QWidget:
    """Where the ring is drawn: the scroll area's own view, so that it is cut off where the control is."""
    widget = control.parentWidget()
    while widget is not None and not widget.isWindow():
        above = widget.parentWidget()
        if isinstance(above, QScrollArea) and above.viewport() is widget:
            return widget
        widget = above
    return control.window()
