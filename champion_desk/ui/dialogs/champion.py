"""Add a champion, who chooses a passphrase of their own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from champion_desk.domain.champions import Champion
from champion_desk.domain.problems import Invalid
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.form import Form
from champion_desk.ui.new_passphrase import NewPassphrase
from champion_desk.ui.problems import show_in
from champion_desk.ui.widgets.fields import CheckBox, TextField
from champion_desk.wording import problem_sentence


class ChampionDialog(Dialog):
    """The new champion should sit at the keyboard: no one else needs to know the words."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, _("Add a champion"), _("Add"))
        self._context = context
        self.form = Form()
        self.body.addWidget(self.form)
        self.name = TextField(_("First name"))
        self.form.row(_("First name"), self.name, required=True, name="champion")
        catalogues = context.services.catalogues
        self.passphrase = NewPassphrase(self.form, lambda: catalogues.words)
        self.lead = CheckBox(_("Leads this desk"))
        self.form.add(self.lead)
        self.name.returnPressed.connect(self.passphrase.field.setFocus)
        self.passphrase.submitted.connect(self.submit)
        self.name.setFocus()

    def submit(self) -> None:
        if not self.main.isEnabled():
            return
        try:
            champion = Champion(self.name.text().strip(), lead=self.lead.isChecked())
        except Invalid as problem:
            self.form.show_problems({problem.field: problem_sentence(problem)})
            return
        if self.form.show_problems({"passphrase": self.passphrase.complain()}):
            return
        services, passphrase = self._context.services, self.passphrase.text()

        def work() -> Champion:
            services.desk.add_champion(champion, passphrase)
            services.board.tell("champions")
            return champion

        self.main.setEnabled(False)
        self._context.background.run(work, while_alive(self, self._added), while_alive(self, self._failed))

    def _added(self, champion: Champion) -> None:
        self.accept()
        self._context.window.say(_("{name} can now unlock this desk.").format(name=champion.name))

    def _failed(self, error: BaseException) -> None:
        self.main.setEnabled(True)
        if not show_in(self.form, error):
            self.complaint.say_error(error)
