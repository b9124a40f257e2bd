"""A line to type in that offers what is known: take an offer by Enter, or leave what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from champion_desk.i18n import ngettext
from champion_desk.ui.announce import announce
from champion_desk.ui.widgets.fields import TextField
from champion_desk.ui.widgets.suggestions import Suggestion, Suggestions


class PickField(TextField):
    """`suggest` gives code, words and hint for what is typed, best first; `taken` brings a code."""

    taken = Signal(str)

    def __init__(
        self,
        accessible_name: str,
        suggest: Callable[[str], Sequence[Suggestion]],
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(accessible_name, placeholder, parent)
        self._suggest = suggest
        self.suggestions = Suggestions(accessible_name, self)
        self.suggestions.picked.connect(self._take)
        self.textEdited.connect(self._offer)

    def _offer(self, typed: str) -> None:
        found = list(self._suggest(typed))
        self.suggestions.offer(found)
        if found:
            announce(
                self,
                ngettext("{count} suggestion", "{count} suggestions", len(found)).format(count=len(found)),
            )

    def _take(self, code: str) -> None:
        current = self.suggestions.current()
        if current is not None:
            self.setText(current[1])
        self.suggestions.close_list()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.taken.emit(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Down and not self.suggestions.is_open():
            self._offer(self.text())
        elif not self.suggestions.is_open():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            announce(self, self.suggestions.step(1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            current = self.suggestions.current()
            self._take(current[0] if current else "")
        elif key == Qt.Key.Key_Escape:
            self.suggestions.close_list()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.suggestions.close_list()
        return super().event(event)
