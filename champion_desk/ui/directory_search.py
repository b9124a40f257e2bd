"""The search line of the directory: words, a place to be near, three quick filters, how many there are."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.directory import DirectoryAnswer
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, ngettext
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.question import ProblemLine
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import SearchField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import problem_sentence

Mode = Literal["wide", "medium", "narrow"]


class _SearchLine(SearchField):
    """Down and Enter go on to what was found."""

    left_below = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left_below.emit()
            return
        super().keyPressEvent(event)


class SearchBar(QWidget):
    """What to look for: `edited` at each keystroke, `narrowed` at each chip.

    `left_below` when the keyboard goes on to the list.
    """

    edited = Signal()
    narrowed = Signal()
    left_below = Signal()
    filter_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.words = _SearchLine(_("A place, or kind of help"))
        self.near = SearchField(
            _("Near this library"),
            "map-pin",
            accessible_name=_("Near: a postcode, the first part of one, or a town"),
        )
        self.chips = ChipGroup(
            _("Show only"),
            [("open", _("open now")), ("phone", _("phone")), ("free", _("free"))],
            several=True,
            show_label=False,
        )
        self.filter_button = SecondaryButton("")
        self.filter_button.setCheckable(True)
        self.count = PlainLabel("", "quiet", wrap=False)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.near_problem = ProblemLine()
        self.note = ProblemLine(is_note=True)
        self._build()
        self.words.textEdited.connect(self.edited)
        self.near.textEdited.connect(self.edited)
        self.chips.changed.connect(self.narrowed)
        self.words.left_below.connect(self.left_below)
        self.words.submitted.connect(self.left_below)
        self.filter_button.toggled.connect(self.filter_toggled)
        self.show_filters(0)

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        self._fields = QHBoxLayout()
        self._fields.setSpacing(10)
        self._fields.addWidget(self.words, 47)
        self._fields.addWidget(self.near, 22)
        rows.addLayout(self._fields)
        self._tools = QWidget()
        self._flow = FlowLayout(self._tools, gap=10)
        for widget in (self.filter_button, self.chips, self.count):
            self._flow.addWidget(widget)
        self._below = QHBoxLayout()
        rows.addLayout(self._below)
        rows.addWidget(self.near_problem)
        rows.addWidget(self.note)
        self._fields.addWidget(self._tools, 0, Qt.AlignmentFlag.AlignVCenter)
        self._wide = True
        self._reserved = ""

    def set_mode(self, mode: Mode) -> None:
        """One line where there is room, else two; on the narrowest the chips stand among the filters."""
        self.filter_button.setVisible(mode != "wide")
        source, target = (self._below, self._fields) if mode == "wide" else (self._fields, self._below)
        source.removeWidget(self._tools)
        target.addWidget(self._tools, 0, Qt.AlignmentFlag.AlignVCenter)
        self._wide = mode == "wide"
        self._fields.setStretchFactor(self.near, 35 if mode == "narrow" else 22)
        self._fit_tools()

    def _fit_tools(self) -> None:
        """Beside the fields the tools keep their whole width, so that nothing moves while someone types."""
        self._tools.setMinimumWidth(self._flow.sizeHint().width() if self._wide else 0)
        said = QFontMetrics(theme().font("body")).horizontalAdvance(self.near.line.placeholderText())
        wanted = min(said + theme().px(60), theme().px(260))
        self.near.setMinimumWidth(wanted if self._wide else 0)

    def take_chips(self) -> None:
        """The chips stand in this bar again."""
        self._flow.insert_widget(1, self.chips)
        self.chips.show()

    def show_waiting(self) -> None:
        """The answer comes from behind the window."""
        self.count.setText(_("Looking…"))

    def show_count(self, found: int, total: int) -> str:
        """Say how many of how many; the sentence."""
        said = ngettext("{found} of {total} place", "{found} of {total} places", total)
        text = said.format(found=f"{found:,}", total=f"{total:,}")
        self.count.setText(text)
        longest = said.format(found=f"{total:,}", total=f"{total:,}")
        if longest != self._reserved:
            self._reserve(longest)
        return text

    def _reserve(self, longest: str) -> None:
        self._reserved = longest
        self.count.setMinimumWidth(QFontMetrics(theme().font("quiet")).horizontalAdvance(longest) + 2)
        self._fit_tools()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_reserved"):
            self._reserve(self._reserved)

    def show_filters(self, chosen: int) -> None:
        """How many filters are chosen stands on the button that folds them."""
        words = _("Filter") if not chosen else _("Filter: {count}").format(count=chosen)
        if self.filter_button.text() != words:
            self.filter_button.setText(words)
            self.filter_button.updateGeometry()

    def show_near_problem(self, unknown: bool) -> str:
        """Say that the place typed is not known; the sentence, or nothing."""
        given = self.near.text().strip()
        sentence = problem_sentence(Problem("place-unknown", given=given)) if unknown and given else ""
        if sentence != self.near_problem.text():
            self.near_problem.set_text(sentence)
            self.near.line.setAccessibleDescription(sentence)
        return sentence

    def show_note(self, answer: DirectoryAnswer | None) -> str:
        """Say how an answer is to be read, where that is not plain; the sentence, or nothing."""
        sentence = ""
        if answer is not None and answer.near is not None and answer.near.ended is not None:
            words = _("{postcode} has not been in use since {month}. Distances are from where it was.")
            sentence = words.format(postcode=answer.near.name, month=formats.month(answer.near.ended))
        elif answer is not None and answer.partial and answer.total:
            sentence = _("No place has all of these words. These places have some of them.")
        if sentence != self.note.text():
            self.note.set_text(sentence)
        return sentence

    def clear(self) -> None:
        """Empty everything, without `edited`."""
        self.words.set_text("")
        self.near.set_text("")
        self.chips.set_codes(())
        self.show_near_problem(False)
        self.show_note(None)
