"""Restore a backup: which one, and a passphrase or recovery key that opens it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.backup_words import holds_words, restored_words, when_words
from champion_desk.ui.door import Door
from champion_desk.ui.files import ask_which_backup
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.form import Form
from champion_desk.ui.problems import trouble_of
from champion_desk.ui.steps.answers import Answers
from champion_desk.ui.steps.step import Step
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.fields import PassphraseField, Select
from champion_desk.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from champion_desk.storage.backups import Backup

_LISTED = 30


class Restore(Step):
    """`restored` brings a sentence for the unlock window. What is here now is moved aside, never removed."""

    restored = Signal(str)

    def __init__(self, door: Door, answers: Answers) -> None:
        super().__init__(
            door,
            answers,
            _("Restore a backup"),
            _("A backup holds a whole desk. A passphrase of that desk opens it, or its recovery key."),
        )
        self._busy = False
        self._path: Path | None = None
        form = self.form = Form()
        self.body.addWidget(form)
        self.found = Select(_("Backup"))
        self.found.chosen.connect(lambda code: self._choose(Path(code)))
        self.row = form.row(_("Backups of this desk"), self.found, name="found")
        self.row.hide()
        chooser = QWidget()
        flow = FlowLayout(chooser, gap=10)
        self.choose = SecondaryButton(_("Choose a file"), "folder-open")
        self.choose.clicked.connect(self._ask)
        flow.addWidget(self.choose)
        self.name = PlainLabel(_("No backup chosen yet"), "quiet", wrap=False)
        flow.addWidget(self.name)
        form.add(chooser)
        self.secret = PassphraseField(_("Passphrase or recovery key"))
        self.secret.submitted.connect(self.finish)
        form.row(_("Passphrase or recovery key"), self.secret, required=True, name="secret")
        self.body.addWidget(self.complaint)
        door.find_backups(while_alive(self, self._listed), lambda _error: None)

    def _listed(self, backups: list[Backup]) -> None:
        backups = [one for one in backups if one.whole]
        if not backups:
            return
        self.found.set_choices(
            (
                str(one.path),
                _("{when}, {holds}").format(when=when_words(one.made_at), holds=holds_words(one.counts))
                if one.counts
                else when_words(one.made_at),
            )
            for one in backups[:_LISTED]
        )
        self.row.show()
        if self._path is None:
            self._choose(backups[0].path)

    def _ask(self) -> None:
        path = ask_which_backup(self, self.door.folder / "backups")
        if path is not None:
            self._choose(path)

    def _choose(self, path: Path) -> None:
        self._path = path
        self.name.setText(path.name)
        self.name.updateGeometry()
        self.complaint.clear()
        self.secret.setFocus()

    def finish(self) -> None:
        if self._busy:
            return
        if self._path is None:
            self.complaint.say(_("Choose a backup first."))
            self.choose.setFocus()
            return
        if self.form.show_problems(
            {} if self.secret.text().strip() else {"secret": _("Type a passphrase or the recovery key.")}
        ):
            return
        self._set_busy(True)
        self.complaint.say(_("Checking the backup and putting it in place…"), "quiet")
        self.door.restore(
            self._path, self.secret.text(), while_alive(self, self._restored), while_alive(self, self._failed)
        )

    def _restored(self, aside: Path | None) -> None:
        self.restored.emit(restored_words(aside))

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        self.complaint.clear()
        self.form.show_problems({"secret": trouble_of(error).sentence})

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.form.setEnabled(not busy)
        self.changed.emit()

    def next_words(self) -> str:
        return _("Restore")

    def may_go_on(self) -> bool:
        return not self._busy

    def may_go_back(self) -> bool:
        return not self._busy

    def focus_first(self) -> None:
        self.choose.setFocus()
