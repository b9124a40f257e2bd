"""One sitting: a champion at the unlocked desk, from unlocking to locking, with what its pages share."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from champion_desk import diagnostics
from champion_desk.domain.problems import Problem
from champion_desk.services import Services
from champion_desk.ui.background import Background, Task
from champion_desk.ui.changes import Changes
from champion_desk.ui.visit import Visit


class _SittingBackground(Background):
    """A worker that takes nothing more once its window is gone: a timer may still go off there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_over = False

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        task: Task | None = None,
    ) -> Task:
        if not self._is_over:
            return super().run(work, done, failed, task)
        refused = task or Task()
        refused.cancel()
        return refused

    def leave(self) -> None:
        """Take no more work; what is under way ends by itself and reaches no one."""
        self._is_over = True
        self.blockSignals(True)


class Sitting(QObject):
    """The services of an unlocked desk with their own worker, so that nothing of it outlives the lock."""

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.background = _SittingBackground(self)
        # For what nobody waits for: a backup of a large desk takes its time, and no list waits behind it.
        self.aside = _SittingBackground(self)
        self.changes = Changes(services.board, self)
        self.visit = Visit(self)
        self._older: list[Background] = []
        self.changes.changed.connect(self._keep_up)

    def _keep_up(self, kind: str) -> None:
        """Read a directory that has changed for the next search, wherever that will be asked."""
        if kind == "directory":
            self.aside.run(self.services.directory.prepare, None, lambda _error: None)

    def warm_up(self) -> None:
        """Read what every page will ask for, while the first one is being looked at."""
        directory, handouts, areas = self.services.directory, self.services.handouts, self.services.areas
        self.background.run(directory.prepare, None, lambda _error: None)
        self.background.run(lambda: handouts.titles, None, lambda _error: None)
        self.background.run(areas.warm_up, None, lambda _error: None)
        self.background.run(self.services.sessions.count_topics, None, lambda _error: None)

    def renew(self, services: Services) -> None:
        """Go on in a new window, with services built anew where the site's details changed.

        The old window's pages hear nothing any more; the visitor at the desk stays.
        """
        for worker in (self.background, self.aside):
            worker.leave()
        for old in (self.changes, self.visit):
            old.blockSignals(True)
        self._older += [self.background, self.aside]
        self.services = services
        self.background, self.aside = _SittingBackground(self), _SittingBackground(self)
        self.changes = Changes(services.board, self)
        visit = Visit(self)
        for name, value in vars(self.visit).items():
            setattr(visit, name, value)
        self.visit = visit

    def leave(self) -> None:
        """Nothing of this sitting reaches the window any more; work under way ends by itself."""
        for worker in (self.background, self.aside):
            worker.leave()
        self.changes.blockSignals(True)
        self.visit.clear()
        self.visit.blockSignals(True)

    def close(self, occasion: str = "close") -> None:
        """Finish what is under way, wipe what faded, back up what is new, close. May take seconds.

        A backup that can't be made is noted in the log and must not keep the store open.
        """
        for background in (*self._older, self.background, self.aside):
            background.stop(finish=True)
        try:
            with contextlib.suppress(Problem):  # it is tried again by the next sitting
                self.services.retention.wipe()
            if self.services.backups.has_changes():
                with contextlib.suppress(Problem):
                    self.services.backups.make(occasion=occasion)
        except Exception:
            diagnostics.current_fault()
        finally:
            self.services.desk.close()

    def forget(self) -> None:
        """The store is closed: whoever still holds this sitting holds nothing of the desk."""
        self._older.clear()
        del self.services
