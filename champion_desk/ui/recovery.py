"""Back in by the recovery sheet: its key, who is at the desk, and a new passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services.doorway import AtTheDoor
from champion_desk.ui.backdrop import Words
from champion_desk.ui.complaint import Complaint
from champion_desk.ui.door import Door
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.form import Form
from champion_desk.ui.new_passphrase import NewPassphrase
from champion_desk.ui.problems import show_in
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import TextField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import problem_sentence


class RecoveryForm(Words):
    """Shown inside the unlock sheet; `left` when the champion goes back."""

    left = Signal()

    def __init__(self, door: Door, at_the_door: AtTheDoor, champion_id: str) -> None:
        super().__init__(12)
        self.door = door
        self.body.addSpacing(12)
        self.body.addWidget(PlainLabel(_("Use the recovery sheet"), "heading"))
        self.form = Form()
        self.body.addWidget(self.form)
        self.champions = ChipGroup(_("Who is at the desk?"), list(at_the_door.champions))
        self.champions.set_codes([champion_id])
        self.form.add(self.champions)
        self.key = TextField(_("Recovery key"))
        self.form.row(
            _("Recovery key"),
            self.key,
            _("The eight groups of four on the printed sheet. Small letters and missing spaces do no harm."),
            required=True,
            name="recovery_key",
        )
        self.key.returnPressed.connect(self.submit)
        words = self.door.catalogues
        self.passphrase = NewPassphrase(self.form, lambda: words.words, _("New passphrase"))
        self.passphrase.submitted.connect(self.submit)
        self.complaint = Complaint()
        self.body.addWidget(self.complaint)
        self.body.addWidget(self._buttons())

    def _buttons(self) -> QWidget:
        line = QWidget()
        flow = FlowLayout(line, gap=10)
        self.open = PrimaryButton(_("Open the desk"))
        self.open.clicked.connect(self.submit)
        back = SecondaryButton(_("Back"), "arrow-left")
        back.clicked.connect(self.left)
        flow.addWidget(self.open)
        flow.addWidget(back)
        return line

    def focus_first(self) -> None:
        """Put the keyboard into the key."""
        self.key.setFocus()

    def submit(self) -> None:
        """Try the key, and give the champion the new passphrase."""
        if not self.open.isEnabled():
            return
        key_missing = "" if self.key.text().strip() else _("Type the key from the sheet.")
        if self.form.show_problems({"recovery_key": key_missing, "passphrase": self.passphrase.complain()}):
            return
        self.complaint.clear()
        self.open.setEnabled(False)
        self.door.recover(self.key.text(), self.champions.code() or "", self.passphrase.text(), self._failed)

    def _failed(self, error: BaseException) -> None:
        self.open.setEnabled(True)
        if isinstance(error, Problem) and error.code == "wrong-recovery-key":
            self.form.show_problems({"recovery_key": problem_sentence(error)})
        elif not show_in(self.form, error):
            self.complaint.say_error(error)
