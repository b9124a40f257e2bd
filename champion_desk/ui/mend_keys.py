"""At the door of a desk whose key slots are lost: those of a backup open it again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.backdrop import Words
from champion_desk.ui.backup_words import when_words
from champion_desk.ui.complaint import Complaint
from champion_desk.ui.mend_work import MendWork, WayIn
from champion_desk.ui.widgets.buttons import PrimaryButton
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import PassphraseField
from champion_desk.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from champion_desk.services.mending import KeysOffer


class KeysForm(Words):
    """Stays empty unless a backup has key slots. `mended` brings what opens the desk now."""

    mended = Signal(object)
    offered = Signal()

    def __init__(self, work: MendWork) -> None:
        super().__init__(10)
        work.setParent(self)
        self.work = work
        self.complaint = Complaint()
        self.way_in: WayIn | None = None
        work.find_keys(while_alive(self, self._found), lambda _error: None)

    def _found(self, offer: KeysOffer | None) -> None:
        if offer is None or not offer.champions:
            return
        words = _(
            "The records themselves are there. The backup of {when} has the same keys: with your passphrase "
            "they are put back, and nothing of the records is lost."
        )
        self.body.addWidget(PlainLabel(words.format(when=when_words(offer.made_at)), "body"))
        self.champions = ChipGroup(_("Who is at the desk?"), list(offer.champions))
        self.champions.set_codes([offer.champions[0][0]])
        self.body.addWidget(self.champions)
        label = PlainLabel(_("Passphrase"), "strong")
        self.passphrase = PassphraseField(_("Passphrase"))
        label.setBuddy(self.passphrase)
        self.passphrase.submitted.connect(self.submit)
        self.passphrase.textEdited.connect(lambda: self.complaint.clear())
        self.body.addWidget(label)
        self.body.addWidget(self.passphrase)
        self.body.addWidget(self.complaint)
        self.put_back = PrimaryButton(_("Put the keys back"), "key-round")
        self.put_back.clicked.connect(self.submit)
        self.body.addWidget(self.put_back)
        self.offered.emit()
        self.passphrase.setFocus()

    def submit(self) -> None:
        """Try the passphrase on the backup's keys, and those on the records."""
        if not self.put_back.isEnabled():
            return
        if not self.passphrase.text().strip():
            self.complaint.say(_("Type your passphrase first."))
            self.passphrase.setFocus()
            return
        self.put_back.setEnabled(False)
        self.complaint.say(_("Trying the keys…"), "quiet")
        way_in = WayIn(self.passphrase.text(), self.champions.code() or "")

        def done(_made_at: datetime) -> None:
            self.complaint.clear()
            self.mended.emit(way_in)

        self.work.mend_keys(way_in, while_alive(self, done), while_alive(self, self._failed))

    def _failed(self, error: BaseException) -> None:
        self.put_back.setEnabled(True)
        self.complaint.say_error(error)
        self.passphrase.line.selectAll()
        self.passphrase.setFocus()
