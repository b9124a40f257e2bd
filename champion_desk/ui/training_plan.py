"""My plan: what I want to learn, the next step, who helps, and when to look at it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk.domain.problems import Problem
from champion_desk.domain.training import Goal
from champion_desk.i18n import _
from champion_desk.services.changes import Done
from champion_desk.ui.context import Context
from champion_desk.ui.dialogs.goal import GoalDialog
from champion_desk.ui.training_overview import empty, row_of
from champion_desk.ui.training_words import goal_name, review_text
from champion_desk.ui.widgets.buttons import LinkButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.labels import Badge, PlainLabel


class MyPlan(Card):
    """The open lines, the one to look at first at the top; each can be changed, done or taken out."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("My plan"))
        self._context = context
        self._add = SecondaryButton(_("Add a &line"), "plus", small=True)
        self._add.clicked.connect(lambda: self.ask(None))
        self.header.addWidget(self._add)
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.body.addLayout(self._list)

    def load(self) -> None:
        """Read my plan again."""
        empty(self._list)
        plan = self._context.services.learning.plan
        names = {one.id: one.name for one in plan.buddies()}
        goals = plan.goals()
        for goal in goals:
            self._list.addWidget(self._goal(goal, names))
        if not goals:
            words = _("Your plan is empty. Add something from practice, or a line of your own.")
            self._list.addWidget(PlainLabel(words, "quiet"))

    def focus(self) -> None:
        """The keyboard goes here when what stood elsewhere is gone."""
        self._add.setFocus()

    def _goal(self, goal: Goal, names: Mapping[str, str]) -> QWidget:
        name = goal_name(self._context.services.catalogues, goal)
        card = Card(name, sunken=True)
        review = review_text(goal, date.today())
        if review:
            is_due = goal.review_on is not None and goal.review_on <= date.today()
            card.header.addWidget(Badge(review, "partly" if is_due else "accent"))
        lines = [_("Next: {step}").format(step=goal.next_step)] if goal.next_step else []
        if goal.buddy_id in names:
            lines.append(_("With {name}").format(name=names[goal.buddy_id]))
        if lines:
            card.body.addWidget(PlainLabel("\n".join(lines), "small"))
        done = SecondaryButton(_("Done"), "check", small=True)
        change = SecondaryButton(_("Change"), "pencil", small=True)
        out = LinkButton(_("Take it out"), quiet=True)
        for button in (done, change, out):
            button.setAccessibleName(_("{act}: {goal}").format(act=button.text(), goal=name))
        plan = self._context.services.learning.plan
        done.clicked.connect(lambda: self._act(lambda: plan.close(goal), _("Done. Well learned.")))
        change.clicked.connect(lambda: self.ask(goal))
        out.clicked.connect(
            lambda: self._act(lambda: plan.close(goal, "dismissed"), _("Taken out of your plan."))
        )
        card.body.addWidget(row_of(done, change, out))
        return card

    def ask(self, goal: Goal | None) -> None:
        """Ask for a new line, or what is to change in one."""
        dialog = GoalDialog(self._context, goal, self)
        dialog.kept.connect(lambda done: self._context.window.say(_("Your plan is kept."), undo=done))
        dialog.open()

    def _act(self, work: Callable[[], Done], said: str) -> None:
        try:
            done = work()
        except Problem as problem:
            self._context.window.say_problem(problem)
            return
        self.focus()
        self._context.window.say(said, undo=done)
