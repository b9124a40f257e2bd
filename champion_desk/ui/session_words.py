"""How sessions are told in lists: their columns, and counts of people in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt

from champion_desk import formats, i18n
from champion_desk.domain.sessions import AssistedSession
from champion_desk.i18n import _, ngettext
from champion_desk.services.catalogues import Catalogues
from champion_desk.ui.record_table import Column
from champion_desk.wording import outcome_tone


def people_helped(sessions: Iterable[AssistedSession]) -> str:
    """7 people helped."""
    count = sum(session.people for session in sessions)
    return ngettext("{count} person helped", "{count} people helped", count).format(count=count)


def topic_words(session: AssistedSession, catalogues: Catalogues) -> str:
    """What it was about."""
    return ", ".join(catalogues["topics"].label(code, i18n.language()) for code in session.topics)


def ending_words(session: AssistedSession, catalogues: Catalogues) -> str:
    """How it ended, in a word."""
    return catalogues["outcomes"].label(session.outcome, i18n.language())


def detail_words(session: AssistedSession, catalogues: Catalogues) -> str:
    """Why it could not be done, or else how long it took."""
    if session.outcome_reason:
        return catalogues.reasons.label(session.outcome_reason, i18n.language())
    return formats.minutes(session.minutes)


def _time(session: AssistedSession) -> str:
    return formats.clock(formats.local(session.started_at))


def desk_columns(catalogues: Catalogues) -> list[Column[AssistedSession]]:
    """The columns on the Desk: short, to be read in passing."""
    return [
        Column(_("Time"), _time),
        Column(_("What"), lambda one: topic_words(one, catalogues), stretch=True),
        Column(
            _("How it went"),
            lambda one: ending_words(one, catalogues),
            tone=lambda one: outcome_tone(one.outcome),
        ),
        Column("", lambda one: detail_words(one, catalogues), quiet=True, spare=True),
    ]


def day_columns(
    catalogues: Catalogues, champion: Callable[[AssistedSession], str]
) -> list[Column[AssistedSession]]:
    """The columns of a day's list."""
    return [
        Column(_("Time"), _time),
        Column(_("What"), lambda one: topic_words(one, catalogues), stretch=True),
        Column(
            _("How it went"),
            lambda one: ending_words(one, catalogues),
            tone=lambda one: outcome_tone(one.outcome),
        ),
        Column(_("Minutes"), lambda one: str(one.minutes), align=Qt.AlignmentFlag.AlignRight, spare=True),
        Column(_("Champion"), champion, spare=True),
    ]
