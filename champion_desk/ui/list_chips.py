"""Chips for one of the council's lists: what is offered now, and what was chosen while it was offered."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QShowEvent

from champion_desk import i18n
from champion_desk.services.catalogues import Catalogues
from champion_desk.ui.coded_answers import choices, letters
from champion_desk.ui.widgets.chips import ChipGroup


class ListChips(ChipGroup):
    """Each time it is shown, the list is offered as it is by then; an old answer stands at its end.

    `keyed` chips are chosen by a letter too, where the list has letters.
    """

    def __init__(
        self,
        label: str,
        catalogues: Catalogues,
        name: str,
        several: bool = False,
        optional: bool = False,
        show_label: bool = True,
        keyed: bool = False,
    ) -> None:
        self._catalogues, self._name, self._settling, self._keyed = catalogues, name, True, keyed
        self._offered: list[tuple[str, str]] = choices(catalogues.offered(name))
        keys = letters(catalogues.offered(name)) if keyed else {}
        super().__init__(label, self._offered, several, optional, keys=keys, show_label=show_label)
        self._settling = False

    def set_codes(self, codes: Iterable[str]) -> None:
        wanted = list(codes)
        if not self._settling:
            self._offer(wanted)
        super().set_codes(wanted)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.set_codes(self.codes())  # the list may have been changed on another page

    def _offer(self, chosen: Iterable[str]) -> None:
        items = self._catalogues.offered(self._name)
        old = [code for code in chosen if code and code not in items and code in self._catalogues[self._name]]
        known, language = self._catalogues[self._name], i18n.language()
        offered = [*choices(items), *((code, known.label(code, language)) for code in old)]
        if offered != self._offered:
            self._offered, self._settling = offered, True
            self._keys = letters(items) if self._keyed else {}
            self.set_choices(offered)
            self._settling = False
