"""Second step of taking in an earlier log: what each column is, and what its values are taken as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import i18n
from champion_desk.domain.past_logs import CODED, TALLIES, LogMapping, LogSheet, SheetValue
from champion_desk.domain.problems import Cancelled
from champion_desk.i18n import _, ngettext
from champion_desk.services.past_mappings import Suggestion
from champion_desk.services.past_values import plain_value
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.directory_details import AlertBox
from champion_desk.ui.form import Form
from champion_desk.ui.import_progress import Reporter
from champion_desk.ui.past_words import (
    code_choices,
    codes,
    field_choices,
    field_names,
    kind_choices,
    order_choices,
    period_choices,
    value_words,
)
from champion_desk.ui.record_table import Column
from champion_desk.ui.row_chooser import RowChooser
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.fields import NumberField, Select
from champion_desk.ui.widgets.labels import PlainLabel

_MOST_MINUTES = 120


@dataclass(frozen=True, slots=True)
class _SheetColumn:
    heading: str
    samples: str
    field: str


class ColumnsStep(QWidget):
    """Guesses to look over. `mapping()` is what was decided."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.sheet: LogSheet | None = None
        self._examples: Mapping[str, str] = {}
        self._mapping: LogMapping | None = None
        self._labels: dict[tuple[str, str], str] = {}
        self._asked = 0
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 8, 0, 8)
        self.body.setSpacing(14)
        self.said = PlainLabel("", "body")
        self.body.addWidget(self.said)
        self.problem = AlertBox("", "circle-alert", "could-not")
        self.problem.hide()
        self.body.addWidget(self.problem)
        self._add_kinds()
        self._add_columns()
        self._add_values()
        self._add_rest()
        self.body.addStretch(1)

    def _add_kinds(self) -> None:
        self.form = Form()
        self.sheets = Select("")
        self.sheet_row = self.form.row(_("Which sheet?"), self.sheets)
        self.kind = Select("", kind_choices())
        self.form.row(_("What is it?"), self.kind)
        self.order = Select("", order_choices())
        self.order_row = self.form.row(
            _("How are the days written?"),
            self.order,
            _("Nothing in the sheet tells. If you are not sure, look at a day you know."),
        )
        self.period = Select("", period_choices())
        self.period_row = self.form.row(_("A row without an hour stands for"), self.period)
        self.body.addWidget(self.form)
        self.kind.chosen.connect(self._kind_chosen)
        self.order.chosen.connect(lambda code: self._change(day_first=code == "day"))
        self.period.chosen.connect(lambda code: self._change(period=code))

    def _add_columns(self) -> None:
        names = field_names()
        self.columns = RowChooser(
            _("Columns of the sheet"),
            [
                Column(_("Column"), lambda one: one.heading, stretch=2),  # type: ignore[attr-defined]
                Column(_("Examples"), lambda one: one.samples, stretch=3, quiet=True, spare=True),  # type: ignore[attr-defined]
                Column(_("Taken as"), lambda one: names[one.field], stretch=2),  # type: ignore[attr-defined]
            ],
        )
        self.body.addWidget(self._titled(_("What is in each column?"), self.columns))
        self.columns.table.selected_record.connect(self._column_shown)
        self.columns.select.chosen.connect(self._field_chosen)

    def _add_values(self) -> None:
        names = field_names()
        self.values = RowChooser(
            _("Values in the sheet"),
            [
                Column(_("In the sheet"), lambda one: one.text, stretch=3),  # type: ignore[attr-defined]
                Column(_("Rows"), lambda one: f"{one.count:,}", align=Qt.AlignmentFlag.AlignRight),  # type: ignore[attr-defined]
                Column(_("Column"), lambda one: names[one.field], stretch=2, quiet=True, spare=True),  # type: ignore[attr-defined]
                Column(_("Taken as"), lambda one: value_words(one, self._labels), stretch=3),  # type: ignore[arg-type]
            ],
        )
        self.value_words = PlainLabel("", "quiet")
        self.values_part = self._titled(_("What do the words in it mean?"), self.value_words, self.values)
        self.body.addWidget(self.values_part)
        self.values.table.selected_record.connect(self._value_shown)
        self.values.select.chosen.connect(self._code_chosen)

    @staticmethod
    def _titled(title: str, *widgets: QWidget) -> Card:
        card = Card(title)
        for widget in widgets:
            card.body.addWidget(widget)
        return card

    def _add_rest(self) -> None:
        services, language = self._context.services, i18n.language()
        self.rest = Form()
        topics = [(item.code, item.label(language)) for item in services.catalogues.offered("topics")]
        self.topic = Select("", topics)
        self.rest.row(_("What it was about"), self.topic)
        self.outcome = Select("", codes(services, "outcome"))
        self.outcome_row = self.rest.row(_("How it ended"), self.outcome)
        self.minutes = NumberField("", 0, _MOST_MINUTES)
        nothing = _("0 adds nothing to the sums of minutes.")
        self.minutes_row = self.rest.row(_("Minutes"), self.minutes, nothing)
        self.site = Select("", codes(services, "site"))
        self.rest.row(_("Site"), self.site)
        self.champion = Select("", codes(services, "champion"))
        who = _("Names in the sheet that are not champions here are not kept.")
        self.rest.row(_("Champion"), self.champion, who)
        self.body.addWidget(self._titled(_("Where the sheet does not say"), self.rest))
        self.topic.chosen.connect(lambda code: self._change(topic=code))
        self.outcome.chosen.connect(lambda code: self._change(outcome=code))
        self.minutes.valueChanged.connect(lambda number: self._change(minutes=number))
        self.site.chosen.connect(lambda code: self._change(site_id=code))
        self.champion.chosen.connect(lambda code: self._change(champion_id=code))

    # Showing

    def show_sheets(self, sheets: Sequence[LogSheet]) -> None:
        """The sheets to choose from, the likeliest first."""
        rows = [
            ngettext("{count} row", "{count} rows", len(s.rows)).format(count=len(s.rows)) for s in sheets
        ]
        named = [
            (str(at), _("{sheet} ({rows})").format(sheet=sheet.title or sheet.file, rows=said))
            for at, (sheet, said) in enumerate(zip(sheets, rows, strict=True))
        ]
        self.sheets.set_choices(named)
        self.sheet_row.setVisible(len(sheets) > 1)

    def show_sheet(self, sheet: LogSheet, suggestion: Suggestion) -> None:
        """Begin with a suggestion."""
        self.sheet, self._examples = sheet, suggestion.examples
        self._mapping = None  # what is set now is no choice of anyone
        mapping = suggestion.mapping
        said = _("Look over what was guessed. Change what is wrong, then see what would come in.")
        if suggestion.remembered:
            said = _("You have taken in such a sheet before, and what you chose then is set.")
        self.said.setText(said)
        self.order_row.setVisible(suggestion.order_open)
        self.order.set_code("day" if mapping.day_first else "month")
        for field, code in (
            (self.kind, mapping.kind), (self.period, mapping.period), (self.topic, mapping.topic),
            (self.outcome, mapping.outcome), (self.site, mapping.site_id),
            (self.champion, mapping.champion_id),
        ):  # fmt: skip
            field.set_code(code)
        self.minutes.setValue(mapping.minutes)
        self._mapping = mapping
        self.show_problem("")
        self._settle()
        self._fill_columns()

    def mapping(self) -> LogMapping:
        """What was decided."""
        assert self._mapping is not None
        return self._mapping

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the sheet as a whole, or that nothing is."""
        self.problem.label.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _change(self, **new: object) -> None:
        if self._mapping is not None:
            self._mapping = replace(self._mapping, **new)  # type: ignore[arg-type]

    def _settle(self) -> None:
        tallies = self.mapping().kind == TALLIES
        self.period_row.setVisible(tallies)
        self.outcome_row.setVisible(not tallies)
        self.minutes_row.setVisible(not tallies)

    def _kind_chosen(self, kind: str) -> None:
        self._change(kind=kind)
        self._settle()
        self._fill_columns()

    def _fill_columns(self) -> None:
        sheet, mapping = self.sheet, self.mapping()
        if sheet is None:
            return
        offered = {code for code, _words in field_choices(mapping.kind)}
        fields = {h: f if f in offered else "" for h, f in mapping.columns.items()}
        self._change(columns=fields)
        self.columns.show_rows(
            [
                _SheetColumn(heading, self._examples.get(heading, ""), fields.get(heading, ""))
                for heading in sheet.headings
            ]
        )
        self._column_shown(self.columns.table.record())
        self._read_values()

    def _column_shown(self, one: object) -> None:
        if isinstance(one, _SheetColumn):
            words = _("“{heading}” is").format(heading=one.heading)
            self.columns.ask(words, field_choices(self.mapping().kind), one.field)

    def _field_chosen(self, field: str) -> None:
        one = self.columns.table.record()
        if isinstance(one, _SheetColumn):
            self._change(columns={**self.mapping().columns, one.heading: field})
            self.show_problem("")
            self._fill_columns()

    # Values

    def _read_values(self) -> None:
        """Look through the sheet on the worker, and show what its words are taken as."""
        sheet, mapping, services = self.sheet, self.mapping(), self._context.services
        if sheet is None:
            return
        self._asked += 1
        asked = self._asked
        report = Reporter(self._context.background, lambda _done, _total: None)
        self._context.background.run(
            lambda: services.past_logs.values(sheet, mapping, report, lambda: asked != self._asked),
            while_alive(self, lambda values: self._show_values(values) if asked == self._asked else None),
            while_alive(self, self._values_failed),
        )

    def _values_failed(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):  # else something newer was asked
            self._context.window.say_problem(error)

    def forget(self) -> None:
        """Nothing of the sheet is left here or on the screen."""
        self._asked += 1
        self.sheet = self._mapping = None
        self._examples = {}
        self.columns.show_rows([])
        self.values.show_rows([])

    def _show_values(self, values: Sequence[SheetValue]) -> None:
        services = self._context.services
        self._labels = {
            (field, code): words for field in CODED for code, words in [*code_choices(services, field)]
        }
        self.values.show_rows(values)
        self._tell_open(values)
        self._value_shown(self.values.table.record())

    def _tell_open(self, values: Sequence[SheetValue]) -> None:
        doubtful = sum(1 for value in values if not value.sure)
        said = ngettext(
            "{count} word is only a guess, or not known. Look at it: it comes first.",
            "{count} words are only guesses, or not known. Look at them: they come first.",
            doubtful,
        )
        self.value_words.setText(said.format(count=doubtful) if doubtful else _("All of them are known."))
        self.values_part.setVisible(bool(values))

    def _value_shown(self, one: object) -> None:
        if isinstance(one, SheetValue):
            words = _("“{value}” is taken as").format(value=one.text)
            self.values.ask(words, code_choices(self._context.services, one.field), one.code)

    def _code_chosen(self, code: str) -> None:
        one = self.values.table.record()
        if not isinstance(one, SheetValue):
            return
        values = {**self.mapping().values}
        values[one.field] = {**values.get(one.field, {}), plain_value(one.text): code}
        self._change(values=values)
        rows = [self.values.model.record(at) for at in range(self.values.model.rowCount())]
        changed = [replace(row, code=code, sure=True) if row is one else row for row in rows]
        self.values.show_rows(changed)
        self._tell_open([row for row in changed if isinstance(row, SheetValue)])
