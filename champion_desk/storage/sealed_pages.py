"""Reads a store's pages one by one, each only with a right seal, from its file and its write-ahead log."""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

# How SQLCipher 4 lays out a page: what is encrypted, 16 bytes to begin with, then its seal (HMAC-SHA512).
# https://www.zetetic.net/sqlcipher/design/
PAGE = 4096
RESERVED = 80
_SEAL = 64
_SALT = 16
_SALT_MASK = 0x3A
_HEADER = b"SQLite format 3\x00"
# The write-ahead log: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
_LOG_HEADER = 32
_FRAME_HEADER = 24
_FRAME = _FRAME_HEADER + PAGE
_LITTLE, _BIG = 0x377F0682, 0x377F0683


@dataclass(frozen=True, slots=True)
class Log:
    """The frames of a write-ahead log by page, newest first, up to the last commit.

    `pages` is the store's length after it, or 0 without a commit; `is_whole` is False where a frame before
    the last commits does not fit the chain of checksums, so that SQLite would drop what was saved after it.
    """

    frames: dict[int, list[int]]
    pages: int
    is_whole: bool


class SealedPages:
    """The pages of a store. Opens its files for reading only, and nothing beside them."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._file = path.open("rb")
        self._key = key
        log_path = path.with_name(path.name + "-wal")
        self._log_file = log_path.open("rb") if log_path.exists() else None
        self.log = read_log(log_path)
        self.pages_in_file = -(-path.stat().st_size // PAGE)
        self.count = self.log.pages or self.pages_in_file
        self.older: set[int] = set()
        self._seal_keys = self._keys_of_seals()

    def _keys_of_seals(self) -> tuple[bytes, ...]:
        """The key of the seals, by the salt at the beginning of page 1, here and in the log."""
        salts = [self._at_file(1)[:_SALT], *(self._at_log(at)[:_SALT] for at in self.log.frames.get(1, []))]
        return tuple(
            hashlib.pbkdf2_hmac("sha512", self._key, bytes(byte ^ _SALT_MASK for byte in salt), 2, 32)
            for salt in dict.fromkeys(salts)
            if len(salt) == _SALT
        )

    def _at_file(self, number: int) -> bytes:
        self._file.seek((number - 1) * PAGE)
        return self._file.read(PAGE)

    def _at_log(self, offset: int) -> bytes:
        if self._log_file is None:
            return b""
        self._log_file.seek(offset)
        return self._log_file.read(PAGE)

    def page(self, number: int) -> bytes | None:
        """A page as SQLite sees it; None where no copy has a right seal.

        Where the newest copy is damaged an older one is taken, and its number stands in `older`.
        """
        versions = [*self.log.frames.get(number, []), None]
        for place, offset in enumerate(versions):
            sealed = self._at_file(number) if offset is None else self._at_log(offset)
            plain = self._opened(sealed, number)
            if plain is not None:
                if place:
                    self.older.add(number)
                return plain
        return None

    def file_page(self, number: int) -> bytes | None:
        """A page as the store's file alone has it."""
        return self._opened(self._at_file(number), number)

    def leave_out_log(self) -> None:
        """Read the file alone from now on."""
        self.log = Log({}, 0, False)
        self.count = self.pages_in_file

    def _opened(self, sealed: bytes, number: int) -> bytes | None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # loads slowly

        if len(sealed) != PAGE:
            return None
        body = sealed[_SALT if number == 1 else 0 : -_SEAL]
        seal = sealed[-_SEAL:]
        message = body + struct.pack("<I", number)
        if not any(hmac.compare_digest(hmac.digest(k, message, "sha512"), seal) for k in self._seal_keys):
            return None
        start, encrypted = body[-16:], body[:-16]
        opener = Cipher(algorithms.AES(self._key), modes.CBC(start)).decryptor()
        plain = opener.update(encrypted) + opener.finalize()
        return (_HEADER + plain if number == 1 else plain) + bytes(RESERVED)

    def any_opens(self) -> bool:
        """Whether the key fits: one page with a right seal is proof of it."""
        return any(self.page(number) is not None for number in range(1, self.count + 1))

    def close(self) -> None:
        """Let go of the files."""
        self._file.close()
        if self._log_file is not None:
            self._log_file.close()

    def __enter__(self) -> SealedPages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_log(path: Path) -> Log:
    """The frames of a write-ahead log, also past a place where its checksums break."""
    if not path.exists() or path.stat().st_size < _LOG_HEADER + _FRAME:
        return Log({}, 0, True)
    with path.open("rb") as file:
        header = file.read(_LOG_HEADER)
        magic, salts = struct.unpack(">I", header[:4])[0], header[16:24]
        order = "<" if magic == _LITTLE else ">"
        chain = _checksum(header[:24], (0, 0), order)
        unbroken = magic in (_LITTLE, _BIG) and chain == struct.unpack(">II", header[24:32])
        header_is_right = unbroken
        committed: dict[int, list[int]] = {}
        waiting: list[tuple[int, int]] = []
        pages, commits_after_break = 0, 0
        offset = _LOG_HEADER
        while len(frame := file.read(_FRAME)) == _FRAME:
            if not header_is_right and offset == _LOG_HEADER:
                salts = frame[8:16]
            if frame[8:16] == salts:
                number, length = struct.unpack(">II", frame[:8])
                if unbroken:
                    chain = _checksum(frame[_FRAME_HEADER:], _checksum(frame[:8], chain, order), order)
                    unbroken = chain == struct.unpack(">II", frame[16:24])
                waiting.append((number, offset + _FRAME_HEADER))
                if length:
                    for known, at in waiting:
                        committed.setdefault(known, []).insert(0, at)
                    waiting, pages = [], length
                    commits_after_break += not unbroken
            else:
                unbroken = False
            offset += _FRAME
    # A power cut may tear the last transaction, which nobody was told was saved. One after it proves damage.
    return Log(committed, pages, commits_after_break < 2)


def _checksum(data: bytes, before: tuple[int, int], order: str) -> tuple[int, int]:
    """SQLite's checksum of its log: a sum over pairs of 32-bit numbers."""
    first, second = before
    for one, other in struct.iter_unpack(order + "II", data):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
