"""The composition root: builds everything, once, in order; the window and the commands share it."""

from __future__ import annotations

from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.backups import BackupService
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, HistoryService
from champion_desk.services.desks import DeskService, OpenDesk
from champion_desk.services.directory import DirectoryService
from champion_desk.services.exports import ExportService
from champion_desk.services.finder import FinderService
from champion_desk.services.handouts import HandoutService
from champion_desk.services.places import Gazetteer
from champion_desk.services.sessions import SessionService
from champion_desk.services.training import TrainingService


def build_services(desk: DeskService, opened: OpenDesk, catalogues: Catalogues) -> Services:
    """The services of an unlocked desk."""
    store, champion, site = opened.store, opened.champion, opened.site
    board = ChangeBoard()
    directory = DirectoryService(store, champion, site, Gazetteer(resources_dir()), board)
    handouts = HandoutService(resources_dir(), site, opened.demo)
    return Services(
        champion=champion,
        site=site,
        demo=opened.demo,
        board=board,
        catalogues=catalogues,
        desk=desk,
        sessions=SessionService(store, champion, board),
        directory=directory,
        handouts=handouts,
        training=TrainingService(store, champion, catalogues, board),
        backups=BackupService(store, board),
        exports=ExportService(store),
        finder=FinderService(catalogues, directory, handouts),
        history=HistoryService(store, board),
    )


def page_names() -> list[str]:
    """The names of the window's pages, in the order of the rail."""
    from champion_desk.discovery import modules_in  # Qt only where the pages are asked for
    from champion_desk.ui import pages

    return [module.NAME for module in sorted(modules_in(pages), key=lambda module: int(module.ORDER))]
