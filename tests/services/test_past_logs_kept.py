"""Earlier logs come in wholly or not at all, nothing twice, and back out again."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from champion_desk.domain.past_logs import (
    FIELDS,
    SESSIONS,
    TALLIES,
)
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.domain.retention import months_before
from champion_desk.services import Services
from champion_desk.wording import problem_sentence
from tests.services.earlier_logs import (
    HOME_MADE,
    HOURS_DOWN,
    LIBSTATS,
    Read,
    changes,
    guessed,
    preview,
    reader,
    sessions,
    take_in,
    tallies,
)


@pytest.fixture
def desk(make_services: Callable[..., Services]) -> Services:
    """An unlocked desk with nothing in it."""
    return make_services()


@pytest.fixture
def sheet_of(desk: Services, tmp_path: Path) -> Read:
    """Reads the likeliest table of a CSV file with some content."""
    return reader(desk, tmp_path)


# All or nothing, and nothing twice


def test_the_same_file_twice_counts_nothing_twice(desk: Services, sheet_of: Read) -> None:
    take_in(desk, sheet_of(HOME_MADE))
    again = preview(desk, sheet_of(HOME_MADE))
    assert (again.used, again.here) == (0, 3)
    before = changes(desk)
    with pytest.raises(Problem) as refused:
        desk.past_logs.take_in(sheet_of(HOME_MADE), guessed(desk, sheet_of(HOME_MADE)))
    assert refused.value.code == "past-nothing-new"
    assert (len(sessions(desk)), changes(desk)) == (3, before)


def test_a_longer_version_of_a_file_brings_only_what_is_new(desk: Services, sheet_of: Read) -> None:
    take_in(desk, sheet_of(LIBSTATS))
    longer = LIBSTATS + "6,Public,Wi-Fi,5,Phone,Kirkwall,Desk,M,20/02/2026 10:00,more,told\n"
    found = take_in(desk, sheet_of(longer))
    assert (found.used, found.here, len(sessions(desk))) == (1, 3, 4)


def test_rows_that_are_the_same_are_two_visits(desk: Services, sheet_of: Read) -> None:
    rows = "Date,Topic,Mins\n13/04/2026,Wi-Fi,5\n13/04/2026,Wi-Fi,5\n"
    assert take_in(desk, sheet_of(rows)).used == 2
    assert preview(desk, sheet_of(rows)).here == 2


def test_what_someone_removed_does_not_come_again(desk: Services, sheet_of: Read) -> None:
    take_in(desk, sheet_of(HOME_MADE))
    one = sessions(desk)[0]
    with desk.desk.open_store.transaction() as tx:
        tx.sessions.remove(one.id, "mistake")
    assert preview(desk, sheet_of(HOME_MADE)).here == 3


@pytest.mark.parametrize("content", [LIBSTATS, HOURS_DOWN, "Date,Topic,Number\n13/03/2026,Wi-Fi,1204\n"])
def test_undo_takes_all_back_at_once_and_the_file_can_come_again(
    desk: Services, sheet_of: Read, content: str
) -> None:
    sheet = sheet_of(content)
    first = desk.past_logs.take_in(sheet, guessed(desk, sheet))
    kept = (sorted(sessions(desk), key=str), [one.count for one in tallies(desk)])
    desk.history.undo(first.done)
    assert (sessions(desk), tallies(desk)) == ([], [])
    found = preview(desk, sheet)
    assert (found.used, found.here) == (first.preview.used, 0)
    second = desk.past_logs.take_in(sheet, guessed(desk, sheet))
    assert len(sessions(desk)) == len(kept[0])
    assert [one.count for one in tallies(desk)] == kept[1]
    assert preview(desk, sheet).here == first.preview.used
    desk.history.undo(second.done)
    assert (sessions(desk), tallies(desk)) == ([], [])
    assert preview(desk, sheet).used == first.preview.used


@pytest.mark.parametrize("stop_at", [1, 50, 299, 301, 450, 600])
def test_cancel_at_any_moment_keeps_nothing(desk: Services, sheet_of: Read, stop_at: int) -> None:
    rows = "".join(f"13/03/2026,{9 + n % 8}:{n % 60:02},Wi-Fi,{n % 50}\n" for n in range(300))
    sheet = sheet_of("Date,Time,Topic,Mins\n" + rows)
    mapping, before, asked = guessed(desk, sheet), changes(desk), 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked == stop_at

    with pytest.raises(Cancelled):
        desk.past_logs.take_in(sheet, mapping, cancelled=cancelled)
    assert (sessions(desk), changes(desk)) == ([], before)
    assert not desk.past_logs.suggested(sheet).remembered
    assert desk.past_logs.take_in(sheet, mapping).preview.used == 300


def test_cancel_is_heard_while_reading_and_previewing(desk: Services, sheet_of: Read, tmp_path: Path) -> None:
    sheet = sheet_of(HOME_MADE)
    with pytest.raises(Cancelled):
        desk.past_logs.look(tmp_path / "log.csv", cancelled=lambda: True)
    with pytest.raises(Cancelled):
        desk.past_logs.preview(sheet, guessed(desk, sheet), cancelled=lambda: True)
    with pytest.raises(Cancelled):
        desk.past_logs.values(sheet, guessed(desk, sheet), cancelled=lambda: True)


def test_progress_never_goes_beyond_its_end(desk: Services, sheet_of: Read) -> None:
    told: list[tuple[int, int | None]] = []
    sheet = sheet_of(HOURS_DOWN)
    desk.past_logs.take_in(sheet, guessed(desk, sheet), lambda done, total: told.append((done, total)))
    assert told
    assert all(total is not None and 0 < done <= total for done, total in told)


def test_a_file_with_nothing_usable_changes_nothing(desk: Services, sheet_of: Read) -> None:
    sheet = sheet_of("Date,Topic,Mins\n01/01/2999,Wi-Fi,5\n01/01/1066,Wi-Fi,5\n")
    before = changes(desk)
    with pytest.raises(Problem) as refused:
        desk.past_logs.take_in(sheet, guessed(desk, sheet))
    assert refused.value.code == "import-nothing-usable"
    assert changes(desk) == before


# Privacy and time


def test_notes_pass_the_scanner_and_old_ones_stay_out(desk: Services, sheet_of: Read) -> None:
    today = date.today()
    old, new = months_before(today, 14), today - timedelta(days=3)
    rows = (
        f"{old:%d/%m/%Y},Wi-Fi,5,an old note\n{new:%d/%m/%Y},Wi-Fi,5,Mrs Flett at KW15 1AG\n"
        f"{new:%d/%m/%Y},Wi-Fi,6,{'long ' * 1000}\n{new:%d/%m/%Y},Wi-Fi,7,plain\n"
    )
    done = take_in(desk, sheet_of("Date,Topic,Mins,Notes\n" + rows))
    notes = [one.note for one in sessions(desk)]
    assert "an old note" not in notes
    assert "Flett" not in str(notes)
    assert "KW15" not in str(notes)
    assert "plain" in notes
    assert max(len(note) for note in notes) <= 2000
    assert (done.notes["past-note-old"], done.notes["past-note-masked"]) == (1, 1)
    assert done.notes["past-note-cut"] >= 1


def test_an_area_that_is_an_address_is_left_empty(desk: Services, sheet_of: Read) -> None:
    rows = "13/04/2026,Wi-Fi,Westray\n14/04/2026,Wi-Fi,KW15 1AG\n15/04/2026,Wi-Fi,12 High Street\n"
    take_in(desk, sheet_of("Date,Topic,Area\n" + rows))
    areas = [one.area for one in sessions(desk)]
    assert "KW15" not in str(areas)
    assert "12 High" not in str(areas)


def test_what_is_beyond_its_time_becomes_counts_and_does_not_come_again(
    desk: Services, sheet_of: Read
) -> None:
    today = date.today()
    old = months_before(today, 30).replace(day=10)
    new = today - timedelta(days=3)
    sheet = sheet_of(f"Date,Topic,Mins\n{old:%d/%m/%Y},Wi-Fi,5\n{new:%d/%m/%Y},Wi-Fi,7\n")
    done = take_in(desk, sheet)
    assert (done.used, done.notes["past-old"]) == (2, 1)
    desk.retention.run(today)
    assert len(sessions(desk)) == 1
    assert preview(desk, sheet).here == 2


def test_a_day_without_its_time_is_kept_as_such(desk: Services, sheet_of: Read) -> None:
    take_in(desk, sheet_of("Date,Topic,Mins\n13/04/2026,Wi-Fi,5\n"))
    (one,) = sessions(desk)
    assert not one.time_known
    assert one.started_at.astimezone().date() == date(2026, 4, 13)


_cells = st.sampled_from(
    ["13/03/2026", "2026-03-14", "Mar 2026", "10:15", "9-10", "Wi-Fi", "Printing", "5", "1,204", "-3", "x",
     "Total", "", "n/a", "07700 900123", "46115.5", "1700000000", "99999999999", "Kirkwall Library",
     "31/12/9999", "1e309",
     "01/01/0001", "2026-03-13 10:00:00+99:99", "Yes", "READ 3", "KW15 1AG"]
) | st.text(max_size=10)  # fmt: skip
_headings = st.sampled_from(
    ["Date", "Time", "Hour", "Topic", "Mins", "Outcome", "Notes", "Number", "Printing", "Wi-Fi", "9-10",
     "10-11",
     "Total", "Name", "Site", "Staff", "End time", "READ", "Area", "People", "Month", "Device", "Language"]
)  # fmt: skip


@pytest.mark.parametrize("take", [False, True], ids=["seen", "taken in"])
def test_whatever_comes_used_and_here_and_refused_are_what_was_found(
    desk: Services, tmp_path: Path, take: bool
) -> None:
    @settings(
        max_examples=25 if take else 120, deadline=None, derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    @given(
        st.lists(_headings, min_size=1, max_size=6, unique=True),
        st.lists(st.lists(_cells, min_size=2, max_size=7), min_size=1, max_size=8),
        st.sampled_from([None, SESSIONS, TALLIES]),
        st.dictionaries(_headings, st.sampled_from(["", *FIELDS]), max_size=4),
    )
    def whatever(
        headings: list[str], rows: list[list[str]], kind: str | None, mapped: dict[str, str]
    ) -> None:
        path = tmp_path / "log.csv"
        with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
            csv.writer(file).writerows([["Date", *headings], *(["13/03/2026", *row] for row in rows)])
        try:
            sheet = desk.past_logs.look(path)[0]
            mapping = guessed(desk, sheet)
            chosen = {h: mapped.get(h, field) for h, field in mapping.columns.items()}
            mapping = replace(mapping, kind=kind or mapping.kind, columns=chosen)
            said = desk.past_logs.preview(sheet, mapping)
            assert said.found == said.used + said.here + len(said.refused)
            assert sum(said.months.values()) <= max(said.people, said.used)
            if take:
                done = desk.past_logs.take_in(sheet, mapping).preview
                assert replace(done, unmapped=said.unmapped) == said
                assert desk.past_logs.preview(sheet, mapping).here == said.here + said.used
        except Problem as problem:
            said_of.add(problem_sentence(problem))

    said_of: set[str] = set()
    whatever()
    assert all(said_of)
