"""The whole log of a desk written to CSV by a process of its own: how fast, and in how much memory."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from champion_desk.app import build_services
from champion_desk.paths import resources_dir
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.demo import PASSPHRASE
from champion_desk.services.desks import DeskService

_ALL, _TENTH = timedelta(days=800), timedelta(days=70)


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def exported(folder: Path) -> dict[str, float]:
    """Rows and seconds of the whole, and the most memory held after a tenth of it and after all."""
    catalogues = Catalogues(resources_dir())
    desk = DeskService(folder, catalogues.words)
    services = build_services(desk, desk.unlock(PASSPHRASE), catalogues)
    today = date.today()
    with tempfile.TemporaryDirectory(prefix="champion-desk-export-") as made:
        target = Path(made) / "sessions.csv"
        services.exports.export("sessions", "csv", target, today - _TENTH, today)
        part = _peak_megabytes()
        began = time.perf_counter()
        rows = services.exports.export("sessions", "csv", target, today - _ALL, today)
        seconds = time.perf_counter() - began
    desk.close()
    return {"rows": rows, "seconds": seconds, "part_megabytes": part, "all_megabytes": _peak_megabytes()}


if __name__ == "__main__":
    print(json.dumps(exported(Path(sys.argv[1]))))
