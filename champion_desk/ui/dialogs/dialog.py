"""A dialog over the window: a heading, its words or form, its buttons; Esc leaves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.ui.complaint import Complaint
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.reading_order import move_focus
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll


class Dialog(QDialog):
    """Put widgets into `body`; the main button is `main`, the way out `out`."""

    def __init__(self, parent: QWidget, title: str, main: str, out: str = "", width: int = 520) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._width = width
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._scroll = Scroll(margin=24)
        outer.addWidget(self._scroll, 1)
        self._soon = QTimer(self)  # of its own: one that Qt keeps would hold the dialog after the lock
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._grow)
        inner = self._scroll.widget()
        if inner is not None:
            inner.installEventFilter(self)
        self._scroll.body.addWidget(PlainLabel(title, "heading"))
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self._scroll.body.addLayout(self.body)
        self._scroll.body.addStretch(1)
        self.complaint = Complaint()
        self._scroll.body.addWidget(self.complaint)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 8, 24, 20)
        line = QWidget()
        self.buttons = FlowLayout(line, gap=10)
        row.addWidget(line, 1)
        outer.addWidget(foot)
        self.main = PrimaryButton(main)
        self.out = SecondaryButton(out or _("Cancel"))
        self.main.clicked.connect(self.submit)
        self.out.clicked.connect(self.reject)
        self.buttons.addWidget(self.main)
        self.buttons.addWidget(self.out)

    def _turn_page(self, down: bool) -> None:
        """Long words scroll by key too, while the keyboard is on the buttons below them."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + (bar.pageStep() if down else -bar.pageStep()))

    def submit(self) -> None:
        """The main button: done, unless a dialog checks something first."""
        self.accept()

    def add_button(self, button: QPushButton) -> None:
        """One more button beside the two."""
        self.buttons.insert_widget(1, button)

    def open(self) -> None:
        """Show it as large as it needs to be, and no larger than the screen."""
        self.fit()
        super().open()

    def fit(self) -> None:
        """Take the size its contents need."""
        look = theme()
        room = self.screen().availableSize()
        width = min(look.px(self._width), room.width() - 40)
        inner = self._scroll.widget()
        inside = width - self._scroll.verticalScrollBar().sizeHint().width()  # the bar keeps its place
        needed = inner.heightForWidth(inside) if inner is not None and inner.hasHeightForWidth() else 0
        if inner is not None:  # long words ask for more than their height at this width
            hint = inner.minimumSizeHint() if needed else inner.sizeHint()
            needed = max(needed, hint.height())
        foot = self.buttons.heightForWidth(width - 48) + 28
        self.resize(width, min(needed + foot + 4, room.height() - 60))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is said while it is open, as of a field that is wrong, must not be hidden below."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._soon.start()
        return False

    def _grow(self) -> None:
        before = self.size()
        self.fit()
        if self.height() < before.height():  # a line that goes must not make it jump
            self.resize(before)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return move_focus(self, forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn_page(event.key() == Qt.Key.Key_PageDown)
            return
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        elif self.main.isEnabled():
            self.submit()
