"""The rows of the busy desk: a million sessions, and a day with thirty visitors by keys alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from champion_desk.app import build_services
from champion_desk.paths import resources_dir
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.demo import PASSPHRASE
from champion_desk.services.desks import DeskService
from tests.benchmarks.busy_log import p95, saves
from tests.benchmarks.million import SESSIONS, million
from tests.benchmarks.scanner import Row

ROOT = Path(__file__).resolve().parents[2]
_AMONG = f"with {SESSIONS:,} sessions: "


def busy_rows(demo: Path) -> list[Row]:
    """All of them; `demo` is the folder of a demo desk, which a day is added to."""
    with tempfile.TemporaryDirectory(prefix="champion-desk-million-") as made:
        folder = Path(made) / "desk"
        shutil.copytree(million(ROOT / "build"), folder)
        rows = [*_export(folder), _save(folder), *_window(folder)]
        rows += _day(folder, _AMONG)
    return [*rows, *_day(demo, "demo desk: ")]


def _measured(module: str, *arguments: object) -> Any:
    """What a module prints as its last line, run as a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    if ended.returncode:
        raise SystemExit(f"{module} stopped:\n{ended.stdout}\n{ended.stderr}")
    return json.loads(ended.stdout.splitlines()[-1])


def _row(what: str, figure: str, ratio: float, aim: str, reached: Callable[[float], bool]) -> Row:
    return _AMONG + what, figure, f"{ratio:.2f}", aim, reached(ratio)


def _save(folder: Path) -> Row:
    catalogues = Catalogues(resources_dir())
    desk = DeskService(folder, catalogues.words)
    services = build_services(desk, desk.unlock(PASSPHRASE), catalogues)
    ours, bare = saves(services, folder, datetime.now(UTC))
    desk.close()
    figure = f"{p95(ours) * 1000:.2f} ms / {p95(bare) * 1000:.2f} ms"
    ratio = p95(ours) / p95(bare)
    return _row("save, p95 / a bare encrypted commit", figure, ratio, "at most 3", lambda ratio: ratio <= 3)


def _export(folder: Path) -> list[Row]:
    found = _measured("export_log", folder)
    speed, memory = found["rows"] / found["seconds"], found["all_megabytes"] / found["part_megabytes"]
    return [
        _row(
            "export sessions to CSV",
            f"{speed:,.0f} / 50,000 rows a second",
            speed / 50_000,
            "at least 1",
            lambda ratio: ratio >= 1,
        ),
        _row(
            "memory of it / of a tenth of it",
            f"{found['all_megabytes']:.0f} MB / {found['part_megabytes']:.0f} MB",
            memory,
            "at most 1.2",
            lambda ratio: ratio <= 1.2,
        ),
    ]


def _window(folder: Path) -> list[Row]:
    found = _measured("busy_log", folder)
    slowest = max(found["filters"], key=lambda one: one[1])
    summed = max(found["filters"], key=lambda one: one[2])
    return [
        _limit("Desk filled, p95", p95(found["desk"]), 100),
        _limit("first screen of the log, p95", p95(found["log"]), 100),
        _limit(f"lines of the slowest of {len(found['filters'])} filters ({slowest[0]})", slowest[1], 200),
        _limit(f"lines and totals of the slowest ({summed[0]})", summed[2], 200),
    ]


def _limit(what: str, seconds: float, aim: float) -> Row:
    figure = f"{seconds * 1000:.0f} ms / {aim:.0f} ms"
    return _row(what, figure, seconds * 1000 / aim, "at most 1", lambda ratio: ratio <= 1)


def _day(folder: Path, where: str) -> list[Row]:
    """Stalls while thirty visitors are served, of the lock over lunch, and how many keys things took."""
    found = _measured("busy_day", folder)
    served = [one for one in found["stalls"] if one["during"] != found["lunch"]]
    lunch = [one for one in found["stalls"] if one["during"] == found["lunch"]]
    rows = []
    for what, stalls in (
        (f"{found['visitors']} visitors by keys, stalls over 50 ms", served),
        ("locked and unlocked among them, stalls over 50 ms", lunch),
    ):
        longest = max((one["milliseconds"] for one in stalls), default=0.0)
        busy = max((one["busy"] for one in stalls), default=0.0)
        figure = f"{len(stalls)} / 0, longest {longest:.0f} ms, {busy:.0f} ms of work"
        rows.append((where + what, figure, str(len(stalls)), "0", not stalls))
    for what, (keys, letters), most in (
        ("keys for a tally", found["tally"], (1, 0)),
        ("keys and letters for a common session", found["common"], (6, 3)),
    ):
        figure = f"{keys} + {letters} / {most[0]} + {most[1]}"
        reached = keys <= most[0] and letters <= most[1]
        rows.append((where + what, figure, f"{keys / most[0]:.2f}", "at most 1", reached))
    return rows
