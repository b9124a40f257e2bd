"""What there is to choose for figures that leave the desk: which months, and the rule for small numbers."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.figures import next_month
from champion_desk.domain.retention import months_before
from champion_desk.domain.small_numbers import SUPPRESS, TEN_FIVE
from champion_desk.i18n import _
from champion_desk.ui.widgets.chips import ChipGroup

LISTED, MONTH, QUARTER, YEAR = "listed", "month", "quarter", "year"
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
_ONE = timedelta(days=1)


class FigureChoices(QWidget):
    """`changed` when anything else is chosen. The months are always whole ones."""

    changed = Signal()

    def __init__(self, first: date, last: date, today: date) -> None:
        super().__init__()
        self._first, self._last, self._today = first, last, today
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        months = [(MONTH, _("last month")), (QUARTER, _("last 3 months")), (YEAR, _("last 12 months"))]
        self.months = ChipGroup(_("Which months?"), [*months, (LISTED, _("those of the list"))])
        self.rule = ChipGroup(_("Small numbers"), [(SUPPRESS, _("leave out 1 to 4")), (TEN_FIVE, _("10–5"))])
        # A month that is not over changes from day to day, and so is not what to give out first.
        under_way = (last.year, last.month) >= (today.year, today.month)
        self.months.set_codes([YEAR if under_way else LISTED])
        self.rule.set_codes([SUPPRESS])
        for group in (self.months, self.rule):
            group.changed.connect(self.changed)
            column.addWidget(group)

    def days(self) -> tuple[date, date]:
        """The first day of the first month and the last day of the last."""
        code = str(self.months.code())
        if code == LISTED:
            return self._first.replace(day=1), next_month(self._last) - _ONE
        end = self._today.replace(day=1)
        return months_before(end, _MONTHS[code]), end - _ONE

    def rule_chosen(self) -> str:
        """The rule for small numbers."""
        return str(self.rule.code())

    def words(self) -> str:
        """What will be in the file, and what not."""
        held = _(
            "Numbers to give out: people helped by month, topic, outcome, channel, place and hour. No note, "
            "no name and no single visit is in it. The file itself says what is left out and why."
        )
        if self.rule_chosen() == TEN_FIVE:
            rule = _(
                "Numbers below 10 are left out and the others rounded to the nearest 5. Where a small one "
                "could still be found by subtraction, a larger one is left out too."
            )
        else:
            rule = _(
                "Numbers from 1 to 4 are left out. Where one could be found by subtraction, a larger one is "
                "left out too. The others are exact."
            )
        return f"{held} {rule}"
