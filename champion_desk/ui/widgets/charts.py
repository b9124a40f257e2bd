"""Small honest pictures: bars for days, now against then; each says its figures to a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from champion_desk.i18n import _
from champion_desk.ui.theme import theme


class _Chart(QWidget):
    def __init__(self, accessible_name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()


class BarChart(_Chart):
    """Upright bars with figure and label beneath; the bar at `unfinished_index` is hatched: not over yet."""

    def __init__(
        self, accessible_name: str, values: Sequence[int] = (), labels: Sequence[str] = (),
        unfinished_index: int | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(accessible_name, parent)
        self._bars: list[tuple[int, str]] = []
        self._unfinished: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_bars(values, labels, unfinished_index)

    def set_bars(
        self, values: Sequence[int], labels: Sequence[str], unfinished_index: int | None = None
    ) -> None:
        """Show these figures."""
        self._bars = list(zip(values, labels, strict=True))
        self._unfinished = unfinished_index
        parts = []
        for at, (value, label) in enumerate(self._bars):
            said = _("{label}: {value}, not over yet") if at == unfinished_index else _("{label}: {value}")
            parts.append(said.format(label=label, value=value))
        self.setAccessibleDescription("; ".join(parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(128))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(30) * max(len(self._bars), 1), theme().px(128))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small, strong = look.font("quiet"), look.font("quiet", bold=True)
        line = QFontMetrics(strong).height() + look.px(2)
        base = self.height() - 2 * line - look.px(4)
        column = self.width() / len(self._bars)
        most = max(max(value for value, _label in self._bars), 1)
        wide = min(column * 0.72, look.px(64))
        for at, (value, label) in enumerate(self._bars):
            middle = column * (at + 0.5)
            tall = value / most * (base - 2)
            self._bar(painter, QRectF(middle - wide / 2, base - tall, wide, tall), at == self._unfinished)
            cell = QRect(round(column * at), base + look.px(4), round(column), line)
            painter.setPen(look.colour("ink"))
            painter.setFont(strong)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(value))
            painter.setPen(look.colour("quiet"))
            painter.setFont(small)
            short = QFontMetrics(small).elidedText(label, Qt.TextElideMode.ElideRight, cell.width())
            painter.drawText(cell.translated(0, line), Qt.AlignmentFlag.AlignCenter, short)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(0, base, self.width(), base)

    def _bar(self, painter: QPainter, rect: QRectF, unfinished: bool) -> None:
        look = theme()
        radius = min(look.px(4), rect.height() / 2)
        path = QPainterPath()
        path.addRoundedRect(rect.adjusted(0, 0, 0, radius), radius, radius)
        clip = QPainterPath()
        clip.addRect(rect)
        path = path.intersected(clip)
        painter.setPen(Qt.PenStyle.NoPen)
        if not unfinished:
            painter.fillPath(path, look.colour("accent"))
            return
        painter.save()
        painter.setClipPath(path)
        painter.setPen(QPen(look.colour("accent"), look.px(4)))
        step = look.px(9)
        x = rect.x() - rect.height()
        while x < rect.right():
            painter.drawLine(round(x), round(rect.y()), round(x + rect.height()), round(rect.bottom()))
            x += step
        painter.restore()


class SkillBar(_Chart):
    """One skill: a bar for now, a line for then, on a scale of `steps`."""

    def __init__(
        self, accessible_name: str, now: float, then: float | None = None, steps: int = 4,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(accessible_name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._now, self._then, self._steps = now, then, steps
        self.set_levels(now, then)

    def set_levels(self, now: float, then: float | None = None) -> None:
        """Show another pair of levels, 0 to `steps`."""
        self._now, self._then = now, then
        said = _("Now {now:g} of {steps}.") if then is None else _("Now {now:g} of {steps}, before {then:g}.")
        self.setAccessibleDescription(said.format(now=now, steps=self._steps, then=then))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), theme().px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tall = look.px(14)
        groove = QRectF(0.5, (self.height() - tall) / 2, self.width() - 1, tall)
        painter.setPen(QPen(look.colour("edge"), 1))
        painter.setBrush(look.colour("sunken"))
        painter.drawRoundedRect(groove, look.px(4), look.px(4))
        share = min(max(self._now / self._steps, 0), 1)
        if share > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(look.colour("accent")))
            filled = QRectF(groove.x(), groove.y(), max(groove.width() * share, look.px(8)), groove.height())
            painter.drawRoundedRect(filled, look.px(4), look.px(4))
        if self._then is not None:
            x = groove.x() + groove.width() * min(max(self._then / self._steps, 0), 1)
            mark = QRectF(
                min(max(x - look.px(1.5), 0), self.width() - look.px(3)), 0, look.px(3), self.height()
            )
            painter.fillRect(mark.adjusted(-1, 0, 1, 0), look.colour("card"))
            painter.fillRect(mark, look.colour("ink"))


class StepChart(_Chart):
    """One thing rated at several times, on a scale of 1 to `steps`: a line of steps with its points."""

    def __init__(self, accessible_name: str, steps: int, parent: QWidget | None = None) -> None:
        super().__init__(accessible_name, parent)
        self._steps = steps
        self._points: list[tuple[int, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, values: Sequence[int], labels: Sequence[str], words: Sequence[str]) -> None:
        """Show these, oldest first; `words` say each value to a screen reader."""
        self._points = list(zip(values, labels, strict=True))
        said = [
            _("{label}: {value}").format(label=label, value=word)
            for label, word in zip(labels, words, strict=True)
        ]
        self.setAccessibleDescription("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(112))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(112))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._points:
            return
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font("quiet")
        line, edge = QFontMetrics(font).height(), look.px(8)
        base = self.height() - line - edge
        painter.setPen(QPen(look.colour("line"), 1))
        for step in range(self._steps):
            level = round(self._height_of(step + 1, base))
            painter.drawLine(0, level, self.width(), level)
        apart = (self.width() - 2 * edge) / max(len(self._points) - 1, 1)
        places = [
            (edge + apart * at, self._height_of(value, base))
            for at, (value, _said) in enumerate(self._points)
        ]
        painter.setPen(QPen(look.colour("accent"), look.px(3)))
        for (left, now), (right, then) in pairwise(places):
            painter.drawLine(QPointF(left, now), QPointF(right, now))
            painter.drawLine(QPointF(right, now), QPointF(right, then))
        painter.setBrush(look.colour("accent"))
        painter.setPen(QPen(look.colour("card"), look.px(2)))
        for across, down in places:
            painter.drawEllipse(QPointF(across, down), look.px(6), look.px(6))
        self._write_ends(painter, QRect(0, self.height() - line, self.width(), line))

    def _height_of(self, value: int, base: int) -> float:
        top = theme().px(8)
        return base - (base - top) * (value - 1) / max(self._steps - 1, 1)

    def _write_ends(self, painter: QPainter, place: QRect) -> None:
        """The first and the last day; those between are in the table."""
        look = theme()
        painter.setFont(look.font("quiet"))
        painter.setPen(look.colour("quiet"))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft, self._points[0][1])
        if len(self._points) > 1:
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, self._points[-1][1])
