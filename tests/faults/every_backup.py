"""Every backup there is, restored by the real command in a clean process with an empty home.

The desks are those of all stored versions and one of now. Each is unlocked, worked at, and backed up on every
occasion, also under the key from before a change of it; each backup is restored from the desk's own folder
and from the second one, by passphrase and by recovery key, and then holds what the desk held when it was
made.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from champion_desk import settings
from champion_desk.app import build_services
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.sessions import AssistedSession
from champion_desk.services import Services
from champion_desk.services.backups import counted
from champion_desk.services.desks import DeskService, NewDesk
from champion_desk.storage import backups
from champion_desk.storage.backups import ENDING, OCCASIONS
from champion_desk.storage.store import Store
from tests.faults.desk import CATALOGUES, PASSPHRASE, some_listings
from tests.faults.outcome import ROOT, Count, Outcome, Progress, chance
from tests.faults.stored_desks import stored_desks

NAME = "every backup restored"
SHORT, LONG = 4, 1000
_BY_THEMSELVES = ("update", "key")  # made by the program as it does those
_PATIENCE = 60.0


@dataclass(frozen=True)
class Held:
    """What a desk held at one moment."""

    counts: dict[str, int]
    sessions: frozenset[str]


@dataclass(frozen=True)
class Made:
    """One backup, what the desk held when it was made, and a secret that opens it."""

    words: str
    file: Path
    held: Held
    secret: str
    passphrase: str


def run(tries: int, folder: Path, progress: Progress) -> Outcome:
    """Make them all, then restore as many as may be tried."""
    count, found = Count(), list[Made]()
    for desk in stored_desks():
        place = desk.copy(folder / f"version-{desk.version}")
        before = Held(dict(desk.counts), frozenset())
        found += _back_up_all(place, desk.passphrase, desk.recovery_key, before, count)
    place = folder / "now"
    service = DeskService(place, CATALOGUES.words)
    started = service.start(NewDesk(Site("Kirkwall Library"), Champion("Mairi"), PASSPHRASE))
    service.close()
    found += _back_up_all(place, PASSPHRASE, started.recovery_key, None, count)
    chance("backups").shuffle(found)
    occasions = {made.words.split(",")[1] for made in found}
    for done, made in enumerate(found[:tries]):
        _restore(made, folder / "clean", count)
        progress(done + 1, min(tries, len(found)))
    facts = [f"{min(tries, len(found))} of {len(found)} ways to restore, of {len(occasions)} occasions"]
    return count.outcome(NAME, min(tries, len(found)), facts=facts)


# Making


def _back_up_all(
    place: Path, passphrase: str, recovery_key: str, before: Held | None, count: Count
) -> Iterator[Made]:
    """Work at a desk and back it up on every occasion; all that lies in its two folders afterwards."""
    second = place.with_name(f"{place.name}-stick")
    second.mkdir()
    settings.save(place, settings.Settings(backup_folder=str(second)))
    held: dict[str, Held] = {}
    with _unlocked(place, passphrase) as (services, store):
        services.backups.second.begin(second).result(_PATIENCE)
        if before is not None:
            held.update(dict.fromkeys(_names(place), Held(before.counts, _held(store).sessions)))
        for number, occasion in enumerate(one for one in OCCASIONS if one not in _BY_THEMSELVES):
            _work(services, number)
            held[services.backups.make(occasion=occasion).path.name] = _held(store)
    with _unlocked(place, passphrase) as (services, store):
        _work(services, 99)
        now = _held(store)
        new_sheet = services.desk.change_data_key(passphrase)  # empty where the old one goes on working
        held.update({name: now for name in _names(place) if name not in held})
        _work(services, 100)
        under_new_key = services.backups.make(occasion="close").path.name
        held[under_new_key] = _held(store)
        services.backups.second.wait(_PATIENCE)
    sheets = dict.fromkeys(held, recovery_key) | {under_new_key: new_sheet or recovery_key}
    yield from _ways(place, second, held, sheets, passphrase, count)


@contextmanager
def _unlocked(place: Path, passphrase: str) -> Iterator[tuple[Services, Store]]:
    service = DeskService(place, CATALOGUES.words)
    try:
        opened = service.unlock(passphrase)
        services = build_services(service, opened, CATALOGUES)
        yield services, opened.store
        services.backups.second.wait(_PATIENCE)
    finally:
        service.close()


def _names(place: Path) -> list[str]:
    return [one.path.name for one in backups.listed(backups.default_folder(place))]


def _held(store: Store) -> Held:
    with store.reading() as tx:
        every = tx.sessions.between(datetime(1970, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
        return Held(counted(store), frozenset(session.id for session in every))


def _work(services: Services, number: int) -> None:
    """Something new in each backup."""
    now = datetime.now(UTC)
    session = AssistedSession(
        services.champion.id, services.site.id, now, ("wifi",), 7, "done", note="x" * 500
    )
    services.sessions.log(session)
    if number % 4 == 0:
        rows = some_listings(5 + number)
        services.directory.take_in(services.directory.preview_rows(rows, f"Clubs {number}", "plain", ""))


def _ways(
    place: Path, second: Path, held: dict[str, Held], sheets: dict[str, str], passphrase: str, count: Count
) -> Iterator[Made]:
    for where, folder in (("own folder", backups.default_folder(place)), ("second folder", second)):
        there = sorted(folder.glob(f"*{ENDING}"))
        if len(there) != len(held):
            count.lose(f"{place.name}: {len(there)} of {len(held)} backups lie in the {where}")
        for file in there:
            occasion = backups.described(file).occasion
            for how, secret in (("passphrase", passphrase), ("recovery key", sheets[file.name])):
                words = f"{place.name}, {occasion}, {where}, by {how}"
                yield Made(words, file, held[file.name], secret, passphrase)


# Restoring


def _restore(made: Made, clean: Path, count: Count) -> None:
    shutil.rmtree(clean, ignore_errors=True)
    home = clean / "home"
    home.mkdir(parents=True)
    ended = _command(home, made.secret, "restore", str(made.file))
    if ended.returncode:
        count.lose(f"{made.words}: not restored: {ended.stderr.strip()[-200:]}")
        return
    checked = _command(home, made.passphrase, "check", "--json")
    if checked.returncode:
        count.spoil(f"{made.words}: restored and not whole: {checked.stderr.strip()[-200:]}")
        return
    said: dict[str, Any] = json.loads(checked.stdout)
    if said["store"] != "ok" or said["counts"] != made.held.counts:
        count.lose(f"{made.words}: {said['counts']} where {made.held.counts} was held")
    stores = list(home.rglob("store.db"))
    with _unlocked(stores[0].parent, made.passphrase) as (_, store):
        if _held(store) != made.held:
            count.lose(f"{made.words}: other sessions than were held")


def _command(home: Path, secret: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in a process that knows nothing of this one but its Python."""
    note = home.with_name("secret.txt")
    note.write_text(secret, encoding="utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "champion_desk", *arguments, "--passphrase-file", str(note)],
        cwd=home,
        env={**kept, "HOME": str(home), "USERPROFILE": str(home), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
