"""The lines of the log: sessions and quick counts in one list, newest first; what a line stands for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from champion_desk.domain.champions import Site
from champion_desk.domain.log_query import Found, LogQuery
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import CATCH_UP, PRESS, TAKEN_IN, TYPED, Tally
from champion_desk.services import Services
from champion_desk.services.log_lines import Line, LogPages, TallyLine, lines_of

DAY = date(2026, 3, 10)


def at(clock: str, day: date = DAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock)).astimezone()


def press(clock: str, preset: str = "print", day: date = DAY) -> Tally:
    moment = at(clock, day)
    return Tally("mairi", "kirkwall", "printing", 1, moment, moment, PRESS, preset)


def batch(start: str, end: str, count: int, how: str = TYPED, preset: str = "print") -> Tally:
    return Tally("mairi", "kirkwall", "printing", count, at(start), at(end), how, preset)


def session(clock: str, day: date = DAY) -> AssistedSession:
    return AssistedSession("mairi", "kirkwall", at(clock, day), ("nhs-app",), 9, "done")


MONTH = Tally(
    "mairi", "kirkwall", "printing", 120, at("00:00"), at("00:00", DAY + timedelta(days=31)), TAKEN_IN
)


@pytest.mark.parametrize(
    ("tallies", "by_day", "wanted"),
    [
        ([press("10:42")], False, [("10:42", "10:42", 1, 0)]),
        ([press("11:02"), press("11:40"), press("11:41")], False, [("11:00", "12:00", 3, 0)]),
        ([press("10:59"), press("11:00")], False, [("11:00", "11:00", 1, 0), ("10:59", "10:59", 1, 0)]),
        (
            [press("11:02"), press("11:03", "login")],
            False,
            [("11:03", "11:03", 1, 0), ("11:02", "11:02", 1, 0)],
        ),
        # A number is never mixed with presses, nor with another number, on the day itself.
        (
            [press("11:02"), batch("11:00", "12:00", 6, CATCH_UP), batch("11:00", "12:00", 2)],
            False,
            [("11:02", "11:02", 1, 0), ("11:00", "12:00", 2, 2), ("11:00", "12:00", 6, 6)],
        ),
        ([press("09:10"), batch("11:00", "13:00", 6)], True, [("00:00", "00:00", 7, 6)]),
        # The number of a whole month is no number of its first day.
        ([press("09:10"), MONTH], True, [("00:00", "00:00", 1, 0), ("00:00", "00:00", 120, 120)]),
    ],
)
def test_what_stands_in_one_line(
    tallies: list[Tally], by_day: bool, wanted: list[tuple[str, str, int, int]]
) -> None:
    found = [
        (f"{one.start.astimezone():%H:%M}", f"{one.end.astimezone():%H:%M}", one.count, one.batched)
        for one in lines_of(tallies, by_day)
    ]
    assert sorted(found) == sorted(wanted)
    assert [one.newest for one in lines_of(tallies, by_day)] == sorted(
        (one.newest for one in lines_of(tallies, by_day)), reverse=True
    )


def pages_over(
    sessions: list[AssistedSession], tallies: list[Tally], query: LogQuery
) -> tuple[LogPages, list[tuple[date, date]]]:
    """Pages over these, with the spans of days that tallies were asked for."""
    asked: list[tuple[date, date]] = []
    newest = sorted(sessions, key=lambda one: (one.started_at, one.id), reverse=True)

    def find(_query: LogQuery, after: object, most: int) -> list[Found]:
        from champion_desk.domain.log_query import Place

        rest = newest
        if isinstance(after, Place):
            ids = [one.id for one in newest]
            rest = newest[ids.index(after.session_id) + 1 :]
        return [Found(one) for one in rest[:most]]

    def between(_query: LogQuery, first: date, last: date) -> list[Tally]:
        asked.append((first, last))
        return [one for one in tallies if first <= one.started_at.astimezone().date() <= last]

    return LogPages(find, between, query), asked


def moment(line: Line) -> datetime:
    return line.newest if isinstance(line, TallyLine) else line.session.started_at


@pytest.mark.parametrize("most", [1, 3, 7, 500])
def test_pages_bring_every_line_once_and_newest_first(most: int) -> None:
    days = [DAY - timedelta(days=n) for n in (0, 1, 2, 40, 41, 200)]
    sessions = [session(f"{hour:02}:15", day) for day in days for hour in (9, 12, 15)]
    tallies = [press(f"{hour:02}:30", "print", day) for day in days for hour in (9, 12)]
    query = LogQuery(DAY - timedelta(days=364), DAY)
    pages, _asked = pages_over(sessions, tallies, query)
    lines: list[Line] = []
    while not pages.done:
        page = pages.next(most)
        assert 0 < len(page) <= most
        lines += page
    assert sum(isinstance(one, Found) for one in lines) == len(sessions)
    assert sum(one.count for one in lines if isinstance(one, TallyLine)) == len(tallies)
    assert [moment(one) for one in lines] == sorted((moment(one) for one in lines), reverse=True)
    assert pages.next() == []


def test_the_first_page_of_a_year_reads_only_the_last_days_of_its_counts() -> None:
    sessions = [session("09:15", DAY - timedelta(days=n)) for n in range(200)]
    pages, asked = pages_over(sessions, [], LogQuery(DAY - timedelta(days=364), DAY))
    assert len(pages.next(5)) == 5
    assert asked == [(DAY - timedelta(days=6), DAY)]


@pytest.mark.parametrize(
    "query",
    [LogQuery(DAY, DAY, outcomes=("done",)), LogQuery(DAY, DAY, words="x"), LogQuery(DAY, DAY, removed=True)],
)
def test_counts_are_no_answer_to_what_they_cannot_say(query: LogQuery) -> None:
    pages, asked = pages_over([session("09:15")], [press("09:20")], query)
    assert [type(one) for one in pages.next()] == [Found]
    assert asked == []


def test_a_store_s_counts_are_found_by_topic_champion_and_site(
    make_services: Callable[..., Services],
) -> None:
    services = make_services()
    today, here = date.today(), services.site.id
    first, second = services.tallies.presets()[:2]
    services.tallies.press(first.code)
    services.tallies.press(second.code)
    elsewhere = Site("Stromness Library")
    with services.desk.open_store.transaction() as tx:
        tx.champions.add_site(elsewhere)
        now = datetime.now(UTC)
        tx.tallies.add(Tally(services.champion.id, elsewhere.id, first.topic, 4, now, now, TYPED))

    def counted(**asked: tuple[str, ...]) -> int:
        lines = services.log_lines.pages(LogQuery(today, today, **asked)).next()  # type: ignore[arg-type]
        return sum(one.count for one in lines if isinstance(one, TallyLine))

    assert counted() == 6
    assert counted(sites=(here,)) == 2
    assert counted(sites=(here,), topics=(first.topic,)) == 1
    assert counted(champions=("nobody",)) == 0
    assert [site.name for site in services.log_lines.sites()] == [services.site.name, "Stromness Library"]
