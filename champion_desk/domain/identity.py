"""Identities for records: UUID version 7, so that they sort by the time they were made."""

from __future__ import annotations

import secrets
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A UUIDv7 (RFC 9562, section 5.7) as text; later calls in one process always sort later."""
    global _last
    with _lock:
        ticks = max(time.time_ns() * 4096 // 1_000_000, _last + 1)  # 48 bits of milliseconds, 12 of fraction
        _last = ticks
    value = (ticks >> 12 & (1 << 48) - 1) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_id(text: str) -> bool:
    """Whether the text could be one of our identities."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
