"""Taking in a hundred thousand generated records: records a second, memory, how soon it stops."""

from __future__ import annotations

import csv
import json
import random
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from champion_desk.app import build_services
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Cancelled
from champion_desk.paths import resources_dir
from champion_desk.services import Services
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.services.list_reading import Reading

Row = tuple[str, str, str, str, bool]
RECORDS = 100_000
_PER_SECOND, _MEGABYTES, _CANCEL, _BLOCKED = 3000, 300, 1.0, 0.05
_SEED = 20261201


def _services() -> list[dict[str, object]]:
    page = json.loads((resources_dir() / "sample" / "listings.json").read_text(encoding="utf-8"))
    found = page["contents"] if isinstance(page, dict) else page
    return [dict(one) for one in found]


def _libraries() -> list[dict[str, str]]:
    with (resources_dir() / "libraries" / "public-libraries.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _records(count: int) -> Iterator[dict[str, object]]:
    """Services recombined from the sample's words: a few texts come often, most hardly ever."""
    chance, services = random.Random(_SEED), _services()
    weights = [1 / (place + 1) for place in range(len(services))]
    for number in range(count):
        one, other = chance.choices(services, weights, k=2)
        words = f"{one.get('description', '')} {other.get('description', '')}".split()
        start = chance.randrange(max(1, len(words) // 2))
        text = " ".join(words[start : start + chance.randint(5, 80)])
        yield {**one, "id": f"record-{number}", "name": f"{other['name']} {number}", "description": text}


def write_json(path: Path, count: int) -> None:
    """A page of services as a feed gives it."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"total_items": 1, "contents": [')
        for number, record in enumerate(_records(count)):
            file.write((",\n" if number else "\n") + json.dumps(record, ensure_ascii=False))
        file.write("\n]}\n")


def write_csv(path: Path, count: int) -> None:
    """A council's sheet: libraries' addresses, texts and numbers."""
    chance, libraries = random.Random(_SEED), _libraries()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*libraries[0], "Reference", "Description", "Telephone"])
        writer.writeheader()
        for number, record in enumerate(_records(count)):
            more = {"Reference": f"R{number}", "Description": record["description"]}
            phone = {"Telephone": f"01856 87{chance.randrange(10_000):04}"}
            writer.writerow({**chance.choice(libraries), **more, **phone})


class _Heartbeat(threading.Thread):
    """Another thread that wants to go on every few milliseconds, as the window does."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.longest = 0.0
        self._over = threading.Event()

    def run(self) -> None:
        before = time.perf_counter()
        while not self._over.is_set():
            time.sleep(0.004)
            now = time.perf_counter()
            self.longest, before = max(self.longest, now - before), now

    def stop(self) -> float:
        """The longest time in which it could not go on, in seconds."""
        self._over.set()
        self.join()
        return self.longest


def _desk(folder: Path) -> tuple[DeskService, Services]:
    catalogues = Catalogues(resources_dir())
    desk = DeskService(folder, catalogues.words)
    site = Site("Bench", "S12000023", "Orkney Islands", "", "KW15 1AG", "", 58.98, -2.96, "Scotland")
    opened = desk.start(NewDesk(site, Champion("Bench"), "kettle harbour lantern seven", False))
    return desk, build_services(desk, opened.desk, catalogues)


def _stopped(services: Services, path: Path) -> float:
    """Seconds from asking to stop until nothing goes on, a little after it began to take a list in."""
    preview = services.directory.preview(path, "To be stopped")
    asked = [0.0]

    def cancelled() -> bool:
        return bool(asked[0])

    def progress(done: int, _total: int | None) -> None:
        if done > preview.found // 3 and not asked[0]:
            asked[0] = time.perf_counter()

    try:
        services.directory.take_in(preview, progress=progress, cancelled=cancelled)
    except Cancelled:
        return time.perf_counter() - asked[0]
    return float("inf")


def measure(folder: Path, kind: str, count: int) -> dict[str, float]:
    """Figures of one import in this process: records a second, megabytes at most, seconds."""
    path = folder / f"list.{kind}"
    (write_json if kind == "json" else write_csv)(path, count)
    desk, services = _desk(folder / f"desk-{kind}")
    heart = _Heartbeat()
    heart.start()
    memory = [0.0]
    process = psutil.Process()

    def watch(_done: int, _total: int | None) -> None:
        memory[0] = max(memory[0], process.memory_info().rss / 1024 / 1024)

    began, worked = time.perf_counter(), time.process_time()
    preview = services.directory.preview(path, "Bench", reading=Reading(watch))
    services.directory.take_in(preview, progress=watch)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    blocked = heart.stop()
    watch(0, None)
    stop = _stopped(services, path)
    desk.close()
    return {
        "per_second": preview.used / seconds,
        "per_second_of_work": preview.used / worked,
        "megabytes": memory[0],
        "blocked": blocked,
        "stop": stop,
    }


def import_rows(run: object, folder: Path, count: int = RECORDS) -> list[Row]:
    """A row for each figure and kind; `run(code)` gives what a process of its own prints."""
    rows: list[Row] = []
    for kind in ("json", "csv"):
        code = (
            "import json, sys; from pathlib import Path; from tests.benchmarks.importing import measure;"
            f" print(json.dumps(measure(Path({str(folder)!r}), {kind!r}, {count})))"
        )
        assert callable(run)
        found = json.loads(str(run(code)).splitlines()[-1])
        what = f"import of {count:,} records ({kind})"
        rows += [
            _least(f"{what}, a second", found["per_second"]),
            _least(f"{what}, a second of work", found["per_second_of_work"]),
            _most(f"{what}, memory", found["megabytes"], _MEGABYTES, "MB"),
            _most(f"{what}, another thread waits", found["blocked"] * 1000, _BLOCKED * 1000, "ms"),
            _most(f"{what}, until it has stopped", found["stop"] * 1000, _CANCEL * 1000, "ms"),
        ]
    return rows


def _least(what: str, speed: float) -> Row:
    figure = f"{speed:,.0f} / {_PER_SECOND:,}"
    return what, figure, f"{speed / _PER_SECOND:.2f}", "at least 1", speed >= _PER_SECOND


def _most(what: str, figure: float, most: float, unit: str) -> Row:
    return what, f"{figure:.0f} {unit} / {most:.0f} {unit}", f"{figure / most:.2f}", "under 1", figure < most


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
