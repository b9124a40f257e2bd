"""A badge that was read: what it says, what was proven, and what could not be, before it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from champion_desk import formats
from champion_desk.domain.badges import Badge
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.learning_words import proven_text, unproven_text
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.dialog import Dialog
from champion_desk.ui.form import Form
from champion_desk.ui.problems import show_in
from champion_desk.ui.widgets.fields import TextField
from champion_desk.ui.widgets.labels import PlainLabel

_NAME_LENGTH = 120


class BadgeDialog(Dialog):
    """`kept` brings the badge's name, and what Undo needs."""

    kept = Signal(str, object)

    def __init__(self, context: Context, badge: Badge, parent: QWidget) -> None:
        self._is_over = badge.is_expired(date.today())
        main = _("Keep it all the same") if self._is_over else _("Keep this badge")
        super().__init__(parent, badge.name or _("A badge without a name"), main, width=600)
        self._context, self._badge = context, badge
        self.form = Form()
        self.name = TextField(_("Name"))
        self.name.setMaxLength(_NAME_LENGTH)
        self.name.setText(badge.name)
        if not badge.name.strip():  # what it is called stands on the web; one has to say it
            self.form.row(_("Name"), self.name, _("as it stands on your badge"), required=True, name="name")
            self.body.addWidget(self.form)
        else:
            self.name.setParent(self)
            self.name.hide()
        for line in badge_lines(badge):
            self.body.addWidget(PlainLabel(line))
        if self._is_over:
            self.body.addWidget(PlainLabel(_("Its time is over."), "small-strong", tone="partly"))
        for title, lines in badge_parts(badge):
            self.body.addWidget(PlainLabel(title, "strong"))
            self.body.addWidget(PlainLabel("\n".join(lines), "small"))
        (self.main if badge.name.strip() else self.name).setFocus()

    def submit(self) -> None:
        """Keep it, or say why not."""
        badge = replace(self._badge, name=self.name.text().strip())
        try:
            done = self._context.services.learning.badges.keep(badge, even_expired=self._is_over)
        except Problem as problem:
            if not show_in(self.form, problem):
                self.complaint.say_error(problem)
            return
        self.accept()
        self.kept.emit(badge.name, done)


def badge_lines(badge: Badge) -> list[str]:
    """Who gave it, when, and until when it counts."""
    lines = [_("From {issuer}").format(issuer=badge.issuer)] if badge.issuer else []
    if badge.issued_on is not None:
        lines.append(_("Given on {date}").format(date=formats.long_date(badge.issued_on)))
    if badge.expires_on is not None:
        lines.append(_("Counts until {date}").format(date=formats.long_date(badge.expires_on)))
    return lines


def badge_parts(badge: Badge) -> list[tuple[str, list[str]]]:
    """What was proven and what could not be, under their headings."""
    proven = [proven_text(code) for code in badge.proven]
    unproven = [unproven_text(code) for code in badge.unproven]
    parts = [(_("Proven here"), proven), (_("Not proven"), unproven)]
    return [(title, lines) for title, lines in parts if lines]
