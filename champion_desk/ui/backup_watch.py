"""Backs up every half hour where something was written, and tells the message line when that was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from champion_desk import formats
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.sitting import Sitting

if TYPE_CHECKING:
    from champion_desk.storage.backups import Backup

_LOOK_EVERY_MS = 60_000


class BackupWatch(QObject):
    """`told` brings the sentence for the message line at rest."""

    told = Signal(str)

    def __init__(
        self, sitting: Sitting, failed: Callable[[BaseException], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._sitting, self._failed = sitting, failed
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)
        self._clock.start(_LOOK_EVERY_MS)
        sitting.changes.changed.connect(self._changed)
        self.tell()

    def look(self) -> None:
        """Make a backup if one is due."""
        backups, background = self._sitting.services.backups, self._sitting.background
        if backups.is_due() and not background.is_busy:
            background.run(backups.make, None, while_alive(self, self._failed))

    def _changed(self, kind: str) -> None:
        if kind == "backups":
            self.tell()

    def tell(self) -> None:
        """Look up the newest backup, and say when it was made."""
        listed = self._sitting.services.backups.listed
        self._sitting.background.run(listed, while_alive(self, self._say), lambda _error: None)

    def _say(self, backups: Sequence[Backup]) -> None:
        if not backups:
            self.told.emit(_("Everything is saved on this computer. The first backup is made when you lock."))
            return
        made = formats.local(backups[0].made_at)
        when = formats.clock(made)
        if made.date() != date.today():
            when = _("{date}, {time}").format(date=formats.long_date(made.date()), time=when)
        self.told.emit(
            _("Everything is saved on this computer. Last backup {when}, checked.").format(when=when)
        )
