"""What the search box at the top finds: topics, handouts and places, pages, and things to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent

from champion_desk import i18n
from champion_desk.domain.catalogue import folded
from champion_desk.i18n import _, ngettext
from champion_desk.ui.alive import while_alive
from champion_desk.ui.announce import announce
from champion_desk.ui.background import Background
from champion_desk.ui.widgets.fields import SearchField
from champion_desk.ui.widgets.suggestions import Suggestions

if TYPE_CHECKING:
    from champion_desk.services.finder import Find, FinderService

_PAUSE_MS = 60


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing the window can do or show: its words, a hint, what it does, further words that find it."""

    text: str
    hint: str
    act: Callable[[], None]
    words: str = ""

    def fits(self, typed: str) -> bool:
        """Whether each word typed begins a word of this."""
        known = folded(f"{self.text} {self.words}").split()
        return all(any(part.startswith(word) for part in known) for word in folded(typed).split())


class FinderPopup(QObject):
    """Opens under the search box; up and down move, Enter goes there, Esc closes."""

    def __init__(
        self,
        field: SearchField,
        finder: FinderService,
        background: Background,
        offers: Callable[[], Sequence[Offer]],
        go_to: Callable[..., None],
    ) -> None:
        super().__init__(field)
        self._field, self._finder, self._background = field, finder, background
        self._offers, self._go_to = offers, go_to
        self._acts: list[Callable[[], None]] = []
        self._asked = 0
        self._wants_first = False
        self.list = Suggestions(_("Found"), field)
        self.list.picked.connect(lambda code: self._act(int(code)))
        field.textEdited.connect(self._edited)
        field.line.installEventFilter(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)

    def _edited(self) -> None:
        self._wants_first = False
        if len(self._field.text().strip()) < 2:
            self._pause.stop()
            self._asked += 1
            self.list.close_list()
            return
        self._pause.start()

    def _ask(self) -> None:
        self._asked += 1
        number, typed, language = self._asked, self._field.text(), i18n.language()

        def answer(found: list[Find]) -> None:
            if number == self._asked:
                self._show(typed, found)

        self._background.run(lambda: self._finder.find(typed, language), while_alive(self, answer))

    def _show(self, typed: str, found: list[Find]) -> None:
        kinds = {
            "topic": _("help with"), "handout": _("handout"), "listing": _("place"), "slip": _("hand-off"),
        }  # fmt: skip
        rows: list[tuple[str, str]] = []
        self._acts = []
        for offer in self._offers():
            if offer.fits(typed):
                rows.append((offer.text, offer.hint))
                self._acts.append(offer.act)
        for one in found:
            kind = kinds.get(one.kind, one.kind)
            hint = kind
            if one.hint and one.kind == "listing":
                hint = _("{kind} in {town}").format(kind=kind, town=one.hint)
            elif one.hint and one.kind == "slip":
                hint = _("{kind}: {topics}").format(kind=kind, topics=one.hint)
            rows.append((one.text, hint))
            self._acts.append(self._opener(one))
        self.list.offer([(str(number), text, hint) for number, (text, hint) in enumerate(rows)])
        if not rows:
            announce(self._field, _("Nothing found."))
            return
        announce(self._field, ngettext("{count} found", "{count} found", len(rows)).format(count=len(rows)))
        if self._wants_first:
            self._act(0)

    def _opener(self, find: Find) -> Callable[[], None]:
        if find.kind == "topic":
            return lambda: self._go_to("log", topic=find.code)
        if find.kind == "handout":
            return lambda: self._go_to("handouts", slug=find.code)
        if find.kind == "slip":
            return lambda: self._go_to("hand-offs", code=find.code)
        return lambda: self._go_to("directory", listing=find.code)

    def _act(self, number: int) -> None:
        act = self._acts[number] if 0 <= number < len(self._acts) else None
        self.close()
        if act is not None:
            act()

    def close(self) -> None:
        """Fold away, and empty the box: what one person looked for is gone for the next."""
        self._asked += 1
        self._wants_first = False
        self._pause.stop()
        self._acts = []
        self.list.close_list()
        self._field.set_text("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.lostFocus() and not self.list.underMouse():
            # Another page, another person: what was looked for goes with the keyboard, unless it only went
            # to another program.
            away = event.reason() in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
            self.list.close_list() if away else self.close()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            current = self.list.current()
            if current is not None and not self._pause.isActive():
                self._act(int(current[0]))
            elif len(self._field.text().strip()) >= 2:
                self._wants_first = True  # Enter was quicker than the search
                self._pause.stop()
                self._ask()
            return True
        if not self.list.is_open():
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            announce(self._field, self.list.step(1 if key == Qt.Key.Key_Down else -1))
            return True
        if key == Qt.Key.Key_Escape:
            self.list.close_list()
            return True
        return False
