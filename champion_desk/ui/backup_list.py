"""The list of backups: when, why, how much, checked when, where; check them again, or restore one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from champion_desk.i18n import _, ngettext
from champion_desk.storage.backups import Backup, order
from champion_desk.ui.announce import announce
from champion_desk.ui.backup_cards import button_row
from champion_desk.ui.backup_words import (
    checked_tone,
    checked_words,
    holds_words,
    occasion_words,
    place_words,
    size_words,
    when_words,
)
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.labels import PlainLabel

SHOWN_AT_FIRST = 12


@dataclass(frozen=True, slots=True)
class ListedBackup:
    """A backup with the places where it lies; `backup` is the one on this computer where there is one."""

    backup: Backup
    here: bool
    there: bool


def merged(here: Sequence[Backup], there: Sequence[Backup]) -> list[ListedBackup]:
    """One row for each backup, newest first; a copy is known by its time and size."""
    copies = {(one.made_at, one.size) for one in there}
    own = {(one.made_at, one.size) for one in here}
    rows = [ListedBackup(one, True, (one.made_at, one.size) in copies) for one in here]
    rows += [ListedBackup(one, False, True) for one in there if (one.made_at, one.size) not in own]
    return sorted(rows, key=lambda row: order(row.backup), reverse=True)


def _columns() -> list[Column[ListedBackup]]:
    return [
        Column(_("Made"), lambda row: when_words(row.backup.made_at), stretch=3),
        Column(_("Why"), lambda row: occasion_words(row.backup.occasion), quiet=True, stretch=3, spare=True),
        Column(_("Holds"), lambda row: holds_words(row.backup.counts), stretch=3),
        Column(_("Size"), lambda row: size_words(row.backup.size), quiet=True, spare=True),
        Column(
            _("Checked"), lambda row: checked_words(row.backup), tone=lambda row: checked_tone(row.backup)
        ),
        Column(_("Where"), lambda row: place_words(row.here, row.there), quiet=True, spare=True),
    ]


class BackupList(Card):
    """`restore_asked` brings the row that is to be restored."""

    restore_asked = Signal(object)
    check_asked = Signal()
    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("All backups"), "list-checks")
        self._rows: list[ListedBackup] = []
        self._all = self._is_hint = False
        self._model: RecordModel[ListedBackup] = RecordModel(_columns())
        self.table = RecordTable(_("All backups"), self._model, grow=True)
        self.table.activated_record.connect(self.restore_asked)
        self.table.selected_record.connect(self._chosen)
        self.restore = SecondaryButton(_("Look inside and restore"), "archive-restore")
        self.restore.clicked.connect(self._ask)
        self.check = SecondaryButton(_("Check them all again"), "check-check")
        self.check.clicked.connect(self.check_asked)
        self.stop = SecondaryButton(_("Stop checking"), "x")
        self.stop.clicked.connect(self.stop_asked)
        self.stop.hide()
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Checking the backups"))
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.said = PlainLabel("", "strong")
        self.said.hide()
        self.more = LinkButton("", quiet=True)
        self.more.clicked.connect(self._show_all)
        self.empty = EmptyState(
            "archive-restore", _("No backup yet"), _("The first one is made when you lock, or right now.")
        )
        self.buttons = button_row(self.restore, self.check, self.stop)
        for widget in (self.empty, self.buttons, self.progress, self.said, self.table):
            self.body.addWidget(widget)
        self.body.addWidget(button_row(self.more))
        self.body.addStretch(1)

    def show_rows(self, rows: Sequence[ListedBackup]) -> None:
        """Show these, and keep the one that was chosen."""
        chosen = self.table.record()
        self._rows = list(rows)
        shown = self._rows if self._all else self._rows[:SHOWN_AT_FIRST]
        self._model.set_rows(shown)
        if shown:
            paths = [row.backup.path for row in shown]
            same = chosen is not None and chosen.backup.path in paths
            self.table.select_row(paths.index(chosen.backup.path) if same else 0)
        left = len(self._rows) - len(shown)
        words = ngettext("Show {count} older one", "Show {count} older ones", max(left, 1))
        self.more.setText(words.format(count=left))
        self.more.setVisible(left > 0)
        for widget in (self.table, self.buttons):
            widget.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self._settle()

    def _chosen(self, _row: ListedBackup) -> None:
        if self._is_hint:
            self.show_checked("")
        self._settle()

    def show_damaged(self) -> None:
        """The one chosen can't be restored; said until another is chosen."""
        self.show_checked(_("This one is damaged. Choose another."), tone_bad=True)
        self._is_hint = True

    def _settle(self) -> None:
        row = self.table.record()
        self.restore.setEnabled(row is not None and row.backup.whole)

    def _show_all(self) -> None:
        self._all = True
        self.show_rows(self._rows)
        self.table.setFocus()

    def _ask(self) -> None:
        row = self.table.record()
        if row is not None:
            self.restore_asked.emit(row)

    # Checking them all

    def show_progress(self, done: int, total: int) -> None:
        """A check is under way, so far done."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self._show_checking(True)

    def show_checked(self, sentence: str, tone_bad: bool = False) -> None:
        """The check has ended; say how."""
        self._show_checking(False)
        self._is_hint = False
        self.said.setText(sentence)
        self.said.set_tone("could-not" if tone_bad else None)
        self.said.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, assertive=tone_bad)

    def _show_checking(self, on: bool) -> None:
        had_focus = self.check.hasFocus() or self.stop.hasFocus()
        self.progress.setVisible(on)
        self.stop.setVisible(on)
        self.check.setVisible(not on)
        if had_focus:
            (self.stop if on else self.check).setFocus()
