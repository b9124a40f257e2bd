"""Opening hours in words, for screen and paper: "Monday to Friday", "First Monday of the month"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from champion_desk import formats
from champion_desk.domain.opening import LAST_MINUTE, OpeningHours
from champion_desk.i18n import _, ngettext

_WEEK = range(7)
_MOST_EXCEPTIONS = 6


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One line of the opening hours: the days, the times (none where the line is a warning).

    `heads` the lines of a part of the year; `as_ever` says that it is closed as in every week.
    """

    days: str
    times: str = ""
    heads: bool = False
    as_ever: bool = False


def weekday_names() -> tuple[str, ...]:
    """Monday to Sunday."""
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )


def hours_rows(hours: Iterable[OpeningHours], today: date) -> list[HoursRow]:
    """The hours in force today or later, days with the same times together: "Monday to Friday"."""
    current = [rule for rule in hours if not any(end and end < today for end in (rule.valid_to, rule.until))]
    told = [rule for rule in current if rule.doubt != "unread" and not rule.instead]
    periods: dict[tuple[date, date, tuple[int, ...]], list[OpeningHours]] = {}
    for rule in told:
        starts = [day for day in (rule.valid_from, rule.begins) if day and day > today and rule.every == 1]
        ends = min(filter(None, (rule.valid_to, rule.until)), default=date.max)
        periods.setdefault((max(starts, default=date.min), ends, rule.months), []).append(rule)
    rows: list[HoursRow] = []
    for period in sorted(periods):
        head = _period(*period)
        if head:
            rows.append(HoursRow(head, heads=True))
        rows += _weekly(periods[period])
        rows += [_repeating(rule, today) for rule in periods[period] if not _is_plain(rule)]
    return [*rows, *_exceptions(current, today), *_doubts(current)]


def hours_lines(hours: Iterable[OpeningHours], day: date) -> list[tuple[str, str]]:
    """The same as lines for paper: what stands before the times, and the times. Days on which it is closed
    in every week are left out."""
    lines = []
    for row in hours_rows(hours, day):
        if row.heads:
            lines.append((_("{period}:").format(period=row.days), ""))
        elif not row.as_ever:
            lines.append((row.days, row.times))
    return lines


def _period(begins: date, ends: date, months: tuple[int, ...]) -> str:
    if begins > date.min and ends < date.max:
        start, end = formats.long_date(begins), formats.long_date(ends)
        return _("From {start} to {end}").format(start=start, end=end)
    if begins > date.min:
        return _("From {start}").format(start=formats.long_date(begins))
    if ends < date.max:
        return _("Until {end}").format(end=formats.long_date(ends))
    return ", ".join(formats.month_name(month) for month in months)


def _is_plain(rule: OpeningHours) -> bool:
    return not rule.is_monthly and rule.every == 1


def _weekly(rules: Sequence[OpeningHours]) -> list[HoursRow]:
    weekly = [rule for rule in rules if _is_plain(rule)]
    if not weekly:
        return []
    times = {day: times_text(rule for rule in weekly if day in rule.days) for day in _WEEK}
    rows = []
    for said, days in groupby(_WEEK, key=lambda day: times[day]):
        run = list(days)
        rows.append(HoursRow(_days(run), said or _("closed"), as_ever=not said))
    return rows


def _repeating(rule: OpeningHours, today: date) -> HoursRow:
    """What is not on every week: which days, and the next of them where that can be said."""
    said = _which(rule)
    if rule.every > 1 and rule.is_monthly:
        said = ngettext("{days}, every {count} month", "{days}, every {count} months", rule.every).format(
            days=said, count=rule.every
        )
    elif rule.every == 2:
        said = _("{days}, every second week").format(days=said)
    elif rule.every > 2:
        said = ngettext("{days}, every {count} week", "{days}, every {count} weeks", rule.every).format(
            days=said, count=rule.every
        )
    coming = None if rule.doubt else rule.next_day(today)
    if coming is not None:
        said = _("{days} (next: {date})").format(days=said, date=formats.day_and_month(coming))
    return HoursRow(said, times_text([rule]))


def _which(rule: OpeningHours) -> str:
    """The weekdays, or the days of the month: "First and third Monday of the month"."""
    days = listed([weekday_names()[day] for day in rule.days])
    if rule.month_days:
        said = listed([_month_day(day) for day in sorted(rule.month_days, key=lambda day: (day < 0, day))])
        return (
            _("{days} of the month, on a {weekday}").format(days=said, weekday=days)
            if rule.days
            else _("{days} of the month").format(days=said)
        )
    if not rule.nth or set(rule.nth) >= {1, 2, 3, 4, 5}:
        return days
    names = {
        1: _("First"), 2: _("Second"), 3: _("Third"), 4: _("Fourth"), 5: _("Fifth"), -1: _("Last"),
        -2: _("Second last"), -3: _("Third last"), -4: _("Fourth last"), -5: _("Fifth last"),
    }  # fmt: skip
    ordered = sorted(rule.nth, key=lambda nth: (nth < 0, nth))
    which = listed([names[nth] for nth in ordered])
    # The first of them begins the line; the others stand in it.
    which = which[:1] + which[1:].lower()
    return _("{which} {weekday} of the month").format(which=which, weekday=days)


def _month_day(day: int) -> str:
    if day == -1:
        return _("Last day")
    return _("Day {day}").format(day=day) if day > 0 else _("Day {day} from the end").format(day=-day)


def _exceptions(rules: Iterable[OpeningHours], today: date) -> list[HoursRow]:
    """Days to come with other hours than usual, or none."""
    coming = [(rule.next_day(max(today, rule.begins or today)), rule) for rule in rules if rule.instead]
    known = sorted(((day, rule) for day, rule in coming if day), key=lambda one: one[0])[:_MOST_EXCEPTIONS]
    rows = [HoursRow(_("Holidays and other days"), heads=True)] if known else []
    for day, rule in known:
        last = rule.until
        said = formats.full_date(day)
        if last and last > day:
            said = _("{first} to {last}").format(first=said, last=formats.full_date(last))
        times = _("phone to ask") if rule.doubt else times_text([rule])
        rows.append(HoursRow(said, _("closed") if rule.instead == "closed" else times))
    return rows


def _doubts(rules: Iterable[OpeningHours]) -> list[HoursRow]:
    """What is doubtful about the hours, and what to do."""
    texts = {
        "placeholder": _("These hours may be a mistake in the list. Phone before you go."),
        "which-week": _("The list does not say which weeks. Phone before you go."),
        "unread": _("Some of the hours are not clear. Phone before you go."),
    }
    found = dict.fromkeys(rule.doubt for rule in rules if rule.doubt)
    return [HoursRow(texts[doubt]) for doubt in found]


def _days(run: Sequence[int]) -> str:
    names = weekday_names()
    if len(run) == 7:
        return _("Every day")
    if len(run) <= 2:
        return listed([names[day] for day in run])
    return _("{first} to {last}").format(first=names[run[0]], last=names[run[-1]])


def listed(names: Sequence[str]) -> str:
    """One, two, or several: "Monday, Tuesday and Friday"."""
    if len(names) < 2:
        return "".join(names)
    return _("{first} and {second}").format(first=", ".join(names[:-1]), second=names[-1])


def times_text(rules: Iterable[OpeningHours]) -> str:
    """The times of one day: "9 am to 12:30 pm, 2 pm to 5 pm"."""
    spans = sorted({(rule.opens, rule.closes) for rule in rules})
    if any(opens == time() and closes >= LAST_MINUTE for opens, closes in spans):
        return _("all day")
    return ", ".join(
        _("{opens} to {closes}").format(opens=formats.time_of_day(opens), closes=formats.time_of_day(closes))
        for opens, closes in spans
    )
