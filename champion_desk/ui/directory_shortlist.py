"""The strip under the directory: the visitor's shortlist, to print or to clear, and to put back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from champion_desk.domain.directory import Listing
from champion_desk.i18n import _, ngettext
from champion_desk.ui.announce import announce
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.visit import Visit
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.cards import Icon
from champion_desk.ui.widgets.labels import PlainLabel


class ShortlistStrip(QWidget):
    """Not there while the shortlist is empty, save for the moment after it was cleared by hand."""

    print_asked = Signal()

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self._visit = visit
        self._cleared: tuple[Listing, ...] = ()
        self._own = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        flow = FlowLayout(gap=12)
        flow.addWidget(Icon("list-checks", 18))
        self.words = PlainLabel("", "body", wrap=False)
        self.print_button = LinkButton(_("Print the shortlist"))
        self.clear_button = LinkButton(_("Clear"), quiet=True)
        self.clear_button.setAccessibleName(_("Clear the shortlist"))
        self.back_button = LinkButton(_("Put it back"))
        for widget in (self.words, self.print_button, self.clear_button, self.back_button):
            flow.addWidget(widget)
        row.addLayout(flow, 1)
        self.print_button.clicked.connect(self.print_asked)
        self.clear_button.clicked.connect(self.clear)
        self.back_button.clicked.connect(self._put_back)
        visit.changed.connect(self._show)
        self._show()

    def clear(self) -> None:
        """Take everything off the shortlist; it can be put back until something else happens."""
        kept = self._visit.shortlist
        self._change(kept)
        self._cleared = kept
        self._show()
        announce(self, self.words.text())
        self.back_button.setFocus()

    def _put_back(self) -> None:
        kept, self._cleared = self._cleared, ()
        self._change(kept)
        self._show()
        self.print_button.setFocus()

    def _change(self, listings: tuple[Listing, ...]) -> None:
        self._own = True
        try:
            for listing in listings:
                self._visit.toggle_shortlist(listing)
        finally:
            self._own = False

    @property
    def is_changing(self) -> bool:
        """Whether the visit changes by this strip's own hand."""
        return self._own

    def _show(self) -> None:
        if self._own:
            return
        count = len(self._visit.shortlist)
        if count:
            self._cleared = ()
            said = ngettext("Shortlist: {count} place", "Shortlist: {count} places", count)
            self.words.setText(said.format(count=count))
        elif self._cleared:
            self.words.setText(_("The shortlist is empty now."))
        self.print_button.setVisible(count > 0)
        self.clear_button.setVisible(count > 0)
        self.back_button.setVisible(bool(self._cleared))
        self.setVisible(count > 0 or bool(self._cleared))

    def forget(self) -> None:
        """The visitor has gone: nothing can be put back."""
        self._cleared = ()
        self._show()
