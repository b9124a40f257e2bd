"""Figures for people outside: what they add up and leave out, what the files say, what never gets in."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from champion_desk import i18n
from champion_desk.domain import figures
from champion_desk.domain.champions import Site
from champion_desk.domain.figures import Figures, FigureTable
from champion_desk.domain.problems import Cancelled, Problem
from champion_desk.domain.retention import months_before
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.small_numbers import SUPPRESS, TEN_FIVE, is_small
from champion_desk.domain.tallies import PRESS, TYPED, Tally
from champion_desk.services import Services
from champion_desk.services.staffed_hours import StaffedWeek
from champion_desk.services.tallies import HOUR, midnight

TODAY = date.today()
NOW = datetime.now(UTC).astimezone()
# The last whole month, and the one before it.
LATER = months_before(TODAY.replace(day=1), 1)
EARLIER = months_before(LATER, 1)
FORMATS = ("csv", "xlsx", "json")
HOSTILE = ('=HYPERLINK("http://evil.example.org")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1+1")


@pytest.fixture
def desk(make_services: Callable[..., Services]) -> Services:
    """An unlocked desk with nothing in it."""
    return make_services()


def at(month: date, day: int = 1, hour: int = 10) -> datetime:
    return midnight(month.replace(day=day)) + hour * HOUR


def session(desk: Services, when: datetime, *topics: str, **more: Any) -> AssistedSession:
    outcome = more.pop("outcome", "done")
    site = more.pop("site_id", desk.site.id)
    return AssistedSession(desk.champion.id, site, when, topics or ("wifi",), 5, outcome, **more)


def tally(
    desk: Services, when: datetime, count: int = 1, length: timedelta = timedelta(), topic: str = "wifi"
) -> Tally:
    how = PRESS if count == 1 and not length else TYPED
    return Tally(desk.champion.id, desk.site.id, topic, count, when, when + length, how)


def keep(desk: Services, *records: AssistedSession | Tally) -> None:
    with desk.desk.open_store.transaction() as tx:
        for one in records:
            if isinstance(one, Tally):
                tx.tallies.add(one)
            else:
                tx.sessions.add(one)


def made(desk: Services, rule: str = SUPPRESS, first: date = EARLIER, last: date = LATER) -> Figures:
    return desk.figures.figures(rule, first, last, NOW)


def table(found: Figures, name: str) -> FigureTable:
    return next(one for one in found.tables if one.name == name)


def rows(found: Figures, name: str) -> dict[str, tuple[int | None, ...]]:
    return {row.code: row.counts for row in table(found, name).rows}


def month(day: date) -> str:
    return f"{day:%Y-%m}"


def test_people_are_counted_by_month_topic_outcome_and_channel(desk: Services) -> None:
    keep(
        desk,
        *(session(desk, at(EARLIER), "wifi", "cv", channel="phone") for _ in range(6)),
        *(session(desk, at(LATER), "cv", outcome="partly", people=4) for _ in range(7)),
    )
    found = made(desk)
    assert (found.sessions, found.people, found.quick) == (13, 34, 0)
    assert found.months == (month(EARLIER), month(LATER))
    assert rows(found, figures.MONTHS) == {
        month(EARLIER): (6, 6, 0),
        month(LATER): (7, 28, 0),
        figures.TOTAL: (13, 34, 0),
    }
    assert table(found, figures.TOPICS).columns == (month(EARLIER), month(LATER), figures.TOTAL)
    assert rows(found, figures.TOPICS) == {"wifi": (6, 0, 6), "cv": (6, 28, 34)}
    assert rows(found, figures.OUTCOMES) == {"done": (6, 0, 6), "partly": (0, 28, 28)}
    assert rows(found, figures.CHANNELS) == {"phone": (6, 0, 6), figures.NOT_SAID: (0, 28, 28)}
    assert figures.QUICK_TOPICS not in [one.name for one in found.tables]


def test_a_number_typed_for_a_period_is_in_its_month_and_in_no_hour(desk: Services) -> None:
    keep(
        desk,
        tally(desk, at(LATER, 3, 9), 40, 4 * HOUR),
        *(tally(desk, at(LATER, 3, 11) + timedelta(minutes=one)) for one in range(6)),
        tally(desk, midnight(LATER) - HOUR, 8, 2 * HOUR),  # begins in the month before, ends in this
    )
    found = made(desk)
    assert rows(found, figures.MONTHS) == {
        month(EARLIER): (0, 0, 8),
        month(LATER): (0, 0, 46),
        figures.TOTAL: (0, 0, 54),
    }
    assert rows(found, figures.QUICK_TOPICS) == {"wifi": (8, 46, 54)}
    hours = rows(found, figures.HOURS)
    assert hours == {"11": (6,), figures.NOT_SAID: (48,)}


def test_a_session_whose_time_nobody_wrote_down_has_no_hour(desk: Services) -> None:
    keep(
        desk,
        *(session(desk, at(LATER, 2, 12), time_known=False) for _ in range(5)),
        *(session(desk, at(LATER, 2, 14)) for _ in range(9)),
    )
    assert rows(made(desk), figures.HOURS) == {"14": (9,), figures.NOT_SAID: (5,)}


def test_what_was_removed_is_not_counted(desk: Services) -> None:
    kept = [session(desk, at(LATER)) for _ in range(9)]
    keep(desk, *kept)
    desk.log.remove([kept[0].id], "typed twice")
    assert made(desk).sessions == 8


def test_what_has_faded_to_numbers_still_counts(desk: Services) -> None:
    old = months_before(TODAY, 26).replace(day=3)
    keep(
        desk,
        *(session(desk, at(old, 3), "wifi", channel="phone") for _ in range(7)),
        tally(desk, at(old, 3), 9, HOUR),
    )
    keep(desk, *(session(desk, at(old, 3), "wifi") for _ in range(6)))
    before = desk.figures.figures(SUPPRESS, old, LATER, NOW)
    desk.retention.run(TODAY)
    after = desk.figures.figures(SUPPRESS, old, LATER, NOW)
    assert (after.sessions, after.people, after.quick) == (before.sessions, before.people, before.quick)
    for name in (figures.MONTHS, figures.TOPICS, figures.QUICK_TOPICS, figures.OUTCOMES, figures.CHANNELS):
        assert rows(after, name) == rows(before, name)
    assert rows(after, figures.HOURS) == {figures.NOT_SAID: (13, 9)}


def test_merged_lines_of_a_list_count_as_one(desk: Services) -> None:
    keep(desk, *(session(desk, at(LATER), "wifi", "cv") for _ in range(6)))
    desk.lists.merge("topics", "cv", "wifi")
    assert rows(made(desk, first=LATER), figures.TOPICS) == {"wifi": (6,)}


def test_a_month_with_few_sessions_is_left_out_whole_with_another(desk: Services) -> None:
    months = [months_before(LATER, back) for back in range(4)]
    keep(
        desk,
        *(
            session(desk, at(one, 2), people=2)
            for one, count in zip(months, (3, 9, 9, 9), strict=True)
            for _ in range(count)
        ),
    )
    found = made(desk, first=months[-1])
    by_month = rows(found, figures.MONTHS)
    apart = [code for code in found.months if by_month[code][0] is None]
    assert month(LATER) in apart
    assert len(apart) == 2
    assert by_month[figures.TOTAL] == (30, 60, 0)
    for name in (figures.TOPICS, figures.OUTCOMES, figures.CHANNELS):
        for row in table(found, name).rows:
            counts = dict(zip(table(found, name).columns, row.counts, strict=True))
            assert [code for code in found.months if counts[code] is None] == apart


def test_few_sessions_in_all_leave_nothing_but_words(desk: Services) -> None:
    keep(
        desk,
        *(session(desk, at(day)) for day in (EARLIER, LATER, LATER)),
        *(tally(desk, at(LATER), 20, HOUR) for _ in range(2)),
    )
    desk.staffed_hours.change(
        StaffedWeek({day: ((at(LATER, 1, 9).time(), at(LATER, 1, 17).time()),) for day in range(7)})
    )
    found = made(desk)
    assert (found.sessions, found.people, found.quick) == (None, None, 40)
    assert found.logged is None, "the hours would tell how few"
    assert rows(found, figures.MONTHS)[month(EARLIER)] == (None, None, 0)
    assert {one.name for one in found.tables} == {figures.MONTHS, figures.QUICK_TOPICS, figures.HOURS}
    assert table(found, figures.HOURS).columns == (figures.QUICK,)


def test_the_name_of_a_place_with_few_people_stays_here(desk: Services, tmp_path: Path) -> None:
    keep(
        desk,
        *(session(desk, at(LATER), area="Kirkwall") for _ in range(20)),
        *(
            session(desk, at(LATER), area=place)
            for place in ("Westray", "Westray", "Papay", "Her cousin's", "Rousay", "Eday")
        ),
    )
    found = made(desk, first=LATER)
    assert rows(found, figures.AREAS) == {"Kirkwall": (20,), figures.ELSEWHERE: (6,)}
    for form in FORMATS:
        desk.figures.export(SUPPRESS, form, tmp_path / f"out.{form}", LATER, LATER)
        assert "Westray" not in everything(form, tmp_path / f"out.{form}")


def test_sites_stand_side_by_side_where_there_are_several(desk: Services) -> None:
    other = Site("Westray Library")
    with desk.desk.open_store.transaction() as tx:
        tx.champions.add_site(other)
    keep(desk, *(session(desk, at(LATER)) for _ in range(8)))
    assert figures.SITES not in [one.name for one in made(desk).tables]
    keep(desk, *(session(desk, at(LATER), site_id=other.id) for _ in range(9)))
    found = made(desk)
    assert [(row.label, row.counts) for row in table(found, figures.SITES).rows] == [
        ("Kirkwall Library", (8,)),
        ("Westray Library", (9,)),
    ]
    assert found.sites == ("Kirkwall Library", "Westray Library")


def test_figures_begin_with_what_was_logged_first_and_end_now(desk: Services) -> None:
    assert desk.figures.figures(SUPPRESS, date.min, date.max, NOW).months == (month(TODAY),)
    keep(desk, *(session(desk, at(EARLIER)) for _ in range(5)))
    found = desk.figures.figures(SUPPRESS, date.min, date.max, NOW)
    assert found.months == (month(EARLIER), month(LATER), month(TODAY))
    assert found.under_way
    assert not made(desk).under_way


def test_it_says_how_complete_it_is_where_hours_are_set(desk: Services) -> None:
    keep(
        desk,
        *(session(desk, at(LATER, 1, hour)) for hour in (9, 9, 10, 11, 12)),
        tally(desk, at(LATER, 1, 13), 6, 2 * HOUR),
    )
    assert made(desk).staffed is None
    nine, five = at(LATER, 1, 9).time(), at(LATER, 1, 17).time()
    desk.staffed_hours.change(StaffedWeek(dict.fromkeys(range(7), ((nine, five),))))
    found = made(desk, first=LATER)
    days = (figures.next_month(LATER) - LATER).days
    assert (found.logged, found.staffed) == (6, 8 * days)


def test_an_unknown_rule_or_form_is_told(desk: Services, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="export-rule-unknown"):
        made(desk, "never")
    with pytest.raises(Problem, match="export-format-unknown"):
        desk.figures.export(SUPPRESS, "oruk", tmp_path / "out", EARLIER, LATER)
    with pytest.raises(Problem, match="not-found"):
        desk.figures.export(SUPPRESS, "csv", tmp_path / "none" / "out", EARLIER, LATER)


# The files


@pytest.fixture
def busy(desk: Services) -> Services:
    """A desk with a busy half-year, thin at its edges, and with labels and places that someone made up."""
    chance = random.Random(7)
    desk.lists.add("topics", {"en": "=1+1"})
    own = [code for code in desk.catalogues["topics"].codes if code.startswith("our-")]
    topics = [*own, "wifi", "cv", "email-account", "scams", "passport", "bus-pass"]
    records: list[AssistedSession | Tally] = []
    for back in range(6):
        start = months_before(LATER, back)
        for _ in range(chance.choice((3, 30, 45))):
            when = at(start, chance.randrange(1, 28), chance.randrange(9, 17))
            records.append(
                session(
                    desk,
                    when,
                    *chance.sample(topics, chance.choice((1, 1, 2))),
                    outcome=chance.choice(("done", "done", "partly", "could-not")),
                    people=chance.choice((1, 1, 1, 3)),
                    channel=chance.choice(("walk-in", "phone", "")),
                    area=chance.choice(("", "Kirkwall", *HOSTILE)),
                    note="the secret note",
                    slip="",
                )
            )
            records.append(tally(desk, when, chance.choice((1, 2, 6)), HOUR, chance.choice(topics)))
    keep(desk, *records)
    return desk


def cells(form: str, path: Path) -> Iterator[object]:
    """Every value of a file as its program would find it."""
    if form == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from (cell for line in csv.reader(file) for cell in line)
    elif form == "xlsx":
        for sheet in openpyxl.load_workbook(path).worksheets:
            yield from (cell.value for line in sheet.iter_rows() for cell in line if cell.value is not None)
    else:
        yield from leaves(json.loads(path.read_text("utf-8")))


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield value


def everything(form: str, path: Path) -> str:
    return "\n".join(map(str, cells(form, path)))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("rule", [SUPPRESS, TEN_FIVE])
def test_nothing_small_and_nothing_of_one_session_is_in_a_file(
    busy: Services, form: str, rule: str, tmp_path: Path
) -> None:
    path = tmp_path / f"out.{form}"
    count = busy.figures.export(rule, form, path, months_before(LATER, 5), LATER)
    assert count > 20
    words = everything(form, path)
    for secret in ("secret note", busy.champion.id, busy.site.id, busy.champion.name):
        assert secret not in words
    for row in (row for one in made(busy, rule, months_before(LATER, 5)).tables for row in one.rows):
        for number in row.counts:
            assert number is None or not is_small(number)
            assert rule == SUPPRESS or number is None or (number % 5 == 0 and number != 5)
    for said in ("left out", "Kirkwall Library", "10–5" if rule == TEN_FIVE else "1 to 4"):
        assert said in words


@pytest.mark.parametrize("form", FORMATS)
def test_no_label_becomes_a_formula(busy: Services, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{form}"
    busy.figures.export(SUPPRESS, form, path, months_before(LATER, 5), LATER)
    assert "=1+1" in everything(form, path)
    assert "HYPERLINK" in everything(form, path), "a place with many people has its name, whatever that is"
    if form == "csv":
        assert not [cell for cell in cells(form, path) if str(cell)[:1] in tuple("=+-@\t\r")]
        assert not [cell for cell in cells(form, path) if str(cell).strip()[:1] in ("=", "+", "@")]
    if form == "xlsx":
        for sheet in openpyxl.load_workbook(path).worksheets:
            for cell in (cell for line in sheet.iter_rows() for cell in line):
                assert cell.data_type in ("s", "n")
                if str(cell.value).lstrip()[:1] in ("=", "+", "-", "@"):
                    assert cell.quotePrefix


def test_what_is_shown_adds_up_or_is_marked(busy: Services) -> None:
    found = made(busy, first=months_before(LATER, 5))
    for one in found.tables:
        if figures.TOTAL in one.columns:
            for row in one.rows:
                if None not in row.counts:
                    assert sum(filter(None, row.counts[:-1])) == row.counts[-1]
    by_month = rows(found, figures.MONTHS)
    for column in range(3):
        counts = [by_month[code][column] for code in found.months]
        if None not in counts:
            assert sum(filter(None, counts)) == by_month[figures.TOTAL][column]
    people = {code: by_month[code][1] for code in found.months}
    for name in (figures.OUTCOMES, figures.CHANNELS):
        for at_, code in enumerate(table(found, name).columns[:-1]):
            counts = [row.counts[at_] for row in table(found, name).rows]
            if None not in counts:
                assert sum(filter(None, counts)) == people[code]


def test_rounding_tells_nothing_that_leaving_out_does_not(busy: Services) -> None:
    first = months_before(LATER, 5)
    plain, rounded = made(busy, SUPPRESS, first), made(busy, TEN_FIVE, first)
    for one, other in zip(plain.tables, rounded.tables, strict=True):
        for row, near in zip(one.rows, other.rows, strict=True):
            for number, about in zip(row.counts, near.counts, strict=True):
                assert number is not None or about is None
                if number is not None and about is not None:
                    assert abs(number - about) <= 2


@pytest.mark.parametrize("form", FORMATS)
def test_a_time_without_anything_is_a_file_too(desk: Services, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{form}"
    assert desk.figures.export(SUPPRESS, form, path, EARLIER, LATER) > 0
    assert "Nothing was logged in this time." in everything(form, path)


@pytest.mark.parametrize("form", FORMATS)
def test_the_file_speaks_the_language_of_the_window(busy: Services, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{form}"
    i18n.set_language("cy")
    busy.figures.export(SUPPRESS, form, path, EARLIER, LATER, "cy")
    assert busy.catalogues["topics"].label("scams", "cy") in everything(form, path)


def test_a_workbook_begins_with_words_and_has_a_sheet_for_each_table(busy: Services, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    busy.figures.export(SUPPRESS, "xlsx", path, months_before(LATER, 5), LATER)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "About the figures",
        "Months",
        "Topics",
        "Quick counts",
        "Outcomes",
        "Channels",
        "Areas",
        "Hours",
    ]
    about = {row[0].value: row[1].value for row in book["About the figures"].iter_rows(min_row=3)}
    assert "1 to 4" in str(about["Small numbers"])
    topics = book["Topics"]
    assert topics.freeze_panes == "B3"
    values = [cell.value for row in topics.iter_rows(min_row=3, min_col=2) for cell in row]
    assert {type(value) for value in values} == {int, str}
    assert {value for value in values if isinstance(value, str)} == {"left out"}


def test_json_tells_what_is_left_out_from_nought(busy: Services, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    busy.figures.export(SUPPRESS, "json", path, months_before(LATER, 5), LATER)
    page = json.loads(path.read_text("utf-8"))
    assert page["about"]["null"] == "left out"
    assert page["about"]["rule"] == SUPPRESS
    months = next(one for one in page["tables"] if one["name"] == "months")
    assert [column["code"] for column in months["columns"]] == ["sessions", "people", "quick-counts"]
    topics = next(one for one in page["tables"] if one["name"] == "topics")
    numbers = [number for row in topics["rows"] for number in row["counts"]]
    assert None in numbers
    assert all(len(row["counts"]) == len(topics["columns"]) for row in topics["rows"])


@pytest.mark.parametrize("form", FORMATS)
def test_figures_that_are_stopped_leave_the_file_that_was_there(
    busy: Services, form: str, tmp_path: Path
) -> None:
    path = tmp_path / f"out.{form}"
    path.write_text("as it was")
    heard: list[tuple[int, int | None]] = []
    with pytest.raises(Cancelled):
        busy.figures.export(
            SUPPRESS,
            form,
            path,
            months_before(LATER, 5),
            LATER,
            progress=lambda done, total: heard.append((done, total)),
            cancelled=lambda: len(heard) >= 3,
        )
    assert heard == [(1, 6), (2, 6), (3, 6)]
    assert path.read_text() == "as it was"
    assert [one.name for one in tmp_path.iterdir() if one.name != "desk"] == [path.name]
