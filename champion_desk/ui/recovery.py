"""Back in by the recovery sheet: its key, who is at the desk, and a new passphrase."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services.doorway import AtTheDoor
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.backdrop import Words
from champion_desk.ui.complaint import Complaint
from champion_desk.ui.door import Door
from champion_desk.ui.files import ask_which_sheet
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
    damage_met = Signal(object)

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
        self.key.returnPressed.connect(self._key_given)  # a hand scanner types the key and then Enter
        self._add_picture()
        words = self.door.catalogues
        self.passphrase = NewPassphrase(self.form, lambda: words.words, _("New passphrase"))
        self.passphrase.submitted.connect(self.submit)
        self.complaint = Complaint()
        self.body.addWidget(self.complaint)
        self.body.addWidget(self._buttons())

    def _add_picture(self) -> None:
        line = QWidget()
        flow = FlowLayout(line, gap=10)
        self.picture = SecondaryButton(_("Read it from a picture"), "qr-code", small=True)
        self.picture.clicked.connect(self._ask_which_picture)
        flow.addWidget(self.picture)
        self.read = PlainLabel(_("Or hold a hand scanner to the square."), "small")
        flow.addWidget(self.read)
        self.form.add(line)

    def _ask_which_picture(self) -> None:
        path = ask_which_sheet(self)
        if path is None:
            return
        self.form.clear_problems()
        self.complaint.clear()
        self.picture.setEnabled(False)
        self._say_read(_("Reading the picture…"))
        self.door.read_sheet(path, while_alive(self, self._read), while_alive(self, self._not_read))

    def _read(self, key: str) -> None:
        self.picture.setEnabled(True)
        self.key.setText(key)
        self._say_read(_("The key is read. If that was a photo, delete it now."), "done")
        self.passphrase.field.setFocus()

    def _not_read(self, error: BaseException) -> None:
        self.picture.setEnabled(True)
        self._say_read("")
        if isinstance(error, Problem):
            self.form.show_problems({"recovery_key": problem_sentence(error)})
        else:
            self.complaint.say_error(error)

    def _say_read(self, words: str, tone: Literal["done"] | None = None) -> None:
        self.read.setText(words)
        self.read.set_tone(tone)
        if words:
            announce(self, words)

    def _key_given(self) -> None:
        """The new passphrase comes next: nobody has learnt the words that are suggested there yet."""
        if not self.form.show_problems({"recovery_key": self._wrong_key()}):
            self.passphrase.field.setFocus()

    def _wrong_key(self) -> str:
        """What can be told of the key before it is tried."""
        if not self.key.text().strip():
            return _("Type the key from the sheet.")
        if not self.door.doorway.could_be_recovery_key(self.key.text()):
            return _(
                "This is not a whole recovery key. It has eight groups of four letters and numbers. "
                "Check each group."
            )
        return ""

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, as the button does."""
        if event.key() == Qt.Key.Key_Escape and self.open.isEnabled():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def submit(self) -> None:
        """Try the key, and give the champion the new passphrase."""
        if not self.open.isEnabled():
            return
        wrong = {"recovery_key": self._wrong_key(), "passphrase": self.passphrase.complain()}
        if self.form.show_problems(wrong):
            return
        self.complaint.clear()
        self.open.setEnabled(False)
        self.door.recover(self.key.text(), self.champions.code() or "", self.passphrase.text(), self._failed)

    def _failed(self, error: BaseException) -> None:
        self.open.setEnabled(True)
        if isinstance(error, Problem) and error.code == "wrong-recovery-key":
            self.form.show_problems({"recovery_key": problem_sentence(error)})
        elif isinstance(error, Problem) and error.code == "store-damaged":
            from champion_desk.ui.mend_work import WayIn  # seldom needed

            chosen = self.champions.code() or ""
            self.damage_met.emit(WayIn(self.key.text(), chosen, self.passphrase.text()))
        elif not show_in(self.form, error):
            self.complaint.say_error(error)
