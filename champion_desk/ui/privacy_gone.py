"""The privacy page's list of what has faded and been erased so far: when, what was done, how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from champion_desk import formats
from champion_desk.domain.retention import AuditLine
from champion_desk.i18n import _, ngettext
from champion_desk.ui.privacy_words import act_text, counts_text
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel

MOST_ROWS = 8


class GoneCard(Card):
    """Counts only: what was taken away is named nowhere."""

    def __init__(self) -> None:
        super().__init__(_("Faded and erased so far"), "list-checks")
        self._names: Mapping[str, str] = {}
        columns: list[Column[AuditLine]] = [
            Column(_("When"), lambda line: formats.long_date(formats.local(line.at).date())),
            Column(_("What"), act_text, stretch=2),
            Column(_("How many"), lambda line: counts_text(line.counts), stretch=2),
            Column(_("Who"), lambda line: self._names.get(line.champion_id, ""), spare=True),
        ]
        self._model: RecordModel[AuditLine] = RecordModel(columns)
        self.table = RecordTable(_("Faded and erased so far"), self._model, grow=True)
        self.nothing = PlainLabel(_("Nothing yet."), "quiet")
        self.more = PlainLabel("", "quiet")
        for widget in (self.nothing, self.table, self.more):
            self.body.addWidget(widget)
        self.show_lines([], {})

    def show_lines(self, lines: Sequence[AuditLine], names: Mapping[str, str]) -> None:
        """Show the newest; `names` are champions' by their ids."""
        self._names = names
        self._model.set_rows(lines[:MOST_ROWS])
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        left = len(lines) - MOST_ROWS
        said = ngettext("and {count} older one", "and {count} older ones", max(left, 1))
        self.more.setText(said.format(count=left))
        self.more.setVisible(left > 0)
