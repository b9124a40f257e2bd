"""Prints a sheet on paper: the system's own dialog, the real pages, at the printer's own density."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QWidget

from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.settings import Settings, changed
from champion_desk.ui.background import Background
from champion_desk.ui.choices import Choices

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_MOST_DENSITY = 300  # dots an inch: sharper than this no eye sees, and pages would take hundreds of megabytes


class Printing:
    """Prints PDFs for one window."""

    def __init__(self, parent: QWidget, choices: Choices) -> None:
        self._parent = parent
        self._choices = choices

    def has_printer(self) -> bool:
        """Whether this computer can print at all, with someone in sight of the dialog."""
        if QGuiApplication.platformName() == "offscreen":
            return False
        from PySide6.QtPrintSupport import QPrinterInfo  # only where someone prints

        return bool(QPrinterInfo.availablePrinterNames())

    def print_pdf(
        self, pdf: bytes, name: str, background: Background, failed: Callable[[BaseException], None]
    ) -> bool:
        """Ask how, then print on the worker. False when cancelled. Raises `Problem("no-printer")`."""
        if not self.has_printer():
            raise Problem("no-printer")
        printer = self._ask(name)
        if printer is None:
            return False
        background.run(lambda: paint_pages(pdf, printer), None, failed)
        return True

    def _ask(self, name: str) -> QPrinter | None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # only where someone prints

        settings = self._choices.get()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if settings.printer in QPrinterInfo.availablePrinterNames():
            printer.setPrinterName(settings.printer)
        set_up(printer, settings)
        printer.setDocName(name)
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, self._parent)
        dialog.setWindowTitle(_("Print {name}").format(name=name))
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return None
        self._choices.change(as_chosen(printer, settings))
        return printer


def set_up(printer: QPrinter, settings: Settings) -> None:
    """As many copies, and on as many sides, as were chosen the last time."""
    sides = printer.DuplexMode
    modes = {"none": sides.DuplexNone, "long": sides.DuplexLongSide, "short": sides.DuplexShortSide}
    printer.setCopyCount(settings.copies)
    printer.setDuplex(modes[settings.both_sides])


def as_chosen(printer: QPrinter, settings: Settings) -> Settings:
    """The settings with the printer, the copies and the sides that were chosen in its dialog."""
    sides = printer.DuplexMode
    names = {sides.DuplexLongSide: "long", sides.DuplexAuto: "long", sides.DuplexShortSide: "short"}
    return changed(
        settings,
        printer=printer.printerName(),
        copies=printer.copyCount(),
        both_sides=names.get(printer.duplex(), "none"),
    )


def paint_pages(pdf: bytes, printer: QPrinter) -> None:
    """Paint the pages that were asked for on the printer, as often as it can't repeat them by itself.

    Raises `Problem("print-failed")`.
    """
    from champion_desk.documents.pictures import page_pictures  # pypdfium2 loads slowly

    whole = printer.pageLayout().fullRectPixels(printer.resolution())
    density = min(printer.resolution(), _MOST_DENSITY)
    width = max(1, round(whole.width() * density / printer.resolution()))
    first = printer.fromPage() or 1
    last = printer.toPage() or 10_000
    painter = QPainter()
    if not painter.begin(printer):
        raise Problem("print-failed")
    try:
        fresh = True
        for _copy in range(1 if printer.supportsMultipleCopies() else printer.copyCount()):
            for number, picture in enumerate(page_pictures(pdf, width), 1):
                if not first <= number <= last:
                    continue
                if not fresh and not printer.newPage():
                    raise Problem("print-failed")
                fresh = False
                across, down, pixels = picture
                image = QImage(pixels, across, down, across * 4, QImage.Format.Format_RGBX8888)
                painter.drawImage(QRectF(0, 0, whole.width(), whole.width() * down / across), image)
    finally:
        painter.end()
