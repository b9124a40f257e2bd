"""What to look for: the code of a slip, days, a place, words; at least one of them."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.erasure import ErasureQuery
from champion_desk.domain.problems import Invalid
from champion_desk.i18n import _
from champion_desk.ui.form import Form
from champion_desk.ui.widgets.buttons import PrimaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.columns import Columns
from champion_desk.ui.widgets.date_field import DateField
from champion_desk.ui.widgets.fields import CheckBox, TextField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.wording import problem_sentence

_DAYS_BACK = 30


class QueryCard(Card):
    """`asked` brings a query that makes sense."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("What to look for"), "search")
        self.body.addWidget(PlainLabel(_("Fill in what you know. All of it must fit."), "quiet"))
        self.form = Form()
        self.slip = TextField(_("Code on the slip"))
        self.place = TextField(_("Place"))
        self.words = TextField(_("Words in it"))
        self.form.row(_("Code on the slip"), self.slip, name="slip")
        self.dated = CheckBox(_("Only between two days"))
        self.form.add(self.dated)
        self._days = self._day_fields()
        self.form.add(self._days)
        self.form.row(_("Place"), self.place, _("settlement, ward or site"), name="place")
        self.form.row(_("Words in it"), self.words, _("a name or a number, if one was typed"), name="text")
        self.body.addWidget(self.form)
        self.look = PrimaryButton(_("&Find"), "search")
        self.look.clicked.connect(self.ask)
        self.body.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.dated.toggled.connect(self._days.setVisible)
        for line in (self.slip, self.place, self.words):
            line.returnPressed.connect(self.ask)

    def _day_fields(self) -> QWidget:
        today = date.today()
        self.first = DateField(_("From"), today - timedelta(days=_DAYS_BACK))
        self.last = DateField(_("To"), today)
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        left, right = Form(), Form()
        left.row(_("From"), self.first, name="first")
        right.row(_("To"), self.last, name="last")
        for form in (left, right):  # level at their tops, also where a sentence stands beneath one
            form.body.addStretch(1)
        self._day_forms = (left, right)
        column.addWidget(Columns([(left, 1), (right, 1)], narrow=300, gap=12))
        both.hide()
        return both

    def focus_first(self) -> None:
        """Put the keyboard where typing begins."""
        self.slip.setFocus()

    def clear(self) -> None:
        """Forget what was typed: it may be about someone."""
        for line in (self.slip, self.place, self.words):
            line.clear()
        self.dated.setChecked(False)
        self._clear_problems()

    def query(self) -> ErasureQuery:
        """What is typed. Raises `Invalid`."""
        dated = self.dated.isChecked()
        return ErasureQuery(
            slip=self.slip.text(),
            first=self.first.day() if dated else None,
            last=self.last.day() if dated else None,
            place=self.place.text(),
            text=self.words.text(),
        )

    def ask(self) -> None:
        """Ask for what is typed, or say what is wrong with it."""
        self._clear_problems()
        try:
            query = self.query()
        except Invalid as problem:
            said = {problem.field: problem_sentence(problem)}
            if problem.code == "needed":
                said = {"slip": _("Fill in at least one of these.")}
            for form in (self.form, *self._day_forms):
                form.show_problems(said)
            return
        self.asked.emit(query)

    def _clear_problems(self) -> None:
        for form in (self.form, *self._day_forms):
            form.clear_problems()
