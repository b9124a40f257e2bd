"""Watches one free text as it is typed: finds what looks personal, masks it or leaves it, asks once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeySequence, QShortcut, QTextCharFormat
from PySide6.QtWidgets import QScrollArea, QWidget

from champion_desk.domain.findings import Accepted, Finding
from champion_desk.services.privacy_scanner import masked, scan
from champion_desk.ui.announce import announce
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.scan_line import ScanLine
from champion_desk.wording import mask_words

# Milliseconds after the last key, so that a number is not warned of at each of its digits.
LOOK_AFTER = 150
# No field keeps as much as this; what is longer is refused before it is saved.
_MOST_READ = 20_000
# Milliseconds until a line that appeared has its place in a page.
SETTLED_AFTER = 40


class ScannedText(Protocol):
    """What a field gives its watch."""

    def text_now(self) -> str:
        """What is typed."""

    def put_masked(self, text: str) -> None:
        """Show this text; what stood there before can't be brought back by Ctrl+Z."""

    def underline(self, findings: tuple[Finding, ...]) -> None:
        """Mark these pieces, and no others."""


def finding_format() -> QTextCharFormat:
    """How a finding looks: a line below it as well as a ground, for colour alone tells nobody."""
    ink, ground = theme().tone("partly")
    look = QTextCharFormat()
    look.setBackground(ground)
    look.setForeground(QColor(ink))
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    look.setUnderlineColor(ink)
    return look


class ScanWatch(QObject):
    """The scanner of one field; `masked` once a text was masked, so that every copy of it is written anew."""

    masked = Signal()

    def __init__(self, widget: QWidget, field: ScannedText) -> None:
        super().__init__(widget)
        self.widget, self._field = widget, field
        self.line = ScanLine()
        self.accepted: Accepted = frozenset()
        self.open: tuple[Finding, ...] = ()
        self._told = ""
        self._again: Callable[[], None] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LOOK_AFTER)
        self._later.timeout.connect(self.look)
        self.line.mask_asked.connect(self.mask)
        self.line.leave_asked.connect(self.leave)
        self.line.back_asked.connect(self.go_back)
        self._keys = [self._key("Alt+M", self.mask), self._key("Alt+N", self.leave)]
        theme().theme_changed.connect(self._redraw)

    def _key(self, keys: str, act: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self.widget)
        shortcut.activated.connect(act)
        shortcut.activatedAmbiguously.connect(act)  # two texts have findings: one after the other
        shortcut.setEnabled(False)
        return shortcut

    def typed(self) -> None:
        """Another key: look again when the fingers rest."""
        self._later.start()

    def look(self) -> tuple[Finding, ...]:
        """Look now; what is found and was not left."""
        self._later.stop()
        text = self._field.text_now()
        found = scan(text[:_MOST_READ])
        # What was left is remembered for that very piece, as long as it stands there.
        self.accepted &= frozenset(one.piece(text) for one in found)
        self.open = tuple(one for one in found if one.piece(text) not in self.accepted)
        self._field.underline(self.open)
        self._again = None
        sentence = self.line.say([one.kind for one in self.open])
        for key in self._keys:
            key.setEnabled(bool(self.open))
        if sentence != self._told:
            self._told = sentence
            if sentence and self.widget.isVisible():
                announce(self.widget, sentence)
                self._bring_into_sight()
        return self.open

    def mask(self) -> None:
        """Mask all that is found; it can't be brought back. Then go on saving, if that was asked."""
        again, text = self._again, self._field.text_now()
        if not self.look():
            return
        text = masked(text, self.open if self.accepted else None, mask_words())
        self._field.put_masked(text)
        self._end(again)
        self.masked.emit()
        if again is not None:
            again()

    def leave(self) -> None:
        """It is nothing personal: leave these very pieces as they are. Then go on saving, if asked."""
        again, text = self._again, self._field.text_now()
        self.accepted |= frozenset(one.piece(text) for one in self.open)
        self._end(again)
        if again is not None:
            again()

    def _end(self, again: Callable[[], None] | None) -> None:
        self.look()
        if again is None:
            self.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self, again: Callable[[], None]) -> bool:
        """Ask before saving, if there is anything to ask; `again` saves once it is answered."""
        if not self.look():
            return False
        self._again = again
        self._told = self.line.say([one.kind for one in self.open], asking=True)
        self.line.mask_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.line, self._told, assertive=True)
        self._bring_into_sight()
        return True

    def _bring_into_sight(self) -> None:
        """Text and line together, once both have their place; not while the keyboard is elsewhere."""
        if self.widget.hasFocus() or self.line.is_asking:
            QTimer.singleShot(SETTLED_AFTER, self, self._scroll)

    def _scroll(self) -> None:
        above = self.widget.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        inner = above.widget() if isinstance(above, QScrollArea) else None
        if isinstance(above, QScrollArea) and inner is not None:
            room = theme().px(8)
            below = self.line.mapTo(inner, self.line.rect().bottomLeft())
            top = self.widget.mapTo(inner, self.widget.rect().topLeft())
            for place in (below, top):  # the top last: where there is no room for both, the text stays
                above.ensureVisible(place.x(), place.y(), 0, room)

    def go_back(self) -> None:
        """Back to the text, nothing saved."""
        self.look()
        self.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _redraw(self) -> None:
        self._field.underline(self.open)


def watches(form: QWidget) -> list[ScanWatch]:
    """The watches of every scanned text in a form that is shown there."""
    return [watch for watch in form.findChildren(ScanWatch) if watch.widget.isVisibleTo(form)]


def asks_first(form: QWidget, again: Callable[[], None]) -> bool:
    """Whether a text of the form looks personal and so is asked about; `again` is called with the answer."""
    return any(watch.ask(again) for watch in watches(form))


def accepted_in(form: QWidget) -> Accepted:
    """The pieces in a form's texts that its writer looked at and left: for the service that keeps them."""
    return frozenset[str]().union(*(watch.accepted for watch in watches(form)))
