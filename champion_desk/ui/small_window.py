"""The small window: the tally keys and Help someone, on top of another program; it shows no one's session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout

from champion_desk.i18n import _
from champion_desk.settings import changed
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.reading_order import move_focus
from champion_desk.ui.tally_counting import KEYS, Counting
from champion_desk.ui.tally_strip import TallyStrip
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

_USUAL = (500, 296)
_ON_SCREEN = 60  # so many pixels of it must be in reach


def place_of(text: str) -> QRect | None:
    """The place and size that were kept, if they can be read."""
    try:
        left, top, width, height = (int(part) for part in text.split(","))
    except ValueError:
        return None
    return QRect(left, top, width, height) if width > 0 and height > 0 else None


def in_reach(place: QRect) -> bool:
    """Whether enough of it lies on a screen that is there now."""
    return any(
        (part := screen.availableGeometry().intersected(place)).width() >= _ON_SCREEN
        and part.height() >= _ON_SCREEN
        for screen in QGuiApplication.screens()
    )


class SmallWindow(QDialog):
    """Stays on top, keeps its place and size. Locking puts it away; it is back after unlocking."""

    undo_asked = Signal()

    def __init__(self, context: Context, counting: Counting, help_someone: Callable[[], None]) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self._context, self._help_someone = context, help_someone
        self.setWindowTitle(_("Count - Champion Desk"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = Scroll(margin=12)  # made smaller than its keys need, it scrolls
        outer.addWidget(scroll)
        body = scroll.body
        body.setSpacing(10)
        self.strip = TallyStrip(context, counting, compact=True)
        body.addWidget(self.strip)
        self.said = PlainLabel("", "quiet")
        body.addWidget(self.said)
        row = FlowLayout(gap=8)  # with large text one below the other
        self.help_button = PrimaryButton(_("Help someone"), "hand-helping", "F2")
        self.help_button.clicked.connect(self._help)
        self.back_button = SecondaryButton(_("Whole window"), "monitor", _("Esc"))
        self.back_button.clicked.connect(self.reject)
        row.addWidget(self.help_button)
        row.addWidget(self.back_button)
        body.addLayout(row)
        body.addStretch(1)
        for number, key in enumerate(KEYS):
            self._key(key, partial(counting.press, number))
            self._key(f"Shift+{key}", partial(counting.ask, number, self))
        self._key("F2", self._help)
        self._key("Ctrl+L", context.window.lock)
        self._key("Ctrl+Z", self.undo_asked.emit)

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(act)

    def open_up(self) -> None:
        """Show it where it was, or at the corner of the screen."""
        kept = place_of(self._context.settings().small_window_place)
        if kept is not None and in_reach(kept):
            self.setGeometry(kept)
        else:
            look, room = theme(), QGuiApplication.primaryScreen().availableGeometry()
            width, height = look.px(_USUAL[0]), look.px(_USUAL[1])
            corner = room.right() - width - 24, room.bottom() - height - 48
            self.setGeometry(QRect(*corner, width, height).intersected(room))
        self._remember(True)
        self.show()
        self.strip.focus_first()
        announce(self, _("Small window. F5 to F12 count, F2 helps someone, Esc goes back."))

    def say(self, text: str) -> None:
        """Show what the message line of the whole window says."""
        self.said.setText(text)

    def _help(self) -> None:
        self._help_someone()

    def reject(self) -> None:
        """Back to the whole window: it does not come by itself next time."""
        self._remember(False)
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._remember(False)
        super().closeEvent(event)

    def _remember(self, is_open: bool) -> None:
        place = self.geometry()
        kept = f"{place.x()},{place.y()},{place.width()},{place.height()}"
        now = self._context.settings()
        if (now.small_window, now.small_window_place) != (is_open, kept):
            self._context.change_settings(changed(now, small_window=is_open, small_window_place=kept))

    def put_away(self) -> None:
        """The desk locks: keep its place, and that it is wanted."""
        if self.isVisible():
            self._remember(True)
            self.done(0)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return move_focus(self, forward)
