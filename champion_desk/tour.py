"""The tour: the real window on a desk of its own, driven by keys, leaving pictures, a handout and timings."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from champion_desk import i18n, tour_steps
from champion_desk.app import build_services
from champion_desk.diagnostics import catch_faults
from champion_desk.domain.problems import Problem
from champion_desk.services.doorway import DEMO_PASSPHRASE
from champion_desk.tour_hands import USUAL, Hands
from champion_desk.ui.desktop import Desktop
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.pages.desk import DeskPage
from champion_desk.ui.pages.directory import DirectoryPage

TIMINGS = "timings.txt"
_SAMPLES = 120
_OURS = re.compile(rf"\d\d-[a-z-]+\.png|{tour_steps.HANDOUT}|{TIMINGS}")


def take_tour(out: Path) -> list[Path]:
    """Take the whole tour; the pictures, the handout and the timings it left in `out`.

    Raises `Problem`: tour-stopped, where the window did not do what it should; no-permission.
    """
    _make_room(out)
    app = _application()
    spoken = i18n.language()
    i18n.set_language("en")
    hands = Hands(out)
    give_back = catch_faults(hands.faults.append)
    try:
        with tempfile.TemporaryDirectory(prefix="champion-desk-tour-", ignore_cleanup_errors=True) as folder:
            with _desktop(app, Path(folder) / "new", hands) as script:
                tour_steps.start_a_desk(script, Path(folder))
            with _desktop(app, Path(folder) / "demo", hands, demo=True) as script:
                tour_steps.spend_a_day(script, out)
    finally:
        give_back()
        i18n.set_language(spoken)
        timings = out / TIMINGS
        timings.write_text(hands.report(), encoding="utf-8")
    return [*(path for path in hands.written if path.parent == out), timings]


def at_rest(folder: Path) -> float:
    """Megabytes of memory that this process holds with the demo desk in a folder open and idle."""
    with at_the_demo(folder) as script:
        rail = script.screen(MainWindow).rail
        script.hands.wait("what waits on Training", lambda: rail.item("training").count)
        script.hands.settle()
        return _resident_megabytes()


def keystrokes(folder: Path, queries: Sequence[str], patience: float = 20) -> list[float]:
    """Seconds from each keystroke in the directory's search to its list, filled and painted; at least 100."""
    found: list[float] = []
    with at_the_demo(folder, patience) as script:
        hands = script.hands
        hands.press("Ctrl+3")
        page = script.page(DirectoryPage)
        hands.wait("the directory to be read", page.context.services.directory.is_ready)
        hands.settle()
        painted = _Painted(page.view.viewport(), page.panes.nothing_found)
        while len(found) < _SAMPLES:
            for query in queries:
                page.search_now(query[:-1])
                hands.go_to(page.search.words.line)
                page.search.words.line.end(False)
                hands.settle()
                painted.seen = False
                began = time.perf_counter()
                QTest.keyClicks(page.search.words.line, query[-1])
                while not painted.seen:
                    QApplication.processEvents()
                found.append(time.perf_counter() - began)
    return found


class _Painted(QObject):
    """Notes that one of some widgets was painted."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__(widgets[0])
        self.seen = False
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


@contextmanager
def at_the_demo(folder: Path, patience: float = 20) -> Iterator[tour_steps.Script]:
    """The window on a demo desk that is there already, unlocked; `patience` is seconds for each wait."""
    with _desktop(_application(), folder, Hands(folder, soon=200, patience=patience)) as script:
        tour_steps.type_passphrase(script, DEMO_PASSPHRASE)
        script.hands.press("Return")
        script.page(DeskPage)
        script.hands.settle()
        yield script


def _resident_megabytes() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        kilobytes = re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="ascii"))
        return int(kilobytes[1]) / 1024 if kilobytes else 0.0
    import resource  # only where there is no /proc and no Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


def _make_room(out: Path) -> None:
    """An empty place for what this tour leaves; the pictures of the one before go."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path in out.iterdir():
            if _OURS.fullmatch(path.name):
                path.unlink()
        (out / TIMINGS).touch()
    except OSError:
        raise Problem("no-permission", path=str(out)) from None


def _application() -> QApplication:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # it is for looking at afterwards, with or without a screen
    qInstallMessageHandler(_pass_on)
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    return app


def _pass_on(_kind: QtMsgType, _place: QMessageLogContext, text: str) -> None:
    """Qt's own words, but for the one that every window without a screen says."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)


@contextmanager
def _desktop(
    app: QApplication, folder: Path, hands: Hands, demo: bool = False
) -> Iterator[tour_steps.Script]:
    """The real window on a desk's folder, closed at the end with all that belongs to it."""
    ended: list[bool] = []
    desktop = Desktop(app, folder, demo, build_services, lambda: ended.append(True))
    hands.desktop = desktop
    try:
        desktop.open()
        desktop.frame.showNormal()
        desktop.frame.resize(USUAL)
        hands.wait("the window", lambda: desktop.frame.isVisible() and desktop.frame.size() == USUAL)
        yield tour_steps.Script(hands, desktop)
    finally:
        hands.faults.clear()
        hands.desktop = None
        desktop.close()
        hands.wait("the desk to be put away", lambda: ended)
        desktop.deleteLater()
        hands.turn()
