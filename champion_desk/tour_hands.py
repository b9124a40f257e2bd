"""What drives the window in the tour: key presses, waits that end, pictures, and how long each step took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMessageBox, QWidget

from champion_desk.domain.problems import Problem
from champion_desk.ui.desktop import Desktop
from champion_desk.ui.theme import theme

USUAL = QSize(1366, 768)
_PATIENCE = 20.0  # seconds until something that does not come is given up
_BEAT_MS = 4
_MOST_TABS = 150
_HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


@dataclass(frozen=True, slots=True)
class Timing:
    """A step: how long it took, and the longest time in it during which the window answered nobody."""

    step: str
    milliseconds: float
    blocked: float


class _Pulse(QObject):
    """Beats while the event loop runs; the longest pause between two beats is the longest block."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last - _BEAT_MS / 1000)
        self._last = now

    def forget(self) -> None:
        """What held the loop up was the tour itself: a picture was being written."""
        self._last = time.perf_counter()


class Hands:
    """A person at the keyboard of one desktop.

    What does not come in time raises `Problem("tour-stopped")`. A timer that fires once within `soon`
    milliseconds may still change the picture, so it is waited for.
    """

    def __init__(self, out: Path, soon: int = 700, patience: float = _PATIENCE) -> None:
        self.out, self._soon, self._patience = out, soon, patience
        self.written: list[Path] = []
        self.timings: list[Timing] = []
        self.faults: list[BaseException] = []
        self.desktop: Desktop | None = None
        self._pulse = _Pulse()
        self._step = ""
        self._stopped = ""

    # Steps and pictures

    @contextmanager
    def step(self, name: str, picture: bool = True, still: bool = True) -> Iterator[None]:
        """One step of the tour: timed, and with a picture of where it ends, once all is `still` there."""
        self._step = name
        self._pulse.longest = 0.0
        self._pulse.forget()
        began = time.perf_counter()
        yield
        if still:
            self.settle()
        milliseconds = (time.perf_counter() - began) * 1000
        self.timings.append(Timing(name, milliseconds, self._pulse.longest * 1000))
        if picture:
            self.picture(name)
        self._pulse.forget()

    def picture(self, name: str) -> None:
        """A picture of the window, with any dialog over it."""
        number = sum(path.suffix == ".png" for path in self.written) + 1
        path = self.out / f"{number:02}-{name}.png"
        whole, dialog = self._frame().grab(), self.dialog()
        if dialog is not None:
            painter = QPainter(whole)
            # In the middle, with a line where the system would draw the frame of a window.
            place = dialog.rect()
            place.moveCenter(self._frame().rect().center())
            painter.drawPixmap(place.topLeft(), dialog.grab())
            painter.setPen(theme().colour("edge"))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
            painter.end()
        if not whole.save(str(path), "PNG"):
            raise Problem("no-permission", path=str(path))
        self.written.append(path)

    def report(self) -> str:
        """The timings as lines, and what the tour was waiting for where it stopped."""
        lines = [f"{'step':34}{'ms':>8}{'blocked ms':>13}"]
        lines += [f"{one.step:34}{one.milliseconds:8.0f}{one.blocked:13.0f}" for one in self.timings]
        total = sum(one.milliseconds for one in self.timings)
        lines.append(f"{'all':34}{total:8.0f}{max((one.blocked for one in self.timings), default=0):13.0f}")
        if self._stopped:
            lines.append(f"stopped at {self._stopped}")
        return "\n".join(lines) + "\n"

    def _frame(self) -> QWidget:
        assert self.desktop is not None
        return self.desktop.frame

    @staticmethod
    def dialog() -> QWidget | None:
        """The dialog over the window, if there is one."""
        return QApplication.activeModalWidget()

    # Waiting

    def wait(self, what: str, ready: Callable[[], object], seconds: float | None = None) -> None:
        """Let the window work until it is ready; `what` names the thing in the log when it never is."""
        end = time.monotonic() + (seconds or self._patience)
        loop = QEventLoop()
        look = QTimer()
        found = False

        def check() -> None:
            nonlocal found
            self._hand_back()
            found = bool(ready())
            if found or self.faults or time.monotonic() > end:
                loop.quit()

        look.timeout.connect(check)
        look.start(5)
        self.turn()
        check()
        if not found and not self.faults:
            loop.exec()
        look.stop()
        if self.faults:
            raise self.faults[0]
        if not found:
            raise self._stop(what)

    def _stop(self, what: str) -> Problem:
        """What is raised where something did not come; the report says what it was."""
        self._stopped = self._stopped or f"{self._step}, waiting for {what}"
        return Problem("tour-stopped", step=self._step)

    def turn(self) -> None:
        """One turn of the event loop: everything that waits is done."""
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()
        self._hand_back()

    def _hand_back(self) -> None:
        """Give the keyboard to the window when a dialog has closed: without a screen nobody else does."""
        if QApplication.activeWindow() is None and self.desktop is not None and self._frame().isVisible():
            (self.dialog() or self._frame()).activateWindow()

    def settle(self) -> None:
        """Wait until no work is under way and nothing is about to change by itself."""
        self.wait("nothing under way", self._is_still)
        for _each in range(8):  # a change of size goes up through its parents, one turn at a time
            self.turn()

    def _is_still(self) -> bool:
        desktop = self.desktop
        if desktop is None:
            return True
        sitting = desktop.sitting
        if desktop.background.is_busy or (sitting is not None and sitting.background.is_busy):
            return False
        timers = self._frame().findChildren(QTimer)
        return not any(t.isActive() and t.isSingleShot() and t.interval() <= self._soon for t in timers)

    # Keys

    def press(self, *keys: str) -> None:
        """Press keys one after the other where the keyboard is: `Ctrl+Return`, `F2`, `Alt+1`."""
        for named in keys:
            *held, key = named.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for one in held:
                modifiers |= _HELD[one]
            QTest.keyClick(self._at(), Qt.Key[f"Key_{key}"], modifiers)
            self.turn()
            if self.faults:
                raise self.faults[0]

    def type(self, text: str) -> None:
        """Type letters where the keyboard is."""
        for letter in text:
            QTest.keyClicks(self._at(), letter)
            self.turn()

    def _at(self) -> QWidget:
        return QApplication.focusWidget() or QApplication.activeModalWidget() or self._frame()

    def go_to(self, widget: QWidget, keys: str = "Tab") -> None:
        """Press Tab until the keyboard is on a widget."""
        for _each in range(_MOST_TABS):
            if self.is_on(widget):
                return
            self.press(keys)
        raise self._stop(f"{keys} to reach {widget.accessibleName() or type(widget).__name__}")

    @staticmethod
    def is_on(widget: QWidget) -> bool:
        """Whether the keyboard is on a widget, or inside it."""
        focused = QApplication.focusWidget()
        return focused is not None and (focused is widget or widget.isAncestorOf(focused))

    @contextmanager
    def saving_as(self, path: Path) -> Iterator[None]:
        """Whatever asks where to save a file is answered from the keyboard with this path."""
        look = QTimer()
        asked: dict[QWidget, float] = {}

        def answer() -> None:
            dialog, now = self.dialog(), time.monotonic()
            if not isinstance(dialog, QDialog):
                return
            line = dialog.findChild(QLineEdit) if isinstance(dialog, QFileDialog) else None
            if line is not None and dialog not in asked:
                asked[dialog] = now
                line.setText(str(path))
                QTest.keyClick(line, Qt.Key.Key_Return)
            elif line is None or now - asked[dialog] > _PATIENCE / 4:
                words = dialog.text() if isinstance(dialog, QMessageBox) else dialog.windowTitle()
                self.faults.append(LookupError(f"still asked, or asked something else: {words}"))
                dialog.reject()

        look.timeout.connect(answer)
        look.start(10)
        try:
            yield
            self.wait(f"{path.name} to be saved", path.exists)
        finally:
            look.stop()
        self.written.append(path)
