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


def first_pages(pdf: bytes, most: int, side_px: int) -> list[tuple[int, int, bytes]]:
    """The first pages of any PDF as `page_pictures` gives them, their longer side that many pixels.

    Raises `ValueError` for one that can't be drawn.
    """
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ValueError("no whole PDF") from error
        try:
            return [_small(document[index], side_px) for index in range(min(len(document), most))]
        except pypdfium2.PdfiumError as error:
            raise ValueError("a page that can't be drawn") from error
        finally:
            document.close()


def _small(page: pypdfium2.PdfPage, side_px: int) -> tuple[int, int, bytes]:
    width, height = page.get_size()
    if not (width > 0 and height > 0 and min(width, height) * side_px >= max(width, height)):
        raise ValueError("a page without room")
    return _picture(page, max(1, int(side_px * width / max(width, height))))


def _picture(page: pypdfium2.PdfPage, width_px: int) -> tuple[int, int, bytes]:
    bitmap = page.render(scale=width_px / page.get_width(), rev_byteorder=True, prefer_bgrx=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    pixels = bytes(bitmap.buffer)
    if stride != width * 4:
        rows = (pixels[row * stride : row * stride + width * 4] for row in range(height))
        pixels = b"".join(rows)
    page.close()
    return width, height, pixels
