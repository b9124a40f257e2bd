"""Restores a backup from the open desk in two steps: see what would change, then prove that one may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, ngettext
from champion_desk.services.backups import Compared
from champion_desk.storage.backup_about import COUNTED
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.backup_cards import button_row
from champion_desk.ui.backup_list import ListedBackup
from champion_desk.ui.backup_words import heading_words, occasion_words, when_words
from champion_desk.ui.complaint import Complaint
from champion_desk.ui.context import Context
from champion_desk.ui.errands import Errands
from champion_desk.ui.form import Form
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.fields import PassphraseField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import problem_sentence


class RestoreView(QWidget):
    """`left` when the person goes back to the list. Nothing is touched before the second step's button."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._errands = Errands(self)
        self._row: ListedBackup | None = None
        self._busy = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self.title = PlainLabel("", "title")
        self.why = PlainLabel("", "quiet")
        column.addWidget(self.title)
        column.addWidget(self.why)
        self.first, self.second = self._first_step(), self._second_step()
        column.addWidget(self.first)
        column.addWidget(self.second)
        column.addStretch(1)

    def _first_step(self) -> Card:
        card = Card(_("What would change"), "list-checks", _("Step 1 of 2"))
        self.waiting = PlainLabel(_("Opening the backup and counting…"), "quiet")
        self.table = QWidget()
        self._grid = QGridLayout(self.table)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setContentsMargins(0, 0, 0, 8)
        self._grid.setColumnStretch(3, 1)
        self.sentence = PlainLabel("", "strong")
        self.complaint = Complaint()
        self.on = PrimaryButton(_("Go on"))
        back = SecondaryButton(_("Back"), "arrow-left")
        self.on.clicked.connect(lambda: self._show_step(2))
        back.clicked.connect(self.left)
        self._first_back = back
        for widget in (self.waiting, self.table, self.sentence, self.complaint, button_row(self.on, back)):
            card.body.addWidget(widget)
        return card

    def _second_step(self) -> Card:
        card = Card(_("Restore it"), "archive-restore", _("Step 2 of 2"))
        card.body.addWidget(
            PlainLabel(
                _(
                    "The desk closes, the backup takes its place, and you unlock again. What is here now is "
                    "backed up and kept aside for 72 days."
                )
            )
        )
        self.form = Form()
        self.secret = PassphraseField(_("Passphrase or recovery key"))
        self.secret.submitted.connect(self.restore)
        self.form.row(
            _("Passphrase or recovery key"),
            self.secret,
            _("One that opened the desk when this backup was made."),
            required=True,
            name="secret",
        )
        card.body.addWidget(self.form)
        self.do = PrimaryButton(_("Restore this backup"), "archive-restore")
        back = SecondaryButton(_("Back"), "arrow-left")
        self.do.clicked.connect(self.restore)
        back.clicked.connect(self.step_back)
        card.body.addWidget(button_row(self.do, back))
        return card

    def open(self, row: ListedBackup) -> None:
        """Begin with a backup."""
        self._row, self._busy = row, False
        self.title.setText(_("Backup from {when}").format(when=when_words(row.backup.made_at)))
        self.why.setText(_("Made: {why}").format(why=occasion_words(row.backup.occasion)))
        self.secret.clear()
        self.form.clear_problems()
        self.complaint.clear()
        for widget in (self.table, self.sentence):
            widget.hide()
        self.waiting.show()
        self.on.setEnabled(False)
        self._show_step(1)
        backups = self._context.services.backups
        shown, failed = self._only_for(row, self._show), self._only_for(row, self._cannot)
        if row.here:
            self._context.background.run(
                lambda: backups.compare(row.backup), while_alive(self, shown), while_alive(self, failed)
            )
        else:
            self._errands.wait_for(backups.compare_there(row.backup), shown, failed)

    def _only_for(self, row: ListedBackup, answer: Callable[[Any], None]) -> Callable[[Any], None]:
        """An answer that came after another backup was chosen is dropped."""

        def deliver(found: Any) -> None:
            if row is self._row:
                answer(found)

        return deliver

    def _show_step(self, number: int) -> None:
        self.first.setVisible(number == 1)
        self.second.setVisible(number == 2)
        if number == 2:
            self.secret.setFocus()
        elif self.on.isEnabled():
            self.on.setFocus()
        else:
            self._first_back.setFocus()

    def _show(self, compared: Compared) -> None:
        self.waiting.hide()
        self._fill(compared)
        self.table.show()
        self.sentence.setText(change_words(compared))
        self.sentence.show()
        announce(self, self.sentence.text())
        self.on.setEnabled(True)
        if self._first_back.hasFocus():
            self.on.setFocus()

    def _fill(self, compared: Compared) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, heading in enumerate((_("In this backup"), _("On the desk now")), 1):
            self._grid.addWidget(PlainLabel(heading, "quiet-strong"), 0, at)
        for line, name in enumerate(COUNTED, 1):
            self._grid.addWidget(PlainLabel(heading_words(name)), line, 0)
            for at, counts in enumerate((compared.backup, compared.desk), 1):
                words = f"{counts[name]:,}" if counts else _("not known")
                self._grid.addWidget(PlainLabel(words, "strong"), line, at)
        line = len(COUNTED) + 1
        self._grid.addWidget(PlainLabel(_("Newest session")), line, 0)
        for at, newest in enumerate((compared.backup_newest, compared.desk_newest), 1):
            words = when_words(newest) if newest else _("not known")
            self._grid.addWidget(PlainLabel(words, "strong"), line, at)

    def _cannot(self, error: BaseException) -> None:
        self.waiting.hide()
        self.complaint.say_error(error)

    def restore(self) -> None:
        """Make sure that the secret opens the backup; then the window closes the desk and restores it."""
        row, secret = self._row, self.secret.text()
        if self._busy or row is None:
            return
        missing = {} if secret.strip() else {"secret": _("Type a passphrase or the recovery key.")}
        if self.form.show_problems(missing):
            return
        self._set_busy(True)
        desk = self._context.services.desk
        path = row.backup.path
        self._context.background.run(
            lambda: desk.try_backup(path, secret),
            while_alive(self, lambda _nothing: self._context.window.restore(path, secret)),
            while_alive(self, self._refused),
        )

    def _refused(self, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, Problem):
            self.form.show_problems({"secret": problem_sentence(error)})
        else:
            self._context.window.say_problem(error)
            self.secret.setFocus()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.do.setEnabled(not busy)
        self.secret.setEnabled(not busy)

    def step_back(self) -> None:
        """One step back: from the passphrase to what would change, from there to the list."""
        if self._busy:
            return
        if self.second.isVisible():
            self.secret.clear()
            self._show_step(1)
        else:
            self.left.emit()

    def forget(self) -> None:
        """The page is left: no passphrase stays here."""
        self._row = None
        self.secret.clear()


def change_words(compared: Compared) -> str:
    """What restoring would change for sessions, in a sentence."""
    if compared.would_go is None or compared.would_return is None:
        return _(
            "This backup is from before the desk's key was changed, so it was not opened. Sessions logged "
            "since then would go; they are kept aside."
        )
    going = ngettext(
        "{count} session logged since then would go; it is kept aside.",
        "{count} sessions logged since then would go; they are kept aside.",
        compared.would_go,
    ).format(count=f"{compared.would_go:,}")
    coming = ngettext(
        "{count} session that is not here now would come back.",
        "{count} sessions that are not here now would come back.",
        compared.would_return,
    ).format(count=f"{compared.would_return:,}")
    said = [words for words, count in ((going, compared.would_go), (coming, compared.would_return)) if count]
    return "\n".join(said) or _("The backup and the desk hold the same sessions.")
