"""A new passphrase: for me, or for a colleague who forgot theirs. First the one I use now."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.form import Form
from champion_desk.ui.new_passphrase import NewPassphrase
from champion_desk.ui.problems import show_in
from champion_desk.ui.widgets.fields import PassphraseField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import problem_sentence


class PassphraseDialog(Dialog):
    """Both are checked before anything changes. A colleague should sit at the keyboard for theirs."""

    def __init__(self, context: Context, parent: QWidget, colleague: Champion | None = None) -> None:
        title = _("Change my passphrase")
        if colleague is not None:
            title = _("A new passphrase for {name}").format(name=colleague.name)
        super().__init__(parent, title, _("Change it"))
        self._context = context
        self._whose = colleague or context.services.champion
        if colleague is not None:
            words = _(
                "Type your own passphrase. Then let {name} sit down and choose a new one. "
                "The one they had no longer works."
            )
            self.body.addWidget(PlainLabel(words.format(name=colleague.name)))
        self.form = Form()
        self.body.addWidget(self.form)
        label = _("Passphrase you use now") if colleague is None else _("Your passphrase")
        self.now = PassphraseField(label)
        self.now.submitted.connect(self.submit)
        self.form.row(label, self.now, required=True, name="now")
        catalogues = context.services.catalogues
        new = _("New passphrase")
        if colleague is not None:
            new = _("New passphrase for {name}").format(name=colleague.name)
        self.new = NewPassphrase(self.form, lambda: catalogues.words, new)
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
            services.desk.change_passphrase(self._whose, new)
            services.board.tell("champions")

        self.main.setEnabled(False)
        self._context.background.run(work, while_alive(self, self._changed), while_alive(self, self._failed))

    def _changed(self, _nothing: object) -> None:
        self.accept()
        said = _("Your passphrase is changed. The old one no longer works.")
        if self._whose.id != self._context.services.champion.id:
            said = _("{name} has a new passphrase. An old one no longer works.").format(name=self._whose.name)
        self._context.window.say(said)

    def _failed(self, error: BaseException) -> None:
        self.main.setEnabled(True)
        if isinstance(error, Problem) and error.code in ("wrong-passphrase", "wait"):
            self.form.show_problems({"now": problem_sentence(error)})
        elif not show_in(self.form, error):
            self.complaint.say_error(error)
