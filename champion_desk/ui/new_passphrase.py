"""Choosing a passphrase: three words by chance, or one's own choice with how strong it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from champion_desk.domain.problems import Invalid
from champion_desk.i18n import _
from champion_desk.services import passphrases
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.form import Form
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.fields import PassphraseField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import problem_sentence


class NewPassphrase(QWidget):
    """A row for a form: the field, New words, and one sentence about its strength.

    `words` are asked for when needed, as the list may still be loading.
    """

    submitted = Signal()
    edited = Signal()

    def __init__(
        self, form: Form, words: Callable[[], Sequence[str]], label: str = "", suggest: bool = True
    ) -> None:
        super().__init__()
        self._words = words
        self.suggested = ""
        label = label or _("Passphrase")
        self.field = PassphraseField(label)
        form.row(
            label,
            self.field,
            _("You type it each time you open the desk. Three words that don't belong together are best."),
            required=True,
            name="passphrase",
        )
        self.field.textEdited.connect(self._edited)
        self.field.submitted.connect(self.submitted)
        flow = FlowLayout(self, gap=10)
        self.another = SecondaryButton(_("New words"), "refresh-cw", small=True)
        self.another.clicked.connect(self.suggest)
        flow.addWidget(self.another)
        self.strength = PlainLabel("", "small")
        flow.addWidget(self.strength)
        form.add(self)
        self._later = QTimer(self)  # estimating takes some milliseconds: not at each key
        self._later.setSingleShot(True)
        self._later.setInterval(250)
        self._later.timeout.connect(self._measure)
        if suggest:
            self.suggest()

    def text(self) -> str:
        """The passphrase."""
        return self.field.text()

    def put_back(self, text: str, suggested: str) -> None:
        """Show what was there before."""
        self.suggested = suggested
        self.field.set_text(text)
        self.field.set_shown(text == suggested)
        self._measure()

    def suggest(self) -> None:
        """Three other words, shown so that they can be learnt."""
        self.suggested = passphrases.suggest(self._words())
        self.field.set_text(self.suggested)
        self.field.set_shown(True)
        self._measure()
        self.edited.emit()

    def _edited(self) -> None:
        self._later.start()
        self.edited.emit()

    def _measure(self) -> None:
        self._later.stop()
        sentence, tone = self.verdict()
        self.strength.setText(sentence)
        self.strength.set_tone("done" if tone else "partly" if sentence else None)

    def complain(self) -> str:
        """What is wrong with the passphrase, for its row; empty where it may be used."""
        sentence, strong = self.verdict()
        if strong:
            return ""
        self._later.stop()
        self.strength.setText("")  # the row says it now
        return sentence or _("Choose a passphrase.")

    def verdict(self) -> tuple[str, bool]:
        """A sentence about the passphrase, and whether it may be used."""
        if not self.text().strip():
            return "", False
        try:
            passphrases.check(self.text(), self._words())
        except Invalid as problem:
            return problem_sentence(problem), False
        if self.text() == self.suggested:
            return _("Hard to guess. Learn these words before you go on."), True
        return _("Hard to guess."), True
