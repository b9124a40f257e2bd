"""Settings: the backups there are, one more now, and a copy on a memory stick."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from champion_desk import formats
from champion_desk.i18n import _, ngettext
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.files import ask_which_folder
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from champion_desk.storage.backups import Backup

_SHOWN = 4


class BackupsCard(Card):
    """Backups make themselves every half hour and at each lock; here is what there is."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Backups"), "archive-restore")
        self._context = context
        self.body.addWidget(
            PlainLabel(_("Made every half hour, and whenever you lock. Each is opened and checked."), "quiet")
        )
        self.newest = PlainLabel("")
        self.where = PlainLabel("", "quiet")
        self.body.addWidget(self.newest)
        self.body.addWidget(self.where)
        row = QWidget()
        flow = FlowLayout(row, gap=10)
        self.now = SecondaryButton(_("Back up now"), "hard-drive")
        self.elsewhere = SecondaryButton(_("Back up to another folder"), "folder-open")
        self.now.clicked.connect(lambda: self._make(None))
        self.elsewhere.clicked.connect(self._ask)
        flow.addWidget(self.now)
        flow.addWidget(self.elsewhere)
        self.body.addWidget(row)
        self.body.addWidget(
            PlainLabel(
                _("To go back to a backup, lock the desk and choose “Restore a backup” there."), "quiet"
            )
        )
        context.changes.changed.connect(lambda kind: self.load() if kind == "backups" else None)
        self.load()

    def load(self) -> None:
        """Read which backups there are."""
        listed = self._context.services.backups.listed
        self._context.background.run(listed, while_alive(self, self._show), lambda _error: None)

    def _show(self, backups: Sequence[Backup]) -> None:
        if not backups:
            self.newest.setText(_("No backup yet."))
            self.where.setText("")
            return
        lines = []
        for backup in backups[:_SHOWN]:
            made = formats.local(backup.made_at)
            lines.append(
                _("{date}, {time}").format(date=formats.long_date(made.date()), time=formats.clock(made))
            )
        more = len(backups) - len(lines)
        if more:
            lines.append(ngettext("and {count} older one", "and {count} older ones", more).format(count=more))
        self.newest.setText("\n".join(lines))
        self.where.setText(_("They lie in {folder}").format(folder=backups[0].path.parent))

    def _ask(self) -> None:
        folder = ask_which_folder(self, _("Choose a folder for the backup"))
        if folder is not None:
            self._make(folder)

    def _make(self, folder: Path | None) -> None:
        for button in (self.now, self.elsewhere):
            button.setEnabled(False)
        backups = self._context.services.backups
        self._context.background.run(
            lambda: backups.make(folder), while_alive(self, self._made), while_alive(self, self._failed)
        )

    def _made(self, backup: Backup) -> None:
        self._settle()
        self._context.window.say(_("Backed up and checked: {name}.").format(name=backup.path.name))

    def _failed(self, error: BaseException) -> None:
        self._settle()
        self._context.window.say_problem(error)

    def _settle(self) -> None:
        for button in (self.now, self.elsewhere):
            button.setEnabled(True)
