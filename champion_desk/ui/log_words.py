"""How the log is told: its lines, their columns, and all of them added up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt

from champion_desk import formats, i18n
from champion_desk.domain.log_query import Found, Totals
from champion_desk.domain.tallies import CATCH_UP, TAKEN_IN, TYPED
from champion_desk.i18n import _, ngettext
from champion_desk.services.catalogues import Catalogues
from champion_desk.services.log_lines import Line
from champion_desk.ui.log_history import reason_words
from champion_desk.ui.record_table import Column
from champion_desk.ui.session_words import ending_words, topic_words
from champion_desk.wording import outcome_tone

_RIGHT = Qt.AlignmentFlag.AlignRight


def sessions_text(count: int) -> str:
    """212 sessions."""
    return ngettext("{count} session", "{count} sessions", count).format(count=f"{count:,}")


def people_text(count: int) -> str:
    """251 people."""
    return ngettext("{count} person", "{count} people", count).format(count=f"{count:,}")


def time_text(minutes: int) -> str:
    """45 minutes; 2 hours 15 min; 61 hours."""
    if minutes < 60:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours, left = divmod(minutes, 60)
    if hours >= 10:
        hours, left = round(minutes / 60), 0
    words = ngettext("{count} hour", "{count} hours", hours).format(count=f"{hours:,}")
    return _("{hours} {minutes}").format(hours=words, minutes=formats.minutes(left)) if left else words


def totals_text(totals: Totals) -> str:
    """212 sessions, 251 people, 61 hours; and 84 quick ones counted."""
    quick = ngettext("{count} quick one counted", "{count} quick ones counted", totals.tallied)
    quick = quick.format(count=f"{totals.tallied:,}")
    if not totals.sessions:
        return quick if totals.tallied else sessions_text(0)
    words = _("{sessions}, {people}, {time}").format(
        sessions=sessions_text(totals.sessions),
        people=people_text(totals.people),
        time=time_text(totals.minutes),
    )
    if not totals.tallied:
        return words
    return _("{logged}; and {quick}").format(logged=words, quick=quick)


def line_columns(
    catalogues: Catalogues, champion: Callable[[str], str], one_day: bool, removed: bool
) -> list[Column[Line]]:
    """The columns of the log's list: of a day, of longer, or of what was removed."""
    columns: list[Column[Line]] = [
        Column(_("Time") if one_day else _("When"), lambda line: when_words(line, one_day)),
        Column(_("What"), lambda line: what_words(line, catalogues), stretch=True),
        Column(_("How it went"), lambda line: _ending(line, catalogues), tone=_tone),
    ]
    if removed:
        return [
            *columns,
            Column(_("Removed"), _removed_words, spare=True),
            Column(_("Why"), lambda line: reason_words(line.reason) if isinstance(line, Found) else ""),
        ]
    return [
        *columns,
        Column(_("People"), lambda line: _number(line, "people"), align=_RIGHT, spare=True),
        Column(_("Minutes"), lambda line: _number(line, "minutes"), align=_RIGHT, spare=True),
        Column(_("Champion"), lambda line: _who(line, champion), spare=True),
    ]


def _number(line: Line, name: str) -> str:
    return str(getattr(line.session, name)) if isinstance(line, Found) else ""


def _tone(line: Line) -> str:
    return outcome_tone(line.session.outcome) if isinstance(line, Found) else "quiet"


def _ending(line: Line, catalogues: Catalogues) -> str:
    if isinstance(line, Found):
        return ending_words(line.session, catalogues)
    return counted_text(line.count)


def counted_text(count: int) -> str:
    """6 counted."""
    return ngettext("{count} counted", "{count} counted", count).format(count=f"{count:,}")


def _who(line: Line, champion: Callable[[str], str]) -> str:
    if isinstance(line, Found):
        return champion(line.session.champion_id)
    return ", ".join(dict.fromkeys(champion(tally.champion_id) for tally in line.tallies))


def _removed_words(line: Line) -> str:
    at = line.removed_at if isinstance(line, Found) else None
    return _day_and_time(formats.local(at)) if at is not None else ""


def _day(moment: datetime) -> str:
    near = moment.year == date.today().year
    if not near:
        return formats.long_date(moment.date())
    return _("{weekday} {date}").format(
        weekday=formats.weekday(moment.date()), date=formats.short_date(moment.date())
    )


def _day_and_time(moment: datetime) -> str:
    return _("{day}, {time}").format(day=_day(moment), time=formats.clock(moment))


def when_words(line: Line, one_day: bool) -> str:
    """When it was, as far as that is known: 10:42; Mon 23 Nov, 10:42; 11:00 to 12:00."""
    if isinstance(line, Found):
        here = formats.local(line.session.started_at)
        if not line.session.time_known:
            return _("time not known") if one_day else _day(here)
        return formats.clock(here) if one_day else _day_and_time(here)
    start, end = formats.local(line.start), formats.local(line.end)
    if line.whole_day:
        return _day(start)
    if start == end:
        return formats.clock(start) if one_day else _day_and_time(start)
    if (end - timedelta(microseconds=1)).date() == start.date():
        return _("{start} to {end}").format(start=formats.clock(start), end=formats.clock(end))
    last = (end - timedelta(microseconds=1)).date()
    return _("{start} to {end}").format(start=formats.short_date(start.date()), end=formats.short_date(last))


def what_words(line: Line, catalogues: Catalogues) -> str:
    """What it was about; of a number, that it is one."""
    if isinstance(line, Found):
        return topic_words(line.session, catalogues)
    first, language = line.tallies[0], i18n.language()
    kind = "presets" if first.preset else "topics"
    named = catalogues[kind].label(first.preset or first.topic, language)
    if not line.batched:
        return named
    if len(line.tallies) == 1:
        how = {
            TYPED: _("{kind} (typed as one number)"),
            CATCH_UP: _("{kind} (from the catch-up grid)"),
            TAKEN_IN: _("{kind} (from an earlier log)"),
        }
        return how[first.how].format(kind=named)
    words = ngettext(
        "{kind} ({count} of them counted as a number)", "{kind} ({count} of them counted as a number)",
        line.batched,
    )  # fmt: skip
    return words.format(kind=named, count=line.batched)
