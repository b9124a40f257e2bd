"""A draft sealed for this desk alone, kept elsewhere while the desk's own disk has no room for it."""

from __future__ import annotations

import base64
import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import Draft
from champion_desk.storage.files import known_file, write_whole
from champion_desk.storage.rows import from_row, to_row

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ENDING = ".deskdraft"
FORMAT = 1
_PURPOSE = b"champion-desk draft on another disk 1"
_MOST_BYTES = 1_000_000


def draft_key(key: bytes) -> bytes:
    """What drafts are sealed with while the store has that key."""
    from cryptography.hazmat.primitives.hashes import SHA256  # seldom needed: it loads slowly
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, None, _PURPOSE).derive(key)


def _cipher(own: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # seldom needed: it loads slowly

    return AESGCM(own)


def seal(draft: Draft, key: bytes, desk_id: str) -> bytes:
    """A draft as bytes that only this desk can read."""
    nonce = os.urandom(12)
    inside = json.dumps(to_row(draft)).encode("utf-8")
    sealed = _cipher(draft_key(key)).encrypt(nonce, inside, desk_id.encode())
    content = {"format": FORMAT, "desk_id": desk_id, "nonce": _b64(nonce), "sealed": _b64(sealed)}
    return json.dumps(content).encode("utf-8")


def unseal(data: bytes, key: bytes, desk_id: str, path: str = "", former: Sequence[bytes] = ()) -> Draft:
    """The draft in sealed bytes. Raises `Problem("draft-not-ours")` for any others.

    `former` are the draft keys of keys that the store had before this one.
    """
    try:
        found = json.loads(data)
        parts = [base64.b64decode(str(found[name]), validate=True) for name in ("nonce", "sealed")]
        row = json.loads(_opened(parts[0], parts[1], desk_id, (draft_key(key), *former)))
        return from_row(Draft, {field.name: row[field.name] for field in fields(Draft)})
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Problem("draft-not-ours", path=path) from error


def _opened(nonce: bytes, sealed: bytes, desk_id: str, own: Sequence[bytes]) -> bytes:
    from cryptography.exceptions import InvalidTag  # seldom needed: it loads slowly

    for each in own:
        with contextlib.suppress(InvalidTag):
            return _cipher(each).decrypt(nonce, sealed, desk_id.encode())
    raise ValueError("sealed by another desk")


def write(folder: Path, draft: Draft, key: bytes, desk_id: str) -> Path:
    """Write the draft into a folder as a sealed file. Raises `Problem`."""
    path = folder / f"champion-desk-{draft.id}{ENDING}"
    with known_file(path):
        write_whole(path, seal(draft, key, desk_id))
    return path


def read(path: Path, key: bytes, desk_id: str, former: Sequence[bytes] = ()) -> Draft:
    """The draft in a sealed file. Raises `Problem("draft-not-ours")` for any other file."""
    with known_file(path):
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    return unseal(data, key, desk_id, str(path), former)


def found_in(folder: Path) -> list[Path]:
    """The sealed drafts in a folder, also those of other desks; none where it can't be read."""
    try:
        return sorted(path for path in folder.glob(f"*{ENDING}") if path.is_file())
    except OSError:
        return []


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
