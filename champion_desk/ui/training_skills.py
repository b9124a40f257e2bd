"""My skills over time: how I rated each, and what I did with it at the desk, as pictures with tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import formats, wording
from champion_desk.domain.evidence import MonthEvidence, SkillEvidence
from champion_desk.domain.training import LEVELS, SelfAssessment
from champion_desk.i18n import _
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.context import Context
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.training_view import TrainingView
from champion_desk.ui.training_words import skill_name
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.charts import BarChart, StepChart
from champion_desk.ui.widgets.labels import PlainLabel

_MONTHS = 12
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class _SkillRow:
    """A skill that I rated, or did something with; ratings oldest first."""

    code: str
    name: str
    ratings: tuple[SelfAssessment, ...]
    evidence: SkillEvidence

    @property
    def level(self) -> str:
        return self.ratings[-1].level if self.ratings else ""

    @property
    def order(self) -> tuple[int, str]:
        return -self.evidence.sessions, self.name


def _number(count: int) -> str:
    return f"{count:,}" if count else "–"


class SkillsView(TrainingView):
    """A table of skills; the one the keyboard is on is shown below it, rated and practised."""

    def __init__(self, context: Context) -> None:
        note = _("Counted from your own sessions of twelve months. No one else sees this.")
        super().__init__(context, _("My skills over time"), note)
        card = Card(_("Skills"))
        self.model: RecordModel[_SkillRow] = RecordModel(
            [
                Column(_("Skill"), lambda one: one.name, lambda one: one.name, stretch=1),
                Column(
                    _("I rate it"),
                    lambda one: wording.level_text(one.level) or _("not rated yet"),
                    lambda one: LEVELS.index(one.level) if one.level else -1,
                    quiet=True,
                ),
                *(
                    Column(heading, text, key, _RIGHT, spare=spare)
                    for heading, text, key, spare in (
                        (
                            _("Sessions"),
                            lambda one: _number(one.evidence.sessions),
                            lambda one: one.evidence.sessions,
                            False,
                        ),
                        (
                            _("Handed on"),
                            lambda one: _number(one.evidence.handed_on),
                            lambda one: one.evidence.handed_on,
                            True,
                        ),
                        (
                            _("Stuck"),
                            lambda one: _number(one.evidence.stuck),
                            lambda one: one.evidence.stuck,
                            True,
                        ),
                    )
                ),
            ]
        )
        self.table = RecordTable(_("My skills"), self.model, sortable=True)
        self.table.selected_record.connect(self._show)
        card.body.addWidget(self.table)
        self._nothing = EmptyState(
            "chart-column",
            _("Nothing to show yet"),
            _("Check your skills, or log a session. What you did with each skill is counted here."),
        )
        card.body.addWidget(self._nothing)
        self.body.addWidget(card)
        self.name = PlainLabel("", "heading")
        self.body.addWidget(self.name)
        self.rated, self.practised = RatedCard(), PractisedCard()
        row = ColumnsLayout(least=380, weights=(1, 1))
        row.addWidget(self.rated)
        row.addWidget(self.practised)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def load(self) -> None:
        services = self.context.services
        ratings: dict[str, list[SelfAssessment]] = {}
        for one in services.training.assessments():
            ratings.setdefault(one.skill, []).append(one)
        evidence = {one.skill: one for one in services.learning.evidence.by_skill(_MONTHS)}
        rows = [
            _SkillRow(
                code,
                skill_name(services.catalogues, code),
                tuple(ratings.get(code, ())),
                evidence.get(code, SkillEvidence(code, ())),
            )
            for code in {*ratings, *evidence}
        ]
        self.model.set_rows(sorted(rows, key=lambda one: one.order))
        self.table.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        for widget in (self.name, self.rated, self.practised):
            widget.setVisible(bool(rows))
        if rows:
            self.table.select_row(0)
            self._show(self.table.record())

    def focus_first(self) -> None:
        (self.table if self.model.rowCount() else self.back).setFocus()

    def _show(self, row: _SkillRow | None) -> None:
        if row is not None:
            self.name.setText(row.name)
            self.rated.show_ratings(row.ratings)
            self.practised.show_months(row.evidence)


class _PictureCard(Card):
    """A picture with its table below it."""

    def __init__(self, title: str, chart: QWidget, table: RecordTable, nothing: str) -> None:
        super().__init__(title)
        self._shown = QWidget()
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(chart)
        column.addWidget(table)
        self.body.addWidget(self._shown)
        self._nothing = PlainLabel(nothing, "quiet")
        self.body.addWidget(self._nothing)
        self.body.addStretch(1)

    def show_anything(self, anything: bool) -> None:
        """The picture, or the words that there is none."""
        self._shown.setVisible(anything)
        self._nothing.setVisible(not anything)


class RatedCard(_PictureCard):
    """How I rated one skill, each time."""

    def __init__(self) -> None:
        self.chart = StepChart(_("How you rated it"), len(LEVELS))
        self.model: RecordModel[SelfAssessment] = RecordModel(
            [
                Column(
                    _("When"), lambda one: formats.long_date(formats.local(one.rated_at).date()), quiet=True
                ),
                Column(_("I rated it"), lambda one: wording.level_text(one.level), stretch=1),
            ]
        )
        table = RecordTable(_("How you rated it"), self.model, grow=True)
        super().__init__(_("How I rated it"), self.chart, table, _("You have not rated it yet."))

    def show_ratings(self, ratings: tuple[SelfAssessment, ...]) -> None:
        """Oldest first in the picture, newest first in the table."""
        self.chart.set_steps(
            [LEVELS.index(one.level) + 1 for one in ratings],
            [formats.short_date(formats.local(one.rated_at).date()) for one in ratings],
            [wording.level_text(one.level) for one in ratings],
        )
        self.model.set_rows(ratings[::-1])
        self.show_anything(bool(ratings))


class PractisedCard(_PictureCard):
    """What I did with one skill, month by month."""

    def __init__(self) -> None:
        self.chart = BarChart(_("Sessions by month"))
        self.model: RecordModel[MonthEvidence] = RecordModel(
            [
                Column(_("Month"), lambda one: formats.month(_first(one.month)), stretch=1),
                Column(_("Sessions"), lambda one: _number(one.sessions), align=_RIGHT),
                Column(_("Handed on"), lambda one: _number(one.handed_on), align=_RIGHT, spare=True),
                Column(_("Stuck"), lambda one: _number(one.stuck), align=_RIGHT),
                Column(_("Exercises"), lambda one: _number(one.exercises), align=_RIGHT, spare=True),
            ]
        )
        table = RecordTable(_("What you did, by month"), self.model, grow=True)
        nothing = _("No sessions about it in twelve months.")
        super().__init__(_("What I did with it"), self.chart, table, nothing)

    def show_months(self, evidence: SkillEvidence) -> None:
        """Six months in the picture, every month that has anything in the table."""
        counts = {one.month: one.sessions for one in evidence.months}
        today = date.today()
        first = today.year * 12 + today.month - 6
        months = [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, first + 6)]
        labels = [formats.short_month(_first(month)) for month in months]
        self.chart.set_bars([counts.get(month, 0) for month in months], labels, len(months) - 1)
        self.model.set_rows(evidence.months[::-1])
        self.show_anything(bool(evidence.months))


def _first(month: str) -> date:
    """The first day of a month like 2026-11."""
    return date.fromisoformat(f"{month}-01")
