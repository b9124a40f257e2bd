"""Key slots: the store's random key, sealed once for each champion and once for the recovery sheet."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import os
import secrets
import time
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from champion_desk.domain.problems import Problem
from champion_desk.storage.files import STORE_FILE, known_file, sync_folder, write_whole

FILE = "keys.json"
FORMAT = 1
# RFC 9106, section 4, second recommended option: low memory, 3 passes over 64 MiB, 4 lanes.
_KDF = {"name": "argon2id", "passes": 3, "memory_kib": 64 * 1024, "lanes": 4}
_CHECK = b"champion-desk key check 1"
# Crockford's base 32: no I, L, O or U, so that it can be read out and typed.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONGEST_WAIT = 60.0
_MOST_MEMORY = 4 * 1024 * 1024  # KiB
# Stands in a desk's folder while its files are being made; what was made is nobody's work yet.
HALF_MADE = "half-made"


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the store's key. `kind` is champion or recovery; the name is a member of staff's."""

    kind: str
    champion_id: str
    name: str
    kdf: dict[str, object]
    nonce: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Keyring:
    """The slots of one desk, with what the unlock window may show before the store is open."""

    desk_id: str
    site: str
    check: str
    slots: tuple[Slot, ...] = ()
    demo: bool = False

    @property
    def champions(self) -> tuple[Slot, ...]:
        """The champions' slots, in the order they were added."""
        return tuple(slot for slot in self.slots if slot.kind == "champion")


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _derive(secret: str, kdf: dict[str, object]) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # only at unlock: it loads slowly

    return Argon2id(
        salt=base64.b64decode(str(kdf["salt"])),
        length=32,
        iterations=int(str(kdf["passes"])),
        lanes=int(str(kdf["lanes"])),
        memory_cost=int(str(kdf["memory_kib"])),
    ).derive(secret.encode("utf-8", "surrogatepass"))  # an environment may hold odd bytes


def _bound(desk_id: str, kind: str, champion_id: str) -> bytes:
    """What a slot is sealed to, so that it can't be moved to another desk or person."""
    return f"{desk_id}|{kind}|{champion_id}".encode()


def _check_of(key: bytes) -> str:
    return _b64(hmac.new(key, _CHECK, hashlib.sha256).digest()[:16])


def normal_passphrase(text: str) -> str:
    """A passphrase as it is compared: spaces evened out, and `à` the same from every keyboard (NFC)."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def normal_recovery_key(text: str) -> str:
    """A recovery key as typed from paper, without blanks and look-alikes (I, L -> 1, O -> 0)."""
    kept = "".join(c for c in text.upper() if c.isalnum())
    return kept.translate(str.maketrans("ILO", "110"))


def new_recovery_key() -> str:
    """160 random bits in eight groups of four signs (Crockford's base 32)."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(32))
    return " ".join(signs[i : i + 4] for i in range(0, 32, 4))


def _seal(key: bytes, desk_id: str, kind: str, champion_id: str, name: str, secret: str) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # only at unlock: it loads slowly

    kdf: dict[str, object] = {**_KDF, "salt": _b64(os.urandom(16))}
    nonce = os.urandom(12)
    sealed = AESGCM(_derive(secret, kdf)).encrypt(nonce, key, _bound(desk_id, kind, champion_id))
    return Slot(kind, champion_id, name, kdf, _b64(nonce), _b64(sealed))


def new_keyring(desk_id: str, site: str, demo: bool = False) -> tuple[Keyring, bytes]:
    """A keyring without slots, and the random 256-bit key it will keep."""
    key = os.urandom(32)
    return Keyring(desk_id, site, _check_of(key), demo=demo), key


def with_champion(ring: Keyring, key: bytes, champion_id: str, name: str, passphrase: str) -> Keyring:
    """The keyring with a new or changed slot for a champion."""
    slot = _seal(key, ring.desk_id, "champion", champion_id, name, normal_passphrase(passphrase))
    position = next((i for i, s in enumerate(ring.slots) if s.champion_id == champion_id), None)
    if position is None:
        return replace(ring, slots=(*ring.slots, slot))
    return replace(ring, slots=(*ring.slots[:position], slot, *ring.slots[position + 1 :]))


def without_champion(ring: Keyring, champion_id: str) -> Keyring:
    """The keyring without a leaver's slot."""
    return replace(ring, slots=tuple(s for s in ring.slots if s.champion_id != champion_id))


def with_recovery(ring: Keyring, key: bytes, recovery_key: str) -> Keyring:
    """The keyring with one recovery slot; an earlier recovery sheet no longer works."""
    slot = _seal(key, ring.desk_id, "recovery", "", "", normal_recovery_key(recovery_key))
    return replace(ring, slots=(*(s for s in ring.slots if s.kind != "recovery"), slot))


def open_with_passphrase(ring: Keyring, passphrase: str, champion_id: str = "") -> tuple[bytes, Slot]:
    """The key and the slot that opened it; tries one champion's slot, or each where none is named.

    Raises `Problem("wrong-passphrase")`.
    """
    secret = normal_passphrase(passphrase)
    for slot in ring.champions:
        if champion_id in ("", slot.champion_id):
            key = _unseal(ring, slot, secret)
            if key:
                return key, slot
    raise Problem("wrong-passphrase")


def open_with_recovery(ring: Keyring, recovery_key: str) -> bytes:
    """The key, by the recovery sheet. Raises `Problem("wrong-recovery-key")`."""
    for slot in ring.slots:
        if slot.kind == "recovery":
            key = _unseal(ring, slot, normal_recovery_key(recovery_key))
            if key:
                return key
    raise Problem("wrong-recovery-key")


def _unseal(ring: Keyring, slot: Slot, secret: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag  # only at unlock: it loads slowly
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    bound = _bound(ring.desk_id, slot.kind, slot.champion_id)
    try:
        opened = AESGCM(_derive(secret, slot.kdf)).decrypt(
            base64.b64decode(slot.nonce), base64.b64decode(slot.sealed), bound
        )
    except InvalidTag:
        return None
    return opened if hmac.compare_digest(_check_of(opened), ring.check) else None


def to_bytes(ring: Keyring) -> bytes:
    """The keyring as the bytes of its file."""
    slots = [
        {
            "kind": s.kind,
            "champion_id": s.champion_id,
            "name": s.name,
            "kdf": s.kdf,
            "nonce": s.nonce,
            "sealed": s.sealed,
        }
        for s in ring.slots
    ]
    content = {"format": FORMAT, "desk_id": ring.desk_id, "site": ring.site, "demo": ring.demo}
    return json.dumps({**content, "check": ring.check, "slots": slots}, indent=1).encode("utf-8")


def from_bytes(data: bytes, path: Path) -> Keyring:
    """The keyring in those bytes. Raises `Problem` for damaged ones and for a newer program's."""
    try:
        found = json.loads(data)
        if found["format"] > FORMAT:
            raise Problem("store-newer", path=str(path))
        slots = tuple(_slot(entry) for entry in found["slots"])
        site, check = _text(found["site"]), _text(found["check"])
        return Keyring(_text(found["desk_id"]), site, check, slots, bool(found.get("demo")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Problem("keys-damaged", path=str(path)) from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _slot(entry: dict[str, Any]) -> Slot:
    """A slot whose parts can be worked with; more work than any program asks for is not begun."""
    slot = Slot(**entry)
    for text in (slot.kind, slot.champion_id, slot.name):
        _text(text)
    passes, lanes, memory = (int(str(slot.kdf[part])) for part in ("passes", "lanes", "memory_kib"))
    lengths = [
        len(base64.b64decode(_text(part), validate=True))
        for part in (slot.kdf["salt"], slot.nonce, slot.sealed)
    ]
    if not (1 <= passes <= 64 and 1 <= lanes <= 64 and 8 * lanes <= memory <= _MOST_MEMORY):
        raise ValueError("work out of range")
    if lengths[0] < 8 or lengths[1:] != [12, 48]:
        raise ValueError("parts cut short")
    return slot


def load(folder: Path) -> Keyring:
    """The keyring of a desk's folder."""
    path = folder / FILE
    with known_file(path):
        data = path.read_bytes()
    return from_bytes(data, path)


def save(folder: Path, ring: Keyring) -> None:
    """Write the keyring whole or not at all."""
    with known_file(folder / FILE):
        write_whole(folder / FILE, to_bytes(ring))


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


class WrongTries:
    """Counts wrong tries in a small file, so that the delay also grows across restarts."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "tries.json"

    def _read(self) -> tuple[int, float]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return int(found["count"]), float(found["at"])
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return 0, 0.0

    def wait(self) -> float:
        """Seconds until the next try is allowed: 1, 2, 4 … up to 60 after each wrong one."""
        count, at = self._read()
        if not count:
            return 0.0
        delay = min(2.0 ** min(count - 1, 6), _LONGEST_WAIT)
        return min(max(0.0, at + delay - time.time()), delay)

    def wrong(self) -> None:
        """Note a wrong try, where the disk lets us: that it was wrong is what must be said."""
        count, _ = self._read()
        with contextlib.suppress(Problem), known_file(self._path):
            write_whole(self._path, json.dumps({"count": count + 1, "at": time.time()}).encode())

    def right(self) -> None:
        """Forget the wrong tries."""
        with known_file(self._path):
            self._path.unlink(missing_ok=True)
