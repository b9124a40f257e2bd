"""Keeps what was read of a feed that was cut short, sealed for this desk, for a day at most."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk.domain.problems import Problem
from champion_desk.storage.files import known_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FOLDER = "pulls"
_PURPOSE = b"champion-desk part of a feed 1"
_LONGEST = 24 * 3600  # seconds: after that the list has most likely changed
_MOST_BYTES = 400_000_000
_NONCE = 12


class PartPull:
    """The steps of one pull, each sealed by itself and written at once: what a crash cuts off is left out."""

    def __init__(self, folder: Path, key: bytes, address: str) -> None:
        name = hashlib.sha256(key + address.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._path = folder / _FOLDER / f"{name}.part"
        self._key = key
        self._count = 0

    def known(self) -> Iterator[dict[str, object]]:
        """The steps kept, in order; none that are too old, or that another key sealed."""
        from cryptography.exceptions import InvalidTag  # seldom needed: it loads slowly

        self._count = 0
        try:
            if time.time() - self._path.stat().st_mtime > _LONGEST:
                return
            lines = self._path.read_bytes() if self._path.stat().st_size <= _MOST_BYTES else b""
        except OSError:
            return
        cipher = self._cipher()
        at = 0
        while at + 4 <= len(lines):
            size = int.from_bytes(lines[at : at + 4], "big")
            sealed = lines[at + 4 : at + 4 + size]
            try:
                if len(sealed) < size:
                    break
                inside = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], str(self._count).encode())
                step = json.loads(inside)
            except (InvalidTag, ValueError, RecursionError):
                break
            self._count += 1
            at += 4 + size
            yield step
        if at < len(lines):  # what follows could not be read either
            with contextlib.suppress(OSError):
                os.truncate(self._path, at)

    def note(self, step: dict[str, object]) -> None:
        """Keep one more step. Raises `Problem` where the disk has no room for it."""
        nonce = os.urandom(_NONCE)
        inside = json.dumps(step, ensure_ascii=False).encode("utf-8", "replace")
        sealed = nonce + self._cipher().encrypt(nonce, inside, str(self._count).encode())
        with known_file(self._path):
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            mode = "ab" if self._count else "wb"
            with self._path.open(mode) as file:
                file.write(len(sealed).to_bytes(4, "big") + sealed)
        self._count += 1

    def forget(self) -> None:
        """Keep nothing."""
        self._count = 0
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
            self._path.parent.rmdir()

    def _cipher(self) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # seldom needed: it loads slowly
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return AESGCM(HKDF(SHA256(), 32, None, _PURPOSE).derive(self._key))


def forget_old(folder: Path) -> None:
    """Take away what is too old to go on with."""
    with contextlib.suppress(OSError):
        for path in (folder / _FOLDER).glob("*.part"):
            if time.time() - path.stat().st_mtime > _LONGEST:
                path.unlink(missing_ok=True)
    with contextlib.suppress(OSError, Problem):
        (folder / _FOLDER).rmdir()
