"""Change the key of the records; on its own, or as part of taking away a leaver's way in."""

from __future__ import annotations

from datetime import date
from threading import Event

from PySide6.QtWidgets import QWidget

from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.i18n import _
from champion_desk.services.key_change import KeyChange
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.dialogs.recovery_sheet import RecoverySheetDialog
from champion_desk.ui.key_steps import KeyMeaning, KeyProgress
from champion_desk.ui.widgets.fields import CheckBox
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import problem_sentence


class KeyChangeDialog(Dialog):
    """Says what it means, then does it with progress; until the last step it can be stopped."""

    def __init__(self, context: Context, parent: QWidget, title: str = "", main: str = "") -> None:
        super().__init__(parent, title or _("Change the key of the records"), main or _("Change the key"))
        self._context, self._parent = context, parent
        self._stop = Event()
        self._is_running = False
        self.explain()
        self.meaning = KeyMeaning()
        self.meaning.passphrase.submitted.connect(self.submit)
        self.body.addWidget(self.meaning)
        self.progress = KeyProgress()
        self.body.addWidget(self.progress)
        self.finished.connect(self._stop.set)  # locking closes it without asking
        self.out.setFocus()
        self._look()

    def explain(self) -> None:
        """The words at the top."""
        self.body.addWidget(
            PlainLabel(
                _(
                    "All records of this desk are sealed again, with a new key. A copy of the old key that "
                    "someone may have taken can't open what is saved from then on."
                )
            )
        )
        self.body.addWidget(
            PlainLabel(
                _("A backup is made first. Earlier backups still open with the passphrases of their time."),
                "quiet",
            )
        )

    def is_wanted(self) -> bool:
        """Whether the key is to be changed."""
        return True

    def set_known(self, known: bool) -> None:
        """Whether it is known what the change will mean; before that nobody can choose it."""
        self.main.setEnabled(known)

    def _look(self) -> None:
        self.set_known(False)
        self._context.background.run(
            self.ahead, while_alive(self, self._show_meaning), while_alive(self, self.complaint.say_error)
        )

    def ahead(self) -> KeyChange:
        """What the change will mean. Called on the worker."""
        return self._context.services.desk.key_change()

    def _show_meaning(self, ahead: KeyChange) -> None:
        self.meaning.show_meaning(ahead)
        self.set_known(True)
        self.fit()

    def submit(self) -> None:
        if not self.main.isEnabled() or self._is_running:
            return
        passphrase = self.meaning.passphrase.text() if self._asks_for_passphrase() else ""
        if self._asks_for_passphrase() and self.meaning.form.show_problems(
            {} if passphrase.strip() else {"passphrase": _("Type your passphrase first.")}
        ):
            return
        self.complaint.clear()
        self._is_running = True
        self._stop.clear()
        self.main.setEnabled(False)
        self.meaning.setEnabled(False)
        self.out.setText(_("Stop"))
        self._context.background.run(
            lambda: self._work(passphrase), while_alive(self, self._done), while_alive(self, self._failed)
        )

    def _asks_for_passphrase(self) -> bool:
        return self.is_wanted() and not self.meaning.form.isHidden()

    def before(self) -> None:
        """What comes before the change. Called on the worker."""

    def _work(self, passphrase: str) -> str:
        services = self._context.services
        wanted = self.is_wanted()
        if passphrase:
            services.desk.prove(services.champion.id, passphrase)
        self.before()
        if not wanted:
            return ""
        sheet = services.desk.change_data_key(passphrase, self._step, self._stop.is_set)
        services.board.tell("champions", "backups")
        return sheet

    def _step(self, step: str) -> None:
        self._context.background.report(while_alive(self, lambda: self._show_step(step)))

    def _show_step(self, step: str) -> None:
        self.progress.step(step)
        if step == "swap":
            self.out.setEnabled(False)
        self.fit()

    def done_words(self) -> str:
        """What the message line says at the end."""
        return _("The key of the records is changed.")

    def _done(self, recovery_key: str) -> None:
        self._is_running = False
        self.accept()
        self._context.window.say(self.done_words())
        if recovery_key:
            RecoverySheetDialog(self._context, self._parent, recovery_key).open()

    def _failed(self, error: BaseException) -> None:
        self._is_running = False
        self.main.setEnabled(True)
        self.meaning.setEnabled(True)
        self.out.setEnabled(True)
        self.out.setText(_("Cancel"))
        self.progress.hide()
        if isinstance(error, Cancelled):
            self.stopped()
        elif isinstance(error, Problem) and error.code in ("wrong-passphrase", "wait"):
            self.meaning.form.show_problems({"passphrase": problem_sentence(error)})
        else:
            self.complaint.say_error(error)
        self.fit()

    def stopped(self) -> None:
        """Someone stopped it in time."""
        super().reject()
        self._context.window.say(_("Stopped. The key of the records is as it was."))

    def reject(self) -> None:
        """Esc stops the work first."""
        if not self._is_running:
            super().reject()
        elif self.out.isEnabled():
            self.out.setEnabled(False)
            self._stop.set()
            self.progress.say(_("Stopping…"))


class LeaverDialog(KeyChangeDialog):
    """Takes away a leaver's way in, at once; and changes the key too, where that is ticked."""

    def __init__(self, context: Context, parent: QWidget, leaver: Champion) -> None:
        self._leaver = leaver
        title = _("Has {name} left?").format(name=leaver.name)
        super().__init__(context, parent, title, _("Take away their way in"))
        self.meaning.hide()

    def explain(self) -> None:
        self.body.addWidget(
            PlainLabel(
                _(
                    "{name} can no longer unlock this desk from now on. What they logged stays. "
                    "Backups made before today still open with their passphrase."
                ).format(name=self._leaver.name)
            )
        )
        self.also = CheckBox(_("Change the key of the records too"))
        self.also.toggled.connect(self._ticked)
        self.body.addWidget(self.also)
        self.body.addWidget(
            PlainLabel(
                _(
                    "Then a copy of the key that they may have taken is of no use with what is saved from "
                    "now on. It takes a moment, and a backup is made first."
                ),
                "quiet",
            )
        )

    def set_known(self, known: bool) -> None:
        self.also.setEnabled(known)  # what takes away the way in waits for nothing

    def _ticked(self, ticked: bool) -> None:
        self.meaning.setVisible(ticked)
        self.fit()

    def is_wanted(self) -> bool:
        return self.also.isChecked()

    def ahead(self) -> KeyChange:
        return self._context.services.desk.key_change(self._leaver.id)

    def before(self) -> None:
        services = self._context.services
        services.desk.remove_leaver(self._leaver, date.today())
        services.board.tell("champions")

    def done_words(self) -> str:
        if self.is_wanted():
            return _("{name} can no longer unlock this desk, and the key is changed.").format(
                name=self._leaver.name
            )
        return _("{name} can no longer unlock this desk.").format(name=self._leaver.name)

    def stopped(self) -> None:
        Dialog.reject(self)
        self._context.window.say(
            _("{name} can no longer unlock this desk. The key is as it was.").format(name=self._leaver.name)
        )
