"""A new key for the records: what it will mean for people, and the change itself."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from champion_desk import diagnostics
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.storage import backups, keys, rekeying, sealed_drafts
from champion_desk.storage.keys import Keyring
from champion_desk.storage.slots import Slot
from champion_desk.storage.store import Store


@dataclass(frozen=True, slots=True)
class KeyChange:
    """What a change of the records' key will mean, known before: who must choose a new passphrase, and
    whether the recovery sheet goes on working. `needs_passphrase` asks for that of whoever changes it;
    `is_altered` says that someone without the key has changed the file of the keys.
    """

    left_out: tuple[str, ...] = ()
    sheet_stays: bool = True
    needs_passphrase: bool = False
    is_altered: bool = False


def look_ahead(store: Store, ring: Keyring, own: Slot | None = None, leaver_id: str = "") -> KeyChange:
    """What a change would mean now; `own` is the slot that whoever asks has just opened."""
    me = store.author.champion_id
    reached = keys.reached(ring, store.key, _staying(store), own)
    ids = {slot.champion_id for slot in reached}
    return KeyChange(
        tuple(slot.name for slot in ring.champions if slot.champion_id not in (*ids, me, leaver_id)),
        any(slot.kind == "recovery" for slot in reached),
        me not in ids,
        not keys.is_trusted(ring, store.key),
    )


def _staying(store: Store) -> frozenset[str]:
    with store.reading() as tx:
        return frozenset(champion.id for champion in tx.champions.all() if champion.left_on is None)


def change(
    store: Store,
    ring: Keyring,
    own: Slot | None,
    step: Callable[[str], None],
    cancelled: Callable[[], bool],
) -> str:
    """Make the change that `DeskService.change_data_key` speaks of; the new sheet's key, if any."""
    ahead = look_ahead(store, ring, own)
    if ahead.needs_passphrase:
        raise Problem("passphrase-needed")
    folder, old = store.folder, store.key
    step("backup")
    backups.make(store, backups.default_folder(folder), "key")
    if cancelled():
        raise Cancelled
    new, recovery_key = keys.new_key(), ""
    following = keys.for_new_key(ring, keys.reached(ring, old, _staying(store), own), new)
    if not ahead.sheet_stays:
        recovery_key = keys.new_recovery_key()
        following = keys.with_recovery(following, new, recovery_key)
    with store.transaction() as tx:  # drafts on another disk, or held through a lock, are still ours
        tx.desk.keep_former_draft_key(sealed_drafts.draft_key(old))
    try:
        rekeying.change(store, new, lambda mark: keys.save(folder, ring, following, mark), step, cancelled)
    finally:
        with contextlib.suppress(Problem):  # else both rings stay, and the next unlocking does it
            keys.settle(folder)
    diagnostics.log.info("key of the records changed")
    return recovery_key
