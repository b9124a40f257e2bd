"""What fills the window: the first run, unlocking, or the open desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from champion_desk.services import Services


class Screen(QWidget):
    """The desktop swaps screens, and asks them what only they know."""

    def focus_first(self) -> None:
        """Put the keyboard where typing begins."""

    def leave(self) -> None:
        """The screen goes: keep what was typed, stop what is under way."""

    def speak_anew(self) -> bool:
        """The language has changed: say everything again. False where the screen is to be built anew."""
        return False

    def say_problem(self, error: BaseException) -> None:
        """Say what is wrong and what to do; a fault of our own shows details to copy."""
        from champion_desk.ui.dialogs.fault import FaultDialog  # seldom needed, and never at first
        from champion_desk.ui.problems import trouble_of

        FaultDialog(trouble_of(error), self).open()

    def opened_here(self) -> Services | None:
        """A desk that was opened on this screen and that no sitting has taken over."""
        return None
