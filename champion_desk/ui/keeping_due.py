"""Places that are due for a check: those that are given out most stand first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal

from champion_desk import formats
from champion_desk.domain.directory import Listing
from champion_desk.domain.keeping import Due
from champion_desk.i18n import _, ngettext
from champion_desk.ui.backup_cards import button_row
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel

MOST_ROWS = 300


class DueCard(Card):
    """The place the keyboard is on is the one that the buttons are about."""

    right_asked = Signal(object)
    wrong_asked = Signal(object)
    open_asked = Signal(object)
    months_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        choices = [("6", _("not checked for 6 months")), ("12", _("not checked for a year"))]
        self.months = ChipGroup(_("How long ago"), choices, show_label=False)
        self.months.set_codes(["6"])
        self.months.changed.connect(self.months_changed)
        self.body.addWidget(self.months)
        self.about = PlainLabel("", "quiet")
        self.body.addWidget(self.about)
        self.right = PrimaryButton(_("Still right"), "check-check", "Alt R")
        self.wrong = SecondaryButton(_("Something’s wrong…"), "flag", "Alt W")
        self.open = SecondaryButton(_("Open"), "map-pin", _("Enter"))
        self.right.clicked.connect(lambda: self._ask(self.right_asked))
        self.wrong.clicked.connect(lambda: self._ask(self.wrong_asked))
        self.open.clicked.connect(lambda: self._ask(self.open_asked))
        self.acts = button_row(self.right, self.wrong, self.open)
        self.body.addWidget(self.acts)
        self.body.addSpacing(6)
        self.model: RecordModel[Due] = RecordModel(
            [
                Column(_("Name"), lambda due: due.listing.name, stretch=3),
                Column(_("Town"), lambda due: due.listing.location.town, stretch=1, spare=True),
                Column(_("Last checked"), lambda due: _day(due.listing), quiet=True),
                Column(_("Given out"), lambda due: uses_words(due.uses), quiet=True),
            ],
            self,
        )
        self.table = RecordTable(_("Due for a check"), self.model)
        self.table.activated_record.connect(lambda _due: self._ask(self.open_asked))
        self.body.addWidget(self.table, 1)
        self.empty = EmptyState("check-check", _("Nothing is due"), _("Every place was checked lately."))
        self.body.addWidget(self.empty)

    def show_due(self, due: Sequence[Due]) -> None:
        """Show those due; the keyboard stays on the row it was on."""
        row = max(self.table.currentIndex().row(), 0)
        words = ngettext("{count} place is due for a check.", "{count} places are due for a check.", len(due))
        said = words.format(count=f"{len(due):,}")
        if len(due) > MOST_ROWS:
            said = f"{said} {_('The first {count} are shown.').format(count=MOST_ROWS)}"
        self.about.setText(said)
        for widget in (self.about, self.acts, self.table):
            widget.setVisible(bool(due))
        self.empty.setVisible(not due)
        with QSignalBlocker(self.table):
            self.model.set_rows(due[:MOST_ROWS])
        if due:
            self.table.select_row(min(row, self.model.rowCount() - 1))

    def focus(self) -> None:
        """The keyboard goes to the list, or to the question above it."""
        if self.model.rowCount():
            self.table.setFocus()
        else:
            self.months.focus_first()

    def _ask(self, signal: object) -> None:
        due = self.table.record()
        if isinstance(due, Due):
            signal.emit(due.listing)  # type: ignore[attr-defined]


def _day(listing: Listing) -> str:
    return formats.long_date(listing.checked_on) if listing.checked_on else _("never")


def uses_words(uses: int) -> str:
    """How often it was given out in the last year."""
    if not uses:
        return "–"
    return ngettext("{count} time this year", "{count} times this year", uses).format(count=uses)


def due_words(count: int) -> str:
    """For the Desk: places that people are sent to, and nobody has checked for long."""
    words = ngettext(
        "{count} place you send people to is due for a check",
        "{count} places you send people to are due for a check",
        count,
    )
    return words.format(count=f"{count:,}")
