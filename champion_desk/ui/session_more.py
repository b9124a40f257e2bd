"""The folded questions of an assisted session: device, channel, language, skills and the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from champion_desk import i18n
from champion_desk.domain.catalogue import folded
from champion_desk.domain.sessions import AREA_LENGTH, MOST_MINUTES, MOST_PEOPLE
from champion_desk.domain.training import Skill
from champion_desk.i18n import _
from champion_desk.services.asked import ACCESS_HELP, AGE
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.when_said import Said
from champion_desk.ui.citizen_languages import CODES, language_label
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.list_chips import ListChips
from champion_desk.ui.question import Question
from champion_desk.ui.session_fields import EXACT, SessionFields
from champion_desk.ui.session_when import WhenRow
from champion_desk.ui.widgets.cards import Disclosure
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.fields import NumberField
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.scanned_field import ScannedField
from champion_desk.ui.widgets.token_field import TokenField

PRACTISED = "essential-digital-skills"
_NOT_ASKED = "not-asked"


class MoreQuestions(QWidget):
    """Folded until wanted."""

    changed = Signal()

    def __init__(self, catalogues: Catalogues, asked: Callable[[], frozenset[str]] = frozenset) -> None:
        super().__init__()
        self._asked, self._was_known = asked, True
        self._catalogues = catalogues
        self._skills = _skills(catalogues)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        self._fold = Disclosure(_("More: when, device, channel, skills…"))
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
        self.area = ScannedField(_("Where they live"))
        self.area.setMaxLength(AREA_LENGTH)
        self.area.textEdited.connect(self._answered)
        self.area.masked.connect(self._answered)
        self.people = NumberField(_("People helped"), 1, MOST_PEOPLE)
        self.people.valueChanged.connect(self._answered)
        # One below the least stands for "not given": the timer or a band counts then.
        self.exact = NumberField(_("Exact minutes"), -1, MOST_MINUTES)
        self.exact.setSpecialValueText(" ")
        self.exact.valueChanged.connect(self._answered)
        self.questions: Mapping[str, Question] = {
            "area": Question(self.area, _("Where they live"), _("settlement or ward, never an address")),
            "people": Question(self.people, _("People helped"), _("for a group")),
            "exact": Question(self.exact, _("Exact minutes"), _("instead of the timer")),
        }
        columns = ColumnsLayout(least=200, most=3, weights=(2, 1, 1))
        for question in self.questions.values():
            columns.addWidget(question)
        return columns

    def _effort(self) -> QWidget:
        place = QWidget()
        body = QVBoxLayout(place)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        self.effort = self._chips(_("How much effort?"), "effort")
        self.effort.changed.connect(self._settle_example)
        self._example = PlainLabel("", "quiet")
        body.addWidget(self.effort)
        body.addWidget(self._example)
        self._settle_example()
        return place

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
            area=self.area.text(),
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
        self.area.setText(fields.area)
        self.people.setValue(fields.people)
        self.exact.setValue(fields.exact if fields.minutes == EXACT else -1)
        self._settle_example()
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

    def _settle_example(self) -> None:
        item = self._catalogues["effort"].get(self.effort.code() or "")
        examples = item.facts.get("example") if item else None
        if isinstance(examples, Mapping):
            example = str(examples.get(i18n.language(), examples["en"]))
            self._example.setText(_("For example: {example}.").format(example=example))
        else:
            self._example.setText(_("Between two, take the higher."))

    def _answered(self) -> None:
        self.changed.emit()


def _asked_for(code: str | None) -> str:
    """What is kept: nothing where it was not asked."""
    return "" if code in (None, _NOT_ASKED) else str(code)


def _skills(catalogues: Catalogues) -> dict[str, Skill]:
    """The skills that citizens practise, by code."""
    return {
        skill.code: skill for one in catalogues.frameworks if one.code == PRACTISED for skill in one.skills
    }
