"""The catch-up grid, by keys through the real window: numbers kept at once, a smaller one asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from champion_desk.domain.problems import Problem
from champion_desk.domain.sessions import AssistedSession
from champion_desk.domain.tallies import CATCH_UP
from champion_desk.services.staffed_hours import StaffedWeek
from champion_desk.services.tallies import hour_of
from champion_desk.ui.pages.catch_up import CatchUpPage

if TYPE_CHECKING:
    from tests.windows import Hands

pytest_plugins = ("tests.windows",)

DAY = date.today() - timedelta(days=2)


@pytest.fixture
def hands(open_desktop: Callable[..., Hands], made_desk: Path) -> Hands:
    hands = open_desktop(made_desk)
    hands.unlock()
    hands.desktop.frame.activateWindow()
    hands.wait(hands.desktop.frame.isActiveWindow)
    return hands


def page_of(hands: Hands, day: date = DAY) -> CatchUpPage:
    hands.window.go_to("catch-up", day=day)
    page = hands.window.page
    assert isinstance(page, CatchUpPage)
    hands.wait(page.grid.hasFocus)
    return page


def kept(hands: Hands) -> list[tuple[str, int, int]]:
    counted = hands.window.context.services.tallies.counted(DAY)
    return [(one.preset, one.started_at.astimezone().hour, one.count) for one in counted.tallies]


def fill(hands: Hands, number: str) -> None:
    for digit in number:  # the first opens the cell's own field, the next go there
        hands.type(digit)
    hands.key(Qt.Key.Key_Return)
    hands.qtbot.wait(20)


def test_numbers_are_kept_as_batches_of_their_hour_and_enter_goes_down(hands: Hands) -> None:
    page = page_of(hands)
    fill(hands, "6")
    fill(hands, "12")
    first = page.context.services.tallies.presets()[0].code
    assert kept(hands) == [(first, 9, 6), (first, 10, 12)]
    assert page.grid.currentIndex().row() == 2
    assert all(one.how == CATCH_UP for one in page.context.services.tallies.counted(DAY).tallies)
    assert "12 counted" in hands.window.message_bar.text()
    hands.press("Ctrl+Z")
    hands.wait(lambda: kept(hands) == [(first, 9, 6)])
    hands.press("Ctrl+Z")
    hands.wait(lambda: kept(hands) == [])
    hands.wait(lambda: page.model.cell(0, 0).counted == 0)


def test_a_smaller_number_asks_and_nothing_goes_without_an_answer(hands: Hands) -> None:
    page = page_of(hands)
    fill(hands, "6")
    page.grid.setCurrentIndex(page.model.index(0, 0))
    fill(hands, "2")
    assert page.question.is_asking
    assert page.question.away.hasFocus()
    assert [one[2] for one in kept(hands)] == [6]
    hands.press("Esc")
    assert page.question.isHidden()
    assert [one[2] for one in kept(hands)] == [6]
    page.grid.setFocus()
    page.grid.setCurrentIndex(page.model.index(0, 0))
    fill(hands, "2")
    hands.key(Qt.Key.Key_Return)
    hands.wait(lambda: [one[2] for one in kept(hands)] == [2])
    assert page.grid.hasFocus()


@pytest.mark.parametrize("typed", ["", "-", "0", "abc"])
def test_what_is_no_number_changes_nothing(hands: Hands, typed: str) -> None:
    page_of(hands)
    fill(hands, typed)
    assert kept(hands) == []


def test_sessions_stand_beneath_and_are_told_to_a_screen_reader(hands: Hands) -> None:
    services = hands.window.context.services
    preset = services.tallies.presets()[3]
    services.sessions.log(
        AssistedSession(
            services.champion.id, services.site.id, hour_of(DAY, 11), (preset.topic,), 5, "done", people=3
        )
    )
    page = page_of(hands)
    row = [hour.hour for hour in page.model.hours].index(11)
    assert page.model.cell(row, 3).helped == 3
    said = page.model.index(row, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "11:00 to 12:00, Wi-Fi, own phone: 0 counted, 3 in sessions"
    total = page.model.index(page.model.rowCount() - 1, page.model.columnCount() - 1)
    assert page.model.cell(total.row(), total.column()).helped == 3
    assert not total.flags() & Qt.ItemFlag.ItemIsEditable


def test_hours_to_come_are_closed_and_days_are_the_last_fourteen(hands: Hands) -> None:
    page = page_of(hands, date.today())
    now = datetime.now().astimezone()
    assert all(hour.is_open == (hour_of(page.day, hour.hour) <= now) for hour in page.model.hours)
    for _ in range(20):
        hands.press("PgUp")
    assert page.day == date.today() - timedelta(days=13)
    assert not page.before.isEnabled()
    for _ in range(20):
        hands.press("PgDown")
    assert page.day == date.today()


def test_a_day_the_site_was_closed_stops_asking(hands: Hands) -> None:
    services = hands.window.context.services
    services.staffed_hours.change(StaffedWeek({day: ((time(9), time(12)),) for day in range(7)}))
    services.tallies.fill_in({(hour_of(DAY - timedelta(days=3), 9), "wifi"): 1})
    page = page_of(hands)
    assert [hour.hour for hour in page.model.hours] == [9, 10, 11]
    assert page.closed.isVisible()
    page.closed.click()
    assert DAY not in services.staffed_hours.missing(datetime.now().astimezone())
    assert page.closed.isChecked()


def test_it_opens_on_the_last_day_that_has_an_hour_to_fill_in(hands: Hands) -> None:
    day = date.today() - timedelta(days=3)
    hours = {day.weekday(): ((time(9), time(12)),)}
    hands.window.context.services.staffed_hours.change(StaffedWeek(hours))
    hands.window.go_to("catch-up")
    page = hands.window.page
    assert isinstance(page, CatchUpPage)
    assert page.day == day
    assert page.grid.currentIndex().row() == 0


def test_what_has_no_cell_is_told_below_and_no_number_is_put_into_an_hour_it_may_not_be_of(
    hands: Hands,
) -> None:
    services = hands.window.context.services
    first = services.tallies.presets()[0]
    services.tallies.typed(first.code, 11, hour_of(DAY, 9), hour_of(DAY, 12))
    me, here = services.champion.id, services.site.id
    for topics, people, known in (
        (("passport",), 2, True), (("wifi", "email-account"), 1, True), (("wifi",), 4, False),
    ):  # fmt: skip
        session = AssistedSession(me, here, hour_of(DAY, 10), topics, 5, "done", people=people)
        services.sessions.log(replace(session, time_known=known))
    page = page_of(hands)
    assert page.besides.text() == (
        "Not in the grid: 11 were counted as a number across several hours. "
        "4 people were helped in sessions whose time is not known."
    )
    row = [hour.hour for hour in page.model.hours].index(10)
    last = page.model.columnCount() - 1
    assert all(page.model.cell(hour, 0).counted == 0 for hour in range(len(page.model.hours)))
    assert page.model.cell(row, last).helped == 3  # whoever was helped with two kinds came once
    with pytest.raises(Problem):
        services.tallies.fill_in({(hour_of(DAY, 9), first.code): -1})
    fill(hands, "3")
    assert (first.code, 9, 3) in kept(hands)
    assert (first.code, 9, 11) in kept(hands)


def test_a_number_being_typed_stays_with_its_day_when_another_is_shown(hands: Hands) -> None:
    page = page_of(hands)
    hands.type("4")
    hands.key(Qt.Key.Key_PageUp)
    hands.wait(lambda: page.day == DAY - timedelta(days=1))
    hands.qtbot.wait(20)
    assert [one[2] for one in kept(hands)] == [4]
    assert not page.context.services.tallies.counted(page.day).tallies


def test_a_smaller_number_being_typed_asks_before_another_day_is_shown(hands: Hands) -> None:
    page = page_of(hands)
    fill(hands, "6")
    page.grid.setCurrentIndex(page.model.index(0, 0))
    hands.type("2")
    hands.key(Qt.Key.Key_PageUp)
    hands.wait(lambda: page.question.is_asking)
    assert page.day == DAY
    assert [one[2] for one in kept(hands)] == [6]


def test_a_number_being_typed_stays_in_its_hour_when_a_count_adds_an_earlier_row(hands: Hands) -> None:
    page = page_of(hands)
    hour = page.model.hours[0].hour
    hands.type("4")
    services = hands.window.context.services
    services.tallies.press("wifi", hour_of(DAY, hour - 3))
    hands.wait(lambda: page.model.hours[0].hour == hour - 3)
    assert [(at, count) for _preset, at, count in kept(hands) if at == hour] == [(hour, 4)]
