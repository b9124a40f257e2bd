"""Courses done elsewhere: what each column of the list is, which course is which, and what would come in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from champion_desk.domain.completions import CompletionMapping, CompletionPreview
from champion_desk.domain.past_logs import LogSheet
from champion_desk.i18n import _, ngettext
from champion_desk.learning_words import completion_row_text
from champion_desk.services.changes import Done
from champion_desk.services.completion_rows import decided
from champion_desk.services.completions import SuggestedMapping
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.completion_words import (
    column_choices,
    course_choices,
    order_choices,
    preview_sentences,
)
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.form import Form
from champion_desk.ui.record_table import Column
from champion_desk.ui.row_chooser import RowChooser
from champion_desk.ui.theme import theme
from champion_desk.ui.widgets.fields import CheckBox, Select
from champion_desk.ui.widgets.labels import PlainLabel

_UNDECIDED = "?"
_MOST_LINES = 8
_FEW = 8  # columns, so that their table need not scroll
_COURSES_DOWN = 170  # pixels at 100 %


@dataclass(frozen=True, slots=True)
class _Row:
    """A column with its examples, or a course with how many rows it has; and what it is taken as."""

    name: str
    aside: str
    code: str


class CompletionsDialog(Dialog):
    """`taken` brings what is to be said, and what Undo needs. Nothing is kept before its main button."""

    taken = Signal(str, object)

    def __init__(
        self, context: Context, sheet: LogSheet, suggested: SuggestedMapping, parent: QWidget
    ) -> None:
        title = _("Take in courses done from {file}").format(file=sheet.file)
        super().__init__(parent, title, _("Take them in"), width=760)
        self._context, self._sheet = context, sheet
        self._columns = dict(suggested.mapping.columns)
        self._remembered = dict(suggested.mapping.courses)
        self._courses: dict[str, str] = {}  # what was decided here, by the list's own name
        self._counts: dict[str, int] = {}
        self._day_first = suggested.mapping.day_first
        self._asked = 0
        self.preview: CompletionPreview | None = None
        said = _("Look over what was guessed, and change what is wrong.")
        if suggested.remembered:
            said = _("You have taken in such a list before, and what you chose then is set.")
        self.body.addWidget(PlainLabel(said))
        self._add_summary()
        self._add_columns()
        self.form = Form()
        self.order = Select(_("How are the days written?"), order_choices())
        self.form.row(
            _("How are the days written?"), self.order, _("Nothing in the list tells."), name="day_first"
        )
        self.order.set_code({True: "day", False: "month", None: ""}[self._day_first])
        self.order.chosen.connect(self._order_chosen)
        self.form.setVisible(suggested.order_open)
        self.body.addWidget(self.form)
        self._add_courses()
        self._show_columns()
        self._look()
        self.columns.table.setFocus()

    def _add_summary(self) -> None:
        """What would come in stands first: what is decided below changes it."""
        self.said = PlainLabel("", "strong")
        self.refused = PlainLabel("", "small")
        self.rest = CheckBox(_("Leave out the rows that can't be taken in as they are"))
        self.rest.toggled.connect(lambda _on: self._offer())
        for widget in (self.said, self.refused, self.rest):
            self.body.addWidget(widget)
        self.refused.hide()
        self.rest.hide()

    def _add_columns(self) -> None:
        words = dict(column_choices())
        self.columns = RowChooser(
            _("Columns of the list"),
            [
                Column(_("Column"), lambda one: one.name, stretch=2),  # type: ignore[attr-defined]
                Column(_("Examples"), lambda one: one.aside, stretch=3, quiet=True, spare=True),  # type: ignore[attr-defined]
                Column(_("Taken as"), lambda one: words[one.code], stretch=2),  # type: ignore[attr-defined]
            ],
            grow=len(self._sheet.headings) <= _FEW,
        )
        self.columns.table.selected_record.connect(self._column_shown)
        self.columns.select.chosen.connect(self._column_chosen)
        self.body.addWidget(self.columns)

    def _add_courses(self) -> None:
        offered = course_choices(self._context.services.learning.courses.offered())
        self._course_choices, words = offered, dict(offered)
        self.courses_said = PlainLabel(_("Which of our courses is it?"), "strong")
        self.body.addWidget(self.courses_said)
        self.courses = RowChooser(
            _("Courses of the list"),
            [
                Column(_("In the list"), lambda one: one.name, stretch=3),  # type: ignore[attr-defined]
                Column(
                    _("Rows"),
                    lambda one: one.aside,  # type: ignore[attr-defined]
                    align=Qt.AlignmentFlag.AlignRight,
                ),
                Column(_("Taken as"), lambda one: words[one.code], stretch=3),  # type: ignore[attr-defined]
            ],
        )
        self.courses.table.setMaximumHeight(theme().px(_COURSES_DOWN))
        self.courses.table.selected_record.connect(self._course_shown)
        self.courses.select.chosen.connect(self._course_chosen)
        self.body.addWidget(self.courses)
        self._show_courses()

    # What was decided

    def mapping(self) -> CompletionMapping:
        """What is decided so far."""
        own = {name: code for name, code in self._courses.items() if code != _UNDECIDED}
        return CompletionMapping(self._columns, {**self._remembered, **decided(own)}, self._day_first)

    def _show_columns(self) -> None:
        sheet = self._sheet
        self.columns.show_rows(
            [
                _Row(heading, ", ".join(sheet.samples(at)), self._columns.get(heading, ""))
                for at, heading in enumerate(sheet.headings)
            ]
        )
        self._column_shown(self.columns.table.record())

    def _column_shown(self, one: object) -> None:
        if isinstance(one, _Row):
            words = _("“{heading}” is").format(heading=one.name)
            self.columns.ask(words, column_choices(), one.code)

    def _column_chosen(self, code: str) -> None:
        one = self.columns.table.record()
        if isinstance(one, _Row):
            self._columns[one.name] = code
            self._show_columns()
            self._look()

    def _order_chosen(self, code: str) -> None:
        self._day_first = {"day": True, "month": False}.get(code)
        self._look()

    def _show_courses(self) -> None:
        rows = [_Row(name, f"{self._counts[name]:,}", code) for name, code in self._courses.items()]
        self.courses.show_rows(rows)
        self.courses_said.setVisible(bool(rows))
        self._course_shown(self.courses.table.record() if rows else None)

    def _course_shown(self, one: object) -> None:
        if isinstance(one, _Row):
            words = _("“{value}” is taken as").format(value=one.name)
            self.courses.ask(words, self._course_choices, one.code)

    def _course_chosen(self, code: str) -> None:
        one = self.courses.table.record()
        if isinstance(one, _Row):
            self._courses[one.name] = code
            self._show_courses()
            self._look()

    # What would come in

    def _look(self) -> None:
        """See on the worker what would come in; an older answer is passed over."""
        self._asked += 1
        asked, sheet, mapping = self._asked, self._sheet, self.mapping()
        self.preview = None
        self._offer()
        self._context.background.run(
            lambda: self._context.services.learning.completions.preview(sheet, mapping),
            while_alive(self, lambda found: self._show(found) if asked == self._asked else None),
            while_alive(self, lambda error: self._failed(error) if asked == self._asked else None),
        )

    def _failed(self, error: BaseException) -> None:
        self.said.setText("")
        self.refused.hide()
        self.complaint.say_error(error)

    def _show(self, preview: CompletionPreview) -> None:
        if self.preview is None and not self.said.text():
            self._scroll.verticalScrollBar().setValue(0)  # what would come in stands at the top
        self.preview = preview
        self.complaint.clear()
        for name, count in preview.unknown_courses.items():
            self._counts[name] = count
            self._courses.setdefault(name, _UNDECIDED)
        self._show_courses()
        self.said.setText(" ".join(preview_sentences(preview)))
        lines = [completion_row_text(one.code, one.line, one.given) for one in preview.refused[:_MOST_LINES]]
        if len(preview.refused) > _MOST_LINES:
            lines.append(_("The first {count} are shown.").format(count=_MOST_LINES))
        open_rows = len(preview.refused) + sum(preview.unknown_courses.values())
        open_said = ngettext(
            "{count} row can't be taken in as it is.",
            "{count} rows can't be taken in as they are.",
            open_rows,
        )
        if open_rows:
            lines.insert(0, open_said.format(count=f"{open_rows:,}"))
        self.refused.setText("\n".join(lines))
        self.refused.setVisible(bool(lines))
        self.rest.setVisible(open_rows > 0)
        self._offer()
        announce(self, self.said.text())

    def _offer(self) -> None:
        preview = self.preview
        is_useful = preview is not None and bool(preview.new)
        is_settled = preview is not None and (preview.is_whole or self.rest.isChecked())
        self.main.setEnabled(is_useful and is_settled)

    def submit(self) -> None:
        """Take all of it in, or nothing."""
        if not self.main.isEnabled():
            return
        self.main.setEnabled(False)
        completions, sheet, mapping = self._context.services.learning.completions, self._sheet, self.mapping()
        leave_out = self.rest.isChecked()
        self._context.background.run(
            lambda: completions.take_in(sheet, mapping, leave_out),
            while_alive(self, self._done),
            while_alive(self, self._not_taken),
        )

    def _done(self, done: Done) -> None:
        count = len(self.preview.new) if self.preview else 0
        said = ngettext("{count} course done is taken in.", "{count} courses done are taken in.", count)
        self.accept()
        self.taken.emit(said.format(count=f"{count:,}"), done)

    def _not_taken(self, error: BaseException) -> None:
        self.complaint.say_error(error)
        self._look()
