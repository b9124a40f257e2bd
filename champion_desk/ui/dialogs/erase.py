"""Erases what was chosen for good: says that it can't be undone, does it, then looks into the backups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from champion_desk.domain.erasure import Match
from champion_desk.i18n import _, ngettext
from champion_desk.services.erasure import Erasure
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.dialogs.erase_copies import ErasedCopiesDialog
from champion_desk.ui.privacy_words import counts_text
from champion_desk.ui.widgets.labels import PlainLabel


class EraseDialog(Dialog):
    """Shows counts only, never what a match says. `erased` once it is done."""

    erased = Signal()

    def __init__(self, context: Context, parent: QWidget, matches: Sequence[Match]) -> None:
        count = len(matches)
        title = ngettext("Erase {count} record for good?", "Erase {count} records for good?", count)
        super().__init__(parent, title.format(count=f"{count:,}"), _("Erase for good"))
        self._context, self._over = context, parent
        self._ids = tuple(match.id for match in matches)
        kinds = Counter(match.kind for match in matches)
        self.words = PlainLabel(_("Chosen: {counts}.").format(counts=counts_text(kinds)), "strong")
        self.body.addWidget(self.words)
        for sentence in (
            _("It goes from the desk, from its search, from drafts and from what Undo keeps."),
            _("This can't be undone."),
            _("Only a line with today's date and these counts stays, to show that it was done."),
        ):
            self.body.addWidget(PlainLabel(sentence))
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.hide()
        self.body.addWidget(self.bar)
        self._busy = False
        self.out.setFocus()

    def submit(self) -> None:
        """Erase, all of it or nothing."""
        if self._busy:
            return
        self._set_busy(True)
        announce(self, _("Erasing…"))
        erasure, ids = self._context.services.erasure, self._ids
        self._context.background.run(
            lambda: erasure.erase(ids), while_alive(self, self._done), while_alive(self, self._failed)
        )

    def _done(self, erasure: Erasure) -> None:
        self._set_busy(False)
        self.erased.emit()
        self.accept()
        ErasedCopiesDialog(self._context, self._over, erasure.traces, erasure).open()

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        self.complaint.say_error(error)
        self.fit()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.bar.setVisible(busy)
        self.main.setEnabled(not busy)
        self.out.setEnabled(not busy)
        self.fit()

    def reject(self) -> None:
        """Once it is under way it is all done or not at all; there is nothing to leave half-way."""
        if not self._busy:
            super().reject()
