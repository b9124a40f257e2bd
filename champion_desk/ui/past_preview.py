"""Third step of taking in an earlier log: what would come in, what is left out and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import formats, i18n
from champion_desk.domain.past_logs import SESSIONS, LogMapping, LogPreview
from champion_desk.i18n import _, ngettext
from champion_desk.services import Services
from champion_desk.services.past_logs import refused_lines
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.listing_card import SnugCard
from champion_desk.ui.past_words import field_names, found_sentence, note_sentences
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card, Disclosure
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import problem_sentence

MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of one of the tables: its words from left to right."""

    cells: tuple[str, ...]


class PastPreview(QWidget):
    """Counts first, then what needs somebody's eye. `save_wanted` asks for the list of what is left out."""

    save_wanted = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 8, 0, 8)
        self._inside: QWidget | None = None
        self.save: SecondaryButton | None = None

    def forget(self) -> None:
        """Show nothing."""
        if self._inside is not None:
            self._outer.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = self.save = None

    def show_preview(self, preview: LogPreview, mapping: LogMapping) -> None:
        """Show what taking it in would do."""
        self.forget()
        self._inside = QWidget()
        self._outer.addWidget(self._inside)
        body = QVBoxLayout(self._inside)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(14)
        body.addWidget(PlainLabel(found_sentence(preview), "body"))
        body.addWidget(_tiles(preview))
        if preview.first and preview.last:
            days = _("From {first} to {last}.").format(
                first=formats.long_date(preview.first), last=formats.long_date(preview.last)
            )
            body.addWidget(PlainLabel(days, "body"))
        self._add_notes(body, preview, mapping)
        self._add_unmapped(body, preview)
        self._add_refused(body, preview)
        self._add_counts(body, preview)
        body.addStretch(1)

    def _add_notes(self, body: QVBoxLayout, preview: LogPreview, mapping: LogMapping) -> None:
        said = note_sentences(preview, mapping, self._services)
        if said:
            card = Card(_("Good to know"), "info")
            for sentence in said:
                card.body.addWidget(PlainLabel(sentence, "body"))
            body.addWidget(card)

    def _add_unmapped(self, body: QVBoxLayout, preview: LogPreview) -> None:
        if not preview.unmapped:
            return
        names = field_names()
        lines = [_Line((v.text, names[v.field], f"{v.count:,}")) for v in preview.unmapped]
        card = Card(_("Words that are not known here"), "circle-help")
        card.body.addWidget(PlainLabel(_("Go back to say what they mean, or leave it so."), "quiet"))
        headings = (_("In the sheet"), _("Column"), _("Rows"))
        card.body.addWidget(_table(_("Words that are not known here"), headings, lines, numbers=(2,)))
        _more(card.body, len(lines))
        body.addWidget(card)

    def _add_refused(self, body: QVBoxLayout, preview: LogPreview) -> None:
        self.save = None
        if not preview.refused:
            return
        several = len({one.sheet for one in preview.refused}) > 1
        lines = []
        for sheet, line, column, problem in list(refused_lines(preview))[:MOST_ROWS]:
            place = ", ".join(part for part in (sheet if several else "", column) if part)
            lines.append(_Line((str(line), problem_sentence(problem), place)))
        count = len(preview.refused)
        said = ngettext("{count} can’t be taken in", "{count} can’t be taken in", count)
        card = Card(said.format(count=f"{count:,}"), "circle-x")
        headings = [_("Line"), _("Why"), *([_("Column")] if any(one.cells[2] for one in lines) else [])]
        card.body.addWidget(_table(_("What can’t be taken in"), headings, lines, numbers=(0,)))
        _more(card.body, count)
        self.save = SecondaryButton(_("Save this list…"), "download", small=True)
        self.save.clicked.connect(self.save_wanted)
        card.body.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(card)

    def _add_counts(self, body: QVBoxLayout, preview: LogPreview) -> None:
        language, catalogues = i18n.language(), self._services.catalogues
        months = {_month(month): count for month, count in preview.months.items()}
        topics = {catalogues["topics"].label(c, language): n for c, n in preview.topics.items()}
        outcomes = {catalogues["outcomes"].label(c, language): n for c, n in preview.outcomes.items()}
        for title, counts in (
            (_("By month"), months),
            (_("By topic"), topics),
            (_("By how it ended"), outcomes),
        ):
            if counts:
                fold = Disclosure(title)
                fold.toggled.connect(partial(_fill, fold, title, counts))
                body.addWidget(fold)


def _month(text: str) -> str:
    year, month = text.split("-")
    return formats.month(date(int(year), int(month), 1))


def _tiles(preview: LogPreview) -> QWidget:
    place = QWidget()
    columns = ColumnsLayout(place, least=130, most=4, gap=12)
    sessions = preview.kind == SESSIONS
    for count, words, tone in (
        (preview.used, _("can be taken in"), "done"),
        (preview.people, _("people helped"), "accent")
        if sessions
        else (preview.people, _("people counted"), "accent"),
        (preview.here, _("are here already"), None),
        (len(preview.refused), _("can’t be taken in"), "partly"),
    ):
        tile = SnugCard(14, 10)
        tile.body.setSpacing(0)
        label = PlainLabel(f"{count:,}", "count", wrap=False)
        label.set_tone(tone if count else None)  # type: ignore[arg-type]
        tile.body.addWidget(label)
        tile.body.addWidget(PlainLabel(words, "quiet"))
        columns.addWidget(tile)
    return place


def _fill(fold: Disclosure, title: str, counts: Mapping[str, int], opened: bool) -> None:
    """Put the table into a fold when it is opened first."""
    if opened and not fold.body.count():
        fold.body.addWidget(_counted(title, counts))
        _more(fold.body, len(counts))


def _counted(name: str, counts: Mapping[str, int]) -> QWidget:
    lines = [_Line((words, f"{count:,}")) for words, count in counts.items()]
    return _table(name, (name, _("How many")), lines, numbers=(1,))


def _table(
    name: str, headings: Sequence[str], lines: Sequence[_Line], numbers: tuple[int, ...] = ()
) -> RecordTable:
    def column(at: int, heading: str) -> Column[_Line]:
        align = Qt.AlignmentFlag.AlignRight if at in numbers else Qt.AlignmentFlag.AlignLeft
        return Column(heading, lambda line: line.cells[at], align=align, stretch=0 if at in numbers else 1)

    model: RecordModel[_Line] = RecordModel([column(at, heading) for at, heading in enumerate(headings)])
    model.set_rows(lines[:MOST_ROWS])
    table = RecordTable(name, model, grow=len(lines) <= 8)
    return table


def _more(body: QVBoxLayout, count: int) -> None:
    if count > MOST_ROWS:
        body.addWidget(PlainLabel(_("The first {count} are shown.").format(count=MOST_ROWS), "quiet"))
