"""The form's side of the Log page: open for one visitor, kept as a draft while it is, saved or put aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import formats, i18n
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.i18n import _
from champion_desk.services.changes import Done
from champion_desk.ui.context import Context
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.session_fields import SAME_AGAIN, STICKY, SessionFields, from_draft, from_session
from champion_desk.ui.session_form import SessionForm
from champion_desk.ui.session_panel import SessionPanel
from champion_desk.ui.theme import theme
from champion_desk.ui.visit_timer import VisitTimer
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import Badge, PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

# A draft is kept this long after the first keystroke that it lacks, in milliseconds.
KEEP_AFTER = 1000
# Narrower than this, at 100 % text size, the panel stands below the questions.
SIDE_BY_SIDE = 720


class FormView(QWidget):
    """One visitor's form. `saved` brings what was done; `closed` says that there is no form open any more."""

    saved = Signal(object, bool)
    closed = Signal()
    discarded = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.is_open = False
        self._timer = VisitTimer.start()
        self._draft_id, self._kept_as = "", ""
        self._before: AssistedSession | None = None
        self._blank = SessionFields()
        self.sticky = SessionFields()
        self.form = SessionForm(context.services.catalogues, context.services.sessions.topic_uses)
        self.panel = SessionPanel(context)
        self._ticks = QTimer(self, interval=1000)
        self._ticks.timeout.connect(self._tick)
        self._keep = QTimer(self, interval=KEEP_AFTER, singleShot=True)
        self._keep.timeout.connect(self.keep_now)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 8)
        outer.setSpacing(8)
        outer.addLayout(self._heading())
        outer.addLayout(self._columns(), 1)
        self.form.changed.connect(self._changed)
        self.form.topics_changed.connect(self._show_panel)
        self.form.more.language.changed.connect(self._show_panel)
        context.visit.changed.connect(self._visit_changed)
        self._add_keys()

    def _heading(self) -> FlowLayout:
        row = FlowLayout(gap=12)
        row.setContentsMargins(8, 0, 8, 0)
        self.title = PlainLabel(_("Help someone"), "title", wrap=False)
        self._clock = Badge("0:00", "accent", "timer")
        self._started = PlainLabel("", "quiet", wrap=False)
        for widget in (self.title, self._clock, self._started):
            row.addWidget(widget)
        return row

    def _columns(self) -> QHBoxLayout:
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._inner = QWidget()
        self._under = QVBoxLayout(self._inner)
        self._under.setContentsMargins(8, 8, 8, 8)
        self._under.setSpacing(16)
        self._under.addWidget(self.form)
        card = Card()
        card.layout().setContentsMargins(10, 8, 10, 14)  # type: ignore[union-attr]
        card.body.addWidget(Scroll(self._inner), 1)
        card.body.addLayout(self._footer())
        self._side = Scroll(margin=8)
        holder = QVBoxLayout()
        holder.setContentsMargins(8, 0, 8, 8)
        holder.addWidget(card)
        self._row.addLayout(holder, 65)
        self._row.addWidget(self._side, 35)
        self._side.body.setContentsMargins(8, 0, 8, 8)
        self._side.body.addWidget(self.panel)
        return self._row

    def _footer(self) -> FlowLayout:
        row = FlowLayout(gap=10)
        row.setContentsMargins(8, 0, 8, 0)
        self.save_button = PrimaryButton(_("Save"), key_hint=_("Ctrl Enter"))
        self.save_button.clicked.connect(lambda: self.save())
        self.again_button = SecondaryButton(_("Save, same again"))
        self.again_button.setAccessibleDescription(_("Key: {key}").format(key=_("Ctrl Shift Enter")))
        self.again_button.clicked.connect(lambda: self.save(again=True))
        self.discard_button = SecondaryButton(_("Discard"), "trash-2")
        self.discard_button.clicked.connect(self.discard)
        for widget in (self.save_button, self.again_button, self.discard_button):
            row.addWidget(widget)
        row.addWidget(PlainLabel(_("Esc keeps the draft"), "quiet", wrap=False))
        return row

    def _add_keys(self) -> None:
        """Keys that work anywhere on the form."""
        acts = {
            "Ctrl+Return": self.save, "Ctrl+Enter": self.save,
            "Ctrl+Shift+Return": lambda: self.save(again=True), "Ctrl+Shift+Enter": lambda: self.save(again=True),
            "Alt+1": lambda: self.panel.signpost(1), "Alt+2": lambda: self.panel.signpost(2),
            "Alt+3": lambda: self.panel.signpost(3), "Alt+P": self.panel.print_first,
        }  # fmt: skip
        for keys, act in acts.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def start(self, topics: Sequence[str] = ()) -> None:
        """A new visitor: an empty form but for what is safe to keep from the last."""
        self._open(replace(self.sticky, topics=tuple(topics)), VisitTimer.start())
        self._blank = self.sticky
        self.form.more.say_kept()
        if topics:
            self._changed()
            self.form.outcome.focus_first()

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft. Raises `Problem` where the session it changes is gone."""
        fields = from_draft(draft.fields)
        before = self._context.services.sessions.get(fields.session_id) if fields.session_id else None
        self._open(fields, VisitTimer.take_up(draft, fields.elapsed), before)
        self._draft_id = self._kept_as = draft.id
        self._blank = SessionFields()
        self._say_started()

    def change(self, session: AssistedSession) -> None:
        """Change a session that was saved."""
        fields = from_session(session)
        self._open(fields, VisitTimer(session.started_at, datetime.now(UTC)), session)
        self._blank = fields

    def _open(self, fields: SessionFields, timer: VisitTimer, before: AssistedSession | None = None) -> None:
        self._timer, self._before = timer, before
        self._draft_id, self._kept_as = new_id(), ""
        self._give(fields)
        self.is_open = True
        self.form.show_values(fields)
        changing = before is not None
        self.title.setText(_("Change a session") if changing else _("Help someone"))
        self.save_button.setText(_("Save changes") if changing else _("Save"))
        self.discard_button.setText(_("Leave it as it was") if changing else _("Discard"))
        self._clock.setVisible(not changing)
        self.again_button.setVisible(not changing)
        self._say_started()
        self._show_panel()
        if not changing:
            self._tick()
            self._ticks.start()
        self.form.focus_topics()

    def _give(self, fields: SessionFields) -> None:
        """The visit holds what these values say was given; a new one keeps what it has already."""
        visit, directory = self._context.visit, self._context.services.directory
        if fields.listings or fields.handouts or self._before is not None:
            visit.clear()
        known = {listing.id: listing for listing in directory.all()} if fields.listings else {}
        for listing_id in fields.listings:
            if listing_id in known:
                visit.signpost(known[listing_id])
        for handout in fields.handouts:
            visit.gave(handout)
        visit.is_open = True
        visit.set_topics(fields.topics)
        visit.changed.emit()

    def values(self) -> SessionFields:
        """What the form and the visit hold now. A listing that has left the directory stays in its session."""
        visit, fields = self._context.visit, self.form.values()
        given = tuple(listing.id for listing in visit.listings)
        if self._before is not None:
            here = {listing.id for listing in self._context.services.directory.all()}
            given = (*(one for one in self._before.listings if one not in here), *given)
        return replace(fields, listings=given, handouts=visit.handouts, elapsed=self._timer.seconds())

    def is_typed_in(self) -> bool:
        """Whether there is anything here that anyone would miss."""
        if not self.is_open:
            return False
        now = self.values()
        same = replace(now, elapsed=self._blank.elapsed) == self._blank
        return not same and (self._before is not None or not now.is_blank)

    def add_topic(self, code: str) -> None:
        """From the search at the top: it is about this too."""
        self.form.topics.add(code, self._context.services.catalogues["topics"].label(code, i18n.language()))
        self.form.outcome.focus_first()

    def _changed(self) -> None:
        if self.is_open and not self._keep.isActive():
            self._keep.start()

    def _visit_changed(self) -> None:
        if self.is_open and not self._context.visit.is_open:
            self._close()  # locked: what was on screen is gone, the draft was kept at the last change
        else:
            self._changed()

    def keep_now(self) -> None:
        """Keep the draft, if there is anything to keep."""
        self._keep.stop()
        if not self.is_typed_in():
            return
        kind = "change" if self._before is not None else "session"
        draft = Draft(
            self._context.services.champion.id, self.values().to_draft(), self._timer.started_at, kind, id=self._draft_id
        )
        try:
            self._context.services.sessions.keep_draft(draft)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._kept_as = draft.id
        self._say_started()

    def save(self, again: bool = False) -> None:
        """Save the session; `again` starts the next one of the same kind."""
        if not self.is_open:
            return
        fields = self.values()
        try:
            session = self._session(fields)
            done = self._keep_session(session)
        except Invalid as problem:
            if not self.form.show_problem(problem):
                self._context.window.say_problem(problem)
            return
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._forget_visit()
        if self._before is None:
            self.sticky = fields.only(STICKY)
        self._say_saved(session, done)
        if again and self._before is None:
            self._open(fields.only(SAME_AGAIN), VisitTimer.start())
            self._blank = fields.only(SAME_AGAIN)
        else:
            self.is_open = False
        self.saved.emit(done, again)

    def _session(self, fields: SessionFields) -> AssistedSession:
        services = self._context.services
        minutes = self.form.minutes_meant()
        return fields.to_session(services.champion.id, services.site.id, self._timer.started_at, minutes, self._before)

    def _keep_session(self, session: AssistedSession) -> Done:
        sessions = self._context.services.sessions
        if self._before is not None:
            return sessions.amend(session, self._kept_as)
        return sessions.log(session, self._kept_as)

    def _say_saved(self, session: AssistedSession, done: Done) -> None:
        topics = self._context.services.catalogues["topics"]
        named = ", ".join(topics.label(code, i18n.language()) for code in session.topics)
        words = _("Saved. {topic}, {minutes} min.").format(topic=named, minutes=session.minutes)
        self._context.window.say(words, undo=done)

    def put_aside(self) -> bool:
        """Keep the draft and close the form; True where there was something to keep."""
        typed = self.is_typed_in()
        self.keep_now()
        if typed and not self._kept_as:
            return False  # it could not be kept: the form stays as typed
        self._forget_visit()
        self._close()
        return typed

    def discard(self) -> None:
        """Throw away what was typed; it can be brought back."""
        fields, typed = self.values(), self.is_typed_in()
        kind = "change" if self._before is not None else "session"
        draft = Draft(
            self._context.services.champion.id, fields.to_draft(), self._timer.started_at, kind, id=self._draft_id
        )
        try:
            if self._kept_as:
                self._context.services.sessions.discard_draft(self._kept_as)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._forget_visit()
        self._close()
        self.discarded.emit(draft if typed else None)

    def _forget_visit(self) -> None:
        self._keep.stop()
        self._ticks.stop()
        was, self.is_open = self.is_open, False
        self._context.visit.clear()
        self.is_open = was

    def _close(self) -> None:
        self._keep.stop()
        self._ticks.stop()
        self.is_open = False
        self._before = None
        self.form.show_values(SessionFields())
        self._show_panel()
        self.closed.emit()

    def _show_panel(self) -> None:
        topics = tuple(self.form.topics.codes())
        if self.is_open:
            self._context.visit.set_topics(topics)
        self.panel.show_for(topics, self.form.more.language.code() or i18n.language())

    def _tick(self) -> None:
        self._clock.set_badge(self._timer.text(), "accent")
        self.form.show_timer(self._timer.minutes())

    def _say_started(self) -> None:
        started = formats.local(self._timer.started_at)
        time = formats.clock(started)
        if self._before is not None:
            words = _("{day}, {time}").format(day=formats.full_date(started.date()), time=time)
        elif self._kept_as:
            words = _("started {time} · draft kept").format(time=time)
        else:
            words = _("started {time}").format(time=time)
        self._started.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme().px(SIDE_BY_SIDE)
        if beside != self._side.isAncestorOf(self.panel):
            (self._side.body if beside else self._under).addWidget(self.panel)
        self._side.setVisible(beside)
