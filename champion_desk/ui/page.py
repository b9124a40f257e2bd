"""What every page of the window is: built when first shown, told when it is entered and left."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from champion_desk.domain.sessions import Draft
from champion_desk.ui.context import Context


class Page(QWidget):
    """One screen of the window.

    A page module in `ui/pages/` declares NAME (stable, for `go_to`), ORDER (place in the rail, 1 to 9
    have Ctrl+number; 90 and up stand below), ICON (Lucide's name), `title()` (translated word in the
    rail) and PAGE, the class. A page with a PARENT, another page's NAME, is reached from that page and
    does not stand in the rail; Esc goes back there. One that is wanted every day may say AHEAD = True: like
    those in the rail it is built before it is asked for.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def build_on(self) -> bool:
        """Build one more part ahead of its need; False where none is left to build."""
        return False

    def enter(self, **arguments: object) -> None:
        """The page is shown; the arguments say what it should show."""

    def leave(self) -> None:
        """Another page is shown instead: keep what was typed."""

    def step_back(self) -> bool:
        """Esc: go back one step inside the page; False where there is nothing to go back from."""
        return False

    def unkept(self) -> Draft | None:
        """What was typed here and could not be kept, after one more try; None where all is kept."""
        return None

    def badge(self) -> int:
        """How many things on this page need the champion; shown in the rail."""
        return 0
