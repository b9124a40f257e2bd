"""The window where no desk may be opened: what is wrong, for whoever looks after this computer."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from champion_desk import NAME, VERSION
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.settings import Settings
from champion_desk.ui.announce import announce
from champion_desk.ui.backdrop import Backdrop, Sheet
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.frame import Frame
from champion_desk.ui.opening import dress
from champion_desk.ui.problems import sentence_of
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, Icon
from champion_desk.ui.widgets.labels import PlainLabel


class Refusal(Backdrop):
    """One sentence, Copy details, Close. `left` when it is read."""

    left = Signal()

    def __init__(self, problem: Problem, parent: QWidget | None = None) -> None:
        self.sheet = Sheet()
        super().__init__(self.sheet, 640, parent)
        self._problem = problem
        body = self.sheet.body
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Icon("life-buoy", 22, "accent"))
        head.addWidget(PlainLabel(NAME, "strong", wrap=False, tone="accent"), 1)
        body.addLayout(head)
        body.addSpacing(14)
        self.title = PlainLabel(_("Champion Desk can't open yet"), "title")
        body.addWidget(self.title)
        body.addSpacing(6)
        body.addWidget(
            PlainLabel(_("Show this to whoever looks after this computer. Your records are as they were."))
        )
        body.addSpacing(16)
        box = Card(sunken=True)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Icon("shield-alert", 20, "partly"), 0, Qt.AlignmentFlag.AlignTop)
        self.sentence = PlainLabel(sentence_of(problem), "body")
        row.addWidget(self.sentence, 1)
        box.body.addLayout(row)
        body.addWidget(box)
        body.addSpacing(24)
        foot = QWidget()
        flow = FlowLayout(foot, gap=10)
        self.close_button = PrimaryButton(_("Close"), "x")
        self.copy = SecondaryButton(_("Copy details"), "copy")
        self.close_button.clicked.connect(self.left)
        self.copy.clicked.connect(self._copy)
        for button in (self.close_button, self.copy):
            flow.addWidget(button)
        body.addWidget(foot)

    def details(self) -> str:
        """What IT needs, line by line."""
        facts = [f"{name}: {value}" for name, value in self._problem.facts.items()]
        return "\n".join([f"{NAME} {VERSION}", self.sentence.text(), self._problem.code, *facts])

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details())
        self.copy.setText(_("Copied"))
        self.copy.updateGeometry()
        announce(self, _("Copied."))

    def focus_first(self) -> None:
        self.close_button.setFocus()
        announce(self, f"{self.title.text()}. {self.sentence.text()}", assertive=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def run_refusal(problem: Problem, look: Settings) -> int:
    """Show why no desk is opened, in the colours and text size of this desk; the exit code when closed."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setDesktopFileName("champion-desk")
    app.setQuitOnLastWindowClosed(False)
    dress(app, look)
    frame, screen = Frame(), Refusal(problem)
    for leave in (frame.close_asked, screen.left):
        leave.connect(app.quit)
    frame.show_screen(screen)
    frame.open_up()
    frame.wear_icon()
    screen.focus_first()
    app.exec()
    frame.let_go()
    return 1
