"""Prints what was measured, the figure, what it is held against, and the aim; then how the handouts read.

Run by `dev.py bench`; with names of parts (`start`, `scanner`, `busy`, `training`, `handouts`) only those.
Windows are drawn offscreen. Each start-up figure is the median of several whole processes, taken in turn
with its peer.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from champion_desk.app import build_services
from champion_desk.documents.pictures import page_count
from champion_desk.domain.directory import DirectoryQuery
from champion_desk.domain.identity import new_id
from champion_desk.domain.sessions import AssistedSession
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.demo import PASSPHRASE, start_demo
from champion_desk.services.desks import DeskService
from tests.benchmarks.busy_rows import busy_rows
from tests.benchmarks.handouts import handout_rows, reading_table
from tests.benchmarks.importing import import_rows
from tests.benchmarks.paper import paper_rows
from tests.benchmarks.scanner import scanner_rows
from tests.benchmarks.searching import search_rows
from tests.benchmarks.training import training_rows

ROOT = Path(__file__).resolve().parents[2]
Row = tuple[str, str, str, str, bool]
_QUERIES = (
    "l",
    "li",
    "lib",
    "data",
    "data sim",
    "ki",
    "kirk",
    "stromness",
    "adv",
    "advice",
    "com",
    "computer",
)

_EMPTY_WINDOW = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1366, 768)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
print(time.monotonic())
"""

_FIRST_WINDOW = """
import os, sys, time
from PySide6.QtCore import QObject, QEvent
from PySide6.QtWidgets import QApplication, QWidget
folder, wanted = sys.argv[1:]
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            if watched.isWindow() if wanted == "window" else type(watched).__name__ == wanted:
                print(time.monotonic(), flush=True)
                os._exit(0)
        return False
made = QApplication.__init__
def make(self, *arguments):
    made(self, *arguments)
    self.watch = Watch()
    self.installEventFilter(self.watch)
QApplication.__init__ = make
sys.argv = ["champion-desk", "--data", folder]
from champion_desk.__main__ import main
main()
"""

_AT_REST = """
import sys
from pathlib import Path
from champion_desk.tour import at_rest
print(at_rest(Path(sys.argv[1])))
"""


def _environment() -> dict[str, str]:
    kept = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # every start after the first has its bytecode, as on a desk
    return kept


def _until_shown(code: str, *arguments: str) -> float:
    """Seconds from starting a process to what it prints as its moment (one clock for all processes)."""
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=_environment(),
        check=True,
    )
    return float(ended.stdout.split()[-1]) - began


def _printed(code: str) -> str:
    """What a Python process of its own prints."""
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=_environment(), check=True, cwd=ROOT
    )
    return ended.stdout


def _first_window(desk: Path, wanted: str, what: str) -> Row:
    ours, empty = [], []
    for _ in range(9):
        empty.append(_until_shown(_EMPTY_WINDOW))
        ours.append(_until_shown(_FIRST_WINDOW, str(desk), wanted))
    ratio = statistics.median(ours) / statistics.median(empty)
    seconds = f"{statistics.median(ours) * 1000:.0f} ms / {statistics.median(empty) * 1000:.0f} ms"
    return f"{what} / an empty PySide6 window", seconds, f"{ratio:.2f}", "at most 2.0", ratio <= 2.0


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _timed(work: Callable[[], object], times: int) -> list[float]:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return found


def _save(services: Services, folder: Path) -> Row:
    bare = sqlcipher.connect(str(folder / "bare.db"), isolation_level=None)
    bare.execute("PRAGMA key = \"x'" + "11" * 32 + "'\"")
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute("CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT, b TEXT)")

    def bare_commit() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO t VALUES (?, ?, ?)", (new_id(), "x" * 200, "y" * 300))
        bare.execute("COMMIT")

    def save() -> None:
        services.sessions.log(
            AssistedSession(services.champion.id, services.site.id, datetime.now(UTC), ("wifi",), 5, "done")
        )

    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(20):
        theirs += _timed(bare_commit, 20)
        ours += _timed(save, 20)
    bare.close()
    ratio = _p95(ours) / _p95(theirs)
    figure = f"{_p95(ours) * 1000:.2f} ms / {_p95(theirs) * 1000:.2f} ms"
    return "save a session, p95 / a bare encrypted commit", figure, f"{ratio:.2f}", "at most 3", ratio <= 3


def _limit(what: str, milliseconds: float, aim: float) -> Row:
    return (
        what,
        f"{milliseconds:.1f} ms / {aim:.0f} ms",
        f"{milliseconds / aim:.2f}",
        "under 1",
        milliseconds < aim,
    )


def _search(folder: Path) -> Row:
    """A keystroke in the directory's search field until the list is filled, in the real page."""
    code = (
        "import sys, json; from pathlib import Path; from champion_desk.tour import keystrokes;"
        f" print(json.dumps(keystrokes(Path(sys.argv[1]), {_QUERIES!r})))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True,
        text=True,
        env=_environment(),
        check=True,
    )
    seconds = json.loads(ended.stdout.splitlines()[-1])
    return _limit("search keystroke to filled list, p95, demo directory", _p95(seconds) * 1000, 16)


def _handout(services: Services) -> Row:
    sheet = services.handouts.get("start-a-universal-credit-claim")
    listings = services.directory.search(DirectoryQuery("advice", limit=2)).matches
    order = services.handouts.order(sheet, 14, [match.listing for match in listings])
    for _ in range(3):
        services.handouts.pdf(order)
    return _limit(
        f"a handout of {page_count(services.handouts.pdf(order))} pages, warm",
        statistics.median(_timed(lambda: services.handouts.pdf(order), 15)) * 1000,
        60,
    )


def _memory(folder: Path) -> Row:
    ended = subprocess.run(
        [sys.executable, "-c", _AT_REST, str(folder)],
        capture_output=True,
        text=True,
        env=_environment(),
        check=True,
    )
    megabytes = float(ended.stdout.split()[-1])
    what = "memory at rest, demo desk open"
    return what, f"{megabytes:.0f} MB / 150 MB", f"{megabytes / 150:.2f}", "under 1", megabytes < 150


def _start(folder: Path) -> list[Row]:
    """From the first window to what a desk does all day; `folder` has a demo desk in it."""
    rows = [
        _first_window(folder / "demo", "window", "time to first window"),
        _first_window(folder / "demo", "UnlockForm", "time to the unlock form"),
        _search(folder / "demo"),
        _memory(folder / "demo"),
    ]
    catalogues = Catalogues(resources_dir())
    desk = DeskService(folder / "demo", catalogues.words)
    services = build_services(desk, desk.unlock(PASSPHRASE), catalogues)
    rows += [_save(services, folder), _handout(services)]
    desk.close()
    return rows


def main(wanted: Sequence[str] = ()) -> int:
    """Measure everything once, or the wanted parts; prints what reached its aim and what did not."""
    catalogues = Catalogues(resources_dir())
    with tempfile.TemporaryDirectory(prefix="champion-desk-bench-") as made:
        folder = Path(made)
        desk = DeskService(folder / "demo", catalogues.words)
        start_demo(desk, lambda opened: build_services(desk, opened, catalogues))
        desk.close()
        parts: dict[str, Callable[[], list[Row]]] = {
            "start": lambda: _start(folder),
            "scanner": scanner_rows,
            "busy": lambda: busy_rows(folder / "demo"),
            "training": training_rows,
            "handouts": handout_rows,
            "paper": paper_rows,
            "searching": lambda: search_rows(catalogues),
            "importing": lambda: import_rows(_printed, folder),
        }
        rows = [row for name in wanted or parts for row in parts[name]()]
    width = max(len(row[0]) for row in rows)
    print(f"{'what':{width}}  {'measured / held against':24}  {'ratio':6}  aim")
    for what, figure, ratio, aim, reached in rows:
        print(f"{what:{width}}  {figure:24}  {ratio:6}  {aim}{'' if reached else '   NOT REACHED'}")
    if not wanted or "handouts" in wanted:
        print(f"\n{reading_table()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
