"""Cards that group what belongs together, folds for what is optional, and what an empty place says."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.ui import icons
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.labels import PlainLabel, TitleLine


class Icon(QWidget):
    """An icon that stands beside words; screen readers pass over it."""

    def __init__(self, name: str, size: int = 20, colour: str = "ink", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._size, self._colour = name, size, colour
        self._resize()

    def set_icon(self, name: str, colour: str = "ink") -> None:
        """Show another."""
        self._name, self._colour = name, colour
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._resize()

    def _resize(self) -> None:
        size = theme().px(self._size)
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.draw(QPainter(self), self._name, theme().colour(self._colour), 0, 0, self.width())


class Card(QFrame):
    """A white sheet with a soft border: an optional heading with icon and quiet aside, then `body`."""

    def __init__(
        self, title: str | None = None, icon: str | None = None, aside: str = "", sunken: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        if sunken:
            self.setProperty("sunken", True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 16, 18, 16)
        outer.setSpacing(10)
        self.header = QHBoxLayout()
        self.header.setSpacing(8)
        self.title: PlainLabel | None = None
        if title is not None:
            if icon:
                self.header.addWidget(Icon(icon, 20))
            line = TitleLine(title, "heading", aside)
            self.title = line.label
            self.header.addWidget(line, 1)
            outer.addLayout(self.header)
            self.setAccessibleName(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        """Show another heading, on a card that has one."""
        assert self.title is not None
        self.title.setText(title)
        self.setAccessibleName(title)

    def set_selected(self, selected: bool) -> None:
        """Show that this card is the one chosen."""
        self.setProperty("selected", selected)
        self.style().unpolish(self)
        self.style().polish(self)


class Rule(QFrame):
    """A thin line between two parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().colour("line"))


class EmptyState(QWidget):
    """What an empty place says: a sign, what it is, what to do next; `acted` when its button is pressed."""

    acted = Signal()

    def __init__(
        self, icon: str, title: str, text: str, action: str | QPushButton | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 24, 16, 24)
        outer.setSpacing(8)
        outer.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        outer.addWidget(Icon(icon, 36, "accent"), 0, centre)
        for label in (PlainLabel(title, "heading"), PlainLabel(text, "quiet")):
            label.setAlignment(centre)
            outer.addWidget(label)
        self.button: QPushButton | None = None
        if action is not None:
            self.button = LinkButton(action) if isinstance(action, str) else action
            self.button.clicked.connect(self.acted)
            outer.addWidget(self.button, 0, centre)
        self._rows = outer
        outer.addStretch(2)

    def add_below(self, widget: QWidget) -> None:
        """Something else that can be done, under the button."""
        self._rows.insertWidget(self._rows.count() - 1, widget, 0, Qt.AlignmentFlag.AlignHCenter)


class Disclosure(QWidget):
    """What is optional, folded under one quiet line: "More: device, channel…"; put it into `body`."""

    toggled = Signal(bool)

    def __init__(
        self, text: str, opened: bool = False, parent: QWidget | None = None, key_hint: str | None = None
    ) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        self._key = _("Key: {key}").format(key=key_hint) if key_hint else ""
        self.button = LinkButton(text, "chevron-right", quiet=True, key_hint=key_hint)
        outer.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        outer.addWidget(self.content)
        self.button.clicked.connect(lambda: self.set_open(not self.is_open()))
        self.set_open(opened)

    def is_open(self) -> bool:
        """Whether what it holds is in sight."""
        return not self.content.isHidden()

    def set_open(self, opened: bool) -> None:
        """Unfold or fold."""
        changed = opened != self.is_open()
        self.content.setVisible(opened)
        self.button.set_icon("chevron-down" if opened else "chevron-right")
        state = _("Open. Enter closes it.") if opened else _("Closed. Enter opens it.")
        self.button.setAccessibleDescription(" ".join(part for part in (state, self._key) if part))
        if changed:
            self.toggled.emit(opened)
