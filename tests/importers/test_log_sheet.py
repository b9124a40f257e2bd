"""The table of an earlier log is found wherever it stands in a file, and whatever it is written in."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from champion_desk.domain.past_logs import SESSIONS, TALLIES, LogSheet
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.importers import ImportFile, log_sheet
from champion_desk.importers.log_guess import guess_columns, guess_kind, guess_period
from champion_desk.importers.log_headings import field_for, is_personal, is_sum
from champion_desk.importers.log_moments import day_first, read_clock, read_day
from champion_desk.importers.log_numbers import minutes_of

PLAIN = "Date,Time,Topic,Mins\n13/03/2026,10:15,Wi-Fi,5\n14/03/2026,11:00,Printing,10\n"


def read(content: str | bytes, name: str = "log.csv") -> tuple[LogSheet, ...]:
    data = content.encode() if isinstance(content, str) else content
    return log_sheet.read(ImportFile(name, data))


def refused(content: str | bytes, name: str = "log.csv") -> str:
    with pytest.raises(Problem) as problem:
        read(content, name)
    return problem.value.code


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


# Where the table stands


def test_a_table_below_titles_and_empty_rows() -> None:
    (sheet,) = read("Digital help 2026\nKirkwall Library,,,\n\n\n" + PLAIN)
    assert sheet.headings == ("Date", "Time", "Topic", "Mins")
    assert [row.line for row in sheet.rows] == [6, 7]
    assert sheet.rows[0].cells == ("13/03/2026", "10:15", "Wi-Fi", "5")


def test_headings_over_two_rows_are_read_together() -> None:
    (sheet,) = read(",,Kind,\nDate,Time,of help,Mins\n13/03/2026,10:15,Wi-Fi,5\n14/03/2026,10:15,Wi-Fi,5\n")
    assert sheet.headings[0] == "Date"
    assert len(sheet.rows) == 2


def test_headings_that_are_printed_anew_are_no_rows() -> None:
    (sheet,) = read(PLAIN + PLAIN)
    assert len(sheet.rows) == 4


def test_a_column_without_a_heading_is_called_by_its_letter_and_twins_are_numbered() -> None:
    (sheet,) = read("Date,Notes,Notes,,Mins\n13/03/2026,a,b,c,5\n14/03/2026,a,b,c,5\n")
    assert sheet.headings == ("Date", "Notes", "Notes (2)", "D", "Mins")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_signs_between_the_cells(delimiter: str) -> None:
    (sheet,) = read(PLAIN.replace(",", delimiter))
    assert len(sheet.headings) == 4


@pytest.mark.parametrize(
    ("encoding", "line_end"),
    [
        *((one, end) for one in ("utf-8", "utf-8-sig", "utf-16") for end in ("\n", "\r\n", "\r")),
        *(("cp1252", end) for end in ("\n", "\r\n")),
        ("mac_roman", "\r"),
    ],
)
def test_encodings_and_line_ends(encoding: str, line_end: str) -> None:
    content = PLAIN.replace("Wi-Fi", "Cymorth â Wi-Fi – café")
    (sheet,) = read(content.replace("\n", line_end).encode(encoding))
    assert sheet.rows[0].cells[2] == "Cymorth â Wi-Fi – café"


def test_worksheets_with_the_same_headings_are_one_table_and_each_by_itself() -> None:
    head: list[object] = ["Date", "Topic", "Mins"]
    turned: list[object] = ["Mins", "Date", "Topic"]
    april = datetime.datetime(2026, 4, 1, 10, 15)
    found = read(
        workbook(
            March=[head, [datetime.date(2026, 3, 2), "Wi-Fi", 5], [datetime.date(2026, 3, 3), "Wi-Fi", 5]],
            April=[turned, [7, april, "Printing"]],
            Codes=[["Code", "Meaning"], ["W", "Wi-Fi"]],
        ),
        "log.xlsx",
    )
    assert [(sheet.title, len(sheet.rows)) for sheet in found] == [
        ("March, April", 3), ("March", 2), ("April", 1),
    ]  # fmt: skip
    assert found[0].rows[2].cells == ("2026-04-01 10:15", "Printing", "7")
    assert [row.sheet for row in found[0].rows] == ["March", "March", "April"]
    assert len({sheet.shape for sheet in found}) == 1


def test_a_day_in_the_title_of_a_worksheet_stands_for_its_hours() -> None:
    sheet: list[list[object]] = [["Hour", "Printing", "Wi-Fi"], ["9-10", 3, 1]]
    found = read(workbook(**{"3 March 2026": sheet}), "log.xlsx")
    assert found[0].headings == ("Date", "Hour", "Printing", "Wi-Fi")
    assert found[0].rows[0].cells == ("2026-03-03", "9-10", "3", "1")


def test_days_across_become_rows() -> None:
    (sheet,) = read("Kind,02/03/2026,13/03/2026\nPrinting,3,4\nWi-Fi,1,\n")
    assert sheet.headings == ("Date", "Printing", "Wi-Fi")
    assert [row.cells for row in sheet.rows] == [("02/03/2026", "3", "1"), ("13/03/2026", "4", "")]


# What its columns are


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (
            "Dyddiad,Amser,Pwnc,Munudau,Sylwadau,Llyfrgell,Hyrwyddwr",
            "date time topic minutes note site champion",
        ),
        ("Ceann-là,Àm,Cuspair,Mionaidean,Notaichean,Leabharlann", "date time topic minutes note site"),
        (
            "question_date,time_spent,question_type,question_format,initials",
            "when minutes topic channel champion",
        ),
        ("Asked at,Duration,Question type,Format,Difficulty", "when minutes topic channel effort"),
        ("Start time,Questions,Location", "time count site"),
    ],
)
def test_headings_are_known(headings: str, fields: str) -> None:
    assert [field_for(one) for one in headings.split(",")] == fields.split()


@pytest.mark.parametrize(
    "heading",
    ["Customer name", "Name", "Surname", "E-mail address", "Phone", "Postcode", "DOB", "NI number", "Enw",
     "Library card no", "Borrower's name"],
)  # fmt: skip
def test_who_the_visitor_was_is_never_a_field(heading: str) -> None:
    assert is_personal(heading)
    assert field_for(heading) == ""


@pytest.mark.parametrize(
    "heading", ["Total", "Total enquiries", "Day total", "Sub-total", "Iomlan", "TOTALS:"]
)
def test_a_sum_is_known_by_its_heading(heading: str) -> None:
    assert is_sum(heading)


@pytest.mark.parametrize(
    "heading", ["Total time", "Total minutes", "Summary", "Consumer rights", "Totally new"]
)
def test_what_only_sounds_like_a_sum_is_none(heading: str) -> None:
    assert not is_sum(heading)


def test_what_stands_below_a_heading_counts_more_than_the_heading() -> None:
    (sheet,) = read("Date,Start,Topic,Library\n13/03/2026,10:15,Wi-Fi,7\n14/03/2026,11:15,Printing,7\n")
    columns = guess_columns(sheet)
    assert (columns["Start"], columns["Library"]) == ("time", "")


@pytest.mark.parametrize(
    ("content", "kind", "period"),
    [
        (PLAIN, SESSIONS, "day"),
        ("Date,Printing,Wi-Fi\n13/03/2026,3,1\n14/03/2026,2,2\n", TALLIES, "day"),
        ("Month,Printing,Wi-Fi\nJan 2026,3,1\nFeb 2026,2,2\n", TALLIES, "month"),
        ("Date,Minutes,Printing,Wi-Fi\n13/03/2026,5,x,\n14/03/2026,5,,no\n", SESSIONS, "day"),
        ("Date,Enquiry,Number\n13/03/2026,Wi-Fi,4\n14/03/2026,Printing,6\n", TALLIES, "day"),
        ("Week commencing,Printing,Wi-Fi\n02/03/2026,3,1\n09/03/2026,2,2\n", TALLIES, "week"),
        ("Date,9-10,10-11,11-12\n13/03/2026,3,1,\n14/03/2026,2,2,1\n", TALLIES, "day"),
    ],
)
def test_sessions_and_tally_sheets_are_told_apart(content: str, kind: str, period: str) -> None:
    (sheet,) = read(content)
    columns = guess_columns(sheet)
    assert (guess_kind(sheet, columns), guess_period(sheet, columns)) == (kind, period)


# Days, times and minutes in their many forms


@pytest.mark.parametrize(
    "written",
    ["03/04/2026", "3/4/26", "3.4.2026", "3-4-26", "2026-04-03", "2026/04/03", "20260403", "3 April 2026",
     "3rd April 2026", "3 of April 2026", "Friday 3 April 2026", "Fri, 3 Apr 26", "April 3, 2026",
     "3 Ebrill 2026", "Dydd Gwener 3 Ebrill 2026", "3 Giblean 2026", "46115", "3-Apr-2026",
     " 03/04/2026 ", "2026-04-03T00:00:00"],
)  # fmt: skip
def test_days(written: str) -> None:
    found = read_day(written)
    assert found is not None
    assert found.day == datetime.date(2026, 4, 3)


@pytest.mark.parametrize(
    "written",
    ["", "31/02/2026", "Wi-Fi", "3", "03/04", "07700 900123", "99/99/9999", "1.5.2", "nan", "inf", "1e400",
     "3 Smarch 2026", "x" * 100, "٣", "0000-00-00"],
)  # fmt: skip
def test_what_is_no_day(written: str) -> None:
    assert read_day(written) is None


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [("10:15", 10, 15), ("10.15", 10, 15), ("10.15am", 10, 15), ("3 pm", 15, 0), ("12am", 0, 0),
     ("12 noon", 12, 0),
     ("1015", 10, 15), ("9-10", 9, 0), ("2yp", 14, 0), ("0.4375", 10, 30), ("10:15:30", 10, 15), ("9", 9, 0)],
)  # fmt: skip
def test_times(written: str, hour: int, minute: int) -> None:
    found = read_clock(written)
    assert found is not None
    assert found.start == datetime.time(hour, minute)


@pytest.mark.parametrize("written", ["", "25:00", "10:75", "morning", "12345", "99", "am"])
def test_what_is_no_time(written: str) -> None:
    assert read_clock(written) is None


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("5", 5), ("5 mins", 5), ("0-5 minutes", 3), ("5-10 min", 8), ("1 hour", 60), ("1h 30", 90),
     ("00:15", 15),
     ("half an hour", 30), ("under 5 min", 5), (">60 min", 60), ("60+ minutes", 60), ("~20", 20),
     ("1.5 hours", 90),
     ("hanner awr", 30), ("10 munud", 10), ("long", None), ("", None), ("5 people", None)],
)  # fmt: skip
def test_minutes(written: str, minutes: int | None) -> None:
    assert minutes_of(written) == minutes


def test_the_unit_can_stand_in_the_heading() -> None:
    assert minutes_of("1.5", "Duration (hours)") == 90
    assert minutes_of("120", "Duration in seconds") == 2


def test_the_order_of_day_and_month_is_told_by_the_whole_column() -> None:
    assert day_first(["3/4/2026", "13/4/2026"]) is True
    assert day_first(["3/4/2026", "4/13/2026"]) is False
    assert day_first(["3/4/2026"]) is None


# Bad files


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import-empty"),
        (b"  \n\n ", "import-empty"),
        (b"%PDF-1.7 \x00\x01\xff", "import-binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "import-binary"),
        (b'{"sessions": []}', "past-no-sheet"),
        (b"<html><body>no</body></html>", "import-binary"),
        (b"colour,size\nred,4\nblue,5\n", "past-no-date"),
        (b"Date,Topic,Mins\n", "import-no-rows"),
        (b'Date,Topic,Mins\n13/03/2026,Wi-Fi,5\n14/03/2026,"Wi-', "import-truncated"),
        (b"Date,Topic,Mins\n13/03/2026,Wi-Fi,5\n14/03/20", "import-truncated"),
        (b"PK\x03\x04 xl/ no workbook", "import-damaged"),
        (b"one word", "past-no-date"),
    ],
)
def test_a_file_that_is_no_log_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_a_workbook_that_is_cut_off_is_refused() -> None:
    whole = workbook(Log=[["Date", "Topic", "Mins"], *[["13/03/2026", "Wi-Fi", 5]] * 50])
    for end in range(100, len(whole), len(whole) // 7):
        assert refused(whole[:end], "log.xlsx") in ("import-damaged", "import-binary")


def test_a_workbook_without_a_sheet_in_it_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><workbook>&a;</workbook>")
    assert refused(packed.getvalue(), "log.xlsx") == "import-zip-unsafe"


def test_hidden_and_empty_worksheets_are_left_out() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(Log=[["Date", "Topic"], ["13/03/2026", "Wi-Fi"]], Empty=[]))
    )
    book.create_sheet("Old").append(["Date", "Topic"])
    book["Old"].append(["13/03/2020", "Wi-Fi"])
    book["Old"].sheet_state = "hidden"
    packed = io.BytesIO()
    book.save(packed)
    assert [sheet.title for sheet in read(packed.getvalue(), "log.xlsx")] == ["Log"]


def test_wide_long_and_hostile_cells_are_read_without_harm() -> None:
    wide = ",".join(f"c{n}" for n in range(2000))
    long = "x" * 200_000
    row = "=cmd|' /C calc'!A0,\"<b>bold</b>\",\u202e," + long
    (sheet,) = read(f"Date,Topic,Mins,Notes,{wide}\n13/03/2026,{row}\n14/03/2026,a,5,b\n")
    assert len(sheet.headings) <= 300
    assert all(len(sample) <= 40 for column in range(5) for sample in sheet.samples(column))


def test_reading_can_be_stopped_at_any_row() -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    for data, name in (
        (PLAIN.encode(), "log.csv"),
        (workbook(Log=[["Date", "Topic"], *[["13/03/2026", "x"]] * 9]), "a.xlsx"),
    ):
        asked.clear()
        with pytest.raises(Cancelled):
            log_sheet.read(ImportFile(name, data, cancelled=cancelled))


_cells = st.sampled_from(
    ["13/03/2026", "2026-03-14", "Mar 2026", "10:15", "9-10", "Wi-Fi", "Printing", "5", "1,204", "-3", "x",
     "Total", "", "n/a", "07700 900123", "46115.5", "1700000000", "\x00", "\ud7ff", "=1+1", "Date", "٣",
     "nan", "1e309",
     "31/12/9999", "01/01/0001", "2026-03-13 10:00:00+99:99"]
) | st.text(max_size=12)  # fmt: skip
_headings = st.sampled_from(
    ["Date", "Time", "Hour", "Topic", "Mins", "Outcome", "Notes", "Number", "Printing", "Wi-Fi", "9-10",
     "10-11",
     "Total", "Name", "Site", "Staff", "Ended", "READ", "", "13/03/2026", "14/03/2026"]
) | st.text(max_size=12)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_headings, min_size=1, max_size=8), st.lists(st.lists(_cells, max_size=8), max_size=8))
def test_whatever_stands_in_a_file_it_is_a_log_or_a_known_problem(
    headings: list[str], rows: list[list[str]]
) -> None:
    def line(cells: list[str]) -> str:
        return ",".join('"{}"'.format(cell.replace('"', '""')) for cell in cells)

    content = "\n".join(line(row) for row in [headings, *rows]) + "\n"
    try:
        found = read(content.encode("utf-8", "surrogatepass"))
    except Problem:
        return
    for sheet in found:
        columns = guess_columns(sheet)
        assert set(columns) == set(sheet.headings)
        assert guess_kind(sheet, columns) in (SESSIONS, TALLIES)
