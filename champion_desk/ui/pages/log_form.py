"""The form's side of the Log page: open for one visitor, kept as a draft while it is, saved or put aside."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from champion_desk import formats, i18n
from champion_desk.domain.directory import Listing
from champion_desk.domain.identity import new_id
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.domain.sessions import AssistedSession, Draft, HandoutGiven
from champion_desk.i18n import _
from champion_desk.services.changes import Done
from champion_desk.services.when_said import Said, warm_up
from champion_desk.ui.context import Context
from champion_desk.ui.session_fields import SAME_AGAIN, STICKY, SessionFields, from_draft, from_session
from champion_desk.ui.session_sheet import SessionSheet
from champion_desk.ui.session_when import said_words
from champion_desk.ui.slip_row import print_slip
from champion_desk.ui.visit_timer import VisitTimer
from champion_desk.ui.widgets.scan_watch import ScanWatch, accepted_in, asks_first

# A draft is kept this long after the first keystroke that it lacks, in milliseconds.
KEEP_AFTER = 1000
# After a try that failed, the next one waits longer: a full disk does not empty within a second.
TRY_AGAIN_AFTER = 15_000
# Seconds of help from which the timer alone is worth a draft, and after which a draft is kept anew: a power
# cut takes no more than that from the timer.
WORTH_KEEPING, KEEP_EVERY = 60, 30


class FormView(SessionSheet):
    """One visitor's form.

    `saved` says what comes next: "again" (the next form is open), "home", or "list" after changing a session.
    """

    saved = Signal(str)
    closed = Signal()
    discarded = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self.is_open = False
        self.timer = VisitTimer.start()
        self.draft_id, self._kept, self._is_warm = "", False, False
        self._before: AssistedSession | None = None
        self._blank = self.sticky = SessionFields()
        self._listings: tuple[Listing, ...] = ()
        self._handouts: tuple[HandoutGiven, ...] = ()
        self._ticks = QTimer(self)
        self._ticks.setInterval(1000)
        self._ticks.timeout.connect(self._tick)
        self._keep = QTimer(self)
        self._keep.setInterval(KEEP_AFTER)
        self._keep.setSingleShot(True)
        self._keep.timeout.connect(self.keep_now)
        self.form.changed.connect(self._answered)
        self.form.topics_changed.connect(self._show_panel)
        self.form.more.language.changed.connect(self._show_panel)
        self.save_button.clicked.connect(lambda: self.save())
        self.again_button.clicked.connect(self.save_again)
        self.discard_button.clicked.connect(self.discard)
        self.form.slip.print_asked.connect(lambda: print_slip(context, self))
        for watch in self.form.findChildren(
            ScanWatch
        ):  # no copy of what was masked may wait for the next save
            watch.masked.connect(self.keep_now)
        self.pause.changed.connect(self._changed)
        context.visit.changed.connect(self._visit_changed)
        self._add_keys()

    def _add_keys(self) -> None:
        """Keys that work anywhere on the form."""
        acts = {
            "Ctrl+Return": self.save, "Ctrl+Enter": self.save,
            "Ctrl+Shift+Return": self.save_again, "Ctrl+Shift+Enter": self.save_again,
            "Alt+1": lambda: self.panel.signpost(1), "Alt+2": lambda: self.panel.signpost(2),
            "Alt+3": lambda: self.panel.signpost(3), "Alt+P": self.panel.print_first,
            "Alt+S": self.form.stuck.click, "Alt+L": self.form.nothing_local.click,
            "Alt+F": self.form.service_failed.click, "Alt+0": self.form.kept.clear,
            "Alt+T": self.pause.turn, "Alt+O": self.form.more.open_by_key,
        }  # fmt: skip
        for keys, act in acts.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def start(self, topics: Sequence[str] = ()) -> None:
        """A new visitor: an empty form but for what is safe to keep from the last."""
        self._drop_blank()
        self._open(replace(self.sticky, topics=tuple(topics)), VisitTimer.start(), blank=self.sticky)
        if topics:
            self._changed()
            self.form.outcome.focus_first()

    def take_up(self, draft: Draft) -> None:
        """Go on with a draft. Raises `Problem` where the session it changes is gone."""
        fields = from_draft(draft.fields)
        before = self._context.services.sessions.get(fields.session_id) if fields.session_id else None
        blank = from_session(before) if before else SessionFields()
        timer = VisitTimer.take_up(draft, fields.elapsed, fields.paused, fields.counts_pause)
        self._open(fields, timer, before, blank)
        self.draft_id, self._kept = draft.id, True
        self._show_time()

    def change(self, session: AssistedSession) -> None:
        """Change a session that was saved."""
        fields = from_session(session)
        self._open(fields, VisitTimer(session.started_at), session, fields)

    def _open(
        self, fields: SessionFields, timer: VisitTimer, before: AssistedSession | None = None,
        blank: SessionFields | None = None,
    ) -> None:  # fmt: skip
        self.timer, self._before, self._blank = timer, before, blank or SessionFields()
        self.draft_id, self._kept = new_id(), False
        self._give(fields)
        self.is_open = True
        self._visit_changed()
        self._keep.stop()
        self.form.show_values(fields, Said(before.started_at, before.time_known) if before else None)
        self.show_as(changing=before is not None)
        self._show_time()
        self._show_panel()
        if before is None:
            self._ticks.start()
        self.form.focus_topics()
        self.form.kept.say()
        background, sessions = self._context.background, self._context.services.sessions
        background.run(sessions.count_topics, None, lambda _error: None)
        if not self._is_warm:
            self._is_warm = True
            background.run(warm_up, None, lambda _error: None)

    def _give(self, fields: SessionFields) -> None:
        """The visit holds what these values say was given; a new one keeps what it has already."""
        visit = self._context.visit
        if fields.listings or fields.handouts or self._before is not None:
            visit.clear()
        visit.is_open = True
        known = self._context.services.directory.named(fields.listings) if fields.listings else {}
        for listing_id in fields.listings:
            if listing_id in known:
                visit.signpost(known[listing_id])
        for handout in fields.handouts:
            visit.gave(handout)
        visit.set_topics(fields.topics)
        visit.set_slip(fields.slip)
        visit.changed.emit()

    def values(self) -> SessionFields:
        """What the form and the visit hold now. A listing no longer in the directory stays in its session."""
        given = tuple(listing.id for listing in self._listings)
        if self._before is not None and self._before.listings:
            here = self._context.services.directory.named(self._before.listings)
            given = (*(one for one in self._before.listings if one not in here), *given)
        now = replace(self.form.values(), listings=given, handouts=self._handouts)
        if self._before is not None:
            return now
        timer = self.timer
        return replace(now, elapsed=timer.helped(), paused=timer.paused, counts_pause=timer.counts_pause)

    def is_typed_in(self) -> bool:
        """Whether there is anything here that anyone would miss."""
        if not self.is_open:
            return False
        now = self.values()
        return not now.says_the_same(self._blank) and (self._before is not None or not now.is_blank)

    def _is_worth_keeping(self) -> bool:
        """Whether a draft is: something was typed, or the timer has run for a while."""
        timed = self.is_open and self._before is None and self.timer.helped() >= WORTH_KEEPING
        return timed or self.is_typed_in()

    @property
    def is_changing(self) -> bool:
        """Whether a session that was saved is being changed."""
        return self.is_open and self._before is not None

    def add_topic(self, code: str) -> None:
        """From the search at the top: it is about this too."""
        self.form.topics.add(code, self._context.services.catalogues["topics"].label(code, i18n.language()))
        self.form.outcome.focus_first()

    def _answered(self) -> None:
        if self.is_open:
            self._context.visit.set_slip(self.form.slip.code())
        self._changed()

    def _changed(self) -> None:
        if self.is_open:
            self._show_time()
        if self.is_open and not self._keep.isActive():
            self._keep.start()

    def _visit_changed(self) -> None:
        if not self.is_open:
            return
        visit = self._context.visit
        if visit.is_open:
            self.form.slip.show_printed(visit.slip_printed)
            self._listings, self._handouts = visit.listings, visit.handouts
            self._changed()
        else:  # locked: what was on screen is gone, and waits as a draft
            unkept = self.unkept()
            if unkept is not None:
                visit.hold(self._context.services.sessions.seal_draft(unkept))
            self._close(locked=True)

    def draft(self) -> Draft:
        """What is typed, as a draft."""
        kind = "session" if self._before is None else "change"
        champion, kept = self._context.services.champion.id, self.values().to_draft()
        return Draft(champion, kept, self._began(), kind, id=self.draft_id)

    def keep_now(self) -> None:
        """Keep the draft, if there is anything to keep."""
        self._keep.stop()
        if not self._is_worth_keeping():
            self._drop_blank()  # what was typed and taken out again does not wait in the draft
            return
        try:
            self._context.services.sessions.keep_draft(self.draft())
        except Problem as problem:
            self._kept = False
            self._keep.setInterval(TRY_AGAIN_AFTER)
            self._context.window.say_problem(problem)
        else:
            self._kept = True
            self._keep.setInterval(KEEP_AFTER)
        self._show_time()

    def unkept(self) -> Draft | None:
        """What is typed and could not be kept, after one more try; the timer's last seconds go with it."""
        self.keep_now()
        return self.draft() if self.is_typed_in() and not self._kept else None

    def save(self, again: bool = False) -> None:
        """Save the session; `again` starts the next of the same kind. What can't be saved stays as typed."""
        if not self.is_open or asks_first(self.form, lambda: self.save(again)):
            return
        draft = self.draft_id
        if self.panel.finish_first(lambda: self.save(again) if self.draft_id == draft else None):
            return
        changing = self.is_changing
        try:
            self.form.settle()
            fields = self.values()
            session = self._session(fields)
            done = self._keep_session(session)
        except Invalid as problem:
            question = self.form.show_problem(problem)
            if question is None:
                self._context.window.say_problem(problem)
            else:
                self.bring_into_sight(question)
            return
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        if not changing:
            self.sticky = fields.only(STICKY)
        self._forget_visit()
        if again and not changing:
            self._open(fields.only(SAME_AGAIN), VisitTimer.start(), blank=fields.only(SAME_AGAIN))
            self.form.outcome.focus_first()
        else:
            self._close()
        self._say_saved(session, done, backdated=bool(fields.when))
        self.saved.emit("list" if changing else "again" if again else "home")

    def save_again(self) -> None:
        """Save, and begin the next one of the same kind."""
        self.save(again=True)

    def _session(self, fields: SessionFields) -> AssistedSession:
        services, minutes = self._context.services, self.form.minutes.meant()
        if fields.topics and fields.outcome and minutes is None:
            raise Invalid("minutes", "needed")
        here = (services.champion.id, services.site.id, self._began())
        # What the form does not show may have been told meanwhile on another page: how a hand-off went.
        before = services.sessions.get(self._before.id) if self._before is not None else None
        return fields.to_session(*here, minutes or 0, before)

    def _keep_session(self, session: AssistedSession) -> Done:
        sessions = self._context.services.sessions
        keep = sessions.log if self._before is None else sessions.amend
        return keep(session, self.draft_id, accepted_in(self.form))

    def _say_saved(self, session: AssistedSession, done: Done, backdated: bool) -> None:
        topics = self._context.services.catalogues["topics"]
        named = ", ".join(topics.label(code, i18n.language()) for code in session.topics)
        words = _("Saved. {topic}, {minutes} min.")
        if backdated:
            words = _("Saved for {when}. {topic}, {minutes} min.")
        when = said_words(Said(session.started_at, session.time_known))
        words = words.format(topic=named, minutes=session.minutes, when=when)
        self._context.window.say(words, undo=done)

    def put_aside(self) -> bool:
        """Keep the draft and close the form; False where the draft could not be kept, and so all stays."""
        typed = self.is_typed_in()
        if typed:
            self.keep_now()
        else:
            self._drop_blank()
        if typed and not self._kept:
            return False
        if typed:
            self._context.window.say(_("The draft is kept. Go on with it from the Desk."))
        self._forget_visit()
        self._close()
        return True

    def discard(self) -> None:
        """Throw away what was typed; it can be brought back."""
        draft = self.draft() if self.is_typed_in() else None
        try:
            self._context.services.sessions.discard_draft(self.draft_id)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._forget_visit()
        self._close()
        self.discarded.emit(draft)

    def _drop_blank(self) -> None:
        """Nothing was typed, and whoever leaves now means it: the timer's draft goes."""
        if self.is_open and self._kept and not self.is_typed_in():
            with contextlib.suppress(Problem):  # it is offered once more, and can be thrown away there
                self._context.services.sessions.discard_draft(self.draft_id)
                self._kept = False

    def _forget_visit(self) -> None:
        self.is_open = False
        self._context.visit.clear()

    def _close(self, locked: bool = False) -> None:
        self._keep.stop()
        self._ticks.stop()
        self.is_open, self._before = False, None
        self._listings, self._handouts = (), ()
        if locked:  # nothing stays for a moment, and nothing is read that nobody will see
            self._empty()
            return
        # Out of sight already where another page comes; emptied before the next key is looked at.
        QTimer.singleShot(0, self, self._empty)
        self.closed.emit()

    def _empty(self) -> None:
        """Nothing of the visitor stays in the form, unless the next one is in it already."""
        if not self.is_open:
            self.form.show_values(SessionFields())
            self._show_panel()

    def _show_panel(self) -> None:
        topics = tuple(self.form.topics.codes())
        if self.is_open:
            self._context.visit.set_topics(topics)
        self.panel.show_for(topics, self.form.more.language.code() or i18n.language())

    def _began(self) -> datetime:
        return self.timer.began() if self._before is None else self._before.started_at

    def _tick(self) -> None:
        self.clock.set_badge(self.timer.text(), "accent")
        self.form.minutes.show_timer(self.timer.minutes())
        if self.timer.helped() % KEEP_EVERY == 0 and not self._keep.isActive():
            self.keep_now()

    def _show_time(self) -> None:
        timed = self._before is None and self.form.more.when.said() is None
        self.show_time(self.timer if timed else None, formats.local(self._began()), self._kept)
