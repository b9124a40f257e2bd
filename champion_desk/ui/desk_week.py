"""The picture that pays back: this week's help, when it was and what it did; honest about what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial

from champion_desk import formats, i18n
from champion_desk.domain.log_query import WeekOfHelp
from champion_desk.i18n import _, ngettext
from champion_desk.services import Services
from champion_desk.services.staffed_hours import Completeness
from champion_desk.services.tallies import midnight
from champion_desk.ui.alive import while_alive
from champion_desk.ui.context import Context
from champion_desk.ui.widgets.bar_rows import BarRows
from champion_desk.ui.widgets.cards import Card, EmptyState
from champion_desk.ui.widgets.charts import BarChart
from champion_desk.ui.widgets.chips import ChipGroup
from champion_desk.ui.widgets.labels import PlainLabel

MOST_KINDS = 5
_WEEK = timedelta(days=7)
DAYS, KINDS, HOURS, WORKED = "days", "kinds", "hours", "worked"


class WeekCard(Card):
    """One picture at a time: by day, kind, hour, or what worked; the sentence below says it in words.

    Until this week has anything in it, the week before is shown.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(_("What our help did this week"))
        self._context = context
        self.shows = ChipGroup(
            _("Show"),
            [(DAYS, _("days")), (KINDS, _("kinds")), (HOURS, _("hours")), (WORKED, _("what worked"))],
            show_label=False,
        )
        self.shows.set_codes([DAYS])
        self.shows.changed.connect(self._draw)
        self.chart = BarChart(_("People helped this week"))
        self.rows = BarRows(_("People helped this week"))
        self.sentence = PlainLabel("", "small-strong")
        self.completeness = PlainLabel("", "small")
        self._empty = EmptyState(
            "chart-column",
            _("Nothing logged this week yet"),
            _("Log who you help, and what it did shows here."),
        )
        parts = (self.shows, self.chart, self.rows, self.sentence, self.completeness, self._empty)
        for widget in parts:
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._week, self._found = WeekOfHelp(date.today()), Completeness()

    def load(self) -> None:
        """Read the week on the worker, and show it."""
        read = partial(_read, self._context.services)
        self._context.background.run(read, while_alive(self, self._show), lambda _error: None)

    def _show(self, read: tuple[WeekOfHelp, Completeness]) -> None:
        self._week, self._found = read
        over = self._week.monday + _WEEK <= date.today()
        self.set_title(_("What our help did last week") if over else _("What our help did this week"))
        for picture in (self.chart, self.rows):
            picture.setAccessibleName(_("People helped last week") if over else _("People helped this week"))
        self.completeness.setText(self._complete_words())
        self._draw()

    def _draw(self) -> None:
        week, shown = self._week, self.shows.code() or DAYS
        some = bool(week.total)
        self._empty.setVisible(not some)
        for widget in (self.shows, self.sentence, self.completeness):
            widget.setVisible(some)
        self.chart.setVisible(some and shown in (DAYS, HOURS))
        self.rows.setVisible(some and shown in (KINDS, WORKED))
        catalogues, language = self._context.services.catalogues, i18n.language()
        if shown == DAYS:
            self._draw_days(week)
        elif shown == HOURS:
            hours = range(min(week.hours, default=9), max(week.hours, default=16) + 1)
            self.chart.set_bars([week.hours.get(hour, 0) for hour in hours], [str(hour) for hour in hours])
        elif shown == KINDS:
            topics = catalogues["topics"]
            top = sorted(week.topics.items(), key=lambda pair: (-pair[1], pair[0]))
            self.rows.set_rows([(count, topics.label(code, language)) for code, count in top[:MOST_KINDS]])
        else:
            outcomes = catalogues["outcomes"]
            self.rows.set_rows(
                [
                    (week.outcomes[code], outcomes.label(code, language))
                    for code in outcomes.codes
                    if week.outcomes.get(code)
                ]
            )
        self.sentence.setText(sentences(week)[shown])

    def _draw_days(self, week: WeekOfHelp) -> None:
        today = date.today()
        counts = [one + other for one, other in zip(week.sessions, week.tallies, strict=True)]
        over = week.monday + _WEEK <= today
        counts = counts if over else counts[: today.weekday() + 1]
        days = [formats.weekday(week.monday + timedelta(days=at)) for at in range(len(counts))]
        self.chart.set_bars(counts, days, unfinished_index=-1 if over else len(counts) - 1)

    def _complete_words(self) -> str:
        """How complete the log is; nothing where nobody said when the site is staffed."""
        end, now, found = midnight(self._week.monday + _WEEK), datetime.now().astimezone(), self._found
        if not found.staffed:
            return _("Today is still filling.") if now < end else ""
        if now >= end:
            return ngettext(
                "{logged} of {staffed} staffed hour had something logged.",
                "{logged} of {staffed} staffed hours had something logged.",
                found.staffed,
            ).format(logged=found.logged, staffed=found.staffed)
        return ngettext(
            "{logged} of {staffed} staffed hour so far has something logged.",
            "{logged} of {staffed} staffed hours so far have something logged.",
            found.staffed,
        ).format(logged=found.logged, staffed=found.staffed)


def _read(services: Services) -> tuple[WeekOfHelp, Completeness]:
    """The week, and how complete it is; the week before, until this one has anything in it."""
    today = date.today()
    week = services.log.week(today)
    if not week.total:
        before = services.log.week(today - _WEEK)
        week = before if before.total else week
    end = midnight(week.monday + _WEEK) - timedelta(seconds=1)
    return week, services.staffed_hours.completeness(min(datetime.now().astimezone(), end))


def sentences(week: WeekOfHelp) -> Mapping[str, str]:
    """The sentence under each picture."""
    counted = sum(week.tallies) + week.spread
    days = ngettext("{count} person helped.", "{count} people helped.", week.total).format(count=week.total)
    if counted:
        days = ngettext(
            "{count} person helped, {quick} of them only counted.",
            "{count} people helped, {quick} of them only counted.",
            week.total,
        ).format(count=week.total, quick=counted)
    if week.spread:
        spread = ngettext(
            "{count} of them was counted over several days, and has no day here.",
            "{count} of them were counted over several days, and have no day here.",
            week.spread,
        ).format(count=week.spread)
        days = f"{days} {spread}"
    hours = _("People by the hour they came in.")
    if week.batched:
        hours = ngettext(
            "{count} person counted as a number has no hour and is left out.",
            "{count} people counted as a number have no hour and are left out.",
            week.batched,
        ).format(count=week.batched)
    return {
        DAYS: days,
        KINDS: _("The most asked for, sessions and quick ones together."),
        HOURS: hours,
        WORKED: worked_words(week),
    }


def worked_words(week: WeekOfHelp) -> str:
    """What stays with people, as far as it was asked, and how hand-offs went."""
    if not week.asked:
        words = _("“Next time they could” is not filled in, so what stays with people is not known.")
    else:
        words = ngettext(
            "{alone} of {asked} person could do it alone next time.",
            "{alone} of {asked} people could do it alone next time.",
            week.asked,
        ).format(alone=week.alone, asked=week.asked)
    if not week.told:
        return words
    slips = ngettext(
        "{worked} of {told} hand-off worked.", "{worked} of {told} hand-offs worked.", week.told
    ).format(worked=week.worked, told=week.told)
    return _("{first} {second}").format(first=words, second=slips)
