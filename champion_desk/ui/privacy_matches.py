"""The list of what was found: each row can be chosen by key or mouse; never more rows than one reads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.erasure import Match
from champion_desk.i18n import _, ngettext
from champion_desk.services.catalogues import Catalogues
from champion_desk.ui.announce import announce
from champion_desk.ui.privacy_words import about_text, kind_text, when_text
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.labels import PlainLabel

MOST_ROWS = 100


class MatchList(QWidget):
    """Shows the first matches in a table; Space, Enter or a click chooses a row, or lets it go again."""

    chosen_changed = Signal()

    def __init__(self, catalogues: Catalogues) -> None:
        super().__init__()
        self._matches: tuple[Match, ...] = ()
        self._chosen: set[str] = set()
        columns: list[Column[Match]] = [
            Column(_("Erase?"), self._mark, tone=self._tone),
            Column(_("What"), kind_text),
            Column(_("When"), when_text, spare=True),
            Column(_("What it says"), lambda match: about_text(match, catalogues), stretch=1),
        ]
        self._model: RecordModel[Match] = RecordModel(columns)
        self.table = RecordTable(_("What was found"), self._model, grow=True)
        self.table.setAccessibleDescription(_("Space chooses a row, or lets it go again."))
        self.table.activated_record.connect(self._toggle)
        self.table.clicked.connect(self._clicked)
        self.table.installEventFilter(self)
        self.more = PlainLabel("", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table)
        column.addWidget(self.more)

    def show_matches(self, matches: Sequence[Match]) -> None:
        """Show these, none of them chosen."""
        self._matches = tuple(matches)
        self._chosen.clear()
        self._model.set_rows(self._matches[:MOST_ROWS])
        left = len(self._matches) - MOST_ROWS
        self.more.setVisible(left > 0)
        said = ngettext(
            "and {count} more. Look for something narrower to see it.",
            "and {count} more. Look for something narrower to see them.",
            max(left, 1),
        )
        self.more.setText(said.format(count=f"{left:,}") if left > 0 else "")
        self.chosen_changed.emit()

    def clear(self) -> None:
        """Show and keep nothing."""
        self.show_matches(())

    def matches(self) -> tuple[Match, ...]:
        """Everything found, also what has no row."""
        return self._matches

    def chosen(self) -> tuple[Match, ...]:
        """What is to be erased."""
        return tuple(match for match in self._matches if match.id in self._chosen)

    def choose_all(self, on: bool) -> None:
        """Choose everything found, or nothing."""
        self._chosen = {match.id for match in self._matches} if on else set()
        self._look_again()

    def _mark(self, match: Match) -> str:
        return _("erase") if match.id in self._chosen else _("keep")

    def _tone(self, match: Match) -> str:
        return "could-not" if match.id in self._chosen else "quiet"

    def _toggle(self, match: Match) -> None:
        self._chosen ^= {match.id}
        announce(self.table, self._mark(match))
        self._look_again()

    def _clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self._toggle(self._model.record(index.row()))

    def _look_again(self) -> None:
        self.table.viewport().update()
        self.chosen_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space chooses the row the keyboard is on."""
        if (
            watched is self.table
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            match = self.table.record()
            if match is not None:
                self._toggle(match)
            return True
        return super().eventFilter(watched, event)
