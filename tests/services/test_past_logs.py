"""Earlier logs come in by a mapping that is remembered, whatever program they come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from champion_desk.domain.past_logs import (
    LEAVE_OUT,
    SESSIONS,
    TALLIES,
    LogMapping,
)
from champion_desk.domain.problems import Problem
from champion_desk.domain.tallies import TAKEN_IN
from champion_desk.services import Services
from champion_desk.services.past_logs import refused_lines
from champion_desk.wording import problem_sentence
from tests.services.earlier_logs import (
    DAYS_ACROSS,
    GIMLET,
    HOME_MADE,
    HOURS_DOWN,
    LIBINSIGHT,
    LIBSTATS,
    Read,
    guessed,
    preview,
    reader,
    refusals,
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


# What comes out of other programs


def test_a_libstats_export(desk: Services, sheet_of: Read) -> None:
    sheet = sheet_of(LIBSTATS)
    done = take_in(desk, sheet)
    assert refusals(done) == [(5, "", "row-day-odd"), (6, "", "row-sum"), (7, "", "row-in-future")]
    first, second, third = sessions(desk)
    assert first.started_at == datetime(2026, 2, 3, 10, 15).astimezone()
    assert (first.topics, first.minutes, first.channel) == (("printing-scanning",), 3, "walk-in")
    assert (first.site_id, first.champion_id) == (desk.site.id, desk.champion.id)
    assert (second.topics, second.minutes, second.channel) == (("other",), 8, "phone")
    assert second.note == "ring [phone] on Monday\ntold"
    assert (third.topics, third.minutes, third.channel, third.outcome) == (("nhs-app",), 60, "", "done")
    assert done.people == 3
    assert (done.first, done.last) == (date(2026, 2, 3), date(2026, 2, 15))
    assert done.months == {"2026-02": 3}


def test_a_gimlet_export_with_moments_in_universal_time(desk: Services, sheet_of: Read) -> None:
    take_in(desk, sheet_of(GIMLET))
    first, second = sessions(desk)
    assert first.started_at == datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
    assert (first.minutes, first.effort, first.channel) == (10, 2, "walk-in")
    assert {"wifi", "cv"} <= set(first.topics)
    assert second.started_at == datetime(2026, 7, 3, 9, 30, tzinfo=UTC)


def test_a_libinsight_export_with_a_beginning_and_an_end(desk: Services, sheet_of: Read) -> None:
    sheet = sheet_of(LIBINSIGHT)
    columns = guessed(desk, sheet).columns
    assert (columns["Start Date"], columns["End Date"], columns["READ Level"]) == ("when", "ended", "read")
    take_in(desk, sheet)
    first, second = sessions(desk)
    assert (first.minutes, second.minutes) == (15, 5)
    assert (first.effort, second.effort) == (3, 5)
    assert second.started_at.astimezone().hour == 15
    assert "secret" not in first.note


def test_a_home_made_sheet_below_its_titles(desk: Services, sheet_of: Read) -> None:
    sheet = sheet_of(HOME_MADE)
    mapping = guessed(desk, sheet)
    assert (mapping.kind, mapping.columns["Customer name"]) == (SESSIONS, "")
    done = take_in(desk, sheet)
    assert refusals(done) == [(8, "", "row-sum")]
    first, second, third = sessions(desk)
    assert first.started_at == datetime(2026, 4, 3, 10, 15).astimezone()
    assert [one.outcome for one in (first, second, third)] == ["done", "could-not", "done"]
    assert (second.topics, second.minutes) == (("email-account",), 20)
    assert third.started_at == datetime(2026, 4, 14, 15).astimezone()  # the day stands once, above
    assert done.notes["past-day-above"] == 1
    assert "Ishbel" not in "".join(one.note + one.area for one in (first, second, third))


def test_a_tally_sheet_with_hours_down_and_kinds_across(desk: Services, sheet_of: Read) -> None:
    sheet = sheet_of(HOURS_DOWN)
    assert guessed(desk, sheet).kind == TALLIES
    done = take_in(desk, sheet)
    assert done.people == 13  # the sum that the sheet itself gives
    assert dict(done.topics) == {"printing-scanning": 10, "wifi": 2, "bus-pass": 1}
    assert {code for _line, _column, code in refusals(done)} == {"row-sum"}
    kept = {(one.started_at, one.topic): one for one in tallies(desk)}
    noon = datetime(2026, 3, 3, 12).astimezone()
    batch = kept[noon, "printing-scanning"]
    assert (batch.count, batch.ended_at, batch.how) == (5, noon + timedelta(hours=1), TAKEN_IN)
    assert done.notes["past-marked"] == 1


def test_a_tally_sheet_with_days_across(desk: Services, sheet_of: Read) -> None:
    done = take_in(desk, sheet_of(DAYS_ACROSS))
    assert (done.people, done.first, done.last) == (15, date(2026, 3, 2), date(2026, 3, 14))
    begins = {one.started_at for one in tallies(desk)}
    assert datetime(2026, 3, 2).astimezone() in begins
    for one in tallies(desk):  # the whole day: nobody knows when in it they came
        assert one.ended_at == (one.started_at + timedelta(days=1, hours=3)).replace(hour=0)


@pytest.mark.parametrize(
    "heading", ["Total", "Total enquiries", "Total for day", "Daily total", "TOTAL:", "Cyfanswm", "Iomlan"]
)
def test_sums_in_a_sheet_are_not_counted(desk: Services, sheet_of: Read, heading: str) -> None:
    rows = f"Date,Printing,Wi-Fi,{heading}\n13/03/2026,3,1,4\n14/03/2026,2,,2\nMonthly total,5,1,6\n"
    done = take_in(desk, sheet_of(rows))
    assert done.people == 6


def test_a_sum_with_a_day_beside_it_is_not_counted(desk: Services, sheet_of: Read) -> None:
    rows = "Date,Hour,Printing,Wi-Fi\n13/03/2026,9-10,3,1\n13/03/2026,10-11,2,4\n13/03/2026,Total,5,5\n"
    assert take_in(desk, sheet_of(rows)).people == 10
    rows = "Date,Enquiry type,Number\n14/03/2026,Printing,3\n14/03/2026,Wi-Fi,4\n14/03/2026,Total,7\n"
    assert take_in(desk, sheet_of(rows)).people == 7


def test_minutes_that_are_called_total_are_those_of_the_session(desk: Services, sheet_of: Read) -> None:
    rows = "Date,Topic,Total time (mins)\n13/03/2026,Printing,15\n14/03/2026,Wi-Fi,25\n"
    take_in(desk, sheet_of(rows))
    assert [one.minutes for one in sessions(desk)] == [15, 25]


def test_a_month_that_stands_for_a_sum_among_days_is_refused(desk: Services, sheet_of: Read) -> None:
    rows = "Date,Printing,Wi-Fi\n13/03/2026,3,1\n14/03/2026,2,2\nMarch 2026,5,3\n"
    done = take_in(desk, sheet_of(rows))
    assert done.people == 8
    assert {code for _line, _column, code in refusals(done)} == {"row-only-month"}


# Numbers and periods


def test_batches_keep_their_period(desk: Services, sheet_of: Read) -> None:
    take_in(desk, sheet_of("Month,Printing,Wi-Fi\nJan 2026,30,12\nFeb 2026,25,20\n"))
    spans = {(one.started_at, one.ended_at) for one in tallies(desk)}
    months = [datetime(2026, month, 1).astimezone() for month in (1, 2, 3)]
    assert spans == {(months[0], months[1]), (months[1], months[2])}


def test_a_row_can_stand_for_a_week(desk: Services, sheet_of: Read) -> None:
    sheet = sheet_of("Week commencing,Printing,Wi-Fi\n16/03/2026,30,12\n23/03/2026,25,20\n")
    take_in(desk, sheet)
    assert {(one.ended_at.date() - one.started_at.date()).days for one in tallies(desk)} == {7}


def test_days_without_a_year_are_refused_one_by_one(desk: Services, sheet_of: Read) -> None:
    found = preview(desk, sheet_of("Date,Topic,Mins\n13 March,Wi-Fi,5\n14/3,Wi-Fi,5\n"))
    assert {code for _line, _column, code in refusals(found)} == {"row-day-no-year"}


def test_a_period_that_is_not_over_ends_now(desk: Services, sheet_of: Read) -> None:
    today = date.today()
    take_in(desk, sheet_of(f"Date,Printing,Wi-Fi\n{today:%d/%m/%Y},3,1\n"))
    assert all(one.ended_at <= datetime.now(UTC) for one in tallies(desk))


def test_large_numbers_are_kept_in_parts_and_huge_ones_refused(desk: Services, sheet_of: Read) -> None:
    rows = "Date,Enquiry type,Number\n" + "".join(
        f"13/03/2026,Wi-Fi,{number}\n"
        for number in ("1204", "10001", "99999999999999999999", "-3", "1.5", "0")
    )
    done = take_in(desk, sheet_of(rows))
    assert [one.count for one in tallies(desk)].count(500) == 2
    assert sum(one.count for one in tallies(desk)) == done.people == 1204
    assert [code for _line, _column, code in refusals(done)] == [
        "count-too-large", "count-too-large", "count-negative", "count-not-whole", "count-nought",
    ]  # fmt: skip
    with pytest.raises(Problem) as again:
        desk.past_logs.take_in(sheet_of(rows), guessed(desk, sheet_of(rows)))
    assert again.value.code == "past-nothing-new"
    assert all(problem_sentence(problem) for *_where, problem in refused_lines(done))


def test_ticks_count_one_each(desk: Services, sheet_of: Read) -> None:
    rows = "Date,Minutes,Printing,Wi-Fi,Bus pass\n13/03/2026,5,x,,x\n14/03/2026,9,,Y,no\n"
    sheet = sheet_of(rows)
    assert guessed(desk, sheet).kind == SESSIONS
    take_in(desk, sheet)
    assert [one.topics for one in sessions(desk)] == [("printing-scanning", "bus-pass"), ("wifi",)]


# Values and the mapping


def test_values_that_are_not_known_are_listed_with_how_many_rows_have_them(
    desk: Services, sheet_of: Read
) -> None:
    found = preview(desk, sheet_of(LIBSTATS))
    listed = {(one.field, one.text): one.count for one in found.unmapped}
    assert listed == {
        ("topic", "Directional"): 1, ("channel", "E-mail"): 1, ("site", "Stromness"): 1,
        ("champion", "ab"): 3, ("champion", "M"): 1,
    }  # fmt: skip
    values = desk.past_logs.values(sheet_of(LIBSTATS), guessed(desk, sheet_of(LIBSTATS)))
    assert [one.sure for one in values] == sorted(one.sure for one in values)  # those in doubt first


def test_what_was_chosen_is_used_and_remembered_for_the_next_such_sheet(
    desk: Services, sheet_of: Read
) -> None:
    sheet = sheet_of(LIBSTATS)
    first = desk.past_logs.suggested(sheet)
    assert not first.remembered
    values = {"topic": {"directional": "local-history"}, "champion": {"ab": desk.champion.id}}
    chosen = replace(first.mapping, values=values, minutes=7, columns={**first.mapping.columns, "answer": ""})
    desk.past_logs.take_in(sheet, chosen)
    assert sessions(desk)[1].topics == ("local-history",)
    assert sessions(desk)[1].note == "ring [phone] on Monday"

    columns = [line.split(",") for line in LIBSTATS.splitlines()]
    moved = "\n".join(",".join([*reversed(cells)]) for cells in columns[:3])  # the same headings elsewhere
    again = desk.past_logs.suggested(sheet_of(moved + "\n"))
    assert again.remembered
    assert again.mapping.columns["answer"] == ""
    assert again.mapping.values["topic"] == {"directional": "local-history"}
    assert "champion" not in again.mapping.values  # names of staff stay in the sheet
    assert again.mapping.minutes == 7


def test_no_value_that_looks_personal_is_remembered(desk: Services, sheet_of: Read) -> None:
    sheet = sheet_of(LIBSTATS)
    values = {"topic": {"directional": "local-history", "rang mrs flett 07700 900118": "wifi"}}
    desk.past_logs.take_in(sheet, replace(desk.past_logs.suggested(sheet).mapping, values=values))
    again = desk.past_logs.suggested(sheet)
    assert again.mapping.values == {"topic": {"directional": "local-history"}}


def test_a_sheet_with_one_more_column_is_still_known(desk: Services, sheet_of: Read) -> None:
    sheet = sheet_of(LIBSTATS)
    mapping = guessed(desk, sheet)
    desk.past_logs.take_in(sheet, replace(mapping, columns={**mapping.columns, "question": ""}))
    wider = "\n".join(
        f"{line},{'colour' if n == 0 else 'red'}" for n, line in enumerate(LIBSTATS.split("\n")[:3])
    )
    again = desk.past_logs.suggested(sheet_of(wider + "\n"))
    assert again.remembered
    assert again.mapping.columns["question"] == ""


def test_undo_does_not_forget_the_mapping(desk: Services, sheet_of: Read) -> None:
    sheet = sheet_of(LIBSTATS)
    taken = desk.past_logs.take_in(sheet, replace(guessed(desk, sheet), minutes=9))
    desk.history.undo(taken.done)
    again = desk.past_logs.suggested(sheet)
    assert (again.remembered, again.mapping.minutes) == (True, 9)


def test_rows_with_a_value_can_be_left_out(desk: Services, sheet_of: Read) -> None:
    sheet = sheet_of(LIBSTATS)
    mapping = replace(guessed(desk, sheet), values={"topic": {"directional": LEAVE_OUT}})
    done = desk.past_logs.take_in(sheet, mapping).preview
    assert done.used == 2
    assert (3, "", "row-left-out") in refusals(done)


def test_days_that_can_be_read_in_two_ways_are_asked_about(desk: Services, sheet_of: Read) -> None:
    sheet = sheet_of("Date,Topic,Mins\n3/4/2026,Wi-Fi,5\n5/6/2026,Wi-Fi,5\n")
    suggestion = desk.past_logs.suggested(sheet)
    assert suggestion.order_open
    american = replace(suggestion.mapping, day_first=False)
    assert desk.past_logs.preview(sheet, american).first == date(2026, 3, 4)
    assert desk.past_logs.preview(sheet, suggestion.mapping).first == date(2026, 4, 3)
    assert not desk.past_logs.suggested(sheet_of("Date,Topic,Mins\n3/4/2026,x,5\n4/13/2026,x,5\n")).order_open


def test_examples_that_are_shown_are_masked_and_never_who_came(desk: Services, sheet_of: Read) -> None:
    examples = desk.past_logs.suggested(sheet_of(HOME_MADE)).examples
    assert examples["Customer name"] == ""
    assert examples["Comments"] == "did it together, no ID. Call [phone], again"


@pytest.mark.parametrize(
    ("columns", "code"), [({"Mins": "minutes"}, "past-no-when"), ({"Date": "date"}, "past-no-kinds")]
)
def test_a_mapping_that_lacks_what_is_needed_is_refused(
    desk: Services, sheet_of: Read, columns: dict[str, str], code: str
) -> None:
    sheet = sheet_of("Date,Topic,Mins\n13/04/2026,Wi-Fi,5\n")
    mapping = LogMapping(TALLIES, columns, site_id=desk.site.id, champion_id=desk.champion.id)
    with pytest.raises(Problem) as refused:
        desk.past_logs.preview(sheet, mapping)
    assert refused.value.code == code
