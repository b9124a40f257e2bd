"""A table of things to decide, one row at a time, with the choice for the current one below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.ui.form import Form
from champion_desk.ui.listing_card import SnugCard
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.fields import Select
from champion_desk.ui.widgets.labels import TitleLine


class RowChooser(QWidget):
    """`ask` what the row the keyboard is on should be; `select.chosen` brings the answer."""

    def __init__(self, name: str, columns: Sequence[Column[object]], grow: bool = False) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        self.model: RecordModel[object] = RecordModel(list(columns))
        card = SnugCard(6, 6)
        self.table = RecordTable(name, self.model, grow=grow)
        card.body.addWidget(self.table)
        outer.addWidget(card)
        self.form = Form()
        self.select = Select("")
        self.row = self.form.row(name, self.select, name="choice")
        outer.addWidget(self.form)
        self.table.activated_record.connect(
            lambda _one: self.select.setFocus(Qt.FocusReason.OtherFocusReason)
        )

    def ask(self, words: str, choices: Sequence[tuple[str, str]], code: str) -> None:
        """Offer these for the row."""
        title = self.row.findChild(TitleLine)
        if title is not None:
            title.label.setText(words)
        self.select.setAccessibleName(words)
        self.select.set_choices(choices)
        self.select.set_code(code)

    def show_rows(self, rows: Sequence[object]) -> None:
        """Show these; the same row stays current."""
        at = max(self.table.currentIndex().row(), 0)
        self.model.set_rows(rows)
        self.setVisible(bool(rows))
        if rows:
            self.table.select_row(min(at, len(rows) - 1))
