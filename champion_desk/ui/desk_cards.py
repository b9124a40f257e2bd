"""Two cards of the Desk: today's list, and what needs the champion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.domain.courses import DueCourse
from champion_desk.domain.keeping import PlacesToKeep
from champion_desk.domain.sessions import AssistedSession
from champion_desk.i18n import _, ngettext
from champion_desk.services import Services
from champion_desk.ui.alive import while_alive
from champion_desk.ui.backup_words import left_words
from champion_desk.ui.context import Context
from champion_desk.ui.follow_up_card import waiting_words
from champion_desk.ui.keeping_due import due_words
from champion_desk.ui.record_table import RecordModel, RecordTable
from champion_desk.ui.session_words import desk_columns, people_helped
from champion_desk.ui.training_words import course_name
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.cards import Card, Icon
from champion_desk.ui.widgets.labels import PlainLabel

MOST_ROWS = 8
Answer = TypeVar("Answer")
Need = tuple[str, str, str, str]  # the icon, what it is, what to do, and the page for it


class TodayCard(Card):
    """Today's sessions at this desk, or only how many people while someone may look on."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Today at this desk"))
        self._context = context
        self._model: RecordModel[AssistedSession] = RecordModel(desk_columns(context.services.catalogues))
        self.table = RecordTable(_("Today at this desk"), self._model, grow=True)
        self.table.activated_record.connect(
            lambda session: context.window.go_to("log", session_id=session.id)
        )
        self.count = PlainLabel("", "strong")
        self._why_folded = PlainLabel(_("The list is folded while someone may see this screen."), "quiet")
        self.more = LinkButton("", quiet=True)
        self.more.clicked.connect(lambda: context.window.go_to("log"))
        self._empty = PlainLabel(_("Nobody yet. Press F2 when you help someone."), "quiet")
        for widget in (self._empty, self.count, self._why_folded, self.table):
            self.body.addWidget(widget)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.quick = PlainLabel("", "quiet")
        self.body.addWidget(self.quick)
        self.body.addStretch(1)

    def load(self) -> None:
        """Read today's sessions."""
        sessions = self._context.services.sessions.on(date.today())
        quick = sum(self._context.services.tallies.today().values())
        self.quick.setText(
            ngettext("and {count} quick one", "and {count} quick ones", quick).format(count=quick)
        )
        self.quick.setVisible(bool(quick))
        folded = self._context.visit.is_open or self._context.settings().public_screen
        self._model.set_rows(sessions[:MOST_ROWS])
        self.table.setVisible(bool(sessions) and not folded)
        self._empty.setVisible(not sessions and not quick)
        self.count.setText(_("{people} today.").format(people=people_helped(sessions)))
        self.count.setVisible(bool(sessions) and folded)
        self._why_folded.setVisible(bool(sessions) and folded)
        left = len(sessions) - MOST_ROWS
        self.more.setText(ngettext("and {count} more", "and {count} more", max(left, 1)).format(count=left))
        self.more.setVisible(left > 0 and not folded)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """How much waits for a champion; `left` says when a backup last left, where it is time to remind."""

    hours: int = 0
    hand_offs: int = 0
    courses: tuple[DueCourse, ...] = ()
    stuck: int = 0
    remind: bool = False
    left: datetime | None = None


def _waiting(services: Services, now: datetime) -> _Waiting:
    """What waits at that moment."""
    second = services.backups.second
    return _Waiting(
        sum(len(hours) for hours in services.staffed_hours.missing(now).values()),
        services.follow_ups.count_due(now.date()),
        tuple(services.learning.courses.reminders(now.date())),
        len(services.training.suggestions()),
        not services.demo and second.is_reminder_due(),
        second.left(),
    )


class NeedsCard(Card):
    """What waits for this champion, each line with a way there."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Needs you"))
        self._context = context
        self._lines: list[NeedLine] = []
        self._shown: list[Need] = []
        self._waiting, self._unseen, self._places = _Waiting(), 0, PlacesToKeep()
        self._nothing = PlainLabel(_("Nothing needs you just now."), "quiet")
        self.body.addWidget(self._nothing)
        self._place = QVBoxLayout()
        self._place.setSpacing(10)
        self.body.addLayout(self._place)
        self.body.addStretch(1)

    def load(self, drafts_unseen: int = 0) -> None:
        """Look again, on the worker; `drafts_unseen` are drafts that are not offered beside this card."""
        self._unseen = drafts_unseen
        services, now = self._context.services, datetime.now().astimezone()
        self._ask(partial(_waiting, services, now), self._show_waiting)
        self._ask(
            partial(services.keeping.to_keep, now.date()), self._show_places
        )  # reads a year of sessions

    def _ask(self, read: Callable[[], Answer], told: Callable[[Answer], None]) -> None:
        self._context.background.run(read, while_alive(self, told), lambda _error: None)

    def _show_waiting(self, waiting: _Waiting) -> None:
        self._waiting = waiting
        self._show()

    def _show_places(self, places: PlacesToKeep) -> None:
        self._places = places
        self._show()

    def _of_places(self) -> list[Need]:
        """Lines for places that are due, wrong, or wait in a source."""
        found: list[Need] = []
        places = self._places
        if places.waiting:
            words = ngettext(
                "{count} list waits for you to look at it",
                "{count} lists wait for you to look at them",
                places.waiting,
            )
            found.append(("globe", words.format(count=places.waiting), _("Look at it"), "sources"))
        if places.due:
            found.append(("check-check", due_words(places.due), _("Check them"), "keeping"))
        return found

    def _others(self) -> list[Need]:
        """Lines for what the log, the training and the backups wait for."""
        waiting, unseen = self._waiting, self._unseen
        needs = list[Need]()
        if waiting.hours:
            words = ngettext(
                "{count} staffed hour has nothing logged",
                "{count} staffed hours have nothing logged",
                waiting.hours,
            )
            needs.append(("clock", words.format(count=waiting.hours), _("Catch up"), "catch-up"))
        if waiting.hand_offs:
            words = waiting_words(waiting.hand_offs)
            needs.append(("ticket-check", words, _("Say how it went"), "hand-offs"))
        if unseen:
            words = ngettext(
                "{count} more session is not saved yet", "{count} more sessions are not saved yet", unseen
            )
            needs.append(("notebook-pen", words.format(count=unseen), _("See it"), "log"))
        needs += [("graduation-cap", self._due_words(one), _("Open"), "training") for one in waiting.courses]
        if waiting.stuck:
            words = ngettext(
                "You got stuck with {count} topic", "You got stuck with {count} topics", waiting.stuck
            )
            needs.append(("flag", words.format(count=waiting.stuck), _("What to learn"), "training"))
        if waiting.remind:
            words = left_words(waiting.left)
            needs.append(("hard-drive", words, _("Keep a copy somewhere else"), "backups"))
        return needs

    def _due_words(self, due: DueCourse) -> str:
        is_late = due.by < date.today()
        words = _("{course}, was due {date}") if is_late else _("{course}, due {date}")
        name = course_name(self._context.services.catalogues, due.course, due.title)
        return words.format(
            course=name, date=formats.long_date(due.by) if is_late else formats.short_date(due.by)
        )

    def _show(self) -> None:
        needs = [*self._others(), *self._of_places()]
        if needs == self._shown:
            return
        self._shown = needs
        for old in self._lines:
            old.hide()
            old.deleteLater()
        self._lines = []
        for icon, words, act, page in needs:
            line = NeedLine(icon, words, act)
            line.link.clicked.connect(lambda _down=False, page=page: self._context.window.go_to(page))
            self._place.addWidget(line)
            self._lines.append(line)
        self._nothing.setVisible(not needs)


class NeedLine(QWidget):
    """An icon, what it is, and the link that leads there."""

    def __init__(self, icon: str, words: str, act: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Icon(icon, 18), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(PlainLabel(words, "body"))
        self.link = LinkButton(act, quiet=True)
        self.link.setAccessibleName(_("{what}: {act}").format(what=words, act=act))
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)
