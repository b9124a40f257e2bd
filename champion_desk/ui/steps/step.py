"""What every step of the first run is: a heading, something to answer, a check before going on."""

from __future__ import annotations

from PySide6.QtCore import Signal

from champion_desk.ui.backdrop import Words
from champion_desk.ui.complaint import Complaint
from champion_desk.ui.door import Door
from champion_desk.ui.steps.answers import Answers
from champion_desk.ui.widgets.labels import PlainLabel


class Step(Words):
    """`finish` keeps the answers and emits `done`, or says what is missing; Enter in a field asks for it."""

    done = Signal()
    changed = Signal()

    def __init__(self, door: Door, answers: Answers, title: str, text: str) -> None:
        super().__init__(14)
        self.door, self.answers = door, answers
        self.title = title
        self.body.addWidget(PlainLabel(title, "title"))
        self.body.addWidget(PlainLabel(text, "body"))
        self.complaint = Complaint()

    def keep(self) -> None:
        """Put what is typed into the answers, right or not."""

    def finish(self) -> None:
        """Check the answers and go on. Steps that take time emit `done` later."""
        self.keep()
        self.done.emit()

    def next_words(self) -> str:
        """The word on the button that goes on; empty where there is no such button."""
        return ""

    def may_go_on(self) -> bool:
        """Whether the button can be pressed now."""
        return True

    def may_go_back(self) -> bool:
        """Whether one may go back now."""
        return True

    def stop(self) -> None:
        """End what is under way; steps that take long say so when it has ended."""

    def focus_first(self) -> None:
        """Put the keyboard where answering begins."""
