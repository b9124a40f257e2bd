"""Panes side by side that stand below each other where the window is narrow or the text is large."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from champion_desk.ui.theme import theme


class Columns(QWidget):
    """Shows each widget with its share of the width; under `narrow` pixels (at 100 %) they stack."""

    def __init__(
        self,
        panes: Sequence[tuple[QWidget, int]],
        narrow: int = 720,
        gap: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._narrow = narrow
        self._panes = list(panes)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(gap)
        for pane, share in self._panes:
            self._row.addWidget(pane, share)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def is_stacked(self) -> bool:
        """Whether the panes stand below each other."""
        return self._row.direction() == QBoxLayout.Direction.TopToBottom

    def _stacks_at(self, width: int) -> bool:
        least = sum(pane.minimumSizeHint().width() for pane in self._shown())
        gaps = self._row.spacing() * max(len(self._shown()) - 1, 0)
        return width < max(theme().px(self._narrow), least + gaps)

    def _shown(self) -> list[QWidget]:
        return [pane for pane, _share in self._panes if not pane.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._settle()

    def _settle(self) -> None:
        ways = QBoxLayout.Direction
        stacked = self._stacks_at(self.width())
        if stacked == self.is_stacked():
            return
        self._row.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
        for at, (_pane, share) in enumerate(self._panes):
            self._row.setStretch(at, 0 if stacked else share)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        widest = max((pane.minimumSizeHint().width() for pane in self._shown()), default=0)
        return QSize(widest, super().minimumSizeHint().height())
