"""Backs up every half hour where something was written, keeps the second folder up to date, tells when."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from champion_desk import formats
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.errands import Errands
from champion_desk.ui.sitting import Sitting

if TYPE_CHECKING:
    from champion_desk.services.backups import BackupState

LOOK_EVERY_MS = 60_000


class BackupWatch(QObject):
    """`told` brings the sentence for the message line at rest."""

    told = Signal(str)

    def __init__(
        self, sitting: Sitting, failed: Callable[[BaseException], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._sitting, self._failed = sitting, failed
        self._errands = Errands(self)
        self._seen: Future[Any] | None = None
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)
        self._clock.start(LOOK_EVERY_MS)
        sitting.changes.changed.connect(self._changed)
        self.tell()
        self.look_at_second()

    def look(self) -> None:
        """Make a backup if one is due, and see whether the second folder has come back."""
        backups, aside = self._sitting.services.backups, self._sitting.aside
        if backups.is_due() and not aside.is_busy:
            aside.run(lambda: backups.make(occasion="half-hour"), None, while_alive(self, self._failed))
        self.look_at_second()

    def look_at_second(self) -> None:
        """Copy what is missing in the second folder, off the way of everything else."""
        second = self._sitting.services.backups.second
        if second.is_behind() and (second.under_way is None or second.under_way.done()):
            second.bring_up_to_date()
        self._follow()

    def _follow(self) -> None:
        """Tell those who show it when the courier is back from the second folder."""
        under_way = self._sitting.services.backups.second.under_way
        if under_way is None or under_way is self._seen:
            return
        self._seen = under_way
        board = self._sitting.services.board
        self._errands.wait_for(under_way, lambda _found: board.tell("second-folder"), self._failed)

    def _changed(self, kind: str) -> None:
        if kind == "backups":
            self.tell()
            self._follow()

    def tell(self) -> None:
        """Look up the newest backup, and say when it was made."""
        state = self._sitting.services.backups.state
        self._sitting.background.run(state, while_alive(self, self._say), lambda _error: None)

    def _say(self, state: BackupState) -> None:
        if state.is_damaged:
            self.told.emit(_("The desk's records are damaged: no more backups are made of them."))
            return
        if state.newest is None:
            self.told.emit(_("Everything is saved on this computer. The first backup is made when you lock."))
            return
        made = formats.local(state.newest.made_at)
        when = formats.clock(made)
        if made.date() != date.today():
            when = _("{date}, {time}").format(date=formats.long_date(made.date()), time=when)
        self.told.emit(
            _("Everything is saved on this computer. Last backup {when}, checked.").format(when=when)
        )
