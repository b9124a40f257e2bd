"""A list comes in, and somebody takes home a sheet with a place from it on: in the real window."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.services import Services
from champion_desk.ui.choices import Choices
from champion_desk.ui.dialogs.import_list import ImportDialog
from champion_desk.ui.frame import Frame
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.pages.directory import DirectoryPage
from champion_desk.ui.pages.handouts import HandoutsPage
from champion_desk.ui.sitting import Sitting

WAIT = 20_000
LIST = """name,organisation,town,postcode,phone,description,website
Harbour drop-in,Harbour Trust,Kirkwall,KW15 1AG,01632 960173,Help with <b>scams</b>.,www.example.org
Stromness tea room,Harbour Trust,Stromness,KW16 3AA,01632 960174,Tea and talk.,
,,Kirkwall,,,,
"""


class PrintingWindow(MainWindow):
    """The real window; what it would print is kept instead, as a test has no printer."""

    printed: list[bytes]

    def print_pdf(self, pdf: bytes, name: str) -> bool:
        self.printed.append(pdf)
        return True


class Desk:
    """Hands at the keyboard."""

    def __init__(self, main: PrintingWindow, qtbot: QtBot) -> None:
        self.main, self.qtbot = main, qtbot

    def press(self, keys: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keySequence(focused, QKeySequence(keys))
        QApplication.processEvents()

    def type(self, words: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or QWidget(), words)
        QApplication.processEvents()

    @property
    def directory(self) -> DirectoryPage:
        page = self.main.page
        assert isinstance(page, DirectoryPage)
        return page

    @property
    def handouts(self) -> HandoutsPage:
        page = self.main.page
        assert isinstance(page, HandoutsPage)
        return page

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=WAIT)


@pytest.fixture
def desk(qtbot: QtBot, make_services: Callable[..., Services], tmp_path: Path) -> Iterator[Desk]:
    sitting = Sitting(make_services())
    frame = Frame()
    main = PrintingWindow(sitting, Choices(tmp_path))
    main.printed = []
    qtbot.addWidget(frame)
    frame.show_screen(main)
    frame.resize(1366, 768)
    with qtbot.waitActive(frame):
        frame.show()
        frame.activateWindow()
    main.go_to("desk")
    yield Desk(main, qtbot)
    frame.close()
    sitting.leave()
    sitting.background.stop()


def take_in(desk: Desk, path: Path) -> None:
    desk.main.go_to("directory")
    desk.press("Return")  # an empty directory offers nothing but to import a list
    dialog = desk.directory.findChild(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    dialog.choose.file.set_path(path)
    dialog.go_on()
    desk.wait(lambda: dialog.steps.currentWidget() is dialog.changes)
    dialog.go_on()
    desk.wait(lambda: not dialog.isVisible())
    QApplication.processEvents()


def test_a_place_from_an_imported_list_goes_home_on_paper(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "harbour.csv"
    path.write_text(LIST, encoding="utf-8")
    take_in(desk, path)
    services = desk.main.context.services
    assert services.directory.count() == 2
    assert desk.main.message_bar.text() == "“harbour” is in: 2 new, 0 changed, 0 no longer listed."

    desk.main.activateWindow()
    desk.main.go_to("log", new=True)
    desk.main.go_to("directory")
    desk.type("harb")
    desk.press("Down")
    desk.press("Return")
    page = desk.directory
    assert page.details.match is not None
    assert page.details.match.listing.name == "Harbour drop-in"
    desk.press("Tab")
    assert QApplication.focusWidget() is page.details.signpost
    desk.press("Space")
    assert [one.name for one in desk.main.context.visit.listings] == ["Harbour drop-in"]

    desk.main.go_to("handouts", slug="spot-a-scam", language="cy")
    desk.wait(lambda: desk.handouts.preview.is_current)
    desk.press("Ctrl+P")
    desk.wait(lambda: bool(desk.main.printed))
    pages = PdfReader(io.BytesIO(desk.main.printed[0])).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Sut i adnabod sgam" in said
    assert "Harbour drop-in" in said
    assert "01632 960173" in said
    assert [given.slug for given in desk.main.context.visit.handouts] == ["spot-a-scam"]


def test_taking_a_list_back_empties_the_directory_again(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "harbour.csv"
    path.write_text(LIST, encoding="utf-8")
    take_in(desk, path)
    desk.main.undo()
    desk.wait(lambda: desk.main.context.services.directory.count() == 0)
    desk.wait(lambda: desk.directory.empty.isVisibleTo(desk.main))


def test_a_broken_list_leaves_everything_as_it_was(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "harbour.json"
    path.write_bytes(b'{"contents": [{"id": "1", "name": "Harb')
    desk.main.go_to("directory")
    desk.press("Return")
    dialog = desk.directory.findChild(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    dialog.choose.file.set_path(path)
    dialog.go_on()
    desk.wait(lambda: bool(dialog.choose.problem.label.text()))
    assert dialog.steps.currentWidget() is dialog.choose
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert desk.main.context.services.directory.count() == 0
    assert desk.main.context.services.directory.sources() == []
