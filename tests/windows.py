"""The whole program in a window for tests: on a real folder, driven by keys, put away at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.app import build_services
from champion_desk.domain.champions import Champion, Site
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.ui.desktop import Desktop
from champion_desk.ui.first_run import FirstRun
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.steps.welcome import Welcome
from champion_desk.ui.unlock import Unlock, UnlockForm
from tests.conftest import PASSPHRASE


class Hands:
    """Drives a desktop as a person would: keys to whatever has the keyboard, and patience."""

    def __init__(self, desktop: Desktop, qtbot: QtBot, ended: list[int]) -> None:
        self.desktop, self.qtbot, self._ended = desktop, qtbot, ended

    @property
    def window(self) -> MainWindow:
        assert self.desktop.window is not None
        return self.desktop.window

    @property
    def first_run(self) -> FirstRun:
        assert isinstance(self.desktop.screen, FirstRun)
        return self.desktop.screen

    @property
    def unlock_form(self) -> UnlockForm:
        assert isinstance(self.desktop.screen, Unlock)
        assert self.desktop.screen.form is not None
        return self.desktop.screen.form

    def there(self) -> QWidget:
        return QApplication.focusWidget() or self.desktop.frame

    def press(self, keys: str) -> None:
        QTest.keySequence(self.there(), QKeySequence(keys))
        self.qtbot.wait(1)

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.there(), key)
        self.qtbot.wait(1)

    def type(self, words: str) -> None:
        self.qtbot.keyClicks(self.there(), words)
        self.qtbot.wait(1)

    def wait(self, what: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(what, timeout=20_000)

    def wait_for_desk(self) -> None:
        self.wait(lambda: self.desktop.window is not None)

    def wait_for_door(self) -> None:
        self.wait(lambda: isinstance(self.desktop.screen, Unlock))
        self.desktop.frame.activateWindow()  # no window manager does so when a dialog has gone
        self.wait(self.is_ready)

    def dialog(self) -> QDialog:
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        self.wait_for_door()
        self.unlock_form.passphrase.set_text(passphrase)
        self.unlock_form.submit()
        self.wait_for_desk()

    def is_ready(self) -> bool:
        """Whether the first thing one would type into has the keyboard, or the desk is open already."""
        screen, focused = self.desktop.screen, QApplication.focusWidget()
        if isinstance(screen, Unlock):
            return screen.form is None or focused is screen.form.passphrase.line
        if isinstance(screen, FirstRun):
            return not isinstance(screen.step, Welcome) or focused in (screen.step.start, screen.step.demo)
        return screen is not None

    def is_blank(self) -> bool:
        return self.desktop.blank is not None and self.desktop.blank.is_on

    def has_ended(self) -> bool:
        return bool(self._ended)


@pytest.fixture
def open_desktop(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Hands]]:
    """Opens the program on a folder, as `champion-desk` does."""
    opened: list[Hands] = []

    def open_(folder: Path = tmp_path / "desk", demo: bool = False) -> Hands:
        ended: list[int] = []
        desktop = Desktop(qapp, folder, demo, build_services, lambda: ended.append(1))
        hands = Hands(desktop, qtbot, ended)
        opened.append(hands)
        desktop.open()
        desktop.frame.showNormal()
        desktop.frame.resize(1366, 768)
        desktop.frame.activateWindow()
        hands.wait(lambda: desktop.screen is not None)
        desktop.frame.activateWindow()
        hands.wait(hands.is_ready)
        return hands

    yield open_
    for hands in opened:
        if not hands.has_ended():
            hands.desktop.close()
            hands.wait(hands.has_ended)


@pytest.fixture
def made_desk(tmp_path: Path, kirkwall: Site, catalogues: Catalogues) -> Path:
    """The folder of a desk that Mairi and Ewan can unlock, locked."""
    folder = tmp_path / "desk"
    desk = DeskService(folder, catalogues.words)
    desk.start(NewDesk(kirkwall, Champion("Mairi", lead=True), PASSPHRASE))
    desk.add_champion(Champion("Ewan"), "lantern kettle harbour nine")
    desk.close()
    return folder


@pytest.fixture
def hands(open_desktop: Callable[..., Hands], made_desk: Path) -> Hands:
    """An unlocked desk in its window."""
    hands = open_desktop(made_desk)
    hands.unlock()
    return hands
