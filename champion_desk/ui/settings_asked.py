"""Settings: the questions about people that are off unless the council switches them on."""

from __future__ import annotations

from functools import partial

from champion_desk.domain.problems import Problem
from champion_desk.i18n import _
from champion_desk.services.asked import ACCESS_HELP, AGE
from champion_desk.ui.context import Context
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.fields import CheckBox
from champion_desk.ui.widgets.labels import PlainLabel


class AskedCard(Card):
    """Each takes effect at once, with the next session."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Questions about people"), "users")
        self._context = context
        self.body.addWidget(
            PlainLabel(
                _(
                    "Off is best: hold no more than you need. Switch one on only where your council has "
                    "decided what it is for. “Not asked” is always the first answer."
                ),
                "quiet",
            )
        )
        self.boxes = {
            AGE: CheckBox(_("Ask for an age band")),
            ACCESS_HELP: CheckBox(_("Ask what helps them use a service, such as larger text")),
        }
        on = context.services.asked.on()
        for question, box in self.boxes.items():
            box.setChecked(question in on)
            box.toggled.connect(partial(self._switch, question))
            self.body.addWidget(box)

    def _switch(self, question: str, asked: bool) -> None:
        try:
            self._context.services.asked.switch(question, asked)
        except Problem as problem:
            self._context.window.say_problem(problem)
