"""Passphrases: three words suggested by chance, and the same strength asked of one's own choice."""

from __future__ import annotations

import codecs
import math
import secrets
from collections.abc import Sequence
from pathlib import Path

from champion_desk.domain.problems import Invalid
from champion_desk.storage.files import known_file

LEAST_BITS = 33.0
WORDS = 3
_LONGEST = 200


def read_passphrase(file: Path) -> str:
    """The text of a file that holds a passphrase, as UTF-8, UTF-16 (PowerShell) or Windows wrote it."""
    with known_file(file):
        data = file.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def suggest(words: Sequence[str]) -> str:
    """Three different words by chance: at least 33 bits from a list of 2,048."""
    return " ".join(secrets.SystemRandom().sample(words, WORDS))


def bits(passphrase: str, words: Sequence[str]) -> float:
    """How many bits it takes to guess the passphrase.

    Different words of the list count log2 of its length each, as if drawn by chance; anything else
    is estimated by zxcvbn (Wheeler, 2016).
    """
    parts = passphrase.casefold().split()
    listed = set(words)
    if len(parts) >= WORDS and all(part in listed for part in parts):
        return len(set(parts)) * math.log2(len(words))
    from zxcvbn import zxcvbn  # its word lists load slowly, and only a new passphrase needs them

    return math.log2(float(zxcvbn(passphrase[:72])["guesses"]))


def check(passphrase: str, words: Sequence[str]) -> None:
    """Raises `Invalid` for a passphrase that is too easy to guess, or too long to type."""
    if not passphrase.strip():
        raise Invalid("passphrase", "needed")
    if len(passphrase) > _LONGEST:
        raise Invalid("passphrase", "too-long", most=_LONGEST)
    if bits(passphrase.strip(), words) < LEAST_BITS:
        raise Invalid("passphrase", "too-easy")
