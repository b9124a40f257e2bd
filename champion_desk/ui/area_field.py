"""In the session form: where a visitor lives, by name; places are offered, an address is never taken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from champion_desk import i18n
from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import AREA_LENGTH
from champion_desk.i18n import _, ngettext
from champion_desk.services.areas import AreaNames
from champion_desk.ui.announce import announce
from champion_desk.ui.widgets.scanned_field import ScannedField
from champion_desk.ui.widgets.suggestions import Suggestions

LEAST = 2


class AreaField(ScannedField):
    """Two letters offer places, Enter takes one. `told` brings what there is to say of another text."""

    changed = Signal()
    told = Signal(object)

    def __init__(self, label: str, areas: AreaNames) -> None:
        super().__init__(label)
        self._areas = areas
        self._left: set[str] = set()
        self._is_typed = False
        self.setMaxLength(AREA_LENGTH)
        self.suggestions = Suggestions(_("Places"), self)
        self.suggestions.picked.connect(lambda _name: self._take())
        self.textEdited.connect(self._edited)
        self.masked.connect(self.changed)

    def name(self) -> str:
        """The place as it is kept: its one name where a list has it, else what was typed."""
        text = " ".join(self.text().split())
        return self._areas.known(text) or text

    def show_name(self, name: str) -> None:
        """Show a place that is kept, without `changed`; it is asked about no more."""
        shown = self._areas.shown(name, i18n.language())
        self._left, self._is_typed = {shown}, False
        self.setText(shown)

    def settle(self) -> None:
        """Ready to be saved. Raises `Invalid("area", …)` for an address, and once for an unknown place."""
        self.suggestions.close_list()
        text = " ".join(self.text().split())
        if not text or text in self._left or not self._is_typed:
            return
        name = self._areas.checked(text)
        if self._areas.known(text):
            self.setText(self._areas.shown(name, i18n.language()))
            return
        self._left.add(text)
        nearest = self._areas.nearest(text)
        raise Invalid("area", "area-perhaps" if nearest else "area-not-listed", given=text, nearest=nearest)

    def _look(self, look: Callable[[], None]) -> None:
        try:
            look()
        except Invalid as problem:
            self.told.emit(problem)

    def _edited(self, typed: str) -> None:
        self._is_typed = True
        found = self._areas.offered(typed, i18n.language()) if len(typed.strip()) >= LEAST else []
        self.suggestions.offer([(one.name, one.shown, one.hint) for one in found])
        if found:
            said = ngettext("{count} suggestion", "{count} suggestions", len(found))
            announce(self, said.format(count=len(found)))
        self.changed.emit()

    def _take(self) -> None:
        current = self.suggestions.current()
        self.suggestions.close_list()
        if current is None:
            return
        self.setText(current[1])
        self._left.add(current[1])
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, _("{name} chosen.").format(name=current[1]))
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not self.suggestions.is_open() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            announce(self, self.suggestions.step(1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.suggestions.close_list()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.suggestions.close_list()
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._look(self.settle)
