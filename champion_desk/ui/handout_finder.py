"""The head of the handouts page: words to find a sheet by, and the kinds of handout there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from champion_desk.i18n import _
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import SearchField, Select
from champion_desk.ui.widgets.labels import PlainLabel


class HandoutFinder(QWidget):
    """`changed` at each keystroke and each kind; `left_below` when the keyboard goes to the gallery.

    The kinds are chips where there is room for them, else a list that folds out.
    """

    changed = Signal()
    left_below = Signal()
    write_asked = Signal()

    def __init__(self, families: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(16)
        self._title = PlainLabel(_("Handouts"), "title", wrap=False)
        self.words = SearchField(_("Find a handout"))
        self.chips = ChipGroup(_("Kind of handout"), families, optional=True, show_label=False)
        self.menu = Select(_("Kind of handout"), [("", _("All kinds")), *families])
        head.addWidget(self._title)
        self.menu.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        head.addWidget(self.words, 3)
        head.addWidget(self.menu, 3)
        head.addStretch(1)
        self.write = SecondaryButton(_("Write one"), "pencil")
        self.write.clicked.connect(self.write_asked)
        head.addWidget(self.write)
        rows.addLayout(head)
        rows.addWidget(self.chips)
        self.words.textEdited.connect(self.changed)
        self.words.submitted.connect(self.left_below)
        self.chips.changed.connect(lambda: self._choose(self.chips.code() or ""))
        self.menu.chosen.connect(self._choose)

    def text(self) -> str:
        """The words typed."""
        return self.words.text()

    def family(self) -> str:
        """The kind chosen, or nothing."""
        return self.chips.code() or ""

    def _choose(self, code: str) -> None:
        self.chips.set_codes([code] if code else [])
        self.menu.set_code(code)
        self.changed.emit()

    def clear(self) -> None:
        """Find everything again."""
        self.words.set_text("")
        self._choose("")

    def focus_words(self) -> None:
        """Put the keyboard into the search."""
        self.words.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_wide(self, wide: bool) -> None:
        """Chips and a title where there is room."""
        self._title.setVisible(wide)
        self.chips.setVisible(wide)
        self.menu.setVisible(not wide)
        self.words.setMaximumWidth(theme().px(520))
