"""Help: topics on the left, the text on the right, in plain words and without a network."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import i18n
from champion_desk.i18n import _
from champion_desk.paths import resources_dir
from champion_desk.ui.context import Context
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.help_text import HelpTopic, Piece, topics_in
from champion_desk.ui.page import Page
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.fields import Select
from champion_desk.ui.widgets.labels import KeyHint, PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

NAME = "help"
ORDER = 99
ICON = "circle-help"

_ABOUT = {"desk": "start-to-saved", "log": "start-to-saved"}
_ABOUT |= dict.fromkeys(("settings", "backups"), "privacy-and-store")
_NARROW = 620
_READABLE = 680  # a line longer than about 80 letters is hard to follow


def title() -> str:
    """The page's word in the rail."""
    return _("Help")


class HelpPage(Page):
    """`enter(about=page)` opens what helps on that page; `enter(topic=slug)` one topic."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._topics = topics_in(resources_dir() / "help", i18n.language())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 16)
        outer.setSpacing(16)
        outer.addWidget(PlainLabel(_("Help"), "title"))
        model: RecordModel[HelpTopic] = RecordModel(
            [Column(_("Topic"), lambda topic: topic.title, stretch=1)], self
        )
        model.set_rows(self._topics)
        self.table = RecordTable(_("Help topics"), model)
        self.table.horizontalHeader().hide()
        self.table.selected_record.connect(self._show)
        self._card = Card(_("Topics"))
        self._card.body.addWidget(self.table, 1)
        self.choice = Select(_("Help topics"), [(topic.slug, topic.title) for topic in self._topics])
        self.choice.chosen.connect(self._open)
        outer.addWidget(self.choice)
        self._text = Card()
        self.reading = Scroll(QWidget())
        self._text.body.addWidget(self.reading, 1)
        panes = QHBoxLayout()
        panes.setSpacing(16)
        panes.addWidget(self._card, 3)
        panes.addWidget(self._text, 8)
        outer.addLayout(panes, 1)
        if self._topics:
            self._open(self._topics[0].slug)

    def enter(  # type: ignore[override]
        self, about: str = "", topic: str = "", **_arguments: object
    ) -> None:
        """Open a topic, and put the keyboard on the list of topics."""
        self._open(topic or _ABOUT.get(about, about))
        (self.choice if self._is_narrow() else self.table).setFocus()

    def _is_narrow(self) -> bool:
        """Whether there is only room for the text: the topics are then chosen from one line."""
        return self.width() < theme().px(_NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._card.setVisible(not self._is_narrow())
        self.choice.setVisible(self._is_narrow())

    def _open(self, slug: str) -> None:
        for row, topic in enumerate(self._topics):
            if topic.slug == slug:
                self.table.select_row(row)
                self._show(topic)

    def _show(self, topic: object) -> None:
        if not isinstance(topic, HelpTopic):
            return
        self.choice.set_code(topic.slug)
        text = _Text(topic)
        self.reading.setWidget(text)
        text.show()
        # Arrows scroll it from the keyboard, and a screen reader reads all of it.
        self.reading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reading.setAccessibleName(topic.title)
        self.reading.setAccessibleDescription(topic.words)
        self.reading.verticalScrollBar().setValue(0)


class _Text(QWidget):
    """A topic as labels below each other."""

    def __init__(self, topic: HelpTopic) -> None:
        super().__init__()
        self.setProperty("plain", True)
        self.setAutoFillBackground(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 16)
        column = QVBoxLayout()
        column.setSpacing(8)
        holder = QWidget()
        holder.setLayout(column)
        holder.setMaximumWidth(theme().px(_READABLE))
        row.addWidget(holder, 1000)
        row.addStretch(1)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(PlainLabel(topic.title, "title"))
        for piece in topic.pieces:
            if piece.kind == "heading":
                column.addSpacing(10)
                column.addWidget(PlainLabel(piece.text, "heading"))
            elif piece.kind == "paragraph":
                column.addWidget(PlainLabel(piece.text))
            else:
                column.addWidget(_line(piece))
        column.addStretch(1)


def _line(piece: Piece) -> QWidget:
    """A step with its number, a bullet, or keys and what they do."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    top = Qt.AlignmentFlag.AlignTop
    if piece.kind == "key":
        caps = QWidget()
        caps.setFixedWidth(theme().px(200))
        flow = FlowLayout(caps, gap=6)
        for keys in piece.mark.split(", "):
            flow.addWidget(KeyHint(keys, ink="ink"))
        row.addWidget(caps, 0, top)
    else:
        mark = PlainLabel("•" if piece.kind == "bullet" else f"{piece.mark}.", "strong", wrap=False)
        mark.setFixedWidth(theme().px(24))
        row.addWidget(mark, 0, top)
    row.addWidget(PlainLabel(piece.text), 1, top)
    return line


PAGE = HelpPage
