"""Blank the screen: at one key nothing can be read, and the same key brings everything back as it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QInputEvent, QKeyEvent, QPainter, QPaintEvent, QShortcutEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from shiboken6 import isValid

from champion_desk.i18n import _
from champion_desk.ui import icons
from champion_desk.ui.announce import announce
from champion_desk.ui.ground import paint_ground
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.labels import key_cap_size, paint_key_cap

_SWALLOWED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.Shortcut,
        QEvent.Type.Wheel,
        QEvent.Type.ContextMenu,
    }
)


_INPUT = (QInputEvent, QShortcutEvent)


class Blank(QObject):
    """Covers the window and its dialogs. F4 works wherever the keyboard is; Esc or a click uncovers too."""

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._covers: list[_Cover] = []
        self._focus: QWidget | None = None

    @property
    def is_on(self) -> bool:
        """Whether the screen is blank."""
        return bool(self._covers)

    def start(self) -> None:
        """Listen for F4 from now on."""
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def stop(self) -> None:
        """Uncover, and listen no more."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._lift()

    def toggle(self) -> None:
        """Cover, or uncover."""
        if self.is_on:
            self._lift()
        else:
            self._cover()

    def _cover(self) -> None:
        self._focus = QApplication.focusWidget()
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            popup = QApplication.activePopupWidget()
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow | QDialog)]
        self._covers = [_Cover(window, self) for window in windows if window.isVisible()]
        for cover in self._covers:
            if cover.window().isActiveWindow() or len(self._covers) == 1:
                # As for a menu: whatever had the keyboard keeps what was typed.
                cover.setFocus(Qt.FocusReason.PopupFocusReason)
        if self._covers:
            announce(self._covers[0], _("The screen is blank. Press F4 to come back."), assertive=True)
            self.changed.emit(True)

    def _lift(self) -> None:
        covers, self._covers = self._covers, []
        for cover in covers:
            if isValid(cover):
                cover.hide()
                cover.deleteLater()
        if self._focus is not None and isValid(self._focus) and self._focus.isVisible():
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus = None
        if covers:
            self.changed.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, _INPUT):  # all events come by here; their type tells slowly
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._turns(event):
            if not event.isAutoRepeat():
                self.toggle()
            return True
        if self.is_on and kind in _SWALLOWED:
            event.accept()  # so that no shortcut takes the key instead
            return True
        return False

    def _turns(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_F4:
            return event.modifiers() == Qt.KeyboardModifier.NoModifier
        return self.is_on and event.key() == Qt.Key.Key_Escape


class _Cover(QWidget):
    """Lies over a whole window, and stays over it when its size changes."""

    def __init__(self, window: QWidget, blank: Blank) -> None:
        super().__init__(window)
        self._blank = blank
        self.setAccessibleName(_("The screen is blank. Press F4 to come back."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring_none", True)
        self.setCursor(Qt.CursorShape.BlankCursor)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        elif event.type() == QEvent.Type.ChildAdded:
            self.raise_()
        return False

    def mousePressEvent(self, event: object) -> None:
        self._blank.toggle()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, self)
        # A quiet sign and the way back; nothing that says what was on screen.
        ink = look.colour("rail-ink")
        size, cap = look.px(40), key_cap_size("F4")
        middle = self.rect().center()
        painter.setOpacity(0.55)
        icons.draw(painter, "life-buoy", ink, middle.x() - size / 2, middle.y() - size, size)
        place = QRect(middle.x() - cap.width() // 2, middle.y() + look.px(16), cap.width(), cap.height())
        paint_key_cap(painter, place, "F4", ink, look.colour("rail-edge"))
