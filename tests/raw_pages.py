"""Reads a store as a disk gives it away to whoever has the key: every page, every frame of its log.

SQLCipher 4 keeps 4096 bytes a page, AES-256-CBC with the page's own vector in its last 80 bytes (16 bytes of
vector, 64 of HMAC-SHA512); page 1 begins with 16 bytes of salt in plain. A raw key is used as it is
(zetetic.net/sqlcipher/design). Frames of the log follow a header of 32 bytes, each after 24 of its own
(sqlite.org/fileformat2, "WAL File Format").
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVE, SALT = 4096, 80, 16
_LOG_HEADER, _FRAME_HEADER = 32, 24


def _plain(page: bytes, key: bytes, first: bool) -> bytes:
    begin = SALT if first else 0
    vector = page[PAGE - RESERVE : PAGE - RESERVE + 16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(page[begin : PAGE - RESERVE]) + decryptor.finalize()


def sealed_right(page: bytes, key: bytes, number: int, salt: bytes) -> bool:
    """Whether a page's seal is right: what this module reads is then what SQLCipher reads."""
    begin = SALT if number == 1 else 0
    hmac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(sign ^ 0x3A for sign in salt), 2, 32)
    body = page[begin : PAGE - RESERVE + 16] + number.to_bytes(4, "little")
    seal = hmac.new(hmac_key, body, "sha512").digest()
    return hmac.compare_digest(seal, page[PAGE - 64 :])


def pages(store: Path, key: bytes) -> Iterator[bytes]:
    """Every page of the file in plain, those that are free among them."""
    data = store.read_bytes()
    assert len(data) % PAGE == 0
    for number in range(1, len(data) // PAGE + 1):
        page = data[(number - 1) * PAGE : number * PAGE]
        if not any(page):
            continue  # never written: the file was made longer ahead of use
        assert sealed_right(page, key, number, data[:SALT]), f"page {number} is read wrongly"
        yield _plain(page, key, number == 1)


def frames(log: Path, key: bytes) -> Iterator[bytes]:
    """Every page in the write-ahead log in plain, also what was left from before it began anew."""
    data = log.read_bytes() if log.exists() else b""
    at = _LOG_HEADER
    while at + _FRAME_HEADER + PAGE <= len(data):
        number = int.from_bytes(data[at : at + 4], "big")
        yield _plain(data[at + _FRAME_HEADER : at + _FRAME_HEADER + PAGE], key, number == 1)
        at += _FRAME_HEADER + PAGE


def _forms(canary: str) -> set[bytes]:
    """The bytes in which a text may stand: as it is, as JSON writes it, and as the word index folds it."""
    forms = {canary, json.dumps(canary)[1:-1], canary.casefold()}
    return {form.encode("utf-8") for form in forms} | {canary.encode("utf-16-le")}


def found(folder: Path, key: bytes, canaries: Iterable[str], file: str = "store.db") -> set[str]:
    """Which of these texts stand anywhere in a store's pages or in its log."""
    wanted = {canary: _forms(canary) for canary in canaries}
    seen: set[str] = set()
    for page in (*pages(folder / file, key), *frames(folder / (file + "-wal"), key)):
        seen |= {canary for canary, forms in wanted.items() if any(form in page for form in forms)}
    return seen
