"""Chips below each other, each with an example beside it, so that one can compare before choosing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel


class NotedChips(ChipGroup):
    """One answer of a few; `notes` say by code what stands beside each, and are heard with it."""

    def __init__(
        self, label: str, choices: Sequence[tuple[str, str]], notes: Mapping[str, str], hint: str = ""
    ) -> None:
        super().__init__(label, choices, optional=True, hint=hint)
        rows = QWidget(self)
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (code, _words) in enumerate(choices):
            chip = self.chip(code)
            self._flow.removeWidget(chip)
            chip.setParent(rows)
            chip.setAccessibleDescription(notes.get(code, ""))
            grid.addWidget(chip, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(PlainLabel(notes.get(code, ""), "quiet"), row, 1, Qt.AlignmentFlag.AlignVCenter)
        self._place.hide()
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.insertWidget(outer.indexOf(self._place), rows)
