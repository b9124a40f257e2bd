"""The tour: the real window on a desk of its own, driven by keys, leaving pictures, a handout and timings."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # the tour is for looking at afterwards, with or without a screen

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from champion_desk import i18n, tour_steps
from champion_desk.app import build_services
from champion_desk.domain.problems import Problem
from champion_desk.tour_hands import USUAL, Hands
from champion_desk.ui.desktop import Desktop
from champion_desk.ui.problems import catch_faults

TIMINGS = "timings.txt"
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
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    return app


@contextmanager
def _desktop(app: QApplication, folder: Path, hands: Hands, demo: bool = False) -> Iterator[tour_steps.Script]:
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
