"""What to look for in the log: folded until wanted; each filter can be taken away by one key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from champion_desk import i18n
from champion_desk.domain.catalogue import topics_matching
from champion_desk.domain.champions import Champion, Site
from champion_desk.domain.log_query import LogQuery
from champion_desk.i18n import _
from champion_desk.services.catalogues import Catalogues
from champion_desk.ui import log_periods as periods
from champion_desk.ui.columns_layout import ColumnsLayout
from champion_desk.ui.flow_layout import FlowLayout
from champion_desk.ui.list_chips import ListChips
from champion_desk.ui.log_periods import Period
from champion_desk.ui.question import Question
from champion_desk.ui.widgets.buttons import LinkButton
from champion_desk.ui.widgets.cards import Card
from champion_desk.ui.widgets.chips import Chip, ChipGroup
from champion_desk.ui.widgets.date_field import DateField
from champion_desk.ui.widgets.fields import SearchField, Select
from champion_desk.ui.widgets.labels import PlainLabel
from champion_desk.ui.widgets.token_field import TokenField

_PAUSE_MS = 250  # while someone types, the list waits for the end of the word
EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter that is set, in words."""

    kind: str
    code: str
    words: str


def marks() -> list[tuple[str, str]]:
    """What a session may be marked with, by field."""
    return [
        ("stuck", _("I got stuck")),
        ("nothing_local", _("nothing local")),
        ("service_failed", _("the service failed")),
    ]


class Filters(Card):
    """`changed` when something else is looked for. The period is one of them; it is never cleared."""

    changed = Signal()

    def __init__(self, catalogues: Catalogues, site: Site) -> None:
        super().__init__(sunken=True)
        self._catalogues, self._site = catalogues, site
        self._uses: Mapping[str, int] = {}
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE_MS)
        self._typing.timeout.connect(self.changed)
        self.body.setSpacing(10)
        self.body.addLayout(self._period_row())
        self.body.addLayout(self._who_row())
        self.body.addLayout(self._how_row())
        self.body.addLayout(self._last_row())
        self._put_period(periods.holding(periods.DAY, date.today()))

    def _period_row(self) -> FlowLayout:
        row = FlowLayout(gap=12)
        self.periods = ChipGroup(_("When"), periods.choices())
        self.periods.changed.connect(self._period_chosen)
        row.addWidget(self.periods)
        self._days = QWidget()
        days = FlowLayout(self._days, gap=8)
        self.first, self.last = DateField(_("From")), DateField(_("To"))
        for words, field in ((_("From"), self.first), (_("To"), self.last)):
            label = PlainLabel(words, "quiet", wrap=False)
            label.setBuddy(field)
            days.addWidget(label)
            days.addWidget(field)
            field.dateChanged.connect(self._days_chosen)
        row.addWidget(self._days)
        self._days.hide()
        return row

    def _who_row(self) -> ColumnsLayout:
        row = ColumnsLayout(least=220, most=3, gap=16, weights=(5, 3, 3))
        self.topics = TokenField(_("What it was about"), self._suggest)
        self.topics.changed.connect(self.changed)
        row.addWidget(Question(self.topics, _("What it was about"), _("type two letters")))
        self.champion = Select(_("Champion"), [("", _("everyone"))])
        self.champion.chosen.connect(lambda _code: self.changed.emit())
        row.addWidget(Question(self.champion, _("Champion")))
        self.site = Select(_("Site"), [(self._site.id, self._site.name)])
        self.site.chosen.connect(lambda _code: self.changed.emit())
        self._site_question = Question(self.site, _("Site"))
        self._site_question.hide()
        row.addWidget(self._site_question)
        return row

    def _how_row(self) -> ColumnsLayout:
        row = ColumnsLayout(least=300, most=2, gap=16)
        self.outcomes = ListChips(_("How it ended"), self._catalogues, "outcomes", several=True)
        self.marks = ChipGroup(
            _("Marked with"), marks(), several=True, optional=True,
            icons={"stuck": "flag", "nothing_local": "map-pin", "service_failed": "triangle-alert"},
        )  # fmt: skip
        for group in (self.outcomes, self.marks):
            group.changed.connect(self.changed)
            row.addWidget(group)
        return row

    def _last_row(self) -> ColumnsLayout:
        both = ColumnsLayout(least=300, most=2, gap=16)
        self.words = SearchField(_("words in the note"), accessible_name=_("Words in the note"))
        self.words.textEdited.connect(lambda _text: self._typing.start())
        self.words.submitted.connect(lambda _text: self._type_now())
        both.addWidget(self.words)
        place = QWidget()
        row = FlowLayout(place, gap=12)
        self.removed = Chip(_("only removed ones"), "trash-2")
        self.removed.clicked.connect(self.changed)
        row.addWidget(self.removed)
        self.clear_all = LinkButton(_("Clear all filters"), "x", quiet=True)
        self.clear_all.clicked.connect(self.clear)
        row.addWidget(self.clear_all)
        both.addWidget(place)
        return both

    def show_people(self, champions: Sequence[Champion], sites: Sequence[Site]) -> None:
        """Offer these champions and sites; a choice of sites only where there is one."""
        self.champion.set_choices([("", _("everyone")), *((one.id, one.name) for one in champions)])
        named = [(one.id, one.name) for one in sites]
        self.site.set_choices([*named, (EVERYWHERE, _("all sites"))])
        if self.site.code() not in dict(named) and self.site.code() != EVERYWHERE:
            self.site.set_code(self._site.id)
        self._site_question.setVisible(len(sites) > 1)

    def show_uses(self, uses: Mapping[str, int]) -> None:
        """How often each topic comes up here: what is used most is suggested first."""
        self._uses = uses
        self.outcomes.set_codes(self.outcomes.codes())  # of the list as it is now

    def _suggest(self, typed: str) -> list[tuple[str, str, str]]:
        language, families = i18n.language(), self._catalogues.families
        found = topics_matching(self._catalogues.offered_topics, typed, language, self._uses)[:8]
        return [(one.code, one.label(language), families.label(one.family, language)) for one in found]

    # The period

    def set_period(self, period: Period) -> None:
        """Look through another period."""
        self._put_period(period)
        self.changed.emit()

    def _put_period(self, period: Period) -> None:
        self.period: Period = period
        code = periods.code_of(period, date.today())
        self.periods.set_codes([code])
        for field, day in ((self.first, period.first), (self.last, period.last)):
            field.blockSignals(True)
            field.set_day(day)
            field.blockSignals(False)
        self._days.setVisible(code == periods.DAYS)

    def _period_chosen(self) -> None:
        period = periods.chosen(self.periods.code() or "", date.today())
        if period is not None:
            self.set_period(period)
            return
        self._days.show()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _days_chosen(self) -> None:
        """A day is typed part by part, so the list waits a little."""
        self.period = periods.between(self.first.day(), self.last.day())
        self._typing.start()

    def _type_now(self) -> None:
        self._typing.stop()
        self.changed.emit()

    # What is set

    def query(self) -> LogQuery:
        """Everything that is looked for."""
        site = self.site.code()
        return LogQuery(
            first=self.period.first,
            last=self.period.last,
            topics=tuple(self.topics.codes()),
            champions=(self.champion.code(),) if self.champion.code() else (),
            sites=() if site == EVERYWHERE else (site or self._site.id,),
            outcomes=tuple(self.outcomes.codes()),
            marks=tuple(self.marks.codes()),
            words=self.words.text().strip(),
            removed=self.removed.isChecked(),
        )

    def set_filters(self) -> list[Filter]:
        """The filters that are set, but for the period."""
        found = [Filter("topic", code, self._topic(code)) for code in self.topics.codes()]
        if self.champion.code():
            found.append(Filter("champion", "", self.champion.currentText()))
        if self.site.code() != self._site.id:
            found.append(Filter("site", "", self.site.currentText()))
        for kind, group in (("outcome", self.outcomes), ("mark", self.marks)):
            found += [Filter(kind, code, group.chip(code).words) for code in group.codes()]
        if self.words.text().strip():
            found.append(Filter("words", "", _("“{text}”").format(text=self.words.text().strip())))
        if self.removed.isChecked():
            found.append(Filter("removed", "", self.removed.words))
        return found

    def _topic(self, code: str) -> str:
        return self._catalogues["topics"].label(code, i18n.language())

    def take_away(self, gone: Filter) -> None:
        """Look for this no longer."""
        if gone.kind == "topic":
            left = [code for code in self.topics.codes() if code != gone.code]
            self.topics.set_tokens((code, self._topic(code)) for code in left)
        for kind, group in (("outcome", self.outcomes), ("mark", self.marks)):
            if gone.kind == kind:
                group.set_codes([code for code in group.codes() if code != gone.code])
        if gone.kind == "champion":
            self.champion.set_code("")
        if gone.kind == "site":
            self.site.set_code(self._site.id)
        if gone.kind == "words":
            self.words.set_text("")
        if gone.kind == "removed":
            self.removed.setChecked(False)
        self.changed.emit()

    def clear(self) -> None:
        """Look for everything in the period again."""
        self._forget()
        self.changed.emit()

    def show_days(self, first: date, last: date) -> None:
        """Everything of these days, silently."""
        self._forget()
        self._put_period(periods.between(first, last))

    def start_again(self) -> None:
        """As at first, silently: today, and nothing left of what was typed."""
        self._forget()
        self._put_period(periods.holding(periods.DAY, date.today()))

    def _forget(self) -> None:
        self._typing.stop()
        self.topics.clear_typed()
        self.topics.set_tokens([])
        self.champion.set_code("")
        self.site.set_code(self._site.id)
        self.outcomes.set_codes([])
        self.marks.set_codes([])
        self.words.set_text("")
        self.removed.setChecked(False)
