"""One line of free text that the privacy scanner reads as it is typed; its own line belongs beneath."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QWidget

from champion_desk.domain.findings import Finding
from champion_desk.ui.widgets.fields import TextField
from champion_desk.ui.widgets.scan_watch import ScanWatch, finding_format


class ScannedField(TextField):
    """A `TextField` for what people write freely. `Question` and `Form.row` place its `scan_line` beneath.

    `masked` once something in it was masked.
    """

    masked = Signal()

    def __init__(self, accessible_name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(accessible_name, placeholder, parent)
        self._marked = False
        self._composing = False
        self.watch = ScanWatch(self, self)
        self.watch.masked.connect(self.masked)
        self.scan_line = self.watch.line
        self.textChanged.connect(self._changed)

    def _changed(self, text: str) -> None:
        before = getattr(self, "_before", "")
        self._before = text
        if len(text) > len(before) + 1:  # pasted or put in: no more keys to wait for
            self.watch.look()
        else:
            self.watch.typed()

    def text_now(self) -> str:
        """What is typed."""
        return self.text()

    def put_masked(self, text: str) -> None:
        """Show this text; what could be undone is forgotten."""
        self.setText(text)

    def underline(self, findings: tuple[Finding, ...]) -> None:
        """Mark these pieces, and no others: a line edit takes formats from an input method only."""
        if self._composing or not (findings or self._marked):
            return
        self._marked = bool(findings)
        text, here, look = self.text(), self.cursorPosition(), finding_format()
        kind = QInputMethodEvent.AttributeType.TextFormat
        marks = []
        for one in findings:
            start, end = (len(text[:at].encode("utf-16-le")) // 2 for at in (one.start, one.end))
            marks.append(QInputMethodEvent.Attribute(kind, start - here, end - start, look))
        super().inputMethodEvent(QInputMethodEvent("", marks))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.watch.line.is_asking:
            self.watch.look()
