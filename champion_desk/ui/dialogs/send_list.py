"""Sends a visitor's list: as words to copy into a text, as an e-mail, or as a code for their phone."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from champion_desk.domain.messages import ListMessage, ListToSend
from champion_desk.i18n import _, ngettext
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.dialogs.show_code import Code, ShowCodeDialog
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import TextArea
from champion_desk.ui.widgets.labels import PlainLabel


class SendListDialog(Dialog):
    """What is shown is what is sent. No number or address of a visitor is asked for or kept here."""

    def __init__(self, to_send: ListToSend, parent: QWidget) -> None:
        super().__init__(parent, _("Send the list"), _("Copy the words"), _("Close"), width=720)
        self._to_send = to_send
        self.finished.connect(self.deleteLater)  # what a visitor was shown does not wait behind the page
        self.length = ChipGroup(
            _("How much"),
            [("whole", _("everything")), ("short", _("names and numbers"))],
        )
        self.length.set_codes(("whole",))
        self.length.changed.connect(self._show)
        self.words = TextArea(_("What will be sent"), lines=8)
        self.words.setReadOnly(True)
        self.count = PlainLabel("", "quiet")
        self.about = PlainLabel(
            _("Copy the words, write an e-mail, or let their phone scan a code."),
            "quiet",
        )
        for widget in (self.about, self.length, self.words, self.count):
            self.body.addWidget(widget)
        self.mail = SecondaryButton(_("Write an e-mail"), "mail")
        self.code = SecondaryButton(_("Show a code to scan"), "qr-code")
        self.code.clicked.connect(self._show_code)
        self.mail.clicked.connect(self._write_mail)
        self.add_button(self.code)
        self.add_button(self.mail)
        self.main.set_icon("copy")
        self._show()
        self.main.setFocus()

    @property
    def message(self) -> ListMessage:
        """What would be sent now."""
        return self._to_send.short if "short" in self.length.codes() else self._to_send.whole

    def _show(self) -> None:
        message = self.message
        self.words.setPlainText(message.text)
        letters = ngettext("{count} letter", "{count} letters", len(message.text)).format(
            count=f"{len(message.text):,}"
        )
        texts = ngettext("{count} text", "{count} texts", message.texts).format(count=message.texts)
        self.count.setText(_("{letters}: a phone sends it as {texts}.").format(letters=letters, texts=texts))
        self.complaint.clear()

    def submit(self) -> None:
        """Copy the words; the dialog stays, for they may be wanted in another way too."""
        QGuiApplication.clipboard().setText(self.message.text)
        self.complaint.say(_("Copied. Paste it into the message."), "done")

    def _write_mail(self) -> None:
        """Open a new e-mail with the words; the address of the visitor is typed there, never here."""
        address = self.message.mail
        if not address:
            self.submit()
            self.complaint.say(
                _("This is too long to open in a new e-mail. It is copied: paste it into one."), "done"
            )
        elif not QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode)):
            self.submit()
            self.complaint.say(
                _("No e-mail program opened. The words are copied: paste them into an e-mail."), "done"
            )

    def _show_code(self) -> None:
        codes = [Code(name, code, is_contact=True) for name, code in self._to_send.contacts]
        if len(codes) != 1:
            whole, short = self._to_send.whole, self._to_send.short
            if whole.code is not None and self.message is whole:
                codes.insert(0, Code(_("The whole list"), whole.code))
            elif short.code is not None:
                codes.insert(0, Code(_("The list, names and numbers"), short.code))
        if codes:
            ShowCodeDialog(codes, self).open()
        else:
            self.complaint.say(_("This is too long for a code. Print it, or copy the words."))
