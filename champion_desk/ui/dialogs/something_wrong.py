"""Something is wrong with a place: one more key says what, and that is all that is needed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.directory import Listing
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.i18n import _, language
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.problems import sentence_of
from champion_desk.ui.question import Question
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scan_watch import accepted_in, asks_first
from champion_desk.ui.widgets.scanned_text import ScannedArea


class SomethingWrongDialog(Dialog):
    """`kept` brings what is to be said, and what Undo needs. A number key says what is wrong and saves."""

    kept = Signal(str, object)

    def __init__(self, context: Context, listing: Listing, parent: QWidget) -> None:
        title = _("What is wrong with “{name}”?").format(name=listing.name)
        super().__init__(parent, title, "", width=520)
        self.main.hide()
        self._context, self._listing = context, listing
        said = _("Press a number. It waits to be told to whoever publishes the list, until it is mended.")
        self.body.addWidget(PlainLabel(said, "quiet"))
        self.reasons: dict[str, SecondaryButton] = {}
        choices = QVBoxLayout()
        choices.setSpacing(8)
        self.body.addLayout(choices)
        for number, item in enumerate(context.services.catalogues["listing_problems"], 1):
            button = SecondaryButton(item.label(language()), None, str(number))
            button.clicked.connect(partial(self.report, item.code))
            self.reasons[item.code] = button
            choices.addWidget(button)
        self.note = ScannedArea(_("A note"), lines=2)
        self._note = Question(self.note, _("A note"), _("optional, before you choose · never a name"))
        self.body.addWidget(self._note)
        next(iter(self.reasons.values())).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A number typed into the note does not come here.
        codes, text = list(self.reasons), event.text()
        if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and text in map(
            str, range(1, len(codes) + 1)
        ):
            self.report(codes[int(text) - 1])
            return
        super().keyPressEvent(event)

    def report(self, reason: str) -> None:
        """Keep it, unless the note looks personal: that is asked about first."""
        if asks_first(self, partial(self.report, reason)):
            return
        keeping = self._context.services.keeping
        try:
            done = keeping.report(self._listing.id, reason, self.note.text_now(), accepted_in(self))
        except Invalid as invalid:
            self._note.set_problem(sentence_of(invalid), focus=True)
            return
        except Problem as problem:
            self._context.window.say_problem(problem)
            self.reject()
            return
        words = self._context.services.catalogues["listing_problems"].label(reason, language())
        said = _("Noted: {name}. {what}.").format(name=self._listing.name, what=words)
        self.accept()
        self.kept.emit(said, done)
