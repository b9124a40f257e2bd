"""What a file of figures says about itself: the time, the rule for small numbers, what an empty cell is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from champion_desk import formats
from champion_desk.domain import figures
from champion_desk.domain.figures import Figures, FigureTable
from champion_desk.domain.small_numbers import TEN_FIVE
from champion_desk.i18n import _, ngettext


def left_out() -> str:
    """What stands in a cell whose number is left out."""
    return _("left out")


def title(found: Figures) -> str:
    """What the file is, and from where."""
    return _("Help to get online: figures of {sites}").format(sites=", ".join(found.sites))


def period(found: Figures) -> str:
    """March 2026; March 2026 to December 2026."""
    first, last = (month(code) for code in (found.months[0], found.months[-1]))
    return first if first == last else _("{first} to {last}").format(first=first, last=last)


def month(code: str) -> str:
    """2026-11 in words."""
    return formats.month(date.fromisoformat(f"{code}-01"))


def about(found: Figures) -> Iterator[tuple[str, str]]:
    """Pairs of a heading and what there is to say under it, whole sentences."""
    not_over = _("{period}. The last month is not over yet.").format(period=period(found))
    yield _("Time"), not_over if found.under_way else period(found)
    yield ngettext("Place", "Places", len(found.sites)), ", ".join(found.sites)
    yield _("Made on"), formats.long_date(found.made_on)
    yield _("In all"), " ".join(_in_all(found))
    yield _("How complete"), _complete(found)
    yield _("Small numbers"), _rule(found)
    yield _("“{words}” and 0").format(words=left_out()), _not_nought()
    yield _("How it was counted"), _counted()
    yield (
        _("Before you pass it on"),
        _(
            "Give out one file for each time. Two files of times that overlap can show a small number when "
            "one is taken from the other. So can two files of a month that is not over."
        ),
    )


def _in_all(found: Figures) -> Iterator[str]:
    if found.sessions == found.quick == 0:
        yield _("Nothing was logged in this time.")
        return
    names = ((figures.SESSIONS, found.sessions), (figures.PEOPLE, found.people), (figures.QUICK, found.quick))
    for code, count in names:
        yield _("{what}: {count}.").format(what=column(code), count=cell_words(count))


def _complete(found: Figures) -> str:
    start = _("These figures hold what staff wrote down. What they had no time to write down is not in them.")
    if not found.staffed or found.logged is None:
        return start + " " + _("How much that is, nobody knows.")
    hours = _(
        "{site} was staffed for {staffed} hours, by the hours that are set now. In {logged} of them "
        "something was logged ({percent} %)."
    ).format(
        site=found.hours_of,
        staffed=f"{found.staffed:,}",
        logged=f"{found.logged:,}",
        percent=round(100 * found.logged / found.staffed),
    )
    return f"{start} {hours}"


def _rule(found: Figures) -> str:
    if found.rule == TEN_FIVE:
        return _(
            "Rule 10–5: numbers below 10 are left out, and all others are rounded to the nearest 5. Each is "
            "rounded on its own, totals too, so they may not add up. Where a number from 1 to 4 could still "
            "be found by taking others away from a total, a larger one is left out as well."
        )
    return _(
        "Numbers from 1 to 4 are left out, so that nobody can be recognised. Where one could be found by "
        "taking others away from a total, a larger number is left out as well. A month with fewer than 5 is "
        "left out whole, and at least one more month with it. All numbers that are shown are exact."
    )


def _not_nought() -> str:
    return _(
        "“{words}” does not mean 0. There is a number, and it is not shown. 0 means that nobody was counted. "
        "Only where a whole month or a whole table is left out can some of it be 0. What is not listed at "
        "all is 0 too."
    ).format(words=left_out())


def _counted() -> str:
    return _(
        "In a session someone was helped; several people may have come together. A quick count is a press of "
        "a key, or a number typed for a stretch of time. Such a number counts in the month in which its time "
        "began, and never in one hour of the day. Sessions and quick counts are kept apart. A session about "
        "several topics counts under each, so topics can add up to more than the people."
    )


def table_title(name: str) -> str:
    """What a table shows."""
    return {
        figures.MONTHS: _("Help by month"),
        figures.TOPICS: _("Topics: people in sessions, by month"),
        figures.QUICK_TOPICS: _("Topics: quick counts, by month"),
        figures.OUTCOMES: _("How it ended: people in sessions, by month"),
        figures.CHANNELS: _("How people came: people in sessions, by month"),
        figures.AREAS: _("Where people live: people in sessions"),
        figures.SITES: _("Help by site"),
        figures.HOURS: _("Help by hour of day"),
    }[name]


def sheet_about() -> str:
    """The name of the sheet that says what the file holds."""
    return _("About the figures")


def sheet_name(name: str) -> str:
    """A table's name in a workbook."""
    return {
        figures.MONTHS: _("Months"),
        figures.TOPICS: _("Topics"),
        figures.QUICK_TOPICS: _("Quick counts"),
        figures.OUTCOMES: _("Outcomes"),
        figures.CHANNELS: _("Channels"),
        figures.AREAS: _("Areas"),
        figures.SITES: _("Sites"),
        figures.HOURS: _("Hours"),
    }[name]


def row_heading(name: str) -> str:
    """What the rows of a table are."""
    return {
        figures.MONTHS: _("Month"),
        figures.TOPICS: _("Topic"),
        figures.QUICK_TOPICS: _("Topic"),
        figures.OUTCOMES: _("Outcome"),
        figures.CHANNELS: _("Channel"),
        figures.AREAS: _("Area"),
        figures.SITES: _("Site"),
        figures.HOURS: _("Hour"),
    }[name]


def column(code: str) -> str:
    """A column's heading: what it counts, or its month."""
    named = {
        figures.SESSIONS: _("Sessions"),
        figures.PEOPLE: _("People in sessions"),
        figures.QUICK: _("Quick counts"),
        figures.TOTAL: _("All"),
    }
    return named.get(code) or month(code)


def row(table: FigureTable, code: str, label: str) -> str:
    """A row's label."""
    if label:
        return label
    if code == figures.TOTAL:
        return _("All")
    if table.name == figures.MONTHS:
        return month(code)
    if code == figures.ELSEWHERE:
        return _("other places, fewer than 5 from each")
    if table.name == figures.HOURS:
        return _("hour not known") if code == figures.NOT_SAID else f"{code}:00–{code}:59"
    return _("not said") if code == figures.NOT_SAID else _("another site")


def no_rows() -> str:
    """Why a table has no rows."""
    return _("This table is left out: its numbers are so small that nothing of it can be shown safely.")


def cell_words(count: int | None) -> str:
    """A number in a sentence."""
    return left_out() if count is None else f"{count:,}"
