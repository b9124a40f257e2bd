"""What staff can do: the services, built once by `app` and handed to pages and commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the store and what it needs load slowly, and the first window must not wait for them
    from champion_desk.domain.champions import Champion, Site
    from champion_desk.services.areas import AreaNames
    from champion_desk.services.asked import AskedService
    from champion_desk.services.backups import BackupService
    from champion_desk.services.catalogues import Catalogues
    from champion_desk.services.changes import ChangeBoard, HistoryService
    from champion_desk.services.desks import DeskService
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
    from champion_desk.services.learning import Learning
    from champion_desk.services.list_files import ListFileService
    from champion_desk.services.lists import ListService
    from champion_desk.services.log import LogService
    from champion_desk.services.log_lines import LogLineService
    from champion_desk.services.own_handouts import OwnHandoutService
    from champion_desk.services.past_logs import PastLogService
    from champion_desk.services.postcodes import PostcodeService
    from champion_desk.services.retention import RetentionService
    from champion_desk.services.sessions import SessionService
    from champion_desk.services.site_logo import SiteLogo
    from champion_desk.services.sources import SourceService
    from champion_desk.services.staffed_hours import StaffedHoursService
    from champion_desk.services.synonyms import SynonymFiles
    from champion_desk.services.tallies import TallyService
    from champion_desk.services.training import TrainingService


@dataclass(frozen=True, slots=True)
class Services:
    """The services of one unlocked desk, with who is at it and where."""

    champion: Champion
    site: Site
    demo: bool
    board: ChangeBoard
    catalogues: Catalogues
    lists: ListService
    list_files: ListFileService
    desk: DeskService
    sessions: SessionService
    tallies: TallyService
    log: LogService
    follow_ups: FollowUpService
    staffed_hours: StaffedHoursService
    asked: AskedService
    areas: AreaNames
    log_lines: LogLineService
    past_logs: PastLogService
    directory: DirectoryService
    favourites: FavouriteService
    postcodes: PostcodeService
    synonyms: SynonymFiles
    sources: SourceService
    keeping: KeepingService
    duplicates: DuplicateService
    handouts: HandoutService
    own_handouts: OwnHandoutService
    handout_exchange: HandoutExchange
    logo: SiteLogo
    training: TrainingService
    learning: Learning
    backups: BackupService
    exports: ExportService
    figures: FigureService
    finder: FinderService
    history: HistoryService
    retention: RetentionService
    erasure: ErasureService
