"""The folded questions of an assisted session: device, channel, language, skills and the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import i18n
from champion_desk.domain.catalogue import folded
from champion_desk.domain.problems import Invalid
from champion_desk.domain.sessions import MOST_MINUTES, MOST_PEOPLE
from champion_desk.domain.training import Skill
from champion_desk.i18n import _, ngettext
from champion_desk.services.areas import AreaNames
from champion_desk.services.asked import ACCESS_HELP, AGE
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.when_said import Said
from champion_desk.ui.announce import announce
from champion_desk.ui.area_field import AreaField
from champion_desk.ui.citizen_languages import CODES, language_label
from champion_desk.ui.coded_answers import choices
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.list_chips import ListChips
from champion_desk.ui.question import Question
from champion_desk.ui.session_fields import EXACT, SessionFields
from champion_desk.ui.session_when import WhenRow
from champion_desk.ui.widgets.cards import Disclosure
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import NumberField
from champion_desk.ui.widgets.noted_chips import NotedChips
from champion_desk.ui.widgets.token_field import TokenField
from champion_desk.wording import problem_sentence

PRACTISED = "essential-digital-skills"
_NOT_ASKED = "not-asked"
_ANSWERS = (
    "when", "channel", "device", "language", "skills", "area", "people", "effort", "items", "age_band",
    "access_help",
)  # fmt: skip


class MoreQuestions(QWidget):
    """Folded until wanted."""

    changed = Signal()

    def __init__(
        self,
        catalogues: Catalogues,
        areas: AreaNames,
        asked: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        super().__init__()
        self._asked, self._was_known = asked, True
        self._catalogues, self._areas = catalogues, areas
        self._skills = _skills(catalogues)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        self._fold = Disclosure(self._fold_words(0), key_hint=_("Alt O"))
        # The line that unfolds stands beside the marks above, where there is room for it.
        self.button = self._fold.button
        self._fold.layout().removeWidget(self.button)  # type: ignore[union-attr]
        body.addWidget(self._fold)
        self.toggled = self._fold.toggled
        self.channel = self._chips(_("How did they come?"), "channels")
        self.device = self._chips(_("What did they use?"), "devices")
        self.language = ChipGroup(
            _("Language they speak"), [(code, language_label(code)) for code in CODES], optional=True
        )
        self.language.changed.connect(self._answered)
        self.skills = TokenField(_("Skills they practised"), self._suggest)
        self.skills.changed.connect(self._answered)
        self.when = WhenRow()
        self.when.changed.connect(self._answered)
        self._fold.body.addWidget(self.when)
        for widget in (self.channel, self.device, self.language):
            self._fold.body.addWidget(widget)
        self._fold.body.addWidget(
            Question(
                self.skills, _("Skills they practised"), _("Essential Digital Skills · type two letters")
            )
        )
        self._fold.body.addLayout(self._numbers())
        self._fold.body.addWidget(self._effort())
        self.items = self._chips(_("Given to them"), "items", several=True)
        self._fold.body.addWidget(self.items)
        self.age = self._chips(_("Age band"), "age_bands")
        self.access_help = self._chips(_("What helps them"), "access_help", several=True)
        for widget in (self.age, self.access_help):
            self._fold.body.addWidget(widget)
            widget.hide()

    def _chips(self, label: str, catalogue: str, several: bool = False) -> ChipGroup:
        group = ListChips(label, self._catalogues, catalogue, several=several, optional=True)
        group.changed.connect(self._answered)
        return group

    def _numbers(self) -> ColumnsLayout:
        self.area = AreaField(_("Where they live"), self._areas)
        self.area.changed.connect(self._area_changed)
        self.area.told.connect(self._tell_of_area)
        self.people = NumberField(_("People helped"), 1, MOST_PEOPLE)
        self.people.valueChanged.connect(self._answered)
        # One below the least stands for "not given": the timer or a band counts then.
        self.exact = NumberField(_("Exact minutes"), -1, MOST_MINUTES)
        self.exact.setSpecialValueText(" ")
        self.exact.valueChanged.connect(self._answered)
        self.questions: Mapping[str, Question] = {
            "area": Question(self.area, _("Where they live"), _area_hint()),
            "people": Question(self.people, _("People helped"), _("for a group")),
            "exact": Question(self.exact, _("Exact minutes"), _("instead of the timer")),
        }
        columns = ColumnsLayout(least=200, most=3, weights=(2, 1, 1))
        for question in self.questions.values():
            columns.addWidget(question)
        return columns

    def _effort(self) -> ChipGroup:
        levels, language = self._catalogues["effort"], i18n.language()
        notes = {}
        for level in levels:
            examples = level.facts.get("example")
            if isinstance(examples, Mapping):
                notes[level.code] = str(examples.get(language, examples["en"]))
        hint = _("between two, take the higher")
        self.effort = NotedChips(_("How much effort?"), choices(levels), notes, hint)
        self.effort.changed.connect(self._answered)
        return self.effort

    def open_by_key(self) -> None:
        """Unfold and go to the first question, or fold again."""
        self.set_open(not self.is_open())
        (self.when.words if self.is_open() else self.button).setFocus()

    def settle(self) -> None:
        """Take what was typed and not taken yet. Raises `Invalid`."""
        self.when.settle()
        self.area.settle()

    def _area_changed(self) -> None:
        self.questions["area"].set_hint(_area_hint())
        self._answered()

    def _tell_of_area(self, problem: Invalid) -> None:
        """On leaving the field: an address is wrong, an unknown place is only asked about."""
        sentence, question = problem_sentence(problem), self.questions["area"]
        if problem.code == "area-too-close":
            question.set_problem(sentence)
        else:
            question.set_hint(sentence)
        announce(self.area, sentence)

    def set_open(self, opened: bool) -> None:
        """Unfold or fold."""
        self._fold.set_open(opened)

    def is_open(self) -> bool:
        """Whether the questions are in sight."""
        return self._fold.is_open()

    def exact_minutes(self) -> int | None:
        """The number of minutes given by hand, if any."""
        return self.exact.value() if self.exact.value() >= 0 else None

    def show_exact(self, minutes: int | None) -> None:
        """Show the number of minutes that was given elsewhere, without `changed`."""
        self.exact.blockSignals(True)
        self.exact.setValue(-1 if minutes is None else minutes)
        self.exact.blockSignals(False)

    def read_into(self, fields: SessionFields) -> SessionFields:
        """The values with these answers in them."""
        said = self.when.said()
        return replace(
            fields,
            channel=self.channel.code() or "",
            device=self.device.code() or "",
            language=self.language.code() or "",
            skills=tuple(self.skills.codes()),
            area=self.area.name(),
            people=self.people.value(),
            effort=self.effort.code() or "",
            items=tuple(self.items.codes()),
            age_band=_asked_for(self.age.code()),
            access_help=tuple(self.access_help.codes()),
            when=said.moment.isoformat() if said else "",
            time_known=said.time_known if said else self._was_known,
        )

    def _show_when(self, fields: SessionFields, was: Said | None) -> None:
        self._was_known = was.time_known if was else True
        self.when.set_usual(was)
        if fields.when:
            self.when.set_said(Said(datetime.fromisoformat(fields.when), fields.time_known))

    def show_values(self, fields: SessionFields, was: Said | None = None) -> None:
        """Show these answers, without `changed`; unfolded where some were given for this very visitor.

        `was` is when the session that is being changed was.
        """
        self.blockSignals(True)
        for group, code in (
            (self.channel, fields.channel), (self.device, fields.device), (self.language, fields.language),
            (self.effort, fields.effort),
        ):  # fmt: skip
            group.set_codes([code])
        self.skills.clear_typed()
        self.skills.set_tokens((code, self._skill_words(code)) for code in fields.skills)
        self.items.set_codes(fields.items)
        self.age.set_codes([fields.age_band or _NOT_ASKED])
        self.access_help.set_codes(fields.access_help)
        asked = self._asked()
        self.age.setVisible(AGE in asked or bool(fields.age_band))
        self.access_help.setVisible(ACCESS_HELP in asked or bool(fields.access_help))
        self._show_when(fields, was)
        self.area.show_name(fields.area)
        self.questions["area"].set_hint(_area_hint())
        self.people.setValue(fields.people)
        self.exact.setValue(fields.exact if fields.minutes == EXACT else -1)
        self.set_open(
            bool(
                fields.skills
                or fields.area
                or fields.when
                or fields.effort
                or fields.items
                or fields.people > 1
            )
        )
        self._settle_fold()
        self.blockSignals(False)

    def _suggest(self, typed: str) -> list[tuple[str, str, str]]:
        wanted = folded(typed).split()
        found = []
        for skill in self._skills.values():
            parts = folded(self._skill_words(skill.code)).split()
            if all(any(part.startswith(word) for part in parts) for word in wanted):
                found.append((skill.code, self._skill_words(skill.code), ""))
        return found[:8]

    def _skill_words(self, code: str) -> str:
        skill = self._skills.get(code)
        return skill.label(i18n.language()) if skill else code

    def _answered(self) -> None:
        self._settle_fold()
        self.changed.emit()

    def _settle_fold(self) -> None:
        """Folded or not, the line says how much is answered behind it."""
        now = self.read_into(SessionFields())
        blank = SessionFields()
        self.button.setText(self._fold_words(sum(getattr(now, n) != getattr(blank, n) for n in _ANSWERS)))
        self.button.updateGeometry()

    @staticmethod
    def _fold_words(answers: int) -> str:
        if not answers:
            return _("More: when, where from, group, skills…")
        return ngettext(
            "More: {count} answer given…",
            "More: {count} answers given…",
            answers,
        ).format(count=answers)


def _area_hint() -> str:
    return _("village, town or ward · type two letters")


def _asked_for(code: str | None) -> str:
    """What is kept: nothing where it was not asked."""
    return "" if code in (None, _NOT_ASKED) else str(code)


def _skills(catalogues: Catalogues) -> dict[str, Skill]:
    """The skills that citizens practise, by code."""
    return {
        skill.code: skill for one in catalogues.frameworks if one.code == PRACTISED for skill in one.skills
    }
