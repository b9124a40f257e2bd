"""Draws the pictures of Easy Read handouts from OpenMoji's SVG files, by resources/pictures/pictures.toml.

`python packaging/easy_pictures.py PACKAGE` takes the npm package `openmoji`, or the folder it is unpacked in.
"""

from __future__ import annotations

import re
import sys
import tarfile
import tomllib
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIDE = 300
CORNER = QRectF(160, 160, 140, 140)  # where a second picture goes, such as the red cross that says "not"
_NAME = re.compile(r"[a-z0-9-]{1,40}")


def svg_of(code: str, source: Path) -> bytes:
    """The coloured SVG with that code. Raises `KeyError` or `OSError` where there is none."""
    inside = f"package/color/svg/{code}.svg"
    if source.is_dir():
        return (source / inside).read_bytes()
    with tarfile.open(source) as package:
        file = package.extractfile(inside)
        assert file is not None
        return file.read()


def draw(svgs: list[bytes], target: Path) -> None:
    """Draw the first one as a transparent PNG, and a second one over its lower right corner."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    for svg, place in zip(svgs, (QRectF(image.rect()), CORNER), strict=False):
        QSvgRenderer(QByteArray(svg)).render(painter, place)
    painter.end()
    if not image.save(str(target)):
        raise OSError(f"{target} could not be written")


def main() -> int:
    """Draw all of them; says which could not be found."""
    folder = Path("resources/pictures")
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    missing = 0
    for name, codes in tomllib.loads((folder / "pictures.toml").read_text(encoding="utf-8")).items():
        try:
            if not _NAME.fullmatch(name):
                raise KeyError(name)
            draw([svg_of(code, Path(sys.argv[1])) for code in codes.split()], folder / f"{name}.png")
        except (KeyError, OSError) as error:
            print(f"{name}: {codes} is not there ({error})", file=sys.stderr)
            missing += 1
    del application
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
