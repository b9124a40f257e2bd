"""A new recovery sheet: made after one's passphrase, then printed or saved before the dialog closes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from PySide6.QtWidgets import QWidget

from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.form import Form
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.fields import PassphraseField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import problem_sentence


class RecoverySheetDialog(Dialog):
    """Asks for the passphrase; then the old sheet is void, and the new one goes on paper or into a file.

    With a `key` the sheet is void already, and the new one is shown at once.
    """

    def __init__(self, context: Context, parent: QWidget, key: str = "") -> None:
        super().__init__(parent, _("New recovery sheet"), _("Make a new sheet"))
        self._context = context
        self._state: Literal["asking", "making", "made", "kept"] = "asking"
        self._sheet = b""
        self.words = PlainLabel(
            _("The sheet you have now stops working. Make a new one if it is lost or someone saw it.")
        )
        self.body.addWidget(self.words)
        self.form = Form()
        self.body.addWidget(self.form)
        self.passphrase = PassphraseField(_("Your passphrase"))
        self.passphrase.submitted.connect(self.submit)
        self.form.row(_("Your passphrase"), self.passphrase, required=True, name="passphrase")
        self.print = SecondaryButton(_("Print the sheet"), "printer")
        self.print.clicked.connect(self._print)
        self.print.hide()
        self.add_button(self.print)
        self.passphrase.setFocus()
        if key:
            self._write(lambda: key)

    def submit(self) -> None:
        if self._state == "asking":
            self._make()
        elif self._state in ("made", "kept"):
            self._save()

    def _make(self) -> None:
        services, passphrase = self._context.services, self.passphrase.text()
        if self.form.show_problems(
            {} if passphrase.strip() else {"passphrase": _("Type your passphrase first.")}
        ):
            return

        def made() -> str:
            services.desk.prove(services.champion.id, passphrase)
            return services.desk.new_recovery_sheet()

        self._write(made)

    def _write(self, key: Callable[[], str]) -> None:
        services = self._context.services

        def work() -> bytes:
            from champion_desk.documents.recovery_sheet import write_recovery_sheet  # reportlab loads slowly

            new, desk_id = key(), services.desk.ring().desk_id
            return write_recovery_sheet(services.site.name, date.today(), new, desk_id, services.demo)

        self._set_state("making")
        self._context.background.run(work, while_alive(self, self._made), while_alive(self, self._failed))

    def _made(self, sheet: bytes) -> None:
        self._sheet = sheet
        self.form.hide()
        self.words.setText(
            _("The old sheet no longer works. Print or save the new one now: it is not shown again.")
        )
        self._set_state("made")
        self.main.setFocus()

    def _failed(self, error: BaseException) -> None:
        self._set_state("asking")
        if isinstance(error, Problem) and error.code in ("wrong-passphrase", "wait"):
            self.form.show_problems({"passphrase": problem_sentence(error)})
        else:
            self.complaint.say_error(error)

    def _set_state(self, state: Literal["asking", "making", "made", "kept"]) -> None:
        self._state = state
        self.main.setEnabled(state != "making")
        self.main.setText(_("Make a new sheet") if state in ("asking", "making") else _("Save as PDF"))
        self.print.setVisible(state in ("made", "kept"))
        self.out.setText(_("Close") if state == "kept" else _("Cancel"))
        self.out.setVisible(state in ("asking", "kept"))
        self.fit()

    def _name(self) -> str:
        return _("Recovery sheet {site}").format(site=self._context.services.site.name)

    def _print(self) -> None:
        if self._context.window.print_pdf(self._sheet, self._name()):
            self._kept()

    def _save(self) -> None:
        if self._context.window.save_pdf(self._sheet, self._name()) is not None:
            self._kept()

    def _kept(self) -> None:
        self.complaint.say(_("Done. Lock the sheet away, and throw the old one out."), "done")
        self._set_state("kept")

    def reject(self) -> None:
        """Esc does not throw a sheet away that is nowhere else yet."""
        if self._state in ("asking", "kept"):
            super().reject()
        else:
            self.complaint.say(_("Print or save the sheet first."))
