"""The composition root: builds everything, once, in order; the window and the commands share it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk import policy, settings
from champion_desk.paths import resources_dir
from champion_desk.services import Services

if TYPE_CHECKING:  # what these need loads slowly; the unlock window comes first
    from champion_desk.domain.problems import Problem
    from champion_desk.services.catalogues import Catalogues
    from champion_desk.services.desks import DeskService, OpenDesk
    from champion_desk.settings import Settings


def build_services(desk: DeskService, opened: OpenDesk, catalogues: Catalogues) -> Services:
    """The services of an unlocked desk."""
    # Loaded here, so that the unlock window need not wait for the store and all that works on it.
    from champion_desk.services.areas import AreaNames
    from champion_desk.services.asked import AskedService
    from champion_desk.services.backups import BackupService
    from champion_desk.services.changes import ChangeBoard, HistoryService
    from champion_desk.services.directory import DirectoryService
    from champion_desk.services.erasure import ErasureService
    from champion_desk.services.exports import ExportService
    from champion_desk.services.finder import FinderService
    from champion_desk.services.follow_ups import FollowUpService
    from champion_desk.services.handouts import HandoutService
    from champion_desk.services.list_files import ListFileService
    from champion_desk.services.lists import ListService
    from champion_desk.services.log import LogService
    from champion_desk.services.log_lines import LogLineService
    from champion_desk.services.places import Gazetteer
    from champion_desk.services.retention import RetentionService
    from champion_desk.services.sessions import SessionService
    from champion_desk.services.staffed_hours import StaffedHoursService
    from champion_desk.services.tallies import TallyService
    from champion_desk.services.training import TrainingService

    store, champion, site = opened.store, opened.champion, opened.site
    board = ChangeBoard()
    lists = ListService(store, champion, catalogues, board)
    lists.load()
    gazetteer = Gazetteer(resources_dir())
    directory = DirectoryService(store, champion, site, gazetteer, board)
    handouts = HandoutService(resources_dir(), site, opened.demo)
    backups = BackupService(store, board, lambda: "" if opened.demo else backup_folder(store.folder))
    fixed = policy.in_force()
    retention = RetentionService(store, board, fixed.notes_months, fixed.sessions_months)
    log = LogService(store, site, catalogues, board)
    return Services(
        champion=champion,
        site=site,
        demo=opened.demo,
        board=board,
        catalogues=catalogues,
        lists=lists,
        list_files=ListFileService(store, lists, catalogues, board),
        desk=desk,
        sessions=SessionService(store, champion, site, board, catalogues),
        log=log,
        log_lines=LogLineService(store, log),
        follow_ups=FollowUpService(store, board),
        asked=AskedService(store, board),
        areas=AreaNames(resources_dir(), catalogues, site, gazetteer.towns),
        staffed_hours=StaffedHoursService(store, site, board),
        tallies=TallyService(store, champion, site, catalogues, board),
        directory=directory,
        handouts=handouts,
        training=TrainingService(store, champion, catalogues, board),
        backups=backups,
        exports=ExportService(store, champion),
        finder=FinderService(catalogues, directory, handouts),
        history=HistoryService(store, board),
        retention=retention,
        erasure=ErasureService(store, board, backups, retention),
    )


def backup_folder(folder: Path) -> str:
    """The second folder for backups of the desk in a folder: its own choice, or what IT's policy fixes."""
    return settings.under(policy.in_force(), settings.load(folder)).backup_folder


def open_window(folder: Path, demo: bool) -> int:
    """Open the window on the desk in a folder, or on its demo desk; the exit code when it is closed."""
    from champion_desk.ui.opening import run  # Qt only where a window opens

    return run(folder, demo, build_services)


def open_refusal(problem: Problem, look: Settings) -> int:
    """Open a window that only says why no desk is opened; the exit code when it is closed."""
    from champion_desk.ui.refusal import run_refusal  # Qt only where a window opens

    return run_refusal(problem, look)


def page_names() -> list[str]:
    """The names of the window's pages, in the order of the rail."""
    from champion_desk.discovery import modules_in  # Qt only where the pages are asked for
    from champion_desk.ui import pages

    return [module.NAME for module in sorted(modules_in(pages), key=lambda module: int(module.ORDER))]
