"""Pictures of a PDF's pages for the preview: the real pages, as rows of pixels."""

from __future__ import annotations

from threading import Lock

import pypdfium2

_ONE_AT_A_TIME = Lock()  # the renderer must not be used by two threads at once


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def page_pictures(pdf: bytes, width_px: int) -> list[tuple[int, int, bytes]]:
    """Each page, that many pixels wide: width, height, and its pixels from the top left, four bytes
    (red, green, blue, opaque) each, no gaps between rows."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_picture(document[index], width_px) for index in range(len(document))]
        finally:
            document.close()


def _picture(page: pypdfium2.PdfPage, width_px: int) -> tuple[int, int, bytes]:
    bitmap = page.render(scale=width_px / page.get_width(), rev_byteorder=True, prefer_bgrx=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    pixels = bytes(bitmap.buffer)
    if stride != width * 4:
        rows = (pixels[row * stride : row * stride + width * 4] for row in range(height))
        pixels = b"".join(rows)
    page.close()
    return width, height, pixels
