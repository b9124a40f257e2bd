"""Line icons (Lucide): drawn when first needed, in the colour asked for, sharp at any screen density."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from champion_desk.paths import resources_dir


@cache
def _source(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` device-independent pixels."""
    return _drawn(name, colour.name(), size, ratio)


def icon(name: str, colour: QColor, size: int = 20) -> QIcon:
    """The icon for Qt's own widgets; drawn at once and twice the density."""
    made = QIcon(pixmap(name, colour, size))
    made.addPixmap(pixmap(name, colour, size, 2.0))
    return made


def draw(painter: QPainter, name: str, colour: QColor, x: float, y: float, size: int) -> None:
    """Paint the icon with its corner at x, y."""
    picture = pixmap(name, colour, size, painter.device().devicePixelRatioF())
    painter.drawPixmap(QRectF(x, y, size, size), picture, QRectF(picture.rect()))
