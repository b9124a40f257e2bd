"""Training among a million sessions of 200 champions: my page, and the lead's cover."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from champion_desk.app import build_services
from champion_desk.domain.courses import Duty
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.demo import PASSPHRASE
from champion_desk.services.desks import DeskService
from tests.benchmarks.busy_log import p95
from tests.benchmarks.million import SESSIONS, million
from tests.benchmarks.scanner import Row

ROOT = Path(__file__).resolve().parents[2]
_TIMES = 20


def training_rows() -> list[Row]:
    """How long it takes to read what my page shows, and the cover of one site and of all."""
    with tempfile.TemporaryDirectory(prefix="champion-desk-training-") as made:
        folder = Path(made) / "desk"
        shutil.copytree(million(ROOT / "build"), folder)
        catalogues = Catalogues(resources_dir())
        desk = DeskService(folder, catalogues.words)
        services = build_services(desk, desk.unlock(PASSPHRASE), catalogues)
        try:
            services.learning.courses.set_duty(Duty("safeguarding-level-1"))
            return [
                _row("my training page, p95", lambda: _my_page(services), 100),
                _row("cover of one site, p95", lambda: services.learning.cover.sites(services.site.id), 300),
                _row("cover of all sites, p95", services.learning.cover.sites, 300),
                _row("who is due what, p95", services.learning.courses.due_of_all, 300),
            ]
        finally:
            desk.close()


def _my_page(services: Services) -> None:
    """All that the page of one champion shows."""
    learning, training = services.learning, services.training
    learning.suggestions.all()
    learning.evidence.by_skill()
    learning.courses.reminders()
    learning.plan.goals()
    learning.certificates.all()
    learning.badges.all()
    training.enrolments()
    training.evidence()
    training.hours(date.today().year)
    for framework in services.catalogues.frameworks:
        training.areas(framework, datetime.now(UTC) - timedelta(days=90))


def _row(what: str, work: Callable[[], object], aim: float) -> Row:
    work()
    taken = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    seconds = p95(taken)
    figure, ratio = f"{seconds * 1000:.0f} ms / {aim:.0f} ms", seconds * 1000 / aim
    return f"with {SESSIONS:,} sessions: {what}", figure, f"{ratio:.2f}", "at most 1", ratio <= 1
