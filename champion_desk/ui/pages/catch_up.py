"""Catch up: at the end of a shift, fill in the hours in which there was no time to log."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from champion_desk import formats, i18n
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, ngettext
from champion_desk.services.staffed_hours import LOOK_BACK
from champion_desk.services.tallies import hour_of
from champion_desk.ui.announce import announce
from champion_desk.ui.catch_up_grid import CatchUpGrid, Cell, GridModel, Hour
from champion_desk.ui.context import Context
from champion_desk.ui.fewer_question import FewerQuestion
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.page import Page
from champion_desk.ui.widgets.buttons import IconButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import Badge, PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

NAME = "catch-up"
ORDER = 94
ICON = "table-2"
PARENT = "log"
AHEAD = True

# Where nobody said when the site is staffed.
_USUAL_HOURS = range(9, 17)


def title() -> str:
    """The page's name in the title of the window."""
    return _("Catch up")


class CatchUpPage(Page):
    """A number is kept as soon as it is filled in, each with its Undo; nothing waits to be saved."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.day = date.today()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 8)
        scroll = Scroll()
        outer.addWidget(scroll)
        scroll.body.setSpacing(12)
        scroll.body.addWidget(PlainLabel(_("Catch up"), "title"))
        scroll.body.addLayout(self._days())
        scroll.body.addWidget(
            PlainLabel(
                _(
                    "Type how many there were in each hour and press Enter. Numbers are kept at once. "
                    "After a plus stand people in sessions, which stay as they are."
                ),
                "quiet",
            )
        )
        card = Card()
        self.model = GridModel()
        # Once the cell's own field has gone: a question takes the keyboard.
        self.model.entered.connect(self._entered, Qt.ConnectionType.QueuedConnection)
        self.grid = CatchUpGrid(self.model)
        card.body.addWidget(self.grid, 1)
        self.question = FewerQuestion()
        self.question.take_away.connect(self._take_away)
        self.question.kept.connect(self._kept)
        scroll.body.addWidget(self.question)
        self.besides = PlainLabel("", "quiet")
        card.body.addWidget(self.besides)
        scroll.body.addWidget(card, 1)
        context.changes.changed.connect(self._changed)
        for key, days in (("PgUp", -1), ("PgDown", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda days=days: self.go_to(self.day + timedelta(days=days)))

    def _days(self) -> FlowLayout:
        row = FlowLayout(gap=8)
        self.before = IconButton("chevron-left", _("The day before"))
        self.after = IconButton("chevron-right", _("The day after"))
        self._day_words = PlainLabel("", "heading", wrap=False)
        self._missing = Badge("", "partly")
        self.closed = SecondaryButton(_("We were closed"), None, small=True)
        self.closed.setCheckable(True)
        self.closed.clicked.connect(self._set_closed)
        self.before.clicked.connect(lambda: self.go_to(self.day - timedelta(days=1)))
        self.after.clicked.connect(lambda: self.go_to(self.day + timedelta(days=1)))
        for widget in (self.before, self.after, self._day_words, self._missing, self.closed):
            row.addWidget(widget)
        return row

    def enter(self, **arguments: object) -> None:
        """`day` is the day to show; without one, the last that has an hour to fill in."""
        day = arguments.get("day")
        self._show(day if isinstance(day, date) else self._latest())
        self.grid.start()
        self.grid.setFocus()

    def _latest(self) -> date:
        """The last day of which a staffed hour has begun."""
        week, today, now = (
            self.context.services.staffed_hours.week(),
            date.today(),
            datetime.now().astimezone(),
        )
        for back in range(LOOK_BACK):
            day = today - timedelta(days=back)
            hours = week.hours(day) if week else _USUAL_HOURS
            if any(hour_of(day, hour) <= now for hour in hours):
                return day
        return today

    def go_to(self, day: date) -> None:
        """Show another of the last fourteen days."""
        today = date.today()
        day = min(max(day, today - timedelta(days=LOOK_BACK - 1)), today)
        if self.grid.take_typed():  # it belongs to the day it was typed in, and is kept first
            QTimer.singleShot(0, self, lambda: None if self.question.is_asking else self.go_to(day))
        elif day != self.day:
            self._show(day)
            self.grid.start()
            announce(self, self._day_words.text())

    def _show(self, day: date) -> None:
        self.day = day
        self.question.leave()
        today = date.today()
        words = formats.full_date(day)
        named = {0: _("Today"), 1: _("Yesterday")}.get((today - day).days)
        if named:
            words = _("{name}, {date}").format(name=named, date=words)
        self._day_words.setText(words)
        self.after.setEnabled(day < today)
        self.before.setEnabled(day > today - timedelta(days=LOOK_BACK - 1))
        hours = self.context.services.staffed_hours
        missing = hours.missing(datetime.now().astimezone()).get(day, ())
        self._missing.set_badge(
            ngettext(
                "{count} staffed hour with nothing logged",
                "{count} staffed hours with nothing logged",
                len(missing),
            ).format(count=len(missing)),
            "partly",
        )
        self._missing.setVisible(bool(missing))
        closed = hours.is_closed(day)
        self.closed.setChecked(closed)
        self.closed.setVisible(closed or bool(missing))
        self._fill()

    def _fill(self) -> None:
        tallies, language = self.context.services.tallies, i18n.language()
        presets = tallies.presets()
        counted = tallies.counted(self.day)
        columns = {preset.code: at for at, preset in enumerate(presets)}
        by_topic = {preset.topic: at for at, preset in reversed(list(enumerate(presets)))}
        numbers: Counter[tuple[int, int]] = Counter()
        helped: Counter[tuple[int, int]] = Counter()
        longer = elsewhere = 0
        for tally in counted.tallies:
            column = columns.get(tallies.key_for(tally, presets))
            if column is None:
                elsewhere += tally.count
            elif not tally.is_within_an_hour:
                longer += tally.count
            else:
                numbers[tally.started_at.astimezone().hour, column] += tally.count
        for (hour, topic), people in counted.sessions.items():
            if hour is not None and topic in by_topic:
                helped[hour, by_topic[topic]] += people
        hours = self._hours(
            {hour for hour in (*(at for at, _ in numbers), *counted.people) if hour is not None}
        )
        rows = {hour.hour: at for at, hour in enumerate(hours)}
        cells = {
            (rows[hour], column): Cell(numbers[hour, column], helped[hour, column])
            for hour, column in {*numbers, *helped}
        }
        people_by_row = [counted.people.get(hour.hour, 0) for hour in hours]
        self.model.show_day(hours, [preset.label(language) for preset in presets], cells, people_by_row)
        self._tell_besides(longer, elsewhere, counted.people.get(None, 0))

    def _tell_besides(self, longer: int, elsewhere: int, unknown: int) -> None:
        """What is logged on this day and stands in no cell, because its hour or its kind is another."""
        lines = [
            words.format(count=count)
            for count, words in (
                (longer, ngettext(
                    "{count} was counted as a number across several hours.",
                    "{count} were counted as a number across several hours.", longer)),
                (elsewhere, ngettext(
                    "{count} was counted for a kind that has no key now.",
                    "{count} were counted for kinds that have no key now.", elsewhere)),
                (unknown, ngettext(
                    "{count} person was helped in a session whose time is not known.",
                    "{count} people were helped in sessions whose time is not known.", unknown)),
            )
            if count
        ]  # fmt: skip
        self.besides.setText(_("Not in the grid: {lines}").format(lines=" ".join(lines)))
        self.besides.setVisible(bool(lines))

    def _hours(self, logged: set[int]) -> list[Hour]:
        staffed = self.context.services.staffed_hours.week().hours(self.day)
        now = datetime.now().astimezone()
        shown = sorted({*(staffed or _USUAL_HOURS), *logged})
        return [
            Hour(
                hour,
                _("{start} to {end}").format(
                    start=formats.clock(hour_of(self.day, hour)),
                    end=formats.clock(hour_of(self.day, hour + 1)),
                ),
                hour_of(self.day, hour) <= now,
            )
            for hour in shown
        ]

    def _entered(self, row: int, column: int, number: int) -> None:
        cell = self.model.cell(row, column)
        if number >= cell.counted:
            self._write(row, column, number - cell.counted)
            return
        preset = self.context.services.tallies.presets()[column]
        words = _("{hour}, {kind}").format(
            hour=self.model.hours[row].words, kind=preset.label(i18n.language())
        )
        self.question.ask((row, column), words, cell.counted, number)

    def _take_away(self) -> None:
        (row, column), count = self.question.place, self.question.fewer
        self.question.leave()
        self._write(row, column, -count)
        self.grid.setFocus()

    def _kept(self) -> None:
        self.question.leave()
        self.grid.setFocus()

    def _write(self, row: int, column: int, difference: int) -> None:
        tallies = self.context.services.tallies
        preset, hour = tallies.presets()[column], self.model.hours[row]
        try:
            done = tallies.fill_in({(hour_of(self.day, hour.hour), preset.code): difference})
        except Problem as problem:
            self.context.window.say_problem(problem)
            return
        said = _("{hour}: {kind}, {count} counted.").format(
            hour=hour.words,
            kind=preset.label(i18n.language()),
            count=self.model.cell(row, column).counted,
        )
        self.context.window.say(said, undo=done)

    def _set_closed(self, closed: bool) -> None:
        try:
            self.context.services.staffed_hours.set_closed(self.day, closed)
        except Problem as problem:
            self.context.window.say_problem(problem)
        self._show(self.day)

    def step_back(self) -> bool:
        """Esc leaves the question first."""
        if self.question.is_asking:
            self._kept()
            return True
        return False

    def _changed(self, kind: str) -> None:
        if kind not in ("sessions", "tallies", "lists", "hours") or not self.isVisible():
            return
        if self.grid.take_typed():  # rows may come and go: a number belongs to the row it was typed in
            QTimer.singleShot(0, self, lambda: None if self.question.is_asking else self._show(self.day))
        else:
            self._show(self.day)


PAGE = CatchUpPage
