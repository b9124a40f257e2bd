"""What to look at in a handout that is being written: its reading age, and each remark with its line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk.handout_problem_words import why_sentence
from champion_desk.i18n import _, ngettext
from champion_desk.services.handout_checks import Look, Remark
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.labels import PlainLabel

GOOD_AGE = 9.5  # GOV.UK: write for a reading age of 9


class _Row(QWidget):
    """One remark: a button with its line, and what it is."""

    asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._line = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.button = LinkButton("", quiet=True)
        self.button.clicked.connect(lambda: self.asked.emit(self._line))
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.words = PlainLabel("", "body")
        row.addWidget(self.words, 1)

    def show_remark(self, remark: Remark) -> None:
        """Show this one."""
        self._line = remark.line
        where = _("Line {line}").format(line=remark.line) if remark.line else _("Facts")
        words = remark_words(remark)
        self.button.setText(where)
        self.button.set_icon("circle-alert" if remark.kind == "mistake" else None)
        self.button.setAccessibleName(_("{where}: {what}").format(where=where, what=words))
        self.button.updateGeometry()
        self.words.setText(words)
        self.words.set_tone("could-not" if remark.kind == "mistake" else None)


class SheetSum(QWidget):
    """One line that sums up what was seen, always in sight; `asked` leads to the remarks."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        self.words = PlainLabel("", "strong")
        row.addWidget(self.words, 1)
        self.button = LinkButton("", quiet=True)
        self.button.clicked.connect(self.asked)
        row.addWidget(self.button)

    def show_look(self, look: Look) -> None:
        """Show what was seen."""
        count = len(look.remarks)
        self.words.setText(sum_words(look))
        is_hard = look.reading is not None and look.reading.age > GOOD_AGE
        self.words.set_tone("partly" if is_hard else None)
        said = ngettext("{count} thing to look at", "{count} things to look at", count).format(count=count)
        self.button.setText(said)
        self.button.setAccessibleName(said)
        self.button.updateGeometry()
        self.button.setVisible(bool(count))


class SheetRemarks(QWidget):
    """A row for each remark; `line_asked` brings its line."""

    line_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("What to look at"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        rows.addLayout(self._list)
        self.rows: list[_Row] = []
        self._shown: tuple[Remark, ...] = ()

    def show_look(self, look: Look) -> None:
        """Show what was seen. What was there already keeps its row, and the keyboard."""
        if look.remarks == self._shown:
            return
        self._shown = look.remarks
        while len(self.rows) < len(look.remarks):
            row = _Row()
            row.asked.connect(self.line_asked)
            self.rows.append(row)
            self._list.addWidget(row)
        for row, remark in zip(self.rows, look.remarks, strict=False):
            row.show_remark(remark)
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(look.remarks))

    def focus_first(self) -> None:
        """Put the keyboard on the first remark."""
        if self._shown:
            self.rows[0].button.setFocus(Qt.FocusReason.OtherFocusReason)


def sum_words(look: Look) -> str:
    """The reading age and the longest sentence, or that they are not known in this language."""
    if look.reading is None:
        return _("The reading age is worked out for English only.")
    return _("Reading age about {age}, longest sentence {words} words.").format(
        age=round(look.reading.age), words=look.reading.words_in_longest
    )


def remark_words(remark: Remark) -> str:
    """One remark in a sentence."""
    if remark.kind == "mistake":
        return why_sentence(remark.what)
    if remark.kind == "missing":
        return _("“{part}” is missing.").format(part=part_name(remark.what))
    if remark.kind == "long-word":
        return _("“{word}” is a long word.").format(word=remark.what)
    return ngettext(
        "A sentence of {count} word. Make two of it.",
        "A sentence of {count} words. Make two of it.",
        remark.count,
    ).format(count=remark.count)


def part_name(role: str) -> str:
    """What a part of a sheet is called."""
    return {
        "before": _("Before you start"),
        "steps": _("Steps"),
        "looks": _("What it looks like"),
        "wrong": _("If it goes wrong"),
        "safe": _("Stay safe"),
        "help": _("Get help"),
    }[role]
