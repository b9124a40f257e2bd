"""The public libraries on their way into a new directory, while the person reads on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from champion_desk.i18n import _, ngettext
from champion_desk.ui.alive import while_alive
from champion_desk.ui.background import Background
from champion_desk.ui.problems import trouble_of

if TYPE_CHECKING:
    from champion_desk.services import Services
    from champion_desk.services.intake import TakenIn


class Libraries(QObject):
    """Takes the shipped list in once; `changed` when there is something else to say about it."""

    changed = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._asked = False
        self._used: int | None = None
        self._trouble = ""

    def take_in(self, services: Services) -> None:
        """Begin, unless it was begun before."""
        if self._asked:
            return
        self._asked = True

        def work() -> TakenIn:
            from champion_desk.services.shipped import take_in_libraries  # the importers load slowly

            return take_in_libraries(services)

        # The first run may be over before this is.
        self._background.run(work, while_alive(self, self._taken_in), while_alive(self, self._failed))

    def _taken_in(self, taken: TakenIn) -> None:
        self._used = taken.preview.used
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._trouble = trouble_of(error).sentence
        self.changed.emit()

    def is_under_way(self) -> bool:
        """Whether it is not finished yet."""
        return self._asked and self._used is None and not self._trouble

    def sentence(self) -> str:
        """How far it is."""
        if self._trouble:
            return self._trouble
        if self._used is None:
            return _("Adding the public libraries of Scotland and Wales to your directory…")
        return ngettext(
            "{count} public library is in your directory.",
            "{count} public libraries are in your directory.",
            self._used,
        ).format(count=f"{self._used:,}")
