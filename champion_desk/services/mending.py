"""What staff can do with a damaged desk: see what can be saved of it, compare with a backup, choose."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import TimeoutError as TooLateError
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from champion_desk import diagnostics
from champion_desk.domain.problems import Problem
from champion_desk.services.courier import courier_to
from champion_desk.storage import backups, blending, comparison, in_place, kept_aside, keys, store
from champion_desk.storage.backups import Backup
from champion_desk.storage.change_log import Author
from champion_desk.storage.comparison import Compared
from champion_desk.storage.files import sync_file, sync_folder
from champion_desk.storage.keys import Keyring
from champion_desk.storage.salvage import Progress, Salvaged, key_fits, salvage
from champion_desk.storage.store import StoreLock
from champion_desk.storage.trouble import known
from champion_desk.storage.wrong_tries import WrongTries

BOTH, SAVED, BACKUP = "both", "saved", "backup"
_WORK = ".mending-"
_PATIENCE = 8.0  # seconds for a stick or a network folder to answer
_MOST_TRIED = 12  # backups, newest first, until one is whole


@dataclass(frozen=True, slots=True)
class Secret:
    """What the person typed at the door: a champion's passphrase, or the recovery key."""

    text: str
    champion_id: str = ""
    is_recovery_key: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is to choose from. `saved` and `in_backup` count records by kind; None where there are none.

    `ways` are those that make a difference, the best one first; empty where nothing is left of either.
    `compared` is empty unless there are both. `lost` counts the sessions that neither has.
    """

    aside: Path
    saved: Mapping[str, int] | None
    backup: Backup | None
    in_backup: Mapping[str, int] | None
    compared: tuple[Compared, ...]
    ways: tuple[str, ...]
    lost: int = 0


@dataclass(frozen=True, slots=True)
class KeysOffer:
    """A backup whose key slots can take the place of lost ones: who they are for, and when it was made."""

    backup: Path
    made_at: datetime
    site: str
    champions: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Case:
    """What was found out about one damaged store, until a way is chosen."""

    work: Path
    key: bytes
    ring: Keyring
    aside: Path
    saved: Salvaged | None
    backup: Backup | None
    backup_store: Path | None
    backup_key: bytes
    findings: Findings = field(init=False)


class MendingService:
    """One desk's folder whose store or keys are damaged. Nothing is changed in it until `mend`.

    `second_folder` may hold copies of the backups. `unnamed` stands for a champion or source whose name
    could not be saved. Call `close` in the end.
    """

    def __init__(self, folder: Path, second_folder: str = "", unnamed: str = "?") -> None:
        self._folder, self._second, self._unnamed = folder, second_folder, unnamed
        self._lock: StoreLock | None = None
        self._case: _Case | None = None

    def examine(
        self,
        secret: Secret,
        progress: Progress = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Findings:
        """Copy the damaged store aside, save what is whole in the copy, and compare with the newest backup.

        Raises `Cancelled`, and `Problem`: wait, wrong-passphrase, store-in-use, disk-full …
        """
        self.close()
        ring = keys.load(self._folder)
        key = self._opened(ring, secret)
        self._take_lock()
        try:
            with known(self._folder):
                backups.sweep(self._folder, _WORK)
                work = Path(tempfile.mkdtemp(dir=self._folder, prefix=_WORK))
            self._case = case = _Case(work, key, ring, self._folder, None, None, None, key)
            case.aside = self._copy_aside(work)
            target = work / "saved" / store.FILE
            found = salvage(case.aside / store.FILE, key, target, ring, self._unnamed, progress, cancelled)
            case.saved = found
            self._find_backup(case, secret, cancelled)
            case.findings = _findings(case)
        except BaseException:
            self.close()
            raise
        return case.findings

    def mend(self, way: str) -> Path:
        """Put the chosen store in place; the folder that keeps the damaged one.

        A kill at any point leaves the damaged store whole there, and where the desk was it or the new one.
        """
        case = self._case
        if case is None or way not in case.findings.ways:
            raise ValueError(way)
        chosen = case.work / "chosen"
        with known(self._folder):
            chosen.mkdir(exist_ok=True)
            (chosen / store.FILE).unlink(missing_ok=True)
            if way == SAVED and case.saved is not None:
                shutil.copyfile(case.saved.path, chosen / store.FILE)
            else:
                blending.blend(
                    case.saved,
                    case.backup_store,
                    chosen / store.FILE,
                    case.key,
                    case.backup_key,
                    case.ring,
                    self._unnamed,
                    only_backup=way == BACKUP,
                )
            keys.save(chosen, case.ring)
            replaced = in_place.put_in_place(backups.Opened(chosen, case.ring), case.key, self._folder)
            if replaced is not None and _digests(replaced) == _digests(case.aside):
                shutil.rmtree(replaced, ignore_errors=True)  # the same bytes lie in the folder of the damaged
        diagnostics.log.info("damaged store mended: %s", way)
        aside = case.aside
        self.close()
        return aside

    def close(self) -> None:
        """Let others open the desk; what was worked with goes, what was kept aside stays."""
        case, self._case = self._case, None
        if case is not None:
            shutil.rmtree(case.work, ignore_errors=True)
        if self._lock is not None:
            self._lock.free()
            self._lock = None

    def _opened(self, ring: Keyring, secret: Secret) -> bytes:
        tries = WrongTries(self._folder)
        seconds = tries.wait()
        if seconds > 0:
            raise Problem("wait", seconds=int(seconds) + 1)
        try:
            return _key_of(ring, secret)
        except Problem as problem:
            if problem.code.startswith("wrong-"):
                tries.wrong()
            raise

    def _take_lock(self) -> None:
        lock = StoreLock(self._folder)
        lock.take()
        self._lock = lock

    def _copy_aside(self, work: Path) -> Path:
        """The damaged files byte for byte in a folder of their own; an earlier one, if nothing changed."""
        with known(self._folder):
            now = _digests(self._folder)
            for one in kept_aside.listed(self._folder):
                if one.kind == "damaged" and _digests(one.path) == now:
                    return one.path
            copy = work / "aside"
            copy.mkdir()
            for name in now:
                shutil.copy2(self._folder / name, copy / name)
                sync_file(copy / name)
            sync_folder(copy)
            aside = self._folder / kept_aside.name_for("damaged")
            copy.rename(aside)
            sync_folder(self._folder)
            return aside

    def _find_backup(self, case: _Case, secret: Secret, cancelled: Callable[[], bool]) -> None:
        """The newest backup that opens and is whole, laid out and brought to this version."""
        for count, backup in enumerate(self._backups(case.ring.desk_id)[:_MOST_TRIED]):
            if cancelled():
                return
            place = case.work / f"backup-{count}"
            with _passing_over():
                opened = backups.lay_out(backup.path, place)
                key = case.key if keys.opens(opened.ring, case.key) else _key_of(opened.ring, secret)
                path = opened.folder / store.FILE
                if store.integrity(path, key):
                    store.open_store(opened.folder, key, Author(opened.ring.desk_id, "")).close()
                    case.backup, case.backup_store, case.backup_key = backup, path, key
                    return
            shutil.rmtree(place, ignore_errors=True)

    def _backups(self, desk_id: str = "") -> list[Backup]:
        """This desk's backups, here and in the second folder, newest first."""
        found: list[Backup] = []
        with contextlib.suppress(Problem):
            found += backups.listed(backups.default_folder(self._folder))
        if self._second:
            second = Path(self._second)
            with contextlib.suppress(Problem, OSError, TooLateError):
                found += courier_to(self._second).send(lambda: backups.listed(second)).result(_PATIENCE)
        mine = [one for one in found if one.desk_id and (not desk_id or one.desk_id == desk_id)]
        return sorted(mine, key=lambda one: (one.whole, one.made_at), reverse=True)

    # The keys

    def keys_offer(self) -> KeysOffer | None:
        """The newest backup that has key slots, where the desk's own are lost and its store is there."""
        if not (self._folder / store.FILE).exists():
            return None
        for backup in self._backups():
            with contextlib.suppress(Problem):
                ring = backups.ring_of(backup.path)
                people = tuple((slot.champion_id, slot.name) for slot in ring.champions)
                return KeysOffer(backup.path, backup.made_at, ring.site, people)
        return None

    def mend_keys(self, secret: Secret) -> datetime:
        """Give the desk the key slots of the newest backup whose key opens its store; when that was made.

        What is left of the old ones is kept aside. Raises `Problem`: wait, wrong-passphrase, and
        keys-do-not-fit where the secret is right, but for another store.
        """
        tries = WrongTries(self._folder)
        seconds = tries.wait()
        if seconds > 0:
            raise Problem("wait", seconds=int(seconds) + 1)
        self._take_lock()
        try:
            backup, ring, key = self._fitting(secret)
            with known(self._folder):
                in_place.keep_aside(self._folder, names=[keys.FILE])
            keys.save(self._folder, self._without_leavers(ring, key))
        except Problem as problem:
            if problem.code.startswith("wrong-"):
                tries.wrong()
            raise
        finally:
            self.close()
        diagnostics.log.info("key slots taken from a backup")
        return backup.made_at

    def _fitting(self, secret: Secret) -> tuple[Backup, Keyring, bytes]:
        trouble = Problem("keys-do-not-fit", path=str(self._folder / keys.FILE))
        for backup in self._backups()[:_MOST_TRIED]:
            try:
                ring = backups.ring_of(backup.path)
                key = _key_of(ring, secret)
            except Problem as problem:
                if problem.code.startswith("wrong-") and trouble.code == "keys-do-not-fit":
                    trouble = problem
                continue
            if key_fits(self._folder / store.FILE, key):
                return backup, ring, key
        raise trouble

    def _without_leavers(self, ring: Keyring, key: bytes) -> Keyring:
        """Whoever left since that backup was made must not get in by its slots."""
        path = self._folder / store.FILE
        for champion_id in comparison.leavers(path, key):
            if len(ring.champions) > 1 and ring.slot_of(champion_id) is not None:
                ring = keys.without_champion(ring, key, champion_id)
        return ring


@contextlib.contextmanager
def _passing_over() -> Iterator[None]:
    """A backup that is not whole is passed over. That this disk is full says nothing about the backup."""
    try:
        yield
    except Problem as problem:
        if problem.code == "disk-full":
            raise


def _key_of(ring: Keyring, secret: Secret) -> bytes:
    if secret.is_recovery_key:
        return keys.open_with_recovery(ring, secret.text)
    return keys.open_with_passphrase(ring, secret.text, secret.champion_id)[0]


def _digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a desk in a folder."""
    found = {}
    for name in in_place.DESK_FILES:
        if (folder / name).is_file():
            with (folder / name).open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _findings(case: _Case) -> Findings:
    saved = in_backup = None
    compared: tuple[Compared, ...] = ()
    if case.saved is not None:
        saved = comparison.count(case.saved.path, case.key, case.saved.stand_ins)
        if not any(saved.values()):
            saved = None
    if case.backup_store is not None:
        in_backup = comparison.count(case.backup_store, case.backup_key)
    if case.saved is not None and saved is not None and case.backup_store is not None:
        compared = tuple(comparison.compare(case.saved, case.key, case.backup_store, case.backup_key))
    lost = 0
    if case.saved is not None and saved is not None:
        lost = comparison.lost_sessions(case.saved, case.key, case.backup_store, case.backup_key)
    ways = _ways(saved, in_backup, compared)
    return Findings(case.aside, saved, case.backup, in_backup, compared, ways, lost)


def _ways(
    saved: Mapping[str, int] | None, in_backup: Mapping[str, int] | None, compared: tuple[Compared, ...]
) -> tuple[str, ...]:
    if saved is None or in_backup is None:
        return (*((SAVED,) if saved is not None else ()), *((BACKUP,) if in_backup is not None else ()))
    backup_adds = any(one.only_backup.count for one in compared)
    saved_adds = any(one.only_saved.count or one.changed for one in compared)
    if backup_adds and saved_adds:
        return BOTH, SAVED, BACKUP
    return (BACKUP, SAVED) if backup_adds else (SAVED, BACKUP)
