"""The work of mending a damaged desk, off the window's thread; answers come in the window's thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from champion_desk.i18n import _
from champion_desk.ui.background import Task
from champion_desk.ui.door import Door, Failed

if TYPE_CHECKING:  # what reads a damaged store is seldom needed, and never at first
    from champion_desk.services.mending import Findings, KeysOffer, MendingService, Secret

_EVERY = 0.1  # seconds between two words about progress


@dataclass(frozen=True, slots=True)
class WayIn:
    """What opened the door to a damaged desk: a passphrase, or the recovery key with a new passphrase."""

    text: str
    champion_id: str
    new_passphrase: str = ""


class MendWork(QObject):
    """One damaged desk at the door. `leave` lets go of it; nothing was changed unless `mend` was done."""

    def __init__(self, door: Door, second_folder: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door, self._second_folder = door, second_folder
        self._service: MendingService | None = None

    def _mending(self) -> MendingService:
        from champion_desk.services.mending import MendingService

        if self._service is None:
            self._service = MendingService(self._door.folder, self._second_folder, _("Name not saved"))
        return self._service

    def examine(
        self,
        way_in: WayIn,
        progress: Callable[[int, int | None], None],
        done: Callable[[Findings], None],
        failed: Failed,
    ) -> Task:
        """Copy the damaged store aside, save what is whole, compare with the newest backup."""
        task = Task()
        told = 0.0

        def report(count: int, total: int | None) -> None:
            nonlocal told
            if time.monotonic() - told >= _EVERY:
                told = time.monotonic()
                self._door.background.report(lambda: progress(count, total))

        def work() -> Findings:
            return self._mending().examine(_secret(way_in), report, task.cancelled)

        return self._door.background.run(work, done, failed, task)

    def mend(self, way: str, done: Callable[[Path], None], failed: Failed) -> None:
        """Put the chosen store in place; `done` brings the folder that keeps the damaged one."""
        self._door.background.run(lambda: self._mending().mend(way), done, failed)

    def leave(self) -> None:
        """Let go of the desk's folder."""
        service, self._service = self._service, None
        if service is not None:
            self._door.background.run(service.close, None, lambda _error: None)

    def open_desk(self, way_in: WayIn, failed: Failed) -> None:
        """Unlock the mended desk with what opened the door."""
        if way_in.new_passphrase:
            self._door.recover(way_in.text, way_in.champion_id, way_in.new_passphrase, failed)
        else:
            self._door.unlock(way_in.champion_id, way_in.text, failed)

    def find_keys(self, done: Callable[[KeysOffer | None], None], failed: Failed) -> None:
        """The backup whose key slots can take the place of lost ones, or None."""
        self._door.background.run(lambda: self._mending().keys_offer(), done, failed)

    def mend_keys(self, way_in: WayIn, done: Callable[[datetime], None], failed: Failed) -> None:
        """Put the key slots of a backup in place; `done` brings when that was made."""
        self._door.background.run(lambda: self._mending().mend_keys(_secret(way_in)), done, failed)


def _secret(way_in: WayIn) -> Secret:
    from champion_desk.services.mending import Secret

    return Secret(way_in.text, way_in.champion_id, bool(way_in.new_passphrase))
