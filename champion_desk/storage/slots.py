"""Key slots: one way to the store's key each, opened by a passphrase or by the recovery key."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite

# RFC 9106, section 4, second recommended option: low memory, 3 passes over 64 MiB, 4 lanes.
KDF = {"name": "argon2id", "passes": 3, "memory_kib": 64 * 1024, "lanes": 4}
_MOST_MEMORY = 4 * 1024 * 1024  # KiB
_KINDS = ("champion", "recovery")
# Bytes of a nonce, of what is sealed under the secret, of a public key, of what is sealed to it (RFC 9180).
_NONCE, _SEALED, _PUBLIC, _WRAPPED = 12, 48, 32, 80


class SlotDamagedError(Exception):
    """The secret is right, and yet what it guards can't be opened: the slot was harmed."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the store's key. `kind` is champion or recovery; the name is a member of staff's.

    The secret opens the private key in `sealed`; the store's key stands in `wrapped`, sealed to `public`:
    so a new key reaches the slot of a champion whose passphrase nobody else knows. A slot of format 1 has
    neither; its `sealed` holds the store's key itself.
    """

    kind: str
    champion_id: str
    name: str
    kdf: dict[str, object]
    nonce: str
    sealed: str
    public: str = ""
    wrapped: str = ""


def b64(data: bytes) -> str:
    """Bytes as text for the file."""
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


def _bound(desk_id: str, slot: Slot) -> bytes:
    """What a slot is sealed to, so that it can't be moved to another desk or person."""
    return f"{desk_id}|{slot.kind}|{slot.champion_id}".encode()


def _suite() -> Suite:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite  # only at unlock: it loads slowly

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def seal(key: bytes, desk_id: str, kind: str, champion_id: str, name: str, secret: str) -> Slot:
    """A new slot, with a key pair of its own."""
    kdf: dict[str, object] = {**KDF, "salt": b64(os.urandom(16))}
    slot = Slot(kind, champion_id, name, kdf, "", "")
    return _with_pair(slot, key, desk_id, _derive(secret, kdf))


def _with_pair(slot: Slot, key: bytes, desk_id: str, derived: bytes) -> Slot:
    """The slot with a new key pair, whose private half is sealed under what the secret gives."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # only at unlock
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    private = X25519PrivateKey.generate()
    nonce = os.urandom(_NONCE)
    bound = _bound(desk_id, slot) + b"|private key"
    sealed = AESGCM(derived).encrypt(nonce, private.private_bytes_raw(), bound)
    public = private.public_key().public_bytes_raw()
    return sealed_anew(replace(slot, nonce=b64(nonce), sealed=b64(sealed), public=b64(public)), desk_id, key)


def sealed_anew(slot: Slot, desk_id: str, key: bytes) -> Slot:
    """The slot with another key of the store sealed to its public key; the secret stays as it is."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey  # seldom needed

    public = X25519PublicKey.from_public_bytes(base64.b64decode(slot.public))
    return replace(
        slot, wrapped=b64(_suite().encrypt(key, public, info=_bound(desk_id, slot) + b"|store key"))
    )


def unseal(desk_id: str, slot: Slot, secret: str, fits: Callable[[bytes], bool]) -> tuple[bytes, Slot] | None:
    """The store's key and the slot with its own key pair, or None where the secret is wrong.

    `fits` tells whether a key is this desk's. A slot of format 1 comes back as one of format 2; the public
    key is worked out from the private one, and never taken from the file. Raises `SlotDamagedError`.
    """
    from cryptography.exceptions import InvalidTag  # only at unlock: it loads slowly
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    derived, bound = _derive(secret, slot.kdf), _bound(desk_id, slot)
    nonce, sealed = base64.b64decode(slot.nonce), base64.b64decode(slot.sealed)
    try:
        opened = AESGCM(derived).decrypt(nonce, sealed, bound + b"|private key" if slot.public else bound)
    except InvalidTag:
        return None
    if slot.public:
        return _unwrap(desk_id, slot, opened, fits)
    if not fits(opened):
        return None
    return opened, _with_pair(slot, opened, desk_id, derived)


def _unwrap(desk_id: str, slot: Slot, opened: bytes, fits: Callable[[bytes], bool]) -> tuple[bytes, Slot]:
    from cryptography.exceptions import InvalidTag  # only at unlock: it loads slowly
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.from_private_bytes(opened)
    try:
        wrapped = base64.b64decode(slot.wrapped)
        key = _suite().decrypt(wrapped, private, info=_bound(desk_id, slot) + b"|store key")
    except InvalidTag as error:
        raise SlotDamagedError from error
    if not fits(key):
        raise SlotDamagedError
    return key, replace(slot, public=b64(private.public_key().public_bytes_raw()))


def slot_from(entry: dict[str, Any], form: int) -> Slot:
    """A slot whose parts can be worked with; more work than any program asks for is not begun.

    Raises `ValueError`, `KeyError` or `TypeError` for anything else.
    """
    slot = Slot(**entry)
    for part in (slot.kind, slot.champion_id, slot.name):
        as_text(part)
    if slot.kind not in _KINDS or bool(slot.champion_id) != (slot.kind == "champion"):
        raise ValueError("no kind of slot")
    passes, lanes, memory = (int(str(slot.kdf[part])) for part in ("passes", "lanes", "memory_kib"))
    if not (1 <= passes <= 64 and 1 <= lanes <= 64 and 8 * lanes <= memory <= _MOST_MEMORY):
        raise ValueError("work out of range")
    paired = form > 1 and bool(slot.public or slot.wrapped)
    wanted = (_NONCE, _SEALED, _PUBLIC, _WRAPPED) if paired else (_NONCE, _SEALED, 0, 0)
    if bytes_in(slot.kdf["salt"]) < 8:
        raise ValueError("salt cut short")
    if tuple(bytes_in(part) for part in (slot.nonce, slot.sealed, slot.public, slot.wrapped)) != wanted:
        raise ValueError("parts cut short")
    return slot


def bytes_in(value: object) -> int:
    """How many bytes stand in the text. Raises `ValueError` or `TypeError` where it is no such text."""
    return len(base64.b64decode(as_text(value), validate=True))


def as_text(value: object) -> str:
    """The value, if it is a text. Raises `TypeError`."""
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
