"""The whole log of a desk written to CSV by a process of its own: how fast, and in how much memory."""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import psutil

from champion_desk.app import build_services
from champion_desk.paths import resources_dir
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.demo import PASSPHRASE
from champion_desk.services.desks import DeskService

_ALL, _TENTH = timedelta(days=800), timedelta(days=70)


class _Memory(threading.Thread):
    """Looks at this process's memory every few milliseconds: the system's own peak has the parent's in it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self._process = psutil.Process()

    def run(self) -> None:
        while True:
            self.most = max(self.most, self._process.memory_info().rss / 1024 / 1024)
            time.sleep(0.01)

    def since(self) -> float:
        """The most megabytes since this was asked before."""
        most, self.most = self.most, 0.0
        return most


def exported(folder: Path) -> dict[str, float]:
    """Rows and seconds of the whole, and the most memory held after a tenth of it and after all."""
    catalogues = Catalogues(resources_dir())
    desk = DeskService(folder, catalogues.words)
    services = build_services(desk, desk.unlock(PASSPHRASE), catalogues)
    today, memory = date.today(), _Memory()
    memory.start()
    with tempfile.TemporaryDirectory(prefix="champion-desk-export-") as made:
        target = Path(made) / "sessions.csv"
        services.exports.export("sessions", "csv", target, today - _TENTH, today)
        part = memory.since()
        began = time.perf_counter()
        rows = services.exports.export("sessions", "csv", target, today - _ALL, today)
        seconds, most = time.perf_counter() - began, memory.since()
    desk.close()
    return {"rows": rows, "seconds": seconds, "part_megabytes": part, "all_megabytes": most}


if __name__ == "__main__":
    print(json.dumps(exported(Path(sys.argv[1]))))
