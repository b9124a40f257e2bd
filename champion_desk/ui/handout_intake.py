"""Takes in a handout from another desk: asks for its file, says what is in it, then keeps all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from champion_desk import wording
from champion_desk.domain.findings import NOTHING_ACCEPTED, Accepted
from champion_desk.domain.problems import Invalid, Problem
from champion_desk.i18n import _
from champion_desk.services.handout_exchange import TakenIn
from champion_desk.services.handout_sharing import SharedSheet
from champion_desk.services.privacy_scanner import pieces
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.confirm import ConfirmDialog
from champion_desk.ui.files import ask_which_handout


class HandoutIntake:
    """For one page; `show` brings the slug and language of what was taken in."""

    def __init__(self, context: Context, page: QWidget, show: Callable[[str, str], None]) -> None:
        self._context, self._page, self._show = context, page, show

    def ask(self) -> None:
        """Ask which file."""
        path = ask_which_handout(self._page)
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path) -> None:
        """Read a file behind the window, and say what is in it."""
        exchange = self._context.services.handout_exchange
        self._context.background.run(
            lambda: exchange.preview(path),
            while_alive(self._page, lambda sheets: self._ask(path.name, sheets)),
            while_alive(self._page, self._context.window.say_problem),
        )

    def _ask(self, file: str, sheets: Sequence[SharedSheet]) -> None:
        named = "\n".join(f"{one.title} ({wording.language_name(one.language)})" for one in sheets)
        ConfirmDialog(
            self._page,
            _("Take in {file}?").format(file=file),
            _("It holds these sheets. Yours stay as they are.\n\n{sheets}").format(sheets=named),
            _("Take it in"),
            lambda: self._take(sheets),
        ).open()

    def _take(self, sheets: Sequence[SharedSheet], accepted: Accepted = NOTHING_ACCEPTED) -> None:
        try:
            taken = self._context.services.handout_exchange.take_in(sheets, accepted)
        except Invalid:
            found = frozenset[str]().union(*(pieces(one.text) for one in sheets))
            ConfirmDialog(
                self._page,
                _("Is this about a person?"),
                _(
                    "These pieces look personal: {pieces}. Take it in only if they belong to a service."
                ).format(pieces=", ".join(sorted(found))),
                _("They belong to a service"),
                lambda: self._take(sheets, found),
            ).open()
        except Problem as problem:
            self._context.window.say_problem(problem)
        else:
            self._taken(taken, sheets)

    def _taken(self, taken: TakenIn, sheets: Sequence[SharedSheet]) -> None:
        if not taken.added:
            self._context.window.say(_("This desk has that handout already. Nothing was changed."))
            return
        self._show(taken.done.record_id, sheets[0].language)
        self._context.window.say(_("Taken in: {title}.").format(title=sheets[0].title), undo=taken.done)
