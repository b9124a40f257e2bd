"""Check my skills: one area of a framework at a time, rated by the keys 1 to 4; it can stop anywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import wording
from champion_desk.domain.problems import Problem
from champion_desk.domain.training import LEVELS, Framework, Skill
from champion_desk.i18n import _, language
from champion_desk.ui.announce import announce
from champion_desk.ui.context import Context
from champion_desk.ui.training_overview import empty, row_of
from champion_desk.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scroll import Scroll


class SkillsWalk(QWidget):
    """One area on screen at a time; what was rated is kept when going on, back, or stopping."""

    ended = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._framework: Framework | None = None
        self._step = 0
        self._groups: dict[str, ChipGroup] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = Scroll()
        outer.addWidget(scroll)
        self._title = PlainLabel("", "title")
        self._where = PlainLabel("", "quiet")
        self._keys = PlainLabel("", "small-strong")
        for label in (self._title, self._where, self._keys):
            scroll.body.addWidget(label)
        self._card = Card()
        scroll.body.addWidget(self._card)
        self._skills = QVBoxLayout()
        self._skills.setSpacing(18)
        self._card.body.addLayout(self._skills)
        self._next = PrimaryButton(_("Next"))
        self._next.clicked.connect(self._go_on)
        self._back = SecondaryButton(_("Back"), "arrow-left")
        self._back.clicked.connect(self._go_back)
        stop = LinkButton(_("Stop here and keep what I rated"), quiet=True)
        stop.clicked.connect(self.stop)
        scroll.body.addWidget(row_of(self._next, self._back, stop))
        scroll.body.addStretch(1)
        for key, level in enumerate(LEVELS, start=1):
            shortcut = QShortcut(QKeySequence(str(key)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda level=level: self.rate(level))

    def start(self, framework: Framework) -> None:
        """Begin with the first area."""
        self._framework, self._step = framework, 0
        self._show_step()

    def _area_skills(self) -> list[Skill]:
        assert self._framework is not None
        area = self._framework.areas[self._step]
        return [skill for skill in self._framework.skills if skill.area == area.code]

    def _show_step(self) -> None:
        framework = self._framework
        assert framework is not None
        areas = framework.areas
        empty(self._skills)
        self._groups = {}
        levels = self._context.services.training.levels()
        self._title.setText(areas[self._step].label(language()))
        asked = {skill.code for skill in framework.skills}
        where = _("Part {part} of {parts} · {rated} of {skills} rated · source: {source}").format(
            part=self._step + 1,
            parts=len(areas),
            rated=len(asked & set(levels)),
            skills=len(asked),
            source=framework.source,
        )
        self._where.setText(where)
        self._keys.setText(_keys_text(self._context.services.learning.sharing.since() is not None))
        choices = [(code, wording.level_text(code)) for code in LEVELS]
        for skill in self._area_skills():
            group = ChipGroup(skill.label(language()), choices, optional=True)
            group.set_codes([levels[skill.code]] if skill.code in levels else [])
            self._groups[skill.code] = group
            self._skills.addWidget(group)
        last = self._step == len(areas) - 1
        self._next.setText(_("Finish") if last else _("Next"))
        self._back.setVisible(self._step > 0)
        announce(self, f"{self._title.text()}. {where}. {self._keys.text()}")
        first = next(iter(self._groups.values()), None)
        if first is not None:
            first.focus_first()

    def rate(self, level: str) -> None:
        """Rate the skill the keyboard is on, and go to the next; after the last one, to the way on."""
        groups = list(self._groups.values())
        at = next((n for n, group in enumerate(groups) if group.isAncestorOf(self.focusWidget())), None)
        if at is None:
            return
        groups[at].set_codes([level])
        following = groups[at + 1] if at + 1 < len(groups) else None
        if following is not None:
            following.focus_first()
        else:
            self._next.setFocus()

    def keep(self) -> bool:
        """Keep what is rated on screen; False where it could not be saved."""
        rated = {skill: code for skill, group in self._groups.items() if (code := group.code())}
        try:
            self._context.services.training.rate(rated)
        except Problem as problem:
            self._context.window.say_problem(problem)
            return False
        return True

    def _go_on(self) -> None:
        if not self.keep():
            return
        assert self._framework is not None
        if self._step == len(self._framework.areas) - 1:
            self._context.window.say(_("Your skills are up to date."))
            self.ended.emit()
            return
        self._step += 1
        self._show_step()

    def _go_back(self) -> None:
        if self.keep():
            self._step -= 1
            self._show_step()

    def stop(self) -> None:
        """Keep what was rated, and end."""
        if self.keep():
            self.ended.emit()


def _keys_text(shared: bool) -> str:
    """Which key is which step, and who sees it."""
    steps = [
        _("{key} {level}").format(key=key, level=wording.level_text(level))
        for key, level in enumerate(LEVELS, start=1)
    ]
    said = (
        _("Keys: {steps}. You share this with those who lead.")
        if shared
        else _("Keys: {steps}. Only you see this.")
    )
    return said.format(steps=" · ".join(steps))
