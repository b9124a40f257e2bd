"""The desk itself: start one, unlock it, get back in by the recovery sheet, restore it."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from champion_desk import diagnostics
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Problem
from champion_desk.services import passphrases
from champion_desk.services.ways_in import WaysIn
from champion_desk.storage import backups, in_place, kept_aside, keys, location, rekeying
from champion_desk.storage.backups import Opened
from champion_desk.storage.change_log import Author
from champion_desk.storage.keys import Keyring
from champion_desk.storage.store import FILE, Store, StoreLock, create_store, open_store
from champion_desk.storage.trouble import known


@dataclass(frozen=True, slots=True)
class NewDesk:
    """What a new desk needs to know."""

    site: Site
    champion: Champion
    passphrase: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """An unlocked desk: its store, who is at it, and where it stands."""

    store: Store
    champion: Champion
    site: Site
    demo: bool


@dataclass(frozen=True, slots=True)
class StartedDesk:
    """A desk just made, with the recovery key that is to be printed now and never again."""

    desk: OpenDesk
    recovery_key: str


class DeskService(WaysIn):
    """One desk's folder. Holds the folder's lock from unlocking until `close`."""

    def __init__(self, folder: Path, words: Sequence[str] = ()) -> None:
        super().__init__(folder, words)
        self._lock: StoreLock | None = None
        self._made_now = False

    def start(self, new: NewDesk, filled: bool = True) -> StartedDesk:
        """Make a new desk and open it. Raises `Invalid` for a weak passphrase, `Problem` if there is one.

        Until all of it is there it counts as no desk, so that after a kill one starts again; one that
        is not `filled` yet counts from `finish` on.
        """
        if not new.demo:
            passphrases.check(new.passphrase, self._words)
            location.check_live(self.folder)
        self._take_lock()
        if self.exists():
            self.close()
            raise Problem("store-exists", path=str(self.folder))
        try:
            self._clear_half_made()
            keys.mark_half_made(self.folder)
            ring, key = keys.new_keyring(new_id(), new.site.name, new.demo)
            ring = keys.with_champion(ring, key, new.champion.id, new.champion.name, new.passphrase)
            recovery_key = keys.new_recovery_key()
            ring = keys.with_recovery(ring, key, recovery_key)
            store = create_store(self.folder, key, Author(ring.desk_id, new.champion.id))
            keys.save(self.folder, ring)
            with store.transaction() as tx:
                tx.champions.add(new.champion)
                tx.champions.add_site(new.site)
            if filled:
                self.finish()
        except BaseException:
            self._made_now = True
            self.abandon()
            raise
        self._store, self._key, self._made_now = store, key, True
        diagnostics.log.info("desk started")
        return StartedDesk(OpenDesk(store, new.champion, new.site, new.demo), recovery_key)

    def finish(self) -> None:
        """The desk that was started holds what it should: from now on it is there."""
        keys.mark_whole(self.folder)

    def _clear_half_made(self) -> None:
        """Move away what a start that was killed left here."""
        if in_place.keep_aside(self.folder) is not None:
            self._remove_files()

    def _remove_files(self) -> None:
        with known(self.folder):
            for name in in_place.DESK_FILES:
                (self.folder / name).unlink(missing_ok=True)

    def unlock(self, passphrase: str, champion_id: str = "") -> OpenDesk:
        """Open the store with a champion's passphrase (any champion's, where none is named).

        Raises `Problem`: wait, wrong-passphrase, store-in-use, store-newer, store-damaged …
        """
        with self._at_the_door() as ring:
            key, slot = self._tried(lambda: keys.open_with_passphrase(ring, passphrase, champion_id))
            opened = self._open(ring, key, slot.champion_id)
            if slot not in ring.slots:
                with contextlib.suppress(Problem):  # else the next unlocking does it
                    keys.save(self.folder, keys.with_slot(ring, key, slot))
            return opened

    def recover(self, recovery_key: str, champion_id: str, passphrase: str) -> OpenDesk:
        """Open the store by the recovery sheet, and give a champion a new passphrase."""
        with self._at_the_door() as ring:
            own = ring.slot_of(champion_id)
            if own is None:
                raise Problem("champion-unknown")
            passphrases.check(passphrase, self._words)
            key, slot = self._tried(lambda: keys.open_recovery(ring, recovery_key))
            if slot not in ring.slots:
                ring = keys.with_slot(ring, key, slot)
            ring = keys.with_champion(ring, key, champion_id, own.name, passphrase)
            opened = self._open(ring, key, champion_id)
            keys.save(self.folder, ring)
            return opened

    @contextlib.contextmanager
    def _at_the_door(self) -> Iterator[Keyring]:
        """The keyring, for one try. The desk's lock comes first: so no two programs try at the same time,
        and nobody changes the keys meanwhile. What was taken here is given back where the try fails.
        """
        if not self.ring().demo:  # a real desk is not opened where others reach into its files
            location.check_live(self.folder, there_already=True)
        self._still_waiting()
        was_open = self._lock is not None
        try:
            self._take_lock()
            yield self.ring()
        except BaseException:
            if not was_open:
                self.close()
            raise

    def _open(self, ring: Keyring, key: bytes, champion_id: str) -> OpenDesk:
        self._take_lock()
        try:
            author = Author(ring.desk_id, champion_id)
            store = open_store(self.folder, key, author, lambda: self._backup_first(key, author))
            self._store, self._key = store, key
            with store.reading() as tx:
                champion = next((c for c in tx.champions.all() if c.id == champion_id), None)
                sites = tx.champions.sites()
            if champion is None or champion.left_on is not None or not sites:
                raise Problem("champion-unknown")
            with contextlib.suppress(Problem):  # what can't be tidied now waits for the next time
                keys.settle(self.folder)
            rekeying.sweep(self.folder)
            in_place.sweep(self.folder)
        except BaseException:
            self.close()
            raise
        return OpenDesk(store, champion, sites[0], ring.demo)

    def _backup_first(self, key: bytes, author: Author) -> None:
        """An older store is backed up as it is before it is brought to this version."""
        older = Store(self.folder / FILE, key, author)
        try:
            backups.make(older, backups.default_folder(self.folder), "update")
        finally:
            older.close()

    def _take_lock(self) -> None:
        if self._lock is None:
            self._make_folder()
            lock = StoreLock(self.folder)
            lock.take()
            self._lock = lock

    def _make_folder(self) -> None:
        with known(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)

    def close(self) -> None:
        """Close the store, forget its key, and let others open it."""
        if self._store is not None:
            self._store.close()
        if self._lock is not None:
            self._lock.free()
        self._store = self._lock = self._key = None
        self._made_now = False

    def abandon(self) -> None:
        """Take back a desk that was only half made: its files go. Only for one made in this sitting."""
        if not self._made_now:
            raise Problem("store-exists", path=str(self.folder))
        self.close()
        self._remove_files()
        keys.mark_whole(self.folder)

    def try_backup(self, backup: Path, secret: str) -> None:
        """Make sure that a passphrase or recovery key opens a backup, before anything is closed for it."""
        self._key_of(backups.ring_of(backup), secret)

    def restore(self, backup: Path, secret: str) -> Path | None:
        """Put a backup in place of what is here, which is kept aside. The secret is a passphrase
        of that backup or its recovery key. Returns the folder of what was replaced, if anything was.
        """
        location.check_live(self.folder, self.exists())
        self._make_folder()
        with (
            known(self.folder),
            tempfile.TemporaryDirectory(dir=self.folder, prefix=".restoring-") as laid,
        ):
            backups.sweep(self.folder, ".restoring-")
            opened = backups.lay_out(backup, Path(laid) / "backup")
            key = self._key_of(opened.ring, secret)
            self._take_lock()
            try:
                self._keep_leavers_out(opened, key)
                aside = in_place.put_in_place(opened, key, self.folder)
            finally:
                self.close()
            shutil.rmtree(opened.folder, ignore_errors=True)
        diagnostics.log.info("backup restored")
        return aside

    def _keep_leavers_out(self, opened: Opened, key: bytes) -> None:
        """Whoever has lost their way into this desk since the backup does not get it back with it."""
        try:
            here = self.ring()
        except Problem:  # no desk here, or its keys can't be read: the backup's own are all there is
            return
        ring, stayed = opened.ring, {slot.champion_id for slot in here.champions}
        gone = [slot.champion_id for slot in ring.champions if slot.champion_id not in stayed]
        if here.desk_id != ring.desk_id or len(gone) == len(ring.champions):
            return
        for champion_id in gone:
            ring = keys.without_champion(ring, key, champion_id)
        if gone:
            keys.save(opened.folder, ring)

    def put_back(self, aside: Path) -> None:
        """Put what was kept aside in place again, where no store stands: as after a restore that was killed.

        Raises `Problem`: not-found, store-exists, store-in-use …
        """
        self._take_lock()
        try:
            if all(one.path != aside for one in kept_aside.listed(self.folder)):
                raise Problem("not-found", path=str(aside))
            in_place.put_back(aside, self.folder)
        finally:
            self.close()
        diagnostics.log.info("what was kept aside is in place again")

    @staticmethod
    def _key_of(ring: Keyring, secret: str) -> bytes:
        try:
            return keys.open_with_passphrase(ring, secret)[0]
        except Problem:
            if len(keys.normal_recovery_key(secret)) == 32:
                with contextlib.suppress(Problem):
                    return keys.open_with_recovery(ring, secret)
            raise
