"""What this visitor's champion looked for last, as links; gone with the visitor and with a blank screen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk.i18n import _
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.visit import Visit
from champion_desk.ui.widgets.buttons import LinkButton, literal
from champion_desk.ui.widgets.labels import PlainLabel

_LONGEST = 24


class RecentSearches(QWidget):
    """`asked` with the words and the place of one of them. Not there while there are none."""

    asked = Signal(str, str)

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self._visit = visit
        self._flow = FlowLayout(self, gap=12)
        self._flow.addWidget(PlainLabel(_("Looked for:"), "quiet", wrap=False))
        self.links: list[LinkButton] = []
        visit.searched.connect(self._show)
        self._show()

    def _show(self) -> None:
        for link in self.links:
            self._flow.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = [self._link(words, near) for words, near in self._visit.searches]
        self.setVisible(bool(self.links))

    def _link(self, words: str, near: str) -> LinkButton:
        said = _("{words} near {place}").format(words=words, place=near) if near else words
        shown = said if len(said) <= _LONGEST else said[: _LONGEST - 1].rstrip() + "…"
        link = LinkButton(literal(shown), quiet=True)
        link.setAccessibleName(_("Look again for {words}").format(words=said))
        link.clicked.connect(lambda: self.asked.emit(words, near))
        self._flow.addWidget(link)
        return link
