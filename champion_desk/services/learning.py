"""The services of training beside a champion's own ratings, courses and plan, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from champion_desk.domain.champions import Champion, Site
from champion_desk.paths import resources_dir
from champion_desk.services.badges import BadgeService
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.certificates import CertificateService
from champion_desk.services.changes import ChangeBoard
from champion_desk.services.completions import CompletionService
from champion_desk.services.courses import CourseService
from champion_desk.services.cover import CoverService
from champion_desk.services.evidence import EvidenceService
from champion_desk.services.exercises import ExerciseService
from champion_desk.services.frameworks import FrameworkService
from champion_desk.services.own_record import OwnRecordService
from champion_desk.services.plan import PlanService
from champion_desk.services.retention import RetentionService
from champion_desk.services.sharing import SharingService
from champion_desk.services.suggestions import SuggestionService
from champion_desk.services.team_plan import TeamPlanService
from champion_desk.storage.store import Store


@dataclass(frozen=True, slots=True)
class Learning:
    """What there is to learn from, what is worth learning, and who can do what."""

    frameworks: FrameworkService
    evidence: EvidenceService
    suggestions: SuggestionService
    courses: CourseService
    completions: CompletionService
    certificates: CertificateService
    badges: BadgeService
    plan: PlanService
    record: OwnRecordService
    sharing: SharingService
    cover: CoverService
    team_plan: TeamPlanService
    exercises: ExerciseService


def learning(
    store: Store,
    champion: Champion,
    site: Site,
    catalogues: Catalogues,
    retention: RetentionService,
    board: ChangeBoard,
) -> Learning:
    """All of them, for the champion at the desk."""
    folder = resources_dir() / "catalogue" / "frameworks"
    courses = CourseService(store, champion, catalogues, board)
    cover = CoverService(store, champion, catalogues)
    return Learning(
        frameworks=FrameworkService(store, champion, catalogues, folder, board),
        evidence=EvidenceService(store, champion, catalogues),
        suggestions=SuggestionService(store, champion, site, catalogues, board),
        courses=courses,
        completions=CompletionService(store, champion, catalogues, board),
        certificates=CertificateService(store, champion, board),
        badges=BadgeService(store, champion, board),
        plan=PlanService(store, champion, board),
        record=OwnRecordService(store, champion, site, retention, board),
        sharing=SharingService(store, champion, board),
        cover=cover,
        team_plan=TeamPlanService(store, site, catalogues, courses, cover),
        exercises=ExerciseService(store, champion, resources_dir() / "practice", board),
    )
