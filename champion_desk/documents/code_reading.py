"""Reads the QR codes in a picture or in a PDF's first pages: of a photo, a scan, a saved sheet."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk.domain.problems import Problem

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_BYTES = 32 * 1024**2
_MOST_PIXELS = 120_000_000  # more than any telephone's camera makes; drawn, it is 120 MB
_MOST_PAGES = 5
_PAGE_PIXELS = 2400  # the longer side of a page as drawn
# The longer sides to look at: a code fills little of some photos, and is coarse in others.
_SIDES = (1600, 3600)


def codes_in(path: Path) -> list[str]:
    """What the QR codes in the file say.

    Raises `Problem`: picture-unreadable, picture-too-large, not-found, no-permission.
    """
    # These load slowly, and only someone with a recovery sheet in a file needs them.
    import zxingcpp
    from PIL import UnidentifiedImageError

    found: list[str] = []
    try:
        for image in _images(_contents(path), path):
            for side in _SIDES:
                smaller = image.copy()
                smaller.thumbnail((side, side))
                read = zxingcpp.read_barcodes(
                    smaller, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
                )
                found += [code.text for code in read if code.valid]
                if found or max(image.size) <= side:
                    break
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, MemoryError, EOFError) as error:
        raise Problem("picture-unreadable", file=path.name) from error
    return found


def _contents(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise Problem("not-found", path=str(path))
        if path.stat().st_size > _MOST_BYTES:
            raise Problem("picture-too-large", file=path.name)
        return path.read_bytes()
    except PermissionError as error:
        raise Problem("no-permission", path=str(path)) from error


def _images(data: bytes, path: Path) -> Iterator[Image]:
    """The picture, or the pages, in grey."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        yield from _pages(data)
    else:
        yield _picture(data, path)


def _picture(data: bytes, path: Path) -> Image:
    """A JPEG or PNG picture; its size is looked at before a single pixel is."""
    from PIL.JpegImagePlugin import JpegImageFile  # loads slowly, as above
    from PIL.PngImagePlugin import PngImageFile

    # Pillow knows many more kinds, and with each comes more that a harmful file could try.
    kind = {b"\xff\xd8": JpegImageFile, b"\x89P": PngImageFile}.get(data[:2])
    if kind is None:
        raise Problem("picture-unreadable", file=path.name)
    picture = kind(BytesIO(data))
    if picture.width * picture.height > _MOST_PIXELS:
        raise Problem("picture-too-large", file=path.name)
    picture.draft("L", (_SIDES[-1], _SIDES[-1]))  # a large JPEG need not be drawn at its full size
    return picture.convert("L")


def _pages(data: bytes) -> Iterator[Image]:
    from PIL.Image import frombuffer  # loads slowly, as above

    from champion_desk.documents.pictures import first_pages

    for width, height, pixels in first_pages(data, _MOST_PAGES, _PAGE_PIXELS):
        yield frombuffer("RGBX", (width, height), pixels, "raw", "RGBX", 0, 1).convert("L")
