"""The languages of the window, one press each; the words change at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk import i18n, policy
from champion_desk.i18n import _
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.labels import PlainLabel


def offered() -> dict[str, str]:
    """The languages to choose from, each named in itself; IT's policy may leave only some."""
    allowed = policy.in_force().languages
    return {code: i18n.LANGUAGES[code] for code in (i18n.LANGUAGES if allowed is None else allowed)}


def who_decides() -> str:
    """Words for the line below the choice where IT's policy limits it; nothing where it does not."""
    return "" if policy.in_force().languages is None else _("Your council chose these languages")


class LanguageLinks(QWidget):
    """English · Cymraeg · Gàidhlig: each named in itself; the one in force is no link."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Language"))
        flow = FlowLayout(self, gap=4)
        for number, (code, name) in enumerate(offered().items()):
            if number:
                flow.addWidget(PlainLabel("·", "quiet", wrap=False))
            if code == i18n.language():
                flow.addWidget(PlainLabel(name, "quiet-strong", wrap=False))
            else:
                flow.addWidget(self._link(code, name))

    def _link(self, code: str, name: str) -> LinkButton:
        link = LinkButton(name, quiet=True)
        link.clicked.connect(lambda: self.chosen.emit(code))
        return link
