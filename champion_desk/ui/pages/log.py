"""The Log: the form for helping someone, and behind it the list to find and mend."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.i18n import _
from champion_desk.ui.context import Context
from champion_desk.ui.page import Page
from champion_desk.ui.pages.log_form import FormView
from champion_desk.ui.pages.log_list import LogList

NAME = "log"
ORDER = 2
ICON = "notebook-pen"


def title() -> str:
    """The page's name in the rail."""
    return _("Log")


class LogPage(Page):
    """Shows the form while someone is being helped or a session changed, else the list."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack)
        self.list = LogList(context)
        self._stack.addWidget(self.list)
        self.list.wanted.connect(self._wanted)
        self.list.drafts.continued.connect(self._continue)
        context.changes.changed.connect(self._changed)
        context.visit.changed.connect(self._visit_changed)

    @cached_property
    def form(self) -> FormView:
        """The form's side: built ahead, or when it is first wanted."""
        made = FormView(self.context)
        self._stack.addWidget(made)
        made.saved.connect(self._saved)
        made.closed.connect(self._closed)
        made.discarded.connect(self._discarded)
        return made

    @property
    def _is_open(self) -> bool:
        return "form" in vars(self) and self.form.is_open

    def build_on(self) -> bool:
        if "form" in vars(self):
            return False
        self.form.resize(self.size())
        self.form.grab()  # so that its first visitor does not wait until each part has found its place
        return True

    def enter(self, **arguments: object) -> None:
        """`new` and `topic` help someone; `session_id` changes a session, `draft_id` goes on with a draft.

        `days` are the first and the last day to list.

        A form that is open stays open: a new one only begins once it is saved or put aside.
        """
        acts: dict[str, Callable[[str], None]] = {
            "session_id": self._change, "draft_id": self._continue, "topic": self._help_with,
            "new": lambda _new: self._help(),
        }  # fmt: skip
        asked = next((name for name in acts if arguments.get(name)), "")
        if asked:
            acts[asked](str(arguments[asked]))
        elif not self._is_open and ("days" in arguments or self._stack.currentWidget() is self.list):
            self.list.load(arguments.get("days"))
        self._show_right_side()
        if not self._is_open:
            self.list.help_button.setFocus()
        elif not asked:
            (self.form.focusWidget() or self.form.form.topics.line).setFocus()

    def leave(self) -> None:
        """Another page is shown: the form stays open, and is kept."""
        if self._is_open:
            self.form.keep_now()
        self.list.fold()

    def unkept(self) -> Draft | None:
        """What is typed in the form, where it could not be kept."""
        return self.form.unkept() if self._is_open else None

    def step_back(self) -> bool:
        """Esc: keep the draft and go to the Desk; from changing a session, back to the list."""
        if not self._is_open:
            return self.list.step_back()
        changing = self.form.is_changing
        if self.form.put_aside() and not changing:
            self.context.window.go_to("desk")
        return True

    def _help(self) -> None:
        if not self.form.is_typed_in():
            self.form.start()
        self.form.form.focus_topics()

    def _help_with(self, topic: str) -> None:
        if self._is_open and not self.form.is_changing:
            self.form.add_topic(topic)
        elif not self._is_open or self.form.put_aside():
            self.form.start([topic])

    def _wanted(self, session: AssistedSession | None) -> None:
        if session is None:
            self._help()
        else:
            self._change(session.id)
        self._show_right_side()

    def _change(self, session_id: str) -> None:
        if self._is_open and not self.form.put_aside():
            return
        try:
            self.form.change(self.context.services.sessions.get(session_id))
        except Problem as problem:
            self.context.window.say_problem(problem)
            self.list.load()

    def _continue(self, draft_id: str) -> None:
        if self._is_open and (self.form.draft_id == draft_id or not self.form.put_aside()):
            return
        drafts = {draft.id: draft for draft in self.context.services.sessions.drafts()}
        try:
            if draft_id not in drafts:
                raise Problem("record-gone")
            self.form.take_up(drafts[draft_id])
        except Problem as problem:
            self.context.window.say_problem(problem)
            self.list.load()
        self._show_right_side()

    def _saved(self, then: str) -> None:
        if then == "home":
            self.context.window.go_to("desk")
        elif then == "list":
            self._show_right_side()
            self.list.table.setFocus()

    def _discarded(self, draft: Draft | None) -> None:
        if draft is not None:
            self.list.drafts.note_discarded(draft)
            self.context.window.say(_("The draft was thrown away. You can bring it back from here."))
        self._stack.setCurrentWidget(self.list)
        self.list.load()
        self.list.help_button.setFocus()

    def _closed(self) -> None:
        """The list comes back; where another page or the lock follows at once, nobody waits for it."""
        QTimer.singleShot(0, self, self._show_if_in_sight)

    def _show_if_in_sight(self) -> None:
        if self.isVisible():
            self._show_right_side()

    def _show_right_side(self) -> None:
        side = self.form if self._is_open else self.list
        if self._stack.currentWidget() is not side:
            self._stack.setCurrentWidget(side)
            if side is self.list:
                self.list.load()

    def _visit_changed(self) -> None:
        """Something was given while nobody was being helped yet: that is the start of a session."""
        visit = self.context.visit
        if (visit.listings or visit.handouts) and not visit.is_open and self.isVisible():
            self.form.start()
            self._show_right_side()

    def _changed(self, kind: str) -> None:
        if kind in ("sessions", "tallies", "lists", "drafts", "champions") and self.list.isVisible():
            self.list.load()


PAGE = LogPage
