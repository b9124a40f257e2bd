"""Checks all backups behind the list of them: one at a time, so that saving a session comes in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject

from champion_desk.i18n import _, ngettext
from champion_desk.services.backups import Checking
from champion_desk.ui.alive import while_alive
from champion_desk.ui.backup_list import BackupList
from champion_desk.ui.context import Context


class BackupChecking(QObject):
    """Shows in the list how far it is and what was found. `stopped` where someone stopped it."""

    def __init__(self, context: Context, shown: BackupList, stopped: Callable[[], None]) -> None:
        super().__init__(shown)
        self._context, self._list, self._stopped = context, shown, stopped
        self._steps: Iterator[Checking] | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether a check is under way."""
        return self._steps is not None

    def start(self, count: int) -> None:
        """Check them all, unless that is being done already."""
        if self._steps is not None:
            return
        self._steps = self._context.services.backups.checks()
        self._list.show_checked("")
        self._list.show_progress(0, count)
        self._go_on(self._steps, None)

    def _go_on(self, steps: Iterator[Checking], so_far: Checking | None) -> None:
        if so_far is not None:
            self._list.show_progress(so_far.done, so_far.total)

        def looked(now: Checking | None) -> None:
            if steps is not self._steps:
                return  # stopped meanwhile
            if now is not None:
                self._go_on(steps, now)
            else:
                self._end(so_far)

        def failed(error: BaseException) -> None:
            if steps is self._steps:
                self._steps = None
                self._list.show_checked("")
                self._context.window.say_problem(error)

        self._context.background.run(
            lambda: next(steps, None), while_alive(self, looked), while_alive(self, failed)
        )

    def stop(self) -> None:
        """Stop after the one that is being looked at."""
        if self._steps is not None:
            self._steps = None
            self._list.show_checked(_("Stopped. What was checked so far is noted."))
            self._stopped()

    def _end(self, found: Checking | None) -> None:
        self._steps = None
        harmed = len(found.harmed) if found is not None else 0
        if not harmed:
            self._list.show_checked(_("All of them are whole."))
            return
        words = ngettext(
            "{count} of them is damaged and can't be restored. The others are whole.",
            "{count} of them are damaged and can't be restored. The others are whole.",
            harmed,
        )
        self._list.show_checked(words.format(count=harmed), tone_bad=True)
