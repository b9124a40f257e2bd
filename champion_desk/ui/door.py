"""The work at the door: start a desk, unlock it, get back in, restore it, make the demo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from champion_desk.domain.problems import Cancelled
from champion_desk.paths import resources_dir
from champion_desk.services.doorway import Doorway
from champion_desk.ui.background import Background, Task

if TYPE_CHECKING:  # these load slowly, and the first window must not wait for them
    from champion_desk.domain.champions import Champion, Site
    from champion_desk.services import Services
    from champion_desk.services.catalogues import Catalogues
    from champion_desk.services.desks import DeskService, NewDesk, OpenDesk
    from champion_desk.storage.backups import Backup

Failed = Callable[[BaseException], None]
Build = Callable[["DeskService", "OpenDesk", "Catalogues"], "Services"]


class Door(QObject):
    """One desk's folder before it is unlocked. Works off the window's thread; `opened` brings services."""

    opened = Signal(object)

    def __init__(
        self, folder: Path, background: Background, build: Build, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.folder = folder
        self.doorway = Doorway(folder)
        self.background = background
        self._build = build
        self._catalogues: Catalogues | None = None

    @property
    def catalogues(self) -> Catalogues:
        """The lists that ship with the program, kept from one sitting to the next."""
        if self._catalogues is None:
            from champion_desk.services.catalogues import Catalogues  # not before the first window

            self._catalogues = Catalogues(resources_dir())
        return self._catalogues

    def check_place(self, refused: Failed) -> None:
        """Look whether a desk may lie in this folder; `refused` brings the `Problem` where it may not."""
        self.background.run(self.doorway.check_place, None, refused)

    def unlock(self, champion_id: str, passphrase: str, failed: Failed) -> None:
        """Open the store for a champion."""
        self._open(lambda desk: desk.unlock(passphrase, champion_id), failed)

    def recover(self, recovery_key: str, champion_id: str, passphrase: str, failed: Failed) -> None:
        """Open the store by the recovery sheet, and give a champion a new passphrase."""
        self._open(lambda desk: desk.recover(recovery_key, champion_id, passphrase), failed)

    def read_sheet(self, picture: Path, done: Callable[[str], None], failed: Failed) -> None:
        """Read the recovery key from a picture or a PDF of the recovery sheet."""

        def work() -> str:
            from champion_desk.services.recovery_reading import key_in_picture  # only where someone has one

            return key_in_picture(picture)

        self.background.run(work, done, failed)

    def _open(self, how: Callable[[DeskService], OpenDesk], failed: Failed) -> None:
        def work() -> Services:
            desk = self._desk()
            return self._build(desk, how(desk), self.catalogues)

        self.background.run(work, self.opened.emit, failed)

    def start(self, new: NewDesk, done: Callable[[tuple[Services, str]], None], failed: Failed) -> None:
        """Make a new desk; `done` brings its services and the recovery key that is to be printed now."""

        def work() -> tuple[Services, str]:
            desk = self._desk()
            started = desk.start(new)
            return self._build(desk, started.desk, self.catalogues), started.recovery_key

        self.background.run(work, done, failed)

    def rebuilt(self, desk: DeskService, champion: Champion, site: Site) -> Services:
        """The services of an open desk whose champion or site has new details. Called on the worker."""
        from champion_desk.services.desks import OpenDesk  # not before the first window

        return self._build(desk, OpenDesk(desk.open_store, champion, site, False), self.catalogues)

    def renewed(self, services: Services) -> Services:
        """The services of a desk whose site has new details. Called on the worker."""
        from champion_desk.services.desks import OpenDesk  # not before the first window

        desk = services.desk
        with desk.open_store.reading() as tx:
            site = next((one for one in tx.champions.sites() if one.id == services.site.id), services.site)
        opened = OpenDesk(desk.open_store, services.champion, site, services.demo)
        return self._build(desk, opened, self.catalogues)

    def make_demo(self, progress: Callable[[int, int | None], None], failed: Failed) -> Task:
        """Make the demo desk in this folder and open it; `progress` is called in the window's thread."""
        task = Task()

        def report(done: int, total: int | None) -> None:
            self.background.report(lambda: progress(done, total))

        def work() -> Services:
            from champion_desk.services.demo import start_demo  # only where someone wants to look around

            desk = self._desk()
            services = start_demo(
                desk, lambda opened: self._build(desk, opened, self.catalogues), report, task.cancelled
            )
            if task.is_cancelled:  # in the last moment: there is no one left to hand it to
                desk.abandon()
                raise Cancelled
            return services

        return self.background.run(work, self.opened.emit, failed, task)

    def restore(self, backup: Path, secret: str, done: Callable[[Path | None], None], failed: Failed) -> None:
        """Put a backup in place; `done` brings the folder of what it replaced, if anything was there."""
        self.background.run(lambda: self._desk().restore(backup, secret), done, failed)

    def put_back(self, aside: Path, done: Callable[[None], None], failed: Failed) -> None:
        """Put what a restore kept aside in place again."""
        self.background.run(lambda: self._desk().put_back(aside), done, failed)

    def find_backups(self, done: Callable[[list[Backup]], None], failed: Failed) -> None:
        """The backups in this desk's own folder, newest first."""
        self.background.run(self.doorway.backups, done, failed)

    def load_ahead(self) -> None:
        """Load what unlocking will need, while the champion types."""
        self.background.run(self._load_ahead)

    def _load_ahead(self) -> None:
        import importlib

        for name in ("desks", "directory", "finder", "exports", "shipped"):
            importlib.import_module(f"champion_desk.services.{name}")
        main_window = importlib.import_module("champion_desk.ui.main_window")
        main_window.page_modules()
        lists = self.catalogues
        _ = lists.words, lists.topics, lists.families, lists.reasons, lists.frameworks, lists.courses

    def _desk(self) -> DeskService:
        from champion_desk.services.desks import DeskService  # not before the first window

        return DeskService(self.folder, self.catalogues.words)
