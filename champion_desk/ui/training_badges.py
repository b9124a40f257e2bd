"""My badges: taken in from a file, shown with what is proven of each, and taken away again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from champion_desk import formats
from champion_desk.domain.badges import SIGNATURE, Badge
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.badge import BadgeDialog, badge_parts
from champion_desk.ui.files import ask_which_file
from champion_desk.ui.record_table import Column, RecordModel, RecordTable
from champion_desk.ui.training_overview import row_of
from champion_desk.ui.widgets.buttons import SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import PlainLabel


class Badges(Card):
    """A table of badges; under it what was proven of the one the keyboard is on."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Badges"))
        self._context = context
        self.take = SecondaryButton(_("&Take in a badge…"), "folder-open", small=True)
        self.take.clicked.connect(self._ask)
        self.header.addWidget(self.take)
        words = _("Open Badges as JSON, PNG or SVG. Nothing that a badge names is loaded from the web.")
        self.body.addWidget(PlainLabel(words, "small"))
        self.model: RecordModel[Badge] = RecordModel(
            [
                Column(_("Badge"), lambda one: one.name, stretch=2),
                Column(_("From"), lambda one: one.issuer, stretch=1, quiet=True, spare=True),
                Column(_("Given"), _given, quiet=True, spare=True),
                Column(_("State"), _state, tone=_tone),
            ]
        )
        self.table = RecordTable(_("My badges"), self.model, grow=True)
        self.table.selected_record.connect(lambda _one: self._offer())
        self.body.addWidget(self.table)
        self.details = PlainLabel("", "small")
        self.body.addWidget(self.details)
        self._remove = SecondaryButton(_("Take this badge away"), "trash-2", small=True)
        self._remove.clicked.connect(self._take_away)
        self._actions = row_of(self._remove)
        self.body.addWidget(self._actions)

    def load(self) -> None:
        """Read my badges again."""
        found = self._context.services.learning.badges.all()
        self.model.set_rows(found[::-1])
        self.table.setVisible(bool(found))
        if found:
            self.table.select_row(0)
        self._offer()

    def _offer(self) -> None:
        badge = self.table.record() if self.model.rowCount() else None
        self._actions.setVisible(badge is not None)
        self.details.setVisible(badge is not None)
        if badge is not None:
            lines = [line for title, lines in badge_parts(badge) for line in (f"{title}:", *lines)]
            self.details.setText("\n".join(lines))

    def _ask(self) -> None:
        kinds = (".json", ".png", ".svg", ".jwt", ".txt")
        path = ask_which_file(self, _("Choose a badge"), _("Open Badges"), *kinds)
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        """Read a badge beside the window, then ask whether to keep it."""
        badges, window = self._context.services.learning.badges, self._context.window
        self._context.background.run(
            lambda: badges.read(path), while_alive(self, self._show), while_alive(self, window.say_problem)
        )

    def _show(self, badge: Badge) -> None:
        dialog = BadgeDialog(self._context, badge, self)
        dialog.kept.connect(self._kept)
        dialog.open()

    def _kept(self, name: str, done: object) -> None:
        self.load()
        said = _("“{badge}” is kept.").format(badge=name)
        self._context.window.say(said, undo=done)  # type: ignore[arg-type]

    def _take_away(self) -> None:
        badge = self.table.record()
        if badge is None:
            return
        try:
            done = self._context.services.learning.badges.remove(badge.id)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self.load()
        next_stop: QWidget = self._remove if self.model.rowCount() else self.take
        next_stop.setFocus()
        self._context.window.say(_("Taken away: {badge}").format(badge=badge.name), undo=done)


def _given(badge: Badge) -> str:
    return formats.long_date(badge.issued_on) if badge.issued_on else ""


def _state(badge: Badge) -> str:
    if badge.is_expired(date.today()):
        return _("over")
    return _("signature fits") if SIGNATURE in badge.proven else _("not proven")


def _tone(badge: Badge) -> str:
    is_good = SIGNATURE in badge.proven and not badge.is_expired(date.today())
    return "done" if is_good else "partly"
