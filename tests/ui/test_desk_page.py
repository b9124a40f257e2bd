"""The Desk: today folded or not, what needs the champion, the week, and drafts offered back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from champion_desk.domain.log_query import WeekOfHelp
from champion_desk.domain.sessions import AssistedSession, Draft
from champion_desk.domain.training import Enrolment
from champion_desk.services import Services
from champion_desk.settings import Settings
from champion_desk.ui.context import Context
from champion_desk.ui.desk_week import worked_words
from champion_desk.ui.pages.desk import DeskPage, greeting
from champion_desk.ui.session_fields import SessionFields
from tests.ui.conftest import RecordingWindow


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    """A desk without a directory: this page shows none of it, and it is quicker to make."""
    return make_services()


def shown(qtbot: QtBot, context: Context) -> DeskPage:
    made = DeskPage(context)
    qtbot.addWidget(made)
    made.resize(1190, 672)
    made.show()
    qtbot.waitExposed(made)
    made.enter()
    return made


@pytest.fixture
def page(qtbot: QtBot, window_context: Context) -> DeskPage:
    return shown(qtbot, window_context)


def logged(services: Services, topic: str = "nhs-app", **more: Any) -> None:
    here = (services.champion.id, services.site.id, datetime.now(UTC))
    services.sessions.log(AssistedSession(*here, (topic,), 9, "done", **more))


def read(context: Context) -> None:
    """Wait until the cards have what they read on the worker."""
    while context.background.is_busy:
        QApplication.processEvents()


def words(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just put on screen is shown with the next events
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_new_desk_says_what_to_do(page: DeskPage) -> None:
    assert "Nobody yet. Press F2 when you help someone." in words(page)
    assert "Nothing needs you just now." in words(page)
    assert "Nothing logged this week yet" in words(page)
    assert page.help_button.hasFocus()


def test_the_big_button_starts_a_session(page: DeskPage, window: RecordingWindow) -> None:
    page.help_button.click()
    assert window.went == [("log", {"new": True})]


@pytest.mark.parametrize(
    ("hour", "words"),
    [(6, "Good morning, {name}"), (12, "Good afternoon, {name}"), (19, "Good evening, {name}")],
)
def test_the_greeting_fits_the_hour(hour: int, words: str) -> None:
    assert greeting(hour) == words


def test_today_is_listed_and_a_row_opens_the_session(
    page: DeskPage, window: RecordingWindow, window_context: Context
) -> None:
    for _each in range(10):
        logged(window_context.services)
    assert page.today.table.isVisible()
    assert page.today.more.text() == "and 2 more"
    newest = window_context.services.sessions.on(date.today())[0]
    page.today.table.activated_record.emit(newest)
    assert window.went == [("log", {"session_id": newest.id})]


def test_today_is_only_a_count_while_someone_is_helped(page: DeskPage, window_context: Context) -> None:
    logged(window_context.services, people=5)
    logged(window_context.services, people=2)
    assert page.today.table.isVisible()
    window_context.visit.is_open = True
    window_context.visit.changed.emit()
    assert not page.today.table.isVisible()
    assert "7 people helped today." in words(page)
    assert "NHS App" not in words(page)
    window_context.visit.clear()
    assert page.today.table.isVisible()


def test_today_is_only_a_count_where_the_screen_faces_the_public(
    qtbot: QtBot, services: Services, make_context: Callable[..., Context]
) -> None:
    logged(services)
    page = shown(qtbot, make_context(services, Settings(public_screen=True)))
    assert not page.today.table.isVisible()
    assert "1 person helped today." in words(page)


def test_what_needs_me_leads_there(page: DeskPage, window: RecordingWindow, window_context: Context) -> None:
    services = window_context.services
    mine = services.champion.id
    services.training.enrol(Enrolment(mine, "x", "Fire drill", due=date.today() + timedelta(days=3)))
    services.training.enrol(Enrolment(mine, "y", "Long ago", due=date.today() - timedelta(days=3)))
    logged(services, stuck=True)
    read(window_context)
    said = words(page.needs)
    assert "Fire drill, due " in said
    assert "Long ago, was due " in said
    assert "You got stuck with 1 topic" in said
    for button in page.needs.findChildren(QPushButton):
        button.click()
    assert {name for name, _arguments in window.went} == {"training"}


def test_a_draft_left_over_is_offered_and_loads_only_when_asked(
    page: DeskPage, window: RecordingWindow, window_context: Context
) -> None:
    services = window_context.services
    fields = SessionFields(topics=("nhs-app",)).to_draft()
    draft = Draft(services.champion.id, fields, datetime.now(UTC))
    services.sessions.keep_draft(draft)
    page.enter()
    assert "(NHS App and account)" in words(page.drafts)
    assert window.went == []
    buttons = {button.text(): button for button in page.drafts.findChildren(QPushButton)}
    buttons["Continue"].click()
    assert window.went == [("log", {"draft_id": draft.id})]
    buttons["Discard"].click()
    assert services.sessions.drafts() == []
    back = next(b for b in page.drafts.findChildren(QPushButton) if b.text() == "Bring it back")
    back.click()
    assert services.sessions.drafts()[0].fields["topics"] == ["nhs-app"]


def test_while_a_form_is_open_the_desk_leads_back_to_it(
    page: DeskPage, window: RecordingWindow, window_context: Context
) -> None:
    services = window_context.services
    fields = SessionFields(topics=("nhs-app",)).to_draft()
    services.sessions.keep_draft(Draft(services.champion.id, fields, datetime.now(UTC)))
    window_context.visit.is_open = True
    page.enter()
    assert "NHS App" not in words(page.drafts)
    next(iter(page.drafts.findChildren(QPushButton))).click()
    assert window.went == [("log", {})]


def test_the_week_is_told_honestly() -> None:
    monday = date(2026, 11, 16)
    assert worked_words(WeekOfHelp(monday, alone=2, asked=3)) == "2 of 3 people could do it alone next time."
    assert worked_words(WeekOfHelp(monday, alone=0, asked=1)) == "0 of 1 person could do it alone next time."
    assert "not filled in" in worked_words(WeekOfHelp(monday, alone=0, asked=0))


def test_the_chart_shows_the_week_so_far_with_today_unfinished(
    page: DeskPage, window_context: Context
) -> None:
    logged(window_context.services, next_time="alone")
    read(window_context)
    said = page.week.chart.accessibleDescription()
    assert said.count(":") == date.today().weekday() + 1
    assert said.endswith("1, not over yet")
    assert page.week.sentence.text() == "1 person helped."
    page.week.shows.chip("worked").click()
    assert page.week.sentence.text() == "1 of 1 person could do it alone next time."


def test_until_this_week_has_anything_the_last_one_is_shown(page: DeskPage, window_context: Context) -> None:
    here = (window_context.services.champion.id, window_context.services.site.id)
    monday = date.today() - timedelta(days=date.today().weekday() + 7)
    at = datetime.combine(monday, time(11)).astimezone()
    window_context.services.sessions.log(AssistedSession(*here, at, ("wifi",), 9, "done", people=3))
    read(window_context)
    assert "What our help did last week" in words(page)
    assert page.week.chart.accessibleDescription().count(":") == 7
    assert page.week.sentence.text() == "3 people helped."
    assert "still filling" not in words(page)
    logged(window_context.services)
    read(window_context)
    assert "What our help did this week" in words(page)
    assert page.week.sentence.text() == "1 person helped."


def test_a_page_out_of_sight_reads_nothing_until_it_is_shown(page: DeskPage, window_context: Context) -> None:
    page.hide()
    logged(window_context.services)
    assert page.today._model.rowCount() == 0
    page.show()
    page.enter()
    assert page.today._model.rowCount() == 1


def test_cards_make_room(page: DeskPage, qtbot: QtBot) -> None:
    for width, height in ((1190, 672), (848, 504), (420, 400)):
        page.resize(width, height)
        qtbot.wait(30)
        assert page.minimumSizeHint().width() <= width
        beside = page.needs.y() == page.today.y()
        assert beside == (width > 1000)
