"""Several lines of free text that the privacy scanner reads as they are typed; its line belongs beneath."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from champion_desk.domain.findings import Finding
from champion_desk.ui.widgets.fields import TextArea
from champion_desk.ui.widgets.scan_watch import ScanWatch, finding_format


class ScannedArea(TextArea):
    """A `TextArea` for whatever people write freely. `Question` and `Form.row` place its `scan_line` beneath.

    `masked` once something in it was masked.
    """

    masked = Signal()

    def __init__(
        self, accessible_name: str, placeholder: str = "", lines: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(accessible_name, placeholder, lines, parent)
        self.watch = ScanWatch(self, self)
        self.watch.masked.connect(self.masked)
        self.scan_line = self.watch.line
        self.textChanged.connect(self.watch.typed)

    def text_now(self) -> str:
        """What is typed."""
        return self.toPlainText()

    def put_masked(self, text: str) -> None:
        """Show this text; the document's past goes with it."""
        self.setPlainText(text)  # Qt forgets what could be undone
        self.moveCursor(QTextCursor.MoveOperation.End)

    def underline(self, findings: tuple[Finding, ...]) -> None:
        """Mark these pieces, and no others."""
        # Qt counts what stands outside the basic plane twice.
        text, marks, look = self.toPlainText(), [], finding_format()
        for one in findings:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(_places(text, one.start))
            cursor.setPosition(_places(text, one.end), QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.setExtraSelections(marks)

    def insertFromMimeData(self, source: QMimeData) -> None:
        super().insertFromMimeData(source)
        self.watch.look()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.watch.line.is_asking:
            self.watch.look()


def _places(text: str, at: int) -> int:
    """A place in a text as Qt counts it."""
    return len(text[:at].encode("utf-16-le")) // 2
