"""How the session form lies on its page: heading, questions, panel beside or below, acts in view."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from champion_desk import formats
from champion_desk.i18n import _
from champion_desk.ui.context import Context
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.session_form import SessionForm
from champion_desk.ui.session_panel import SessionPanel
from champion_desk.ui.session_pause import PauseNote
from champion_desk.ui.session_when import said_words
from champion_desk.ui.theme import theme
from champion_desk.ui.visit_timer import VisitTimer
from champion_desk.ui.widgets.buttons import PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import Badge, PlainLabel
from champion_desk.ui.widgets.scroll import Scroll

# Narrower than this, at 100 % text size, the panel stands below the questions.
SIDE_BY_SIDE = 720
# Per cent of the width for the questions, where the panel stands beside them.
FORM_SHARE = 65
# Lower than this, at 100 % text size, the acts scroll with the questions.
LOW = 360
# Kept in sight above what is unfolded: the line that folds it again.
MARKS_HIGH = 48


class SessionSheet(QWidget):
    """The parts of the form's view; whoever owns it says what they do."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        services = context.services
        self.form = SessionForm(
            services.catalogues,
            services.sessions.topic_uses,
            services.sessions.new_slip,
            services.areas,
            services.asked.on,
        )
        self.title = PlainLabel(_("Help someone"), "title", wrap=False)
        self.clock = Badge("0:00", "accent", "timer")
        self.started = PlainLabel("", "quiet", wrap=False)
        self.pause = PauseNote()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 8)
        outer.setSpacing(8)
        heading = FlowLayout(gap=12)
        heading.setContentsMargins(8, 0, 8, 0)
        for widget in (self.title, self.clock, self.started, self.pause, self.form.kept):
            heading.addWidget(widget)
        outer.addLayout(heading)
        outer.addLayout(self._columns(), 1)
        self.panel = SessionPanel(context)
        self._side.body.addWidget(self.panel)

    def _columns(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        inner = self._inner = QWidget()
        self._under = QVBoxLayout(inner)
        self._under.setContentsMargins(8, 8, 8, 8)
        self._under.setSpacing(16)
        self._under.addWidget(self.form)
        card = Card()
        # The scrolled part brings its own margin, which the focus ring needs.
        card.layout().setContentsMargins(10, 8, 10, 14)  # type: ignore[union-attr]
        self._scroll = Scroll(inner)
        card.body.addWidget(self._scroll, 1)
        self._card, self._acts = card, self._footer()
        card.body.addWidget(self._acts)
        self.form.more.toggled.connect(self._unfolded)
        holder = QVBoxLayout()
        holder.setContentsMargins(8, 0, 8, 8)
        holder.addWidget(card)
        row.addLayout(holder, FORM_SHARE)
        self._side = Scroll()
        self._side.body.setContentsMargins(8, 0, 8, 8)
        row.addWidget(self._side, 100 - FORM_SHARE)
        return row

    def _footer(self) -> QWidget:
        acts = QWidget()
        row = FlowLayout(acts, gap=10)
        row.setContentsMargins(8, 0, 8, 0)
        self.save_button = PrimaryButton(_("Save"), key_hint=_("Ctrl Enter"))
        self.again_button = SecondaryButton(_("Save, same again"))
        self.again_button.setAccessibleDescription(_("Key: {key}").format(key=_("Ctrl Shift Enter")))
        self.discard_button = SecondaryButton(_("Discard"), "trash-2")
        for widget in (self.save_button, self.again_button, self.discard_button):
            row.addWidget(widget)
        self._esc = PlainLabel(_("Esc keeps the draft"), "quiet", wrap=False)
        row.addWidget(self._esc)
        return acts

    def bring_into_sight(self, question: QWidget) -> None:
        """Scroll to a question as a whole, once what has grown has its place."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(question, 0, theme().px(8)))

    def _unfolded(self, opened: bool) -> None:
        """Bring what was unfolded into sight, once it has its place."""
        if opened and self.isVisible():
            QTimer.singleShot(0, self, self._scroll_to_more)

    def _scroll_to_more(self) -> None:
        top = self.form.more.mapTo(self._inner, QPoint(0, 0)).y()
        self._scroll.verticalScrollBar().setValue(top - theme().px(MARKS_HIGH))

    def show_as(self, changing: bool) -> None:
        """For a new session, or for changing one."""
        self.title.setText(_("Change a session") if changing else _("Help someone"))
        self.save_button.setText(_("Save changes") if changing else _("Save"))
        self.discard_button.setText(_("Leave it as it was") if changing else _("Discard"))
        self.discard_button.set_icon("undo-2" if changing else "trash-2")
        self.again_button.setVisible(not changing)

    def show_time(self, timer: VisitTimer | None, began: datetime, is_kept: bool) -> None:
        """The timer with its pause; or without one the other time that was given, or when a session began."""
        said = self.form.more.when.said()
        self.clock.setVisible(timer is not None)
        self.pause.show_timer(timer)
        if timer is not None:
            self.clock.set_badge(timer.text(), "accent")
            self.form.minutes.show_timer(timer.minutes())
            words = _("started {time} · draft kept") if is_kept else _("started {time}")
        elif said is not None:
            words = _("for {when} · draft kept") if is_kept else _("for {when}")
        else:
            words = _("{day}, {time} · draft kept") if is_kept else _("{day}, {time}")
        day, when = formats.full_date(began.date()), said_words(said) if said is not None else ""
        self.started.setText(words.format(time=formats.clock(began), day=day, when=when))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme().px(SIDE_BY_SIDE)
        if beside != self._side.isAncestorOf(self.panel):
            (self._side.body if beside else self._under).addWidget(self.panel)
        self._side.setVisible(beside)
        # Where the window is low for its text, the questions need the room: the acts stand after them.
        below = self.height() < theme().px(LOW)
        if below != self._inner.isAncestorOf(self._acts):
            if below:
                self._under.insertWidget(1, self._acts)
            else:
                self._card.body.addWidget(self._acts)
        # The hint gives way where it would take a line of its own from the questions.
        room = self.width() * (FORM_SHARE if beside else 100) // 100
        self._esc.setVisible(room >= theme().px(610))
