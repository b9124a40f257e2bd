"""Printing: the real pages on a printer's paper, and a way out where there is no printer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from champion_desk.domain.champions import Site
from champion_desk.paths import resources_dir
from champion_desk.services.handouts import HandoutService
from champion_desk.settings import Settings
from champion_desk.ui.printing import as_chosen, paint_pages, set_up

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)


@pytest.fixture
def sheet(kirkwall: Site) -> bytes:
    handouts = HandoutService(resources_dir(), kirkwall, demo=False)
    return handouts.pdf(handouts.order(handouts.get("use-the-nhs-app"), 24))


def test_every_page_reaches_the_printer(qtbot: QtBot, sheet: bytes, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    printer.setFullPage(True)
    paint_pages(sheet, printer)
    pages = len(PdfReader(tmp_path / "paper.pdf").pages)
    assert pages > 1
    wanted = tmp_path / "sheet.pdf"
    wanted.write_bytes(sheet)
    assert pages == len(PdfReader(wanted).pages)


def test_only_the_pages_asked_for(qtbot: QtBot, sheet: bytes, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    printer.setFromTo(2, 2)
    paint_pages(sheet, printer)
    assert len(PdfReader(tmp_path / "paper.pdf").pages) == 1


class Turning(QPrinter):
    """A printer that turns the paper over, as drivers do; Qt's own for PDF does not."""

    _sides = QPrinter.DuplexMode.DuplexNone

    def setDuplex(self, duplex: QPrinter.DuplexMode) -> None:
        self._sides = duplex

    def duplex(self) -> QPrinter.DuplexMode:
        return self._sides


@pytest.mark.parametrize("sides", ["none", "long", "short"])
def test_copies_and_both_sides_are_as_they_were_last_chosen(qtbot: QtBot, sides: str) -> None:
    printer = Turning(QPrinter.PrinterMode.HighResolution)
    set_up(printer, Settings(copies=3, both_sides=sides))
    chosen = as_chosen(printer, Settings())
    assert (chosen.copies, chosen.both_sides) == (3, sides)


def test_what_no_printer_can_do_is_not_kept() -> None:
    assert Settings(copies=0, both_sides="sideways") == Settings()
    assert Settings(copies=900).copies == 50


def test_without_a_printer_a_sheet_can_be_saved(
    hands: Hands, sheet: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands.window._printing, "has_printer", lambda: False)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    assert not hands.window.print_pdf(sheet, "Use the NHS App")
    assert "no printer" in hands.window.message_bar.text()
    target = tmp_path / "kept"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    assert hands.window.print_pdf(sheet, "Use the NHS App")
    assert (tmp_path / "kept.pdf").read_bytes() == sheet
    assert "Saved as kept.pdf" in hands.window.message_bar.text()


def test_a_sheet_that_can_not_be_saved_says_so(
    hands: Hands, sheet: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "not-there" / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    assert hands.window.save_pdf(sheet, "Sheet") is None
    assert "not there" in hands.window.message_bar.text()
