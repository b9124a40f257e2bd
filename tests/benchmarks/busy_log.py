"""With a million sessions in the store: saving, the Desk, the log page and its filters, in the window."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from champion_desk.domain.identity import new_id
from champion_desk.domain.log_query import LogQuery
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services
from champion_desk.tour import at_the_demo
from champion_desk.ui.log_periods import between
from champion_desk.ui.main_window import MainWindow
from champion_desk.ui.pages.log import LogPage

_BARE = "11" * 32


def p95(seconds: list[float]) -> float:
    """The 95th of a hundred."""
    return statistics.quantiles(seconds, n=20)[-1]


def saves(services: Services, folder: Path, at: datetime) -> tuple[list[float], list[float]]:
    """Seconds of saving a session that began `at`, and of a bare encrypted commit in turn with it."""
    bare = sqlcipher.connect(str(folder / "bare.db"), isolation_level=None)
    bare.execute(f"PRAGMA key = \"x'{_BARE}'\"")
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute("CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT, b TEXT)")

    def bare_commit() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO t VALUES (?, ?, ?)", (new_id(), "x" * 200, "y" * 300))
        bare.execute("COMMIT")

    def save() -> None:
        here = (services.champion.id, services.site.id, at)
        services.sessions.log(AssistedSession(*here, ("wifi",), 5, "done"))

    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(20):
        theirs += timed(bare_commit, 20)
        ours += timed(save, 20)
    bare.close()
    return ours, theirs


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Seconds of each time."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return found


def a_busy_day(services: Services) -> None:
    """Thirty visitors and as many quick ones, today."""
    topics = services.catalogues["topics"].codes
    now = datetime.now(UTC)
    for at in range(30):
        here = (services.champion.id, services.site.id, now - timedelta(minutes=at))
        services.sessions.log(AssistedSession(*here, (topics[at],), 5, "done"))
        services.tallies.press("wifi")


class _Painted(QObject):
    """Notes when a widget was first painted after `look` was called."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.at = 0.0
        self._widget = widget
        widget.installEventFilter(self)

    def look(self) -> None:
        """From now on; where an answer is the same as the one before, Qt would paint nothing by itself."""
        self.at = 0.0
        self._widget.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = time.perf_counter()
        return False


def _until(what: Callable[[], bool], began: float) -> float:
    while not what():
        QApplication.processEvents()
        if time.perf_counter() - began > 60:
            raise SystemExit("the window never came to an end with it")
    return time.perf_counter() - began


def in_the_window(folder: Path) -> dict[str, object]:
    """Seconds of filling the Desk, of the log's first screen, and of each filter; as plain lists."""
    with at_the_demo(folder, patience=300) as script:
        window = script.screen(MainWindow)
        services = window.context.services
        a_busy_day(services)
        script.hands.settle()
        desks, logs = [], []
        for _ in range(20):
            desks.append(_filled(window, "desk"))
            logs.append(_filled(window, "log"))
        page = script.page(LogPage)
        return {
            "desk": desks,
            "log": logs,
            "filters": list(_filters(page, services)),
        }


def _filled(window: MainWindow, page: str) -> float:
    began = time.perf_counter()
    window.go_to(page)
    shown = window.page
    painted = _Painted(shown.list.table.viewport() if isinstance(shown, LogPage) else shown)
    _until(lambda: bool(painted.at), began)
    return painted.at - began


def _filters(page: LogPage, services: Services) -> Iterator[tuple[str, float, float]]:
    """Each filter by its name: until its lines are painted, and until its totals are there too."""
    log, today = page.list, date.today()
    painted = _Painted(log)
    totals: list[float] = []
    log.reader.first.connect(lambda _lines: painted.look())
    log.reader.added_up.connect(lambda _totals: totals.append(time.perf_counter()))
    for words, days in (("a day", 0), ("a month", 30), ("two years", 700)):
        for name, query in _queries(services, today - timedelta(days=days), today):
            totals.clear()
            log.filters.query = lambda query=query: query  # type: ignore[method-assign,misc]
            painted.at = -1.0
            began = time.perf_counter()
            log.filters.changed.emit()
            _until(lambda: painted.at > 0 and bool(totals), began)
            yield f"{words}, {name}", painted.at - began, max(totals[0], painted.at) - began
    log.filters.set_period(between(today, today))


def _queries(services: Services, first: date, last: date) -> Iterator[tuple[str, LogQuery]]:
    here, me = (services.site.id,), (services.champion.id,)
    for name, more in {
        "everything": {},
        "this site": {"sites": here},
        "a champion": {"champions": me},
        "a champion here with a rare topic": {"champions": me, "sites": here, "topics": ("local-history",)},
        "a common topic": {"topics": ("email-account",)},
        "a rare topic": {"topics": ("local-history",)},
        "three topics": {"topics": ("wifi", "cv", "blue-badge")},
        "an outcome": {"outcomes": ("could-not",)},
        "stuck": {"marks": ("stuck",)},
        "a mark and a topic": {"marks": ("service_failed", "nothing_local"), "topics": ("wifi",)},
        "words": {"words": "large print"},
        "words that nobody wrote": {"words": "zeppelin"},
        "removed": {"removed": True},
        "an outcome of a topic": {"outcomes": ("handed-on",), "topics": ("local-history",)},
    }.items():
        yield name, LogQuery(first, last, **more)  # type: ignore[arg-type]


if __name__ == "__main__":
    print(json.dumps(in_the_window(Path(sys.argv[1]))))
