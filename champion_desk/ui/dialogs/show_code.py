"""Shows codes large enough for a visitor's phone to scan across the desk, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from champion_desk.domain.messages import Matrix
from champion_desk.i18n import _
from champion_desk.ui.announce import announce
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.code_picture import CodePicture
from champion_desk.ui.widgets.labels import PlainLabel


@dataclass(frozen=True, slots=True)
class Code:
    """A code and what it holds: a place to keep as a contact, or a text."""

    name: str
    modules: Matrix
    is_contact: bool = False


class ShowCodeDialog(Dialog):
    """Next goes on to the next code, and from the last to the first."""

    def __init__(self, codes: Sequence[Code], parent: QWidget) -> None:
        super().__init__(parent, _("Scan with a phone"), _("Close"), width=540)
        self._codes, self._at = tuple(codes), 0
        self.finished.connect(self.deleteLater)  # what a visitor was shown does not wait behind the page
        self.name = PlainLabel("", "strong")
        self.picture = CodePicture("")
        self.hint = PlainLabel("", "quiet")
        for widget in (self.name, self.picture, self.hint):
            self.body.addWidget(widget)
        self.name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.out.hide()
        self.next = SecondaryButton(_("Next code"), "chevron-right")
        self.next.clicked.connect(self._go_on)
        self.next.setVisible(len(codes) > 1)
        self.add_button(self.next)
        self._show()
        (self.next if len(codes) > 1 else self.main).setFocus()

    def _go_on(self) -> None:
        self._at = (self._at + 1) % len(self._codes)
        self._show()
        announce(self, self.name.text())

    def _show(self) -> None:
        code = self._codes[self._at]
        name = code.name
        if len(self._codes) > 1:
            name = _("{number} of {count}: {name}").format(
                number=self._at + 1, count=len(self._codes), name=code.name
            )
        self.name.setText(name)
        self.picture.show_code(code.modules, _("Code to scan: {name}").format(name=code.name))
        contact, text = _("The phone can keep it as a contact."), _("The phone shows the list as text.")
        self.hint.setText(contact if code.is_contact else text)
