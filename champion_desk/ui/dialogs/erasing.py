"""Erases for good: says what goes and that it can't be undone, does it, then looks into the backups."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from champion_desk.i18n import _
from champion_desk.services.erasure import Erasure
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.dialogs.erase_copies import ErasedCopiesDialog
from champion_desk.ui.widgets.labels import PlainLabel


class ErasingDialog(Dialog):
    """The safe way out has the keyboard; there is no Undo, and it says so. `erased` once it is done."""

    erased = Signal()

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        title: str,
        sentences: Sequence[str],
        erase: Callable[[], Erasure],
    ) -> None:
        super().__init__(parent, title, _("Erase for good"))
        self._context, self._over, self._erase = context, parent, erase
        for sentence in sentences:
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
        self._context.background.run(
            self._erase, while_alive(self, self._done), while_alive(self, self._failed)
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
