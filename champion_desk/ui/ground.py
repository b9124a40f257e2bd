"""The ground before the desk is open and while the screen is blank: a deep teal slope."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QLinearGradient, QPainter
from PySide6.QtWidgets import QWidget

from champion_desk.ui.theme import theme


def paint_ground(painter: QPainter, widget: QWidget) -> None:
    """Fill a widget with the slope from the rail's colour to the accent's; plain in high contrast."""
    look = theme()
    dark, light = look.colour("rail"), look.colour("accent")
    if look.tokens.background == look.tokens.card:
        painter.fillRect(widget.rect(), look.colour("background"))
        return
    if light.lightnessF() > 0.4:  # the dark theme's accent is bright: words and shadow need a deeper ground
        light = look.colour("soft-accent")
    slope = QLinearGradient(QPointF(0, 0), QPointF(widget.width(), widget.height()))
    slope.setColorAt(0.0, dark)
    slope.setColorAt(0.15, dark)
    slope.setColorAt(1.0, light)
    painter.fillRect(widget.rect(), slope)
