"""How a copy of a handout is set: whole, in Easy Read or as a card, in a second language, on which paper."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import wording
from champion_desk.domain.handouts import COLOURS, PAPERS, HandoutOrder
from champion_desk.i18n import _
from champion_desk.ui.widgets.cards import Disclosure
from champion_desk.ui.widgets.chips import ChipGroup

_NONE = "none"


class PaperChoices(QWidget):
    """`changed` at every choice. What does not go together is not offered together."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._layouts: tuple[str, ...] = ()
        self._languages: tuple[str, ...] = ()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        self.layouts = ChipGroup(_("Layout"), [])
        self.seconds = ChipGroup(_("Second language"), [])
        both = [("columns", _("Side by side")), ("sheet", _("In turn"))]
        self.both = ChipGroup(_("The two languages"), both)
        self.fold = fold = Disclosure(_("Paper"))
        self.papers = ChipGroup(_("Paper size"), [(paper, paper) for paper in PAPERS])
        names = {"white": _("White"), "cream": _("Cream"), "yellow": _("Pale yellow")}
        self.colours = ChipGroup(_("Paper colour"), [(colour, names[colour]) for colour in COLOURS])
        self.colours.set_hint(_("Leave it white on coloured paper"))
        for group in (self.layouts, self.seconds, self.both):
            outer.addWidget(group)
        fold.body.addWidget(self.papers)
        fold.body.addWidget(self.colours)
        outer.addWidget(fold)
        for group in (self.layouts, self.seconds, self.both, self.papers, self.colours):
            group.changed.connect(self._changed)
        self.offer((), "en", easy=False)
        self.forget()

    def offer(self, languages: Iterable[str], language: str, easy: bool) -> None:
        """Offer what there is of a handout: these languages besides the one chosen, and Easy Read."""
        named = {"sheet": _("Whole sheet"), "easy": _("Easy Read"), "card": _("Card")}
        layouts = tuple(code for code in named if easy or code != "easy")
        if layouts != self._layouts:
            self._layouts = layouts
            self.layouts.set_choices([(code, named[code]) for code in layouts])
        others = tuple(code for code in languages if code != language)
        if others != self._languages:
            self._languages = others
            choices = [(code, wording.language_name(code)) for code in others]
            self.seconds.set_choices([(_NONE, _("None")), *choices])
        for group, first in ((self.layouts, "sheet"), (self.seconds, _NONE)):
            if group.code() is None:
                group.set_codes([first])
        self._show_what_fits()

    def layout_code(self) -> str:
        """The layout to print."""
        chosen = self.layouts.code() or "sheet"
        return (self.both.code() or "columns") if chosen == "sheet" and self.second() else chosen

    def second(self) -> str:
        """The second language, or nothing."""
        chosen = self.seconds.code() or _NONE
        return "" if chosen == _NONE or self.layouts.code() != "sheet" else chosen

    def paper(self) -> str:
        """The size of the paper."""
        return self.papers.code() or "A4"

    def colour(self) -> str:
        """The colour behind the words."""
        return self.colours.code() or "white"

    def tell(self, order: HandoutOrder) -> None:
        """Say where a copy is not set as it was asked for, because its letters are too large or too small."""
        narrow = order.layout == "columns" and not order.beside
        self.both.set_hint(_("Too narrow here: in turn") if narrow else "")
        small = order.print_points != order.points
        said = {"card": _("The next steps on one side"), "easy": _("In 16 point") if small else ""}
        self.layouts.set_hint(said.get(order.layout, ""))

    def forget(self) -> None:
        """Back to a whole white sheet in one language, without `changed`."""
        for group, first in (
            (self.layouts, "sheet"),
            (self.seconds, _NONE),
            (self.both, "columns"),
            (self.papers, "A4"),
            (self.colours, "white"),
        ):
            group.set_codes([first])
        self._show_what_fits()

    def _changed(self) -> None:
        self._show_what_fits()
        self.changed.emit()

    def _show_what_fits(self) -> None:
        whole = self.layouts.code() == "sheet"
        self.seconds.setVisible(whole and bool(self._languages))
        self.both.setVisible(bool(self.second()))
