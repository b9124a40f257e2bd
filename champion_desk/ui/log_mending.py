"""Acts on lines of the log: history, removing, bringing back, changing many; each can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from champion_desk import formats
from champion_desk.domain.champions import Champion
from champion_desk.domain.log_query import Found, LogQuery
from champion_desk.domain.problems import Problem
from champion_desk.i18n import _, ngettext
from champion_desk.services.changes import Done
from champion_desk.services.log_lines import Line, TallyLine
from champion_desk.services.session_history import steps_of
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.change_many import ChangeManyDialog
from champion_desk.ui.dialogs.export_log import ExportLogDialog
from champion_desk.ui.dialogs.session_history import SessionHistoryDialog
from champion_desk.ui.dialogs.tally_count import TallyCountDialog
from champion_desk.ui.log_history import Names

# So many can be written at once without anyone noticing; more are written behind the window.
_AT_ONCE = 10


class Mending(QObject):
    """`mended` once something was done, so that the keyboard goes back to the list."""

    mended = Signal()

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over

    @cached_property
    def _listings(self) -> dict[str, str]:
        return self._context.services.directory.names()

    def _names(self) -> Names:
        services = self._context.services
        return Names(
            services.catalogues,
            {one.id: one.name for one in services.log_lines.champions()},
            {one.id: one.name for one in services.log_lines.sites()},
            lambda one: self._listings.get(one, _("a place no longer in the directory")),
        )

    def show_history(self, line: Line | None) -> None:
        """Show what happened to a session."""
        if not isinstance(line, Found):
            return
        try:
            changes = self._context.services.sessions.history(line.session.id)
            names = self._names()
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        steps = steps_of(line.session, changes)
        SessionHistoryDialog(line.session, steps, names, self._over).open()

    def remove(self, lines: Sequence[Line], reason: str) -> None:
        """Set aside what is chosen: its sessions, or where there are none, its quick counts."""
        services = self._context.services
        sessions = [one for one in lines if isinstance(one, Found)]
        if sessions:
            ids = [one.session.id for one in sessions]
            self._do(lambda: services.log.remove(ids, reason), _removed_words(sessions), len(ids))
            return
        counted = [tally for one in lines if isinstance(one, TallyLine) for tally in one.tallies]
        people = sum(tally.count for tally in counted)
        words = ngettext("Removed {count} quick one.", "Removed {count} quick ones.", people)
        tallies = [tally.id for tally in counted]
        self._do(lambda: services.tallies.remove(tallies, reason), words.format(count=people), len(tallies))

    def restore(self, lines: Sequence[Line]) -> None:
        """Bring back what was removed."""
        log = self._context.services.log
        ids = [one.session.id for one in lines if isinstance(one, Found)]
        words = ngettext("Brought back {count} session.", "Brought back {count} sessions.", len(ids))
        self._do(lambda: log.restore(ids), words.format(count=f"{len(ids):,}"), len(ids))

    def _do(self, act: Callable[[], Done], words: str, count: int) -> None:
        if count > _AT_ONCE:
            self._context.background.run(
                act,
                while_alive(self, lambda done: self._say(words, done)),
                while_alive(self, self._context.window.say_problem),
            )
            return
        try:
            done = act()
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self._say(words, done)

    def _say(self, words: str, done: Done) -> None:
        self._context.window.say(words, undo=done)
        self.mended.emit()

    def change_many(self, lines: Sequence[Line], champions: Sequence[Champion]) -> None:
        """Ask what the sessions that are chosen should become."""
        sessions = [one.session for one in lines if isinstance(one, Found)]
        if not sessions:
            return
        dialog = ChangeManyDialog(self._context, sessions, champions, self._over)
        dialog.changed.connect(self._say)
        dialog.open()

    def change_count(self, line: TallyLine) -> None:
        """Ask how many quick ones a line should stand for."""
        dialog = TallyCountDialog(self._context, line, self._over)
        dialog.changed.connect(self._count_changed)
        dialog.open()

    def _count_changed(self, count: int, done: Done) -> None:
        self._say(ngettext("Now {count} counted.", "Now {count} counted.", count).format(count=count), done)

    def export(self, query: LogQuery, filtered: bool) -> None:
        """Ask what to export of what is shown; `filtered` where filters leave something out."""
        ExportLogDialog(self._context, query, filtered, self._over).open()


def _removed_words(sessions: Sequence[Found]) -> str:
    if len(sessions) == 1:
        time = formats.clock(formats.local(sessions[0].session.started_at))
        return _("Removed the session of {time}.").format(time=time)
    words = ngettext("Removed {count} session.", "Removed {count} sessions.", len(sessions))
    return words.format(count=f"{len(sessions):,}")
