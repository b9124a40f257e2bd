"""A page or pane that scrolls, and brings into sight whatever gets the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from champion_desk.ui.theme import theme


class Scroll(QScrollArea):
    """Scrolls up and down; put widgets into `body`, or hand it a `content` of your own."""

    def __init__(
        self, content: QWidget | None = None, margin: int = 8, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The bar keeps its place: one that comes and goes changes the width, so the height, and so itself.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().rangeChanged.connect(self._show_handle)
        self._show_handle()
        self.viewport().setAutoFillBackground(False)
        inner = content or QWidget()
        inner.setProperty("plain", True)
        if content is None:
            self.body = QVBoxLayout(inner)
            self.body.setContentsMargins(margin, margin, margin, margin)  # room for the focus ring
            self.body.setSpacing(16)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def minimumSizeHint(self) -> QSize:
        # It scrolls, so that nothing beside it need make way in a low window.
        return QSize(super().minimumSizeHint().width(), theme().px(32))

    @Slot()
    def _show_handle(self) -> None:
        """A page that has room for all of it shows no handle."""
        self.verticalScrollBar().setEnabled(self.verticalScrollBar().maximum() > 0)

    @Slot()
    def _follow(self) -> None:
        now, inner = QApplication.focusWidget(), self.widget()
        if now is not None and inner is not None and inner.isAncestorOf(now):
            self.ensureWidgetVisible(now, 8, theme().px(24))
            if isinstance(now, QAbstractScrollArea) and now.height() <= self.viewport().height():
                # Of a text Qt brings only the cursor into sight, and leaves half of the field below the edge.
                for y in (now.height(), 0):
                    at = now.mapTo(inner, QPoint(0, y))
                    self.ensureVisible(at.x(), at.y(), 8, 8)
