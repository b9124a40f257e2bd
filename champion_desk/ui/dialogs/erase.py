"""Asks before what was chosen is erased for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from champion_desk.domain.erasure import Match
from champion_desk.i18n import _, ngettext
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.erasing import ErasingDialog
from champion_desk.ui.privacy_words import counts_text
from champion_desk.ui.widgets.labels import PlainLabel


class EraseDialog(ErasingDialog):
    """Shows counts only, never what a match says."""

    def __init__(self, context: Context, parent: QWidget, matches: Sequence[Match]) -> None:
        count, ids = len(matches), tuple(match.id for match in matches)
        title = ngettext("Erase {count} record for good?", "Erase {count} records for good?", count)
        sentences = (
            _("It goes from the desk, from its search, from drafts and from what Undo keeps."),
            _("This can't be undone."),
            _("Only a line with today's date and these counts stays, to show that it was done."),
        )
        title = title.format(count=f"{count:,}")
        super().__init__(context, parent, title, sentences, partial(context.services.erasure.erase, ids))
        kinds = Counter(match.kind for match in matches)
        self.words = PlainLabel(_("Chosen: {counts}.").format(counts=counts_text(kinds)), "strong")
        self.body.insertWidget(0, self.words)
