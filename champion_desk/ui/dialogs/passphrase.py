"""Change my passphrase: the one in use first, then the new one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.form import Form
from champion_desk.ui.new_passphrase import NewPassphrase
from champion_desk.ui.problems import show_in
from champion_desk.ui.widgets.fields import PassphraseField
from champion_desk.wording import problem_sentence


class PassphraseDialog(Dialog):
    """Both are checked before anything changes."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, _("Change my passphrase"), _("Change it"))
        self._context = context
        self.form = Form()
        self.body.addWidget(self.form)
        self.now = PassphraseField(_("Passphrase you use now"))
        self.now.submitted.connect(self.submit)
        self.form.row(_("Passphrase you use now"), self.now, required=True, name="now")
        words = context.services.catalogues
        self.new = NewPassphrase(self.form, lambda: words.words, _("New passphrase"))
        self.new.submitted.connect(self.submit)
        self.now.setFocus()

    def submit(self) -> None:
        if not self.main.isEnabled():
            return
        now_missing = "" if self.now.text().strip() else _("Type the passphrase you use now.")
        if self.form.show_problems({"now": now_missing, "passphrase": self.new.complain()}):
            return
        services, now, new = self._context.services, self.now.text(), self.new.text()

        def work() -> None:
            services.desk.prove(services.champion.id, now)
            services.desk.change_passphrase(services.champion, new)

        self.main.setEnabled(False)
        self._context.background.run(work, while_alive(self, self._changed), while_alive(self, self._failed))

    def _changed(self, _nothing: object) -> None:
        self.accept()
        self._context.window.say(_("Your passphrase is changed. The old one no longer works."))

    def _failed(self, error: BaseException) -> None:
        self.main.setEnabled(True)
        if isinstance(error, Problem) and error.code in ("wrong-passphrase", "wait"):
            self.form.show_problems({"now": problem_sentence(error)})
        elif not show_in(self.form, error):
            self.complaint.say_error(error)
