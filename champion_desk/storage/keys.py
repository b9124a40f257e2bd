"""The key ring: who can open the store, in a file beside it that may be read by anyone."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from champion_desk.domain.problems import Problem
from champion_desk.storage.files import STORE_FILE, known_file, sync_folder, write_whole
from champion_desk.storage.slots import (
    Slot,
    SlotDamagedError,
    as_text,
    b64,
    bytes_in,
    seal,
    sealed_anew,
    slot_from,
    unseal,
)
from champion_desk.storage.wrong_tries import WrongTries as WrongTries

FILE = "keys.json"
FORMAT = 2
_CHECK = b"champion-desk key check 1"
_RING = b"champion-desk key ring 2"
# Crockford's base 32: no I, L, O or U, so that it can be read out and typed.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECOVERY_SIGNS = 32
# The random beginning of an SQLCipher file (its salt) stays the same as long as the file lives.
_MARK_BYTES = 16
# Stands in a desk's folder while its files are being made; what was made is nobody's work yet.
HALF_MADE = "half-made"


@dataclass(frozen=True, slots=True)
class Keyring:
    """The slots of one desk, with what the unlock window may show before the store is open.

    `mac` shows whoever has the store's key that nobody else changed the ring: only then may a new key be
    sealed to the public keys in it. A ring of format 1 has none, and no public keys.
    """

    desk_id: str
    site: str
    check: str
    slots: tuple[Slot, ...] = ()
    demo: bool = False
    mac: str = ""

    @property
    def champions(self) -> tuple[Slot, ...]:
        """The champions' slots, in the order they were added."""
        return tuple(slot for slot in self.slots if slot.kind == "champion")

    def slot_of(self, champion_id: str) -> Slot | None:
        """A champion's slot, if there is one."""
        return next((slot for slot in self.champions if slot.champion_id == champion_id), None)

    @property
    def recovery(self) -> Slot | None:
        """The recovery sheet's slot, if there is one."""
        return next((slot for slot in self.slots if slot.kind == "recovery"), None)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _check_of(key: bytes) -> str:
    return b64(hmac.new(key, _CHECK, hashlib.sha256).digest()[:16])


def _mac_of(ring: Keyring, key: bytes) -> str:
    said = json.dumps(asdict(replace(ring, mac="")), sort_keys=True).encode("ascii")
    own = hmac.new(key, _RING, hashlib.sha256).digest()  # the store's key itself seals nothing else
    return b64(hmac.new(own, said, hashlib.sha256).digest())


def opens(ring: Keyring, key: bytes) -> bool:
    """Whether that is the key which the keyring keeps."""
    return _same(_check_of(key), ring.check)


def is_trusted(ring: Keyring, key: bytes) -> bool:
    """Whether the ring is as someone with the store's key wrote it."""
    if ring.mac:
        return _same(ring.mac, _mac_of(ring, key))
    return not any(slot.public for slot in ring.slots)  # format 1: there is nothing to be taken in by


def _written(before: Keyring, after: Keyring, key: bytes) -> Keyring:
    """`after` with its MAC; a ring that someone tampered with keeps the wrong one and is never trusted."""
    return replace(after, mac=_mac_of(after, key) if is_trusted(before, key) else before.mac)


def normal_passphrase(text: str) -> str:
    """A passphrase as it is compared: spaces evened out, and `à` the same from every keyboard (NFC)."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def normal_recovery_key(text: str) -> str:
    """A recovery key as typed from paper, without blanks and look-alikes (I, L -> 1, O -> 0)."""
    kept = "".join(c for c in text.upper() if c.isalnum())
    return kept.translate(str.maketrans("ILO", "110"))


def is_recovery_key(text: str) -> bool:
    """Whether the text could be a recovery key, of this desk or another."""
    kept = normal_recovery_key(text)
    return len(kept) == RECOVERY_SIGNS and all(sign in _ALPHABET for sign in kept)


def new_recovery_key() -> str:
    """160 random bits in eight groups of four signs (Crockford's base 32)."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(RECOVERY_SIGNS))
    return " ".join(signs[i : i + 4] for i in range(0, RECOVERY_SIGNS, 4))


def new_key() -> bytes:
    """A random 256-bit key for a store."""
    return os.urandom(32)


def new_keyring(desk_id: str, site: str, demo: bool = False) -> tuple[Keyring, bytes]:
    """A keyring without slots, and the random 256-bit key it will keep."""
    key = new_key()
    ring = Keyring(desk_id, site, _check_of(key), demo=demo)
    return _written(ring, ring, key), key


def with_champion(ring: Keyring, key: bytes, champion_id: str, name: str, passphrase: str) -> Keyring:
    """The keyring with a new or changed slot for a champion."""
    slot = seal(key, ring.desk_id, "champion", champion_id, name, normal_passphrase(passphrase))
    return with_slot(ring, key, slot)


def with_recovery(ring: Keyring, key: bytes, recovery_key: str) -> Keyring:
    """The keyring with one recovery slot; an earlier recovery sheet no longer works."""
    slot = seal(key, ring.desk_id, "recovery", "", "", normal_recovery_key(recovery_key))
    return with_slot(ring, key, slot)


def with_slot(ring: Keyring, key: bytes, slot: Slot) -> Keyring:
    """The keyring with that slot, in the place of the one it had for the champion or the recovery sheet."""
    others = [one for one in ring.slots if (one.kind, one.champion_id) != (slot.kind, slot.champion_id)]
    at = next((i for i, one in enumerate(ring.slots) if one not in others), len(others))
    return _written(ring, replace(ring, slots=(*others[:at], slot, *others[at:])), key)


def without_champion(ring: Keyring, key: bytes, champion_id: str) -> Keyring:
    """The keyring without a leaver's slot."""
    slots = tuple(slot for slot in ring.slots if slot.champion_id != champion_id)
    return _written(ring, replace(ring, slots=slots), key)


def with_name(ring: Keyring, key: bytes, champion_id: str, name: str) -> Keyring:
    """The keyring with another name for a champion."""
    slot = ring.slot_of(champion_id)
    return ring if slot is None else with_slot(ring, key, replace(slot, name=name))


def with_site(ring: Keyring, key: bytes, site: str) -> Keyring:
    """The keyring with another name of the site."""
    return _written(ring, replace(ring, site=site), key)


def reached(ring: Keyring, key: bytes, staying: Collection[str], own: Slot | None = None) -> tuple[Slot, ...]:
    """The slots that a new key can be sealed to: those with a public key, in a ring that can be trusted.

    Of champions only those who stay, as the store knows them. `own` is the slot that its owner has just
    opened: its public key is right whatever the file says.
    """
    trusted = is_trusted(ring, key)
    found = []
    for slot in ring.slots:
        if own is not None and (slot.kind, slot.champion_id) == (own.kind, own.champion_id):
            found.append(own)
        elif trusted and slot.public and (slot.kind == "recovery" or slot.champion_id in staying):
            found.append(slot)
    return tuple(found)


def for_new_key(ring: Keyring, slots: tuple[Slot, ...], new: bytes) -> Keyring:
    """The keyring for a new key of the store, sealed to those slots; the others are gone."""
    sealed = tuple(sealed_anew(slot, ring.desk_id, new) for slot in slots)
    fresh = replace(ring, check=_check_of(new), slots=sealed, mac="")
    return replace(fresh, mac=_mac_of(fresh, new))


def open_with_passphrase(ring: Keyring, passphrase: str, champion_id: str = "") -> tuple[bytes, Slot]:
    """The key and the slot that opened it; tries one champion's slot, or each where none is named.

    The slot comes with a key pair, also where it had none yet. Raises `Problem`: wrong-passphrase,
    keys-damaged.
    """
    slots = [slot for slot in ring.champions if champion_id in ("", slot.champion_id)]
    return _first_opened(ring, slots, normal_passphrase(passphrase), "wrong-passphrase")


def open_recovery(ring: Keyring, recovery_key: str) -> tuple[bytes, Slot]:
    """The key and the recovery slot. Raises `Problem`: wrong-recovery-key, keys-damaged."""
    slots = [slot for slot in ring.slots if slot.kind == "recovery"]
    return _first_opened(ring, slots, normal_recovery_key(recovery_key), "wrong-recovery-key")


def open_with_recovery(ring: Keyring, recovery_key: str) -> bytes:
    """The key, by the recovery sheet. Raises `Problem`: wrong-recovery-key, keys-damaged."""
    return open_recovery(ring, recovery_key)[0]


def _first_opened(ring: Keyring, slots: list[Slot], secret: str, wrong: str) -> tuple[bytes, Slot]:
    for slot in slots:
        try:
            opened = unseal(ring.desk_id, slot, secret, lambda key: opens(ring, key))
        except SlotDamagedError as error:
            raise Problem("keys-damaged", path=FILE) from error
        if opened is not None:
            return opened
    raise Problem(wrong)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the file holds: the ring, and while the key is being changed the one that follows it.

    `mark` is the beginning of the store that the following ring fits: where that store is in place, its
    ring is the one in force.
    """

    ring: Keyring
    following: Keyring | None = None
    mark: str = ""

    def in_force(self, folder: Path) -> Keyring:
        return self.following if self.following and store_mark(folder) == self.mark else self.ring


def mark_of(store: Path) -> str:
    """What tells one store's file from another's: its random beginning, or nothing where it can't be read."""
    try:
        with store.open("rb") as file:
            return file.read(_MARK_BYTES).hex()
    except OSError:
        return ""


def store_mark(folder: Path) -> str:
    """What tells the store in the folder from another."""
    return mark_of(folder / STORE_FILE)


def to_bytes(ring: Keyring, following: Keyring | None = None, mark: str = "") -> bytes:
    """The keyring as the bytes of its file; with the one that is to follow it, and the mark of its store."""
    shared = {"format": FORMAT if ring.mac else 1, "desk_id": ring.desk_id, "site": ring.site}
    content: dict[str, object] = {**shared, "demo": ring.demo, **_slots_of(ring)}
    if following is not None:
        content["following"] = {"mark": mark, **_slots_of(following)}
    if ring.mac:
        content["sum"] = _sum_of(content)
    return json.dumps(content, indent=1).encode("utf-8")


def _sum_of(content: dict[str, object]) -> str:
    """What tells a file that was damaged from a passphrase that is wrong; it guards against nobody."""
    said = json.dumps({name: part for name, part in content.items() if name != "sum"}, sort_keys=True)
    return hashlib.sha256(said.encode("ascii")).hexdigest()


def _slots_of(ring: Keyring) -> dict[str, object]:
    slots = [asdict(slot) for slot in ring.slots]
    if ring.mac:
        return {"check": ring.check, "mac": ring.mac, "slots": slots}
    for slot in slots:  # format 1 knows no key pairs
        del slot["public"], slot["wrapped"]
    return {"check": ring.check, "slots": slots}


def from_bytes(data: bytes, path: Path) -> Keyring:
    """The keyring in those bytes. Raises `Problem` for damaged ones and for a newer program's."""
    return _kept_in(data, path).ring


def _kept_in(data: bytes, path: Path) -> _Kept:
    try:
        found = json.loads(data)
        form = found["format"]
        if form > FORMAT:
            raise Problem("store-newer", path=str(path))
        if form not in (1, FORMAT):
            raise ValueError("no format")
        if (form > 1 or "sum" in found) and not _same(as_text(found["sum"]), _sum_of(found)):
            raise ValueError("not as it was written")
        desk_id, site, demo = as_text(found["desk_id"]), as_text(found["site"]), bool(found.get("demo"))
        ring = _ring(found, form, Keyring(desk_id, site, "", demo=demo))
        if form == 1 or found.get("following") is None:
            return _Kept(ring)
        following = found["following"]
        mark = as_text(following["mark"])
        if len(bytes.fromhex(mark)) != _MARK_BYTES:
            raise ValueError("mark cut short")
        return _Kept(ring, _ring(following, form, ring), mark)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Problem("keys-damaged", path=str(path)) from error


def _ring(found: dict[str, Any], form: int, frame: Keyring) -> Keyring:
    """The slots and what guards them, in the frame of a desk."""
    slots = tuple(slot_from(entry, form) for entry in found["slots"])
    check, mac = as_text(found["check"]), as_text(found["mac"]) if form > 1 else ""
    if bytes_in(check) != 16 or bytes_in(mac) != (32 if form > 1 else 0):
        raise ValueError("parts cut short")
    return replace(frame, check=check, mac=mac, slots=slots)


def _read(folder: Path) -> _Kept:
    path = folder / FILE
    with known_file(path):
        data = path.read_bytes()
    return _kept_in(data, path)


def load(folder: Path) -> Keyring:
    """The keyring of a desk's folder: the one that fits the store which is in place."""
    return _read(folder).in_force(folder)


def save(folder: Path, ring: Keyring, following: Keyring | None = None, mark: str = "") -> None:
    """Write the keyring whole or not at all; with one that will be in force once that store is in place."""
    with known_file(folder / FILE):
        write_whole(folder / FILE, to_bytes(ring, following, mark))


def settle(folder: Path) -> None:
    """The store has opened: what a change of key that was stopped half way left in the file goes."""
    kept = _read(folder)
    if kept.following is not None:
        with known_file(folder):
            sync_folder(folder)  # that the store stands there must last before the other ring goes
        save(folder, kept.in_force(folder))


def desk_in(folder: Path) -> bool:
    """Whether there is a desk in the folder, whole or damaged; one that was never finished is none.

    Raises `Problem` where one may not look into the folder.
    """
    with known_file(folder):
        present = (folder / FILE).exists() or (folder / STORE_FILE).exists()
        return present and not (folder / HALF_MADE).exists()


def mark_half_made(folder: Path) -> None:
    """From now on what is in the folder is no desk yet: the next start or restore may move it away."""
    with known_file(folder):
        write_whole(folder / HALF_MADE, b"")


def mark_whole(folder: Path) -> None:
    """From now on there is a desk in the folder."""
    with known_file(folder):
        (folder / HALF_MADE).unlink(missing_ok=True)
        sync_folder(folder)
