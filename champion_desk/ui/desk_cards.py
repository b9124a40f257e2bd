"""Two cards of the Desk: today's list, and what needs the champion."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import formats, i18n
from champion_desk.domain.keeping import PlacesToKeep
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.training import Enrolment
from champion_desk.i18n import _, ngettext
from champion_desk.ui.alive import while_alive
from champion_desk.ui.backup_words import left_words
from champion_desk.ui.context import Context
from champion_desk.ui.follow_up_card import waiting_words
from champion_desk.ui.keeping_due import due_words
from champion_desk.ui.record_table import RecordModel, RecordTable
from champion_desk.ui.session_words import desk_columns, people_helped
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.cards import Card, Icon
from champion_desk.ui.widgets.labels import PlainLabel

MOST_ROWS = 8
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


class NeedsCard(Card):
    """What waits for this champion, each line with a way there."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Needs you"))
        self._context = context
        self._lines: list[NeedLine] = []
        self._rest: list[Need] = []
        self._places = PlacesToKeep()
        self._nothing = PlainLabel(_("Nothing needs you just now."), "quiet")
        self.body.addWidget(self._nothing)
        self._place = QVBoxLayout()
        self._place.setSpacing(10)
        self.body.addLayout(self._place)
        self.body.addStretch(1)

    def load(self, drafts_unseen: int = 0) -> None:
        """Look again; `drafts_unseen` are drafts that are not offered beside this card."""
        self._count_places()
        self._rest = self._others(drafts_unseen)
        self._show([*self._rest, *self._of_places()])

    def _count_places(self) -> None:
        """Count the places to look after on the worker: it reads a year of sessions."""
        services = self._context.services

        def counted(counts: PlacesToKeep) -> None:
            if counts != self._places:
                self._places = counts
                self._show([*self._rest, *self._of_places()])

        self._context.background.run(
            lambda: services.keeping.to_keep(date.today()), while_alive(self, counted), lambda _error: None
        )

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

    def _others(self, drafts_unseen: int) -> list[Need]:
        needs = [*self._to_catch_up()]
        waiting = self._context.services.follow_ups.count_due(date.today())
        if waiting:
            needs.append(("ticket-check", waiting_words(waiting), _("Say how it went"), "hand-offs"))
        if drafts_unseen:
            words = ngettext(
                "{count} more session is not saved yet",
                "{count} more sessions are not saved yet",
                drafts_unseen,
            )
            needs.append(("notebook-pen", words.format(count=drafts_unseen), _("See it"), "log"))
        training = self._context.services.training
        needs += [
            ("graduation-cap", self._due_words(one), _("Open"), "training")
            for one in training.due(date.today())
        ]
        stuck = len(training.suggestions())
        if stuck:
            words = ngettext("You got stuck with {count} topic", "You got stuck with {count} topics", stuck)
            needs.append(("flag", words.format(count=stuck), _("What to learn"), "training"))
        services = self._context.services
        if not services.demo and services.backups.second.is_reminder_due():
            words = left_words(services.backups.second.left())
            needs.append(("hard-drive", words, _("Keep a copy somewhere else"), "backups"))
        return needs

    def _to_catch_up(self) -> list[Need]:
        """A line for staffed hours with nothing logged, where anyone said when the site is staffed."""
        missing = self._context.services.staffed_hours.missing(datetime.now().astimezone())
        count = sum(len(hours) for hours in missing.values())
        if not count:
            return []
        words = ngettext(
            "{count} staffed hour has nothing logged", "{count} staffed hours have nothing logged", count
        ).format(count=count)
        return [("clock", words, _("Catch up"), "catch-up")]

    def _due_words(self, enrolment: Enrolment) -> str:
        due, today = enrolment.due or date.today(), date.today()
        course = next(
            (c for c in self._context.services.catalogues.courses if c.code == enrolment.course), None
        )
        words = _("{course}, was due {date}") if due < today else _("{course}, due {date}")
        name = course.label(i18n.language()) if course else enrolment.title
        return words.format(
            course=name, date=formats.long_date(due) if due < today else formats.short_date(due)
        )

    def _show(self, needs: list[Need]) -> None:
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
