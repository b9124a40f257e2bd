"""The first run: from nothing to an open desk in under two minutes, back and forward at any step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from champion_desk import NAME
from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.backdrop import Backdrop, Sheet
from champion_desk.ui.choices import Choices
from champion_desk.ui.door import Door
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.steps.answers import Answers
from champion_desk.ui.steps.libraries import Libraries
from champion_desk.ui.steps.step import Step
from champion_desk.ui.steps.welcome import Welcome
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from champion_desk.services import Services

STEPS = ("welcome", "place", "person", "sheet")


class FirstRun(Backdrop):
    """Shows one step at a time; `finished` brings the services of the new desk."""

    finished = Signal(object)
    language_chosen = Signal(str)
    demo_chosen = Signal()
    restored = Signal(str)
    stopped = Signal()

    def __init__(
        self, door: Door, choices: Choices, at: str = "welcome", parent: QWidget | None = None
    ) -> None:
        self.sheet = Sheet()
        super().__init__(self.sheet, 640, parent)
        self.door, self.choices = door, choices
        self.answers = Answers()
        self.libraries = Libraries(door.background, self)
        self.at = at
        self.step: Step | None = None
        self._holder = QWidget()
        self._line = QHBoxLayout()
        self._line.setSpacing(10)
        self.sheet.body.addLayout(self._line)
        self.sheet.body.addSpacing(14)
        self.sheet.body.addWidget(self._holder)
        self.sheet.body.addSpacing(24)
        self._foot = QWidget()
        self.sheet.body.addWidget(self._foot)
        self.show_step(at)

    def show_step(self, name: str) -> None:
        """Show a step with whatever was answered there before."""
        if self.step is not None:
            self.step.keep()
        self.at = name
        step = self._build(name)
        # Queued: the Enter that ended one step must not reach the next.
        step.done.connect(self._forward, Qt.ConnectionType.QueuedConnection)
        step.changed.connect(self._settle)
        old, self.step = self.step, step
        self._holder.hide()
        self.sheet.body.replaceWidget(self._holder, step)
        if old is not None:
            old.deleteLater()
        self._holder = step
        self._build_head()
        self._build_foot()
        if self.isVisible():
            step.show()
            step.focus_first()
            announce(self, f"{self.progress.text()} {step.title}")

    def _build(self, name: str) -> Step:
        # Each step is loaded when it is shown: the first window must not wait for the rest.
        if name == "place":
            from champion_desk.ui.steps.place import Place

            return Place(self.door, self.answers)
        if name == "person":
            from champion_desk.ui.steps.person import Person

            return Person(self.door, self.answers)
        if name == "sheet":
            from champion_desk.ui.steps.sheet import RecoverySheet

            return RecoverySheet(self.door, self.answers, self.libraries, self.choices)
        if name == "restore":
            from champion_desk.ui.steps.restore import Restore

            restore = Restore(self.door, self.answers)
            restore.restored.connect(self.restored)
            return restore
        if name == "demo":
            from champion_desk.ui.steps.demo import Demo

            demo = Demo(self.door, self.answers)
            demo.stopped.connect(self.stopped)
            return demo
        welcome = Welcome(self.door, self.answers)
        welcome.language_chosen.connect(self.language_chosen)
        welcome.restore_chosen.connect(lambda: self.show_step("restore"))
        welcome.demo_chosen.connect(self.demo_chosen)
        return welcome

    def _build_head(self) -> None:
        while (item := self._line.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._line.addWidget(Icon("life-buoy", 22, "accent"))
        self._line.addWidget(PlainLabel(NAME, "strong", wrap=False, tone="accent"))
        self._line.addStretch(1)
        words = ""
        if self.at in STEPS:
            words = _("Step {number} of {count}").format(number=STEPS.index(self.at) + 1, count=len(STEPS))
        self.progress = PlainLabel(words, "quiet", wrap=False)
        self._line.addWidget(self.progress)

    def _build_foot(self) -> None:
        foot = QWidget()
        flow = FlowLayout(foot, gap=10)
        self.on = PrimaryButton(self.step.next_words() if self.step else "")
        self.on.clicked.connect(self.go_on)
        self.back = SecondaryButton(
            _("Stop") if self.at == "demo" else _("Back"), "x" if self.at == "demo" else "arrow-left"
        )
        self.back.clicked.connect(self.go_back)
        flow.addWidget(self.on)
        flow.addWidget(self.back)
        self.sheet.body.replaceWidget(self._foot, foot)
        self._foot.deleteLater()
        self._foot = foot
        foot.setVisible(self.at != "welcome")
        self._settle()

    def _settle(self) -> None:
        if self.step is None:
            return
        self.on.setVisible(bool(self.step.next_words()))
        self.on.setEnabled(self.step.may_go_on())
        self.back.setEnabled(self.step.may_go_back())

    def go_on(self) -> None:
        """Check this step and go to the next."""
        if self.step is not None and self.step.may_go_on():
            self.step.finish()

    def go_back(self) -> None:
        """Go to the step before; what is typed here is kept."""
        if self.step is None or not self.step.may_go_back():
            return
        if self.at == "demo":
            self.step.stop()
        elif self.at in STEPS and self.at != "welcome":
            self.show_step(STEPS[STEPS.index(self.at) - 1])
        elif self.at == "restore":
            self.stopped.emit() if self.door.doorway.exists() else self.show_step("welcome")

    def _forward(self) -> None:
        if self.at == STEPS[-1]:
            self.finished.emit(self.answers.services)
        elif self.at in STEPS:
            self.show_step(STEPS[STEPS.index(self.at) + 1])

    def speak_anew(self) -> bool:
        self.show_step(self.at)
        return True

    def leave(self) -> None:
        if self.step is not None:
            self.step.keep()
            self.step.stop()

    def opened_here(self) -> Services | None:
        return self.answers.services

    def focus_first(self) -> None:
        if self.step is not None:
            self.step.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Fields and buttons take Enter themselves; only a tick does not know what to do with it.
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if enter and isinstance(self.focusWidget(), QCheckBox):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)
