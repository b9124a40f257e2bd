"""The ways into a desk: the champions' passphrases, the recovery sheet, and the key behind them."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.services import key_change, passphrases
from champion_desk.services.key_change import KeyChange
from champion_desk.storage import keys
from champion_desk.storage.keys import Keyring
from champion_desk.storage.slots import Slot
from champion_desk.storage.store import Store
from champion_desk.storage.wrong_tries import WrongTries

P = ParamSpec("P")
R = TypeVar("R")


def _in_turn(
    method: Callable[Concatenate[WaysIn, P], R],
) -> Callable[Concatenate[WaysIn, P], R]:
    """Whoever changes the keys reads their file, changes it and writes it: one at a time, or one change takes
    another away, and with it someone's way in."""

    @functools.wraps(method)
    def alone(ways: WaysIn, /, *args: P.args, **named: P.kwargs) -> R:
        with ways.keys_turn:
            return method(ways, *args, **named)

    return alone


class WaysIn:
    """Who can open one desk's folder; changed only while the desk is open."""

    def __init__(self, folder: Path, words: Sequence[str] = ()) -> None:
        self.folder = folder
        self._words = words
        self._store: Store | None = None
        self._key: bytes | None = None
        self.keys_turn = threading.RLock()

    def exists(self) -> bool:
        """Whether there is a desk in the folder, whole or not."""
        return keys.desk_in(self.folder)

    def ring(self) -> Keyring:
        """Who can unlock, and where: known before the store is open."""
        if self.exists() and not (self.folder / keys.FILE).exists():
            raise Problem("keys-missing", path=str(self.folder / keys.FILE))
        return keys.load(self.folder)

    def wait(self) -> float:
        """Seconds until the next try is allowed, after wrong ones."""
        return WrongTries(self.folder).wait()

    def _still_waiting(self) -> None:
        seconds = self.wait()
        if seconds > 0:
            raise Problem("wait", seconds=int(seconds) + 1)

    def _tried(self, opens: Callable[[], tuple[bytes, Slot]]) -> tuple[bytes, Slot]:
        """Try a secret, and note whether it was wrong."""
        try:
            opened = opens()
        except Problem as problem:
            if problem.code.startswith("wrong-"):
                WrongTries(self.folder).wrong()
            raise
        WrongTries(self.folder).right()
        return opened

    @property
    def open_store(self) -> Store:
        """The open store. Raises `Problem("desk-locked")`."""
        return self._opened()

    def _opened(self) -> Store:
        if self._store is None:
            raise Problem("desk-locked")
        return self._store

    def _opened_key(self) -> bytes:
        if self._key is None:
            raise Problem("desk-locked")
        return self._key

    def champions(self) -> list[Champion]:
        """The champions of this desk."""
        with self._opened().reading() as tx:
            return tx.champions.all()

    def can_unlock(self) -> frozenset[str]:
        """The ids of the champions who have a way in."""
        return frozenset(slot.champion_id for slot in self.ring().champions)

    def prove(self, champion_id: str, passphrase: str) -> None:
        """Make sure that this champion is the one who asks. Raises `Problem`: wait, wrong-passphrase."""
        self._proved(champion_id, passphrase)

    def _proved(self, champion_id: str, passphrase: str) -> Slot:
        self._still_waiting()
        ring = self.ring()
        return self._tried(lambda: keys.open_with_passphrase(ring, passphrase, champion_id))[1]

    @_in_turn
    def add_champion(self, champion: Champion, passphrase: str, demo: bool = False) -> None:
        """Give one more champion a way in, with a passphrase of their own."""
        store, key = self._opened(), self._opened_key()
        if not demo:
            passphrases.check(passphrase, self._words)
        if any(known.name.casefold() == champion.name.strip().casefold() for known in self.champions()):
            raise Invalid("champion", "name-taken")
        ring = keys.with_champion(self.ring(), key, champion.id, champion.name, passphrase)
        with store.transaction() as tx:
            tx.champions.add(champion)
            keys.save(self.folder, ring)

    @_in_turn
    def amend_champion(self, champion: Champion) -> None:
        """New details of a champion; their passphrase stays."""
        with self._opened().transaction() as tx:
            tx.champions.amend(champion)
            ring = keys.with_name(self.ring(), self._opened_key(), champion.id, champion.name)
            keys.save(self.folder, ring)

    @_in_turn
    def remove_leaver(self, champion: Champion, today: date) -> None:
        """Take away a leaver's way in, now; what they logged stays. Raises `Problem` for oneself.

        Backups made earlier still open with the leaver's passphrase.
        """
        store = self._opened()
        ring = keys.without_champion(self.ring(), self._opened_key(), champion.id)
        if champion.id == store.author.champion_id or not ring.champions:
            raise Problem("champion-needed")
        with store.transaction() as tx:
            tx.champions.amend(replace(champion, left_on=today, lead=False))
            keys.save(self.folder, ring)

    @_in_turn
    def change_passphrase(self, champion: Champion, passphrase: str) -> None:
        """A new passphrase for a champion; the old one stops working."""
        passphrases.check(passphrase, self._words)
        ring = keys.with_champion(self.ring(), self._opened_key(), champion.id, champion.name, passphrase)
        keys.save(self.folder, ring)

    @_in_turn
    def new_recovery_sheet(self) -> str:
        """A new recovery key; the old sheet stops working."""
        recovery_key = keys.new_recovery_key()
        keys.save(self.folder, keys.with_recovery(self.ring(), self._opened_key(), recovery_key))
        return recovery_key

    def key_change(self, leaver_id: str = "") -> KeyChange:
        """What a change of the records' key would mean now, or once that leaver's way in is gone."""
        return key_change.look_ahead(self._opened(), self.ring(), leaver_id=leaver_id)

    @_in_turn
    def change_data_key(
        self,
        passphrase: str = "",
        step: Callable[[str], None] = lambda _step: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> str:
        """Give the records a new key: in a new file, checked, then put in the place of the old one.

        A checked backup comes first, under the old key. Everybody's passphrase stays, and so does the
        recovery sheet, but for those whom `key_change` names; where the sheet can't stay the answer is the
        key for a new one, to be printed now. A kill at any point leaves a desk that opens. `step` is told
        of "backup", "copy", "check" and "swap"; until the swap it can be `cancelled`.

        Raises `Cancelled`, or `Problem`: passphrase-needed, wrong-passphrase, disk-full, store-busy …
        """
        store, ring = self._opened(), self.ring()
        own = self._proved(store.author.champion_id, passphrase) if passphrase else None
        try:
            return key_change.change(store, ring, own, step, cancelled)
        finally:
            self._key = store.key

    @_in_turn
    def amend_site(self, site: Site) -> None:
        """New details of this desk's site."""
        with self._opened().transaction() as tx:
            tx.champions.amend_site(site)
            keys.save(self.folder, keys.with_site(self.ring(), self._opened_key(), site.name))
