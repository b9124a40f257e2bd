"""A day to type or step through with the arrows, and the inset that boxes with a typed value share."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QWidget

from champion_desk.i18n import language
from champion_desk.ui.theme import theme


def inset(box: QAbstractSpinBox) -> None:
    """Keep the value off the edge; the style sheet does not reach the line inside such a box."""
    line = box.lineEdit()
    if line is not None:
        line.setTextMargins(theme().px(10), 0, theme().px(10), 0)


class DateField(QDateEdit):
    """A day, written out: 22 November 2026; the arrows up and down change the part the cursor is in."""

    def __init__(self, accessible_name: str, day: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setLocale(QLocale(language()))
        self.setDisplayFormat("d MMMM yyyy")
        self.set_day(day or date.today())
        inset(self)

    def day(self) -> date:
        """The day chosen."""
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def set_day(self, day: date) -> None:
        """Show this day."""
        self.setDate(QDate(day.year, day.month, day.day))

    def stepBy(self, steps: int) -> None:
        """Down from the first of a month is the day before it, and never stands still."""
        section, date = self.currentSection(), self.date()
        move = {self.Section.DaySection: date.addDays, self.Section.MonthSection: date.addMonths}
        self.setDate(move.get(section, date.addYears)(steps))
        self.setSelectedSection(section)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag
        return flags.StepUpEnabled | flags.StepDownEnabled

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            inset(self)
