"""Makes a picture fit for a sheet: measured before it is drawn, scaled, without what a camera adds."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from champion_desk.domain.own_handouts import MOST_BYTES
from champion_desk.domain.problems import Problem
from champion_desk.storage.trouble import known

if TYPE_CHECKING:
    from PIL.Image import Image

MEGAPIXELS = 100
_MOST_FILE = 40_000_000  # bytes
_SIDE = 1600  # pixels of the longer side: 13 cm at 300 dots an inch


def picture_from(path: Path, across: int = _SIDE, down: int = _SIDE) -> tuple[str, bytes]:
    """The media type and the bytes of a picture in a file. The largest take seconds: call it off the window.

    Raises `Problem`: handout-picture-unreadable, handout-picture-too-large, not-found, no-permission.
    """
    with known(path, writing=False):
        if not path.is_file():
            raise Problem("not-found", path=str(path))
        if path.stat().st_size > _MOST_FILE:
            raise _too_large(path.name)
        data = path.read_bytes()
    return fitted(data, path.name, across, down)


def fitted(data: bytes, file: str, across: int = _SIDE, down: int = _SIDE) -> tuple[str, bytes]:
    """The same picture as a PNG or JPEG of so many pixels at most. Its size is read before anything is drawn.

    Raises `Problem`: handout-picture-unreadable, handout-picture-too-large.
    """
    # These load slowly, and few add a picture. Asked for by name: no other kind of file is looked at.
    from PIL import ImageOps
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    is_png = data.startswith(b"\x89PNG")
    try:
        with PngImageFile(BytesIO(data)) if is_png else JpegImageFile(BytesIO(data)) as image:
            if image.width * image.height > MEGAPIXELS * 1_000_000:
                raise _too_large(file)
            image.draft("RGB", (across, down))  # a large JPEG is drawn smaller from the start
            turned = ImageOps.exif_transpose(image)
            turned.thumbnail((across, down))
            return _written(turned, is_png)
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise Problem("handout-picture-unreadable", file=file) from error


def _too_large(file: str) -> Problem:
    return Problem(
        "handout-picture-too-large", file=file, megapixels=MEGAPIXELS, most=_MOST_FILE // 1_000_000
    )


def _written(image: Image, as_png: bool) -> tuple[str, bytes]:
    """As a PNG where it was one and stays small, else as a JPEG on white."""
    from PIL.Image import new  # loads slowly, as above

    if as_png:
        target = BytesIO()
        has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
        image.convert("RGBA" if has_alpha else "RGB").save(target, "PNG", optimize=True)
        if len(target.getvalue()) <= MOST_BYTES:
            return "image/png", target.getvalue()
    clear = image.convert("RGBA")
    paper = new("RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    written = b""
    for quality in (85, 70, 50, 30):
        target = BytesIO()
        paper.save(target, "JPEG", quality=quality, optimize=True)
        written = target.getvalue()
        if len(written) <= MOST_BYTES:
            break
    return "image/jpeg", written
