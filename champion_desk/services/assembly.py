"""The services of an unlocked desk, put together: each is built once, in order, from those before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from champion_desk import policy
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.areas import AreaNames
from champion_desk.services.asked import AskedService
from champion_desk.services.backups import BackupService
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.changes import ChangeBoard, HistoryService
from champion_desk.services.desks import DeskService, OpenDesk
from champion_desk.services.directory import DirectoryService
from champion_desk.services.duplicates import DuplicateService
from champion_desk.services.erasure import ErasureService
from champion_desk.services.exports import ExportService
from champion_desk.services.favourites import FavouriteService
from champion_desk.services.figures import FigureService
from champion_desk.services.finder import FinderService
from champion_desk.services.follow_ups import FollowUpService
from champion_desk.services.handout_exchange import HandoutExchange
from champion_desk.services.handouts import HandoutService
from champion_desk.services.keeping import KeepingService
from champion_desk.services.learning import learning
from champion_desk.services.list_files import ListFileService
from champion_desk.services.lists import ListService
from champion_desk.services.log import LogService
from champion_desk.services.log_lines import LogLineService
from champion_desk.services.nations import Nations
from champion_desk.services.opening import OpeningTimes
from champion_desk.services.own_handouts import OwnHandoutService
from champion_desk.services.past_logs import PastLogService
from champion_desk.services.places import Gazetteer
from champion_desk.services.postcodes import PostcodeService
from champion_desk.services.retention import RetentionService
from champion_desk.services.searching import DirectorySearch
from champion_desk.services.sessions import SessionService
from champion_desk.services.site_logo import SiteLogo
from champion_desk.services.sources import SourceService
from champion_desk.services.staffed_hours import StaffedHoursService
from champion_desk.services.synonyms import NAME as SYNONYMS
from champion_desk.services.synonyms import SynonymFiles
from champion_desk.services.tallies import TallyService
from champion_desk.services.training import TrainingService
from champion_desk.storage.listing_words import Stemmer


def assembled(
    desk: DeskService, opened: OpenDesk, catalogues: Catalogues, second_folder: Callable[[Path], str]
) -> Services:
    """All services; `second_folder` says where a desk's backups are copied to, at the time of asking."""
    store, champion, site = opened.store, opened.champion, opened.site
    board = ChangeBoard()
    lists = ListService(store, champion, catalogues, board)
    postcodes = PostcodeService(store, board)
    gazetteer, stemmer = Gazetteer(resources_dir(), postcodes), Stemmer()
    synonyms = SynonymFiles(resources_dir() / "catalogue" / SYNONYMS, store.folder / SYNONYMS, stemmer)
    opening = OpeningTimes(site.nation, Nations(resources_dir()))
    searching = DirectorySearch(
        store, site, gazetteer, synonyms, stemmer, lambda: catalogues["who_for"], opening
    )
    directory = DirectoryService(store, champion, site, searching, opening, board)
    handouts, own_handouts, logo = _of_handouts(opened, board)
    backups = BackupService(store, board, lambda: "" if opened.demo else second_folder(store.folder))
    fixed, staffed_hours = policy.in_force(), StaffedHoursService(store, site, board)
    retention = RetentionService(store, board, fixed.notes_months, fixed.sessions_months)
    learned = learning(store, champion, site, catalogues, retention, board)
    follow_ups, log = FollowUpService(store, board), LogService(store, site, catalogues, board)
    areas = AreaNames(resources_dir(), catalogues, site, gazetteer.towns)
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
        follow_ups=follow_ups,
        asked=AskedService(store, board),
        areas=areas,
        past_logs=PastLogService(store, champion, site, catalogues, areas, retention, board),
        staffed_hours=staffed_hours,
        tallies=TallyService(store, champion, site, catalogues, board),
        directory=directory,
        favourites=FavouriteService(store, champion, site, directory, board),
        postcodes=postcodes,
        synonyms=synonyms,
        sources=SourceService(store, directory, backups),
        keeping=KeepingService(store, champion, directory),
        duplicates=DuplicateService(store, champion, directory),
        handouts=handouts,
        own_handouts=own_handouts,
        handout_exchange=HandoutExchange(store, champion, board),
        logo=logo,
        training=TrainingService(store, champion, catalogues, board, learned.suggestions),
        learning=learned,
        backups=backups,
        exports=ExportService(store, champion, catalogues),
        figures=FigureService(store, site, catalogues, staffed_hours),
        finder=FinderService(catalogues, directory, handouts, follow_ups),
        history=HistoryService(store, board),
        retention=retention,
        erasure=ErasureService(store, board, backups, retention),
    )


def _of_handouts(opened: OpenDesk, board: ChangeBoard) -> tuple[HandoutService, OwnHandoutService, SiteLogo]:
    """The handouts: those that ship, those of the desk, and what stands at the head of each."""
    resources = resources_dir()
    own = OwnHandoutService(opened.store, opened.champion, resources / "handouts", board)
    logo = SiteLogo(opened.store, opened.site, board)
    return HandoutService(resources, opened.site, opened.demo, own, logo.get), own, logo
