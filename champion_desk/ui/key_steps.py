"""What a change of the records' key means, said before, and how far it is, said while it runs."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.services.key_change import KeyChange
from champion_desk.ui.announce import announce
from champion_desk.ui.form import Form
from champion_desk.ui.widgets.fields import PassphraseField
from champion_desk.ui.widgets.labels import PlainLabel

STEPS = ("backup", "copy", "check", "swap")


def _step_words(step: str) -> str:
    return {
        "backup": _("Making a backup first…"),
        "copy": _("Making a copy with the new key…"),
        "check": _("Checking the copy…"),
        "swap": _("Putting the copy in place…"),
    }[step]


class KeyMeaning(QWidget):
    """Who will need a new passphrase, whether the sheet stays, and my passphrase where it must be asked."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._column = column
        self.form = Form()
        self.passphrase = PassphraseField(_("Your passphrase"))
        self.form.row(_("Your passphrase"), self.passphrase, required=True, name="passphrase")
        self.form.hide()
        self._lines: list[PlainLabel] = []
        column.addWidget(self.form)

    def show_meaning(self, ahead: KeyChange) -> None:
        """Say what it will mean."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        self.form.setVisible(ahead.needs_passphrase)
        if ahead.is_altered:
            self._say(
                _(
                    "Something other than Champion Desk has changed the desk's keys. Only your own way in "
                    "can stay, so that nobody else gets the new key. Type your passphrase."
                ),
                warning=True,
            )
        if ahead.left_out:
            names = ", ".join(ahead.left_out)
            self._say(
                _(
                    "These champions will need a new passphrase, which they choose here: {names}. "
                    "It is enough to have each of them unlock the desk once before."
                ).format(names=names)
                if not ahead.is_altered
                else _("These champions will need a new passphrase, which they choose here: {names}.").format(
                    names=names
                ),
                warning=True,
            )
        if not ahead.sheet_stays:
            self._say(
                _("The recovery sheet stops working. You print or save a new one right after."), warning=True
            )
        if ahead == KeyChange():
            self._say(_("Everyone's passphrase stays, and so does the recovery sheet."))

    def _say(self, words: str, warning: bool = False) -> None:
        label = PlainLabel(words, "small-strong" if warning else "body", tone="partly" if warning else None)
        self._column.insertWidget(len(self._lines), label)
        label.show()  # at once, so that the dialog takes the size it needs
        self._lines.append(label)


class KeyProgress(QWidget):
    """One sentence and a bar of four steps."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.words = PlainLabel("", "strong")
        self.bar = QProgressBar()
        self.bar.setRange(0, len(STEPS))
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        column.addWidget(self.words)
        column.addWidget(self.bar)
        self.hide()

    def step(self, step: str) -> None:
        """That step has begun."""
        self.say(_step_words(step))
        self.bar.setValue(STEPS.index(step))
        self.show()

    def say(self, words: str) -> None:
        """Say something else for now."""
        self.words.setText(words)
        announce(self, words)
