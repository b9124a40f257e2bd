"""What is wrong with the file of a picture, told before anything is drawn."""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

_MOST_BYTES = 16 * 1024**2
MOST_PIXELS = 25_000_000  # drawn, that is 100 MB
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = 24  # the signature, then the length and the name of the first chunk, then width and height


def picture_trouble(file: Path) -> str:
    """What is wrong with a PNG picture: picture-missing, picture-broken, picture-too-large; or nothing.

    Its size is read from its head before a single pixel is (PNG, third edition, 11.2.1).
    """
    try:
        about = file.stat()
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except FileNotFoundError:
        return "picture-missing"
    except OSError:
        return "picture-broken"
    if len(head) < _HEAD or not head.startswith(_SIGNATURE):
        return "picture-broken"
    width, height = struct.unpack(">II", head[16:24])
    if width * height > MOST_PIXELS or about.st_size > _MOST_BYTES:
        return "picture-too-large"
    return "" if width and height and _is_whole(file, about.st_mtime_ns) else "picture-broken"


@lru_cache(maxsize=512)
def _is_whole(file: Path, _written: int) -> bool:
    """Whether every pixel can be read; asked once for each picture as it was last written."""
    from PIL.PngImagePlugin import PngImageFile  # loads slowly, and only Easy Read handouts have pictures

    try:
        with PngImageFile(file) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
        return False
    return True
